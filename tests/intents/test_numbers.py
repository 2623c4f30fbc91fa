"""Quantities, money, terms and order numbers as people type them."""

from decimal import Decimal

import pytest

from bot.intents.amounts import find_money, find_po_numbers, find_terms
from bot.intents.numbers import number_at, parse_number
from bot.intents.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.249,50", "1249.50"),
        ("1,249.50", "1249.50"),
        ("2,000", "2000"),
        ("4,50", "4.50"),
        ("0.125", "0.125"),
        ("7.5", "7.5"),
        ("1.000", "1000"),
    ],
)
def test_both_decimal_signs_are_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five", 25),
        ("thirty", 30),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("a couple", 2),
        ("a hundred and twenty", 120),
        ("ten eighty", 1080),
        ("another dozen", 12),
        ("3 dozen", 36),
    ],
)
def test_number_words_become_numbers(text: str, value: int) -> None:
    counted = number_at(tokenize(text), 0)

    assert counted is not None
    assert counted.value == value


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("€1.249,50", "1249.50", "EUR"),
        ("$8,400", "8400", "USD"),
        ("CAD 2,315.80", "2315.80", "CAD"),
        ("1 200,00 €", "1200.00", "EUR"),
        ("$1.2k", "1200.0", "USD"),
        ("500 pounds", "500", "GBP"),
    ],
)
def test_money_is_an_exact_amount_with_its_currency(text: str, amount: str, currency: str) -> None:
    (money,) = find_money(f"we got {text} today")

    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("net 30", "NET30"),
        ("2/10 net 30", "2/10NET30"),
        ("I pay before", "PREPAY"),
        ("prepayment", "PREPAY"),
        ("cash on delivery", "COD"),
        ("30 days net", "NET30"),
    ],
)
def test_payment_terms_are_written_our_way(text: str, terms: str) -> None:
    assert [said.value for said in find_terms(text)] == [terms]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("PO 88213", "88213"),
        ("their po is PO-7741-B", "PO-7741-B"),
        ("to our order no. 2026-118", "2026-118"),
        ("Purchase order GPS-20417", "GPS-20417"),
        ("PO# BH-2026-0771", "BH-2026-0771"),
        ("put po 4500018872 on it", "4500018872"),
    ],
)
def test_the_customers_own_order_number_is_kept_as_typed(text: str, number: str) -> None:
    assert [said.value for said in find_po_numbers(text)] == [number]


def test_our_own_numbers_are_never_a_customers_order_number() -> None:
    assert find_po_numbers("our order S-ORD1048 and reference S-QUO1001") == ()
