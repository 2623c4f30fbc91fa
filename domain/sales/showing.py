"""Looking at documents: one as it stands now, or a list. Nothing is changed or noted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ColumnElement, or_, select

from domain.approvals.rows import pending_request
from domain.approvals.telling import waiting_for
from domain.errors import Command, Outcome
from domain.parties.finding import customer_of
from domain.people import EVERYONE, Role
from domain.sales.documents import (
    CONTACT,
    DocumentOutcome,
    Kind,
    QuoteState,
    SalesDocument,
    Status,
    look_up,
    outcome_fields,
)
from domain.sales.sending import paper_of
from domain.work import Work

_MOST_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class ShowDocument(Command):
    """How does this document stand?"""

    may: ClassVar[frozenset[Role]] = EVERYONE
    doing: ClassVar[str] = "look at documents"

    document_no: str


@dataclass(frozen=True, kw_only=True)
class ShowDocuments(Command):
    """Which documents are there? Empty fields do not narrow the list.

    `kind` is quote or order; `state` a status or quote state, or "open" for all that is not
    over.
    """

    may: ClassVar[frozenset[Role]] = EVERYONE
    doing: ClassVar[str] = "look at documents"

    customer_no: str = ""
    kind: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentShown(DocumentOutcome):
    """A document as it stands. `waiting_for` names whose approval it waits for."""

    document_date: date
    valid_until: date | None
    quote_no: str
    order_nos: tuple[str, ...]
    waiting_for: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A document in a list. `state` is the quote state of quotes, the status of others."""

    number: str
    kind: str
    customer_no: str
    customer_name: str
    document_date: date
    state: str
    net_amount: Decimal
    total: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class DocumentsListed(Outcome):
    """Documents, the newest first; `more` when older ones were left out."""

    rows: tuple[DocumentRow, ...]
    more: bool = False


def show_document(command: ShowDocument, work: Work) -> DocumentShown:
    """Show one document with its paper.

    Raises:
        NotFound: none has the number, or it is not the asker's to see.
    """
    work.permit(command)
    document = look_up(work.session, command.document_no, actor=work.actor)
    pending = pending_request(work.session, document.number)
    approvers = waiting_for(work, pending) if pending else ()
    notices = [f"Waits for {' and '.join(approvers)}."] if approvers else []
    if document.on_hold:
        notices.append(f"On hold: {document.on_hold}.")
    orders = work.session.scalars(
        select(SalesDocument.number)
        .where(SalesDocument.quote_no == document.number)
        .order_by(SalesDocument.number)
    )
    return DocumentShown(
        **outcome_fields(document, paper_of(work, document), notices),
        document_date=document.document_date,
        valid_until=document.valid_until,
        quote_no=document.quote_no,
        order_nos=tuple(orders),
        waiting_for=approvers,
    )


def show_documents(command: ShowDocuments, work: Work) -> DocumentsListed:
    """List documents; a customer's contact sees that customer's only.

    Raises:
        NotFound: no such customer, or not the asker's.
    """
    work.permit(command)
    query = select(SalesDocument)
    if work.actor.is_contact:
        sent = or_(SalesDocument.sent_at.is_not(None), SalesDocument.origin == CONTACT)
        query = query.where(
            SalesDocument.customer_no == work.actor.customer_no,
            or_(SalesDocument.kind != Kind.QUOTE, sent),
        )
    if command.customer_no:
        customer = customer_of(work.session, command.customer_no, actor=work.actor)
        query = query.where(SalesDocument.customer_no == customer.no)
    if command.kind:
        query = query.where(SalesDocument.kind == command.kind.strip().lower())
    if command.state:
        query = query.where(_in_state(command.state.strip().lower().replace(" ", "_")))
    query = query.order_by(SalesDocument.created_at.desc(), SalesDocument.number.desc())
    found = work.session.scalars(query.limit(_MOST_ROWS + 1)).all()
    return DocumentsListed(
        rows=tuple(_row(document) for document in found[:_MOST_ROWS]),
        more=len(found) > _MOST_ROWS,
    )


def _in_state(state: str) -> ColumnElement[bool]:
    if state == Status.OPEN:
        over = (QuoteState.WON, QuoteState.LOST, QuoteState.EXPIRED)
        return SalesDocument.status.not_in(
            (Status.COMPLETED, Status.CANCELLED)
        ) & SalesDocument.quote_state.not_in(over)
    if state == "confirmed":
        return SalesDocument.status.in_((Status.RELEASED, Status.PENDING_PREPAYMENT))
    return or_(SalesDocument.status == state, SalesDocument.quote_state == state)


def _row(document: SalesDocument) -> DocumentRow:
    return DocumentRow(
        number=document.number,
        kind=str(document.kind),
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        document_date=document.document_date,
        state=str(document.quote_state or document.status),
        net_amount=document.net_amount,
        total=document.total,
        currency=document.currency,
    )
