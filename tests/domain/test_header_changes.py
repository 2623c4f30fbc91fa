"""Whom a document is for, and in which currency: changed until something was posted (3.1)."""

from decimal import Decimal

import pytest

from domain.errors import Outcome
from domain.parties.customer_rows import Customer
from domain.posting.prepayment import PostPrepayment
from domain.sales.changes import DocumentChanged
from domain.sales.documents import SalesDocument
from domain.sales.header_changes import ChangeHeader
from domain.sales.lines import lines_of
from domain.sales.orders import ConfirmOrder
from domain.sales.quotes import AcceptQuote
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import ship_and_invoice
from tests.domain.test_shipments import confirmed, ship

D = Decimal


def onto(desk: Desk, number: str, **more: object) -> DocumentChanged:
    command = ChangeHeader(document_no=number, **more)  # type: ignore[arg-type]
    return desk.give(command, DocumentChanged)


def header(desk: Desk, number: str) -> SalesDocument:
    with desk.database.reading() as session:
        return session.get_one(SalesDocument, number)


def prices(desk: Desk, number: str) -> list[tuple[str, Decimal, Decimal]]:
    with desk.database.reading() as session:
        return [
            (line.item_no, line.quantity, line.unit_price) for line in lines_of(session, number)
        ]


def test_another_customers_terms_prices_and_taxes_hold_from_then_on(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10, unit_price=D(80)), want("LAMP", 3), po="PO-9")

    told = onto(desk, order.number, for_customer="C30000")

    assert prices(desk, order.number) == [("CHAIR", D(10), D(100)), ("LAMP", D(3), D("24.50"))]
    assert (told.customer_no, told.net_amount, told.total) == ("C30000", D("1073.50"), D("1073.50"))
    now = header(desk, order.number)
    assert (now.payment_terms, now.vat_group, now.sell_to_country) == ("CM", "EXPORT", "NO")
    assert now.external_document_no == "PO-9"
    assert "Customer Alder & Co → Cedar Export" in told.changes
    assert "CHAIR: the price typed before no longer holds." in told.notices


def test_a_price_group_and_prices_with_vat_come_with_the_customer(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 2))

    told = onto(desk, order.number, for_customer="C40000")

    assert (told.net_amount, told.total) == (D("200.00"), D("250.00"))
    assert prices(desk, order.number) == [("CHAIR", D(2), D(125))]


def test_a_document_in_dollars_is_priced_in_dollars(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10))

    told = onto(desk, order.number, currency="usd")

    assert (told.currency, told.net_amount) == ("USD", D("1250.00"))
    assert header(desk, order.number).net_lcy == D("1000.00")
    assert "Currency EUR → USD" in told.changes


def test_prices_are_restated_with_vat_and_cost_the_same(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10))

    told = onto(desk, order.number, prices_include_vat=True)

    assert (told.net_amount, told.total) == (D("1000.00"), D("1250.00"))
    assert prices(desk, order.number) == [("CHAIR", D(10), D(125))]


def test_a_confirmed_order_is_reopened_for_it_and_confirmed_again(desk: Desk) -> None:
    order_no = confirmed(desk)

    refused = desk.refused(ChangeHeader(document_no=order_no, for_customer="C20000"))
    assert refused.code == "status_not_open"
    told = desk.give(refused.remedies()[0], DocumentChanged)
    again = desk.give(ConfirmOrder(order_no=order_no), Outcome)

    assert (told.status, told.customer_no) == ("open", "C20000")
    assert again.amendment == 1  # type: ignore[attr-defined]


def test_nothing_different_makes_no_version(desk: Desk) -> None:
    order = desk.order()

    told = onto(desk, order.number, for_customer="C10000")

    assert (told.version, told.changes) == (1, ())


def test_what_was_shipped_keeps_its_customer(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))

    command = ChangeHeader(document_no=order_no, for_customer="C20000", reopen=True)

    assert desk.codes(command) == ["header_locked_by_posting"]


def test_what_was_paid_in_advance_or_billed_keeps_its_customer(desk: Desk) -> None:
    order_no = desk.order(want("CHAIR", 5), customer="C50000").number
    desk.give(ConfirmOrder(order_no=order_no), Outcome)
    desk.give(PostPrepayment(order_no=order_no), Outcome)
    done = ship_and_invoice(desk, want("CHAIR", 1))

    for number in (order_no, done.document_no):
        command = ChangeHeader(document_no=number, currency="USD", reopen=True)
        assert desk.codes(command) == ["header_locked_by_posting"]


def test_a_quote_of_which_an_order_was_made_keeps_its_customer(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 6), want("LAMP", 8))
    desk.give(AcceptQuote(quote_no=quote.number, lines=(want("CHAIR", 6),)), Outcome)

    command = ChangeHeader(document_no=quote.number, for_customer="C20000")

    assert desk.codes(command) == ["header_locked_by_posting"]


def test_an_offer_for_somebody_else_has_to_be_given_anew(desk: Desk) -> None:
    quote = desk.quote()

    told = onto(desk, quote.number, for_customer="C20000")

    assert (told.quote_state, told.version) == ("draft", 2)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"for_customer": "C99999"}, "not_found"),
        ({"currency": "XXX"}, "invalid_field"),
    ],
)
def test_a_header_that_cannot_be_is_refused(desk: Desk, fields: dict[str, str], code: str) -> None:
    order = desk.order()

    assert desk.codes(ChangeHeader(document_no=order.number, **fields)) == [code]  # type: ignore[arg-type]


def test_nobody_moves_a_document_onto_a_blocked_customer(desk: Desk) -> None:
    order = desk.order()
    with desk.database.writing() as session:
        session.get_one(Customer, "C20000").blocked = "all"
    command = ChangeHeader(document_no=order.number, for_customer="C20000")

    assert desk.codes(command) == ["customer_blocked"]
    assert desk.codes(ChangeHeader(document_no=order.number), by="C10000") == ["not_permitted"]
