"""What posted papers say: the legal facts, and what must not stand on each of them."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from domain.papers import KINDS, PaperFacts, VatRow
from templates.papers import paper_view
from templates.payment import giro_code
from templates.pdf import render
from templates.wording import languages
from tests.papers.positions import text, words
from tests.papers.posted import credit_memo, delivery_note, invoice, picking_list, posted, returned
from tests.papers.samples import SELLER


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "quote"])
def test_every_kind_of_paper_is_worded_in_every_language(kind: str, language: str) -> None:
    view = paper_view(posted(kind, 2, language=language))

    assert view.title
    assert view.lead
    assert "{" not in f"{view.title}{view.lead}{view.closing}{view.remarks}"


def test_an_invoice_shows_what_the_vat_directive_asks_for() -> None:
    facts = invoice(4)

    printed = text(render(facts))

    for wanted in (
        "Invoice PS-INV103001",
        "Invoice date 18 Nov 2026",
        "Date of supply 16 Nov 2026",
        "DE218445901",
        "Your VAT ID DE811204377",
        "Marktplatz 19",
        "Kaistraße 12",
        "VAT 19% on 4,709.30 EUR",
        "VAT 7% on",
        "Due by 18 Dec 2026",
        "Delivery note: PS-SHP102001",
        "IBAN DE02 1203 0000 0000 2020 51",
        "Reference PS-INV103001",
        "2% if paid by 28 Nov 2026",
    ):
        assert wanted in printed
    assert f"Total {facts.total:,.2f} EUR" in printed


def test_a_date_of_supply_nobody_knows_is_never_made_up() -> None:
    shipped = paper_view(invoice(1, supplied=None))
    direct = paper_view(invoice(1, supplied=None, shipment_nos=()))

    assert ("Date of supply", "see delivery notes") in shipped.facts
    assert ("Date of supply", "= invoice date") in direct.facts


def test_a_paid_invoice_asks_for_nothing() -> None:
    view = paper_view(invoice(1, payment_state="paid"))

    assert view.payment is not None
    assert view.payment.title == "Paid, with thanks"
    assert view.payment.code == ""
    assert view.closing == ()


def test_instalments_replace_the_one_due_date_and_the_code_asks_for_the_first() -> None:
    parts = ((date(2026, 12, 18), Decimal("899.64")), (date(2027, 1, 18), Decimal("899.64")))

    view = paper_view(invoice(1, instalments=parts))

    closing = dict(view.closing)
    assert "Due by" not in closing
    assert closing["Instalments"] == "899.64 EUR by 18 Dec 2026\n899.64 EUR by 18 Jan 2027"
    assert view.payment is not None
    assert view.payment.amount == "899.64 EUR"


@pytest.mark.parametrize(
    ("facts", "drawn"),
    [
        (invoice(1), True),
        (invoice(1, currency="USD"), False),
        (invoice(1, total=Decimal(0)), False),
        (invoice(1, total=Decimal(-5)), False),
        (invoice(1, seller=replace(SELLER, iban="")), False),
        (invoice(1, seller=replace(SELLER, iban="not an account")), False),
    ],
)
def test_the_giro_code_stands_only_where_a_bank_would_take_it(
    facts: PaperFacts, drawn: bool
) -> None:
    assert bool(giro_code(facts, facts.total)) is drawn


@pytest.mark.parametrize(
    "kind", ["delivery-note", "credit-memo", "return-confirmation", "return-receipt"]
)
def test_only_bills_ask_for_money(kind: str) -> None:
    printed = text(render(posted(kind, 2)))

    assert paper_view(posted(kind, 2)).payment is None
    assert "Please pay" not in printed
    assert SELLER.iban not in printed.replace(" ", "")


def test_a_delivery_note_shows_what_came_and_what_follows_and_no_price() -> None:
    facts = delivery_note(3)

    view = paper_view(facts)
    printed = text(render(replace(facts, total=Decimal("4711.00"))))

    assert [cell.text for cell in view.rows[1].cells[2:]] == ["3 pcs", "5 pcs", "2 pcs"]
    assert view.rows[0].cells[4].text == "–"
    assert "Received complete and undamaged" in printed
    assert "Lager 3, Tor B" in printed
    assert "Carrier Hanse Spedition" in printed
    assert "EUR" not in printed
    assert "4,711" not in printed
    assert "VAT 19" not in printed


def test_a_paper_without_prices_carries_no_sums() -> None:
    printed = text(render(delivery_note(16)))

    assert "forward" not in printed


def test_a_credit_memo_names_number_and_date_of_the_invoice_it_corrects() -> None:
    facts = credit_memo(2)

    printed = text(render(facts))

    assert "Credit memo PS-CR104001" in printed
    assert "Corrects invoice PS-INV103001 of 18 Nov 2026" in printed
    assert "Reason Damaged in transit" in printed
    assert f"Total {facts.total:,.2f} EUR" in printed
    assert "−" not in printed


def test_what_may_be_returned_does_not_read_as_a_credit() -> None:
    printed = text(render(returned("return-confirmation", 2)))

    assert "Return number S-RET1001" in printed
    assert "Return to Fabrik & Söhne Büromöbel GmbH, Kaistraße 12, 20457 Hamburg" in printed
    assert "EUR" not in printed


def test_a_picking_list_leads_from_bin_to_bin_without_prices() -> None:
    view = paper_view(picking_list(2))
    printed = text(render(picking_list(2)))

    assert [row.cells[0].text for row in view.rows] == ["A-01-1", "A-02-2"]
    assert view.columns[3].head == "Picked"
    assert view.code.startswith("data:image/svg+xml")
    assert "EUR" not in printed


def test_a_proforma_says_that_it_is_no_vat_invoice() -> None:
    assert "This is not a VAT invoice" in text(render(posted("pro-forma")))


def test_vat_of_a_foreign_invoice_stands_in_our_own_currency_too() -> None:
    facts = invoice(
        1,
        currency="USD",
        local_currency="EUR",
        local_vat=Decimal("265.22"),
        rate_foreign=Decimal("1.0832"),
        rate_local=Decimal(1),
    )

    view = paper_view(facts)

    assert view.totals is not None
    assert view.totals.included == (("VAT in EUR (1.0832 USD = 1 EUR)", "265.22 EUR"),)


def test_prepayments_taken_off_are_named_under_the_total() -> None:
    view = paper_view(invoice(1, prepaid=Decimal("595.00")))

    assert view.totals is not None
    assert ("Prepayments deducted in it", "595.00 EUR") in view.totals.included


def test_lines_of_a_combined_invoice_name_their_delivery_notes() -> None:
    facts = invoice(2, shipment_nos=("PS-SHP102001", "PS-SHP102002"))
    lines = tuple(
        replace(line, shipment_no=number)
        for line, number in zip(facts.lines, facts.shipment_nos, strict=True)
    )

    view = paper_view(replace(facts, lines=lines))

    assert "Delivery note PS-SHP102002" in view.rows[1].cells[1].below[0]
    assert "Delivery notes: PS-SHP102001, PS-SHP102002" in view.remarks


@pytest.mark.parametrize("clause", ["REVERSE", "EU", "EXPORT", "EXEMPT"])
def test_an_invoice_without_vat_says_why(clause: str) -> None:
    row = VatRow(
        identifier=clause,
        percent=Decimal(0),
        base=Decimal(1512),
        amount=Decimal(0),
        clause=clause,
    )

    view = paper_view(invoice(1, vat=(row,), total=Decimal(1512)))

    assert view.remarks[0] != clause
    assert view.remarks[0].endswith(".")


def test_the_giro_code_can_be_read_back_from_the_page() -> None:
    reader = pytest.importorskip("zxingcpp", reason="no QR reader (zxing-cpp) on this machine")
    page = pypdfium2.PdfDocument(io.BytesIO(render(invoice(1))))[0]

    codes = reader.read_barcodes(page.render(scale=150 / 72).to_pil())

    told = codes[0].text
    assert told.splitlines()[0] == "BCD"
    for wanted in ("DE02120300000000202051", "EUR1799.28", "PS-INV103001"):
        assert wanted in told


@pytest.mark.parametrize("count", [8, 24])
def test_the_payment_box_stands_with_the_total_it_asks_for(count: int) -> None:
    printed = words(render(invoice(count)))

    total = next(word.page for word in printed if word.text == "Total")
    box = next(word.page for word in printed if word.text == "IBAN")
    assert total == box
