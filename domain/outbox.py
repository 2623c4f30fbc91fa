"""The outbox: what must happen outside the database, written in the transaction that decided it.

Slack posts, letters and notices to our own people are rows here; a worker delivers them
after the commit, with retries. The key makes a repeated decision one delivery.
"""

from datetime import datetime

from sqlalchemy import JSON, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Moment, insert_once
from domain.durable import Duty, hand_over


class OutboxRow(Duty, Base):
    """One delivery. `fixed` holds bytes that must not change between tries (a rendered letter)."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "due",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_done",
            "due",
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
        Index("ix_outbox_lane", "lane", "id"),
    )

    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    fixed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    result: Mapped[dict[str, object]] = mapped_column(JSON, default_factory=dict)
    sent_at: Mapped[Moment | None] = mapped_column(default=None)


def send(
    session: Session, *, kind: str, key: str, lane: str, payload: dict[str, object], due: datetime
) -> int | None:
    """Queue one delivery; return its id, or None when the key was queued before."""
    row = {"key": key, "kind": kind, "lane": lane, "due": due, "payload": payload, "result": {}}
    row_id: int | None = insert_once(session, OutboxRow, row, unique=("key",), returning="id")
    if row_id is not None:
        hand_over(session, "outbox", row_id, lane=lane, due=due)
    return row_id
