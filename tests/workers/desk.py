"""A desk where rows are stored and tried by hand, on a clock that stands still."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.workers import Attempts, Finish, Job, due_rows
from domain import inbox, outbox
from domain.database import Database
from domain.inbox import InboxRow
from domain.outbox import OutboxRow

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
Deal = Callable[[Job], Finish | None]


class StillClock(Clock):
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Desk:
    """`deal` is what happens to a row; tests replace it. What it was called for is in `seen`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StillClock()
        self.seen: list[str] = []
        self.parked: list[str] = []
        self.deal: Deal = self.finish
        self.attempts = Attempts(
            database,
            self.clock,
            read=self._dealt,
            deliver=self._dealt,
            on_parked=lambda _job, reference: self.parked.append(reference),
        )

    def receive(self, key: str, lane: str = "") -> int:
        """Store a message; its lane is its own unless one is given."""
        with self.database.writing() as session:
            row_id = inbox.receive(
                session, channel="slack", kind="slack.message", key=key, lane=lane or key,
                body=b"hello", now=self.clock.now(),
            )  # fmt: skip
        assert row_id is not None
        return row_id

    def send(self, key: str, lane: str = "", *, within: float = 0.0) -> int:
        """Queue a delivery that is due in `within` seconds."""
        with self.database.writing() as session:
            row_id = outbox.send(
                session, kind="mail", key=key, lane=lane or key, payload={},
                due=self.clock.now() + timedelta(seconds=within),
            )  # fmt: skip
        assert row_id is not None
        return row_id

    def attempt(self, table: str, row_id: int) -> float | None:
        return self.attempts.attempt(table, row_id)

    def due(self, table: str) -> list[int]:
        with self.database.reading() as session:
            return due_rows(session, table, now=self.clock.now())

    def outgoing(self, row_id: int) -> OutboxRow:
        with self.database.reading() as session:
            row = session.get_one(OutboxRow, row_id)
            session.expunge(row)
            return row

    def incoming(self, row_id: int) -> InboxRow:
        with self.database.reading() as session:
            row = session.get_one(InboxRow, row_id)
            session.expunge(row)
            return row

    def finish(self, job: Job) -> Finish | None:
        """What a channel's reader does: effects and "done" in one transaction."""
        if job.table == "inbox":
            with self.database.writing() as session:
                job.finish(session, "understood")
        return None

    def _dealt(self, job: Job) -> Finish | None:
        self.seen.append(job.row.key)
        return self.deal(job)
