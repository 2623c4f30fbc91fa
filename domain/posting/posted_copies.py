"""Copies of posted papers: the frozen paper once more, to the customer or with his answer.

A letter with a bill says how it stands on that day; the paper itself never changes.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Command, InvalidField, NotFound, Outcome
from domain.papers import PaperFacts
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.parties.finding import find_customer
from domain.people import SALES_AND_CONTACT, Role
from domain.sales.documents import SalesDocument
from domain.sales.issued import IssuedPaper
from domain.sales.issued import paper as issued_paper
from domain.sales.sending import NoEmailAddress, is_address
from domain.work import Work

_INTERNAL = ("picking-list",)


@dataclass(frozen=True, kw_only=True)
class SendPosted(Command):
    """Send a copy of a posted paper; an empty recipient is whoever got it, else the customer."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT | {Role.ACCOUNTANT}
    doing: ClassVar[str] = "send documents"

    document_no: str
    recipient: str = ""


@dataclass(frozen=True, kw_only=True)
class PostedSent(Outcome):
    """A copy is on its way to `recipient`; empty where it goes with the asker's answer."""

    number: str
    kind: str
    customer_no: str
    customer_name: str
    paper: PaperFacts
    recipient: str


def send_posted(command: SendPosted, work: Work) -> PostedSent:
    """Send the frozen paper of a posting, a statement or a reminder once more.

    Raises:
        NotFound: no such paper, or it is another customer's.
        InvalidField, NoEmailAddress: nowhere to send it.
    """
    work.permit(command)
    facts = _paper(work, command.document_no)
    recipient = _recipient(work, facts, typed=command.recipient)
    if recipient:
        once = work.source.message_id or work.now.isoformat(timespec="minutes")
        work.send(
            "paper-letter",
            {
                "paper": facts.kind,
                "number": facts.number,
                "version": facts.version,
                "customer": facts.buyer.customer_no,
                "recipient": recipient,
                "occasion": "document-copy",
            },
            key=f"paper:{facts.kind}:{facts.number}:{facts.version}:copy:{recipient}:{once}",
            lane=f"customer:{facts.buyer.customer_no}",
        )
    return work.happened(
        PostedSent(
            number=facts.number,
            kind=facts.kind,
            customer_no=facts.buyer.customer_no,
            customer_name=facts.buyer.name,
            paper=facts,
            recipient=recipient,
        )
    )


def _paper(work: Work, document_no: str) -> PaperFacts:
    number = document_no.strip().upper()
    kept = work.session.execute(
        select(IssuedPaper.kind, IssuedPaper.version)
        .where(IssuedPaper.number == number, IssuedPaper.kind.not_in(_INTERNAL))
        .order_by(IssuedPaper.version.desc())
        .limit(1)
    ).first()
    if kept is None or work.session.get(SalesDocument, number) is not None:
        raise NotFound(kind="posted paper", text=number[:40])
    facts = issued_paper(work.session, kept[0], number=number, version=kept[1])
    if work.actor.is_contact and facts.buyer.customer_no != work.actor.customer_no:
        raise NotFound(kind="posted paper", text=number[:40])
    return facts


def _recipient(work: Work, facts: PaperFacts, *, typed: str) -> str:
    wanted = typed.strip().lower()
    if work.actor.is_contact and wanted not in ("", work.actor.email):
        why = "I send documents to the address you write from only"
        raise InvalidField(field="Recipient", text=wanted[:80], why=why)
    if work.actor.is_contact or wanted == work.actor.email:
        return ""  # who asks gets it with the answer
    if wanted:
        if not is_address(wanted):
            why = "that is not a mail address"
            raise InvalidField(field="Recipient", text=wanted[:80], why=why)
        return wanted
    customer = find_customer(work.session, facts.buyer.customer_no)
    for address in (facts.buyer.email, *_of(work, customer)):
        if address.strip():
            return address.strip()
    raise NoEmailAddress(document_no=facts.number, customer_name=facts.buyer.name)


def _of(work: Work, customer: Customer | None) -> tuple[str, ...]:
    if customer is None:
        return ()
    contact = work.session.get(Contact, customer.contact_no) if customer.contact_no else None
    return (contact.email if contact else "", customer.email.partition(";")[0])
