"""What must be done because time passes, not because somebody asks.

Old quotes expire, and messages that were dealt with long ago are forgotten.

The clerk does it in his own name, about once an hour, with the same commands as everybody.
Reminders, approvals and retries are not here: they are rows with a due date of their own.
"""

import threading
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from domain.database import Database
from domain.people import CLERK
from domain.retention import Forgotten, forget_messages
from domain.sales.quotes import ExpireQuotes, expire_quotes
from domain.work import Source, begin

EVERY = 3600.0  # seconds

log = structlog.get_logger("salesclerk.upkeep")


def expire_what_is_over(database: Database, now: datetime) -> tuple[str, ...]:
    """Mark quotes whose last day is over where the company is; return their numbers.

    An hour in which nothing expires leaves no entry in the history. Two processes doing this
    at the same time do no harm.
    """
    if not _expired(database, now, dry=True):
        return ()
    return _expired(database, now)


def _expired(database: Database, now: datetime, *, dry: bool = False) -> tuple[str, ...]:
    source = Source(channel="upkeep")
    with begin(database, now=now, actor=CLERK, source=source, dry=dry) as work:
        return expire_quotes(ExpireQuotes(until=work.today), work).quote_nos


def forget_what_is_old(database: Database, now: datetime, *, keep_days: int) -> Forgotten:
    """Delete messages dealt with more than `keep_days` days ago, in slices; 0 keeps all."""
    gone = Forgotten()
    while keep_days:
        with database.writing() as session:
            slice_ = forget_messages(session, before=now - timedelta(days=keep_days))
        if not slice_.total:
            break
        gone = Forgotten(
            messages=gone.messages + slice_.messages,
            deliveries=gone.deliveries + slice_.deliveries,
        )
    return gone


class Upkeep(threading.Thread):
    """Does the upkeep at once and then again and again, until it is stopped."""

    def __init__(
        self, database: Database, clock: Clock, *, keep_days: int = 0, every: float = EVERY
    ) -> None:
        super().__init__(name="upkeep", daemon=True)
        self._database = database
        self._clock = clock
        self._keep_days = keep_days
        self._every = every
        self._stop_asked = threading.Event()

    def stop(self, timeout: float = 30.0) -> None:
        """End after the round in hand; wait for that at most `timeout` seconds."""
        self._stop_asked.set()
        if self.is_alive():
            self.join(timeout)

    def run(self) -> None:
        while not self._stop_asked.is_set():
            try:
                expired = expire_what_is_over(self._database, self._clock.now())
                if expired:
                    log.info("quotes expired", count=len(expired))
                gone = forget_what_is_old(
                    self._database, self._clock.now(), keep_days=self._keep_days
                )
                if gone.total:
                    log.info(
                        "messages forgotten", messages=gone.messages, deliveries=gone.deliveries
                    )
            except Exception as fault:  # a locked or lost database must not end the thread
                log.error("upkeep interrupted", fault=type(fault).__name__)
            self._stop_asked.wait(self._every)
