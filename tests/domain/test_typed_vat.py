"""VAT typed by hand, within the limit of its currency, from the document to the books (5)."""

from decimal import Decimal

import pytest

from domain.currencies import CurrencyRow
from domain.errors import Outcome
from domain.posting.corrections import CancelInvoice
from domain.posting.direct import CreateInvoice, InvoiceDrafted
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.quantities import ShipLine
from domain.sales.changes import ChangeDocument
from domain.sales.lines import LineChange
from domain.sales.typing_vat import TypeVat, VatTyped
from domain.setup import CompanySetup
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books
from tests.domain.test_posting import off
from tests.domain.test_shipments import confirmed

D = Decimal
THREE = tuple(want("LAMP", 1, unit_price=D("10.01"), comment=str(n)) for n in range(3))


@pytest.fixture
def lenient(desk: Desk) -> Desk:
    """Five cents of VAT may be typed in euro, nothing in dollars."""
    with desk.database.writing() as session:
        session.get_one(CompanySetup, 1).allow_vat_difference = True
        session.get_one(CurrencyRow, "EUR").max_vat_difference = D("0.05")
    return desk


def draft(desk: Desk) -> str:
    return desk.give(CreateInvoice(customer_no="C10000", lines=THREE), InvoiceDrafted).number


def typed(desk: Desk, number: str, amount: str, **more: object) -> VatTyped:
    command = TypeVat(document_no=number, amount=D(amount), **more)  # type: ignore[arg-type]
    return desk.give(command, VatTyped, by="ada")


def test_the_typed_vat_stands_on_document_bill_and_books(lenient: Desk) -> None:
    number = draft(lenient)

    told = typed(lenient, number, "7.53")
    posted = lenient.give(PostInvoice(document_no=number), InvoicePosted)

    assert (told.difference, told.total, told.version) == (D("0.02"), D("37.56"), 2)
    assert (posted.net_amount, posted.vat, posted.total) == (D("30.03"), D("7.53"), D("37.56"))
    assert [row.amount for row in posted.paper.vat] == [D("7.53")]
    found = books(lenient, posted.invoice_no)
    assert (found["2310"], found["6110"], found["5610"]) == (D("37.56"), D("-30.03"), D("-7.53"))
    assert off(lenient) == []


def test_the_last_of_several_invoices_takes_the_difference(lenient: Desk) -> None:
    order_no = confirmed(lenient, want("LAMP", 3, unit_price=D("10.01")))
    typed(lenient, order_no, "7.49", reopen=True)
    one = (ShipLine(item_no="LAMP", quantity=D(1)),)
    vats = []
    for _ in range(3):
        told = lenient.give(
            ShipAndInvoice(order_no=order_no, lines=one, confirm=True), InvoicePosted
        )
        vats.append(told.vat)

    assert vats == [D("2.50"), D("2.51"), D("2.48")]
    assert told.status == "completed"
    assert off(lenient) == []


def test_a_changed_document_counts_for_itself_again(lenient: Desk) -> None:
    number = draft(lenient)
    typed(lenient, number, "7.53")
    gone = LineChange(op="remove", line_no=30000)
    back = LineChange(op="add", item_no="LAMP", quantity=D(1), unit_price=D("10.01"))

    without = lenient.give(ChangeDocument(document_no=number, lines=(gone,)), Outcome)
    again = lenient.give(ChangeDocument(document_no=number, lines=(back,)), Outcome)

    assert without.total == D("25.03")  # type: ignore[attr-defined]
    assert again.total == D("37.56")  # type: ignore[attr-defined]


def test_our_own_figure_takes_it_back(lenient: Desk) -> None:
    number = draft(lenient)
    typed(lenient, number, "7.53")

    told = typed(lenient, number, "7.51")

    assert (told.difference, told.total) == (D(0), D("37.54"))


def test_with_vat_in_the_prices_the_total_stands(lenient: Desk) -> None:
    lines = (want("LAMP", 1, unit_price=D("149.94")),)
    made = lenient.give(CreateInvoice(customer_no="C40000", lines=lines), InvoiceDrafted)

    told = typed(lenient, made.number, "30.00")

    assert (told.net_amount, told.total) == (D("119.94"), D("149.94"))


def test_a_cancelled_invoice_takes_the_typed_vat_back(lenient: Desk) -> None:
    number = draft(lenient)
    typed(lenient, number, "7.53")
    posted = lenient.give(PostInvoice(document_no=number), InvoicePosted)

    lenient.give(CancelInvoice(invoice_no=posted.invoice_no), Outcome, by="ada")

    assert books(lenient, "PS-CR104001")["5610"] == D("7.53")
    assert off(lenient) == []


def test_more_than_the_limit_or_without_leave_is_refused(lenient: Desk) -> None:
    number = draft(lenient)
    beyond = TypeVat(document_no=number, amount=D("7.57"))

    assert lenient.codes(beyond, by="ada") == ["invalid_field"]
    assert lenient.codes(TypeVat(document_no=number, amount=D("7.525"))) == ["invalid_field"]
    assert lenient.codes(TypeVat(document_no=number, amount=D("7.52")), by="wes") == [
        "not_permitted"
    ]
    with lenient.database.writing() as session:
        session.get_one(CompanySetup, 1).allow_vat_difference = False
    assert lenient.codes(TypeVat(document_no=number, amount=D("7.52"))) == ["invalid_field"]


def test_of_several_rates_one_is_named(lenient: Desk) -> None:
    order = lenient.order(want("CHAIR", 1), want("BOOK", 1))

    bare = TypeVat(document_no=order.number, amount=D("1.45"))
    told = typed(lenient, order.number, "1.45", identifier="vat12")

    assert told.total == D("138.45")
    assert lenient.codes(bare) == ["invalid_field"]
    unknown = TypeVat(document_no=order.number, amount=D("1"), identifier="VAT7")
    assert lenient.codes(unknown) == ["not_found"]
