"""The service charge of a discount code: a line the system keeps (specification, section 4)."""

from decimal import Decimal

import pytest

from domain.catalog.item_rows import Item, ItemUnit
from domain.catalog.price_list_rows import InvoiceDiscountRow
from domain.errors import Outcome
from domain.parties.customer_rows import Customer
from domain.posting.copying import CopyDocument, DocumentCopied
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from domain.posting.quantities import ShipLine
from domain.posting.returning import CreateReturn
from domain.sales.changes import ChangeDocument
from domain.sales.lines import LineChange, lines_of
from domain.sales.orders import CreateOrder
from domain.sales.quotes import AcceptQuote, QuoteAccepted
from domain.setup import CompanySetup
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books, invoice
from tests.domain.test_posting import off
from tests.domain.test_shipments import confirmed, ship

D = Decimal


@pytest.fixture
def charging(desk: Desk) -> Desk:
    """Alder's code: 15.00 below 500.00, from there 3 % and no charge."""
    with desk.database.writing() as session:
        handling = Item(
            no="HANDLING",
            description="Handling",
            type="charge",
            base_unit="PCS",
            gen_prod_posting_group="SERVICES",
            vat_prod_posting_group="VAT25",
        )
        session.add(handling)
        session.flush()
        session.add(ItemUnit(item_no="HANDLING", code="PCS", qty_per=D(1)))
        session.get_one(CompanySetup, 1).service_charge_item = "HANDLING"
        session.get_one(Customer, "C10000").invoice_disc_code = "INV"
        session.add_all(
            (
                InvoiceDiscountRow(code="INV", currency="", min_amount=D(0), service_charge=D(15)),
                InvoiceDiscountRow(code="INV", currency="", min_amount=D(500), pct=D(3)),
            )
        )
    return desk


def shown(desk: Desk, number: str) -> list[tuple[str, Decimal]]:
    with desk.database.reading() as session:
        return [(line.item_no, line.line_amount) for line in lines_of(session, number)]


def set_chairs(desk: Desk, number: str, quantity: int) -> Outcome:
    change = LineChange(op="set", item_no="CHAIR", quantity=D(quantity))
    return desk.give(ChangeDocument(document_no=number, lines=(change,)), Outcome)


def test_a_small_order_bears_the_charge_and_its_vat(charging: Desk) -> None:
    order = charging.order(want("CHAIR", 2))

    assert (order.net_amount, order.total) == (D("215.00"), D("268.75"))
    assert shown(charging, order.number) == [("CHAIR", D(200)), ("HANDLING", D(15))]


def test_the_charge_follows_the_row_that_is_reached(charging: Desk) -> None:
    order = charging.order(want("CHAIR", 2))

    set_chairs(charging, order.number, 6)
    large = shown(charging, order.number)
    told = set_chairs(charging, order.number, 3)

    assert large == [("CHAIR", D(600))]
    assert told.net_amount == D("315.00")  # type: ignore[attr-defined]
    assert shown(charging, order.number) == [("CHAIR", D(300)), ("HANDLING", D(15))]


def test_it_is_billed_whole_with_the_first_invoice(charging: Desk) -> None:
    order_no = confirmed(charging, want("LAMP", 10))
    ship(charging, order_no, ("LAMP", 4))

    first = invoice(charging, order_no, ("LAMP", 4))
    rest = charging.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert (first.net_amount, rest.net_amount) == (D("113.00"), D("147.00"))
    assert books(charging, first.invoice_no)["6810"] == D("-15.00")
    assert (rest.status, first.total + rest.total) == ("completed", D("325.00"))
    assert off(charging) == []


def test_naming_what_is_shipped_and_billed_takes_the_charge_along(charging: Desk) -> None:
    order_no = confirmed(charging, want("LAMP", 10))
    four = (ShipLine(item_no="LAMP", quantity=D(4)),)

    told = charging.give(ShipAndInvoice(order_no=order_no, lines=four), InvoicePosted)

    assert told.net_amount == D("113.00")


def test_once_billed_it_stays_whatever_becomes_of_the_order(charging: Desk) -> None:
    order_no = confirmed(charging, want("CHAIR", 3))
    one = (ShipLine(item_no="CHAIR", quantity=D(1)),)
    charging.give(ShipAndInvoice(order_no=order_no, lines=one), InvoicePosted)
    more = LineChange(op="set", item_no="CHAIR", quantity=D(10))

    told = charging.give(ChangeDocument(document_no=order_no, lines=(more,), reopen=True), Outcome)

    assert shown(charging, order_no)[1] == ("HANDLING", D(15))
    assert told.net_amount == D("985.00")  # type: ignore[attr-defined]


def test_cancelling_the_invoice_takes_the_charge_back(charging: Desk) -> None:
    order_no = confirmed(charging, want("CHAIR", 2))
    told = charging.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    charging.give(CancelInvoice(invoice_no=told.invoice_no), Outcome, by="ada")
    again = charging.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert (told.total, again.total) == (D("268.75"), D("268.75"))
    assert off(charging) == []


def test_a_quote_carries_it_and_its_order_bears_it_once(charging: Desk) -> None:
    quote = charging.quote(want("CHAIR", 2))

    accepted = charging.give(AcceptQuote(quote_no=quote.number), QuoteAccepted)
    copied = charging.give(CopyDocument(document_no=accepted.order_no), DocumentCopied)

    assert (accepted.net_amount, accepted.quote_state) == (D("215.00"), "won")
    assert copied.net_amount == D("215.00")


def test_a_charge_is_nothing_that_can_be_sent_back(charging: Desk) -> None:
    order_no = confirmed(charging, want("CHAIR", 2))
    told = charging.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    returned = charging.give(CreateReturn(document_no=told.invoice_no), Outcome)

    assert [line.item_no for line in returned.paper.lines] == ["CHAIR"]  # type: ignore[attr-defined]


def test_without_an_article_for_it_nothing_is_written(charging: Desk) -> None:
    with charging.database.writing() as session:
        session.get_one(CompanySetup, 1).service_charge_item = ""

    command = CreateOrder(customer_no="C10000", lines=(want("CHAIR", 2),))

    assert charging.codes(command) == ["missing_posting_setup"]
