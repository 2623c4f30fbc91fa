"""Taxes of every kind from the order to the books and back (specification, 5 and 5.1)."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.catalog.item_rows import Item
from domain.errors import Outcome
from domain.ledger.journal import VatEntry
from domain.parties.customer_rows import Customer
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from domain.posting.quantities import ShipLine
from domain.vat import VatComponent, VatPostingSetup
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books, ship_and_invoice
from tests.domain.test_posting import off
from tests.domain.test_shipments import confirmed

D = Decimal


def tax(desk: Desk, group: str, calc_type: str, *, item: str = "BOOK", percent: int = 0) -> None:
    """Let an article bear another kind of tax for domestic customers."""
    with desk.database.writing() as session:
        session.add(
            VatPostingSetup(
                bus_group="DOMESTIC",
                prod_group=group,
                identifier=group,
                percent=D(percent),
                calc_type=calc_type,
                clause="REVERSE" if calc_type == "reverse_charge" else "",
            )
        )
        session.get_one(Item, item).vat_prod_posting_group = group


def eco_fee(desk: Desk, *, raises_base: bool) -> None:
    """BOOK bears 0.50 of fee per piece beside 25 % of VAT."""
    tax(desk, "ECO", "normal", percent=25)
    with desk.database.writing() as session:
        rows = (("FEE", "per_unit", "0.50", raises_base), ("VAT25", "percent", "25", False))
        for position, (code, kind, value, raises) in enumerate(rows, start=1):
            session.add(
                VatComponent(
                    bus_group="DOMESTIC",
                    prod_group="ECO",
                    position=position,
                    code=code,
                    kind=kind,
                    value=D(value),
                    raises_base=raises,
                )
            )


def entries(desk: Desk, number: str) -> list[tuple[str, str, str, str]]:
    with desk.database.reading() as session:
        rows = session.scalars(
            select(VatEntry).where(VatEntry.document_no == number).order_by(VatEntry.id)
        )
        return [(row.code, row.calc_type, str(row.base), str(row.amount)) for row in rows]


def cancelled(desk: Desk, told: InvoicePosted) -> str:
    done = desk.give(CancelInvoice(invoice_no=told.invoice_no), Outcome, by="ada")
    return str(done.credit_memo_no)  # type: ignore[attr-defined]


def test_reverse_charge_leaves_the_tax_to_the_customer_and_keeps_the_base(desk: Desk) -> None:
    tax(desk, "RC", "reverse_charge", percent=25)

    told = ship_and_invoice(desk, want("BOOK", 10))
    memo = cancelled(desk, told)

    assert (told.net_amount, told.total) == (D("120.00"), D("120.00"))
    assert [row.clause for row in told.paper.vat] == ["REVERSE"]
    assert entries(desk, told.invoice_no) == [("RC", "reverse_charge", "120.00", "0.00")]
    assert entries(desk, memo) == [("RC", "reverse_charge", "-120.00", "0.00")]
    assert off(desk) == []


def test_full_vat_is_all_tax_and_no_sale(desk: Desk) -> None:
    tax(desk, "DUTY", "full", item="INSTALL")

    told = ship_and_invoice(desk, want("CHAIR", 1), want("INSTALL", 1, unit_price=D("19.00")))
    found = books(desk, told.invoice_no)
    memo = cancelled(desk, told)

    assert (told.net_amount, told.vat, told.total) == (D("100.00"), D("44.00"), D("144.00"))
    assert (found["6110"], found["5610"], found["2310"]) == (
        D("-100.00"),
        D("-44.00"),
        D("144.00"),
    )
    assert entries(desk, told.invoice_no)[1] == ("DUTY", "full", "0.00", "19.00")
    assert books(desk, memo)["5610"] == D("44.00")
    assert off(desk) == []


@pytest.mark.parametrize(
    ("raises_base", "vat", "total"), [(True, "125.00", "625.00"), (False, "120.00", "620.00")]
)
def test_a_fee_per_piece_and_vat_are_entries_of_their_own(
    desk: Desk, raises_base: bool, vat: str, total: str
) -> None:
    eco_fee(desk, raises_base=raises_base)

    told = ship_and_invoice(desk, want("BOOK", 40))

    base = "500.00" if raises_base else "480.00"
    assert told.total == D(total)
    assert entries(desk, told.invoice_no) == [
        ("FEE", "normal", "480.00", "20.00"),
        ("VAT25", "normal", base, vat),
    ]
    assert books(desk, told.invoice_no)["5610"] == -(D("20.00") + D(vat))
    assert off(desk) == []


def test_fees_of_part_invoices_and_their_cancelling_add_up(desk: Desk) -> None:
    eco_fee(desk, raises_base=True)
    order_no = confirmed(desk, want("BOOK", 40))
    some = (ShipLine(item_no="BOOK", quantity=D(13)),)

    first = desk.give(ShipAndInvoice(order_no=order_no, lines=some), InvoicePosted)
    rest = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    memo = cancelled(desk, rest)

    assert first.total + rest.total == D("625.00")
    assert entries(desk, first.invoice_no)[0] == ("FEE", "normal", "156.00", "6.50")
    assert books(desk, memo)["2310"] == -rest.total
    assert off(desk) == []


def test_a_price_with_fee_and_vat_in_it_is_taken_apart(desk: Desk) -> None:
    eco_fee(desk, raises_base=True)
    with desk.database.writing() as session:
        session.get_one(Customer, "C40000").vat_bus_posting_group = "DOMESTIC"

    told = ship_and_invoice(desk, want("BOOK", 40, unit_price=D("15.625")), customer="C40000")

    assert (told.net_amount, told.total) == (D("480.00"), D("625.00"))
