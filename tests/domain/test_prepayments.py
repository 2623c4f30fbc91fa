"""Prepayments, and money before delivery (specification, section 9.6)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from domain.ledger.setup import PostingSetup
from domain.parties.customer_rows import Customer
from domain.parties.terms import PaymentTerms
from domain.posting.advances import PaymentRequired
from domain.posting.corrections import CancelInvoice, InvoiceCancelled
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.prepaid import PrepaymentPercent
from domain.posting.prepayment import (
    CreditPrepayment,
    PostPrepayment,
    PrepaymentPosted,
    PrepaymentSet,
    SetPrepayment,
)
from domain.posting.quantities import ShipLine
from domain.posting.ship import PostShipment, ShipmentPosted
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import PaymentRecorded, RecordPayment
from domain.sales.changes import ChangeDocument
from domain.sales.documents import SalesDocument
from domain.sales.lines import LineChange
from domain.sales.orders import CancelOrder, ConfirmOrder, OrderCancelled, OrderConfirmed
from domain.verifying.everything import findings
from tests.domain.books import left, unbalanced
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books

D = Decimal


@pytest.fixture(autouse=True)
def _books_in_order(desk: Desk) -> Iterator[None]:
    """Whatever a test does, the books prove that nothing is off afterwards."""
    yield
    with desk.database.reading() as session:
        assert findings(session) == []
    assert unbalanced(desk) == []


def five_chairs(desk: Desk) -> str:
    """Elm Works' order of five chairs, 30 % in advance, confirmed."""
    order = desk.order(want("CHAIR", 5), customer="C50000")
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)
    return order.number


def ask(desk: Desk, order_no: str) -> PrepaymentPosted:
    return desk.give(PostPrepayment(order_no=order_no), PrepaymentPosted)


def pay(desk: Desk, number: str, amount: str, *, customer: str = "C50000") -> PaymentRecorded:
    command = RecordPayment(
        amount=D(amount), customer_no=customer, applies_to=(AppliesTo(document_no=number),)
    )
    return desk.give(command, PaymentRecorded, by="ada")


def status(desk: Desk, number: str) -> str:
    with desk.database.reading() as session:
        return session.get_one(SalesDocument, number).status


def test_an_order_waits_until_its_prepayment_is_paid(desk: Desk) -> None:
    order_no = five_chairs(desk)
    first = desk.codes(PostShipment(order_no=order_no))
    told = ask(desk, order_no)
    second = desk.codes(PostShipment(order_no=order_no))
    waiting = status(desk, order_no)

    paid = pay(desk, told.number, "187.50")

    assert first == ["prepayment_unposted"]
    assert (told.number, told.net_amount, told.total) == ("PP-INV109001", D("150.00"), D("187.50"))
    assert second == ["prepayment_unpaid"]
    assert waiting == "pending_prepayment"
    assert status(desk, order_no) == "released"
    assert paid.notices == (f"Order {order_no} goes on: its prepayment is paid.",)
    assert books(desk, told.number) == {
        "2310": D("187.50"),
        "5380": D("-150.00"),
        "5610": D("-37.50"),
    }


def test_the_final_invoice_takes_the_prepayment_off(desk: Desk) -> None:
    order_no = five_chairs(desk)
    pay(desk, ask(desk, order_no).number, "187.50")

    told = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert (told.net_amount, told.vat, told.total) == (D("350.00"), D("87.50"), D("437.50"))
    assert told.paper.prepaid == D("187.50")
    assert told.paper.lines[-1].amount == D("-150.00")
    assert books(desk, told.invoice_no)["5380"] == D("150.00")


def test_part_invoices_take_off_their_part(desk: Desk) -> None:
    order_no = five_chairs(desk)
    pay(desk, ask(desk, order_no).number, "187.50")
    two = (ShipLine(item_no="CHAIR", quantity=D(2)),)

    desk.give(PostShipment(order_no=order_no, lines=two), ShipmentPosted)
    first = desk.give(PostInvoice(document_no=order_no), InvoicePosted)
    second = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert [first.net_amount, first.vat, first.total] == [D("140.00"), D("35.00"), D("175.00")]
    assert [second.net_amount, second.vat, second.total] == [D("210.00"), D("52.50"), D("262.50")]


def test_cancelling_an_invoice_gives_its_deduction_back(desk: Desk) -> None:
    order_no = five_chairs(desk)
    pay(desk, ask(desk, order_no).number, "187.50")
    first = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    cancelling = CancelInvoice(invoice_no=first.invoice_no)
    desk.give(cancelling, InvoiceCancelled, by="ada")

    again = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert again.total == D("437.50")


def test_a_prepayment_invoice_is_not_cancelled_like_an_invoice(desk: Desk) -> None:
    told = ask(desk, five_chairs(desk))

    assert desk.codes(CancelInvoice(invoice_no=told.number), by="ada") == ["prepayment_invoice"]


def test_asking_twice_asks_once(desk: Desk) -> None:
    order_no = five_chairs(desk)
    ask(desk, order_no)

    assert desk.codes(PostPrepayment(order_no=order_no)) == ["nothing_to_post"]


def test_where_the_money_is_not_checked_the_invoice_is_enough(desk: Desk) -> None:
    with desk.work("olga") as work:
        work.session.get_one(PostingSetup, 1).check_prepayment = False

    told = ask(desk, five_chairs(desk))

    assert told.status == "released"


def test_a_typed_total_is_met_raised_and_taken_off(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 5), want("BOOK", 25))
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)
    typed = SetPrepayment(order_no=order.number, total=D("300.00"))
    wanted = desk.give(typed, PrepaymentSet)
    first = ask(desk, order.number)
    desk.give(SetPrepayment(order_no=order.number, total=D("480.50")), PrepaymentSet)
    second = ask(desk, order.number)
    for told in (first, second):
        pay(desk, told.number, str(told.total), customer="C10000")

    final = desk.give(ShipAndInvoice(order_no=order.number), InvoicePosted)

    assert (wanted.status, wanted.to_invoice) == ("pending_prepayment", D("300.00"))
    assert [row.amount for row in first.paper.vat] == [D("39.02"), D("11.24")]
    assert [row.amount for row in first.paper.lines] == [D("156.09"), D("93.65")]
    assert [first.total, second.total] == [D("300.00"), D("180.50")]
    assert final.total == D("480.50")


def test_a_prepayment_is_given_back_in_part(desk: Desk) -> None:
    order_no = five_chairs(desk)
    pay(desk, ask(desk, order_no).number, "187.50")
    command = CreditPrepayment(order_no=order_no, amount=D("37.50"))

    back = desk.give(command, PrepaymentPosted)
    final = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert [back.net_amount, back.vat] == [D("30.00"), D("7.50")]
    assert final.total == D("625.00") - D("150.00")


def test_a_prepayment_that_was_taken_off_is_not_given_back(desk: Desk) -> None:
    order_no = five_chairs(desk)
    pay(desk, ask(desk, order_no).number, "187.50")
    two = (ShipLine(item_no="CHAIR", quantity=D(2)),)
    desk.give(ShipAndInvoice(order_no=order_no, lines=two), InvoicePosted)

    refused = desk.codes(CreditPrepayment(order_no=order_no, amount=D("187.50")))
    back = desk.give(CreditPrepayment(order_no=order_no), PrepaymentPosted)

    assert refused == ["invalid_field"]
    assert back.total == D("112.50")


def test_the_closest_percentage_counts(desk: Desk) -> None:
    with desk.work("olga") as work:
        for kind, code, pct in (("customer", "C50000", 40), ("all", "", 10)):
            row = PrepaymentPercent(sales_kind=kind, sales_code=code, item_no="CHAIR", pct=D(pct))
            work.session.add(row)

    told = ask(desk, five_chairs(desk))

    assert told.net_amount == D("200.00")


def test_goods_leave_only_as_far_as_they_are_paid(desk: Desk) -> None:
    with desk.work("olga") as work:
        work.session.get_one(PaymentTerms, "COD").pay_before_delivery = True
        work.session.get_one(Customer, "C40000").payment_terms = "COD"
    order = desk.order(want("CHAIR", 2, unit_price=D(100)), customer="C40000")
    assert order.total == D("200.00")
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)
    _advance(desk, order.number, "150.00")

    refused = desk.refused(PostShipment(order_no=order.number))
    one = (ShipLine(item_no="CHAIR", quantity=D(1)),)
    first = desk.give(ShipAndInvoice(order_no=order.number, lines=one), InvoicePosted)
    _advance(desk, order.number, "50.00")
    second = desk.give(ShipAndInvoice(order_no=order.number), InvoicePosted)

    assert isinstance(refused, PaymentRequired)
    assert refused.missing == D("50.00")
    assert [first.payment_state, second.payment_state] == ["paid", "paid"]
    assert left(desk, first.invoice_no, second.invoice_no) == [0, 0]


def test_what_was_invoiced_in_advance_stays_on_the_order(desk: Desk) -> None:
    order_no = five_chairs(desk)
    ask(desk, order_no)
    remove = LineChange(op="remove", item_no="CHAIR")
    shrink = LineChange(op="set", item_no="CHAIR", quantity=D(1))

    for change in (remove, shrink):
        command = ChangeDocument(document_no=order_no, lines=(change,), reopen=True)
        assert desk.codes(command) == ["prepayment_invoiced"]
    assert desk.codes(CancelOrder(order_no=order_no)) == ["has_prepayment"]
    desk.give(CreditPrepayment(order_no=order_no), PrepaymentPosted)
    cancelled = desk.give(CancelOrder(order_no=order_no), OrderCancelled)

    assert cancelled.status == "cancelled"


def test_an_advance_belongs_to_an_order_of_the_payer(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 1))
    command = RecordPayment(amount=D(5), customer_no="C20000", for_order=order.number)

    assert desk.codes(command, by="ada") == ["invalid_field"]


def _advance(desk: Desk, order_no: str, amount: str) -> None:
    command = RecordPayment(amount=D(amount), for_order=order_no)
    desk.give(command, PaymentRecorded, by="ada")
