"""What leaves the house: one outbox row in, one delivery out, by the row's kind."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import memory
from bot.channels.letter_keys import thread_name
from bot.channels.posting import MailSender
from bot.delivery import Undeliverable
from bot.handlers.occasions import OwnLetter, Received, letter_about, receipt
from bot.intents.utterance import Context
from bot.memory import Memory
from bot.notices import Notices
from bot.papers import PaperStore
from bot.reply import Paper
from bot.telling import Teller
from bot.workers import Finish, Job
from domain.conversations import Conversation, conversation, show_card
from domain.outbox import OutboxRow
from domain.papers import PaperFacts
from domain.parties.contacts import identify_sender
from domain.people import CLERK
from domain.receivables.asked import asked_for
from domain.sales.issued import paper as issued_paper
from domain.work import Source, Work
from templates.rendering import RenderingFailed


class SlackEnd(Protocol):
    """What takes our posts and files: `bot.channels.slack_sending.SlackSender`."""

    def deliver(self, row: Any, papers: Callable[[dict[str, Any]], bytes]) -> dict[str, Any]: ...


class Deliveries:
    """Delivers every kind of outbox row for one installation."""

    def __init__(
        self, *, papers: PaperStore, slack: SlackEnd | None, mail: MailSender, teller: Teller
    ) -> None:
        self._papers = papers
        self._slack = slack
        self._mail = mail
        self._teller = teller
        self._notices = Notices(teller=teller)

    def deliver(self, job: Job) -> Finish | None:
        """Deliver one row; see `bot.workers`.

        Raises:
            Later, Undeliverable: as the channel says.
        """
        row = job.row
        if not isinstance(row, OutboxRow):
            raise TypeError("only rows of the outbox are delivered")
        if row.kind.startswith("slack."):
            return self._to_slack(row)
        if row.kind == "mail":
            return self._mail.deliver(job)
        if row.kind == "notice":
            return self._notices.deliver(dict(row.payload), row.key)
        if row.kind == "paper-letter":
            return self._paper_letter(dict(row.payload), row.key)
        raise Undeliverable(f"nobody delivers {row.kind}")

    def _to_slack(self, row: OutboxRow) -> Finish | None:
        if self._slack is None:
            raise Undeliverable("no Slack workspace is connected")
        told = self._slack.deliver(row, self._pdf)
        card = row.payload.get("card")
        if not card or not told.get("ts"):
            return None

        def remember(session: Session) -> None:
            show_card(
                session,
                subject=str(card),
                channel="slack",
                place={"channel": told["channel"], "ts": told["ts"]},
                person=str(row.payload.get("person") or ""),
                at=self._teller.now(),
            )

        return remember

    def _pdf(self, paper: Mapping[str, Any]) -> bytes:
        try:
            return self._papers.pdf(Paper(**paper))
        except RenderingFailed as failure:
            raise Undeliverable(str(failure)) from failure

    def _paper_letter(self, payload: dict[str, Any], key: str) -> Finish:
        """Write to the customer about a paper, in the conversation it belongs to."""

        def finish(session: Session) -> None:
            work = Work(
                session, now=self._teller.now(), actor=CLERK, source=Source(channel="letter")
            )
            facts = issued_paper(
                session,
                str(payload["paper"]),
                number=str(payload["number"]),
                version=int(payload["version"]),
            )
            written = _worded(work, payload, facts)
            address = str(payload["recipient"])
            place = self._place(work, facts.number, facts.buyer.customer_no, address=address)
            tokens = self._teller.buttons.offer(
                session, written.reply, conversation=place.key, now=work.now
            )
            writer = identify_sender(session, address)
            name = (writer.name if writer else "") or facts.buyer.contact
            place.address = {"to": address, "name": name, "subject": written.subject}
            self._teller.room.write(
                work,
                written.reply,
                tokens,
                to_name=name,
                to_address=address,
                subject=written.subject,
                key=f"letter:{key}",
                thread=place.key.removeprefix("mail:"),
                language=facts.language,
            )

        return finish

    def _place(
        self, work: Work, document_no: str, customer_no: str, *, address: str
    ) -> Conversation:
        """The mail conversation about a document with this address, begun when there is none."""
        rows = work.session.scalars(
            select(Conversation).where(
                Conversation.document_no == document_no, Conversation.channel == "mail"
            )
        )
        for row in rows:
            if str(row.address.get("to") or "").lower() == address.lower():
                return row
        name = thread_name(self._teller.room.secret, f"{document_no}:{address.lower()}")
        about = Memory(context=Context(document=document_no, customer=customer_no))
        memory.remember(work.session, f"mail:{name}", about, channel="mail", now=work.now)
        return conversation(work.session, f"mail:{name}", "mail")


def _worded(work: Work, payload: Mapping[str, Any], facts: PaperFacts) -> OwnLetter:
    """The letter about a paper as things stand when it is written."""
    if payload.get("payment"):
        received = Received(
            amount=Decimal(payload["paid"]),
            on=date.fromisoformat(payload["paid_on"]),
            left=Decimal(payload["left"]),
        )
        return receipt(facts, received)
    asked = asked_for(work.session, facts.number, on=work.today)
    return letter_about(str(payload["occasion"]), facts, asked=asked)
