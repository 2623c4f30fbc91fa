"""What the law and the receiver want on a bill's paper, as posting freezes it."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from domain.ledger.journal import VatEntry
from domain.parties.updating import CustomerUpdated, UpdateCustomer
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.quantities import ShipLine
from domain.posting.ship import PostShipment, ShipmentPosted
from tests.domain.desk import Desk, want
from tests.domain.test_shipments import confirmed

D = Decimal


def test_the_vat_of_a_foreign_bill_stands_in_our_own_currency_as_in_the_ledger(desk: Desk) -> None:
    desk.give(UpdateCustomer(customer_no="C10000", currency="USD"), CustomerUpdated)
    order_no = confirmed(desk, want("CHAIR", 3), want("BOOK", 7), want("LAMP", 1))

    paper = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).paper

    with desk.database.reading() as session:
        booked = session.scalar(
            select(func.sum(VatEntry.amount_lcy)).where(VatEntry.document_no == paper.number)
        )
    assert (paper.currency, paper.local_currency) == ("USD", "EUR")
    assert paper.local_vat == abs(D(booked or 0)) > 0
    assert (paper.rate_foreign, paper.rate_local) == (D("1.25"), D(1))


def test_a_bill_in_our_own_currency_tells_its_vat_once(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 3))

    paper = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).paper

    assert (paper.local_currency, paper.local_vat) == ("", D(0))


def test_the_day_of_supply_is_when_the_last_goods_left(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 10))
    for day, quantity in ((date(2026, 3, 2), 4), (date(2026, 3, 5), 6)):
        desk.today = day
        part = ShipLine(item_no="CHAIR", quantity=D(quantity))
        desk.give(PostShipment(order_no=order_no, lines=(part,)), ShipmentPosted)
    desk.today = date(2026, 3, 9)

    paper = desk.give(PostInvoice(document_no=order_no), InvoicePosted, by="ada").paper

    assert paper.supplied == date(2026, 3, 5)
    assert len(paper.shipment_nos) == 2  # though one line covers both


def test_what_the_customer_wants_on_e_invoices_goes_onto_his_bills(desk: Desk) -> None:
    desk.give(
        UpdateCustomer(
            customer_no="C10000",
            einvoice="XRechnung",
            buyer_reference="04011000-12345-34",
            einvoice_address="0204:04011000-12345-34",
        ),
        CustomerUpdated,
    )
    order_no = confirmed(desk, want("CHAIR", 1))

    buyer = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).paper.buyer

    assert (buyer.einvoice, buyer.buyer_reference) == ("xrechnung", "04011000-12345-34")
    assert buyer.einvoice_address == "0204:04011000-12345-34"


@pytest.mark.parametrize(
    ("field", "value"), [("einvoice", "FatturaPA"), ("einvoice_address", "brandt")]
)
def test_an_e_invoice_nobody_could_receive_is_refused(desk: Desk, field: str, value: str) -> None:
    command = UpdateCustomer(customer_no="C10000", **{field: value})  # type: ignore[arg-type]

    assert desk.codes(command) == ["invalid_field"]
