"""Holding an order back, letting it go on, and throwing away what was never given to anybody.

While an order is on hold it is neither confirmed nor shipped nor invoiced; its demand stays
counted. Only drafts and cancelled orders are deleted; papers and versions stay for ever.
"""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Command, InvalidField, Outcome
from domain.people import SALES, STAFF, Role
from domain.sales.archive import archive
from domain.sales.charges import forget_charges
from domain.sales.documents import (
    DocumentOutcome,
    Kind,
    QuoteState,
    SalesDocument,
    Status,
    find_document,
    outcome_fields,
)
from domain.sales.drafting import clean_reference
from domain.sales.lines import HasPrepayment, lines_of
from domain.sales.orders import CancelOrder
from domain.sales.quotes import DeclineQuote
from domain.sales.scheduling import forget_demand
from domain.sales.seen import find_as_seen
from domain.sales.sending import paper_of
from domain.sales.states import ResumeOrder as ResumeOrder
from domain.sales.states import StatusNotOpen, check_not_waiting
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class HoldOrder(Command):
    """Stop an order where it stands, and say why."""

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "hold orders"

    order_no: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeleteDocument(Command):
    """Throw away a draft, or an order that was cancelled. `version` is the one shown."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "delete documents"

    document_no: str
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class OrderHeld(DocumentOutcome):
    """The order is on hold."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderResumed(DocumentOutcome):
    """The order goes on."""


@dataclass(frozen=True, kw_only=True)
class DocumentDeleted(Outcome):
    """The document is gone; what was archived of it stays."""

    document_no: str
    kind: str
    customer_no: str
    customer_name: str


def hold_order(command: HoldOrder, work: Work) -> OrderHeld:
    """Put an order on hold; a new reason replaces the old one.

    Raises:
        InvalidField: no reason. StatusNotOpen: there is nothing left to hold.
    """
    work.permit(command)
    reason = clean_reference(command.reason)
    if not reason:
        raise InvalidField(field="Reason", text="(empty)", why="say why it is held")
    document = find_document(work, command.order_no, kind=Kind.ORDER)
    if document.status in (Status.CANCELLED, Status.COMPLETED):
        way_out = "There is nothing left to hold."
        raise StatusNotOpen(document_no=document.number, state=document.status, way_out=way_out)
    document.on_hold = reason
    fields = outcome_fields(document, paper_of(work, document))
    return work.happened(OrderHeld(**fields, reason=reason))


def resume_order(command: ResumeOrder, work: Work) -> OrderResumed:
    """Take an order off hold; one that is not held stays as it is."""
    work.permit(command)
    document = find_document(work, command.order_no, kind=Kind.ORDER)
    fields = outcome_fields(document, paper_of(work, document))
    if not document.on_hold:
        return OrderResumed(**fields)
    document.on_hold = ""
    return work.happened(OrderResumed(**fields))


def delete_document(command: DeleteDocument, work: Work) -> DocumentDeleted:
    """Delete a draft or a cancelled order; its last version stays in the archive.

    Raises:
        PendingApprovalLocked: it waits for a decision.
        StatusNotOpen: the customer has it in his hands; decline or cancel it instead.
    """
    work.permit(command)
    document = find_as_seen(work, command.document_no, seen=command.version)
    check_not_waiting(document)
    _check_never_given(document)
    lines = lines_of(work.session, document.number)
    if any(line.prepaid for line in lines):
        raise HasPrepayment(document_no=document.number)
    archive(work, document, lines)
    forget_demand(work, document)
    for line in lines:
        work.session.delete(line)
    work.session.flush()
    forget_charges(work.session, document.number)
    work.session.delete(document)
    work.session.flush()
    return work.happened(
        DocumentDeleted(
            document_no=document.number,
            kind=str(document.kind),
            customer_no=document.customer_no,
            customer_name=document.sell_to_name,
        )
    )


def _check_never_given(document: SalesDocument) -> None:
    number = document.number
    if document.kind == Kind.QUOTE:
        if document.quote_state == QuoteState.DRAFT and document.sent_at is None:
            return
        raise StatusNotOpen(
            document_no=number,
            state=document.quote_state,
            way_out="A quote that was given is kept; it can be declined.",
            remedy=DeclineQuote(quote_no=number),
        )
    open_draft = document.status == Status.OPEN and document.confirmed_at is None
    if open_draft or document.status == Status.CANCELLED:
        return
    raise StatusNotOpen(
        document_no=number,
        state=document.status,
        way_out="Cancel it first.",
        remedy=CancelOrder(order_no=number),
    )
