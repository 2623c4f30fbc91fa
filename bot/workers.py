"""Dealing with inbox and outbox rows: one attempt, and the threads that make attempts on SQLite.

The row is the truth. An attempt claims it by compare-and-set and counts before it begins, so
a job that kills its worker ends after a few tries; what it writes is committed together with
"done". On PostgreSQL Procrastinate calls the same `attempt` (see `bot.engine_postgres`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from sqlalchemy import BindParameter, Select, bindparam, exists, select, update
from sqlalchemy.orm import Session, aliased

from bot.clock import Clock
from bot.delivery import Later, Undeliverable
from bot.leases import LEASE, Kept
from domain.database import Database
from domain.durable import State
from domain.inbox import InboxRow
from domain.outbox import OutboxRow

Finish = Callable[[Session], None]
Row = InboxRow | OutboxRow
TABLES: dict[str, Any] = {"inbox": InboxRow, "outbox": OutboxRow}
TRIES = {"inbox": 5, "outbox": 12}  # faults of ours
PATIENCE = timedelta(hours=48)  # with another side that is busy or away
_LONGEST_PAUSE = 4 * 3600.0
_LOOK_AGAIN = 5.0  # seconds, at a row that somebody else is trying

log = structlog.get_logger("salesclerk.work")


class LeaseLost(Exception):
    """Somebody else dealt with the row; what this attempt wrote must be rolled back."""


class Waiting(Exception):
    """The row may not be tried for `seconds` yet: it is not due, or somebody is trying it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True)
class Job:
    """A claimed row, copied out of the database. `row` is detached and only read."""

    table: str
    id: int
    attempts: int
    row: Row

    @property
    def reference(self) -> str:
        """A short name of this row that people can say on the telephone."""
        digest = hashlib.sha256(self.row.key.encode()).hexdigest()
        return f"F-{digest[:6].upper()}"

    def finish(self, session: Session, outcome: str = "") -> None:
        """Mark the row done inside the caller's transaction.

        Raises:
            LeaseLost: another attempt has dealt with it, or is about to; the caller's
                transaction must not stay.
        """
        values: dict[str, object] = {"state": State.DONE, "error": "", "lease_until": None}
        if self.table == "inbox":
            values["outcome"] = outcome
        self.settle(session, values)

    def park(self, session: Session, reference: str) -> None:
        """Keep the row for a person to look at, inside the caller's transaction.

        Raises:
            LeaseLost: as `finish`.
        """
        self.settle(session, {"state": State.PARKED, "error": reference[:500], "lease_until": None})

    def settle(self, session: Session, values: dict[str, object]) -> None:
        """Write to the row while it is still ours.

        Raises:
            LeaseLost: it is not.
        """
        kind = TABLES[self.table]
        mine = (kind.id == self.id, kind.state == State.PENDING, kind.attempts == self.attempts)
        written = session.execute(update(kind).where(*mine).values(**values))
        if written.rowcount != 1:  # type: ignore[attr-defined]
            raise LeaseLost(f"{self.table} {self.id}")


Handler = Callable[[Job], Finish | None]
OnParked = Callable[[Job, str], None]


class Attempts:
    """Makes one attempt at a row, whoever decides when.

    `on_parked(job, reference)` tells the people concerned that a row waits for a person.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        read: Handler,
        deliver: Handler,
        on_parked: OnParked | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self._handlers: dict[str, Handler] = {"inbox": read, "outbox": deliver}
        self._on_parked = on_parked

    def attempt(self, table: str, row_id: int) -> float | None:
        """Deal with one row; return None when it is settled, else the seconds until the next try.

        An inbox handler finishes its row inside its own business transaction; what an outbox
        handler returns runs in the transaction that marks the row done.
        """
        try:
            job = self._claim(table, row_id)
            if job is None:
                return None
            return self._try(job)
        except LeaseLost:
            return None
        except Waiting as waiting:
            return waiting.seconds

    def attempt_in_turn(self, table: str, row_id: int) -> float | None:
        """Deal with a row, and before it with whatever earlier rows of its lane are pending."""
        while True:
            first = self._first_of_lane(table, row_id)
            if first is None:
                return None
            seconds = self.attempt(table, first)
            if seconds is not None or first == row_id:
                return seconds

    def _try(self, job: Job) -> float | None:
        try:
            if job.attempts - job.row.waits > TRIES[job.table]:
                raise Undeliverable("the worker died on every attempt")
            with self._kept(job):
                finish = self._handlers[job.table](job)
            if job.table == "outbox":
                with self.database.writing() as session:
                    job.finish(session)
                    if finish:
                        finish(session)
        except (LeaseLost, Waiting):
            raise
        except Later as later:
            return self._wait(job, later)
        except Undeliverable as refused:
            self._park(job, str(refused))
        except Exception as fault:  # the one place for faults of deliveries
            return self._failed(job, fault)
        return None

    def _kept(self, job: Job) -> Kept:
        kind = TABLES[job.table]
        return Kept(self.database, self.clock, kind=kind, row_id=job.id, attempts=job.attempts)

    def _claim(self, table: str, row_id: int) -> Job | None:
        """Take a row; None when it is settled.

        Raises:
            Waiting: not now.
        """
        now = self.clock.now()
        with self.database.writing() as session:
            row = session.get(TABLES[table], row_id, with_for_update=True)
            if row is None or row.state != State.PENDING:
                return None
            if row.due > now:
                raise Waiting((row.due - now).total_seconds())
            if row.lease_until is not None and row.lease_until > now:
                raise Waiting(min(_LOOK_AGAIN, (row.lease_until - now).total_seconds()))
            row.attempts += 1
            row.first_tried = row.first_tried or now
            row.lease_until = now + LEASE
            session.flush()
            session.expunge(row)
            return Job(table=table, id=row_id, attempts=row.attempts, row=row)

    def _first_of_lane(self, table: str, row_id: int) -> int | None:
        """The earliest pending row of this row's lane up to itself; None when it is settled."""
        kind = TABLES[table]
        mine = aliased(kind)
        with self.database.reading() as session:
            return session.scalar(
                select(kind.id)
                .join(mine, (mine.lane == kind.lane) & (mine.id >= kind.id))
                .where(mine.id == row_id, mine.state == State.PENDING)
                .where(kind.state == State.PENDING)
                .order_by(kind.id)
                .limit(1)
            )

    def _wait(self, job: Job, later: Later) -> float | None:
        """The other side asks for patience: that is no fault, but it has an end."""
        since = job.row.first_tried or self.clock.now()
        if self.clock.now() - since >= PATIENCE:
            self._park(job, f"given up after {PATIENCE.total_seconds() / 3600:g} hours: {later}")
            return None
        return self._again(job, later.seconds, str(later), waits=job.row.waits + 1)

    def _failed(self, job: Job, fault: Exception) -> float | None:
        """A fault of ours: its text may quote what people wrote, so only its type is kept."""
        why = f"{job.reference}: {type(fault).__name__}"
        tried = job.attempts - job.row.waits
        place = f"{job.table} {job.id}"
        log.warning("attempt failed", row=place, tried=tried, why=why, where=_where(fault))
        if tried < TRIES[job.table]:
            return self._again(job, pause(job.id, tried), why, waits=job.row.waits)
        self._park(job, why)
        return None

    def _again(self, job: Job, seconds: float, why: str, *, waits: int) -> float:
        due = self.clock.now() + timedelta(seconds=seconds)
        with self.database.writing() as session:
            job.settle(
                session, {"due": due, "lease_until": None, "error": why[:500], "waits": waits}
            )
        return seconds

    def _park(self, job: Job, why: str) -> None:
        log.error("parked", row=f"{job.table} {job.id}", why=why[:200])
        with self.database.writing() as session:
            job.park(session, why)
        if self._on_parked:
            self._on_parked(job, job.reference)


def pause(row_id: int, attempts: int) -> float:
    """Seconds before the next try: 1, 4, 16 … up to four hours, spread by the row's number."""
    spread = 1.0 + (row_id * 7919 % 100) / 500
    return min(_LONGEST_PAUSE, 4.0 ** (attempts - 1)) * spread


def _where(fault: BaseException) -> str:
    """File and line where a fault arose, for the log."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


def due_rows(session: Session, table: str, *, now: datetime, limit: int = 50) -> list[int]:
    """Rows that may be tried now: due, not leased, and first of their lane."""
    return list(session.scalars(_due(table), {"now": now, "limit": limit}))


@cache
def _due(table: str) -> Select[tuple[int]]:
    """What workers ask all the time is worded once."""
    kind = TABLES[table]
    earlier = aliased(kind)
    now: BindParameter[datetime] = bindparam("now")
    blocked = exists().where(
        earlier.lane == kind.lane, earlier.state == State.PENDING, earlier.id < kind.id
    )
    free = (kind.lease_until.is_(None)) | (kind.lease_until <= now)
    return (
        select(kind.id)
        .where(kind.state == State.PENDING, kind.due <= now, free, ~blocked)
        .order_by(kind.id)
        .limit(bindparam("limit"))
    )
