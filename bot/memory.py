"""What a conversation is about and what was asked last, stored between its messages.

The reader's `Context` and the count of unanswered questions, as JSON in the conversation's
row. A question expires: after a day a bare "yes" means nothing any more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from bot.intents.understanding import Line, Proposal, Slot, Understanding
from bot.intents.utterance import Context
from bot.reply import Reply
from domain.codec import from_json, to_json
from domain.conversations import Conversation, conversation

_FORGOTTEN_AFTER = timedelta(days=1)
_DECIMAL = "decimal"


@dataclass(frozen=True, kw_only=True)
class Memory:
    """`rounds` counts questions in a row that led nowhere."""

    context: Context = field(default_factory=Context)
    rounds: int = 0


def recall(session: Session, key: str, now: datetime) -> Memory:
    """What is known of a conversation; a pending question older than a day is dropped."""
    row = session.get(Conversation, key)
    if row is None or not row.state:
        return Memory()
    memory = _read(row.state)
    if row.updated_at is None or now - row.updated_at > _FORGOTTEN_AFTER:
        return Memory(context=without_question(memory.context))
    return memory


def remember(session: Session, key: str, memory: Memory, *, channel: str, now: datetime) -> None:
    """Store what the conversation is about now."""
    row = conversation(session, key, channel)
    row.state = to_json(_each_proposal(memory, _packed))
    row.document_no = memory.context.document or row.document_no
    row.customer_no = memory.context.customer or row.customer_no
    row.updated_at = now


def without_question(context: Context) -> Context:
    """The same conversation with nothing asked and nothing waiting."""
    return replace(context, pending=None, asked=(), choices=(), staged=False)


def after_acting(memory: Memory, understanding: Understanding, reply: Reply) -> Memory:
    """Something was done: its document and customer are in focus, nothing is asked any more."""
    context = without_question(memory.context)
    done = understanding.proposals[-1] if understanding.proposals else None
    document = reply.document_no or context.document
    return Memory(
        context=replace(
            context,
            document=document,
            last_document=reply.document_no or context.last_document,
            customer=reply.customer_no or context.customer,
            last_command=done or context.last_command,
            last_lines=(done.lines if done and done.lines else context.last_lines),
            listed=_listed(reply) or context.listed,
        )
    )


def after_asking(memory: Memory, understanding: Understanding) -> Memory:
    """A question is open: what it asks for and the choices shown."""
    pending = understanding.proposals[0] if understanding.proposals else memory.context.pending
    context = replace(
        memory.context,
        pending=pending,
        asked=understanding.clarify,
        choices=understanding.choices,
        staged=False,
    )
    return Memory(context=context, rounds=memory.rounds + 1)


def after_staging(memory: Memory, proposal: Proposal) -> Memory:
    """A preview was shown: a plain "yes" makes it happen, a "no" drops it."""
    context = without_question(memory.context)
    return Memory(context=replace(context, pending=proposal, staged=True))


def _listed(reply: Reply) -> tuple[str, ...]:
    """Numbers shown in a list of documents, for "the second one"."""
    if reply.lines is None or reply.lines.head[:1] != ("Number",):
        return ()
    return tuple(row[0] for row in reply.lines.rows)


def _read(state: dict[str, Any]) -> Memory:
    """What was stored; what an older version wrote and nobody can read any more is forgotten."""
    try:
        memory = from_json(Memory, state)
        return _each_proposal(memory, _unpacked)
    except ValidationError:
        return Memory()


def _each_proposal(memory: Memory, change: Callable[[Slot], Slot]) -> Memory:
    def changed(proposal: Proposal | None) -> Proposal | None:
        if proposal is None:
            return None
        return replace(proposal, slots=tuple(change(slot) for slot in proposal.slots))

    context = memory.context
    pending, last = changed(context.pending), changed(context.last_command)
    return replace(memory, context=replace(context, pending=pending, last_command=last))


def _packed(slot: Slot) -> Slot:
    """A slot's value may be anything, and JSON knows no decimals: they are marked as such."""
    if isinstance(slot.value, Decimal):
        return replace(slot, value={_DECIMAL: str(slot.value)})
    return slot


def _unpacked(slot: Slot) -> Slot:
    """Give a slot's value its type back: lines, decimals, and several values as a tuple."""
    value = slot.value
    if isinstance(value, Mapping) and set(value) == {_DECIMAL}:
        return replace(slot, value=Decimal(str(value[_DECIMAL])))
    if isinstance(value, (list, tuple)):
        lines = slot.name == "lines"
        whole = tuple(from_json(Line, one) if lines else one for one in value)
        return replace(slot, value=whole)
    return slot
