"""What each kind of paper says, and what it must not say."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.papers import KINDS, Changed, PaperChange, PaperLine, VatRow
from templates.forms import UnknownPaper
from templates.letterhead import PLAIN_ACCENT, accent, contrast
from templates.papers import paper_html, paper_view
from templates.pdf import render
from tests.papers.positions import text
from tests.papers.samples import SELLER, WINGTIP, order, quote


def test_every_kind_of_paper_has_a_form_and_a_template() -> None:
    for kind in KINDS:
        assert paper_html(quote(1, kind=kind), style="single").startswith("<!DOCTYPE html>")


def test_a_kind_without_a_form_is_refused() -> None:
    with pytest.raises(UnknownPaper):
        paper_view(quote(1, kind="birthday-card"))


def test_a_quote_shows_how_long_it_is_valid_and_how_to_accept_it() -> None:
    printed = text(render(quote(3)))

    assert "Valid until 18 Dec 2026" in printed
    assert "Reply CONFIRM" in printed
    assert "Place, date, signature" in printed
    assert "Delivery 09 Dec 2026" in printed
    assert "Payment terms 30 days net, 2% discount within 10 days" in printed


def test_a_quote_shows_no_bank_account_and_no_due_date() -> None:
    printed = text(render(quote(3)))

    assert SELLER.iban not in printed.replace(" ", "")
    assert SELLER.bic not in printed
    assert "due" not in printed.lower()


def test_an_order_confirmation_shows_the_customers_order_and_when_each_line_comes() -> None:
    facts = order(3)

    printed = text(render(facts))

    assert "Order confirmation S-ORD1001" in printed
    assert "Your order no. PO 77-4410" in printed
    assert "Quote no. S-QUO1001" in printed
    assert "Requested delivery 07 Dec 2026" in printed
    assert "Planned delivery 09 Dec 2026" in printed
    assert "Lager 3, Tor B, Am Hafen 4, 28217 Bremen" in printed
    for line in facts.lines:
        assert f"{line.delivery:%d %b %Y}" in printed


def test_an_amendment_lists_what_is_different_in_the_papers_language() -> None:
    more = PaperChange(
        what="quantity",
        item="CHAIR",
        description="Stuhl",
        was=Changed(number=Decimal(10), unit="PCS"),
        now=Changed(number=Decimal(1200), unit="PCS"),
    )
    later = PaperChange(
        what="requested", was=Changed(day=date(2026, 12, 7)), now=Changed(day=date(2026, 12, 14))
    )
    facts = order(1, amendment=2, amends=date(2026, 11, 18), changes=(more, later))

    english = text(render(facts))
    german = text(render(replace(facts, language="de", locale="de_DE")))

    assert "Amendment 2 to our confirmation of 18 Nov 2026." in english
    assert "CHAIR Stuhl: 1,200 pcs instead of 10 pcs" in english
    assert "Delivery 14 Dec 2026 instead of 07 Dec 2026" in english
    assert "Nachtrag 2 zu unserer Bestätigung vom 18.11.2026." in german
    assert "CHAIR Stuhl: 1.200 Stk. statt 10 Stk." in german


def test_an_order_confirmation_does_not_read_as_an_invoice() -> None:
    printed = text(render(order(3))).lower()

    assert "invoice" not in printed
    assert "due" not in printed


def test_every_figure_of_the_facts_is_on_the_paper() -> None:
    facts = quote(
        4,
        invoice_discount=Decimal("12.50"),
        invoice_discount_pct=Decimal(2),
        rounding=Decimal("-0.02"),
    )

    printed = text(render(facts))

    for line in facts.lines:
        assert f"{line.amount:,.2f}" in printed
    for row in facts.vat:
        assert f"VAT {row.percent}% on {row.base:,.2f} EUR {row.amount:,.2f} EUR" in printed
    assert "Discount 2% −12.50 EUR" in printed
    assert "Rounding −0.02 EUR" in printed
    assert f"Net total {facts.net:,.2f} EUR" in printed
    assert f"Total {facts.total:,.2f} EUR" in printed


def test_prices_with_vat_show_the_tax_inside_the_total() -> None:
    facts = quote(4, gross=True)

    view = paper_view(facts)

    assert view.totals is not None
    assert view.totals.total == ("Total incl. VAT", f"{facts.total:,.2f} EUR")
    assert view.totals.included[0] == ("Net", f"{facts.net:,.2f} EUR")
    assert view.totals.included[1][0].startswith("incl. VAT 19% on ")
    assert view.columns[-1].head == "Gross EUR"
    assert "All prices include VAT." in view.remarks


def test_a_german_paper_speaks_german_throughout() -> None:
    facts = order(3, language="de", locale="de_DE", version=2)

    printed = text(render(facts))

    assert "Auftragsbestätigung S-ORD1001 Version 2" in printed
    assert "1.512,00" in printed
    assert "02.12.2026" in printed
    assert "Seite" in printed
    for english in ("Order", "Quantity", "Delivery", "Page", "Total"):
        assert english not in printed.split()


def test_a_paper_in_a_language_without_words_is_written_in_english() -> None:
    view = paper_view(quote(1, language="sv", locale="sv_SE"))

    assert view.title == "Quote"
    assert view.language == "en"


def test_the_united_states_get_letter_paper_and_a_sales_tax() -> None:
    seller = replace(SELLER, country="US")

    view = paper_view(quote(4, buyer=WINGTIP, seller=seller, locale="en_US", currency="USD"))

    assert view.sheet == "letter"
    assert view.totals is not None
    assert view.totals.steps[1][0].startswith("Sales tax 19% on ")
    assert ("Valid until", "Dec 18, 2026") in view.facts


def test_the_tax_rate_stands_on_the_lines_only_when_there_are_several() -> None:
    assert "vat" not in [column.name for column in paper_view(quote(3)).columns]
    assert "vat" in [column.name for column in paper_view(quote(4)).columns]


def test_a_tax_clause_is_worded_in_the_papers_language() -> None:
    row = VatRow(
        identifier="EXP", percent=Decimal(0), base=Decimal(10), amount=Decimal(0), clause="EXPORT"
    )

    view = paper_view(quote(1, vat=(row,), language="de", locale="de_DE"))

    assert "Steuerfreie Ausfuhrlieferung." in view.remarks


def test_a_comment_line_stands_across_the_table_without_figures() -> None:
    facts = order(2)
    comment = PaperLine(position=0, description="Delivered in two parts")

    view = paper_view(replace(facts, lines=(comment, *facts.lines)))

    assert view.rows[0].remark == "Delivered in two parts"
    assert "0.00" not in text(render(replace(facts, lines=(comment, *facts.lines))))


def test_a_paper_without_lines_says_so() -> None:
    assert "This paper has no lines." in text(render(quote(0)))


def test_a_quantity_in_boxes_says_how_many_pieces_that_is() -> None:
    view = paper_view(quote(3))

    quantities = [row.cells[2] for row in view.rows]
    assert [cell.text for cell in quantities] == ["8 pcs", "3 pcs", "10 pallets"]
    assert [cell.below for cell in quantities] == [(), (), ("= 80 pcs",)]


def test_an_accent_that_cannot_be_read_on_white_gives_way_to_ink() -> None:
    assert accent("#0b5d5b") == "#0b5d5b"
    assert accent("#ffd400") == PLAIN_ACCENT
    assert accent("red; } body { display: none") == PLAIN_ACCENT
    assert round(contrast("#000000")) == 21
    assert contrast("#ffffff") == 1


def test_a_second_version_is_named_in_the_heading() -> None:
    assert paper_view(quote(1)).version == ""
    assert paper_view(quote(1, version=3)).version == "version 3"


def test_a_fact_with_nothing_to_say_takes_no_place() -> None:
    view = paper_view(quote(1, your_reference="", planned_delivery=None, terms=None))

    labels = [label for label, _ in (*view.facts, *view.closing)]
    assert "Your reference" not in labels
    assert "Delivery" not in labels
    assert "Payment terms" not in labels


def test_a_requested_date_stands_in_where_nothing_is_planned_yet() -> None:
    view = paper_view(quote(1, planned_delivery=None, requested_delivery=date(2026, 12, 24)))

    assert ("Delivery", "24 Dec 2026") in view.closing
