"""Shipping: goods leave for an order, in parts if wished, and a delivery note says which.

Goods on lines with a negative quantity come back with the same posting, on a return receipt.
Services are shipped by counting only; without goods there is no shipment paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command, Outcome, Refusal
from domain.ledger.accounts import Role as Account
from domain.ledger.goods import Move, Moved
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.people import SALES, Role
from domain.posting.checks import NothingToPost, check_state, hindrances
from domain.posting.papers import (
    DELIVERY_NOTE,
    RETURN_RECEIPT_PAPER,
    delivery_paper,
    mail_posted,
)
from domain.posting.quantities import (
    LineQuantity,
    base_quantity,
    plan_rest,
    quantities_to_ship,
)
from domain.posting.shipment_rows import (
    RETURN_RECEIPT,
    SHIPMENT,
    PostedShipment,
    PostedShipmentLine,
    ShipmentLineState,
)
from domain.posting.stock_moves import lock_balances, move_stock, shortages
from domain.posting.subject import Subject, load_subject
from domain.posting.windows import permit_posting
from domain.sales.documents import Kind, Status
from domain.sales.lines import SalesLine
from domain.sales.orders import ConfirmOrder, OrderAwaitsApproval, confirm_order
from domain.sales.pricing import raise_all
from domain.sales.scheduling import show_demand
from domain.sales.seen import find_as_seen
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class PostShipment(Command):
    """Ship an order: the lines named, or what is planned. `confirm` confirms it first."""

    may: ClassVar[frozenset[Role]] = SALES | {Role.WAREHOUSE}
    doing: ClassVar[str] = "ship orders"

    order_no: str
    lines: tuple[LineQuantity, ...] = ()
    confirm: bool = False
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShippedLine:
    """What left of a line (negative: came back), and what is still outstanding."""

    line_no: int
    item_no: str
    description: str
    quantity: Decimal
    unit: str
    outstanding: Decimal


@dataclass(frozen=True, kw_only=True)
class ShipmentPosted(Outcome):
    """Goods have left. `shipment_no` is empty when only services were counted as delivered.

    `receipt_no` names the receipt of goods that came back with it. `recipient` is empty where
    no letter was queued.
    """

    order_no: str
    shipment_no: str
    receipt_no: str
    customer_no: str
    customer_name: str
    status: str
    complete: bool
    lines: tuple[ShippedLine, ...]
    paper: PaperFacts | None
    recipient: str = ""
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.shipment_no or self.receipt_no or self.order_no


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One side of a posting: what left, or what came back, under one number."""

    number: str
    paper: PaperFacts


def post_shipment(command: PostShipment, work: Work) -> ShipmentPosted | OrderAwaitsApproval:
    """Post a shipment and queue its delivery note.

    Raises:
        OrderNotConfirmed, MustBeApprovedFirst, OrderOnHold, NotPostable: its state forbids it.
        CannotShipMore, UomImbalance, NothingToPost, ShippingAdviceComplete, CustomerBlocked,
        ItemBlocked, PaymentRequired, InsufficientStock and the like, several at once.
    """
    window = permit_posting(work, command, ship=True, invoice=False)
    document = find_as_seen(work, command.order_no, seen=command.version)
    if command.confirm and document.kind == Kind.ORDER and document.status == Status.OPEN:
        confirmed = confirm_order(ConfirmOrder(order_no=document.number), work)
        if isinstance(confirmed, OrderAwaitsApproval):
            return confirmed
    check_state(document, again=replace(command, confirm=True))
    subject = load_subject(work, document, window)
    quantities, refusals = quantities_to_ship(document, subject.lines, command.lines)
    raise_all(
        refusals + hindrances(subject, ship=quantities, invoice={}, goods_move=True, bill=False)
    )
    if not quantities:
        raise NothingToPost(document_no=document.number)
    return work.happened(shipped(subject, quantities))


def shipped(subject: Subject, quantities: dict[int, Decimal]) -> ShipmentPosted:
    """Post the shipment of quantities that have been checked, and tell the customer."""
    deliveries = deliver(subject, quantities)
    finish(subject)
    document, work = subject.document, subject.work
    recipient = ""
    out = deliveries.get(SHIPMENT)
    back = deliveries.get(RETURN_RECEIPT)
    if out is not None:
        recipient = mail_posted(
            work, document, out.paper, occasion="shipment-posted", notices=subject.notices
        )
    paper = out or back
    return ShipmentPosted(
        order_no=document.number,
        shipment_no=out.number if out else "",
        receipt_no=back.number if back else "",
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        status=str(document.status),
        complete=not any(line.outstanding for line in subject.sold),
        lines=tuple(_told(line, quantities) for line in subject.sold if line.line_no in quantities),
        paper=paper.paper if paper else None,
        recipient=recipient,
        notices=tuple(dict.fromkeys(subject.notices)),
    )


def deliver(
    subject: Subject, quantities: dict[int, Decimal], *, paper: bool = True
) -> dict[str, Delivery]:
    """Move the goods and write what left and what came back, each under its own number.

    Lines are counted up. `paper` False moves goods without a delivery note (direct invoices
    where the set-up wants none); then nothing is returned.
    """
    lines = [line for line in subject.sold if quantities.get(line.line_no)]
    leaving = [line for line in lines if quantities[line.line_no] > 0]
    returning = [line for line in lines if quantities[line.line_no] < 0]
    done: dict[str, Delivery] = {}
    for kind, some in ((SHIPMENT, leaving), (RETURN_RECEIPT, returning)):
        if not some:
            continue
        delivery = _deliver(subject, some, quantities, kind=kind, paper=paper)
        if delivery is not None:
            done[kind] = delivery
    return done


def finish(subject: Subject, *, moved: bool = True) -> None:
    """After a posting: plan the rest, show what is still demanded, and see whether all is done.

    `moved` False: no goods left, so what is demanded stays as it is.
    """
    document = subject.document
    for line in subject.sold:
        plan_rest(line, ship_quantity=subject.window.setup.ship_quantity)
    if document.kind != Kind.ORDER:
        document.status = Status.COMPLETED
        return
    if moved:
        show_demand(subject.work, document, subject.lines, firm=True)
    if all(line.qty_invoiced == line.quantity for line in subject.sold):
        document.status = Status.COMPLETED


def _deliver(
    subject: Subject,
    lines: Sequence[SalesLine],
    quantities: dict[int, Decimal],
    *,
    kind: str,
    paper: bool,
) -> Delivery | None:
    work, document = subject.work, subject.document
    stocked = [line for line in lines if line.stocked]
    moves = [_move(subject, line, quantities[line.line_no]) for line in stocked]
    if not moves:
        for line in lines:
            line.qty_shipped += quantities[line.line_no]
        return None
    balances = lock_balances(work, [move.place for move in moves])
    _check_stock(subject, shortages(balances, moves))
    journal = Journal(work, kind="ship", source_no=document.number, posting_date=subject.on)
    moved = dict(
        zip(
            (line.line_no for line in stocked),
            move_stock(journal, moves, balances),
            strict=True,
        )
    )
    if subject.window.setup.expected_cost_posting:
        _book_expected(journal, subject, stocked, moved)
    for line in lines:
        _gather_line(journal, line, quantities[line.line_no], moved=moved.get(line.line_no))
        line.qty_shipped += quantities[line.line_no]
        plan_rest(line, ship_quantity=subject.window.setup.ship_quantity)
    gather_header(journal, subject)
    number = work.next_number("posted_shipment" if kind == SHIPMENT else "return_receipt")
    journal.write(kind, number)
    if not paper:
        return None
    facts = delivery_paper(
        work,
        document,
        [(line, quantities[line.line_no]) for line in lines],
        kind=DELIVERY_NOTE if kind == SHIPMENT else RETURN_RECEIPT_PAPER,
        number=number,
    )
    return Delivery(number=number, paper=facts)


def _move(subject: Subject, line: SalesLine, quantity: Decimal) -> Move:
    return Move(
        item_no=line.item_no,
        variant=line.variant,
        location=line.location,
        quantity=-base_quantity(line, quantity),
        unit_cost=subject.items[line.item_no].unit_cost,
        line_no=line.line_no,
        order_no=line.document_no,
        order_line_no=line.line_no,
        customer_no=subject.document.customer_no,
    )


def _check_stock(subject: Subject, short: Sequence[Refusal]) -> None:
    """Stock below zero is allowed with a warning, unless the company forbids it."""
    if subject.window.setup.prevent_negative_inventory:
        raise_all(short)
    subject.notices.extend(f"{problem.sentence().partition('. ')[0]}." for problem in short)


def _book_expected(
    journal: Journal, subject: Subject, lines: Sequence[SalesLine], moved: dict[int, Moved]
) -> None:
    """Expected cost goes to interim accounts until the invoice makes it actual."""
    for line in lines:
        cost = -moved[line.line_no].cost
        journal.book(Account.COGS_INTERIM, cost, key=subject.gen_key(line.item_no))
        journal.book(Account.INVENTORY_INTERIM, -cost, key=subject.stock_key(line))


def gather_header(journal: Journal, subject: Subject) -> None:
    """Gather the posted header of a shipment or receipt."""
    document, work = subject.document, subject.work
    journal.add(
        PostedShipment,
        order_no=document.number,
        customer_no=document.customer_no,
        bill_to_no=document.bill_to_no,
        customer_name=document.sell_to_name,
        external_no=document.external_document_no,
        ship_to_address=document.ship_to_address or document.sell_to_address,
        shipping_agent=document.shipping_agent,
        salesperson_no=document.salesperson_no,
        posted_at=work.now,
        posted_by=work.actor.id,
    )


def _gather_line(
    journal: Journal, line: SalesLine, quantity: Decimal, *, moved: Moved | None
) -> None:
    base = base_quantity(line, quantity)
    item_entry_id = moved.entry_id if moved else 0
    entry_id = journal.add(
        PostedShipmentLine,
        line_no=line.line_no,
        order_no=line.document_no,
        order_line_no=line.line_no,
        item_no=line.item_no,
        variant=line.variant,
        description=line.description,
        details=line.details,
        unit=line.unit,
        base_unit=line.base_unit,
        qty_per_unit=line.qty_per_unit,
        quantity=quantity,
        quantity_base=base,
        location=line.location,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        item_entry_id=item_entry_id,
        corrects_id=0,
    )
    journal.keep(
        ShipmentLineState,
        entry_id=entry_id,
        order_no=line.document_no,
        order_line_no=line.line_no,
        quantity=quantity,
        quantity_base=base,
        item_entry_id=item_entry_id,
        qty_invoiced=ZERO,
        qty_returned=ZERO,
        undone=False,
    )


def _told(line: SalesLine, quantities: dict[int, Decimal]) -> ShippedLine:
    return ShippedLine(
        line_no=line.line_no,
        item_no=line.item_no,
        description=line.description,
        quantity=quantities[line.line_no],
        unit=line.unit,
        outstanding=line.outstanding,
    )
