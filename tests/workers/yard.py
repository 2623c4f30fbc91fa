"""Worker processes that tests start, kill and count."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from bot.clock import Clock
from bot.engine_postgres import use_procrastinate
from bot.workers import TABLES
from domain import inbox, outbox
from domain.database import Database
from domain.durable import State
from tests.workers import child

ROOT = Path(__file__).resolve().parent.parent.parent


class Yard:
    """Some worker processes on one database. `hold` is how long each delivery takes."""

    def __init__(self, database: Database, folder: Path, *, hold: float) -> None:
        self.database = database
        self._calls = folder / "calls"
        self._calls.touch()
        self._hold = hold
        self.workers: list[subprocess.Popen[bytes]] = []
        self._log = (folder / "workers.log").open("ab")
        if not database.is_sqlite:
            use_procrastinate(database, Clock())
        with database.writing() as session:
            session.execute(text(child.TABLE))

    def fill(self, count: int, *, lanes: int = 1000, kind: str = "mail") -> None:
        """Store `count` rows in each table, spread over `lanes`."""
        now = Clock().now()
        for number in range(count):
            with self.database.writing() as session:
                inbox.receive(
                    session, channel="slack", kind="slack.message", key=f"{kind}-{number}",
                    lane=f"{kind}-{number % lanes}", body=b"", now=now,
                )  # fmt: skip
                outbox.send(
                    session, kind=kind, key=f"{kind}-{number}", lane=f"{kind}-{number % lanes}",
                    payload={}, due=now,
                )  # fmt: skip

    def send(self, key: str, *, kind: str = "mail", lane: str, within: float = 0.0) -> int:
        with self.database.writing() as session:
            row_id = outbox.send(
                session, kind=kind, key=key, lane=lane, payload={},
                due=Clock().now() + timedelta(seconds=within),
            )  # fmt: skip
        assert row_id is not None
        return row_id

    def start(self, count: int = 1) -> None:
        address = self.database.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "tests.workers.child", address, self._calls, self._hold]
        for _ in range(count):
            self.workers.append(
                subprocess.Popen(
                    [str(part) for part in command], cwd=ROOT, stdout=self._log, stderr=self._log
                )
            )

    def kill_one(self) -> None:
        """End the oldest worker without letting it say a word."""
        victim = self.workers.pop(0)
        victim.kill()
        victim.wait()

    def stop(self) -> None:
        """End all workers in good order where they can, else at once."""
        for worker in self.workers:
            worker.kill() if self.database.is_sqlite else worker.terminate()
        for worker in self.workers:
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self.workers.clear()
        self._log.close()

    def count(self, state: State) -> int:
        """Rows of both tables in this state."""
        total = 0
        with self.database.reading() as session:
            for kind in TABLES.values():
                asked = select(func.count()).select_from(kind).where(kind.state == state)
                total += session.scalar(asked) or 0
        return total

    def effects(self) -> Counter[tuple[str, int]]:
        with self.database.reading() as session:
            rows = session.execute(text("SELECT duty, row_no FROM effect"))
            return Counter((duty, row) for duty, row in rows)

    def order(self, duty: str) -> list[int]:
        """Row numbers in the order of their effects."""
        with self.database.reading() as session:
            asked = text("SELECT row_no FROM effect WHERE duty = :duty ORDER BY at")
            return list(session.scalars(asked, {"duty": duty}))

    def calls(self) -> list[tuple[str, int]]:
        """Every call of the outside world, in order."""
        lines = (line.split() for line in self._calls.read_text(encoding="ascii").splitlines())
        return [(table, int(row)) for table, row, _ in lines]

    def wait(self, reached: Callable[[], bool], *, within: float) -> None:
        """Wait until something holds, at most `within` seconds."""
        end = time.monotonic() + within
        while not reached():
            if time.monotonic() > end:
                raise TimeoutError(f"not within {within:g} s")
            time.sleep(0.05)
