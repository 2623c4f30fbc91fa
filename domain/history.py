"""History: who did what, when, and because of which message. Append-only.

One row per outcome, written in its transaction. It answers "who approved this?" years later
and is what a support person reads first.
"""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Key, Moment


class HistoryEntry(Base):
    """One thing that happened. `what` is the outcome's type name, `facts` its fields."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_subject", "subject", "id"),)

    id: Mapped[Key] = mapped_column(init=False)
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    channel: Mapped[str]
    message_id: Mapped[str]
    what: Mapped[str]
    subject: Mapped[str]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)


def subject_of(facts: dict[str, object]) -> str:
    """The document or master record an outcome is about, by the names its fields have."""
    for name in (
        "document_no",
        "quote_no",
        "order_no",
        "request_no",
        "customer_no",
        "item_no",
        "number",
    ):
        value = facts.get(name)
        if isinstance(value, str) and value:
            return value
    return ""


def entry(
    *,
    at: datetime,
    actor: tuple[str, str],
    source: tuple[str, str],
    what: str,
    facts: dict[str, object],
) -> HistoryEntry:
    """Build a row; `actor` is (id, name) and `source` (channel, message id)."""
    return HistoryEntry(
        at=at,
        actor_id=actor[0],
        actor_name=actor[1],
        channel=source[0],
        message_id=source[1],
        what=what,
        subject=subject_of(facts),
        facts=facts,
    )
