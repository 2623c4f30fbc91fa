"""Dates as customers and salespeople say them, read against the day the message arrived.

"Friday" is the coming Friday, "next Friday" that of next week, "by the 3rd" the next 3rd,
"KW 50" the Monday of that ISO week. What is no date ("10", "asap", "May I") is left alone.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.intents.almanac import (
    MONTHS,
    WEEKDAYS,
    month,
    month_end,
    quarter,
    shifted,
    working_days,
)
from bot.intents.numbers import SMALL
from bot.intents.tokens import fold
from bot.intents.understanding import Span

_M = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_W = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b\.?"
_COUNT = "(?:" + "|".join((*list(SMALL)[1:13], "a", "an", "zwei", "drei", r"\d{1,3}")) + ")"
_UNIT = r"(?:working[ ]|business[ ])?(days?|weeks?|fortnights?|months?|tagen?|wochen?|monaten?)"
_Y = r"(?:,?[ ](\d{4})\b)?"


MOST_DATES = 60
_WRITTEN_OUT = {"iso", "numeric", "slashed", "dotted", "day-month", "month-day", "ordinal"}


@dataclass(frozen=True, kw_only=True)
class DateMention:
    """A day, or a stretch from `day` to `until` (both inclusive) such as a month or a year."""

    day: date
    until: date | None = None
    span: Span
    rule: str


Found = tuple[date, date | None] | None
Rule = Callable[[re.Match[str], date, bool], Found]


def find_dates(text: str, *, today: date, month_first: bool = False) -> tuple[DateMention, ...]:
    """All dates in a text. `month_first` reads 12/03 the American way."""
    folded = _aligned_fold(text)
    found: list[DateMention] = []
    for name, pattern, rule in _RULES:
        for match in pattern.finditer(folded):
            span = Span(start=match.start(), end=match.end())
            if any(span.overlaps(other.span) for other in found):
                continue
            try:
                days = rule(match, today, month_first)
            except (ValueError, OverflowError):
                continue
            if days is not None:
                found.append(DateMention(day=days[0], until=days[1], span=span, rule=name))
            if len(found) >= MOST_DATES:
                return _absorbed(found)
    return _absorbed(found)


def _absorbed(found: list[DateMention]) -> tuple[DateMention, ...]:
    """In order; the weekday of "Monday, Dec 14" only repeats the date beside it."""
    found.sort(key=lambda mention: mention.span.start)
    kept = []
    for at, mention in enumerate(found):
        near = [other for other in found[max(0, at - 1) : at + 2] if other is not mention]
        beside = any(
            -1 <= other.span.start - mention.span.end <= 3 and other.rule in _WRITTEN_OUT
            for other in near
        )
        if not (mention.rule == "weekday" and beside):
            kept.append(mention)
    return tuple(kept)


def _aligned_fold(text: str) -> str:
    """Folded text of the same length, so that places in it are places in the original."""
    return "".join(_fold_char(char) for char in text)


def _fold_char(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char


def _coming(month: int, day: int, today: date, year: str | None = None) -> date:
    """The day in the year told, else the next one; a day of the last month stays this year's."""
    if year:
        number = int(year)
        return date(number + 2000 if number < 100 else number, month, day)
    this = date(today.year, month, day)
    return this if this >= today - timedelta(days=31) else date(today.year + 1, month, day)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1, "zwei": 2, "drei": 3}.get(word) or SMALL[word]


def _iso(match: re.Match[str], today: date, month_first: bool) -> Found:
    return date(int(match[1]), int(match[2]), int(match[3])), None


def _numeric(match: re.Match[str], today: date, month_first: bool) -> Found:
    first, second = int(match[1]), int(match[3])
    dotted = match[2] == "."
    if (month_first and not dotted and first <= 12) or second > 12:
        first, second = second, first
    return _coming(second, first, today, match[4]), None


def _day_month(match: re.Match[str], today: date, month_first: bool) -> Found:
    return _coming(MONTHS[match[2].rstrip(".")], int(match[1]), today, match[3]), None


def _month_day(match: re.Match[str], today: date, month_first: bool) -> Found:
    return _coming(MONTHS[match[1].rstrip(".")], int(match[2]), today, match[3]), None


def _week(match: re.Match[str], today: date, month_first: bool) -> Found:
    number = int(match[1])
    if match[2]:
        return date.fromisocalendar(int(match[2]), number, 1), None
    year = today.isocalendar().year
    monday = date.fromisocalendar(year, number, 1)
    if monday + timedelta(days=6) < today:
        monday = date.fromisocalendar(year + 1, number, 1)
    return monday, None


def _weekday(match: re.Match[str], today: date, month_first: bool) -> Found:
    wanted = WEEKDAYS[match[2].rstrip(".")]
    ahead = (wanted - today.weekday()) % 7 or 7
    word = match[1] or ""
    if word in {"last", "past", "letzten"}:
        return today - timedelta(days=(today.weekday() - wanted) % 7 or 7), None
    if word in {"next", "nachsten", "naechsten"} or match[3]:
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=wanted), None
    return today + timedelta(days=ahead), None


def _in_a_while(match: re.Match[str], today: date, month_first: bool) -> Found:
    count = _number(match[1])
    if "working" in match[0] or "business" in match[0]:
        return working_days(today, count), None
    return shifted(today, count, unit=match[2]), None


def _from_weekday(match: re.Match[str], today: date, month_first: bool) -> Found:
    wanted = WEEKDAYS[match[3].rstrip(".")]
    coming = today + timedelta(days=(wanted - today.weekday()) % 7 or 7)
    return shifted(coming, _number(match[1]), unit=match[2]), None


def _ago(match: re.Match[str], today: date, month_first: bool) -> Found:
    return shifted(today, -_number(match[1]), unit=match[2]), None


def _word(match: re.Match[str], today: date, month_first: bool) -> Found:
    ahead = {
        "day after tomorrow": 2,
        "ubermorgen": 2,
        "yesterday": -1,
        "gestern": -1,
        "today": 0,
        "heute": 0,
        "tonight": 0,
        "day before yesterday": -2,
    }
    return today + timedelta(days=ahead.get(match[1], 1)), None


def _end_of(match: re.Match[str], today: date, month_first: bool) -> Found:
    what = match[2].rstrip(".")
    if what in MONTHS:
        first = month(what, today, year=match[3])
        return month_end(first), None
    if "week" in what:
        friday = today + timedelta(days=(4 - today.weekday()) % 7)
        return friday + timedelta(weeks="next" in match[1] or "next" in what), None
    if "year" in what:
        return date(today.year + ("next" in match[0]), 12, 31), None
    base = shifted(today.replace(day=1), 1, unit="month") if "next" in match[0] else today
    return month_end(base), None


def _part_of_month(match: re.Match[str], today: date, month_first: bool) -> Found:
    first = month(match[2].rstrip("."), today, year=match[3])
    part = {"beginning": 1, "start": 1, "early": 1, "anfang": 1, "first of": 1}
    return first.replace(day=part.get(match[1].split()[0], 15)), None


def _ordinal(match: re.Match[str], today: date, month_first: bool) -> Found:
    day = int(match[1])
    first = today.replace(day=1)
    while day > monthrange(first.year, first.month)[1] or first.replace(day=day) < today:
        first = shifted(first, 1, unit="month")
    return first.replace(day=day), None


def _past_ordinal(match: re.Match[str], today: date, month_first: bool) -> Found:
    day = int(match[1])
    if day <= today.day:
        return today.replace(day=day), None
    return None


def _whole_month(match: re.Match[str], today: date, month_first: bool) -> Found:
    first = month(match[1].rstrip("."), today, year=match[2])
    return first, month_end(first)


def _relative_month(match: re.Match[str], today: date, month_first: bool) -> Found:
    count = {"next": 1, "this": 0, "last": -1, "previous": -1, "current": 0}[match[1]]
    unit = match[2]
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=count)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(today.year + count, 1, 1), date(today.year + count, 12, 31)
    if unit == "quarter":
        return quarter(
            today.year + ((today.month - 1) // 3 + count) // 4,
            ((today.month - 1) // 3 + count) % 4 + 1,
        )
    first = shifted(today.replace(day=1), count, unit="month")
    return first, month_end(first)


def _named_quarter(match: re.Match[str], today: date, month_first: bool) -> Found:
    year, number = match[2], int(match[1])
    if year:
        return quarter(int(year), number)
    passed = number < (today.month - 1) // 3 + 1
    return quarter(today.year + passed, number)


def _year(match: re.Match[str], today: date, month_first: bool) -> Found:
    number = int(match[1])
    return date(number, 1, 1), date(number, 12, 31)


def _feast(match: re.Match[str], today: date, month_first: bool) -> Found:
    day = _coming(12, 24 if match[1] == "before" else 25, today)
    return (day if "year" not in match[0] else _coming(12, 31, today)), None


def _past_or_coming(match: re.Match[str], today: date, month_first: bool) -> Found:
    return _past_ordinal(match, today, month_first) or _ordinal(match, today, month_first)


def _may(today: date) -> Found:
    first = month("may", today, year=None)
    return first, month_end(first)


_PATTERNS: tuple[tuple[str, str, Rule], ...] = (
    ("iso", r"\b(20\d\d)-(\d\d)-(\d\d)\b", _iso),
    (
        "numeric",
        r"(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|[.,]\d)",
        _numeric,
    ),
    ("slashed", r"(?<![\d.,/-])(\d{1,2})(/)(\d{1,2})()(?![\d/\"-]|[.,]\d)", _numeric),
    ("dotted", r"(?<![\d.,/-])(\d{1,2})(\.)(1[0-2]|0?[1-9])\.()(?!\d)", _numeric),
    (
        "end-of",
        rf"\b(end of|by end of|eo|ende|fin de|close of)[ ]?(?:the )?((?:this |next )?(?:month|"
        rf"week|year)|monat|m\b|{_M})(?:[ ](20\d\d))?",
        _end_of,
    ),
    ("eom", r"\b(eom)()()\b", lambda m, t, _: (month_end(t), None)),
    (
        "part-of-month",
        rf"\b(beginning of|start of|early|mid|middle of|mitte|anfang)[ -]({_M})(?:[ ](20\d\d))?",
        _part_of_month,
    ),
    ("day-month", rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?[ -](?:of )?({_M}){_Y}", _day_month),
    (
        "month-day",
        rf"\b({_M})[ ](\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.,]?\d|[ ]?(?:x|pcs)\b){_Y}",
        _month_day,
    ),
    ("week", r"\b(?:kw|cw|wk|week|calendar week|semaine)[ ]?(\d{1,2})\b(?:[ /](20\d\d))?", _week),
    ("from-weekday", rf"\b({_COUNT})[ ]{_UNIT}[ ](?:from|after)[ ]({_W})", _from_weekday),
    ("weekday-next-week", rf"()({_W})[ ](?:of )?(next week|nachste woche)", _weekday),
    (
        "weekday",
        rf"(?:\b(next|this|coming|last|past|nachsten|naechsten|letzten)[ ])?\b({_W})(?!\w)()",
        _weekday,
    ),
    ("ago", rf"\b({_COUNT})[ ]{_UNIT}[ ]ago\b", _ago),
    (
        "in-a-while",
        rf"\b(?:in|within)[ ](?:the next )?({_COUNT})[ ]{_UNIT}(?:'s)?(?: time)?\b",
        _in_a_while,
    ),
    ("for-a-while", rf"\bfor[ ](?:the next )?({_COUNT})[ ]{_UNIT}\b", _in_a_while),
    ("from-now", rf"\b({_COUNT})[ ]{_UNIT}[ ](?:from (?:now|today)|time)\b", _in_a_while),
    (
        "word",
        r"\b(day after tomorrow|day before yesterday|ubermorgen|tomorrow|tmrw|tmw|morgen|"
        r"yesterday|gestern|today|heute|tonight)\b",
        _word,
    ),
    ("feast", r"\b(before|by|for)[ ](?:christmas|xmas|weihnachten|new year)\b", _feast),
    (
        "past-ordinal",
        r"(?<=on )the (\d{1,2})(?:st|nd|rd|th)\b(?= *(?:,|\.|$|ref|for))()",
        _past_or_coming,
    ),
    (
        "ordinal",
        r"\b(?:by|on|until|till|before|for|from|to|is|at|am|bis)[ ](?:the[ ])?(\d{1,2})(?:st|"
        r"nd|rd|th)\b(?! (?:one|line|item|floor))",
        _ordinal,
    ),
    (
        "relative-stretch",
        r"\b(next|this|last|previous|current)[ ](month|week|year|quarter)\b",
        _relative_month,
    ),
    ("quarter", r"\bq([1-4])\b(?:[ /-](20\d\d))?", _named_quarter),
    ("whole-month", rf"\b((?!mar\b|may\b|sep\b|dec\b|mai\b|mars\b){_M}){_Y}(?!\w)", _whole_month),
    (
        "may",
        r"(?:(?<=in )|(?<=for )|(?<=from )|(?<=until )|(?<=till )|(?<=between ))(may)()\b",
        lambda m, t, _: _may(t),
    ),
    ("year", r"\b(?:calendar|year|in|for|during|of)[ ](?:year[ ])?(20[2-4]\d)\b(?!-)", _year),
)
_RULES = tuple((name, re.compile(pattern), rule) for name, pattern, rule in _PATTERNS)
