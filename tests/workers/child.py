"""A worker process for tests that kill it: `python -m tests.workers.child URL CALLS HOLD`.

Each row has one effect in the database, under a unique key, and every call of the outside
world is a line in the file CALLS. HOLD is how long a delivery takes, in seconds.
"""

import os
import sys
import time
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.draining import Drain, release_leases
from bot.engine_postgres import run_worker
from bot.workers import Attempts, Finish, Job
from domain.database import Database

EFFECT = "INSERT INTO effect (duty, row_no, at) VALUES (:duty, :row, :at)"
TABLE = "CREATE TABLE effect (duty VARCHAR, row_no BIGINT, at FLOAT, UNIQUE (duty, row_no))"


class World:
    """The outside world: it notes every call, and some calls kill the caller."""

    def __init__(self, database: Database, calls: Path, hold: float) -> None:
        self._database = database
        self._calls = calls
        self._hold = hold

    def read(self, job: Job) -> None:
        """An inbox row: its effect and "done" are one transaction."""
        self._call(job)
        with self._database.writing() as session:
            session.execute(text(EFFECT), _effect(job))
            job.finish(session, "understood")

    def deliver(self, job: Job) -> Finish:
        """An outbox row: the call happens outside any transaction."""
        self._call(job)
        if job.row.kind == "poison":
            os.kill(os.getpid(), 9)
        time.sleep(self._hold)

        def finish(session: Session) -> None:
            session.execute(text(EFFECT), _effect(job))

        return finish

    def _call(self, job: Job) -> None:
        with self._calls.open("a", encoding="ascii") as file:
            file.write(f"{job.table} {job.id} {time.time():.3f}\n")


def _effect(job: Job) -> dict[str, object]:
    return {"duty": job.table, "row": job.id, "at": time.time()}


def main(url: str, calls: str, hold: str) -> None:
    database = Database(url)
    world = World(database, Path(calls), float(hold))
    attempts = Attempts(database, Clock(), read=world.read, deliver=world.deliver)
    if not database.is_sqlite:
        run_worker(database, attempts, concurrency=2)
        return
    release_leases(database)
    drains = [Drain(attempts, table) for table in ("inbox", "outbox", "outbox")]
    for drain in drains:
        drain.start()
    for drain in drains:
        drain.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
