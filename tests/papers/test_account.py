"""Statements and reminders: what the account says, and how each level of reminder speaks."""

from decimal import Decimal

import pytest

from templates.papers import paper_view
from templates.pdf import MAX_LINES, TooManyLines, render
from tests.papers.positions import text, words
from tests.papers.posted import reminder, statement


def test_a_statement_leads_from_the_opening_balance_to_the_balance_due() -> None:
    facts = statement(3)

    view = paper_view(facts)

    told = [[cell.text for cell in row.cells] for row in view.rows]
    assert told == [
        ["01 Aug 2026", "Opening balance", "", "", "250.00"],
        ["04 Aug 2026", "Invoice PS-INV103001", "03 Sep 2026", "617.42", "867.42"],
        ["05 Aug 2026", "Invoice PS-INV103002", "04 Sep 2026", "618.42", "1,485.84"],
        ["06 Aug 2026", "Payment PAY108003", "–", "−400.00", "1,085.84"],
    ]
    assert view.totals is not None
    assert view.totals.total == ("Balance due", "1,085.84 EUR")


def test_a_statement_says_how_old_the_debts_are_and_shows_no_vat() -> None:
    facts = statement(3, ageing=tuple(Decimal(value) for value in ("100", "0", "0", "0", "985.84")))

    view = paper_view(facts)
    printed = text(render(facts))

    assert view.totals is not None
    assert view.totals.included == (
        ("Not yet due", "100.00 EUR"),
        ("More than 90 days overdue", "985.84 EUR"),
    )
    assert "VAT 1" not in printed
    assert view.payment is None


def test_a_balance_in_the_customers_favour_is_called_so() -> None:
    view = paper_view(statement(3, total=Decimal("-12.50")))

    assert view.totals is not None
    assert view.totals.total == ("Balance in your favour", "12.50 EUR")


def test_a_long_statement_carries_its_balance_from_page_to_page() -> None:
    facts = statement(40)

    printed = words(render(facts))

    assert max(word.page for word in printed) == 3
    running = {f"{entry.running:,.2f}" for entry in facts.entries}
    at = next(index for index, word in enumerate(printed) if word.text == "Carried")
    assert printed[at + 2].text in running


@pytest.mark.parametrize(
    ("level", "title"),
    [(1, "Payment reminder"), (2, "Second payment reminder"), (3, "Final reminder")],
)
def test_each_level_of_reminder_has_its_own_words(level: int, title: str) -> None:
    view = paper_view(reminder(2, level=level))

    assert view.title == title
    assert "please ignore it" in view.lead
    assert (view.totals is not None and bool(view.totals.steps)) is (level > 1)


def test_a_reminder_names_each_invoice_with_its_days_overdue_and_asks_for_the_sum() -> None:
    facts = reminder(2, level=2)

    view = paper_view(facts)

    assert [row.cells[0].text for row in view.rows][:2] == [
        "Invoice PS-INV103001",
        "Invoice PS-INV103002",
    ]
    assert [row.cells[3].text for row in view.rows][:2] == ["1 day", "2 days"]
    assert view.payment is not None
    assert view.payment.amount == f"{facts.total:,.2f} EUR"
    assert view.payment.code
    assert ("Due by", "02 Dec 2026") in view.closing


def test_a_statement_longer_than_we_print_is_refused() -> None:
    entry = statement(1).entries[0]

    with pytest.raises(TooManyLines):
        render(statement(1, entries=(entry,) * (MAX_LINES + 1)))
