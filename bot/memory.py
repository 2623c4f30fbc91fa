"""What a conversation is about and what was asked last, stored between its messages.

The reader's `Context` and the count of unanswered questions, as JSON in the conversation's
row. It expires: after a day a bare "yes" means nothing any more.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.intents.reading import Context
from bot.intents.understanding import Understanding
from bot.reply import Reply
from domain.codec import from_json, to_json
from domain.conversations import Conversation, conversation

_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """`rounds` counts questions in a row that led nowhere. `address` tells where replies go."""

    context: Context = field(default_factory=Context)
    rounds: int = 0


def recall(session: Session, key: str, now: datetime) -> Memory:
    """What is known of a conversation; a pending question older than a day is dropped."""
    row = session.get(Conversation, key)
    if row is None or not row.state:
        return Memory()
    memory = from_json(Memory, row.state)
    if row.updated_at is None or now - row.updated_at > _FORGOTTEN_AFTER:
        return replace(memory, rounds=0, context=memory.context.without_question())
    return memory


def remember(session: Session, key: str, memory: Memory, *, channel: str, now: datetime) -> None:
    """Store what the conversation is about now."""
    row = conversation(session, key, channel)
    row.state = to_json(memory)
    row.document_no = memory.context.document or row.document_no
    row.customer_no = memory.context.customer or row.customer_no
    row.updated_at = now


def after_acting(memory: Memory, understanding: Understanding, reply: Reply) -> Memory:
    """Something was done: its document and customer are in focus, nothing is asked any more."""
    context = memory.context.after_acting(
        understanding, document=reply.document_no, customer=reply.customer_no
    )
    return Memory(context=context, rounds=0)


def after_asking(memory: Memory, understanding: Understanding) -> Memory:
    """A question is open: what it asks for and the choices shown."""
    return Memory(context=memory.context.after_asking(understanding), rounds=memory.rounds + 1)
