"""The worker's side of mail: a stored letter becomes a message, and its answer a letter.

Only the new words of a known, trusted sender are obeyed. Automatic mail and bounces are
never answered; unknown senders wait in quarantine until one of our people says whose they
are. Every letter ends with a reason that people can read.
"""

import json
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.channels.enclosures import enclosed
from bot.channels.letter_keys import thread_name
from bot.channels.posting import MailRoom, answers_too_often
from bot.clock import Clock
from bot.conversation import Clerk, Press
from bot.message import Message
from bot.reply import Reply
from bot.retelling import in_language
from bot.undelivered import tell_undelivered
from bot.workers import Job
from domain.conversations import Conversation, conversation, place_of_token
from domain.database import Database
from domain.inbox import InboxRow
from domain.parties.care import responsible_for
from domain.parties.contacts import identify_sender, language_of, quarantine, sender_ignored
from domain.parties.waiting import was_adopted
from domain.people import CLERK, STAFF, STRANGER, Actor, employee_of_email
from domain.work import Source, Work, begin
from mail.automatic import automatic_reason
from mail.bounces import bounce_of
from mail.letter import Letter, read_letter
from mail.quoting import Separated, separate
from mail.threads import find_thread, subject_without_token
from mail.trust import Policy, verdict


@dataclass(frozen=True, kw_only=True)
class MailAnswer:
    """Answers one letter or one press of a link to an address, in its conversation."""

    job: Job
    room: MailRoom
    thread: str
    to_name: str
    to_address: str
    subject: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # about enclosures that were not read

    def reply(self, work: Work, reply: Reply, tokens: tuple[str, ...]) -> None:
        """Queue the answer, unless this address is answered too often to be a person."""
        own = work.actor.roles & STAFF
        done = bool(reply.papers or reply.document_no) and not reply.refused
        if not own and not done and answers_too_often(work.session, self.to_address, work.now):
            person = responsible_for(work.session, work.actor.customer_no or "")
            if person:  # it may be a person after all, who must not wait in vain
                work.notify(person, "silenced", self.job.row.key)
            return
        subject = subject_without_token(self.subject) or "Your message"
        language = work.source.language
        self.room.write(
            work,
            in_language(replace(reply, notes=(*reply.notes, *self.notes)), language),
            tokens,
            to_name=self.to_name,
            to_address=self.to_address,
            subject=subject if subject.lower().startswith("re:") else f"Re: {subject}",
            key=f"reply:{self.job.row.key}",
            thread=self.thread,
            in_reply_to=self.in_reply_to,
            references=self.references,
            language=language,
        )
        row = conversation(work.session, f"mail:{self.thread}", "mail")
        row.address = {"to": self.to_address, "name": self.to_name, "subject": subject}

    def done(self, session: Session, outcome: str) -> None:
        self.job.finish(session, outcome[:500] or "nothing in it asks for an answer")

    def park(self, session: Session, reference: str) -> None:
        self.job.park(session, reference)


class EmailWork:
    """Reads stored letters for one company. `trusting` takes known addresses at their word."""

    def __init__(
        self,
        clerk: Clerk,
        database: Database,
        clock: Clock,
        *,
        room: MailRoom,
        policy: Policy,
        trusting: bool,
    ) -> None:
        self._clerk = clerk
        self._database = database
        self._clock = clock
        self._room = room
        self._policy = policy
        self._trusting = trusting

    def read(self, job: Job) -> None:
        """Deal with one letter or one opened link; see `bot.workers`."""
        if job.row.kind == "mail.press":
            self._press(job)
            return
        row = _row(job)
        letter = read_letter(row.body)
        if self._came_back(job, letter, row):
            return
        reason = self._not_answered(letter, row)
        if reason:
            self._put_aside(job, reason)
            return
        with self._database.reading() as session:
            actor = self._sender(session, letter, row)
            ignored = actor is None and sender_ignored(session, letter.from_address)
            thread = self._thread(session, letter, row, actor)
        if ignored:
            self._put_aside(job, "somebody said that this sender is not for us")
        elif actor is None or letter.unreadable:
            self._quarantine(job, letter)
        else:
            self._hear(job, letter, actor=actor, thread=thread)

    def _came_back(self, job: Job, letter: Letter, row: InboxRow) -> bool:
        """A report that a letter of ours did not arrive: whoever looks after it is told."""
        recipients = [str(one) for one in _listed(row.envelope.get("recipients"))]
        bounce = bounce_of(letter, recipients, secret=self._room.secret)
        if bounce is None:
            return False
        said = f"{bounce.recipient} {bounce.status} {bounce.reason}".strip()
        source = Source(channel="mail", message_id=row.key)
        with begin(self._database, now=self._clock.now(), actor=CLERK, source=source) as work:
            if bounce.permanent and bounce.outbox_id.isdecimal():
                tell_undelivered(work, int(bounce.outbox_id), said)
            job.finish(work.session, f"bounce: {said}"[:500])
        return True

    def _not_answered(self, letter: Letter, row: InboxRow) -> str:
        """Why a letter gets no answer at all; empty for a letter of a person."""
        envelope_from = str(row.envelope.get("from") or "")
        why = automatic_reason(
            letter, envelope_from, our_addresses=self._room.addresses, secret=self._room.secret
        )
        return f"not answered because {why}" if why else ""

    def _sender(self, session: Session, letter: Letter, row: InboxRow) -> Actor | None:
        """Who wrote, where that is known and believed."""
        if letter.sender_doubtful or letter.unreadable:
            return None
        own = employee_of_email(session, letter.from_address)
        actor = own.actor() if own else identify_sender(session, letter.from_address)
        if actor is None or was_adopted(session, row.key) or self._trusting:
            return actor
        peer = str(row.envelope.get("peer") or "")
        return actor if verdict(letter, peer, policy=self._policy).passed else None

    def _thread(self, session: Session, letter: Letter, row: InboxRow, actor: Actor | None) -> str:
        """The conversation of a letter: its seal's, if the writer is part of it, else a new one."""
        recipients = [str(one) for one in _listed(row.envelope.get("recipients"))]
        found = find_thread(
            recipients,
            (*letter.references, *letter.in_reply_to),
            subject=letter.subject,
            secret=self._room.secret,
        )
        if found is not None and actor is not None:
            known = session.get(Conversation, f"mail:{found.thread}")
            if known is None or _takes_part(session, known, actor, letter.from_address):
                return found.thread
        return thread_name(self._room.secret, row.key)

    def _hear(self, job: Job, letter: Letter, *, actor: Actor, thread: str) -> None:
        parts = separate(letter.text, letter.html or None, subject=letter.subject)
        files = enclosed(letter.attachments)
        answer = MailAnswer(
            job=job,
            room=self._room,
            thread=thread,
            notes=files.notes,
            to_name=actor.name or letter.from_name,
            to_address=letter.from_address,
            subject=letter.subject,
            in_reply_to=letter.message_id,
            references=(*letter.references, letter.message_id),
        )
        with self._database.reading() as session:
            message = _message(job, letter, parts, actor=actor, thread=thread, session=session)
        # a table in quoted history is an old order: HTML tables count where nothing is quoted
        own = () if parts.quoted else letter.tables
        message = replace(message, tables=(*own, *files.tables), statements=files.statements)
        self._clerk.hear(message, answer)

    def _press(self, job: Job) -> None:
        """Obey a signed link: it counts as said by the person the letter was written to."""
        pressed = json.loads(_row(job).body)
        with self._database.reading() as session:
            place = place_of_token(session, pressed["token"])
            actor = self._addressee(session, place)
            language = language_of(session, actor)
        answer = MailAnswer(
            job=job,
            room=self._room,
            thread=place.key.removeprefix("mail:"),
            to_name=str(place.address.get("name") or ""),
            to_address=str(place.address.get("to") or ""),
            subject=str(place.address.get("subject") or ""),
        )
        press = Press(
            id=job.row.key,
            channel="mail",
            thread=place.key,
            actor=actor,
            token=pressed["token"],
            text=pressed.get("text", ""),
            language=language,
        )
        self._clerk.press(press, answer)

    def _addressee(self, session: Session, place: Conversation) -> Actor:
        address = str(place.address.get("to") or "")
        own = employee_of_email(session, address)
        return own.actor() if own else identify_sender(session, address) or STRANGER

    def _quarantine(self, job: Job, letter: Letter) -> None:
        source = Source(channel="mail", message_id=job.row.key)
        with begin(self._database, now=self._clock.now(), actor=CLERK, source=source) as work:
            quarantine(
                work,
                address=letter.from_address or "unknown",
                name=letter.from_name,
                letter_id=job.row.key,
                subject=letter.subject,
                text=letter.text,
            )
            job.finish(work.session, letter.unreadable or "unknown sender, in quarantine")

    def _put_aside(self, job: Job, reason: str) -> None:
        with self._database.writing() as session:
            job.finish(session, reason[:500])


def _takes_part(session: Session, known: Conversation, actor: Actor, address: str) -> bool:
    """Whether a writer goes on with a conversation whose seal his letter bears.

    Links count as pressed by its addressee, so ours and a customer's letters never share one.
    """
    addressee = str(known.address.get("to") or "").lower()
    if not actor.is_contact:
        return addressee in ("", address.lower())
    if employee_of_email(session, addressee) is not None:
        return False
    first = identify_sender(session, addressee)  # nothing was said about a customer yet
    customer_no = known.customer_no or (first.customer_no if first else "")
    return customer_no in ("", actor.customer_no)


def _message(
    job: Job, letter: Letter, parts: Separated, *, actor: Actor, thread: str, session: Session
) -> Message:
    """The letter as the clerk hears it. One of our own people may pass a customer's words on."""
    forwards = bool(parts.forwarded) and not actor.is_contact
    text = parts.forwarded if forwards else parts.new
    behalf = identify_sender(session, parts.forwarded_from_address) if forwards else None
    return Message(
        id=job.row.key,
        channel="mail",
        thread=f"mail:{thread}",
        actor=actor,
        sender_name=actor.name or letter.from_name,
        sender_address=letter.from_address,
        received=_row(job).received_at,
        text=text,
        subject=subject_without_token(letter.subject),
        customer_no=(behalf.customer_no or "") if behalf else "",
    )


def _row(job: Job) -> InboxRow:
    if not isinstance(job.row, InboxRow):
        raise TypeError("only rows of the inbox are read")
    return job.row


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []
