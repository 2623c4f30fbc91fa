"""A company after a day on which everything was posted that can be posted."""

from datetime import date
from decimal import Decimal

from domain.errors import Outcome
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.prepayment import PostPrepayment, PrepaymentPosted
from domain.posting.quantities import ShipLine
from domain.posting.return_credits import CreditReturn
from domain.posting.returning import CreateReturn, ReturnCreated, ReturnWish
from domain.posting.returns import ReceiveReturn
from domain.posting.ship import PostShipment
from domain.posting.undo import UndoShipment
from domain.receivables.applications import Unapply
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import PaymentRecorded, RecordPayment
from domain.sales.orders import CancelOrder, ConfirmOrder
from domain.vat import VatPostingSetup
from tests.domain.desk import Desk, want

D = Decimal


def traded(desk: Desk) -> None:
    """Quotes and orders of every state; goods sent, taken back and undone; bills paid in time."""
    with desk.work("olga") as work:
        row = work.session.get_one(VatPostingSetup, ("DOMESTIC", "VAT25"))
        row.adjust_for_payment_discount = True
    desk.quote()
    desk.order(po="PO-1")
    desk.give(CancelOrder(order_no=desk.order(po="PO-2").number), Outcome)
    sold = _sold(desk)
    _paid_in_time(desk, sold)
    _returned(desk, sold)
    desk.give(CancelInvoice(invoice_no=_sold(desk).invoice_no), Outcome, by="ada")
    _undone(desk)
    _prepaid(desk)


def _confirmed(desk: Desk, *, customer: str = "C10000") -> str:
    lines = (want("CHAIR", 4), want("LAMP", 10, discount_pct=D(10)), want("BOOK", 6))
    number = desk.order(*lines, customer=customer).number
    desk.give(ConfirmOrder(order_no=number), Outcome)
    return number


def _sold(desk: Desk) -> InvoicePosted:
    return desk.give(ShipAndInvoice(order_no=_confirmed(desk)), InvoicePosted)


def _pay(desk: Desk, number: str, amount: Decimal, *, customer: str = "C10000") -> str:
    papers = (AppliesTo(document_no=number),)
    command = RecordPayment(amount=amount, customer_no=customer, applies_to=papers)
    return desk.give(command, PaymentRecorded, by="ada").document_no


def _paid_in_time(desk: Desk, bill: InvoicePosted) -> None:
    """A part is paid, taken back, and the bill then paid with its discount of 2 %."""
    part = _pay(desk, bill.invoice_no, D(100))
    desk.give(Unapply(document_no=part), Outcome, by="ada")
    discount = (bill.total * D("0.02")).quantize(D("0.01"))
    _pay(desk, bill.invoice_no, bill.total - discount)


def _returned(desk: Desk, bill: InvoicePosted) -> None:
    wishes = (ReturnWish(item_no="LAMP", quantity=D(3)),)
    made = desk.give(CreateReturn(document_no=bill.invoice_no, lines=wishes), ReturnCreated)
    desk.give(ReceiveReturn(return_no=made.number), Outcome, by="wes")
    desk.give(CreditReturn(return_no=made.number), Outcome, by="ada")


def _undone(desk: Desk) -> None:
    number = _confirmed(desk)
    two = (ShipLine(item_no="CHAIR", quantity=D(2)),)
    desk.give(PostShipment(order_no=number, lines=two), Outcome, by="wes")
    desk.give(UndoShipment(shipment_no="PS-SHP102003"), Outcome, by="wes")
    desk.give(PostShipment(order_no=number, lines=two), Outcome, by="wes")
    desk.give(PostInvoice(document_no=number), Outcome, by="ada")


def _prepaid(desk: Desk) -> None:
    number = _confirmed(desk, customer="C50000")
    asked = desk.give(PostPrepayment(order_no=number), PrepaymentPosted)
    desk.today = date(2026, 3, 3)
    _pay(desk, asked.number, asked.total, customer="C50000")
    desk.give(ShipAndInvoice(order_no=number), Outcome)
