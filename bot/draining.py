"""Workers of one process, for SQLite: threads that look for due rows and try them."""

import threading

import structlog
from sqlalchemy import update

from bot.workers import TABLES, Attempts, due_rows
from domain.database import Database
from domain.durable import State

log = structlog.get_logger("salesclerk.work")


def release_leases(database: Database) -> None:
    """Let rows be tried at once that a process left behind when it died.

    Only for SQLite, where no other process works on the rows.
    """
    with database.writing() as session:
        for kind in TABLES.values():
            session.execute(
                update(kind).where(kind.state == State.PENDING).values(lease_until=None)
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
        """Try rows that are due until there is none; tell whether there was one."""
        busy = False
        while not self._stop_asked.is_set():
            now = self._attempts.clock.now()
            with self._attempts.database.reading() as session:
                rows = due_rows(session, self._table, now=now, limit=1)
            if not rows:
                break
            busy = True
            self._attempts.attempt(self._table, rows[0])
        return busy
