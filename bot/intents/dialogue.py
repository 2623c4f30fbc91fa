"""Answers to our questions: "the grey one", "2", "Brandt", "yes" complete what is pending.

An answer is short and names what was asked for. A message that is a whole command of its own is
no answer; the reader takes that first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.intents import BY_NAME
from bot.intents.choosing import (
    chosen,
    contradicts,
    every_choice,
    lined,
    picked,
    reintended,
    with_item,
)
from bot.intents.following import Answer, same_for
from bot.intents.lines import plain_line
from bot.intents.numbers import number_at
from bot.intents.references import among_shown, new_quantity
from bot.intents.scene import Knowledge, Scene
from bot.intents.tokens import fold, stems
from bot.intents.understanding import Line, Proposal, Slot
from bot.intents.utterance import Utterance
from bot.intents.wordings import Wording

_WITH_GOODS = frozenset({"create_quote", "create_order"})
LONGEST_ANSWER = 14  # words
_YES = re.compile(
    r"\W*(?:yes|yep|yeah|yup|y|ok|okay|sure|correct|right|exactly|confirm(?:ed)?|do it|go "
    r"ahead|please do|go for it|fine|that.?s (?:right|it|correct)|perfect|si|ja|oui|genau|send "
    r"it|approved?)\b(?:[ ,]*(?:please|pls|thanks|thank you|do it|go ahead|correct|right|"
    r"exactly|that.?s (?:right|fine|ok)|confirm(?: it)?|looks? good|perfect))*\W*\Z"
)
_NO = re.compile(
    r"\W*(?:no|nope|nah|n|cancel(?: (?:that|it|this))?|never ?mind|forget (?:it|that|about it)|"
    r"stop|abort|leave it|drop it|scratch that|don.?t|do not|undo|nein|non|neither|none(?: of "
    r"(?:them|these|those))?)\b(?:[ ,]*(?:thanks|thank you|please|cancel(?: (?:that|it))?|"
    r"don.?t|leave it|forget it|that.?s wrong))*\W*\Z"
)


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
    if len(only) == 1 and _YES.match(said) and "send" not in said:
        return picked(context.pending, context.choices[0], says=only[0].says)
    return None


def complete(
    scene: Scene,
    utterance: Utterance,
    *,
    knowledge: Knowledge,
    heard: Sequence[Proposal] = (),
) -> Answer | None:
    """The pending or last proposal with what this message adds, or None when it is no answer.

    `heard` is what the message asks for when it is read alone.
    """
    context = utterance.context
    repeated = same_for(scene, utterance)
    if repeated is not None:
        return repeated
    pending = context.pending
    if pending is None or len(scene.tokens) > LONGEST_ANSWER * 3:
        return None
    again = _restated(pending, heard, knowledge=knowledge)
    if again is not None:
        return again
    if context.staged:
        return _corrected(pending, scene, utterance, knowledge=knowledge)
    if contradicts(scene, utterance, knowledge=knowledge):
        return None
    choice = every_choice(scene, utterance) or chosen(scene, utterance, knowledge=knowledge)
    if choice is not None:
        return choice
    changed = pending
    for target in sorted(context.asked, key=lambda name: name == "intent"):
        fill = _FILLERS.get(target)
        if fill is not None:
            changed = fill(changed, scene, knowledge)
    if changed == pending:
        changed = _requantified(pending, scene)
    return Answer(proposals=(changed,), reason="answered") if changed != pending else None


def _restated(
    pending: Proposal, heard: Sequence[Proposal], *, knowledge: Knowledge
) -> Answer | None:
    """The whole wish again, more exactly; what was counted before need not be counted again."""
    wanted = next((one for one in heard if one.intent in _WITH_GOODS and one.lines), None)
    if pending.intent not in _WITH_GOODS or wanted is None:
        return None
    if len(wanted.lines) < max(2, len(pending.lines)):
        return None
    kinds = {_kind(line, knowledge): line for line in pending.lines if line.quantity is not None}
    lines = tuple(
        replace(line, quantity=kinds[_kind(line, knowledge)].quantity)
        if line.quantity is None and _kind(line, knowledge) in kinds
        else line
        for line in wanted.lines
    )
    return Answer(proposals=(lined(wanted, lines),), reason="answered")


def _kind(line: Line, knowledge: Knowledge) -> str:
    """The word of an article's name that says what it is: "Webcam"."""
    if line.item is None or line.item not in knowledge.catalogue:
        return line.asked
    return knowledge.catalogue.article(line.item).description.split()[0]


def _corrected(
    pending: Proposal, scene: Scene, utterance: Utterance, *, knowledge: Knowledge
) -> Answer | None:
    """ "No, only 2 of the lamps", "sorry, it was 150": what waits for a yes is put right first."""
    if "?" in scene.text or len(scene.tokens) > LONGEST_ANSWER * 2:
        return None
    changed = pending
    if "amount" in BY_NAME[pending.intent].slots:
        changed = _fill_amount(changed, scene, knowledge)
    elif "lines" in BY_NAME[pending.intent].slots:
        lines = [
            among_shown(
                plain_line(wording, scene.tokens, text=scene.text, catalogue=knowledge.catalogue),
                utterance.context,
                catalogue=knowledge.catalogue,
            )
            for wording in scene.wordings
        ]
        lines = [replace(line, quantity=None) if _is_all(line) else line for line in lines]
        kept = pending.lines if re.match(r"\W*(?:and|also|plus|und)\b", fold(scene.text)) else ()
        if lines:
            changed = lined(changed, (*kept, *lines))
            changed = changed.with_slot(Slot(name="partial", value=True, rule="answer"))
    if scene.dates:
        changed = _fill_date(changed, scene, knowledge)
    return Answer(proposals=(changed,), reason="corrected") if changed != pending else None


def _is_all(line: Line) -> bool:
    """ "All the markers" is no count of one."""
    return bool(re.match(r"(?:all|alle|the|die)\b", fold(line.asked)))


def _fill_item(pending: Proposal, scene: Scene, knowledge: Knowledge) -> Proposal:
    lines = pending.lines
    open_lines = [line for line in lines if line.item is None]
    words = stems(scene.text)
    match = None
    for wording in scene.wordings:
        sku = wording.sku or wording.match.sku
        if sku and _fits(sku, open_lines, wording=wording):
            found = Line(
                item=wording.sku or wording.match.sku, quantity=wording.quantity, unit=wording.unit
            )
            if not open_lines:
                return lined(pending, (*lines, found))
            filled = with_item(lines, str(found.item), mention=open_lines[0].asked)
            return lined(
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
            return lined(pending, with_item(lines, match.sku, mention=open_lines[0].asked))
    return pending


def _fits(sku: str, open_lines: Sequence[Line], *, wording: Wording) -> bool:
    """Whether an article may answer "which?": one that was offered, or one that is named.

    "The curved thing" asked about chairs is no curved monitor.
    """
    offered = open_lines[0].candidates if open_lines else ()
    named = wording.sku is not None or wording.match.rule == "name"
    return not offered or sku in offered or named


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
    return lined(pending, lines)


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
        return reintended(pending, kin[0]) if len(kin) == 1 else pending
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
    return lined(pending, (replace(pending.lines[0], quantity=count),))
