"""Invoicing an order: what has been shipped is billed, in parts that add up to the order.

An invoice takes only what has left the house; services are delivered by being billed. Posting
ship and invoice together is one command. Draft invoices without an order are in `direct`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import bindparam, select

from domain.approvals.asking import Approvable
from domain.catalog.currency_rows import rate_of
from domain.database import table_of
from domain.errors import Command, Outcome
from domain.ledger.goods import invoice_goods, item_states
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.parties.customer_rows import Customer
from domain.people import SALES, Role
from domain.posting.bill import post_bill
from domain.posting.billed import next_totals
from domain.posting.charging import charge_deliveries
from domain.posting.checks import NothingToPost, check_state, hindrances
from domain.posting.credit_figures import together
from domain.posting.deducting import Deducted, apply_advances, deduct
from domain.posting.direct import order_reasons
from domain.posting.drawing import draw
from domain.posting.invoice_lines import bill_lines, header_of
from domain.posting.invoice_paper import invoice_paper
from domain.posting.invoice_rows import INVOICE
from domain.posting.papers import mail_posted
from domain.posting.paying import due
from domain.posting.quantities import (
    InvoiceMoreThanShipped,
    LineQuantity,
    billable,
    quantities_to_invoice,
    quantities_to_ship,
    with_system_lines,
)
from domain.posting.ship import ShipmentPosted, deliver, finish
from domain.posting.shipment_rows import RETURN_RECEIPT, SHIPMENT
from domain.posting.subject import Subject, load_subject
from domain.posting.windows import permit_posting
from domain.sales.documents import Kind, Status, outcome_fields
from domain.sales.limits import is_granted, stop_for_discount
from domain.sales.lines import SalesLine
from domain.sales.orders import ConfirmOrder, OrderAwaitsApproval, confirm_order
from domain.sales.pricing import raise_all
from domain.sales.seen import find_as_seen
from domain.sales.sending import paper_of
from domain.sales.settling import NegativeInvoiceTotal
from domain.sales.totals import DocumentTotals
from domain.work import Work

INVOICERS = SALES | {Role.ACCOUNTANT}


@dataclass(frozen=True, kw_only=True)
class PostInvoice(Approvable):
    """Invoice what was shipped of an order, or post a draft invoice. `version` is the one shown."""

    may: ClassVar[frozenset[Role]] = INVOICERS
    doing: ClassVar[str] = "post invoices"

    document_no: str
    version: int | None = None
    lines: tuple[LineQuantity, ...] = ()
    posting_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class ShipAndInvoice(Command):
    """Ship an order and invoice what was shipped, in one step."""

    may: ClassVar[frozenset[Role]] = SALES  # who may do both
    doing: ClassVar[str] = "ship and invoice orders"

    order_no: str
    version: int | None = None
    lines: tuple[LineQuantity, ...] = ()
    confirm: bool = False


@dataclass(frozen=True, kw_only=True)
class InvoicePosted(Outcome):
    """A bill stands in the books. `document_no` is the order or draft it came from.

    `payment_state` is open or paid; `shipment_no` is filled when goods left with it.
    """

    document_no: str
    invoice_no: str
    customer_no: str
    customer_name: str
    net_amount: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    due_date: date
    status: str
    payment_state: str
    paper: PaperFacts
    shipment_no: str = ""
    receipt_no: str = ""
    recipient: str = ""
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.invoice_no


def post_invoice(command: PostInvoice, work: Work) -> InvoicePosted | OrderAwaitsApproval:
    """Invoice what was shipped of an order and queue the letter with the bill.

    A draft whose discounts nobody has approved yet waits for that first.

    Raises:
        OrderNotConfirmed, MustBeApprovedFirst, OrderOnHold, NotPostable: its state forbids it.
        InvoiceMoreThanShipped, NothingToPost: there is not so much to bill.
        CustomerBlocked, PostingDateNotAllowed, MissingAccount and the like, several at once.
    """
    window = permit_posting(work, command, ship=False, invoice=True)
    document = find_as_seen(work, command.document_no, seen=command.version)
    if document.kind == Kind.INVOICE and is_granted(work, document, command.approval):
        document.status = Status.OPEN
    check_state(document)
    subject = load_subject(work, document, window, on=command.posting_date)
    if document.kind == Kind.INVOICE:
        waits = replace(command, version=document.version)
        halt = stop_for_discount(work, document, subject.lines, command=waits)
        if halt:
            fields = outcome_fields(document, paper_of(work, document))
            return work.happened(
                OrderAwaitsApproval(**fields, approvers=halt.approvers, reason=halt.reason)
            )
        return work.happened(post_draft(subject))
    quantities, refusals = quantities_to_invoice(document, subject.lines, command.lines)
    raise_all(
        refusals + hindrances(subject, ship={}, invoice=quantities, goods_move=False, bill=True)
    )
    if not quantities:
        _nothing(subject)
    return work.happened(invoiced(subject, quantities))


def ship_and_invoice(
    command: ShipAndInvoice, work: Work
) -> InvoicePosted | ShipmentPosted | OrderAwaitsApproval:
    """Ship what is planned, or the lines named, and invoice it in the same transaction.

    Raises:
        Whatever shipping and invoicing refuse; then neither has happened.
    """
    window = permit_posting(work, command, ship=True, invoice=True)
    document = find_as_seen(work, command.order_no, kind=Kind.ORDER, seen=command.version)
    if command.confirm and document.status == Status.OPEN:
        confirmed = confirm_order(ConfirmOrder(order_no=document.number), work)
        if isinstance(confirmed, OrderAwaitsApproval):
            return confirmed
    check_state(document, again=replace(command, confirm=True))
    subject = load_subject(work, document, window)
    quantities, refusals = quantities_to_ship(document, subject.lines, command.lines)
    raise_all(
        refusals
        + hindrances(subject, ship=quantities, invoice=quantities, goods_move=True, bill=True)
    )
    planned = {line.line_no: line.qty_to_invoice for line in subject.sold}
    moved = deliver(subject, quantities) if quantities else {}
    bill = _billable_now(subject, quantities if command.lines else None, planned)
    if not bill:
        raise NothingToPost(document_no=document.number)
    told = invoiced(subject, bill, moved=bool(quantities))
    return work.happened(
        replace(
            told,
            shipment_no=moved[SHIPMENT].number if SHIPMENT in moved else "",
            receipt_no=moved[RETURN_RECEIPT].number if RETURN_RECEIPT in moved else "",
        )
    )


def post_draft(subject: Subject) -> InvoicePosted:
    """Post a draft invoice: its goods leave with it, whole.

    Raises:
        OrderRequired: something on it needs an order.
    """
    quantities = {line.line_no: line.quantity for line in subject.sold if line.quantity}
    raise_all(
        order_reasons(subject.document, subject.sold)
        + hindrances(subject, ship=quantities, invoice=quantities, goods_move=True, bill=True)
    )
    if not quantities:
        raise NothingToPost(document_no=subject.document.number)
    moved = deliver(subject, quantities, paper=subject.window.setup.shipment_on_invoice)
    told = invoiced(subject, quantities)
    return replace(told, shipment_no=moved[SHIPMENT].number if SHIPMENT in moved else "")


def invoiced(
    subject: Subject, quantities: Mapping[int, Decimal], *, moved: bool = False
) -> InvoicePosted:
    """Post the bill of quantities that have been checked, and tell the customer.

    `moved` says that goods left in this transaction too.
    """
    work, document = subject.work, subject.document
    _lock_customer(work, document.bill_to_no)
    off = deduct(subject, quantities)
    totals = _totals(subject, quantities, off)
    rate = rate_of(work.session, document.currency, local=work.setup.currency, on=subject.on)
    payable = due(
        work,
        payment_terms=document.payment_terms,
        payment_method=document.payment_method,
        document_date=subject.on,
        totals=totals,
        setup=subject.window.setup,
        due_date=document.due_date,
    )
    journal = Journal(work, kind="invoice", source_no=document.number, posting_date=subject.on)
    drawn = draw(subject, quantities)
    charged = drawn.charged(totals, rate)
    states = item_states(work.session, [each.entry_id for each in charged])
    costs = invoice_goods(journal, charged, states)
    charge_deliveries(journal, subject, quantities, totals=totals, rate=rate)
    lines = [*bill_lines(subject, quantities, drawn=drawn, costs=costs), *off.lines]
    for line in subject.sold:
        _count(line, quantities.get(line.line_no, ZERO))
    finish(subject, moved=moved)
    posted = post_bill(
        journal,
        header_of(subject, payable, rate=rate),
        lines,
        totals=totals,
        kind=INVOICE,
        setup=subject.window.setup,
        parts=payable.parts,
    )
    apply_advances(work, document, posted.entries, number=posted.number)
    paper = invoice_paper(
        subject,
        posted,
        lines,
        totals=totals,
        payable=payable,
        drawn=drawn,
        rate=rate,
        prepaid=off.with_vat,
    )
    return _told(subject, paper, totals=totals, due_date=payable.parts[-1].due_date)


def _totals(subject: Subject, quantities: Mapping[int, Decimal], off: Deducted) -> DocumentTotals:
    """What is billed now, less what was paid in advance for it; never below zero."""
    document = subject.document
    totals = next_totals(subject, quantities)
    if off.totals is not None:
        totals = together(totals, off.totals)
    if totals.total < ZERO:
        raise NegativeInvoiceTotal(
            document_no=document.number, total=totals.total, currency=document.currency
        )
    return totals


def _told(
    subject: Subject, paper: PaperFacts, *, totals: DocumentTotals, due_date: date
) -> InvoicePosted:
    """Queue the letter with the bill, and say what was posted."""
    document = subject.document
    recipient = mail_posted(
        subject.work, document, paper, occasion="invoice-posted", notices=subject.notices
    )
    return InvoicePosted(
        document_no=document.number,
        invoice_no=paper.number,
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        net_amount=totals.net,
        vat=totals.vat,
        total=totals.total,
        currency=document.currency,
        due_date=due_date,
        status=str(document.status),
        payment_state=paper.payment_state,
        paper=paper,
        recipient=recipient,
        notices=tuple(dict.fromkeys(subject.notices)),
    )


def _count(line: SalesLine, quantity: Decimal) -> None:
    """Count what is billed; what is no goods has been delivered by that."""
    line.qty_invoiced += quantity
    if not line.stocked and abs(line.qty_invoiced) > abs(line.qty_shipped):
        line.qty_shipped = line.qty_invoiced


def _billable_now(
    subject: Subject, named: Mapping[int, Decimal] | None, planned: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """What ship-and-invoice bills: what was named, else what was planned and has left."""
    bill: dict[int, Decimal] = {}
    for line in subject.sold:
        most = billable(line)
        wish = planned[line.line_no] if named is None else named.get(line.line_no, ZERO)
        if wish * most > ZERO:
            bill[line.line_no] = wish if abs(wish) < abs(most) else most
    return with_system_lines(subject.sold, bill)


def _nothing(subject: Subject) -> None:
    document = subject.document
    if any(line.outstanding for line in subject.sold):
        raise InvoiceMoreThanShipped(
            document_no=document.number,
            item_no="",
            max=ZERO,
            remedy=ShipAndInvoice(order_no=document.number),
        )
    raise NothingToPost(document_no=document.number)


_LOCKED = (
    select(table_of(Customer).c.no)
    .where(table_of(Customer).c.no == bindparam("customer"))
    .with_for_update()
)


def _lock_customer(work: Work, customer_no: str) -> None:
    """Two bills and payments of one customer follow each other."""
    work.session.execute(_LOCKED, {"customer": customer_no})
