"""Predictions for labelled messages, in the evaluation's format. Nothing is looked up or run."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from bot.intents.reading import Reader
from bot.intents.understanding import Slot, Understanding
from bot.intents.utterance import Context, Utterance
from bot.intents.world import World

Record = Mapping[str, object]


def predict(
    records: Iterable[Record], world: World, *, explain: bool = False
) -> Iterator[dict[str, object]]:
    """One prediction a record, in order; see eval/README.md for both formats.

    `explain` adds why: the rule of every command, and for each slot the characters it was read
    from, its rule and its confidence.
    """
    reader = Reader(world)
    for record in records:
        understood = reader.read(utterance_of(record, reader))
        line = prediction(str(record["id"]), understood)
        if explain:
            line["why"] = explanation(understood)
        yield line


def utterance_of(record: Record, reader: Reader) -> Utterance:
    """A labelled message as the reader takes it. The customer is told by the exact mail domain."""
    sender = record.get("sender")
    sender = sender if isinstance(sender, dict) else {}
    context = record.get("context")
    context = context if isinstance(context, dict) else {}
    role = str(sender.get("role") or "unknown")
    address = str(sender.get("email") or "")
    customer = reader.knowledge.clients.of_address(address) if role not in _STAFF else None
    return Utterance(
        text=str(record.get("text") or ""),
        subject=str(record.get("subject") or ""),
        channel="mail" if record.get("channel") == "email" else "slack",
        today=date.fromisoformat(str(record["received"])[:10]),
        sender_name=str(sender.get("name") or ""),
        sender_address=address,
        sender_role=role if role in _STAFF else ("customer" if customer else "unknown"),
        sender_customer=customer,
        context=Context(
            document=_text(context.get("document")),
            customer=_text(context.get("customer")),
            previous_turn=str(context.get("previous_turn") or ""),
            listed=tuple(str(entry) for entry in context.get("listed") or ()),
        ),
    )


_STAFF = frozenset({"salesperson", "manager", "accountant", "warehouse"})


def _text(value: object) -> str | None:
    return str(value) if value else None


def prediction(number: str, understood: Understanding) -> dict[str, object]:
    """One line of the predictions file; decimals become plain numbers of JSON."""
    return {
        "id": number,
        "expect": understood.expect,
        "commands": [
            {"intent": proposal.intent, "slots": _json(proposal.values())}
            for proposal in understood.proposals
        ],
        "clarify": list(understood.clarify),
        "confidence": float(understood.confidence),
    }


def explanation(understood: Understanding) -> dict[str, object]:
    """Where a reading came from, for people who want to know."""
    return {
        "reason": understood.reason,
        "commands": [
            {"intent": p.intent, "rule": p.rule, "slots": [_explained(slot) for slot in p.slots]}
            for p in understood.proposals
        ],
    }


def _explained(slot: Slot) -> dict[str, object]:
    return {
        "name": slot.name,
        "characters": [slot.span.start, slot.span.end] if slot.span else None,
        "rule": slot.rule,
        "confidence": slot.confidence,
        "alternatives": _json(list(slot.alternatives)),
    }


def _json(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _json(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, (list, tuple)):
        return [_json(entry) for entry in value]
    return value
