"""Sending papers: to whom a document goes by mail, and a copy of it on request.

The letter itself is queued and leaves after the commit. A customer who writes to us gets
the paper with the reply to his own letter; nothing more is sent to him.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Command, InvalidField, Refusal
from domain.papers import PaperFacts
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.people import SALES_AND_CONTACT, Role
from domain.sales.documents import (
    DocumentOutcome,
    Kind,
    QuoteState,
    SalesDocument,
    Status,
    find_document,
    outcome_fields,
)
from domain.sales.issued import paper as issued_paper
from domain.sales.paper_facts import PAPER_KINDS
from domain.sales.states import OrderNotConfirmed, QuoteNotIssued
from domain.work import Work

_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[^\s@<>\"(),;:\\]+\.[^\s@<>\"(),;:\\.]+")
_LONGEST_ADDRESS = 254


@dataclass(frozen=True, kw_only=True)
class SendDocument(Command):
    """Send a copy of a document as it was issued; an empty recipient is the customer's own."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "send documents"

    document_no: str
    recipient: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentSent(DocumentOutcome):
    """A copy is on its way, or goes with the reply to the customer who asked for it."""

    recipient: str


@dataclass(kw_only=True, eq=False)
class NoEmailAddress(Refusal):
    """Nobody told us where to send it."""

    document_no: str
    customer_name: str

    def sentence(self) -> str:
        return (
            f"I have no mail address for {self.customer_name}, so {self.document_no} was not "
            "sent. Name a recipient, or enter an address on the customer's card."
        )


def send_document(command: SendDocument, work: Work) -> DocumentSent:
    """Send the paper of the present version once more.

    Raises:
        QuoteNotIssued, OrderNotConfirmed: there is no valid paper yet.
        NoEmailAddress, InvalidField: nowhere to send it.
    """
    work.permit(command)
    document = find_document(work, command.document_no)
    _check_issued(document)
    recipient = recipient_of(work, document, typed=command.recipient)
    paper = paper_of(work, document)
    mail_paper(work, document, recipient=recipient, occasion="document-copy")
    return work.happened(DocumentSent(**outcome_fields(document, paper), recipient=recipient))


def paper_of(work: Work, document: SalesDocument) -> PaperFacts:
    """The frozen paper of the document's present version."""
    return issued_paper(
        work.session, PAPER_KINDS[document.kind], number=document.number, version=document.version
    )


def recipient_of(work: Work, document: SalesDocument, *, typed: str = "") -> str:
    """Where a document goes: typed, the document's contact, the customer's contact, his card.

    Raises:
        InvalidField: what was typed is no address, or a contact names another than his own.
        NoEmailAddress: there is none anywhere.
    """
    wanted = typed.strip().lower()
    if work.actor.is_contact:
        if wanted and wanted != work.actor.email:
            why = "I send documents to the address you write from only"
            raise InvalidField(field="Recipient", text=wanted[:80], why=why)
        return work.actor.email
    if wanted:
        if not is_address(wanted):
            why = "that is not a mail address"
            raise InvalidField(field="Recipient", text=wanted[:80], why=why)
        return wanted
    customer = work.session.get_one(Customer, document.customer_no)
    contact = work.session.get(Contact, customer.contact_no) if customer.contact_no else None
    on_card = customer.email.partition(";")[0]
    for address in (document.contact_email, contact.email if contact else "", on_card):
        if address.strip():
            return address.strip()
    raise NoEmailAddress(document_no=document.number, customer_name=document.sell_to_name)


def mail_paper(work: Work, document: SalesDocument, *, recipient: str, occasion: str) -> None:
    """Queue the letter that carries the document's paper.

    Once per version, occasion and recipient; a copy is sent as often as it is asked for, but
    not twice for one message. Not to the contact whose own letter is being answered.
    """
    if work.actor.is_contact:
        return
    kind = PAPER_KINDS[document.kind]
    key = f"paper:{kind}:{document.number}:{document.version}:{occasion}:{recipient}"
    if occasion == "document-copy":
        key += f":{work.source.message_id or work.now.isoformat(timespec='minutes')}"
    work.send(
        "paper-letter",
        {
            "paper": kind,
            "number": document.number,
            "version": document.version,
            "customer": document.customer_no,
            "recipient": recipient,
            "occasion": occasion,
        },
        key=key,
        lane=f"customer:{document.customer_no}",
    )


def is_address(text: str) -> bool:
    """Whether a text looks like one mail address."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def _check_issued(document: SalesDocument) -> None:
    if document.kind == Kind.QUOTE and document.quote_state == QuoteState.DRAFT:
        raise QuoteNotIssued(quote_no=document.number)
    waiting = (Status.OPEN, Status.PENDING_APPROVAL)
    if document.kind == Kind.ORDER and document.status in waiting:
        raise OrderNotConfirmed(order_no=document.number)
