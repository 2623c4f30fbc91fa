"""Planning an order's next postings: what is shipped and what is invoiced next.

The quantities may be set while an order is confirmed; they are no content of the order and
make no new version.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command, Outcome
from domain.people import STAFF, Role
from domain.posting.quantities import (
    LineQuantity,
    named_line,
    plan_invoicing,
    plan_shipping,
)
from domain.sales.documents import (
    Kind,
    Status,
    find_document,
)
from domain.sales.lines import SalesLine, goods, lines_of
from domain.sales.states import StatusNotOpen, check_not_waiting
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """What the next postings take of a line; None leaves it as planned."""

    line_no: int | None = None
    item_no: str = ""
    to_ship: Decimal | None = None
    to_invoice: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class PlanPosting(Command):
    """Set what is shipped and invoiced next."""

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "plan shipments and invoices"

    order_no: str
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, kw_only=True)
class PlannedLine:
    """A line with what is planned, shipped and invoiced of it."""

    line_no: int
    item_no: str
    quantity: Decimal
    unit: str
    to_ship: Decimal
    shipped: Decimal
    to_invoice: Decimal
    invoiced: Decimal
    outstanding: Decimal


@dataclass(frozen=True, kw_only=True)
class PostingPlanned(Outcome):
    """What the next postings take."""

    order_no: str
    customer_no: str
    customer_name: str
    lines: tuple[PlannedLine, ...]


def plan_posting(command: PlanPosting, work: Work) -> PostingPlanned:
    """Set quantities to ship (what is to be invoiced follows) and to invoice.

    Raises:
        CannotShipMore, CannotInvoiceMore, UomImbalance, QtyPrecision: beyond what is open.
        StatusNotOpen: the order is completed or cancelled.
    """
    work.permit(command)
    document = find_document(work, command.order_no, kind=Kind.ORDER)
    check_not_waiting(document)
    if document.status in (Status.COMPLETED, Status.CANCELLED):
        way_out = "There is nothing left to plan."
        raise StatusNotOpen(document_no=document.number, state=document.status, way_out=way_out)
    lines = lines_of(work.session, document.number)
    for wish in command.lines:
        named = LineQuantity(line_no=wish.line_no, item_no=wish.item_no)
        line = named_line(lines, named, document=document)
        if wish.to_ship is not None:
            plan_shipping(line, wish.to_ship)
        if wish.to_invoice is not None:
            plan_invoicing(line, wish.to_invoice)
    return work.happened(
        PostingPlanned(
            order_no=document.number,
            customer_no=document.customer_no,
            customer_name=document.sell_to_name,
            lines=tuple(_planned(line) for line in goods(lines)),
        )
    )


def _planned(line: SalesLine) -> PlannedLine:
    return PlannedLine(
        line_no=line.line_no,
        item_no=line.item_no,
        quantity=line.quantity,
        unit=line.unit,
        to_ship=line.qty_to_ship,
        shipped=line.qty_shipped,
        to_invoice=line.qty_to_invoice,
        invoiced=line.qty_invoiced,
        outstanding=line.outstanding,
    )
