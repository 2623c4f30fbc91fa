"""Lines made more exact by the words around them: discounts, agreed prices, single pieces."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.intents import details
from bot.intents.catalogue import Catalogue
from bot.intents.lines import variant
from bot.intents.numbers import parse_number
from bot.intents.scene import Scene
from bot.intents.tokens import fold, stems
from bot.intents.understanding import Line

_AGREED = re.compile(
    r"\b(?:agree\w*|should (?:have been|be|read)|shall be|correct(?: unit)? price|right price|"
    r"supposed to be|must be|ought to be|quoted|offered|"
    r"promised)\b[^\d\n]{0,30}?[€$£]?(\d[\d.,]*)(?! ?%)",
    re.I,
)


def percent_in_brackets(line: Line, scene: Scene) -> Line:
    """ "3 floor lamps (10% off those)": the discount is the line's."""
    if line.span is None:
        return line
    tail = scene.text[line.span.end : line.span.end + 40]
    match = re.match(
        r"\s*[(,]?\s*(?:at |with |less |minus |-)?\s*(?:a "
        r")?(\d[\d.,]*)\s?%[^)\n]{0,12}(?:those|these|them|that|each|on it|\))",
        tail,
    )
    close = re.match(r"\s*[(]?\s*(?:at|with|less|minus|@)\s+(?:a )?(\d[\d.,]*)\s?%", tail)
    match = match or (close if len(scene.wordings) > 1 else None)
    return _with_discount(line, match[1]) if match else line


def percent_on_line(line: Line, scene: Scene) -> Line:
    if line.span is None or not scene.percents or line.op == "add":
        return percent_in_brackets(line, scene)
    head = scene.text[max(0, line.span.start - 45) : line.span.start]
    match = re.search(
        r"(\d[\d.,]*)\s?(?:%|percent)\s*(?:off|discount|rabatt|less)?\s*(?:on|for|off|from|"
        r"to)?\s*(?:the|those|all)?\s*$",
        head,
    )
    if match:
        return _with_discount(line, match[1])
    match = re.search(r"(?:discount|off|reduce|reduction)[^.\n]{0,20}$", head)
    return (
        _with_discount(line, format(scene.percents[0][0], "f"))
        if match
        else percent_in_brackets(line, scene)
    )


def fitting_reason(
    told: details.Told | None, text: str, *, intent: str, lines: Sequence[Line]
) -> details.Told | None:
    """A reason that fits the request: a rejected discount is a price, a corrected price too."""
    if intent == "reject" and (told is None or told.value == "too_expensive"):
        priced = re.search(r"discount|margin|price|%|percent", fold(text))
        return details.Told(value="price", start=0, end=0) if priced else told
    if (
        intent == "correct_invoice"
        and lines
        and (told is None or told.value in {"price", "quantity"})
    ):
        if any(line.price is not None for line in lines):
            return details.Told(value="price", start=0, end=0)
        if any(line.quantity is not None for line in lines):
            return details.Told(value="quantity", start=0, end=0)
    return told


_RIGHT = re.compile(
    r"[€$£]?(\d[\d.,]*) (?:each |per \w+ )?(?:is|was|would be) (?:right|correct)", re.I
)
_ONLY = re.compile(
    r"\b(?:only (?:ordered|got|received|wanted|needed)|(?:ordered|got|received|wanted) only|only)"
    r" (\d{1,6})\b(?![.,]\d|%)",
    re.I,
)


def agreed_quantity(line: Line, text: str) -> Line:
    """ "Charged 12 but ordered only 10": what was ordered is right."""
    match = _ONLY.search(text)
    return replace(line, quantity=Decimal(match[1])) if match and line.quantity else line


def agreed_price(line: Line, text: str) -> Line:
    """The price as agreed wins over the one the invoice shows."""
    match = _RIGHT.search(text) or _AGREED.search(text)
    if match is None or (line.price is None and not _RIGHT.search(text)):
        return line
    price = parse_number(match[1].rstrip(".,"))
    return replace(line, price=price) if price is not None else line


_PURPOSE = re.compile(r"\bfor (?:(?:the|our|my|your|their|his|her|a|an)\s)?\s*\Z", re.IGNORECASE)


def without_purposes(lines: Sequence[Line], text: str) -> tuple[Line, ...]:
    """ "6 chairs for the bar": nobody wants a bar, it is where the chairs go."""
    if not any(line.quantity is not None for line in lines):
        return tuple(lines)
    return tuple(
        line
        for line in lines
        if line.quantity is not None
        or line.span is None
        or not _PURPOSE.search(text[max(0, line.span.start - 12) : line.span.start])
    )


def _with_discount(line: Line, number: str) -> Line:
    return replace(line, discount_pct=Decimal(number.replace(",", ".").rstrip(".")))


def one_if_singular(line: Line, scene: Scene) -> Line:
    """ "One of the webcams", "a sofa with a torn cushion": one piece."""
    if line.quantity is None and line.span is not None:
        head = scene.text[max(0, line.span.start - 14) : line.span.end].lower()
        if re.search(r"\b(?:one of|a|an|one)\b", head):
            return replace(line, quantity=Decimal(1), unit=None)
    return line


_IN_ITS_PLACE = re.compile(
    r"\b(?:instead(?: of)?|rather than|in place(?: of)?|statt|anstatt)\s(?:the )?\Z"
)


def without_what_was_meant(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """ "Dessert plates instead of dinner plates": only what came goes back."""
    came = tuple(
        line
        for line in lines
        if line.span is None
        or not _IN_ITS_PLACE.search(
            fold(scene.text[max(0, line.span.start - 40) : line.span.start])
        )
    )
    return came or lines


def without_echo(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """ "Two glasses broke: credit 2 red wine glasses": the vague mention is the same two."""
    return tuple(
        line
        for line in lines
        if line.item is not None
        or not any(
            other.item in line.candidates and other.quantity == line.quantity is not None
            for other in lines
            if other is not line
        )
    )


def only_counted(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """ "4 scanners, they don't pair with our tablets": beside counted goods the rest is told."""
    counted = tuple(line for line in lines if line.quantity is not None)
    return counted or lines


_ONES = re.compile(
    r"^[^.\n]{0,30}?\b(?:for|to|with|by|against|gegen)\s+(?:the )?((?:\w+ ){1,2})ones?\b"
)


def other_ones(line: Line, scene: Scene, *, catalogue: Catalogue) -> Line:
    """ "Swap the white lamps for black ones": the article of the same name in the other colour."""
    if line.item is None or line.span is None or line.replace_with or line.quantity is not None:
        return line
    match = _ONES.match(fold(scene.text[line.span.end : line.span.end + 60]))
    if match is None:
        return line
    said = scene.text[line.span.start : line.span.end]
    found = variant(stems(said), stems(match[1]), item=line.item, catalogue=catalogue)
    return line if found is None else replace(line, replace_with=found.sku, op="set")
