"""Answers to our questions: "the grey one", "2", "Brandt", "yes" complete what is pending.

An answer is short and names what was asked for. A message that is a whole command of its own is
no answer; the reader takes that first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.intents import BY_NAME
from bot.intents.documents import series_of
from bot.intents.numbers import number_at
from bot.intents.references import new_quantity, position
from bot.intents.scene import Knowledge, Scene
from bot.intents.tokens import fold, stems
from bot.intents.understanding import Choices, Line, Proposal, Slot
from bot.intents.utterance import Utterance

LONGEST_ANSWER = 14  # words
_YES = re.compile(
    r"\W*(?:yes|yep|yeah|yup|y|ok|okay|sure|correct|right|exactly|confirm(?:ed)?|do it|go "
    r"ahead|please do|go for it|fine|that.?s (?:right|it|correct)|perfect|si|ja|oui|genau|send "
    r"it|approved?)\b(?:[ ,]*(?:please|pls|thanks|thank you|do it|go ahead|that.?s (?:right|"
    r"fine|ok)|confirm(?: it)?|looks? good|perfect))*\W*\Z"
)
_NO = re.compile(
    r"\W*(?:no|nope|nah|n|cancel(?: (?:that|it|this))?|never ?mind|forget (?:it|that|about it)|"
    r"stop|abort|leave it|drop it|scratch that|don.?t|do not|undo|nein|non|neither|none(?: of "
    r"(?:them|these|those))?)\b(?:[ ,]*(?:thanks|thank you|please|cancel(?: (?:that|it))?|"
    r"don.?t|leave it|forget it|that.?s wrong))*\W*\Z"
)
_SAME_FOR = re.compile(
    r"\W*(?:and |also |now )*(?:the |do the |exactly the )?same(?: thing| again| order| "
    r"quote)? for\b"
)


_WHY = re.compile(
    r"\W*(?:(?:and|but|hm+|ok|so|oh)\W+)*(?:(?:why|how come|wieso|warum|weshalb)\b(?! (?:don.?t|"
    r"not) )[^?\n]{0,60}|how did you (?:get|come) (?:to )?(?:that|this|it)|(?:please )?explain "
    r"(?:that|this|it)(?: please)?|where does (?:that|this|it|the price) come from)\W*\Z"
)
_UNDO = re.compile(
    r"\W*(?:(?:oops|oh no|sorry|no|ups|hm+|my mistake|mistake|please|pls|ok|wait|can you|could "
    r"you|bitte)\W+)*(?:undo|revert|reverse|take back|rueckgaengig|ruckgangig|put back)\b(?: "
    r"(?:it|that|this|the last (?:step|change|one|thing)|my (?:last|change)|back|machen|bitte|"
    r"please|again))*\W*\Z|"
    r"\W*(?:(?:oops|sorry|no|please|ok|bitte)\W+)*(?:take|put|change) (?:it|that|this) back"
    r"(?: please| again)*\W*\Z|"
    r"\W*(?:(?:oops|sorry|no|please|ok)\W+)*mach (?:das|es) (?:bitte )?(?:wieder )?ruckgangig\W*\Z"
)
ABOUT_BEFORE = ("why", "undo")  # intents that only speak of what was done in the conversation


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an answer makes of the pending proposal. `reason` tells how it was taken."""

    proposals: tuple[Proposal, ...]
    reason: str


def about_before(text: str, utterance: Utterance) -> Proposal | None:
    """ "Why?" and "undo that": about what was just done, whatever it was."""
    said = fold(text.strip())[:200]
    name = "why" if _WHY.match(said) else "undo" if _UNDO.match(said) else ""
    begun = utterance.context.document or utterance.context.last_command
    return Proposal(intent=name, rule="about-before") if name and begun else None


def settle(scene: Scene, utterance: Utterance) -> Answer | None:
    """A plain yes or no to a staged or pending command."""
    context, said = utterance.context, fold(scene.text.strip())
    if context.pending is None:
        return None
    if _NO.match(said):
        return Answer(proposals=(), reason="declined")
    if context.staged and _YES.match(said):
        return Answer(proposals=(context.pending,), reason="confirmed")
    only = [one for choices in context.choices for one in choices.options]
    if len(only) == 1 and _YES.match(said):
        return _picked(context.pending, context.choices[0], says=only[0].says)
    return None


def complete(scene: Scene, utterance: Utterance, *, knowledge: Knowledge) -> Answer | None:
    """The pending or last proposal with what this message adds, or None when it is no answer."""
    context = utterance.context
    if context.last_command and _SAME_FOR.match(fold(scene.text)) and scene.clients:
        return _same_for(context.last_command, scene)
    pending = context.pending
    if pending is None or len(scene.tokens) > LONGEST_ANSWER * 3:
        return None
    chosen = _chosen(scene, utterance, knowledge=knowledge)
    if chosen is not None:
        return chosen
    changed = pending
    for target in sorted(context.asked, key=lambda name: name == "intent"):
        fill = _FILLERS.get(target)
        if fill is not None:
            changed = fill(changed, scene, knowledge)
    if changed == pending:
        changed = _requantified(pending, scene)
    return Answer(proposals=(changed,), reason="answered") if changed != pending else None


def _same_for(last: Proposal, scene: Scene) -> Answer:
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
    return Answer(proposals=(repeated,), reason="same-for")


def _chosen(scene: Scene, utterance: Utterance, *, knowledge: Knowledge) -> Answer | None:
    """One of the choices we showed: by its place, its number or words of its label."""
    pending = utterance.context.pending
    for choices in utterance.context.choices:
        options = choices.options
        text = scene.text.strip()
        if not options or pending is None:
            continue
        bare = re.fullmatch(r"\W*(?:option |number |no\.? ?)?(\d{1,2})\W*", fold(text))
        at = int(bare[1]) - 1 if bare else position(text, len(options))
        quantity_asked = "quantity" in utterance.context.asked and choices.target != "quantity"
        if (
            at is not None
            and 0 <= at < len(options)
            and not (bare and quantity_asked and at >= len(options))
        ):
            return _picked(pending, choices, says=options[at].says)
        named = [option.says for option in options if fold(option.says) in fold(text)]
        if len(named) == 1:
            return _picked(pending, choices, says=named[0])
        says = _by_words(text, choices, knowledge=knowledge)
        if says is not None:
            return _picked(pending, choices, says=says)
    return None


def _by_words(text: str, choices: Choices, *, knowledge: Knowledge) -> str | None:
    """ "The grey one": the one option whose label has the most of these words."""
    words = set(stems(text)) - {"the", "on", "a", "pleas", "one", "of", "i", "mean", "want", "tak"}
    scores: dict[str, int] = {}
    for option in choices.options:
        known = set(stems(option.label))
        if option.says in knowledge.catalogue:
            known |= {
                w for name in knowledge.catalogue.article(option.says).synonyms for w in stems(name)
            }
        scores[option.says] = len(words & known)
    best = max(scores.values(), default=0)
    winners = [says for says, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else None


def _picked(pending: Proposal, choices: Choices, *, says: str) -> Answer | None:
    if choices.target == "item":
        lines = _with_item(pending.lines, says, mention=choices.mention)
        return Answer(proposals=(_lined(pending, lines),), reason="chosen")
    if choices.target == "intent" and says in BY_NAME:
        return Answer(proposals=(_reintended(pending, says),), reason="chosen")
    slot = Slot(name=choices.target, value=says, rule="chosen")
    return Answer(proposals=(pending.with_slot(slot),), reason="chosen")


def _reintended(pending: Proposal, intent: str) -> Proposal:
    """The same request under another intent; a bare number now belongs to that one's series."""
    changed = replace(pending, intent=intent)
    number, series = str(pending.value("document") or ""), BY_NAME[intent].series
    if not number or not series or series_of(number) in series:
        return changed
    digits = number.removeprefix(series_of(number))
    return changed.with_slot(Slot(name="document", value=series[0] + digits, rule="chosen"))


def _with_item(lines: Sequence[Line], sku: str, *, mention: str) -> tuple[Line, ...]:
    """The first open line, the one with this wording if there is one, now has its article."""
    open_at = [at for at, line in enumerate(lines) if line.item is None]
    named = [at for at in open_at if line_said(lines[at]) == mention]
    at = next(iter(named or open_at), None)
    if at is None:
        return (*lines, Line(item=sku))
    return tuple(
        replace(line, item=sku, candidates=(sku,)) if i == at else line
        for i, line in enumerate(lines)
    )


def line_said(line: Line) -> str:
    """How the message put a line."""
    return line.asked


def _lined(pending: Proposal, lines: tuple[Line, ...]) -> Proposal:
    return pending.with_slot(Slot(name="lines", value=lines, rule="answer"))


def _fill_item(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    lines = pending.lines
    open_lines = [line for line in lines if line.item is None]
    words = stems(scene.text)
    match = None
    for wording in scene.wordings:
        if wording.sku or wording.match.sku:
            found = Line(
                item=wording.sku or wording.match.sku, quantity=wording.quantity, unit=wording.unit
            )
            if not open_lines:
                return _lined(pending, (*lines, found))
            filled = _with_item(lines, str(found.item), mention=open_lines[0].asked)
            return _lined(
                pending,
                tuple(
                    replace(line, quantity=found.quantity, unit=found.unit)
                    if line.item == found.item and line.quantity is None
                    else line
                    for line in filled
                ),
            )
    if open_lines:
        match = knowledge.catalogue.find((*stems(open_lines[0].asked), *words))
        offered = open_lines[0].candidates
        if match.sku and (not offered or match.sku in offered):
            return _lined(pending, _with_item(lines, match.sku, mention=open_lines[0].asked))
    return pending


def _fill_quantity(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    count = _count(scene, knowledge)
    if count is None or not pending.lines:
        return pending
    value, unit = count
    open_at = next((at for at, line in enumerate(pending.lines) if line.quantity is None), None)
    if open_at is None:
        return pending
    lines = tuple(
        replace(line, quantity=value, unit=unit) if at == open_at else line
        for at, line in enumerate(pending.lines)
    )
    return _lined(pending, lines)


def _count(scene: Scene, knowledge: Knowledge) -> tuple[Decimal, str | None] | None:
    for wording in scene.wordings:
        if wording.quantity is not None:
            return wording.quantity, wording.unit
    for at in range(len(scene.tokens)):
        counted = number_at(scene.tokens, at)
        if counted is not None and not scene.blocked[at]:
            following = scene.stems[counted.after] if counted.after < len(scene.stems) else ""
            return counted.value, next(
                iter(sorted(knowledge.catalogue.units.get(following, ()))), None
            )
    return None


def _fill_customer(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    numbers = (
        scene.clients[0].numbers
        if scene.clients
        else knowledge.clients.by_name(scene.text.strip(" .!?"))
    )
    offered = pending.slot("customer")
    if offered and offered.alternatives:
        numbers = tuple(no for no in numbers if no in offered.alternatives) or numbers
    if not numbers:
        return pending
    value = numbers[0] if len(numbers) == 1 else None
    return pending.with_slot(
        Slot(name="customer", value=value, rule="answer", alternatives=numbers)
    )


def _fill_document(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    series = BY_NAME[pending.intent].series
    for mention in scene.documents:
        number = mention.number
        if not mention.series:
            offered = pending.slot("document")
            possible = [f"{one}{mention.digits}" for one in series if not one.startswith("PS-")]
            if offered and offered.alternatives:
                possible = [n for n in possible if n in offered.alternatives] or possible
            if len(possible) != 1:
                continue
            number = possible[0]
        slot = Slot(name="document", value=number, span=mention.span, rule="answer")
        return pending.with_slot(slot)
    return pending


def _fill_date(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    if not scene.dates:
        return pending
    dates = dict(value) if isinstance(value := pending.value("dates"), dict) else {}
    name = {
        "record_payment": "payment",
        "create_recurring": "start",
        "forecast_entry": "from",
        "create_blanket_order": "from",
    }.get(pending.intent, "requested_delivery")
    first = scene.dates[0]
    dates[name] = first.day.isoformat()
    if name == "from" and (first.until or len(scene.dates) > 1):
        last = scene.dates[-1]
        dates["to"] = (last.until or last.day).isoformat()
    return pending.with_slot(Slot(name="dates", value=dates, span=first.span, rule="answer"))


def _fill_amount(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    for paid in (*scene.money, *scene.bare_amounts):
        return pending.with_slot(
            Slot(name="amount", value=paid.amount, span=paid.span, rule="answer")
        )
    count = _count(scene, knowledge)
    return (
        pending.with_slot(Slot(name="amount", value=count[0], rule="answer")) if count else pending
    )


def _fill_address(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    value = scene.address.value if scene.address else scene.text.strip()
    return pending.with_slot(Slot(name="ship_to", value=value, rule="answer")) if value else pending


def _fill_intent(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    if scene.documents:
        family = pending.intent.split("_")[0]
        kin = [
            i.name
            for i in BY_NAME.values()
            if i.name.split("_")[0] == family and scene.documents[0].series in i.series
        ]
        return _reintended(pending, kin[0]) if len(kin) == 1 else pending
    if not pending.intent.startswith("create_"):
        return pending
    said = set(stems(scene.text))
    for word, intent in (
        ("quot", "create_quote"),
        ("offer", "create_quote"),
        ("order", "create_order"),
    ):
        if word in said:
            return replace(pending, intent=intent)
    return pending


_FILLERS: dict[str, Callable[[Proposal, Scene, Knowledge], Proposal]] = {
    "item": _fill_item,
    "quantity": _fill_quantity,
    "unit": _fill_quantity,
    "customer": _fill_customer,
    "document": _fill_document,
    "date": _fill_date,
    "amount": _fill_amount,
    "address": _fill_address,
    "intent": _fill_intent,
}


def _requantified(pending: Proposal, scene: Scene) -> Proposal:
    """ "Make it 20" while a command with one line is open."""
    count = new_quantity(scene.text)
    if count is None or len(pending.lines) != 1 or scene.documents:
        return pending
    return _lined(pending, (replace(pending.lines[0], quantity=count),))
