"""Notices to our own people: the domain names a topic and a subject, the words are here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import Undeliverable
from bot.handlers.approvals import approval_card, decision_reply
from bot.handlers.customers import quarantine_card
from bot.handlers.online import doubtful_money, money_came
from bot.handlers.sales import document_reply
from bot.reply import Reply
from bot.telling import Teller
from bot.undelivered import address_of
from domain.approvals.story import RequestStory, story_of
from domain.errors import NotFound
from domain.inbox import InboxRow
from domain.ledger.customers import CustomerEntry
from domain.outbox import OutboxRow
from domain.papers import PaperFacts
from domain.parties.contact_rows import Quarantine
from domain.parties.finding import find_customer
from domain.people import CLERK, Employee
from domain.receivables.online import online_payment, paid_papers
from domain.sales.issued import paper as issued_paper
from domain.sales.showing import ShowDocument, show_document
from domain.work import Source, Work
from mail.letter import read_letter

_MOST_QUOTED = 600  # characters of a letter on a card
_PAPER_OF = {"quote": "quote", "order": "order-confirmation"}


@dataclass(frozen=True, kw_only=True)
class Notices:
    """Turns rows of kind "notice" into cards, letters and thread replies."""

    teller: Teller

    def deliver(self, payload: dict[str, Any], key: str) -> Callable[[Session], None]:
        """What to do in the transaction that marks the notice as dealt with.

        Raises:
            Undeliverable: nobody has words for this topic; the row is parked, not lost.
        """
        topic, subject = str(payload["topic"]), str(payload["subject"])
        if topic not in _TOPICS:
            raise Undeliverable(f"no words for notices about {topic}")

        def finish(session: Session) -> None:
            now = self.teller.now()
            work = Work(session, now=now, actor=CLERK, source=Source(channel="notice"))
            person = session.get(Employee, str(payload["person"]))
            if person is None or not person.active:
                return
            detail = str(payload.get("detail") or "")
            about = _About(topic=topic, subject=subject, key=key, detail=detail)
            _TOPICS[topic](self, work, person, about)

        return finish

    def _approval(self, work: Work, person: Employee, about: "_About") -> None:
        story = story_of(work, about.subject)
        if not story.waits:
            return
        card = approval_card(story.request, _paper(work, story))
        self.teller.tell(
            work, person, card, key=f"card:{about.key}", subject=f"approval:{about.subject}"
        )

    def _decided(self, work: Work, person: Employee, about: "_About") -> None:
        """Tell the asker where it was talked about, and settle every copy of the card."""
        story = story_of(work, about.subject)
        reply = decision_reply(story, _paper(work, story))
        settled = approval_card(story.request, _paper(work, story), state=reply.text)
        self.teller.rewrite(work, f"approval:{about.subject}", settled, key=f"settled:{about.key}")
        if person.no == story.asker_no:
            key = f"told:{about.key}"
            if not self.teller.tell_in_thread(work, person, about.subject, reply=reply, key=key):
                self.teller.tell(work, person, reply, key=key, subject=f"told:{about.subject}")

    def _quarantine(self, work: Work, person: Employee, about: "_About") -> None:
        card = quarantine_card(work, about.subject)
        if card is not None:
            self.teller.tell(
                work, person, card, key=f"card:{about.key}", subject=f"quarantine:{about.subject}"
            )

    def _quarantine_decided(self, work: Work, person: Employee, about: "_About") -> None:
        """Somebody has said whose an address is: no other manager needs to."""
        settled = Reply(text=f"{about.subject}: {person.name} has said whose this address is.")
        letters = select(Quarantine.id).where(Quarantine.address == about.subject)
        for number in work.session.scalars(letters):
            self.teller.rewrite(
                work, f"quarantine:{number}", settled, key=f"settled:{number}:{about.key}"
            )

    def _customer_decided(self, work: Work, person: Employee, about: "_About") -> None:
        """A customer said yes or no to a quote: its salesperson sees what came of it."""
        command = ShowDocument(document_no=about.subject)
        shown = show_document(command, work.on_behalf_of(person.actor()))
        words = "has accepted our quote" if about.topic == "quote-accepted" else "has declined"
        reply = document_reply(f"{shown.customer_name} {words}: {shown.number}.", shown, work)
        key = f"told:{about.key}"
        if not self.teller.tell_in_thread(work, person, about.subject, reply=reply, key=key):
            self.teller.tell(work, person, reply, key=key, subject=f"told:{about.subject}")

    def _paid(self, work: Work, person: Employee, about: "_About") -> None:
        """Money came in from one of this person's customers."""
        entry = work.session.scalar(
            select(CustomerEntry).where(CustomerEntry.document_no == about.subject).limit(1)
        )
        customer = find_customer(work.session, entry.customer_no) if entry else None
        if entry is None or customer is None:
            return
        papers = paid_papers(work.session, about.subject)
        reply = money_came(work, entry, customer.name, papers=papers)
        for number in papers:
            key = f"told:{about.key}:{number}"
            if self.teller.tell_in_thread(work, person, number, reply=reply, key=key):
                return
        self.teller.tell(work, person, reply, key=f"card:{about.key}", subject=about.subject)

    def _doubtful(self, work: Work, person: Employee, about: "_About") -> None:
        """A provider told us of money that nobody but a person can place."""
        provider, _, payment_id = about.subject.partition(":")
        told = online_payment(work.session, provider, payment_id)
        if told is not None:
            card = doubtful_money(work, told)
            self.teller.tell(work, person, card, key=f"card:{about.key}", subject=about.key)

    def _handover(self, work: Work, person: Employee, about: "_About") -> None:
        self._letter(work, person, about, "Here is a letter that I cannot answer.")

    def _silenced(self, work: Work, person: Employee, about: "_About") -> None:
        self._letter(work, person, about, "This address got so many answers that I stopped.")

    def _numbers_end(self, work: Work, person: Employee, about: "_About") -> None:
        series, _, number = about.subject.partition(" ")
        reply = Reply(
            text=(
                f"The number series {series} has reached {number} and will soon have no number "
                "left. Please extend it."
            )
        )
        self.teller.tell(work, person, reply, key=f"card:{about.key}", subject=about.key)

    def _undelivered(self, work: Work, person: Employee, about: "_About") -> None:
        row = work.session.get(OutboxRow, int(about.subject))
        if row is None:
            return
        papers = row.payload.get("papers")
        names = ", ".join(str(one["number"]) for one in papers) if isinstance(papers, list) else ""
        facts = (
            ("To", address_of(row)),
            ("Subject", str(row.payload.get("subject") or "")[:200]),
            ("Papers", names),
            ("What was said", str(row.result.get("undelivered") or "")),
        )
        reply = Reply(
            text="A letter of ours did not arrive. Please reach the customer in another way.",
            facts=tuple(fact for fact in facts if fact[1]),
        )
        self.teller.tell(work, person, reply, key=f"card:{about.key}", subject=about.key)

    def _letter(self, work: Work, person: Employee, about: "_About", why: str) -> None:
        """Give one of our people what the clerk cannot answer, with what was said before.

        `subject` is the key of a letter, or of the press of a link in one of ours.
        """
        row = work.session.scalar(select(InboxRow).where(InboxRow.key == about.subject))
        if row is None:
            return
        facts = (*_said_in(row), ("So far", about.detail[:_MOST_QUOTED]))
        reply = Reply(
            text=f"{why} Please answer it yourself.",
            facts=tuple(fact for fact in facts if fact[1]),
        )
        self.teller.tell(work, person, reply, key=f"card:{about.key}", subject=about.subject)


@dataclass(frozen=True, kw_only=True)
class _About:
    topic: str
    subject: str
    key: str
    detail: str = ""


_TOPICS: dict[str, Callable[[Notices, Work, Employee, _About], None]] = {
    "approval": Notices._approval,
    "approval-decided": Notices._decided,
    "quote-accepted": Notices._customer_decided,
    "quote-declined": Notices._customer_decided,
    "quarantine": Notices._quarantine,
    "quarantine-decided": Notices._quarantine_decided,
    "payment": Notices._paid,
    "online-doubt": Notices._doubtful,
    "numbers-end": Notices._numbers_end,
    "handover": Notices._handover,
    "silenced": Notices._silenced,
    "undelivered": Notices._undelivered,
}


def _said_in(row: InboxRow) -> tuple[tuple[str, str], ...]:
    """Who wrote a letter, and what."""
    if row.kind != "mail.letter":
        return ()
    letter = read_letter(row.body)
    return (
        ("From", f"{letter.from_name} <{letter.from_address}>".strip()[:200]),
        ("Subject", letter.subject[:200]),
        ("Text", letter.text.strip()[:_MOST_QUOTED]),
    )


def _paper(work: Work, story: RequestStory) -> PaperFacts | None:
    """The paper of the version that was asked about, where one was issued."""
    kind = _PAPER_OF.get(story.request.document_kind, story.request.document_kind)
    try:
        return issued_paper(
            work.session, kind, number=story.request.document_no, version=story.request.version
        )
    except NotFound:
        return None
