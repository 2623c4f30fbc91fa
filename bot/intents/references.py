"""What "the second one", "it" and "them all" point at in the conversation so far.

The last answer's lines come with the context; where only its words are known, the article
numbers in them are read in their order.
"""

import re
from dataclasses import replace
from decimal import Decimal

from bot.intents import BY_NAME
from bot.intents.catalogue import Catalogue
from bot.intents.numbers import parse_number
from bot.intents.tokens import fold
from bot.intents.understanding import Line
from bot.intents.utterance import Context

_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_ORDINAL = re.compile(
    r"\b(?:the |line |item |position |pos\.? |number |no\.? |nr\.? |# ?)*(first|second|third|"
    r"fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|[1-9]\d?(?:st|nd|rd|th))\b(?: (?:one|"
    r"line|item|position|entry|option))?"
    r"|\b(?:line|item|position|pos\.?|option|number|no\.?|#) ?(\d{1,2})\b"
)
_NUMBER = re.compile(r"(?<![\w-])[^\W_]+(?:[-./][^\W_]+){0,3}(?![\w-])")
_COUNT = re.compile(r"(?:\bx ?|× ?)(\d[\d.,]*)\b|\b(\d[\d.,]*) ?(?:x|×)")
_ALL = re.compile(r"\b(?:them all|all of them|everything|the lot|all lines|all of it|both)\b")


def listed_paper(text: str, context: Context) -> tuple[str, int, int] | None:
    """The paper of the last list that "the second one" names, and the characters that name it."""
    papers = [entry for entry in context.listed if re.fullmatch(r"[A-Z]{1,3}-?[A-Z]*\d+", entry)]
    if context.pending is not None or len(papers) != len(context.listed):
        return None
    folded = fold(text)
    at = position(folded, len(papers)) if len(folded) == len(text) else None
    match = _ORDINAL.search(folded)
    if at is None or match is None:
        return None
    return papers[at], match.start(), match.end()


def lines_before(context: Context, catalogue: Catalogue) -> tuple[Line, ...]:
    """The lines last shown, in order."""
    if context.last_lines:
        return context.last_lines
    found: list[Line] = []
    text = context.previous_turn[:4_000]
    for match in _NUMBER.finditer(text):
        sku = catalogue.sku_of(match.group()) if any(c.isdigit() for c in match.group()) else None
        if sku and all(line.item != sku for line in found):
            near = text[max(0, match.start() - 8) : match.end() + 60].split(";")[0]
            count = _COUNT.search(near)
            number = parse_number((count[1] or count[2]).rstrip(".,")) if count else None
            found.append(Line(item=sku, quantity=number))
    return tuple(found)


def position(text: str, length: int) -> int | None:
    """The place, from 0, that "the second one" or "line 3" names among `length` things."""
    match = _ORDINAL.search(fold(text))
    if match is None:
        return None
    said = match[1] or match[2]
    if said == "last":
        return length - 1 if length else None
    at = _ORDINALS.index(said) if said in _ORDINALS else int(re.sub(r"\D", "", said)) - 1
    return at if 0 <= at < length else None


def referred(text: str, context: Context, *, catalogue: Catalogue) -> tuple[Line, ...]:
    """The earlier lines that a text without articles speaks of; the only one when it says "it"."""
    before = lines_before(context, catalogue)
    shown = context.shown_lines or before
    at = position(text, len(shown))
    if at is not None:
        return (shown[at],)
    if _ALL.search(fold(text)):
        return shown
    return before if len(before) == 1 else ()


_THEM = r"(?:it|that|this|them|those|these)"
_RENUMBERED = re.compile(
    rf"\b(?:make|set|change|put|raise|lower|bump|reduce|increase|bring) {_THEM} (?:up |down )?"
    r"(?:to )?(?P<count>\d[\d.,]*)\b(?! ?(?:%|percent))|\b(?:remove|drop|delete|cancel|scratch|"
    rf"strike) (?P<gone>{_THEM})\b(?! (?:order|quote|invoice))"
)


def changes_beside(text: str, context: Context, *, catalogue: Catalogue) -> tuple[Line, ...]:
    """ "Make that 25 and add 2 lamps": what happens to the lines before, when others are named."""
    match = _RENUMBERED.search(fold(text))
    before = lines_before(context, catalogue) if match else ()
    if match is None or not before:
        return ()
    if match["gone"]:
        plural = match["gone"] in {"them", "those", "these"}
        gone = before if plural else before[:1] if len(before) == 1 else ()
        return tuple(Line(item=line.item, op="remove") for line in gone)
    count = parse_number(match["count"].rstrip(".,"))
    return (Line(item=before[0].item, op="set", quantity=count),) if len(before) == 1 else ()


def among_shown(line: Line, context: Context, *, catalogue: Catalogue) -> Line:
    """ "The chairs" where two kinds are sold and the thread has one of them: that one."""
    if line.item is not None or not line.candidates:
        return line
    lines = (*lines_before(context, catalogue), *context.shown_lines)
    shown = {one.item for one in lines} & set(line.candidates)
    return replace(line, item=shown.pop()) if len(shown) == 1 else line


def new_quantity(text: str) -> Decimal | None:
    """The number in "make that 20"."""
    match = re.search(
        r"\b(?:make|set|change|put|want|need|increase|reduce|raise|lower|up|bump|to|be|"
        r"it)\b[^\d\n]{0,24}?\b(\d[\d.,]*)\b(?! ?(?:%|percent))",
        fold(text),
    )
    return parse_number(match[1].rstrip(".,")) if match else None


_PERCENT_OFF = re.compile(
    r"\b(?:take|knock|leave|give|make)\b[^.;\n\d]{0,24}\d[\d.,]* ?(?:%|percent)(?: (?:off|less))?"
)


def without_percents(folded: str) -> str:
    """ "Take 3 % off" takes no line off."""
    return _PERCENT_OFF.sub(" ", folded)


_THOSE = re.compile(r"\b(?:it|them|those|these|that many|this|that|as many|die|davon)\b")


def speaks_of_asked(text: str, context: Context) -> bool:
    """Whether "those" are lines that somebody only asked about before."""
    asked = context.last_command
    if context.document if asked is None else not BY_NAME[asked.intent].reads_only:
        return False
    return bool(_THOSE.search(fold(text)))


def spoken_of(text: str, context: Context, *, catalogue: Catalogue) -> tuple[Line, ...]:
    """ "Great, quote those for Brandt": the lines whose price or stock was just told."""
    if not speaks_of_asked(text, context):
        return ()
    return tuple(replace(line, op="", span=None) for line in lines_before(context, catalogue))
