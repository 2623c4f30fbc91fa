"""What shall happen to a line: added, removed, set or swapped, at which price and discount."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.intents.catalogue import Catalogue
from bot.intents.lexicon import QUALITIES
from bot.intents.lines import Wording, plain_line
from bot.intents.numbers import parse_number
from bot.intents.scene import Scene
from bot.intents.tokens import stem
from bot.intents.understanding import Line, Span


def _stemmed(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


_ADD = _stemmed("add include append plus additional extra another further")
_REMOVE = _stemmed(
    "remove drop delete strike retire omit skip scratch without cancel exclude erase"
)
_SET = _stemmed("make set change increase reduce bump lower raise cut update amend correct")
_SWAP = _stemmed("swap replace exchange substitute switch")
_OFF = frozenset({"off", "out", "away"})
_EACH = r"(?:each|per\b|apiece|a piece|the\b|/|p\.?p\.?|pro\b|je\b|ea\b|a unit|une?\b)"
_PRICE = re.compile(
    rf"^[ ,(]*(?:(?:at|@|à|zu|je|priced at|should be|shall be|must be|is|was|to be|price|now "
    rf"at|for|to|=|a)[ ]*){{1,3}}(?:a price of |only |just )?[€$£]?[ ]?(?P<n>\d[\d.,]*)[ "
    rf"]?(?P<c>[€$£]|EUR|USD|GBP|CHF|CAD)?(?P<each>[ ]?{_EACH})?",
    re.IGNORECASE,
)
_INSTEAD_NUMBER = re.compile(
    r"^[^.\n]{0,40}?\b(?:instead of|in place of|not|rather than|statt)\s+(\d+)\b", re.I
)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The tokens of one request: `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def holds(self, wording: Wording) -> bool:
        return self.start <= wording.start < self.end


def lines_of(
    scene: Scene, scopes: Sequence[Scope], *, catalogue: Catalogue, amends: bool
) -> tuple[Line, ...]:
    """The lines said in these scopes, table rows first. `amends` reads what shall be changed."""
    found: list[Line] = []
    for row in scene.table:
        attached = row.span.end == 0
        if row.quantity is not None and (attached or _within(row.span, scene, scopes=scopes)):
            found.append(
                Line(
                    item=row.sku,
                    quantity=row.quantity,
                    unit=row.unit,
                    price=row.price,
                    asked=row.asked,
                    candidates=row.candidates,
                    span=row.span,
                )
            )
    for scope in scopes:
        wordings = [w for w in scene.wordings if scope.holds(w)]
        found += (
            _amended(scene, scope, wordings=wordings, catalogue=catalogue)
            if amends
            else [
                _priced(line, wording, scene=scene)
                for wording, line in _plain(scene, wordings, catalogue=catalogue)
            ]
        )
    lines = _distributed(_united(found), scene)
    return tuple(lines if amends else _priced_later(lines, scene))


def _within(span: Span, scene: Scene, *, scopes: Sequence[Scope]) -> bool:
    return any(
        span.start < scene.tokens[scope.end - 1].end and scene.tokens[scope.start].start < span.end
        for scope in scopes
    )


def _plain(
    scene: Scene, wordings: Sequence[Wording], *, catalogue: Catalogue
) -> Iterator[tuple[Wording, Line]]:
    for wording in wordings:
        yield wording, plain_line(wording, scene.tokens, text=scene.text, catalogue=catalogue)


def _amended(
    scene: Scene, scope: Scope, *, wordings: Sequence[Wording], catalogue: Catalogue
) -> list[Line]:
    stems = scene.stems
    cues = set(stems[scope.start : scope.end])
    instead = _instead_at(scene, scope)
    swaps = (
        cues & _SWAP or instead is not None or _changes_measure(scene, scope, catalogue=catalogue)
    )
    if wordings and swaps:
        swapped = _swapped(scene, scope, wordings=wordings, catalogue=catalogue, instead=instead)
        if swapped is not None:
            return [swapped]
    found = []
    for wording, line in _plain(scene, wordings, catalogue=catalogue):
        op = _op(scene, scope, wording=wording)
        line = replace(line, op=op)
        if op == "remove":
            line = replace(
                line, unit=None, quantity=None if wording.weak_quantity else line.quantity
            )
        found.append(_priced(line, wording, scene=scene))
    if len(found) == 1:
        return [_with_target(found[0], scene, scope=scope)]
    return _without_past(found, scene)


_HAD = re.compile(
    r"\b(?:we|i|they|he|she|you) (?:have |had |already |just )*(?:ordered|bought|received|got|"
    r"asked for)\s*\Z",
    re.I,
)


def _without_past(lines: list[Line], scene: Scene) -> list[Line]:
    """ "We ordered 5 lockers, please add 2 lamps": the lockers only tell which order it is."""
    if not any(line.op in {"add", "remove"} for line in lines):
        return lines
    return [
        line
        for line in lines
        if line.op != "set"
        or line.span is None
        or not _HAD.search(scene.text[max(0, line.span.start - 40) : line.span.start])
    ]


_NOT_BUT = re.compile(r"\bnot \d{1,7} [^.\n]{1,60}? but (\d{1,7})\b", re.I)
_TO_COUNT = re.compile(
    r"\b(?:(?:up |down )?to|auf) (\d{1,7})\b"
    r"(?! ?(?:%|percent|ml|cl|l|mm|cm|m|mg|g|kg|w|v|gb|tb|inch|\"|”)(?!\w)|[.,]\d)"
)
_COUNT_INSTEAD = re.compile(r"\b(\d{1,7}) (?:instead of|rather than|not) \d{1,7}\b")
_AT_PRICE = re.compile(
    r"\b(?:at|for|to) [€$£]?(\d[\d.,]*) ?(?:EUR |USD |GBP |€ ?|\$ ?)?(?:each|a piece|apiece|"
    r"per|p\.?p)\b",
    re.I,
)


def _with_target(line: Line, scene: Scene, *, scope: Scope) -> Line:
    """ "Lower the saddles to 8": the new number stands farther behind, beyond a paper's number."""
    if line.op != "set" or line.span is None or line.quantity or line.price or line.discount_pct:
        return line
    tail = scene.text[line.span.end : scene.tokens[scope.end - 1].end]
    priced = _AT_PRICE.search(tail)
    if priced:
        return replace(line, price=parse_number(priced[1].rstrip(".,")))
    corrected = _NOT_BUT.search(scene.text[max(0, line.span.start - 12) : line.span.end + 24])
    if corrected:
        return replace(line, quantity=Decimal(corrected[1]), op="set")
    counted = _TO_COUNT.search(tail) or _COUNT_INSTEAD.search(tail)
    return replace(line, quantity=Decimal(counted[1])) if counted else line


def _op(scene: Scene, scope: Scope, *, wording: Wording) -> str:
    """The nearest word of operation in front, else behind, of the wording."""
    if wording.start and scene.tokens[wording.start - 1].text == "+":
        return "add"
    before = scene.stems[scope.start : wording.start]
    for at in range(len(before) - 1, -1, -1):
        word = before[at]
        if word in _REMOVE or (
            word in {"tak", "leav", "get"} and _off_near(scene, scope, wording=wording)
        ):
            return "remove"
        if word in {"includ", "need", "want", "send"} and set(before[max(0, at - 3) : at]) & {
            "dont",
            "not",
            "longer",
        }:
            return "remove"
        if _says_more(scene, wording):
            return "add"
        if word in _ADD or (
            word in {"put", "throw", "stick"} and "on" in scene.stems[wording.end : wording.end + 3]
        ):
            return "add"
        if word in _SET:
            return "set"
    after = set(scene.stems[wording.end : scope.end])
    return "add" if after & {"more", "extra", "too", "additional"} and not before else "set"


def _says_more(scene: Scene, wording: Wording) -> bool:
    near = {token.word for token in scene.tokens[wording.start : wording.start + 3]}
    return bool(near & {"more", "extra", "additional", "another"})


def _off_near(scene: Scene, scope: Scope, *, wording: Wording) -> bool:
    return bool(_OFF & set(scene.stems[scope.start : min(scope.end, wording.end + 4)]))


def _changes_measure(scene: Scene, scope: Scope, *, catalogue: Catalogue) -> bool:
    """ "Change the 100 ml beakers to 250 ml": the measure of another article, not a count."""
    stems = scene.stems[scope.start : scope.end]
    return "chang" in stems and any(
        first == "to" and second[0].isdigit() and (second, third) in catalogue.pairs
        for first, second, third in zip(stems, stems[1:], stems[2:], strict=False)
    )


def _instead_at(scene: Scene, scope: Scope) -> int | None:
    for at in range(scope.start, scope.end - 1):
        pair = (scene.tokens[at].word, scene.tokens[at + 1].word)
        if pair in {("instead", "of"), ("rather", "than")} or (
            pair[0] == "in" and pair[1] == "place"
        ):
            return at
        if pair[0] == "statt":
            return at
    return None


def _swapped(
    scene: Scene,
    scope: Scope,
    *,
    wordings: Sequence[Wording],
    catalogue: Catalogue,
    instead: int | None,
) -> Line | None:
    if instead is not None:
        wanted = [w for w in wordings if w.start < instead]
        given = [w for w in wordings if w.start >= instead]
        if wanted and given:
            return _swap_line(scene, given[0], new=wanted[-1], catalogue=catalogue)
        return None
    old = wordings[0]
    if len(wordings) > 1:
        return _swap_line(scene, old, new=wordings[1], catalogue=catalogue)
    words = [
        scene.stems[at]
        for at in range(old.end, scope.end)
        if scene.tokens[at].text[0].isalnum() and not scene.blocked[at]
    ]
    qualities = [
        w for w in words if catalogue.knows(w) and w not in {"for", "with", "to", "by", "the"}
    ]
    if not qualities or old.match.sku is None:
        return None
    told = any(word[0].isdigit() for word in qualities)
    kept = [w for w in old.words if w not in QUALITIES and not (told and w[0].isdigit())]
    match = catalogue.find((*kept, *qualities))
    if match.sku is None or match.sku == old.match.sku:
        return None
    line = plain_line(old, scene.tokens, text=scene.text, catalogue=catalogue)
    return replace(line, replace_with=match.sku)


def _swap_line(scene: Scene, old: Wording, *, new: Wording, catalogue: Catalogue) -> Line:
    line = plain_line(old, scene.tokens, text=scene.text, catalogue=catalogue)
    wanted = plain_line(new, scene.tokens, text=scene.text, catalogue=catalogue)
    if wanted.item is None:
        return replace(line, item=None, candidates=wanted.candidates, asked=wanted.asked)
    return replace(line, replace_with=wanted.item, quantity=line.quantity or wanted.quantity)


def _priced(line: Line, wording: Wording, *, scene: Scene) -> Line:
    """The unit price and the line discount told right behind the wording."""
    if line.span is None:
        return line
    tail = scene.text[line.span.end : line.span.end + 60].split("\n")[0]
    match = _PRICE.match(tail)
    if match:
        price = parse_number(match["n"].rstrip(".,"))
        money = match["c"] or "€" in match.group() or "$" in match.group() or "£" in match.group()
        must = re.match(r"[ ,(]*(?:should|shall|must|has to|to) be\b", match.group(), re.I)
        cents = "." in match["n"].rstrip(".,") or "," in match["n"].rstrip(".,")
        billed = any(d.series.startswith("PS-") for d in scene.documents)
        if must and not (cents or money or match["each"] or billed or "pric" in scene.said.lower()):
            return replace(line, quantity=price)  # "the panels should be 24"
        by_word = re.match(r"[ ,(]*(?:for|to|a)\b", match.group(), re.I)
        if (
            price is not None
            and (not by_word or match["each"] or (money and match["each"]))
            and (not re.match(r"[ ,(]*(?:is|was)\b", match.group(), re.I) or cents or money)
        ):
            line = replace(line, price=price)
    return line


def _priced_later(lines: list[Line], scene: Scene) -> list[Line]:
    """ "6 stirrers for Cassin at 399 each": the price stands behind the customer's name."""
    if len(lines) != 1 or lines[0].price is not None or lines[0].span is None:
        return lines
    tail = scene.text[lines[0].span.end : lines[0].span.end + 80].split("\n")[0]
    match = _AT_PRICE.search(tail)
    price = parse_number(match[1].rstrip(".,")) if match else None
    return lines if price is None else [replace(lines[0], price=price)]


def _united(lines: Sequence[Line]) -> list[Line]:
    """An article named twice, once without a quantity, is one line."""
    kept: list[Line] = []
    for line in lines:
        at = next(
            (
                i
                for i, old in enumerate(kept)
                if old.item and old.item == line.item and old.op == line.op
            ),
            None,
        )
        if (
            at is not None
            and line.replace_with is None
            and None in {line.quantity, kept[at].quantity}
        ):
            old = kept[at]
            kept[at] = replace(
                old,
                quantity=old.quantity or line.quantity,
                unit=old.unit or line.unit,
                price=old.price or line.price,
            )
        else:
            kept.append(line)
    return kept


_EACH_OF = re.compile(
    r"\b(\d+|two|three|four|five|six|ten|a dozen) (?:of |pcs |pieces )?(?:each|of each|apiece "
    r"each)\b",
    re.I,
)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "a dozen": 12}


def _distributed(lines: list[Line], scene: Scene) -> list[Line]:
    """ "14 of each" counts for every line that has no number of its own."""
    match = _EACH_OF.search(scene.text)
    if match is None or len(lines) < 2:
        return _for_each(lines, scene)
    said = match[1].lower()
    count = Decimal(_WORDS.get(said) or said)
    own = {w.start: w.weak_quantity for w in scene.wordings}
    weak = {scene.tokens[start].start for start, is_weak in own.items() if is_weak}
    return [
        replace(line, quantity=count)
        if line.quantity is None or (line.span and line.span.start in weak)
        else line
        for line in lines
    ]


def _for_each(lines: list[Line], scene: Scene) -> list[Line]:
    """ "12 desks and for each desk one arm": the second count is a multiple of the first."""
    match = re.search(
        r"\b(?:for each|for every|per|each|to each|to every)\s+(?:\w+\s+){1,3}?(?=(?:one|a|an|"
        r"two|1|2)\b)",
        scene.text,
        re.I,
    )
    if match is None:
        return lines
    before = [
        line for line in lines if line.span and line.span.start < match.start() and line.quantity
    ]
    if not before:
        return lines
    times = before[-1].quantity or Decimal(1)
    kept = [
        line
        for line in lines
        if not (line.span and match.start() <= line.span.start < match.end() - 1)
    ]
    return [
        replace(line, quantity=line.quantity * times)
        if line.span
        and line.span.start >= match.end() - 1
        and line.quantity
        and line is not before[-1]
        else line
        for line in kept
    ]
