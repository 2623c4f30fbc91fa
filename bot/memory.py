"""What a conversation is about and what was asked last, stored between its messages.

The reader's `Context` and the count of unanswered questions, as JSON in the conversation's
row. A question expires: after a day a bare "yes" means nothing any more.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.intents.understanding import Line, Proposal, Understanding
from bot.intents.utterance import Context
from bot.reply import Reply
from domain.codec import from_json, to_json
from domain.conversations import Conversation, conversation

_FORGOTTEN_AFTER = timedelta(days=1)


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
    row.state = to_json(memory)
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


def _listed(reply: Reply) -> tuple[str, ...]:
    """Numbers shown in a list of documents, for "the second one"."""
    if reply.lines is None or reply.lines.head[:1] != ("Number",):
        return ()
    return tuple(row[0] for row in reply.lines.rows)


def _read(state: dict[str, Any]) -> Memory:
    memory = from_json(Memory, state)
    context = memory.context
    return replace(
        memory,
        context=replace(
            context,
            pending=_with_lines(context.pending),
            last_command=_with_lines(context.last_command),
        ),
    )


def _with_lines(proposal: Proposal | None) -> Proposal | None:
    """Give the slot of lines its type back: JSON keeps a slot's value as plain data."""
    if proposal is None:
        return None
    slots = tuple(
        replace(slot, value=tuple(from_json(Line, line) for line in slot.value))
        if slot.name == "lines" and isinstance(slot.value, (list, tuple))
        else slot
        for slot in proposal.slots
    )
    return replace(proposal, slots=slots)
