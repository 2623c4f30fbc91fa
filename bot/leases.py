"""Keeping a claim while work goes on: the lease is short, and renewed until the attempt ends.

So a long delivery is not taken over by somebody else, and a dead worker's rows are free soon.
"""

import threading
from datetime import timedelta
from types import TracebackType
from typing import Any

import structlog
from sqlalchemy import update

from bot.clock import Clock
from domain.database import Database
from domain.durable import State

LEASE = timedelta(seconds=30)
_EVERY = LEASE.total_seconds() / 3

log = structlog.get_logger("salesclerk.work")


class Kept:
    """A context in which the claim on one row is renewed. `kind` is the row's class."""

    def __init__(
        self, database: Database, clock: Clock, *, kind: Any, row_id: int, attempts: int
    ) -> None:
        self._database = database
        self._clock = clock
        self._kind = kind
        self._mine = (
            kind.id == row_id,
            kind.state == State.PENDING,
            kind.attempts == attempts,
            kind.lease_until.is_not(None),
        )
        self._over = threading.Event()
        self._timer = self._next()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._timer.cancel()

    def renew(self) -> None:
        """Set the end of the lease anew; a row that is settled or taken over is left alone."""
        if self._over.is_set():
            return
        try:
            with self._database.writing() as session:
                until = self._clock.now() + LEASE
                session.execute(update(self._kind).where(*self._mine).values(lease_until=until))
        except Exception as fault:  # the database is away: what is fenced cannot be doubled
            log.warning("lease not renewed", fault=type(fault).__name__)
        self._timer = self._next()
        self._timer.start()

    def _next(self) -> threading.Timer:
        timer = threading.Timer(_EVERY, self.renew)
        timer.daemon = True
        return timer
