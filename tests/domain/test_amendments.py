"""Amendments: what a customer reads when an order he has is changed and confirmed again."""

from decimal import Decimal

from domain.errors import Outcome
from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from domain.sales.changes import ChangeDocument
from domain.sales.closing import CloseShort
from domain.sales.issued import paper as issued_paper
from domain.sales.lines import LineChange
from domain.sales.orders import ConfirmOrder, OrderConfirmed, ReopenOrder
from tests.domain.desk import Desk, want

D = Decimal


def change(desk: Desk, order_no: str, *lines: LineChange) -> None:
    desk.give(ChangeDocument(document_no=order_no, lines=lines, reopen=True), Outcome)


def confirm(desk: Desk, order_no: str) -> OrderConfirmed:
    return desk.give(ConfirmOrder(order_no=order_no), OrderConfirmed)


def ten(quantity: int) -> LineChange:
    return LineChange(op="set", item_no="CHAIR", quantity=D(quantity))


def said(told: OrderConfirmed) -> list[tuple[str, str, Decimal | None, Decimal | None]]:
    return [(each.what, each.item, each.was.number, each.now.number) for each in told.paper.changes]


def test_the_first_confirmation_amends_nothing(desk: Desk) -> None:
    told = confirm(desk, desk.order().number)

    assert (told.amendment, told.paper.amendment, told.paper.changes) == (0, 0, ())


def test_an_amendment_has_a_number_and_says_what_differs(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10), want("LAMP", 3))
    confirm(desk, order.number)
    change(desk, order.number, ten(12), LineChange(op="remove", item_no="LAMP"))

    told = confirm(desk, order.number)

    assert (told.amendment, told.paper.amendment, told.paper.amends) == (1, 1, desk.today)
    assert said(told) == [
        ("quantity", "CHAIR", D(10), D(12)),
        ("removed", "LAMP", D(3), None),
    ]
    assert [letter["occasion"] for letter in desk.sent()] == ["order-confirmed", "order-amended"]


def test_it_is_compared_with_what_the_customer_has_and_not_with_drafts(desk: Desk) -> None:
    order = desk.order()
    confirm(desk, order.number)
    change(desk, order.number, ten(12))
    change(desk, order.number, ten(15))

    first = confirm(desk, order.number)
    change(desk, order.number, ten(16))
    second = confirm(desk, order.number)

    assert (first.amendment, said(first)) == (1, [("quantity", "CHAIR", D(10), D(15))])
    assert (second.amendment, said(second)) == (2, [("quantity", "CHAIR", D(15), D(16))])


def test_confirming_the_same_again_is_no_amendment(desk: Desk) -> None:
    order = desk.order()
    confirm(desk, order.number)
    desk.give(ReopenOrder(order_no=order.number), Outcome)

    told = confirm(desk, order.number)

    assert told.amendment == 0
    assert [letter["occasion"] for letter in desk.sent()] == ["order-confirmed"]


def test_an_order_changed_before_it_was_confirmed_is_no_amendment(desk: Desk) -> None:
    order = desk.order()
    change(desk, order.number, ten(12))

    told = confirm(desk, order.number)

    assert (told.version, told.amendment, told.paper.changes) == (2, 0, ())


def test_other_papers_of_a_changed_order_tell_no_changes(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10), want("LAMP", 3))
    confirm(desk, order.number)
    desk.give(CloseShort(order_no=order.number, item_no="LAMP"), Outcome)

    told = desk.give(ShipAndInvoice(order_no=order.number), InvoicePosted)

    with desk.database.reading() as session:
        note = issued_paper(session, "delivery-note", number=told.shipment_no, version=1)
    assert (told.paper.changes, note.changes) == ((), ())
