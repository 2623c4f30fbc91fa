"""What taking goods or bills back means for the orders they came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.ledger.setup import posting_setup
from domain.money import ZERO
from domain.posting.posted_bills import Bill
from domain.posting.quantities import plan_rest
from domain.sales.documents import Kind, SalesDocument, Status, find_document
from domain.sales.lines import SalesLine, goods, lines_of
from domain.sales.scheduling import show_demand
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Restored:
    """An order that is to be delivered again: what is outstanding of the lines taken back."""

    order_no: str
    status: str
    outstanding: tuple[tuple[str, Decimal, str], ...]  # item, quantity, unit


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """So much of an order line comes back: as delivered, as billed, or both."""

    shipped: Decimal = ZERO
    invoiced: Decimal = ZERO
    returned: Decimal = ZERO  # came back without going onto the order again


def orders_of(bill: Bill) -> list[str]:
    """The orders a bill charged, in the order in which they are locked."""
    return sorted({line.order_no for line in bill.lines if line.order_no})


def lock_orders(work: Work, numbers: list[str]) -> dict[str, SalesDocument]:
    """Lock orders before anything else is locked."""
    return {number: find_document(work, number, kind=Kind.ORDER) for number in sorted(numbers)}


def take_back_onto(work: Work, document: SalesDocument, taken: Mapping[int, TakenBack]) -> Restored:
    """Lower what was shipped and invoiced of an order's lines, and open it for the rest.

    A completed order is released again; its demand is shown as before.
    """
    setup = posting_setup(work.session)
    lines = lines_of(work.session, document.number)
    for line in lines:
        change = taken.get(line.line_no)
        if change is None:
            continue
        line.qty_shipped -= change.shipped
        line.qty_invoiced -= change.invoiced
        line.qty_returned += change.returned
        plan_rest(line, ship_quantity=setup.ship_quantity)
    if document.status == Status.COMPLETED and not _done(lines):
        document.status = Status.RELEASED
    if document.status != Status.COMPLETED:
        show_demand(work, document, lines, firm=document.status != Status.OPEN)
    return Restored(
        order_no=document.number,
        status=str(document.status),
        outstanding=tuple(
            (line.item_no, line.outstanding, line.unit)
            for line in lines
            if line.line_no in taken and line.outstanding
        ),
    )


def bill_again(work: Work, document: SalesDocument, counted: Mapping[int, TakenBack]) -> None:
    """Count goods and bills of an order again: a correction was itself taken back."""
    lines = lines_of(work.session, document.number)
    setup = posting_setup(work.session)
    for line in lines:
        change = counted.get(line.line_no)
        if change is None:
            continue
        line.qty_shipped += change.shipped
        line.qty_invoiced += change.invoiced
        plan_rest(line, ship_quantity=setup.ship_quantity)
    if document.status == Status.RELEASED and _done(lines):
        document.status = Status.COMPLETED
    show_demand(work, document, lines, firm=document.status != Status.OPEN)


def _done(lines: list[SalesLine]) -> bool:
    return all(line.qty_invoiced == line.quantity for line in goods(lines))
