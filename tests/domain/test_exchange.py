"""Exchange rates (specification, section 5.2), as far as nothing is posted."""

from datetime import date
from decimal import Decimal

import pytest

from domain.catalog.exchange import ExchangeRate, NoExchangeRate, currency_rounding, rate_on

D = Decimal


def dollars(foreign: str, day: date = date(2026, 3, 2)) -> ExchangeRate:
    """So many dollars are worth one euro."""
    return ExchangeRate(currency="USD", day=day, foreign_amount=D(foreign), lcy_amount=D("1.00"))


MARCH, APRIL = dollars("1.25"), dollars("1.20", date(2026, 4, 1))


def test_the_newest_rate_on_or_before_the_day_counts() -> None:
    rates = [APRIL, MARCH]

    assert rate_on(rates, "USD", day=date(2026, 3, 2)) is MARCH
    assert rate_on(rates, "USD", day=date(2026, 3, 31)) is MARCH
    assert rate_on(rates, "USD", day=date(2026, 4, 1)) is APRIL


def test_a_day_without_a_rate_is_refused() -> None:
    with pytest.raises(NoExchangeRate) as refused:
        rate_on([MARCH], "USD", day=date(2026, 3, 1))

    assert refused.value.code == "no_exchange_rate"
    assert "USD" in str(refused.value)


def test_amounts_are_converted_there_and_back() -> None:
    assert MARCH.to_foreign(D("1000.00")) == D("1250.00")
    assert MARCH.to_lcy(D("1250.00")) == D("1000.00")
    assert MARCH.currency_factor == D("1.25")


def test_a_payment_at_another_rate_is_worth_more_by_the_gain() -> None:
    assert APRIL.to_lcy(D("1250.00")) == D("1041.67")
    assert APRIL.to_lcy(D("1250.00")) - MARCH.to_lcy(D("1250.00")) == D("41.67")
    assert APRIL.to_lcy(D("500.00")) - MARCH.to_lcy(D("500.00")) == D("16.67")


def test_each_amount_is_converted_on_its_own_and_the_cent_is_named() -> None:
    rate = dollars("1.35")
    receivables = [rate.to_lcy(D("35.00")), rate.to_lcy(D("35.00"))]
    sales = rate.to_lcy(D("-70.00"))

    assert receivables == [D("25.93"), D("25.93")]
    assert sales == D("-51.85")
    assert currency_rounding([*receivables, sales]) == D("-0.01")


def test_a_conversion_never_goes_over_a_rounded_rate() -> None:
    third = ExchangeRate(currency="XTS", day=date(2026, 3, 2), foreign_amount=D(3), lcy_amount=D(1))

    assert third.to_lcy(D("3000000.00")) == D("1000000.00")
