"""What a date is for: when goods shall come, how long a price holds, when money came."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.intents.amending import Scope
from bot.intents.dates import DateMention
from bot.intents.scene import Scene
from bot.intents.tokens import fold

_VALID = re.compile(
    r"(?:valid|hold|holds|good|expire|expires|expiry|open|firm|bindend|gultig)\b[^.\n]{0,28}$"
)
_STRETCHES = frozenset({"create_blanket_order", "forecast_entry", "combine_shipments"})
_FIXED = {"record_payment": "payment", "post_shipment": "shipment", "create_recurring": "start"}
_DUE = re.compile(r"\b(?:due|payable)\b[^.\n]{0,12}$")
_PAST = re.compile(
    r"\b(?:promised|ordered|received|since|sent|got|bought|dated|called|spoke|talked|delivered|"
    r"arrived|came|placed|order from|order of|invoice of|invoice from)(?: (?:on|at|last|it|"
    r"this|in|for))*\s*(?:the )?$"
)
_COMES = re.compile(
    r"(?:deliver|need|ship|arriv|receive|get|here|by|before|until|come|supply|dispatch|move|"
    r"push|postpone|reschedul|for)\w*\b[^.\n]{0,24}$"
)
_LATER = re.compile(r"\b(?:rest|remain\w*|balance|others?|missing|follow\w*)\b[^.\n]{0,30}$")
_STARTS = re.compile(
    r"(?:start|starts|starting|from|beginning|begin|first|as of|effective|ab)\b[^.\n]{0,24}$"
)


def dates_of(
    scene: Scene, scopes: Sequence[Scope], *, intent: str, today: date, whole: bool
) -> dict[str, str]:
    """The dates of a request by their role, as ISO dates."""
    mentions = [m for m in scene.dates if whole or _inside(m, scene, scopes=scopes)]
    if intent in _STRETCHES:
        return _stretch(mentions, past=today if intent == "combine_shipments" else None)
    found: dict[str, str] = {}
    for mention in sorted(mentions, key=lambda m: m.until is not None):
        role = _role(mention, scene.text, intent=intent)
        if role is None:
            continue
        day = _single_day(mention, role)
        passed = role in {"requested_delivery", "valid_until"} and day < today
        if passed and not _is_wanted(mention, scene.text):
            continue
        found.setdefault(role, day.isoformat())
    return found


_WANTED = re.compile(
    r"\b(?:deliver\w*|by|before|until|till|need\w*|valid|bis|liefer\w*)\b[^.\n]{0,16}$"
)


def _is_wanted(mention: DateMention, text: str) -> bool:
    """A day that has passed is passed on when it is written out as the day wanted."""
    said = text[mention.span.start : mention.span.end]
    written = mention.rule in {"iso", "numeric", "day-month", "month-day"}
    before = fold(text[max(0, mention.span.start - 40) : mention.span.start])
    return written and any(char.isdigit() for char in said) and bool(_WANTED.search(before))


def _inside(mention: DateMention, scene: Scene, *, scopes: Sequence[Scope]) -> bool:
    tokens = scene.tokens
    return any(tokens[s.start].start <= mention.span.start < tokens[s.end - 1].end for s in scopes)


def _role(mention: DateMention, text: str, *, intent: str) -> str | None:
    before = fold(text[max(0, mention.span.start - 45) : mention.span.start])
    if intent == "record_payment" and mention.until is not None:
        return None
    if intent == "post_shipment" and _LATER.search(before):
        return None  # "the rest goes tomorrow" is no date of this shipment
    if intent in _FIXED:
        return _FIXED[intent]
    if _VALID.search(before) and intent in {"create_quote", "change_document"}:
        return "valid_until"
    if intent == "create_quote" and re.search(r"(?:until|till|til|bis)\s*(?:the )?$", before):
        return "valid_until"
    if mention.rule == "for-a-while":
        return None
    if _DUE.search(before):
        return "due"
    if _PAST.search(before) and not re.search(r"\bdeliver\w*\b[^.\n]{0,10}$", before):
        return None
    if intent == "change_document" and re.search(r"\bextend|\bvalidity|\bprolong", fold(text)):
        return "valid_until"
    if mention.until is not None and not _COMES.search(before):
        return None
    if mention.rule == "word" and not _COMES.search(before):
        return None
    return "requested_delivery"


def _single_day(mention: DateMention, role: str) -> date:
    if mention.until is not None and role == "valid_until":
        return mention.until
    return mention.day


def _stretch(mentions: Sequence[DateMention], *, past: date | None) -> dict[str, str]:
    """From and to. What is invoiced has happened: its months lie before the day `past`."""
    if not mentions:
        return {}
    if past is not None:
        mentions = [_before(mention, past) for mention in mentions]
    first = mentions[0]
    if len(mentions) == 1:
        found = {"from": first.day.isoformat()}
        if first.until is not None:
            found["to"] = first.until.isoformat()
        return found
    last = mentions[-1]
    end = last.until or last.day
    begin = first.day if first.day <= end else first.day - timedelta(days=365)
    return {"from": begin.isoformat(), "to": end.isoformat()}


def _before(mention: DateMention, today: date) -> DateMention:
    if mention.day <= today:
        return mention
    until = mention.until.replace(year=mention.until.year - 1) if mention.until else None
    return replace(mention, day=mention.day.replace(year=mention.day.year - 1), until=until)


def is_undecided(scene: Scene) -> bool:
    """Two dates with "or" between them: the customer leaves the choice to us."""
    for first, second in zip(scene.dates, scene.dates[1:], strict=False):
        between = fold(scene.text[first.span.end : second.span.start])
        if len(between) < 30 and re.search(r"\bor\b|\boder\b|\bou\b", between):
            return True
    return False
