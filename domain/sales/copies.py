"""Sending a document because somebody asks for it: an offer is made with it, else it is a copy."""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Command
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
from domain.sales.quotes import QuoteAwaitsApproval, QuoteSent, SendQuote, send_quote
from domain.sales.sending import mail_paper, paper_of, recipient_of
from domain.sales.states import OrderNotConfirmed, QuoteNotIssued
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class SendDocument(Command):
    """Send a document; an empty recipient is the customer's own address.

    A recipient is an address or the name of somebody we know there. Sent to who asks for it,
    the paper goes with the answer.
    """

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "send documents"

    document_no: str
    recipient: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentSent(DocumentOutcome):
    """A copy is on its way, or goes with the reply to who asked for it."""

    recipient: str


def send_document(
    command: SendDocument, work: Work
) -> DocumentSent | QuoteSent | QuoteAwaitsApproval:
    """Send the paper of the present version.

    The first time an offer is sent to its customer, this makes it (`send_quote`). Our own
    people may have a look at any paper before.

    Raises:
        QuoteNotIssued, OrderNotConfirmed: there is no valid paper for the customer yet.
        NoEmailAddress, InvalidField: nowhere to send it.
    """
    work.permit(command)
    document = find_document(work, command.document_no)
    recipient = recipient_of(work, document, typed=command.recipient)
    own = recipient == work.actor.email and not work.actor.is_contact
    if not own:
        if _is_new_offer(document) and not work.actor.is_contact:
            quote = SendQuote(quote_no=document.number, recipient=command.recipient)
            return send_quote(quote, work)
        _check_issued(document)
    paper = paper_of(work, document)
    mail_paper(work, document, recipient=recipient, occasion="document-copy")
    return work.happened(DocumentSent(**outcome_fields(document, paper), recipient=recipient))


def _is_new_offer(document: SalesDocument) -> bool:
    return document.kind == Kind.QUOTE and document.quote_state == QuoteState.DRAFT


def _check_issued(document: SalesDocument) -> None:
    if _is_new_offer(document):
        raise QuoteNotIssued(quote_no=document.number)
    waiting = (Status.OPEN, Status.PENDING_APPROVAL)
    if document.kind == Kind.ORDER and document.status in waiting:
        raise OrderNotConfirmed(order_no=document.number)
