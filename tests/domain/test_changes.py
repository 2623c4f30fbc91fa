"""Changing quotes and orders: what is different, said in words, and what may not be changed."""

from datetime import date
from decimal import Decimal

import pytest

from domain.approvals.requests import ApproveRequest, RequestApproved
from domain.catalog.item_rows import Item
from domain.sales.archive import archived
from domain.sales.changes import ChangeDocument, DocumentChanged
from domain.sales.lines import LineChange, QuantityBelowShipped, SalesLine
from domain.sales.orders import (
    CancelOrder,
    ConfirmOrder,
    OrderAwaitsApproval,
    OrderCancelled,
    OrderConfirmed,
)
from domain.sales.quotes import AcceptQuote, ExpireQuotes, QuoteAccepted, QuotesExpired
from domain.sales.showing import DocumentShown, ShowDocument
from tests.domain.desk import Desk, want


def put(item_no: str, quantity: int | None = None, **more: object) -> LineChange:
    """Set a line of an item."""
    amount = None if quantity is None else Decimal(quantity)
    return LineChange(op="set", item_no=item_no, quantity=amount, **more)  # type: ignore[arg-type]


def changed(
    desk: Desk, number: str, *lines: LineChange, by: str = "gina", **more: object
) -> DocumentChanged:
    command = ChangeDocument(document_no=number, lines=lines, **more)  # type: ignore[arg-type]
    return desk.give(command, DocumentChanged, by=by)


def test_a_change_says_what_is_different(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10), want("BOOK", 3))

    told = changed(
        desk,
        order.number,
        put("CHAIR", 12, unit_price=Decimal("95.50")),
        LineChange(op="add", item_no="LAMP", quantity=Decimal(4)),
        LineChange(op="remove", item_no="BOOK"),
        po_number="PO-9",
        payment_terms="14d",
        requested_delivery=date(2026, 4, 1),
        discount_pct=Decimal("2.5"),
    )

    assert told.changes == (
        "CHAIR: quantity 10 → 12 PCS",
        "CHAIR: unit price 100 → 95.5",
        "LAMP added: 4 PCS at 24.5",
        "BOOK removed (3 PCS)",
        "Requested delivery none → 01 Apr 2026",
        "Your reference none → PO-9",
        "Payment terms 1M(8D) → 14D",
        "Discount by our rules → 2.5 %",
        "Net amount 1,036.00 → 1,212.90 EUR",
    )
    assert told.version == 2


def test_a_change_that_changes_nothing_makes_no_version(desk: Desk) -> None:
    order = desk.order()

    told = changed(desk, order.number, put("CHAIR", 10))

    assert (told.changes, told.version) == ((), 1)


def test_the_version_before_stays_readable(desk: Desk) -> None:
    order = desk.order()
    changed(desk, order.number, put("CHAIR", 12))
    changed(desk, order.number, put("CHAIR", 5))

    with desk.work() as work:
        before = [archived(work, order.number, version=version) for version in (1, 2)]

    assert [seen.lines[0].quantity for seen in before] == [Decimal(10), Decimal(12)]
    assert before[0].net_amount == Decimal("1000.00")


def test_two_people_change_and_the_second_is_told(desk: Desk) -> None:
    order = desk.order()
    changed(desk, order.number, put("CHAIR", 12), version=1)

    late = ChangeDocument(document_no=order.number, version=1, lines=(put("CHAIR", 8),))

    refusal = desk.refused(late, by="mark")
    assert refusal.code == "changed_meanwhile"
    assert str(refusal) == (
        f"{order.number} has changed since you saw it (version 1, now 2). Please look at it again "
        "before you decide. Since then: CHAIR: quantity 10 → 12 PCS; Net amount 1,000.00 → "
        "1,200.00 EUR."
    )


def test_another_item_takes_the_place_of_a_line(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 2, unit="BOX"))

    told = changed(desk, order.number, put("CHAIR", replace_with="TABLE"))

    assert told.changes[0] == "CHAIR replaced by TABLE"
    assert told.changes[1] == "TABLE: quantity 2 BOX → 2 PCS"
    assert told.net_amount == Decimal("960.00")


def test_a_typed_price_lasts_until_the_quantity_changes(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10, unit_price=Decimal(90)))

    dated = changed(desk, order.number, put("CHAIR", requested_delivery=date(2026, 4, 1)))
    more = changed(desk, order.number, put("CHAIR", 11))

    assert dated.net_amount == Decimal("900.00")
    assert more.net_amount == Decimal("1100.00")
    assert "CHAIR: our list price again, 100.00 item price." in more.notices


def test_terms_from_a_quote_stand_when_the_quantity_changes(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 10, unit_price=Decimal(90)))
    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted)

    told = changed(desk, accepted.order_no, put("CHAIR", 11))

    assert told.net_amount == Decimal("990.00")


def test_a_customers_past_date_is_left_out_and_a_discount_keeps_five_decimals(desk: Desk) -> None:
    quote = desk.quote()
    past = put("CHAIR", 12, requested_delivery=date(2026, 3, 1))

    told = changed(desk, quote.number, past, by="C10000")
    finer = ChangeDocument(document_no=quote.number, discount_pct=Decimal("1.0000001"))

    assert told.notices == ("The delivery date 01 Mar 2026 for CHAIR has passed.",)
    assert desk.codes(finer) == ["invalid_field"]


def test_two_lines_of_an_item_must_be_told_apart(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 1), want("CHAIR", 2))

    doubtful = ChangeDocument(document_no=order.number, lines=(put("CHAIR", 5),))
    refusal = desk.refused(doubtful)
    told = changed(desk, order.number, LineChange(op="set", line_no=20000, quantity=Decimal(5)))

    assert refusal.code == "invalid_field"
    assert "line 10000 or 20000" in refusal.sentence()
    assert told.changes[0] == "CHAIR: quantity 2 → 5 PCS"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (put("CHAIR", 0), "zero_quantity"),
        (put("LAMP", 1), "not_found"),
        (put("CHAIR", replace_with="SOFA"), "not_found"),
        (put("CHAIR", unit="PALLET"), "invalid_field"),
        (put("CHAIR", discount_pct=Decimal(101)), "invalid_line_amount"),
        (put("CHAIR", unit_price=Decimal("0.123456")), "invalid_field"),
        (put("CHAIR", requested_delivery=date(2026, 3, 1)), "invalid_date"),
        (LineChange(op="add", item_no="LAMP"), "invalid_field"),
        (LineChange(op="double", item_no="CHAIR"), "invalid_field"),
        (LineChange(op="remove", item_no="CHAIR"), "nothing_to_release"),
    ],
)
def test_changes_that_cannot_be_meant_are_refused(
    desk: Desk, change: LineChange, code: str
) -> None:
    order = desk.order()

    assert desk.codes(ChangeDocument(document_no=order.number, lines=(change,))) == [code]


def test_what_was_shipped_is_the_floor(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 3))
    with desk.work() as work:
        work.session.get_one(SalesLine, (order.number, 10000)).qty_shipped = Decimal(3)

    fewer = desk.refused(ChangeDocument(document_no=order.number, lines=(put("CHAIR", 2),)))
    gone = desk.refused(
        ChangeDocument(document_no=order.number, lines=(LineChange(op="remove", item_no="CHAIR"),))
    )
    cancelled = desk.refused(CancelOrder(order_no=order.number))
    more = changed(desk, order.number, put("CHAIR", 5, unit_price=Decimal(120)))

    assert isinstance(fewer, QuantityBelowShipped)
    assert fewer.shipped == 3
    assert (gone.code, cancelled.code) == ("quantity_below_shipped", "status_not_open")
    assert more.net_amount == Decimal("600.00")


def test_closed_documents_are_not_changed_and_say_how_to_go_on(desk: Desk) -> None:
    won, expired, cancelled = desk.quote(), desk.quote(), desk.order()
    desk.give(AcceptQuote(quote_no=won.number), QuoteAccepted)
    desk.give(ExpireQuotes(until=date(2026, 4, 1)), QuotesExpired)
    desk.give(CancelOrder(order_no=cancelled.number), OrderCancelled)

    refusals = [
        desk.refused(ChangeDocument(document_no=number, lines=(put("CHAIR", 5),)))
        for number in (won.number, expired.number, cancelled.number)
    ]

    assert [refusal.code for refusal in refusals] == ["status_not_open"] * 3
    assert [type(r).__name__ for refusal in refusals for r in refusal.remedies()] == [
        "RenewQuote",
        "ReopenOrder",
    ]


def test_a_customers_change_of_an_order_waits_for_the_salesperson(desk: Desk) -> None:
    order = desk.order()
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)
    wish = put("CHAIR", 12, unit_price=Decimal(1))
    command = ChangeDocument(
        document_no=order.number, lines=(wish,), discount_pct=Decimal(90), payment_terms="CM"
    )

    asked = desk.give(command, OrderAwaitsApproval, by="C10000")
    shown = desk.give(ShowDocument(document_no=order.number), DocumentShown)
    done = desk.give(ApproveRequest(document_no=order.number), RequestApproved)

    assert asked.approvers == ("Gina Grund",)
    assert (shown.status, shown.net_amount) == ("released", Decimal("1000.00"))
    assert (done.obeyed, done.status) == ("DocumentChanged", "open")
    after = desk.give(ShowDocument(document_no=order.number), DocumentShown)
    assert after.net_amount == Decimal("1200.00")


def test_a_customers_wish_that_came_too_late_is_not_replayed_over_the_news(desk: Desk) -> None:
    order = desk.order()
    wish = ChangeDocument(document_no=order.number, lines=(put("CHAIR", 12),))
    desk.give(wish, OrderAwaitsApproval, by="C10000")
    changed(desk, order.number, put("CHAIR", 5))

    assert desk.codes(ApproveRequest(document_no=order.number)) == ["changed_meanwhile"]


def test_an_item_blocked_meanwhile_stays_on_a_document_that_changes(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 1), want("LAMP", 1))
    with desk.work() as work:
        work.session.get_one(Item, "CHAIR").blocked = True

    told = changed(desk, order.number, put("LAMP", 2))

    assert told.net_amount == Decimal("149.00")


def test_an_amount_off_the_whole_order_is_shared_by_its_lines(desk: Desk) -> None:
    lines = (want("LAMP", 7, unit_price=Decimal("30.65")),)
    order = desk.order(*lines, customer="C40000")
    wish = ChangeDocument(document_no=order.number, discount_amount=Decimal("15.00"))

    told = desk.give(wish, DocumentChanged)

    assert (told.total, told.net_amount) == (Decimal("199.55"), Decimal("159.64"))
    assert told.changes[0] == "Discount by our rules → 15 EUR"


@pytest.mark.parametrize(
    ("amount", "code"),
    [("214.56", "invoice_discount_too_high"), ("-1", "invalid_field"), ("0.001", "invalid_field")],
)
def test_an_amount_that_cannot_be_taken_off_is_refused(desk: Desk, amount: str, code: str) -> None:
    order = desk.order(want("LAMP", 7, unit_price=Decimal("30.65")), customer="C40000")
    wish = ChangeDocument(document_no=order.number, discount_amount=Decimal(amount))

    assert desk.codes(wish) == [code]
