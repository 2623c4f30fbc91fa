"""The inbox: every message, stored and committed before its sender is told "received".

The unique key comes from the door (Slack's event id, the letter's identity), so the same
message delivered five times is one row. Its reply is stored with it.
"""

from datetime import datetime

from sqlalchemy import JSON, Index, LargeBinary, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Moment
from domain.durable import Duty, announce, try_again


class InboxRow(Duty, Base):
    """One message as it came: `body` is the raw letter or the request's body, never logged."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_due",
            "due",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_inbox_done",
            "due",
            sqlite_where=text("state = 'done'"),
            postgresql_where=text("state = 'done'"),
        ),
        Index("ix_inbox_lane", "lane", "id"),
    )

    channel: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    envelope: Mapped[dict[str, object]] = mapped_column(JSON)
    received_at: Mapped[Moment]
    outcome: Mapped[str] = mapped_column(default="")  # what became of it, for people to read


def receive(
    session: Session,
    *,
    channel: str,
    kind: str,
    key: str,
    lane: str,
    body: bytes,
    now: datetime,
    envelope: dict[str, object] | None = None,
) -> int | None:
    """Store one message; return its id, or None when it is here already."""
    if session.scalar(select(InboxRow.id).where(InboxRow.key == key)) is not None:
        return None
    row = InboxRow(
        key=key,
        kind=kind,
        lane=lane,
        due=now,
        channel=channel,
        body=body,
        envelope=envelope or {},
        received_at=now,
    )
    session.add(row)
    announce(session, row, "inbox")
    return row.id


def read_again(session: Session, keys: tuple[str, ...], *, now: datetime) -> None:
    """Let messages that were put aside be dealt with anew."""
    for row in session.scalars(select(InboxRow).where(InboxRow.key.in_(keys))):
        try_again(session, row, "inbox", now=now)
