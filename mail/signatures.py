"""Where a writer's own words end and the signature begins.

Cut with a light hand: a signature taken for text costs a question, text taken for a
signature costs an order. So whatever looks like a quantity, a question or a whole
sentence below the sign-off keeps the cut from being made.
"""

from itertools import pairwise

from mail.quote_words import CLOSINGS, DEVICE_LINES, FOOTERS, THANKS

_TAIL_LINES = (*FOOTERS, *DEVICE_LINES)
_MOST_LINES = 16  # of a signature, blank ones not counted
_THANKS_LINES = 8
_QUANTITIES = (
    "x × pc pcs pce pieces piece ea each box boxes carton cartons pack packs set sets pair pairs "
    "stück stk stueck units unit qty pallet pallets karton kartons unidades pièces pz szt kom db "
    "kg l m dozen roll rolls case cases crate crates bag bags"
)
_QUANTITY_WORDS = frozenset(_QUANTITIES.split())
_STREETS = (
    "street", "road", "avenue", "lane", "boulevard", "blvd", "drive", "suite", "floor", "straße",
    "strasse", "platz", "plaza", "straat", "rue", "gatan", "park", "square", "court",
)  # fmt: skip
_ORDER_WORDS = (
    "please", "order", "quote", "ship", "deliver", "need", "send us", "bitte", "bestell", "cancel",
    "p.s", "ps:", "ps ", "add ", "also ", "invoice", "lieferung", "qty", "quantity",
)  # fmt: skip


def split_signature(lines: list[str]) -> tuple[str, str]:
    """(text, signature) of a writer's own lines."""
    cut = _cut(lines)
    text, signature = _joined(lines[:cut]), _joined(lines[cut:])
    if not text and not _is_only_signature(lines[cut:]):
        return signature, ""
    return text, signature


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n").rstrip()


def _is_only_signature(lines: list[str]) -> bool:
    first = next((line.strip().lower() for line in lines if line.strip()), "")
    return first in ("--", "—") or first.startswith(DEVICE_LINES)


def _cut(lines: list[str]) -> int:
    """Index of the first line of the signature; the number of lines if there is none."""
    end, filled, first = len(lines), 0, len(lines)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at].strip()
        if not line:
            continue
        if filled >= _MOST_LINES:
            break
        lowered = line[:400].lower()
        if lowered.startswith(_TAIL_LINES):
            first, filled = at, 0  # below it only more of the same was seen
            continue
        if line in ("--", "—", "–", "__", "---") or _closes(lowered, filled):
            first, filled = at, filled + 1
            continue
        if _is_order_like(lowered):
            break
        filled += 1
    return _with_delimiter(lines, first, end)


def _with_delimiter(lines: list[str], first: int, end: int) -> int:
    if first == end:
        return end
    above = first - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above >= 0 and set(lines[above].strip()) <= set("-_*=—–"):
        return above
    return first


def _closes(lowered: str, filled_below: int) -> bool:
    if len(lowered) > 60:
        return False
    bare = lowered.strip(" ,.!;:-–—*")
    while bare and not bare[-1].isalnum():
        bare = bare[:-1]  # a smile or flower behind it
    if bare in CLOSINGS:
        return True
    if bare in THANKS:
        return filled_below <= _THANKS_LINES
    closing, comma, name = lowered.partition(",")
    if comma and (closing.strip() in CLOSINGS or closing.strip() in THANKS):
        return 0 < len(name.split()) <= 3 and not any(sign.isdigit() for sign in name)
    return False


def _is_order_like(lowered: str) -> bool:
    """Could this line be part of what the customer wants?"""
    if "?" in lowered or len(lowered) > 160:
        return True
    words = lowered.lstrip("-*•·> \t").replace("×", " x ").split()
    if not words:
        return False
    if any(lowered.startswith(word) or f" {word}" in lowered for word in _ORDER_WORDS):
        return True
    return _starts_with_quantity(words)


def _starts_with_quantity(words: list[str]) -> bool:
    """`20 x chair`, `20x chair`, `chair x 20`; not `49 High Street` or a telephone number."""
    first = words[0].rstrip(".,:)")
    if first[:-1].isdigit() and first.endswith("x"):
        return True
    if first.isdigit() and len(first) <= 5 and len(words) > 1 and not _is_address(words):
        return True
    for before, after in pairwise(words):
        if before in ("x", "qty", "qty:") and after.strip(".,").isdigit():
            return True
        if before.isdigit() and after.strip(".,") in _QUANTITY_WORDS:
            return True
    return False


def _is_address(words: list[str]) -> bool:
    """A house number with a street, or a row of figures such as a telephone number."""
    if any(word.strip(".,;|").endswith(_STREETS) for word in words[1:]):
        return True
    return all(not word.strip("().,/-+").isalpha() for word in words)
