"""The verdict on a message: act, ask, refuse or stay silent.

A command is only proposed for action when everything it needs is known and unique. Whatever is
missing or doubtful is asked for; what the sender may not ask is refused; what nobody asked for
is left alone. A guess that acts costs more than a question.
"""

from collections.abc import Sequence
from decimal import Decimal

from bot.intents import BY_NAME
from bot.intents.catalogue import Catalogue
from bot.intents.clients import Clients
from bot.intents.scene import Scene
from bot.intents.tokens import word_set
from bot.intents.understanding import Choice, Choices, Line, Proposal
from bot.intents.utterance import Utterance

QUANTITY_NEEDED = word_set(
    "create_quote create_order create_blanket_order release_blanket create_recurring "
    "forecast_entry assemble_order"
)
SHOWN_AT_MOST = 8
_TARGET_OF = {
    "document": "document",
    "documents": "document",
    "customer": "customer",
    "amount": "amount",
    "doc_type": "intent",
    "frequency": "date",
    "dates": "date",
    "name": "customer",
    "merge_from": "customer",
    "merge_into": "customer",
    "delegate_to": "customer",
    "about": "intent",
}


def missing(proposal: Proposal, utterance: Utterance, *, catalogue: Catalogue) -> tuple[str, ...]:
    """The targets to ask for before this proposal may run, most important first."""
    intent = BY_NAME[proposal.intent]
    targets: list[str] = []
    for need in intent.needs:
        names = need.split("|")
        if need == "lines" or (
            names == ["lines", "document"] and proposal.value("document") is None
        ):
            targets += _missing_lines(proposal)
        elif not any(proposal.value(name) not in (None, "", ()) for name in names):
            targets.append(_TARGET_OF.get(names[0], names[0]))
    targets += _doubtful(proposal, utterance)
    if any(_strange_unit(line, catalogue) for line in proposal.lines):
        targets.append("unit")
    return tuple(dict.fromkeys(targets))


def _missing_lines(proposal: Proposal) -> list[str]:
    lines = proposal.lines
    if not lines:
        return ["item"]
    targets = ["item"] if any(line.item is None for line in lines) else []
    if proposal.intent in QUANTITY_NEEDED and any(line.quantity is None for line in lines):
        targets.append("quantity")
    return targets


def _doubtful(proposal: Proposal, utterance: Utterance) -> list[str]:
    targets: list[str] = []
    for slot in proposal.slots:
        if slot.name in {"customer", "document"} and slot.value is None:
            targets.append(slot.name)
    lines = proposal.lines
    if any(line.item is None for line in lines):
        targets.append("item")
    if any(line.quantity == Decimal(0) for line in lines):
        targets.append("quantity")
    if proposal.intent == "change_document":
        if any(line.op == "add" and line.quantity is None for line in lines):
            targets.append("quantity")
        if not lines and not _changes(proposal):
            targets.append("intent")
        if any(_says_nothing(line) for line in lines):
            targets.append("quantity")
    if proposal.intent == "correct_invoice" and not any(
        slot.name in {"lines", "ship_to", "po_number", "discount_pct", "payment_terms"}
        for slot in proposal.slots
    ):
        targets.append("amount")
    return targets


def _strange_unit(line: Line, catalogue: Catalogue) -> bool:
    """A packing in which the article does not come."""
    if line.item is None or line.unit is None or line.item not in catalogue:
        return False
    article = catalogue.article(line.item)
    return line.unit != article.base_unit and line.unit not in article.units


def _changes(proposal: Proposal) -> bool:
    return any(
        slot.name not in {"document", "customer"}
        or (slot.name == "customer" and slot.rule != "sender")
        for slot in proposal.slots
        if slot.name != "document"
    )


def _says_nothing(line: Line) -> bool:
    return (
        line.op in {"", "set"}
        and line.replace_with is None
        and (
            line.quantity is None
            and line.price is None
            and line.discount_pct is None
            and line.date is None
        )
    )


def choices_for(
    proposals: Sequence[Proposal],
    targets: Sequence[str],
    *,
    scene: Scene,
    catalogue: Catalogue,
    clients: Clients,
) -> tuple[Choices, ...]:
    """What can be offered for each thing that is asked for."""
    found: list[Choices] = []
    for proposal in proposals:
        if "item" in targets:
            found += [_articles(line, catalogue) for line in proposal.lines if line.item is None]
        for slot in proposal.slots:
            if slot.value is None and slot.name in targets and (slot.alternatives or slot.span):
                said = scene.text[slot.span.start : slot.span.end] if slot.span else ""
                found.append(
                    _named(
                        slot.name, [str(v) for v in slot.alternatives], clients=clients, said=said
                    )
                )
    return tuple(found)


def _articles(line: Line, catalogue: Catalogue) -> Choices:
    options = tuple(
        Choice(says=sku, label=f"{sku} {catalogue.article(sku).description}")
        for sku in (line.candidates or catalogue.nearest(line.asked))[:SHOWN_AT_MOST]
        if sku in catalogue
    )
    return Choices(target="item", mention=line.asked, options=options)


def _named(target: str, values: Sequence[str], *, clients: Clients, said: str) -> Choices:
    options = []
    for value in values[:SHOWN_AT_MOST]:
        client = clients.get(value)
        label = f"{value} {client.name}, {client.city}" if client else value
        options.append(Choice(says=value, label=label))
    return Choices(target=target, mention=said, options=tuple(options))


def intent_choices(doubts: Sequence[Sequence[str]]) -> tuple[Choices, ...]:
    """The commands between which a message leaves the choice."""
    return tuple(
        Choices(
            target="intent",
            options=tuple(
                Choice(says=name, label=name.replace("_", " ").capitalize()) for name in names
            ),
        )
        for names in doubts
    )
