"""Dealing with inbox and outbox rows: one attempt, and the threads that make attempts on SQLite.

The row is the truth. An attempt claims it by compare-and-set and counts before it begins, so
a job that kills its worker ends after a few tries; what it writes is committed together with
"done". On PostgreSQL Procrastinate calls the same `attempt` (see `bot.engine_postgres`).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from bot.clock import Clock
from bot.delivery import Later, Undeliverable
from domain.database import Database
from domain.durable import State
from domain.inbox import InboxRow
from domain.outbox import OutboxRow

Finish = Callable[[Session], None]
Row = InboxRow | OutboxRow
TABLES: dict[str, Any] = {"inbox": InboxRow, "outbox": OutboxRow}
TRIES = {"inbox": 5, "outbox": 12}
LEASE = timedelta(seconds=90)  # longer than the longest delivery
_LONGEST_PAUSE = 4 * 3600.0

log = structlog.get_logger("salesclerk.work")


class LeaseLost(Exception):
    """Somebody else finished the row; what this attempt wrote must be rolled back."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A claimed row, copied out of the database. `row` is detached and only read."""

    table: str
    id: int
    attempts: int
    row: Row

    def finish(self, session: Session, outcome: str = "") -> None:
        """Mark the row done inside the caller's transaction.

        Raises:
            LeaseLost: it is done already; the caller's transaction must not stay.
        """
        kind = TABLES[self.table]
        values: dict[str, object] = {"state": State.DONE, "error": "", "lease_until": None}
        if kind is InboxRow:
            values["outcome"] = outcome
        mine = (kind.id == self.id) & (kind.state == State.PENDING)
        done = session.execute(
            update(kind).where(mine, kind.attempts == self.attempts).values(**values)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise LeaseLost(f"{self.table} {self.id}")

    def park(self, session: Session, reference: str) -> None:
        """Keep the row for a person to look at, inside the caller's transaction."""
        kind = TABLES[self.table]
        session.execute(
            update(kind)
            .where(kind.id == self.id, kind.state == State.PENDING)
            .values(state=State.PARKED, error=reference[:500], lease_until=None)
        )


Handler = Callable[[Job], Finish | None]
OnParked = Callable[[Job, str], None]


class Attempts:
    """Makes one attempt at a row, whoever decides when. `on_parked` tells the people concerned."""

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

        An inbox handler finishes its row inside its own business transaction; what it or an
        outbox handler returns runs in the transaction that marks the row done.
        """
        job = self._claim(table, row_id)
        if job is None:
            return None
        try:
            if job.attempts > TRIES[table]:
                raise Undeliverable("the worker died on every attempt")
            finish = self._handlers[table](job)
            if table == "outbox":
                with self.database.writing() as session:
                    job.finish(session)
                    if finish:
                        finish(session)
        except LeaseLost:
            return None
        except Later as later:
            return self._again(job, later.seconds, str(later), counts=False)
        except Undeliverable as refused:
            self._park(job, str(refused))
        except Exception as fault:  # the one place for faults of deliveries
            log.warning("attempt failed", table=table, row=row_id, fault=type(fault).__name__)
            why = f"{type(fault).__name__}: {fault}"
            if job.attempts < TRIES[table]:
                return self._again(job, pause(row_id, job.attempts), why)
            self._park(job, why)
        return None

    def _claim(self, table: str, row_id: int) -> Job | None:
        now = self.clock.now()
        with self.database.writing() as session:
            row = session.get(TABLES[table], row_id, with_for_update=True)
            if row is None or row.state != State.PENDING:
                return None
            if row.lease_until is not None and row.lease_until > now:
                return None
            row.attempts += 1
            row.lease_until = now + LEASE
            session.flush()
            session.expunge(row)
            return Job(table=table, id=row_id, attempts=row.attempts, row=row)

    def _again(self, job: Job, seconds: float, why: str, *, counts: bool = True) -> float:
        due = self.clock.now() + timedelta(seconds=seconds)
        values: dict[str, object] = {"due": due, "lease_until": None, "error": why[:500]}
        if not counts:
            values["attempts"] = job.attempts - 1
        self._set(job, values)
        return seconds

    def _park(self, job: Job, why: str) -> None:
        log.error("parked", table=job.table, row=job.id, why=why[:200])
        self._set(job, {"state": State.PARKED, "lease_until": None, "error": why[:500]})
        if self._on_parked:
            self._on_parked(job, why)

    def _set(self, job: Job, values: dict[str, object]) -> None:
        kind = TABLES[job.table]
        with self.database.writing() as session:
            session.execute(
                update(kind)
                .where(kind.id == job.id, kind.state == State.PENDING)
                .where(kind.attempts == job.attempts)
                .values(**values)
            )


def pause(row_id: int, attempts: int) -> float:
    """Seconds before the next try: 1, 4, 16 … up to four hours, spread by the row's number."""
    spread = 1.0 + (row_id * 7919 % 100) / 500
    return min(_LONGEST_PAUSE, 4.0 ** (attempts - 1)) * spread


def due_rows(session: Session, table: str, *, now: datetime, limit: int = 50) -> list[int]:
    """Rows that may be tried now: due, not leased, and first of their lane."""
    kind = TABLES[table]
    earlier = aliased(kind)
    blocked = exists().where(
        earlier.lane == kind.lane, earlier.state == State.PENDING, earlier.id < kind.id
    )
    free = (kind.lease_until.is_(None)) | (kind.lease_until <= now)
    return list(
        session.scalars(
            select(kind.id)
            .where(kind.state == State.PENDING, kind.due <= now, free, ~blocked)
            .order_by(kind.id)
            .limit(limit)
        )
    )


class Drain(threading.Thread):
    """Empties one table in this process: woken by `wake`, and looking by itself all the time."""

    def __init__(self, attempts: Attempts, table: str, *, poll: float = 0.2) -> None:
        super().__init__(name=f"drain-{table}", daemon=True)
        self._attempts = attempts
        self._table = table
        self._poll = poll
        self._awake = threading.Event()
        self._stop_asked = threading.Event()

    def wake(self) -> None:
        self._awake.set()

    def stop(self, timeout: float = 30.0) -> None:
        """End after the row in hand; wait for that at most `timeout` seconds."""
        self._stop_asked.set()
        self._awake.set()
        self.join(timeout)

    def run(self) -> None:
        while not self._stop_asked.is_set():
            try:
                busy = self.drain_once()
            except Exception as fault:  # a locked or lost database must not end the thread
                log.error("drain interrupted", table=self._table, fault=type(fault).__name__)
                busy = False
            if not busy:
                self._awake.wait(self._poll)
                self._awake.clear()

    def drain_once(self) -> bool:
        """Try every row that is due; tell whether there was one."""
        clock = self._attempts.clock
        with self._attempts.database.reading() as session:
            rows = due_rows(session, self._table, now=clock.now())
        for row_id in rows:
            if self._stop_asked.is_set():
                break
            self._attempts.attempt(self._table, row_id)
        return bool(rows)
