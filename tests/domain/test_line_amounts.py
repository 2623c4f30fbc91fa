"""Amounts of one line (specification, sections 3.5 and 4)."""

from decimal import Decimal

import pytest

from domain.sales.line_amounts import (
    InvalidLineAmount,
    LineAmounts,
    changed_after_billing,
    line_amounts,
    net_unit_price,
    off_per_unit,
    with_discount_amount,
    with_line_amount,
)
from domain.sales.part_billing import Billed

D = Decimal


def figures(line: LineAmounts) -> tuple[Decimal, Decimal, Decimal]:
    return line.gross, line.discount_amount, line.line_amount


def test_gross_discount_and_line_amount_are_each_rounded() -> None:
    line = line_amounts(D(3), D("33.33"), discount_pct=D(10))

    assert figures(line) == (D("99.99"), D("10.00"), D("89.99"))


def test_a_discount_of_a_hundred_percent_is_a_gift_and_allowed() -> None:
    line = line_amounts(D(2), D("100.00"), discount_pct=D(100))

    assert figures(line) == (D("200.00"), D("200.00"), D("0.00"))


@pytest.mark.parametrize("pct", [D(104), D("-0.01"), D("100.00001")])
def test_a_discount_beyond_its_limits_is_refused(pct: Decimal) -> None:
    with pytest.raises(InvalidLineAmount) as refused:
        line_amounts(D(1), D(100), discount_pct=pct)

    assert refused.value.code == "invalid_line_amount"
    assert refused.value.given == pct
    assert "between 0 and 100" in str(refused.value)


def test_a_typed_discount_amount_is_the_truth_and_the_percentage_follows() -> None:
    line = with_discount_amount(D(3), D("33.33"), discount_amount=D("33.33"))

    assert figures(line) == (D("99.99"), D("33.33"), D("66.66"))
    assert line.discount_pct == D("33.33333")


def test_a_typed_line_amount_makes_the_discount() -> None:
    line = with_line_amount(D(3), D("33.33"), line_amount=D("90.00"))

    assert figures(line) == (D("99.99"), D("9.99"), D("90.00"))
    assert line.discount_pct == D("9.99100")


@pytest.mark.parametrize("amount", [D("100.00"), D("-0.01")])
def test_a_typed_line_amount_cannot_exceed_the_gross_or_fall_below_zero(amount: Decimal) -> None:
    with pytest.raises(InvalidLineAmount):
        with_line_amount(D(3), D("33.33"), line_amount=amount)


@pytest.mark.parametrize("amount", [D("100.00"), D("-0.01")])
def test_a_typed_discount_amount_is_held_to_the_same_limits(amount: Decimal) -> None:
    with pytest.raises(InvalidLineAmount):
        with_discount_amount(D(3), D("33.33"), discount_amount=amount)


def test_goods_that_come_back_carry_their_sign_into_the_discount() -> None:
    line = with_discount_amount(D(-2), D("100.00"), discount_amount=D("-20.00"))

    assert figures(line) == (D("-200.00"), D("-20.00"), D("-180.00"))
    assert line.discount_pct == D(10)
    with pytest.raises(InvalidLineAmount):
        with_discount_amount(D(-2), D("100.00"), discount_amount=D("20.00"))


def test_so_much_off_per_unit_keeps_the_unit_price() -> None:
    line = off_per_unit(D(100), D("12.00"), off=D("1.2345"))

    assert line.unit_price == D("12.00")
    assert line.discount_pct == D("10.28750")
    assert figures(line) == (D("1200.00"), D("123.45"), D("1076.55"))
    assert net_unit_price(D("12.00"), off=D("1.2345")) == D("10.76550")


def test_more_off_than_the_price_is_refused() -> None:
    with pytest.raises(InvalidLineAmount):
        off_per_unit(D(1), D("12.00"), off=D("12.01"))


def test_a_markup_of_twelve_percent_with_five_percent_discount() -> None:
    assert figures(line_amounts(D(1), D("112.00"), discount_pct=D(5))) == (
        D("112.00"),
        D("5.60"),
        D("106.40"),
    )


def test_a_price_with_three_decimals_is_rounded_on_the_line_only() -> None:
    assert line_amounts(D(10), D("21.413")).line_amount == D("214.13")


def test_boxes_with_a_discount_by_quantity() -> None:
    assert line_amounts(D(3), D("400.00"), discount_pct=D(15)).line_amount == D("1020.00")
    assert line_amounts(D(5), D("400.00")).line_amount == D("2000.00")


def test_a_new_price_on_a_partly_billed_line_holds_for_the_rest() -> None:
    billed = Billed(quantity=D(4), gross=D("400.00"), line_amount=D("400.00"))

    line = changed_after_billing(billed, D(10), D("90.00"))

    assert line.line_amount == D("940.00")
    assert line.gross == D("940.00")


def test_a_currency_without_decimals_has_whole_amounts() -> None:
    line = line_amounts(D(3), D("333.33"), discount_pct=D(10), step=D(1))

    assert figures(line) == (D(1000), D(100), D(900))
