"""Invoices: what is billed, what the customer owes, and what the books say (3.4, 5.2, 7.7, 8.3)."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.currencies import ExchangeRateRow
from domain.errors import Outcome
from domain.ledger.accounts import GLAccount, RoleAccount
from domain.ledger.customers import CustomerEntry, CustomerEntryState
from domain.ledger.goods_rows import ItemEntry, ValueEntry
from domain.ledger.journal import GLEntry, VatEntry
from domain.ledger.setup import PostingSetup
from domain.parties.customer_rows import Customer
from domain.parties.terms import PaymentTerms, TermsInstalment
from domain.posting.direct import CreateInvoice, InvoiceDrafted
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.invoice_rows import PostedInvoice
from domain.posting.quantities import InvoiceLine, ShipLine
from domain.posting.ship import PostShipment, ShipmentPosted
from domain.sales.documents import SalesDocument
from domain.sales.lines import LineRequest, SalesLine
from domain.sales.orders import ConfirmOrder, OrderCreated
from domain.setup import CompanySetup
from tests.domain.desk import Desk, want
from tests.domain.test_shipments import confirmed, line, on_hand, ship

D = Decimal


def invoice(desk: Desk, order_no: str, *parts: tuple[str, int], by: str = "ada") -> InvoicePosted:
    lines = tuple(InvoiceLine(item_no=item, quantity=D(quantity)) for item, quantity in parts)
    return desk.give(PostInvoice(document_no=order_no, lines=lines), InvoicePosted, by=by)


def ship_and_invoice(desk: Desk, *lines: LineRequest, customer: str = "C10000") -> InvoicePosted:
    order_no = confirmed(desk, *lines, customer=customer)
    return desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)


def discounted(desk: Desk) -> str:
    """Ten chairs less 10 %: 900.00 net, 1,125.00 in all; confirmed."""
    return confirmed(desk, want("CHAIR", 10, discount_pct=D(10)))


def books(desk: Desk, document_no: str) -> dict[str, Decimal]:
    """What each account got from one paper."""
    with desk.database.reading() as session:
        rows = session.execute(
            select(GLEntry.account_no, GLEntry.amount).where(GLEntry.document_no == document_no)
        )
        sums: dict[str, Decimal] = {}
        for account, amount in rows:
            sums[account] = sums.get(account, D(0)) + amount
        return sums


def test_four_of_ten_chairs_are_billed_with_five_entries(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))

    told = invoice(desk, order_no)

    assert told.invoice_no == "PS-INV103001"
    assert (told.net_amount, told.vat, told.total) == (D("360.00"), D("90.00"), D("450.00"))
    assert books(desk, "PS-INV103001") == {
        "2310": D("450.00"),
        "6110": D("-360.00"),
        "5610": D("-90.00"),
        "7190": D("240.00"),
        "2110": D("-240.00"),
    }


def test_the_customer_owes_with_a_due_date_and_a_discount(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))

    told = invoice(desk, order_no)

    with desk.database.reading() as session:
        entry = session.scalars(select(CustomerEntry)).one()
        state = session.get_one(CustomerEntryState, entry.id)
        assert (state.remaining, state.open) == (D("450.00"), True)
        assert (entry.due_date, entry.document_no) == (date(2026, 4, 2), "PS-INV103001")
        assert (entry.discount, entry.discount_date) == (D("9.00"), date(2026, 3, 10))
    assert (told.paper.due_date, told.paper.discount_amount) == (date(2026, 4, 2), D("9.00"))
    assert told.paper.shipment_nos == ("PS-SHP102001",)


def test_expected_cost_becomes_actual_and_the_shipment_has_earned_its_price(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))

    invoice(desk, order_no)

    with desk.database.reading() as session:
        entry = session.scalars(select(ItemEntry).where(ItemEntry.kind == "sale")).one()
        values = session.execute(
            select(ValueEntry.cost_expected, ValueEntry.cost_actual, ValueEntry.sales_amount)
            .where(ValueEntry.item_entry_id == entry.id)
            .order_by(ValueEntry.id)
        )
        assert [tuple(row) for row in values] == [
            (D("-240.00"), D("0.00"), D("0.00")),
            (D("240.00"), D("-240.00"), D("360.00")),
        ]


def test_two_invoices_add_up_to_the_order_and_complete_it(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    first = invoice(desk, order_no)

    second = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert (second.net_amount, second.vat, second.total) == (D("540.00"), D("135.00"), D("675.00"))
    assert first.total + second.total == D("1125.00")
    assert (second.status, second.shipment_no) == ("completed", "PS-SHP102002")
    assert desk.codes(PostInvoice(document_no=order_no)) == ["nothing_to_post"]


@pytest.mark.parametrize(
    ("posting", "sales", "given"),
    [("all", "-400.00", "40.00"), ("line", "-400.00", "40.00"), ("invoice", "-360.00", None)],
)
def test_line_discounts_have_an_account_of_their_own_if_set_up_so(
    desk: Desk, posting: str, sales: str, given: str | None
) -> None:
    with desk.database.writing() as session:
        session.get_one(PostingSetup, 1).discount_posting = posting
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))

    invoice(desk, order_no)

    found = books(desk, "PS-INV103001")
    assert found["6110"] == D(sales)
    assert found.get("6710") == (D(given) if given else None)


def test_nothing_is_invoiced_before_it_is_shipped(desk: Desk) -> None:
    order_no = confirmed(desk)

    refused = desk.refused(PostInvoice(document_no=order_no), by="ada")

    assert (refused.code, refused.max) == ("invoice_more_than_shipped", D(0))  # type: ignore[attr-defined]
    assert refused.remedies() == (ShipAndInvoice(order_no=order_no),)


def test_an_invoice_alone_takes_what_was_shipped_since(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    invoice(desk, order_no)

    assert desk.codes(PostInvoice(document_no=order_no)) == ["invoice_more_than_shipped"]
    ship(desk, order_no, ("CHAIR", 2))
    told = invoice(desk, order_no)

    assert (told.net_amount, told.vat, told.total) == (D("180.00"), D("45.00"), D("225.00"))


def test_a_named_quantity_beyond_what_was_shipped_is_refused(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    five = PostInvoice(document_no=order_no, lines=(InvoiceLine(item_no="CHAIR", quantity=D(5)),))

    refused = desk.refused(five, by="ada")

    assert (refused.code, refused.max) == ("invoice_more_than_shipped", D(4))  # type: ignore[attr-defined]


def test_a_customer_blocked_for_shipping_is_still_billed_for_what_he_got(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").blocked = "ship"

    assert desk.codes(PostShipment(order_no=order_no), by="wes") == ["customer_blocked"]
    assert invoice(desk, order_no).total == D("500.00")


def test_three_lamps_billed_one_by_one_bear_the_orders_vat(desk: Desk) -> None:
    order_no = confirmed(desk, want("LAMP", 3, unit_price=D("10.01")))

    vats = []
    for _ in range(3):
        ship(desk, order_no, ("LAMP", 1))
        vats.append(invoice(desk, order_no).vat)

    assert vats == [D("2.50"), D("2.51"), D("2.50")]


def test_goods_taken_back_with_an_order_are_on_its_invoice(desk: Desk) -> None:
    told = ship_and_invoice(desk, want("CHAIR", 6), want("CHAIR", -1))

    assert (told.net_amount, told.total) == (D("500.00"), D("625.00"))
    assert [(row.base, row.amount) for row in told.paper.vat] == [
        (D("600.00"), D("150.00")),
        (D("-100.00"), D("-25.00")),
    ]
    assert on_hand(desk) == D(25)
    found = books(desk, told.invoice_no)
    assert (found["7190"], found["2110"]) == (D("300.00"), D("-300.00"))


def test_a_gift_ships_costs_and_is_paid_at_once(desk: Desk) -> None:
    told = ship_and_invoice(desk, want("CHAIR", 2, discount_pct=D(100)))

    assert (told.total, told.payment_state) == (D("0.00"), "paid")
    assert on_hand(desk) == D(28)
    assert books(desk, told.invoice_no) == {"7190": D("120.00"), "2110": D("-120.00")}
    with desk.database.reading() as session:
        assert session.scalars(select(CustomerEntryState.open)).all() == [False]


def test_services_are_delivered_by_being_billed(desk: Desk) -> None:
    order_no = confirmed(desk, want("INSTALL", 3))

    told = invoice(desk, order_no)

    assert (told.net_amount, told.total, told.status) == (D("240.00"), D("300.00"), "completed")
    assert told.paper.shipment_nos == ()
    assert line(desk, order_no, "INSTALL").qty_shipped == D(3)


def test_prices_that_include_vat_are_split_the_other_way(desk: Desk) -> None:
    told = ship_and_invoice(desk, want("LAMP", 7, unit_price=D("30.65")), customer="C40000")

    assert (told.net_amount, told.vat, told.total) == (D("171.64"), D("42.91"), D("214.55"))
    assert books(desk, told.invoice_no)["6110"] == D("-171.64")


def test_an_export_bears_no_vat_and_says_why(desk: Desk) -> None:
    told = ship_and_invoice(desk, want("CHAIR", 10), customer="C30000")

    assert (told.net_amount, told.total) == (D("1000.00"), D("1000.00"))
    (row,) = told.paper.vat
    assert (row.amount, row.clause) == (D("0.00"), "EXPORT")
    with desk.database.reading() as session:
        entry = session.scalars(select(VatEntry)).one()
        assert (entry.base, entry.amount) == (D("1000.00"), D("0.00"))


def test_a_dollar_invoice_is_booked_in_euro(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(Customer, "C30000").currency = "USD"

    told = ship_and_invoice(desk, want("CHAIR", 10), customer="C30000")

    assert (told.total, told.currency) == (D("1250.00"), "USD")
    found = books(desk, told.invoice_no)
    assert (found["2310"], found["6110"]) == (D("1000.00"), D("-1000.00"))
    with desk.database.reading() as session:
        entry = session.scalars(select(CustomerEntry)).one()
        assert (entry.amount, entry.amount_lcy) == (D("1250.00"), D("1000.00"))


def test_what_conversion_leaves_over_goes_to_its_own_account(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(Customer, "C30000").currency = "USD"
        session.add(PaymentTerms(code="HALVES"))
        session.flush()
        rows = (("percent", D(50)), ("rest", D(0)))
        for position, (portion, value) in enumerate(rows, start=1):
            session.add(
                TermsInstalment(
                    terms_code="HALVES", position=position, portion=portion, value=value
                )
            )
        session.get_one(Customer, "C30000").payment_terms = "HALVES"
        _rate(session, D("1.35"))

    told = ship_and_invoice(desk, want("INSTALL", 1, unit_price=D("70.00")), customer="C30000")

    found = books(desk, told.invoice_no)
    assert (found["2310"], found["6110"], found["9330"]) == (D("51.86"), D("-51.85"), D("-0.01"))
    with desk.database.reading() as session:
        parts = session.scalars(select(CustomerEntry.amount_lcy)).all()
    assert parts == [D("25.93"), D("25.93")]


def test_a_total_is_rounded_to_what_can_be_paid(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(CompanySetup, 1).invoice_rounding = D("0.05")

    told = ship_and_invoice(desk, want("INSTALL", 1, unit_price=D("1234.57")), customer="C30000")

    assert (told.total, told.paper.rounding) == (D("1234.55"), D("-0.02"))
    assert books(desk, told.invoice_no)["9140"] == D("0.02")


def test_expected_cost_passes_through_interim_accounts(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(PostingSetup, 1).expected_cost_posting = True
    order_no = discounted(desk)

    ship(desk, order_no, ("CHAIR", 4))
    invoice(desk, order_no)

    assert books(desk, "PS-SHP102001") == {"7191": D("240.00"), "2111": D("-240.00")}
    found = books(desk, "PS-INV103001")
    assert (found["7191"], found["2111"]) == (D("-240.00"), D("240.00"))
    assert (found["7190"], found["2110"]) == (D("240.00"), D("-240.00"))


def test_an_invoice_is_refused_when_an_account_is_missing(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    with desk.database.writing() as session:
        session.delete(session.get_one(RoleAccount, ("SALES", "")))

    assert desk.codes(PostInvoice(document_no=order_no)) == ["missing_posting_setup"]


def test_the_invoice_is_sent_with_its_paper(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))

    told = invoice(desk, order_no)

    assert (told.paper.kind, told.paper.number) == ("invoice", "PS-INV103001")
    assert told.paper.lines[0].quantity == D(4)
    (letter,) = (row for row in desk.sent() if row["occasion"] == "invoice-posted")
    assert letter["number"] == "PS-INV103001"


def test_only_the_books_and_those_with_the_right_post_invoices(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))

    assert desk.codes(PostInvoice(document_no=order_no), by="wes") == ["not_permitted"]
    assert desk.codes(PostInvoice(document_no=order_no), by="sally") == ["not_permitted"]


def test_the_customers_order_number_can_be_mandatory(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    with desk.database.writing() as session:
        session.get_one(CompanySetup, 1).ext_doc_no_mandatory = True

    assert desk.codes(PostInvoice(document_no=order_no)) == ["external_document_no_required"]


def test_a_refused_second_half_leaves_nothing_of_the_first(desk: Desk) -> None:
    order_no = confirmed(desk)
    with desk.database.writing() as session:
        session.get_one(GLAccount, "6110").blocked = True

    assert desk.codes(ShipAndInvoice(order_no=order_no)) == ["missing_posting_setup"]
    assert on_hand(desk) == D(30)


def test_numbers_have_no_gaps_after_refusals(desk: Desk) -> None:
    first = discounted(desk)
    ship(desk, first, ("CHAIR", 4))
    with desk.database.writing() as session:
        session.get_one(GLAccount, "6110").blocked = True
    assert desk.codes(PostInvoice(document_no=first)) == ["missing_posting_setup"]
    with desk.database.writing() as session:
        session.get_one(GLAccount, "6110").blocked = False
    invoice(desk, first)
    second = confirmed(desk)
    ship(desk, second)

    told = invoice(desk, second)

    assert told.invoice_no == "PS-INV103002"
    with desk.database.reading() as session:
        assert len(session.scalars(select(PostedInvoice)).all()) == 2


def test_an_invoice_of_two_hundred_lines_takes_no_more_statements(desk: Desk) -> None:
    items = ("CHAIR", "LAMP", "BOOK", "TABLE", "LEG", "TOP")
    counts = []
    for lines in (10, 200):
        order_no = confirmed(desk, *(want(items[n % 6], 1) for n in range(lines)))
        desk.give(PostShipment(order_no=order_no), ShipmentPosted, by="wes")
        with desk.counted() as statements:
            told = desk.give(PostInvoice(document_no=order_no), InvoicePosted)
        counts.append(len(statements))
        assert told.status == "completed"

    assert abs(counts[0] - counts[1]) <= 5, counts
    assert counts[0] <= 50


def _rate(session: Session, units: Decimal) -> None:
    row = session.get_one(ExchangeRateRow, ("USD", date(2026, 3, 2)))
    row.foreign_amount = units


def test_a_planned_quantity_is_what_ship_and_invoice_takes(desk: Desk) -> None:
    order_no = confirmed(desk)
    lines = (ShipLine(item_no="CHAIR", quantity=D(3)),)

    told = desk.give(ShipAndInvoice(order_no=order_no, lines=lines), InvoicePosted)

    assert (told.total, told.status) == (D("375.00"), "released")


def test_an_open_order_is_confirmed_shipped_and_billed_in_one_step(desk: Desk) -> None:
    order = desk.order()

    told = desk.give(ShipAndInvoice(order_no=order.number, confirm=True), InvoicePosted)

    assert told.status == "completed"
    with desk.database.reading() as session:
        assert session.get_one(SalesDocument, order.number).confirmed_at is not None


def test_a_confirmed_order_is_asked_for_by_its_version(desk: Desk) -> None:
    order = desk.order()
    desk.give(ConfirmOrder(order_no=order.number), Outcome)

    stale = ShipAndInvoice(order_no=order.number, version=9)

    assert desk.codes(stale) == ["changed_meanwhile"]


def drafted(desk: Desk, *lines: LineRequest, customer: str = "C10000") -> InvoiceDrafted:
    return desk.give(CreateInvoice(customer_no=customer, lines=lines), InvoiceDrafted)


def test_a_direct_invoice_ships_and_bills_in_one_post(desk: Desk) -> None:
    draft = drafted(desk, want("CHAIR", 2), want("INSTALL", 1))
    assert (draft.number, draft.net_amount, draft.total) == (
        "S-INV1001",
        D("280.00"),
        D("350.00"),
    )

    told = desk.give(PostInvoice(document_no=draft.number), InvoicePosted)

    assert (told.invoice_no, told.shipment_no) == ("PS-INV103001", "PS-SHP102001")
    assert (told.vat, told.total, told.status) == (D("70.00"), D("350.00"), "completed")
    with desk.database.reading() as session:
        moved = session.scalars(select(ItemEntry).where(ItemEntry.kind == "sale")).all()
    assert [(entry.item_no, entry.quantity) for entry in moved] == [("CHAIR", D(-2))]


def test_a_way_to_pay_with_an_account_posts_the_money_too(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").payment_method = "CASH"
    draft = drafted(desk, want("CHAIR", 2), want("INSTALL", 1))

    told = desk.give(PostInvoice(document_no=draft.number), InvoicePosted)

    assert (told.payment_state, told.paper.payment_state) == ("paid", "paid")
    found = books(desk, told.invoice_no)
    assert (found["2310"], found["2920"]) == (D("0.00"), D("350.00"))
    with desk.database.reading() as session:
        assert session.scalars(select(CustomerEntry.amount)).all() == [D(350), D(-350)]
        assert session.scalars(select(CustomerEntryState.open)).all() == [False, False]


def test_an_invoice_is_made_of_a_quote_at_its_prices(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 2, unit_price=D(90)))

    draft = desk.give(CreateInvoice(quote_no=quote.number), InvoiceDrafted)

    assert draft.net_amount == D("180.00")
    assert desk.codes(CreateInvoice(quote_no=quote.number)) == ["status_not_open"]


def test_a_draft_that_ships_in_parts_has_to_be_an_order(desk: Desk) -> None:
    draft = drafted(desk, want("CHAIR", 2))
    with desk.database.writing() as session:
        session.scalars(select(SalesLine)).one().qty_to_ship = D(1)

    refused = desk.refused(PostInvoice(document_no=draft.number))

    assert refused.code == "order_required"
    order = desk.give(refused.remedies()[0], OrderCreated)
    assert order.net_amount == D("200.00")


def test_a_draft_may_be_made_without_a_shipment_paper(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(PostingSetup, 1).shipment_on_invoice = False
    draft = drafted(desk, want("CHAIR", 2))

    told = desk.give(PostInvoice(document_no=draft.number), InvoicePosted)

    assert told.shipment_no == ""
    assert on_hand(desk) == D(28)


def test_a_customer_blocked_for_shipping_gets_a_draft_and_no_goods(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").blocked = "ship"
    draft = drafted(desk, want("CHAIR", 2))

    assert desk.codes(PostInvoice(document_no=draft.number)) == ["customer_blocked"]
