"""What an invoice asks for today (specification, section 9.4), whatever was printed on it."""

from datetime import date
from decimal import Decimal

from domain.errors import Outcome
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from domain.posting.prepayment import PostPrepayment, PrepaymentPosted
from domain.receivables.asked import Asked, BillState, asked_for
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import PaymentRecorded, RecordPayment
from domain.sales.orders import ConfirmOrder
from tests.domain.desk import Desk, want

LAST_DAY = date(2026, 3, 10)


def psi_1(desk: Desk, *, customer: str = "C10000") -> str:
    """4 CHAIR at 100.00 less 10 %: 360.00 + 90.00 = 450.00, 2 % off within eight days."""
    order = desk.order(want("CHAIR", 4, discount_pct=Decimal(10)), customer=customer)
    posted = desk.give(ShipAndInvoice(order_no=order.number, confirm=True), InvoicePosted)
    return posted.invoice_no


def asked(desk: Desk, number: str, *, on: date) -> Asked:
    with desk.database.reading() as session:
        found = asked_for(session, number, on=on)
    assert found is not None
    return found


def pay(desk: Desk, amount: str, number: str, *, on: date) -> None:
    desk.today = on
    paper = AppliesTo(document_no=number)
    command = RecordPayment(amount=Decimal(amount), paid_on=on, applies_to=(paper,))
    desk.give(command, PaymentRecorded, by="ada")


def test_in_time_the_discount_is_off_and_afterwards_not(desk: Desk) -> None:
    number = psi_1(desk)

    in_time, late = asked(desk, number, on=LAST_DAY), asked(desk, number, on=date(2026, 3, 11))

    assert (in_time.amount, in_time.discount, in_time.discount_until) == (
        Decimal("441.00"),
        Decimal("9.00"),
        LAST_DAY,
    )
    assert (late.amount, late.discount) == (Decimal("450.00"), Decimal(0))
    assert in_time.state is BillState.OPEN


def test_after_a_part_payment_the_rest_is_asked(desk: Desk) -> None:
    number = psi_1(desk)
    pay(desk, "200.00", number, on=date(2026, 3, 20))

    told = asked(desk, number, on=date(2026, 3, 20))

    assert (told.amount, told.open) == (Decimal("250.00"), Decimal("250.00"))
    assert told.state is BillState.PARTLY_PAID


def test_paid_and_cancelled_bills_ask_for_nothing(desk: Desk) -> None:
    paid, cancelled = psi_1(desk), psi_1(desk)
    pay(desk, "441.00", paid, on=LAST_DAY)
    desk.give(CancelInvoice(invoice_no=cancelled), Outcome, by="ada")

    states = [asked(desk, number, on=LAST_DAY) for number in (paid, cancelled)]

    assert [one.state for one in states] == [BillState.PAID, BillState.CANCELLED]
    assert not any(one.payable for one in states)


def test_a_prepayment_invoice_asks_too_and_papers_that_are_no_bills_do_not(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 5), customer="C50000")
    desk.give(ConfirmOrder(order_no=order.number), Outcome)
    posted = desk.give(PostPrepayment(order_no=order.number), PrepaymentPosted)

    told = asked(desk, posted.document_no, on=desk.today)

    assert (told.amount, told.paper) == (Decimal("187.50"), "prepayment-invoice")
    with desk.database.reading() as session:
        assert asked_for(session, order.number, on=desk.today) is None
        assert asked_for(session, "PS-INV999999", on=desk.today) is None
