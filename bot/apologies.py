"""When a message could not be read at all: its writer gets a reference to ask with.

The clerk words its own faults; this is for messages that fail before they reach it, after
the last try. Where the writer cannot be found out from the message, nobody is told: the log
and the parked row have the reference too.
"""

from collections.abc import Callable

import structlog

from bot import wording
from bot.channels import slack_events
from bot.channels.email_work import MailAnswer
from bot.channels.letter_keys import thread_name
from bot.channels.posting import MailRoom
from bot.channels.slack_work import SlackAnswer
from bot.clock import Clock
from bot.conversation import Answering
from bot.undelivered import tell_undelivered
from bot.workers import Job
from domain.database import Database
from domain.inbox import InboxRow
from domain.parties.contacts import identify_sender
from domain.people import CLERK, employee_of_email
from domain.work import Source, begin
from mail.automatic import automatic_reason
from mail.letter import read_letter

log = structlog.get_logger("salesclerk.work")


class Apologies:
    """Tells the writer of a parked message; see `bot.workers.Attempts`."""

    def __init__(self, database: Database, clock: Clock, *, room: MailRoom) -> None:
        self._database = database
        self._clock = clock
        self._room = room
        self._ways: dict[str, Callable[[Job, InboxRow], Answering | None]] = {
            "mail.letter": self._to_writer,
            "slack.message": _in_thread,
            "slack.command": _to_asker,
        }

    def __call__(self, job: Job, reference: str) -> None:
        """Queue the apology; a message that cannot be answered either is only logged."""
        try:
            self._tell(job, reference)
        except Exception as fault:  # the message may be what is broken
            log.warning("nobody could be told", reference=reference, fault=type(fault).__name__)

    def _tell(self, job: Job, reference: str) -> None:
        row = job.row
        if job.table == "outbox":
            if row.kind != "mail":
                return  # a Slack post that Slack refuses has nobody else to tell
            with begin(self._database, now=self._clock.now(), actor=CLERK) as work:
                tell_undelivered(work, job.id, row.error or reference)
            return
        way = self._ways.get(row.kind)
        answer = way(job, row) if way and isinstance(row, InboxRow) else None
        if answer is None:
            log.warning("nobody to tell", reference=reference, kind=row.kind)
            return
        source = Source(channel=row.kind.partition(".")[0], message_id=row.key)
        with begin(self._database, now=self._clock.now(), actor=CLERK, source=source) as work:
            answer.reply(work, wording.fault(reference), ())

    def _to_writer(self, job: Job, row: InboxRow) -> MailAnswer | None:
        """The writer of a letter, where it is somebody we know and no machine."""
        letter = read_letter(row.body)
        envelope_from = str(row.envelope.get("from") or "")
        machine = automatic_reason(
            letter, envelope_from, our_addresses=self._room.addresses, secret=self._room.secret
        )
        if letter.sender_doubtful or machine:
            return None
        with self._database.reading() as session:
            known = employee_of_email(session, letter.from_address) or identify_sender(
                session, letter.from_address
            )
        if known is None:
            return None
        return MailAnswer(
            job=job,
            room=self._room,
            thread=thread_name(self._room.secret, row.key),
            to_name=letter.from_name,
            to_address=letter.from_address,
            subject=letter.subject,
            in_reply_to=letter.message_id,
            references=(*letter.references, letter.message_id),
        )


def _in_thread(job: Job, row: InboxRow) -> SlackAnswer:
    said = slack_events.spoken(row.body)
    return SlackAnswer(job=job, channel=said.channel, thread_ts=said.thread_ts, user=said.user)


def _to_asker(job: Job, row: InboxRow) -> SlackAnswer:
    asked = slack_events.commanded(row.body)
    return SlackAnswer(job=job, channel=asked.channel, thread_ts="", user=asked.user)
