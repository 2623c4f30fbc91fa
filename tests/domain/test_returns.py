"""Returns, allowances and credit memos (specification, section 8.11)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.currencies import CurrencyRow, ExchangeRateRow
from domain.ledger.goods_rows import ItemEntry, ItemEntryState, ValueEntry
from domain.ledger.setup import PostingSetup
from domain.parties.customer_rows import Customer
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.return_credits import (
    CreditPosted,
    CreditReturn,
    GrantAllowance,
    ReplaceReturned,
)
from domain.posting.return_orders import ReturnReason
from domain.posting.returnable import ReturnExceedsShipped, ReturnWish
from domain.posting.returning import CorrectiveCreditMemo, CreateReturn, ReturnCreated
from domain.posting.returns import ReceiveReturn, ReturnReceived
from domain.posting.undo import UndoShipment
from domain.posting.wishes import WishNoted
from domain.receivables.refunds import Refund, Refunded, RefundExceedsOpen
from domain.sales.orders import OrderCreated
from domain.verifying.everything import findings
from tests.domain.books import account, left, unbalanced
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books, discounted
from tests.domain.test_payments import pay
from tests.domain.test_shipments import confirmed, line, on_hand, ship

D = Decimal


@pytest.fixture(autouse=True)
def _books_in_order(desk: Desk) -> Iterator[None]:
    """Whatever a test does, the books prove that nothing is off afterwards."""
    yield
    with desk.database.reading() as session:
        assert findings(session) == []
    assert unbalanced(desk) == []


def sold(desk: Desk) -> str:
    """Ten chairs, 1,125.00, shipped and billed; returns the invoice's number."""
    order_no = discounted(desk)
    return desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).invoice_no


def announce(desk: Desk, number: str, item_no: str, quantity: int, **more: object) -> str:
    wishes = (ReturnWish(item_no=item_no, quantity=D(quantity)),)
    command = CreateReturn(document_no=number, lines=wishes, **more)  # type: ignore[arg-type]
    return desk.give(command, ReturnCreated).number


def receive(desk: Desk, number: str, *parts: tuple[str, int]) -> ReturnReceived:
    lines = tuple(ReturnWish(item_no=item, quantity=D(quantity)) for item, quantity in parts)
    command = ReceiveReturn(return_no=number, lines=lines)
    return desk.give(command, ReturnReceived, by="wes")


def credit(desk: Desk, number: str) -> CreditPosted:
    return desk.give(CreditReturn(return_no=number), CreditPosted, by="ada")


def bring_back(
    desk: Desk, invoice_no: str, item_no: str, quantity: int, **more: object
) -> CreditPosted:
    """Announce, receive and credit at once."""
    number = announce(desk, invoice_no, item_no, quantity, **more)
    receive(desk, number)
    return credit(desk, number)


def test_two_of_ten_chairs_come_back_for_open_credit(desk: Desk) -> None:
    invoice_no = sold(desk)
    pay(desk, "1125.00", invoice_no)
    number = announce(desk, invoice_no, "CHAIR", 2, reason="damaged")

    came = receive(desk, number)
    stock = on_hand(desk)
    told = credit(desk, number)

    assert (number, came.receipt_no) == ("S-RET1001", "PS-RCT107001")
    assert stock == 22
    assert (told.net_amount, told.vat, told.total) == (D("180.00"), D("45.00"), D("225.00"))
    assert [told.applied, told.on_account] == [0, D("225.00")]
    assert left(desk, told.number) == [D("-225.00")]
    assert books(desk, told.number) == {
        "2310": D("-225.00"),
        "6110": D("180.00"),
        "5610": D("45.00"),
        "7190": D("-120.00"),
        "2110": D("120.00"),
    }
    with desk.database.reading() as session:
        came_back = session.scalars(select(ItemEntry).order_by(ItemEntry.id.desc())).first()
        assert came_back is not None
        assert session.get_one(ItemEntryState, came_back.id).cost == D("120.00")


def test_no_more_comes_back_than_is_still_with_the_customer(desk: Desk) -> None:
    invoice_no = sold(desk)
    bring_back(desk, invoice_no, "CHAIR", 2)
    nine = (ReturnWish(item_no="CHAIR", quantity=D(9)),)

    refused = desk.refused(CreateReturn(document_no=invoice_no, lines=nine))

    assert isinstance(refused, ReturnExceedsShipped)
    assert refused.max == 8


def test_naming_a_line_twice_does_not_return_it_twice(desk: Desk) -> None:
    invoice_no = sold(desk)
    six = ReturnWish(item_no="CHAIR", quantity=D(6))

    assert desk.codes(CreateReturn(document_no=invoice_no, lines=(six, six))) == [
        "return_exceeds_shipped"
    ]


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_nothing_cannot_come_back(desk: Desk, quantity: str) -> None:
    invoice_no = sold(desk)
    nothing = (ReturnWish(item_no="CHAIR", quantity=D(quantity)),)

    assert desk.codes(CreateReturn(document_no=invoice_no, lines=nothing)) == ["zero_quantity"]


def test_an_allowance_credits_without_goods_and_lowers_what_was_earned(desk: Desk) -> None:
    invoice_no = sold(desk)
    command = GrantAllowance(invoice_no=invoice_no, amount=D("50.00"), reason="Scratched")

    told = desk.give(command, CreditPosted, by="ada")

    assert (told.net_amount, told.vat) == (D("50.00"), D("12.50"))
    assert on_hand(desk) == 20
    with desk.database.reading() as session:
        earned = sum(session.scalars(select(ValueEntry.sales_amount)))
    assert earned == D("850.00")
    assert told.paper.lines[0].description == "Scratched"


def test_an_allowance_does_not_disturb_the_cents_of_later_returns(desk: Desk) -> None:
    order_no = confirmed(desk, want("LAMP", 3, unit_price=D("10.01")))
    told = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    allowance = GrantAllowance(invoice_no=told.invoice_no, amount=D("0.33"))
    desk.give(allowance, CreditPosted, by="ada")

    vat = [bring_back(desk, told.invoice_no, "LAMP", 1).vat for _ in range(3)]

    assert vat == [D("2.50"), D("2.51"), D("2.50")]


def test_a_restocking_fee_is_kept_back(desk: Desk) -> None:
    invoice_no = sold(desk)

    told = bring_back(desk, invoice_no, "CHAIR", 2, restock_pct=D(10))

    assert [row.amount for row in told.paper.lines] == [D("180.00"), D("-18.00")]
    assert told.total == D("202.50")


def test_a_replacement_is_a_new_order_at_the_price_paid(desk: Desk) -> None:
    invoice_no = sold(desk)
    number = announce(desk, invoice_no, "CHAIR", 1)

    told = desk.give(ReplaceReturned(return_no=number), OrderCreated)

    assert told.net_amount == D("90.00")


def test_open_credit_is_paid_out_until_nothing_is_left(desk: Desk) -> None:
    invoice_no = sold(desk)
    pay(desk, "1125.00", invoice_no)
    memo = bring_back(desk, invoice_no, "CHAIR", 2).number

    first = desk.give(Refund(document_no=memo, amount=D("125.00")), Refunded, by="ada")
    desk.give(Refund(document_no=memo, amount=D("100.00")), Refunded, by="ada")
    refused = desk.refused(Refund(document_no=memo, amount=D("1.00")), by="ada")

    assert first.left == D("100.00")
    assert isinstance(refused, RefundExceedsOpen)
    assert refused.most == 0


def test_returns_of_an_unpaid_invoice_close_it_to_the_cent(desk: Desk) -> None:
    order_no = confirmed(desk, want("LAMP", 8))
    invoice_no = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).invoice_no

    three = bring_back(desk, invoice_no, "LAMP", 3)
    between = left(desk, invoice_no)
    five = bring_back(desk, invoice_no, "LAMP", 5)

    assert [three.net_amount, three.vat, three.total] == [D("73.50"), D("18.38"), D("91.88")]
    assert between == [D("153.12")]
    assert [five.net_amount, five.vat, five.total] == [D("122.50"), D("30.62"), D("153.12")]
    assert left(desk, invoice_no, three.number, five.number) == [0, 0, 0]


def test_credited_goods_leave_the_orders_outstanding_quantity_alone(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 12))
    ship(desk, order_no, ("CHAIR", 7))
    ship(desk, order_no, ("CHAIR", 2))
    number = announce(desk, order_no, "CHAIR", 4)

    receive(desk, number)

    row = line(desk, order_no)
    assert [row.qty_shipped - row.qty_returned, row.outstanding] == [5, 3]
    assert on_hand(desk) == 25


def test_goods_to_be_delivered_again_go_back_onto_the_order(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 12))
    ship(desk, order_no, ("CHAIR", 7))
    ship(desk, order_no, ("CHAIR", 2))
    number = announce(desk, order_no, "CHAIR", 4, settlement="redeliver")

    receive(desk, number)
    outstanding = line(desk, order_no).outstanding
    told = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert outstanding == 7
    assert (told.net_amount, told.status) == (D("1200.00"), "completed")
    assert on_hand(desk) == 18


def test_a_shipment_of_which_something_came_back_is_not_undone(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 12))
    ship(desk, order_no, ("CHAIR", 7))
    again = announce(desk, order_no, "CHAIR", 4, settlement="redeliver")
    receive(desk, again)

    assert desk.codes(UndoShipment(shipment_no="PS-SHP102001")) == ["already_returned"]


def test_billed_goods_go_back_onto_the_order_with_their_credit(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 12))
    invoice_no = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).invoice_no

    bring_back(desk, invoice_no, "CHAIR", 4, settlement="redeliver")

    row = line(desk, order_no)
    assert [row.qty_shipped, row.qty_invoiced, row.outstanding] == [8, 8, 4]
    again = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    assert again.net_amount == D("400.00")


def test_goods_that_were_never_billed_are_not_credited(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 12))
    ship(desk, order_no, ("CHAIR", 9))
    number = announce(desk, order_no, "CHAIR", 4)
    receive(desk, number)

    early = desk.codes(CreditReturn(return_no=number), by="ada")
    desk.give(PostInvoice(document_no=order_no), InvoicePosted, by="ada")
    told = credit(desk, number)

    assert early == ["sales_not_invoiced_yet"]
    assert told.net_amount == D("400.00")


def test_a_return_comes_in_and_is_credited_in_parts(desk: Desk) -> None:
    invoice_no = sold(desk)
    number = announce(desk, invoice_no, "CHAIR", 5)

    first = receive(desk, number, ("CHAIR", 3))
    one = credit(desk, number)
    second = receive(desk, number)
    two = credit(desk, number)

    assert [first.received, second.received] == ["partly", "fully"]
    assert [first.receipt_no, second.receipt_no] == ["PS-RCT107001", "PS-RCT107002"]
    assert [one.number, two.number] == ["PS-CR104001", "PS-CR104002"]
    assert [one.net_amount, two.net_amount] == [D("270.00"), D("180.00")]
    assert desk.codes(CreditReturn(return_no=number), by="ada") == ["status_not_open"]


def test_crediting_waits_for_the_goods(desk: Desk) -> None:
    invoice_no = sold(desk)
    number = announce(desk, invoice_no, "CHAIR", 5)

    assert desk.codes(CreditReturn(return_no=number), by="ada") == ["nothing_to_post"]


def test_damaged_goods_come_in_without_a_value(desk: Desk) -> None:
    with desk.work("olga") as work:
        work.session.add(ReturnReason(code="DAMAGED", value_zero=True))
    invoice_no = sold(desk)

    told = bring_back(desk, invoice_no, "CHAIR", 2, reason="damaged")

    assert on_hand(desk) == 22
    assert "7190" not in books(desk, told.number)


def test_an_invoice_with_returns_is_not_cancelled(desk: Desk) -> None:
    invoice_no = sold(desk)
    bring_back(desk, invoice_no, "CHAIR", 1)

    assert desk.codes(CancelInvoice(invoice_no=invoice_no), by="ada") == ["already_returned"]


def test_a_corrective_credit_memo_closes_what_is_open_and_owes_the_rest(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    desk.give(PostInvoice(document_no=order_no), InvoicePosted, by="ada")
    pay(desk, "1.00", "PS-INV103001")
    draft = CorrectiveCreditMemo(invoice_no="PS-INV103001")
    number = desk.give(draft, ReturnCreated, by="ada").number

    told = credit(desk, number)

    assert [told.total, told.applied, told.on_account] == [D("450.00"), D("449.00"), D("1.00")]
    assert left(desk, "PS-INV103001", told.number) == [0, D("-1.00")]
    assert on_hand(desk) == 30


def test_expected_cost_is_taken_back_from_the_interim_accounts(desk: Desk) -> None:
    with desk.work("olga") as work:
        work.session.get_one(PostingSetup, 1).expected_cost_posting = True
    invoice_no = sold(desk)

    bring_back(desk, invoice_no, "CHAIR", 10)

    assert [account(desk, number) for number in ("2111", "7191", "2110", "7190")] == [0, 0, 0, 0]


def test_a_customer_asks_for_a_return_and_somebody_decides(desk: Desk) -> None:
    invoice_no = sold(desk)

    noted = desk.give(CreateReturn(document_no=invoice_no), WishNoted, by="C10000")

    assert noted.approvers
    assert desk.codes(CreateReturn(document_no=invoice_no), by="C20000") == ["not_found"]


def test_who_may_receive_and_who_may_credit(desk: Desk) -> None:
    invoice_no = sold(desk)
    number = announce(desk, invoice_no, "CHAIR", 1)

    assert desk.codes(ReceiveReturn(return_no=number), by="ada") == ["not_permitted"]
    assert desk.codes(ReceiveReturn(return_no=number), by="sally") == ["not_permitted"]
    receive(desk, number)
    assert desk.codes(CreditReturn(return_no=number), by="wes") == ["not_permitted"]


def test_the_customer_gets_a_confirmation_of_what_he_may_send_back(desk: Desk) -> None:
    invoice_no = sold(desk)
    wishes = (ReturnWish(item_no="CHAIR", quantity=D(2)),)
    command = CreateReturn(document_no=invoice_no, lines=wishes, reason="Wrong colour")

    told = desk.give(command, ReturnCreated)

    assert (told.paper.kind, told.paper.number) == ("return-confirmation", told.number)
    assert [told.paper.corrects_no, told.paper.reason] == [invoice_no, "Wrong colour"]
    assert [row.quantity for row in told.paper.lines] == [2]


def test_the_draft_of_a_credit_memo_shows_its_figures(desk: Desk) -> None:
    invoice_no = sold(desk)
    bring_back(desk, invoice_no, "CHAIR", 4)

    told = desk.give(CorrectiveCreditMemo(invoice_no=invoice_no), ReturnCreated, by="ada")

    assert told.paper.kind == "draft-credit-memo"
    assert (told.paper.net, told.paper.total) == (D("540.00"), D("675.00"))


def test_what_is_credited_of_a_currency_without_cents_has_none(desk: Desk) -> None:
    with desk.work("olga") as work:
        work.session.add(CurrencyRow(code="JPY", amount_precision=D(1)))
        rate = {"foreign_amount": D(160), "lcy_amount": D(1)}
        work.session.add(ExchangeRateRow(currency="JPY", day=desk.today, **rate))
        work.session.get_one(Customer, "C10000").currency = "JPY"
    bill = desk.give(
        ShipAndInvoice(order_no=confirmed(desk, want("LAMP", 3, discount_pct=D("33.333")))),
        InvoicePosted,
    )

    parts = [bring_back(desk, bill.invoice_no, "LAMP", 1, restock_pct=D(5)) for _ in range(3)]
    odd = GrantAllowance(invoice_no=bill.invoice_no, amount=D("0.50"))

    assert [part.total % 1 for part in parts] == [0, 0, 0]
    assert desk.codes(odd, by="ada") == ["invalid_field"]
