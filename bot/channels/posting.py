"""Letters we send: fixed in the transaction that decides them, sent by a worker, once.

The Message-ID is drawn when the letter is queued and its bytes when it is first tried, so a
letter whose sending was interrupted goes out again unchanged. Answers carry a seal of their
conversation in the return address, the Message-ID and the subject.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.channels.letters import draw, letterhead
from bot.delivery import Later, Undeliverable
from bot.papers import PaperStore, file_name
from bot.reply import Paper, Reply
from bot.workers import Finish, Job
from domain.database import Database
from domain.outbox import OutboxRow
from domain.work import Work
from mail.composing import File, OutgoingLetter, Recipient, compose
from mail.sending import PermanentFailure, Sent, TemporaryFailure
from mail.threads import (
    message_id,
    plus_address,
    return_path,
    subject_with_token,
    thread_token,
)
from templates.rendering import RenderingFailed

MOST_AN_HOUR = 5  # automatic answers to one address: beyond that something is going in circles
MOST_A_DAY = 20
_MOST_ATTACHED = 10 * 1024 * 1024  # bytes


@dataclass(frozen=True, kw_only=True)
class MailRoom:
    """Writes letters for one installation. `addresses` are ours; the first is the sender."""

    secret: bytes
    addresses: tuple[str, ...]
    public_url: str

    def write(
        self,
        work: Work,
        reply: Reply,
        tokens: tuple[str, ...],
        *,
        to_name: str,
        to_address: str,
        subject: str,
        key: str,
        thread: str,
        in_reply_to: str = "",
        references: tuple[str, ...] = (),
        language: str = "en",
    ) -> int | None:
        """Queue a reply as a letter in a conversation; `thread` is its name (`thread_name`)."""
        sender = self.addresses[0]
        domain = sender.rpartition("@")[2]
        token = thread_token(thread, secret=self.secret)
        head = letterhead(work.setup, self.public_url)
        written = draw(reply, tokens, head, to_name=to_name, language=language)
        unique = hashlib.sha256(key.encode()).hexdigest()[:16]
        payload: dict[str, object] = {
            "from": [work.setup.name, sender],
            "to": [to_name, to_address],
            "reply_to": plus_address(sender, token),
            "subject": subject_with_token(subject, token),
            "html": written.html,
            "text": written.text,
            "papers": [_named(paper) for paper in reply.papers],
            "language": language,
            "message_id": message_id(thread, unique, domain=domain, secret=self.secret),
            "in_reply_to": in_reply_to,
            "references": list(references),
            "date": work.now.isoformat(),
        }
        return work.send("mail", payload, key=key, lane=lane_of(to_address))


def lane_of(address: str) -> str:
    return f"mail:{address.lower()}"


def answers_too_often(session: Session, address: str, now: datetime) -> bool:
    """Whether this address got so many letters lately that two machines may be talking."""
    for window, most in ((timedelta(hours=1), MOST_AN_HOUR), (timedelta(days=1), MOST_A_DAY)):
        sent = session.scalar(
            select(func.count())
            .select_from(OutboxRow)
            .where(OutboxRow.lane == lane_of(address), OutboxRow.due > now - window)
            .where(OutboxRow.key.startswith("reply:"))
        )
        if (sent or 0) >= most:
            return True
    return False


class MailEnd(Protocol):
    """What takes our letters: `mail.sending.Relay`."""

    def send(self, raw: bytes, envelope_from: str, *, recipients: tuple[str, ...]) -> Sent: ...


class MailSender:
    """Sends queued letters through the configured relay."""

    def __init__(
        self, database: Database, papers: PaperStore, *, relay: MailEnd | None, room: MailRoom
    ) -> None:
        self._database = database
        self._papers = papers
        self._relay = relay
        self._room = room

    def deliver(self, job: Job) -> Finish | None:
        """Send one letter.

        Raises:
            Later: the relay is away or busy.
            Undeliverable: it refuses for good, or there is no relay.
        """
        if self._relay is None:
            raise Undeliverable("no relay is configured (SALESCLERK_SMTP_RELAY)")
        row = job.row
        if not isinstance(row, OutboxRow):
            raise TypeError("only rows of the outbox are sent")
        raw = row.fixed or self._fixed(row)
        envelope = return_path(
            str(row.id), address=self._room.addresses[0], secret=self._room.secret
        )
        to: Any = row.payload["to"]
        try:
            self._relay.send(raw, envelope, recipients=(str(to[1]),))
        except TemporaryFailure as failure:
            raise Later(_patience(job.attempts), str(failure)) from failure
        except PermanentFailure as failure:
            raise Undeliverable(str(failure)) from failure
        return None

    def _fixed(self, row: OutboxRow) -> bytes:
        """Make the letter's bytes and store them before the first try."""
        raw = compose(_outgoing(row.payload, self._attached(row.payload)))
        with self._database.writing() as session:
            session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(fixed=raw))
        return raw

    def _attached(self, payload: Mapping[str, Any]) -> tuple[File, ...]:
        papers = [Paper(**paper) for paper in payload["papers"]]
        try:
            contents = [self._papers.pdf(paper) for paper in papers]
        except RenderingFailed as failure:
            raise Undeliverable(str(failure)) from failure
        files = tuple(
            File(
                name=file_name(paper, payload["language"]),
                mime_type="application/pdf",
                content=content,
            )
            for paper, content in zip(papers, contents, strict=True)
        )
        wanted = (self._papers.einvoice(paper) for paper in papers)
        files += tuple(
            File(name=one.name, mime_type="application/xml", content=one.content)
            for one in wanted
            if one is not None
        )
        if sum(len(file.content) for file in files) > _MOST_ATTACHED:
            raise Undeliverable("the papers are too large to attach")
        return files


def _outgoing(payload: Mapping[str, Any], files: tuple[File, ...]) -> OutgoingLetter:
    return OutgoingLetter(
        from_name=payload["from"][0],
        from_address=payload["from"][1],
        to=(Recipient(name=payload["to"][0], address=payload["to"][1]),),
        reply_to=payload["reply_to"],
        subject=payload["subject"],
        text=payload["text"],
        html=payload["html"],
        attachments=files,
        message_id=payload["message_id"],
        date=datetime.fromisoformat(payload["date"]),
        in_reply_to=payload["in_reply_to"],
        references=tuple(payload["references"]),
    )


def _named(paper: Paper) -> dict[str, object]:
    return {"kind": paper.kind, "number": paper.number, "version": paper.version}


def _patience(attempts: int) -> float:
    """Seconds until the next try: 1, 5, 15, 60 minutes, then every four hours."""
    minutes = (1, 5, 15, 60, 240)
    return 60.0 * minutes[min(attempts, len(minutes)) - 1]
