"""Dates of the trade: date formulas such as `1M+8D`, and calendars of working days.

A formula is kept in one language-independent spelling and may be typed with the letters of
another language. Payment terms use plain calendar days (`DateFormula.after`); handling,
shipping, lead and safety times count working days (`working_date`). Which calendars are
involved is the caller's business. Nothing here knows what day it is today.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import holidays

from domain.errors import InvalidField, Refusal

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
# What people type, per language, and the letter we keep: current, day, week, month, quarter, year.
_LETTERS = {"en": "CDWMQY", "de": "LTWMQJ"}
_MONTHS = {"M": 1, "Q": 3, "Y": 12}
_LONGEST = {"D": 36_600, "W": 5_200, "M": 1_200, "Q": 400, "Y": 100}
_MOST_PARTS = 8
_PART = re.compile(r"([+-]?)(?:C([DWMQY])|(\d{1,5})([DWMQY])|D(\d{1,2}))")
_SEARCH_LIMIT = 3 * 366


@dataclass(frozen=True, kw_only=True)
class FormulaPart:
    """One step: `count` units; or, with `current`, to the end (backward: start) of the period.

    Unit "day" stands for `Dn`, the next (backward: previous) day `count` of a month.
    """

    count: int
    unit: str
    current: bool = False
    backward: bool = False

    def __str__(self) -> str:
        step = f"C{self.unit}" if self.current else f"{self.count}{self.unit}"
        if self.unit == "day":
            step = f"D{self.count}"
        return f"-{step}" if self.backward else f"+{step}"

    def moved(self, day: date) -> date:
        """The day this step leads to, in calendar days."""
        sign = -1 if self.backward else 1
        if self.unit == "day":
            return _nearest_day_of_month(day, number=self.count, sign=sign)
        if self.current:
            return _edge_of_period(day, unit=self.unit, end=not self.backward)
        if self.unit in _MONTHS:
            return _months_later(day, months=sign * self.count * _MONTHS[self.unit])
        return day + sign * self.count * DAY * (7 if self.unit == "W" else 1)


@dataclass(frozen=True, kw_only=True)
class DateFormula:
    """A time to add to a date, part by part from left to right. Blank adds nothing."""

    parts: tuple[FormulaPart, ...] = ()

    @classmethod
    def parse(
        cls, text: str, *, language: str = "en", field: str = "Date formula"
    ) -> "DateFormula":
        """Read `14D`, `1M+8D`, `CM`, `20D+D10`, `-1D`; capitals, spaces and `<>` do not matter.

        Raises:
            InvalidField: not a formula, or one that spans more than a hundred years.
        """
        letters = str.maketrans(_LETTERS[language], _LETTERS["en"])
        compact = re.sub(r"[\s<>]", "", text.upper()).translate(letters)
        parts: list[FormulaPart] = []
        position = 0
        while position < len(compact):
            match = _PART.match(compact, position)
            if match is None or (parts and not match[1]) or len(parts) == _MOST_PARTS:
                raise _not_a_formula(field, text)
            parts.append(_part(match, field=field, text=text))
            position = match.end()
        return cls(parts=tuple(parts))

    def __str__(self) -> str:
        """The stored spelling, the same in every language."""
        return "".join(str(part) for part in self.parts).removeprefix("+")

    def __add__(self, other: "DateFormula") -> "DateFormula":
        return DateFormula(parts=self.parts + other.parts)

    @property
    def reversed(self) -> "DateFormula":
        """The way back: every part turned round, the last one first."""
        turned = (replace(part, backward=not part.backward) for part in self.parts[::-1])
        return DateFormula(parts=tuple(turned))

    def after(self, day: date) -> date:
        """`day` plus the formula in calendar days; a missing day of a month is its last."""
        for part in self.parts:
            day = part.moved(day)
        return day

    def before(self, day: date) -> date:
        """`day` minus the formula in calendar days."""
        return self.reversed.after(day)


NO_TIME = DateFormula()


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """Days on which somebody does not work. `days_worked` are exceptions that win over the rest.

    Weekdays count from Monday 0. `annual_off` holds (month, day), off in every year.
    """

    code: str
    weekdays_off: frozenset[int] = frozenset()
    annual_off: frozenset[tuple[int, int]] = frozenset()
    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        if day in self.days_worked:
            return True
        return not (
            day.weekday() in self.weekdays_off
            or (day.month, day.day) in self.annual_off
            or day in self.days_off
        )


@dataclass(kw_only=True, eq=False)
class InvalidDate(Refusal):
    """A due date, validity or delivery date before the document itself."""

    field: str
    given: date
    document_date: date

    def sentence(self) -> str:
        return (
            f"{self.field} {self.given:%d %b %Y} is before the document date "
            f"{self.document_date:%d %b %Y}. Please give that day or a later one."
        )


def check_not_before_document(given: date, *, document_date: date, field: str) -> None:
    """Refuse a typed date that lies before the document date (that day itself is allowed)."""
    if given < document_date:
        raise InvalidDate(field=field, given=given, document_date=document_date)


def country_calendar(
    country: str, *, years: Iterable[int], region: str | None = None, code: str = ""
) -> WorkingCalendar:
    """Saturdays, Sundays and the public holidays of a country (ISO 3166 alpha-2) and region.

    Raises:
        InvalidField: no holidays are known for that country or region.
    """
    try:
        days = holidays.country_holidays(country, subdiv=region, years=list(years))
    except NotImplementedError:
        place = f"{country}-{region}" if region else country
        why = "I know no public holidays of that country or region"
        raise InvalidField(field="Country", text=place, why=why) from None
    return WorkingCalendar(
        code=code or (f"{country}-{region}" if region else country),
        weekdays_off=frozenset({SATURDAY, SUNDAY}),
        days_off=frozenset(days),
    )


def is_working_day(day: date, calendars: Sequence[WorkingCalendar]) -> bool:
    """Whether all calendars work on that day; without calendars every day is one."""
    return all(calendar.works_on(day) for calendar in calendars)


def nearest_working_day(
    day: date, calendars: Sequence[WorkingCalendar], *, backward: bool = False
) -> date:
    """The day itself or the next (backward: previous) one on which all calendars work.

    Raises:
        ValueError: there is none within three years; a calendar is set up wrongly.
    """
    candidate = day
    for _ in range(_SEARCH_LIMIT):
        if is_working_day(candidate, calendars):
            return candidate
        candidate += -DAY if backward else DAY
    names = " and ".join(calendar.code for calendar in calendars)
    raise ValueError(f"no working day near {day} in calendar {names}")


def working_date(
    day: date,
    formula: DateFormula,
    *,
    calendars: Sequence[WorkingCalendar] = (),
    backward: bool = False,
) -> date:
    """Add (backward: subtract) a handling, shipping, lead or safety time.

    `nD` counts working days after (before) `day`; every other part counts calendar days and
    then moves on to a working day, as does a time of nothing or 0D.
    """
    for part in (formula.reversed if backward else formula).parts:
        if part.unit == "D" and not part.current:
            day = _count_working_days(day, part=part, calendars=calendars)
        else:
            day = nearest_working_day(part.moved(day), calendars, backward=part.backward)
    return nearest_working_day(day, calendars, backward=backward)


def _count_working_days(
    day: date, *, part: FormulaPart, calendars: Sequence[WorkingCalendar]
) -> date:
    step = -DAY if part.backward else DAY
    for _ in range(part.count):
        day = nearest_working_day(day + step, calendars, backward=part.backward)
    return day


def _not_a_formula(field: str, text: str) -> InvalidField:
    why = "write a time like 14D, 2W, 1M+8D, CM (end of month) or D10 (the next 10th)"
    return InvalidField(field=field, text=text[:40], why=why)


def _part(match: re.Match[str], *, field: str, text: str) -> FormulaPart:
    sign, period, count, unit, day_of_month = match.groups()
    backward = sign == "-"
    if period:
        return FormulaPart(count=0, unit=period, current=True, backward=backward)
    if day_of_month:
        if not 1 <= int(day_of_month) <= 31:
            raise _not_a_formula(field, text)
        return FormulaPart(count=int(day_of_month), unit="day", backward=backward)
    if int(count) > _LONGEST[unit]:
        raise _not_a_formula(field, text)
    return FormulaPart(count=int(count), unit=unit, backward=backward)


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _months_later(day: date, *, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _clamped(years, month + 1, day.day)


def _nearest_day_of_month(day: date, *, number: int, sign: int) -> date:
    """The given day of this month or, if that lies on the wrong side, of the neighbour's."""
    this_month = _clamped(day.year, day.month, number)
    if (this_month - day) * sign >= timedelta(0):
        return this_month
    neighbour = _months_later(day.replace(day=1), months=sign)
    return _clamped(neighbour.year, neighbour.month, number)


def _edge_of_period(day: date, *, unit: str, end: bool) -> date:
    if unit == "D":
        return day
    if unit == "W":
        return day + (SUNDAY - day.weekday()) * DAY if end else day - day.weekday() * DAY
    length = _MONTHS[unit]
    first_month = (day.month - 1) // length * length + 1
    if end:
        return _clamped(day.year, first_month + length - 1, 31)
    return date(day.year, first_month, 1)
