"""Booking what a payment provider told us: one stored notice, one command, one transaction."""

import time

from bot.clock import Clock
from bot.workers import Job
from domain.codec import from_json
from domain.database import Database
from domain.inbox import InboxRow
from domain.people import CLERK
from domain.receivables.online import TakeOnlinePayment, take_online_payment
from domain.work import Source, begin, retrying


class PayWork:
    """Reads stored notices for one company."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def read(self, job: Job) -> None:
        """Book one notice in the clerk's own name; see `bot.workers`."""
        row = job.row
        if not isinstance(row, InboxRow):
            raise TypeError("only rows of the inbox are read")
        command = from_json(TakeOnlinePayment, row.envelope)
        source = Source(channel="payments", message_id=row.key)

        def attempt() -> None:
            with begin(self._database, now=self._clock.now(), actor=CLERK, source=source) as work:
                taken = take_online_payment(command, work)
                job.finish(work.session, taken.payment_no or f"for a person: {taken.doubt}")

        retrying(attempt, lambda number: time.sleep(0.05 * number))
