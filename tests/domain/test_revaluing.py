"""Adjusting exchange rates: a closing day shows the day's rate, the books go on (5.2)."""

from datetime import date
from decimal import Decimal

from domain.currencies import ExchangeRateRow
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import PaymentRecorded, RecordPayment
from domain.receivables.revaluing import AdjustRates, RatesAdjusted
from tests.domain.books import account, accounts, entry, owe, unbalanced
from tests.domain.desk import Desk
from tests.domain.test_posting import off

D = Decimal
APRIL_1 = date(2026, 4, 1)
BOOKS = ["2310", "9310", "9320"]


def adjust(desk: Desk, on: date = APRIL_1) -> RatesAdjusted:
    desk.today = max(desk.today, on)
    return desk.give(AdjustRates(on=on), RatesAdjusted, by="ada")


def test_open_dollars_are_worth_the_days_rate_and_the_next_day_the_old_one(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")

    told = adjust(desk)

    (row,) = told.rows
    assert (row.open, row.in_books, row.at_rate) == (D("1250"), D("1000"), D("1041.67"))
    assert accounts(desk, "FX-20260401", BOOKS) == [D("41.67"), D("-41.67"), D(0)]
    assert accounts(desk, "FX-20260401-R", BOOKS) == [D("-41.67"), D("41.67"), D(0)]
    assert unbalanced(desk) == []
    assert [each for each in off(desk) if not each.startswith("PSI-7: ")] == []


def test_the_payment_afterwards_realises_the_gain_once(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")
    adjust(desk)
    command = RecordPayment(
        customer_no="C30000",
        amount=D(1250),
        currency="USD",
        applies_to=(AppliesTo(document_no="PSI-7"),),
    )

    desk.give(command, PaymentRecorded, by="ada")

    assert not entry(desk, "PSI-7").open
    assert (account(desk, "9310"), account(desk, "2310")) == (D("-41.67"), D(0))


def test_only_what_is_still_open_on_that_day_counts(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")
    owe(desk, "PSI-8", "100.00")
    command = RecordPayment(
        customer_no="C30000",
        amount=D(500),
        currency="USD",
        applies_to=(AppliesTo(document_no="PSI-7"),),
    )
    desk.give(command, PaymentRecorded, by="ada")

    told = adjust(desk)

    assert [(row.currency, row.open, row.difference) for row in told.rows] == [
        ("USD", D(750), D("25.00"))
    ]


def test_a_weaker_currency_is_a_loss(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")
    with desk.database.writing() as session:
        session.add(
            ExchangeRateRow(
                currency="USD", day=date(2026, 4, 2), foreign_amount=D("1.5625"), lcy_amount=D(1)
            )
        )

    adjust(desk, date(2026, 4, 2))

    assert accounts(desk, "FX-20260402", BOOKS) == [D("-200.00"), D(0), D("200.00")]


def test_at_the_invoices_own_rate_nothing_is_booked(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")

    told = adjust(desk, date(2026, 3, 2))

    assert (told.document_no, told.rows) == ("", ())


def test_a_day_is_adjusted_once_and_by_the_books_only(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")
    adjust(desk)

    assert desk.codes(AdjustRates(on=APRIL_1), by="ada") == ["nothing_to_post"]
    assert desk.codes(AdjustRates(on=date(2026, 4, 2)), by="ada") == ["invalid_field"]
    assert desk.codes(AdjustRates(), by="gina") == ["not_permitted"]
