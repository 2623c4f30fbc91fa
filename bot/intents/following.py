"""What a message means only behind the one before: "undo that", "same for Lindner", "no, the grey
one", "and 2 lamps too", "please order it".

These sentences name no command of their own, or only half of one; the thread has the rest. Each
rule wants a clear sign in the words and a paper or a command to hold on to, else it is silent.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.intents.catalogue import Catalogue
from bot.intents.documents import ORDER, QUOTE, series_of
from bot.intents.lexicon import QUALITIES
from bot.intents.lines import plain_line
from bot.intents.mood import is_imagined
from bot.intents.numbers import parse_number
from bot.intents.references import among_shown, lines_before
from bot.intents.scene import Knowledge, Scene
from bot.intents.tokens import fold, stem, stems
from bot.intents.understanding import Line, Proposal, Slot
from bot.intents.utterance import Context, Utterance

LONGEST_FOLLOWER = 40  # words; longer messages say what they want themselves
_OPENING = (
    r"(?:(?:and|but|hm+|ok|okay|so|oh|oops|ups|no|nope|nein|sorry|wait|entschuldigung|my mistake|"
    r"mistake|please|pls|bitte|can you|could you|oh no)\W+)*"
)
_WHY = re.compile(
    rf"\W*{_OPENING}(?:(?:why|how come|wieso|warum|weshalb)\b(?! (?:don.?t|not) )[^?\n]{{0,60}}|"
    r"how did you (?:get|come) (?:to )?(?:that|this|it)|(?:please )?explain (?:that|this|it)"
    r"(?: please)?|where does (?:that|this|it|the price) come from)\W*\Z"
)
_UNDO = re.compile(
    rf"\W*{_OPENING}(?:(?:undo|revert|reverse|take back|ruckgangig|put back)\b(?: (?:it|that|this|"
    r"the last (?:step|change|one|thing)|my (?:last|change)|back|machen|bitte|please|again))*|"
    r"(?:take|put|change) (?:it|that|this) back(?: please| again)*|mach(?:e|en sie)? (?:das|es) "
    r"(?:bitte )?(?:wieder )?ruckgangig)\W*\Z"
)
_SAME_FOR = re.compile(
    r"\W*(?:and |also |now |und )*(?:the |do the |exactly the |das )?(?:same|gleiche|selbe)"
    r"(?: thing| again| order| quote)? (?:for|fur)\b"
)
_BUT_SO_MANY = re.compile(
    r"\b(?:but|with|only|just|aber|nur)\b[^\d\n]{0,20}?(\d{1,7})\b(?! ?(?:%|percent|[.,]\d))"
)
_MEANT = re.compile(
    r"\W*(?:(?:no|nope|oh|oops|ups|sorry|wait|nein|entschuldigung|hm+|actually)\W+)*"
    r"(?:(?:i|we|ich|wir) )?(?:actually )?(?:mean|meant|meinte|meinten)\b(?P<what>[^\n]+)"
)
_NOT_THIS = re.compile(
    r"\W*(?:(?:no|nope|oops|ups|sorry|wait|nein|entschuldigung)\W+)+(?P<what>(?:the |die |den |"
    r"das )[^\n]+)"
)
_INSTEAD_OF = re.compile(r"\W+(?:and )?(?:not|nicht|instead of|rather than|statt)\b.*")
_ADDS = re.compile(
    r"\W*(?:(?:oh|ah|ok|great|thanks|thank you|super|danke)\W+)*(?:and|plus|also|und|ausserdem|"
    r"additionally)\W+(?!how|what|when|where|which|who|why|is\b|are\b|do\b|does\b|was\b|wie\b)"
)
_ADDS_BEHIND = re.compile(
    r"\b(?:too|as well|also|dazu|on top|additionally)\W*(?:please|bitte)?\W*\Z"
)
_OF_IT = re.compile(
    r"\bmach\w*\b[^.!\n]{0,60}\b(?:draus|daraus)\b|\b(?:draus|daraus)\b[^.!\n]{0,12}\bmach\w*\b"
)
_ORDERS_IT = re.compile(
    r"\b(?:order|buy) (?:it|them|those|these|that)\b|\bbitte bestellen\b|\bbestell\w* (?:wir )?"
    r"(?:es|sie|das|die)\b|\bpasst so\b|\bplease (?:send|deliver|ship) (?:them|those|these)\b"
)
_DELIVERS = re.compile(r"\b(?:deliver\w*|ship\w*|send|sent|liefer\w*|address|adresse)\b")
_SENDS = re.compile(
    r"\W*(?:(?:ok|okay|great|perfect|good|now|then|please|pls|and|just|super|bitte)\W+)*(?:send|mail|"
    r"e-?mail|schick\w*) (?:it|them|that|this|es|das)(?: (?:to (?:them|him|her|the customer)|off|"
    r"out|over|now|please|raus|bitte|ab))*\W*\Z"
)
_DENIED = re.compile(r"\b(?:not|never|nicht|kein\w*|without)\b|n['’]t\b")
_COUNT = re.compile(r"(?<![\w.,-])(\d{1,7})(?![\w%€$£-]|[.,]\d| ?(?:%|percent|eur\b|usd\b))")
ABOUT_BEFORE = ("why", "undo")  # intents that only speak of what was done in the conversation


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a message makes of what was said before. `reason` tells how it was taken."""

    proposals: tuple[Proposal, ...]
    reason: str


def about_before(text: str, utterance: Utterance) -> Proposal | None:
    """ "Why?" and "undo that": about what was just done, whatever it was."""
    said = fold(text.strip())[:200]
    name = "why" if _WHY.match(said) else "undo" if _UNDO.match(said) else ""
    begun = utterance.context.document or utterance.context.last_command
    return Proposal(intent=name, rule="about-before") if name and begun else None


def same_for(scene: Scene, utterance: Utterance) -> Answer | None:
    """ "Same for Solis but only 5": the last command for another customer."""
    last, said = utterance.context.last_command, fold(scene.text)
    if last is None or not scene.clients or not _SAME_FOR.match(said):
        return None
    mention = scene.clients[0]
    slot = Slot(
        name="customer",
        value=mention.no,
        span=mention.span,
        rule=mention.rule,
        alternatives=mention.numbers,
    )
    repeated = last.with_slot(slot)
    for name in ("document", "po_number", "ship_to"):
        repeated = repeated.without(name)
    counted = _BUT_SO_MANY.search(said)
    if counted:  # of several lines it is not said which: their quantities are asked for
        count = parse_number(counted[1]) if len(last.lines) == 1 else None
        lines = tuple(replace(line, quantity=count) for line in last.lines)
        repeated = repeated.with_slot(Slot(name="lines", value=lines, rule="same-but"))
    if scene.percents:
        value, span = scene.percents[0]
        repeated = repeated.with_slot(Slot(name="discount_pct", value=value, span=span))
    return Answer(proposals=(repeated,), reason="same-for")


def followed(scene: Scene, utterance: Utterance, *, knowledge: Knowledge) -> Answer | None:
    """A change or an acceptance of the thread's quote or order that names it with no word."""
    context, said = utterance.context, fold(scene.text.strip())
    on_paper = series_of(context.document or "") in (QUOTE, ORDER)
    if not on_paper or scene.documents or scene.clients or len(scene.tokens) > LONGEST_FOLLOWER:
        return None
    if is_imagined(said):
        return None
    for rule in _RULES:
        proposal = rule(said, scene, utterance, knowledge.catalogue)
        if proposal is not None:
            return Answer(proposals=(proposal,), reason="followed")
    return None


def _meant(said: str, scene: Scene, utterance: Utterance, catalogue: Catalogue) -> Proposal | None:
    """ "No, I meant the grey one": another article in the place of the one before."""
    match = _MEANT.match(said) or _NOT_THIS.match(said)
    if match is None:
        return None
    what = _INSTEAD_OF.sub("", match["what"])
    found = _like_before(what, utterance.context, catalogue=catalogue)
    if found is None:
        return None
    line, sku = found
    return _change(
        utterance, Line(item=line.item, op="set", replace_with=sku, quantity=_count(what))
    )


def _of_it(said: str, scene: Scene, utterance: Utterance, catalogue: Catalogue) -> Proposal | None:
    """ "Mach bitte 8 draus", "können Sie 12 Monitorarme daraus machen?": make that so many."""
    if not _OF_IT.search(said):
        return None
    lines = tuple(
        among_shown(replace(line, op="set"), utterance.context, catalogue=catalogue)
        for line in _counted_lines(scene, catalogue)
    )
    before, count = lines_before(utterance.context, catalogue), _count(said)
    if not lines and len(before) == 1 and count is not None:
        lines = (Line(item=before[0].item, op="set", quantity=count),)
    return _change(utterance, *lines) if lines else None


def _added(said: str, scene: Scene, utterance: Utterance, catalogue: Catalogue) -> Proposal | None:
    """ "And 2 coat stands too", "and the black ones as well, 2 of them"."""
    first = re.split(r"[.!?\n]", said, maxsplit=1)[0]
    if _DENIED.search(said) or not (_ADDS.match(said) or _ADDS_BEHIND.search(first)):
        return None
    lines = [replace(line, op="add") for line in _counted_lines(scene, catalogue)]
    if lines:
        return _change(utterance, *lines)
    found = _like_before(said, utterance.context, catalogue=catalogue)
    if found is not None:
        return _change(utterance, Line(item=found[1], op="add", quantity=_count(said)))
    wanted = re.search(
        r"\b(?:noch |weitere )?(\d{1,6}) ([^\W\d_]{4,}(?: [^\W\d_]{4,})?)", scene.text
    )
    if wanted is None or scene.wordings:
        return None
    asked = wanted[2].removesuffix(" dazu")
    return _change(utterance, Line(op="add", quantity=Decimal(wanted[1]), asked=asked))


def _ordered(
    said: str, scene: Scene, utterance: Utterance, catalogue: Catalogue
) -> Proposal | None:
    """ "Please order it": the quote of the thread is taken."""
    quote = utterance.context.document
    counted = any(wording.quantity is not None for wording in scene.wordings)
    if series_of(quote or "") != QUOTE or counted or "?" in said or _DENIED.search(said):
        return None
    if not _ORDERS_IT.search(said):
        return None
    slots = [Slot(name="document", value=quote, rule="thread")]
    for told in scene.po_numbers[:1]:
        slots.append(Slot(name="po_number", value=told.value, span=told.span, rule="po"))
    return Proposal(intent="accept_quote", slots=tuple(slots), rule="ordered-it")


def _redirected(
    said: str, scene: Scene, utterance: Utterance, catalogue: Catalogue
) -> Proposal | None:
    """ "They want it delivered to 12 High Street": the thread's document goes there."""
    if scene.address is None or "?" in said or not _DELIVERS.search(said) or _DENIED.search(said):
        return None
    there = Slot(name="ship_to", value=scene.address.value, span=scene.address.span, rule="address")
    return _change(utterance).without("lines").with_slot(there)


def _sent(said: str, scene: Scene, utterance: Utterance, catalogue: Catalogue) -> Proposal | None:
    """ "Send it": one of our own people wants the thread's document to go out."""
    if not utterance.staff or not _SENDS.match(said):
        return None
    document = Slot(name="document", value=utterance.context.document, rule="thread")
    quoted = series_of(utterance.context.document or "") == QUOTE
    kind = Slot(name="doc_type", value="quote" if quoted else "order_confirmation", rule="thread")
    return Proposal(intent="send_document", slots=(document, kind), rule="send-it")


_RULES: tuple[Callable[[str, Scene, Utterance, Catalogue], Proposal | None], ...] = (
    _meant,
    _of_it,
    _added,
    _ordered,
    _redirected,
    _sent,
)


def _change(utterance: Utterance, *lines: Line) -> Proposal:
    document = Slot(name="document", value=utterance.context.document, rule="thread")
    changed = Slot(name="lines", value=lines, rule="following")
    return Proposal(intent="change_document", slots=(document, changed), rule="following")


def _counted_lines(scene: Scene, catalogue: Catalogue) -> Iterator[Line]:
    for wording in scene.wordings:
        line = plain_line(wording, scene.tokens, text=scene.text, catalogue=catalogue)
        if line.quantity is not None:
            yield line


def _count(said: str) -> Decimal | None:
    numbers = _COUNT.findall(said)
    return Decimal(numbers[0]) if len(numbers) == 1 else None


def _like_before(what: str, context: Context, *, catalogue: Catalogue) -> tuple[Line, str] | None:
    """The line of before, and the article that differs from it in the qualities named now."""
    qualities = [word for word in stems(what) if catalogue.knows(word) and not word[0].isdigit()]
    found: dict[str, tuple[Line, str]] = {}
    for line in (*lines_before(context, catalogue), *context.shown_lines):
        if line.item is None or line.item not in catalogue or not qualities:
            continue
        name = stems(catalogue.article(line.item).description)
        kept = [word for word in name if word not in _QUALITY_STEMS and word not in qualities]
        match = catalogue.find((*kept, *qualities))
        if match.sku is not None and match.sku != line.item:
            found.setdefault(match.sku, (line, match.sku))
    return next(iter(found.values())) if len(found) == 1 else None


_QUALITY_STEMS = QUALITIES | {stem(word) for word in QUALITIES}
