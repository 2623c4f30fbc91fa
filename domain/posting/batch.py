"""Posting many documents at once, each for itself: one that is refused leaves the others alone.

Every document is posted in a savepoint of the same transaction, so a report can be given for
each; numbers drawn by a refused one are given back.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Command, Outcome, Refusal
from domain.people import Role
from domain.posting.invoice import (
    InvoicePosted,
    PostInvoice,
    ShipAndInvoice,
    post_invoice,
    ship_and_invoice,
)
from domain.posting.ship import PostShipment, ShipmentPosted, post_shipment
from domain.posting.windows import permit_posting
from domain.sales.documents import Kind, SalesDocument, Status
from domain.sales.lines import SalesLine
from domain.sales.orders import OrderAwaitsApproval
from domain.sales.states import MustBeApprovedFirst
from domain.work import Work

_MOST = 200  # documents in one batch; the rest waits for the next


@dataclass(frozen=True, kw_only=True)
class PostBatch(Command):
    """Post documents by number, or every confirmed order (of a customer) with something to post."""

    may: ClassVar[frozenset[Role]] = frozenset({Role.MANAGER, Role.ACCOUNTANT, Role.ADMINISTRATOR})
    doing: ClassVar[str] = "post many documents"

    document_nos: tuple[str, ...] = ()
    customer_no: str = ""
    ship: bool = False
    invoice: bool = True


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """What became of one document: the numbers it was posted under, or why it was not."""

    document_no: str
    posted_nos: tuple[str, ...] = ()
    total: Decimal | None = None
    problem: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class BatchPosted(Outcome):
    """A report per document. `more` when documents are left for another batch."""

    lines: tuple[BatchLine, ...]
    posted: int
    refused: int
    more: bool = False


def post_batch(command: PostBatch, work: Work) -> BatchPosted:
    """Post what is asked for, document by document, in the order of their numbers.

    Raises:
        NotPermitted: the asker may not ship, or not invoice.
    """
    permit_posting(work, command, ship=command.ship, invoice=command.invoice)
    numbers = list(command.document_nos) or _found(work, command)
    lines = [_posted(work, number, command) for number in numbers[:_MOST]]
    refused = sum(1 for line in lines if line.problem)
    return work.happened(
        BatchPosted(
            lines=tuple(lines),
            posted=len(lines) - refused,
            refused=refused,
            more=len(numbers) > _MOST,
        )
    )


def _found(work: Work, command: PostBatch) -> list[str]:
    """Confirmed orders with something to ship or to invoice, and draft invoices."""
    open_quantity = SalesLine.qty_shipped != SalesLine.qty_invoiced
    if command.ship:
        open_quantity = open_quantity | (SalesLine.quantity != SalesLine.qty_shipped)
    query = (
        select(SalesDocument.number)
        .join(SalesLine, SalesLine.document_no == SalesDocument.number)
        .where(
            SalesDocument.kind == Kind.ORDER,
            SalesDocument.status == Status.RELEASED,
            SalesLine.type != "comment",
            open_quantity,
        )
        .distinct()
    )
    if command.customer_no:
        query = query.where(SalesDocument.customer_no == command.customer_no.strip().upper())
    return list(work.session.scalars(query.order_by(SalesDocument.number).limit(_MOST + 1)))


def _posted(work: Work, number: str, command: PostBatch) -> BatchLine:
    trial = work.session.begin_nested()
    try:
        told = _post(work, number, command)
        trial.commit()
    except Refusal as refusal:
        trial.rollback()
        return BatchLine(document_no=number, problem=refusal.sentence(), code=refusal.code)
    if isinstance(told, InvoicePosted):
        numbers = (told.shipment_no, told.receipt_no, told.invoice_no)
        posted = tuple(each for each in numbers if each)
        return BatchLine(document_no=number, posted_nos=posted, total=told.total)
    if isinstance(told, OrderAwaitsApproval):
        problem = f"{number} waits for the approval of {' and '.join(told.approvers)}."
        return BatchLine(document_no=number, problem=problem, code=MustBeApprovedFirst.code)
    assert isinstance(told, ShipmentPosted)
    posted = tuple(each for each in (told.shipment_no, told.receipt_no) if each)
    return BatchLine(document_no=number, posted_nos=posted)


def _post(work: Work, number: str, command: PostBatch) -> Outcome:
    if command.ship and command.invoice:
        return ship_and_invoice(ShipAndInvoice(order_no=number), work)
    if command.ship:
        return post_shipment(PostShipment(order_no=number), work)
    return post_invoice(PostInvoice(document_no=number), work)
