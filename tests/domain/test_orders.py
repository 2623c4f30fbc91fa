"""Orders (specification, sections 3.3, 3.5 and 8.4) up to the point where posting begins."""

from datetime import date
from decimal import Decimal

import pytest

from domain.catalog.item_rows import Item
from domain.catalog.price_list_rows import InvoiceDiscountRow
from domain.errors import Refusal
from domain.parties.customer_rows import Customer
from domain.sales.changes import ChangeDocument, DocumentChanged
from domain.sales.copies import SendDocument
from domain.sales.documents import SalesDocument
from domain.sales.lines import LineChange, QtyPrecision, SalesLine
from domain.sales.orders import (
    CancelOrder,
    ConfirmOrder,
    CreateOrder,
    DuplicateExternalNo,
    OrderAwaitsApproval,
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderReopened,
    ReopenOrder,
)
from domain.sales.quotes import AcceptQuote, QuoteAccepted
from domain.sales.showing import DocumentShown, ShowDocument
from domain.stock.availability import AvailabilityTold, CheckAvailability
from tests.domain.desk import Desk, want


def demand(desk: Desk, item_no: str = "CHAIR") -> Decimal:
    """What availability counts as taken by orders."""
    told = desk.give(CheckAvailability(lines=(want(item_no, 1),)), AvailabilityTold)
    return told.lines[0].free.demand


def test_confirming_releases_the_order_and_mails_one_confirmation(desk: Desk) -> None:
    order = desk.order(po="PO-7")

    confirmed = desk.give(ConfirmOrder(order_no=order.number, version=1), OrderConfirmed)
    before = desk.everything()
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)

    assert confirmed.status == "released"
    assert confirmed.recipient == "orders@alder.example"
    assert [letter["occasion"] for letter in desk.sent()] == ["order-confirmed"]
    assert confirmed.paper.kind == "order-confirmation"
    assert confirmed.paper.your_reference == "PO-7"
    assert desk.everything() == before


def test_a_customers_order_waits_for_us_unless_the_setup_confirms_it_at_once(desk: Desk) -> None:
    quote = desk.quote()
    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 2),))

    waits = desk.give(command, OrderCreated, by="C10000")
    with desk.work() as work:
        work.setup.mail_orders = "direct"
    direct = desk.give(command, OrderConfirmed, by="C10000")
    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted, by="C10000")

    assert waits.status == "open"
    assert (direct.status, accepted.status) == ("released", "released")
    assert desk.sent() == []  # the confirmation goes with the reply


def test_an_order_needs_goods_in_stock_or_says_that_they_are_short(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 40))

    mail = CreateOrder(customer_no="C10000", lines=(want("TABLE", 1),))
    told = desk.give(mail, OrderCreated, by="C10000")

    assert order.notices[0].startswith("CHAIR: 40 PCS wanted, 30 free, 10 short")
    assert told.notices[0].startswith("TABLE: not all of it is in stock")
    assert order.paper.planned_delivery is None


def test_delivery_is_planned_from_stock_handling_and_transport(desk: Desk) -> None:
    soon = desk.order()
    later = desk.give(
        CreateOrder(
            customer_no="C10000",
            lines=(want("CHAIR", 1),),
            requested_delivery=date(2026, 3, 20),
        ),
        OrderCreated,
    )

    with desk.work() as work:
        line = work.session.get_one(SalesLine, (later.number, 10000))
        assert (line.shipment_date, line.planned_shipment) == (
            date(2026, 3, 17),
            date(2026, 3, 18),
        )
    assert soon.paper.planned_delivery == date(2026, 3, 5)
    assert later.paper.planned_delivery == date(2026, 3, 20)


def test_a_delivery_too_soon_is_saved_with_a_warning(desk: Desk) -> None:
    command = CreateOrder(
        customer_no="C10000", lines=(want("CHAIR", 1),), requested_delivery=date(2026, 3, 3)
    )

    order = desk.give(command, OrderCreated)

    assert "should have left on 28 Feb 2026" in order.notices[0]


def test_demand_follows_the_order_until_it_is_cancelled(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 12))
    assert demand(desk) == 12

    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)
    assert demand(desk) == 12
    desk.give(CancelOrder(order_no=order.number), OrderCancelled)
    assert demand(desk) == 0
    desk.give(ReopenOrder(order_no=order.number), OrderReopened)
    assert demand(desk) == 12


def test_boxes_take_pieces_from_stock(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 3, unit="box"))

    assert order.notices == ("CHAIR: 3 BOX = 12 PCS.",)
    assert order.paper.lines[0].unit == "BOX"
    assert order.net_amount == Decimal("1200.00")
    assert demand(desk) == 12


def test_a_confirmed_order_is_changed_only_after_reopening(desk: Desk) -> None:
    order = desk.order()
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)
    twelve = LineChange(op="set", item_no="CHAIR", quantity=Decimal(12))
    change = ChangeDocument(document_no=order.number, lines=(twelve,))

    refusal = desk.refused(change)
    [remedy] = refusal.remedies()
    changed = desk.give(remedy, DocumentChanged)

    assert refusal.code == "status_not_open"
    assert changed.changes[0] == "CHAIR: quantity 10 → 12 PCS"
    assert (changed.status, changed.version) == ("open", 2)
    again = desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)
    assert [letter["version"] for letter in desk.sent()] == [1, 2]
    assert again.net_amount == Decimal("1200.00")


def test_cancelling_twice_is_once_and_a_cancelled_order_is_not_confirmed(desk: Desk) -> None:
    order = desk.order()
    cancel = CancelOrder(order_no=order.number, reason="budget")

    first = desk.give(cancel, OrderCancelled)
    before = desk.everything()
    second = desk.give(cancel, OrderCancelled)

    assert first.reason == second.reason == "budget"
    assert desk.everything() == before
    assert desk.codes(ConfirmOrder(order_no=order.number)) == ["status_not_open"]


def test_an_order_number_used_before_asks_whether_it_is_another_order(desk: Desk) -> None:
    desk.order(po="PO 77")
    command = CreateOrder(customer_no="C10000", lines=(want("LAMP", 1),), po_number="po 77")

    refusal = desk.refused(command, by="C10000")
    [remedy] = refusal.remedies()
    second = desk.give(remedy, OrderCreated, by="C10000")

    assert isinstance(refusal, DuplicateExternalNo)
    assert refusal.document_no == "S-ORD1001"
    assert second.number == "S-ORD1002"
    other = desk.order(customer="C20000", po="PO 77")
    assert other.number == "S-ORD1003"


def test_a_cancelled_order_frees_its_order_number(desk: Desk) -> None:
    order = desk.order(po="PO 77")
    desk.give(CancelOrder(order_no=order.number), OrderCancelled)

    assert desk.order(po="PO 77").number == "S-ORD1002"


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        ("0", "zero_quantity"),
        ("1000000001", "invalid_quantity"),
        ("0.000001", "qty_precision"),
        ("NaN", "invalid_quantity"),
        ("Infinity", "invalid_quantity"),
    ],
)
def test_impossible_quantities_are_refused(desk: Desk, quantity: str, code: str) -> None:
    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", quantity),))

    assert desk.codes(command) == [code]


def test_the_largest_quantity_is_taken(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 1_000_000_000))

    assert order.net_amount == Decimal("100000000000.00")


def test_an_amount_beyond_all_measure_is_refused(desk: Desk) -> None:
    line = want("CHAIR", 1_000_000_000, unit_price=Decimal(1_000_000_000))

    assert desk.codes(CreateOrder(customer_no="C10000", lines=(line,))) == ["invalid_line_amount"]


def test_quantities_keep_the_items_step(desk: Desk) -> None:
    with desk.work() as work:
        work.session.get_one(Item, "CHAIR").qty_rounding_precision = Decimal(1)

    refusal = desk.refused(CreateOrder(customer_no="C10000", lines=(want("CHAIR", "2.5"),)))

    assert isinstance(refusal, QtyPrecision)
    assert (
        str(refusal)
        == "CHAIR is sold in steps of 1, and 2.5 is not a multiple of that. Please round it."
    )


def test_goods_that_come_back_reduce_the_order_and_form_their_own_vat_group(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 6), want("CHAIR", -1))

    assert order.net_amount == Decimal("500.00")
    assert [row.amount for row in order.paper.vat] == [Decimal("150.00"), Decimal("-25.00")]
    assert order.total == Decimal("625.00")


def test_only_our_people_enter_goods_that_come_back(desk: Desk) -> None:
    lines = (want("CHAIR", 6), want("CHAIR", -1))

    by_mail = CreateOrder(customer_no="C10000", lines=lines)
    below_zero = CreateOrder(customer_no="C10000", lines=(want("CHAIR", -1),))

    assert desk.codes(by_mail, by="C10000") == ["invalid_quantity"]
    assert desk.codes(below_zero) == ["negative_invoice_total"]


def test_a_gift_is_a_line_at_a_hundred_percent(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 2, discount_pct=Decimal(100)))

    assert order.total == Decimal("0.00")
    assert order.paper.lines[0].discount_pct == Decimal(100)


def test_a_line_discount_above_a_hundred_is_refused(desk: Desk) -> None:
    line = want("CHAIR", 2, discount_pct=Decimal(104))
    header = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 2),), discount_pct=Decimal(101))

    assert desk.codes(CreateOrder(customer_no="C10000", lines=(line,))) == ["invalid_line_amount"]
    assert desk.codes(header) == ["invoice_discount_too_high"]


def test_services_have_no_demand_and_never_wait_for_stock(desk: Desk) -> None:
    order = desk.order(want("INSTALL", 3))

    assert (order.net_amount, order.total) == (Decimal("240.00"), Decimal("300.00"))
    assert order.notices == ()
    assert demand(desk, "INSTALL") == 0


def test_everything_wrong_with_a_request_is_said_at_once(desk: Desk) -> None:
    wrong = (want("CHAIR", 0), want("BOOK", 1, unit_price=Decimal(-1)))

    codes = desk.codes(CreateOrder(customer_no="C10000", lines=wrong))
    unknown = desk.codes(
        CreateOrder(customer_no="C10000", lines=(want("CHIAR", 1), want("LMAP", 1)))
    )

    assert codes == ["zero_quantity", "invalid_field"]
    assert unknown == ["not_found", "not_found"]


def test_unknown_units_variants_terms_and_customers_are_refused(desk: Desk) -> None:
    unit = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1, unit="PALLET"),))
    variant = CreateOrder(customer_no="C10000", lines=(want("LAMP", 1, variant="GREEN"),))
    terms = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),), payment_terms="99D")
    customer = CreateOrder(customer_no="C1000", lines=(want("CHAIR", 1),))
    nothing = CreateOrder(customer_no="C10000", lines=())

    assert desk.codes(unit) == ["invalid_field"]
    assert desk.codes(variant) == ["not_found"]
    assert desk.codes(terms) == ["invalid_field"]
    assert desk.codes(customer) == ["not_found"]
    assert desk.codes(nothing) == ["invalid_field"]


def test_blocked_items_are_not_sold_and_not_confirmed(desk: Desk) -> None:
    order = desk.order()
    with desk.work() as work:
        work.session.get_one(Item, "CHAIR").sales_blocked = True

    new = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),))

    assert desk.codes(new) == ["item_blocked"]
    assert desk.codes(ConfirmOrder(order_no=order.number)) == ["item_blocked"]


def test_what_nobody_has_priced_is_not_sold(desk: Desk) -> None:
    free = CreateOrder(customer_no="C10000", lines=(want("FREIGHT", 1),))
    typed = want("FREIGHT", 1, unit_price=Decimal(0))

    assert desk.codes(free) == ["price_missing"]
    assert desk.order(typed).total == 0


def test_a_past_delivery_is_refused_to_us_and_left_out_for_customers(desk: Desk) -> None:
    command = CreateOrder(
        customer_no="C10000",
        lines=(want("CHAIR", 1, requested_delivery=date(2026, 2, 1)),),
        requested_delivery=date(2026, 3, 1),
    )

    told = desk.give(command, OrderCreated, by="C10000")

    assert desk.codes(command) == ["invalid_date"]
    assert told.paper.requested_delivery is None
    assert told.notices == (
        "The delivery date 01 Mar 2026 has passed; I left it open.",
        "The delivery date 01 Feb 2026 for CHAIR has passed; I left it out.",
    )


def test_a_customers_own_price_and_discount_do_not_count(desk: Desk) -> None:
    line = want("CHAIR", 2, unit_price=Decimal("80.00"), discount_pct=Decimal(20))
    command = CreateOrder(
        customer_no="C10000",
        lines=(line,),
        discount_pct=Decimal(50),
        payment_terms="14D",
    )

    told = desk.give(command, OrderCreated, by="C10000")

    assert told.net_amount == Decimal("200.00")
    assert "CHAIR: you wrote a price of 80; our price is 100 per PCS." in told.notices
    assert "CHAIR: you wrote a discount of 20 %; ours is 0 %." in told.notices
    assert told.paper.terms is not None
    assert told.paper.terms.code == "1M(8D)"


def test_a_price_typed_by_us_stands_and_says_who_typed_it(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 2, unit_price=Decimal("95.00"), discount_pct=Decimal(10)))

    assert order.net_amount == Decimal("171.00")
    with desk.work() as work:
        line = work.session.get_one(SalesLine, (order.number, 10000))
        assert line.price_note == "95 typed by Gina Grund"
        assert line.price_manual
        assert line.discount_manual


def test_the_customers_invoice_discount_is_given(desk: Desk) -> None:
    with desk.work() as work:
        for minimum, pct in ((500, 3), (1000, 5)):
            work.session.add(
                InvoiceDiscountRow(
                    code="INV", currency="", min_amount=Decimal(minimum), pct=Decimal(pct)
                )
            )
        work.session.get_one(Customer, "C10000").invoice_disc_code = "INV"
        work.session.get_one(Item, "LAMP").allow_invoice_disc = False

    order = desk.order(want("CHAIR", 6), want("LAMP", 1, unit_price=Decimal(380)))

    assert order.paper.invoice_discount == Decimal("18.00")
    assert order.paper.invoice_discount_pct == Decimal(3)
    assert order.net_amount == Decimal("962.00")


def test_prices_including_vat_and_export_follow_the_customer(desk: Desk) -> None:
    shop = desk.order(
        want("CHAIR", 1, unit_price=Decimal("99.99")),
        want("LAMP", 1, unit_price=Decimal("49.95")),
        customer="C40000",
    )
    export = desk.order(want("CHAIR", 10), customer="C30000")

    assert (shop.total, shop.net_amount) == (Decimal("149.94"), Decimal("119.95"))
    assert (export.total, export.net_amount) == (Decimal("1000.00"), Decimal("1000.00"))
    assert export.paper.vat[0].clause == "EXPORT"


def test_foreign_orders_keep_both_amounts(desk: Desk) -> None:
    with desk.work() as work:
        work.session.get_one(Customer, "C30000").currency = "USD"

    order = desk.order(want("CHAIR", 10), customer="C30000")

    assert (order.net_amount, order.currency) == (Decimal("1250.00"), "USD")
    with desk.work() as work:
        assert work.session.get_one(SalesDocument, order.number).net_lcy == Decimal("1000.00")


def test_a_passed_credit_limit_is_a_notice_to_us_only(desk: Desk) -> None:
    desk.order(want("CHAIR", 30), customer="C20000")
    command = CreateOrder(customer_no="C20000", lines=(want("CHAIR", 20),))

    ours = desk.give(command, OrderCreated)
    theirs = desk.give(command, OrderCreated, by="C20000")

    limit = "the credit limit is 5,000.00 EUR"
    assert f"Birch Retail would owe 6,250.00 EUR with this; {limit}." in ours.notices
    assert not [notice for notice in theirs.notices if "credit" in notice]


def test_an_order_on_a_ship_to_address_takes_its_salesperson(desk: Desk) -> None:
    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),), ship_to="depot")

    order = desk.give(command, OrderCreated)

    assert order.paper.salesperson == "Sally Sand"
    assert order.paper.ship_to[0] == "Alder & Co, depot"


def test_an_address_in_words_is_taken_and_pointed_out(desk: Desk) -> None:
    place = "Quay 9, \x0720457 Hamburg"
    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),), ship_to=place)

    order = desk.give(command, OrderCreated, by="C10000")

    assert order.paper.ship_to == ("Quay 9", "20457 Hamburg")
    assert "not on the customer's card" in order.notices[0]


def test_a_prepayment_comes_before_the_release(desk: Desk) -> None:
    order = desk.order(customer="C50000")

    confirmed = desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)

    assert confirmed.status == "pending_prepayment"
    assert confirmed.notices == ("A prepayment of 30 % comes first.",)


def test_where_order_numbers_are_mandatory_none_is_confirmed_without(desk: Desk) -> None:
    with desk.work() as work:
        work.setup.ext_doc_no_mandatory = True
    order = desk.order()

    codes = desk.codes(ConfirmOrder(order_no=order.number))

    assert codes == ["external_document_no_required"]


def test_an_order_on_hold_or_in_doubt_is_not_confirmed(desk: Desk) -> None:
    held, doubtful = desk.order(), desk.order()
    with desk.work() as work:
        work.session.get_one(SalesDocument, held.number).on_hold = "address unclear"
        work.session.get_one(SalesLine, (doubtful.number, 10000)).needs_decision = "vendor?"

    assert desk.codes(ConfirmOrder(order_no=held.number)) == ["order_on_hold"]
    assert desk.codes(ConfirmOrder(order_no=doubtful.number)) == ["decision_needed"]


def test_a_customer_asks_for_a_cancellation_and_the_salesperson_decides(desk: Desk) -> None:
    order = desk.order()
    command = CancelOrder(order_no=order.number, reason="changed our mind")

    asked = desk.give(command, OrderAwaitsApproval, by="C10000")
    before = desk.everything()
    desk.give(command, OrderAwaitsApproval, by="C10000")

    shown = desk.give(ShowDocument(document_no=order.number), DocumentShown)
    assert asked.approvers == ("Gina Grund",)
    assert shown.status == "open"
    assert len(desk.everything()["approval_request"]) == len(before["approval_request"]) == 1


def test_customers_cannot_confirm_reopen_or_see_others_orders(desk: Desk) -> None:
    order = desk.order()

    assert desk.codes(ConfirmOrder(order_no=order.number), by="C10000") == ["not_permitted"]
    assert desk.codes(ReopenOrder(order_no=order.number), by="C10000") == ["not_permitted"]
    assert desk.codes(ShowDocument(document_no=order.number), by="C20000") == ["not_found"]
    assert desk.codes(CancelOrder(order_no=order.number), by="C20000") == ["not_found"]


def test_an_unconfirmed_order_has_no_confirmation_to_send(desk: Desk) -> None:
    order = desk.order()

    assert desk.codes(SendDocument(document_no=order.number)) == ["order_not_confirmed"]


def test_a_warehouse_clerk_makes_no_orders(desk: Desk) -> None:
    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 1),))

    refusal: Refusal = desk.refused(command, by="wes")

    assert refusal.code == "not_permitted"
