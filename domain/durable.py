"""Durable work: rows that must be dealt with once, whatever crashes in between.

Inbox (what came in) and outbox (what must go out) share these columns. A row is the truth;
a worker thread on SQLite or Procrastinate on PostgreSQL only decides when it is looked at,
and may look late or twice without harm: every step is a compare-and-set on the row.
Rows of one lane are dealt with in the order of their ids.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, MappedAsDataclass, Session, mapped_column

from domain.database import Key, Moment


class State(StrEnum):
    """Where a row stands. `parked` waits for a person; nothing is ever thrown away."""

    PENDING = "pending"
    DONE = "done"
    PARKED = "parked"


class Duty(MappedAsDataclass, kw_only=True):
    """Columns of a row that a worker must deal with.

    `key` makes a repeat harmless. `attempts` are counted when an attempt begins, so a job
    that kills its worker ends too; they only grow, and fence off whoever comes back late.
    `waits` of them ended because the other side was busy or away, and count as no fault;
    `first_tried` bounds that patience. `lease_until` is set while an attempt may be under way.
    """

    id: Mapped[Key] = mapped_column(init=False)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    lane: Mapped[str]
    due: Mapped[Moment]
    state: Mapped[str] = mapped_column(default=State.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    waits: Mapped[int] = mapped_column(default=0)
    first_tried: Mapped[Moment | None] = mapped_column(default=None)
    lease_until: Mapped[Moment | None] = mapped_column(default=None)
    error: Mapped[str] = mapped_column(Text, default="")


def announce(session: Session, row: Duty, table: str) -> None:
    """Hand a row written in this transaction to the engine, where one runs elsewhere."""
    session.flush()
    hand_over(session, table, row.id, lane=row.lane, due=row.due)


def hand_over(session: Session, table: str, row_id: int, *, lane: str, due: datetime) -> None:
    """As `announce`, for a row that is in the database already."""
    defer = session.info.get("defer")
    if defer is not None:
        defer(session, table, row_id, lane, due)


def try_again(session: Session, row: Duty, table: str, *, now: datetime) -> None:
    """Let a row that was put aside be dealt with anew, with all its tries before it."""
    row.state = State.PENDING
    row.waits = row.attempts
    row.first_tried = None
    row.due = now
    row.lease_until = None
    announce(session, row, table)
