"""How far money reaches (specification, sections 7.4 and 5.2): the arithmetic of applying."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.customers import Standing
from domain.receivables.matching import (
    Match,
    OpenAmount,
    match,
    tolerance_of,
    vat_in_discount,
)

IN_TIME, LATE = date(2026, 3, 9), date(2026, 3, 20)
amounts = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)


def psi_1(*, tolerance: str = "0", wanted: str | None = None) -> OpenAmount:
    """450.00 with 9.00 off until 10 March."""
    return OpenAmount(
        entry=1,
        remaining=Decimal("450.00"),
        discount_possible=Decimal("9.00"),
        discount_until=date(2026, 3, 10),
        tolerance=Decimal(tolerance),
        wanted=None if wanted is None else Decimal(wanted),
    )


def psi_2() -> OpenAmount:
    """675.00 with 13.50 off until 10 March."""
    return OpenAmount(
        entry=2,
        remaining=Decimal("675.00"),
        discount_possible=Decimal("13.50"),
        discount_until=date(2026, 3, 10),
    )


def test_a_payment_in_time_that_leaves_out_the_discount_closes_the_debt() -> None:
    found = match(Decimal("441.00"), [psi_1()], on=IN_TIME)

    assert found == (Match(entry=1, paid=Decimal("441.00"), discount=Decimal("9.00")),)


def test_the_discount_day_itself_is_in_time_and_the_day_after_is_not() -> None:
    last = match(Decimal("441.00"), [psi_1()], on=date(2026, 3, 10))
    after = match(Decimal("441.00"), [psi_1()], on=date(2026, 3, 11))

    assert last[0].discount == Decimal("9.00")
    assert after[0].left == Decimal("9.00")


def test_paying_in_full_uses_no_discount() -> None:
    found = match(Decimal("450.00"), [psi_1()], on=IN_TIME)

    assert found == (Match(entry=1, paid=Decimal("450.00")),)


def test_a_part_payment_in_time_takes_no_discount() -> None:
    found = match(Decimal("300.00"), [psi_1()], on=IN_TIME)

    assert found == (Match(entry=1, paid=Decimal("300.00"), left=Decimal("150.00")),)


def test_a_difference_within_the_tolerance_is_written_off_and_a_larger_one_stays() -> None:
    within = match(Decimal("447.00"), [psi_1(tolerance="5")], on=LATE)
    beyond = match(Decimal("441.00"), [psi_1(tolerance="5")], on=LATE)

    assert within == (Match(entry=1, paid=Decimal("447.00"), tolerance=Decimal("3.00")),)
    assert beyond == (Match(entry=1, paid=Decimal("441.00"), left=Decimal("9.00")),)


def test_without_leave_nothing_is_tolerated() -> None:
    found = match(Decimal("447.00"), [psi_1(tolerance="5")], on=LATE, tolerate=False)

    assert found[0].left == Decimal("3.00")


def test_one_payment_closes_two_debts_with_both_discounts() -> None:
    found = match(Decimal("1102.50"), [psi_1(), psi_2()], on=IN_TIME)

    assert [each.discount for each in found] == [Decimal("9.00"), Decimal("13.50")]
    assert [each.left for each in found] == [0, 0]


def test_money_short_of_all_debts_pays_them_in_order() -> None:
    found = match(Decimal("600.00"), [psi_1(), psi_2()], on=LATE)

    assert [each.paid for each in found] == [Decimal("450.00"), Decimal("150.00")]
    assert found[1].left == Decimal("525.00")


def test_a_named_amount_is_taken_and_no_more() -> None:
    found = match(Decimal("300.00"), [psi_1(wanted="200")], on=LATE)

    assert found == (Match(entry=1, paid=Decimal("200"), left=Decimal("250.00")),)


def test_no_money_forgives_nothing() -> None:
    small = OpenAmount(entry=1, remaining=Decimal("3.00"), tolerance=Decimal(5))

    found = match(Decimal(0), [small], on=LATE)

    assert found == (Match(entry=1, paid=Decimal(0), left=Decimal("3.00")),)


def test_the_tolerance_is_a_share_with_an_upper_limit() -> None:
    assert tolerance_of(Decimal(450), percent=Decimal(2), most=Decimal(5)) == Decimal("5")
    assert tolerance_of(Decimal(100), percent=Decimal(2), most=Decimal(5)) == Decimal("2.00")


def test_the_discount_holds_its_share_of_the_vat() -> None:
    parts = vat_in_discount(Decimal("9.00"), vat=[Decimal("90.00")], total=Decimal("450.00"))

    assert parts == (Decimal("1.80"),)


@given(available=amounts, debts=st.lists(amounts, min_size=1, max_size=4), tolerance=amounts)
def test_money_paid_and_forgiven_never_exceeds_the_debt_nor_the_money(
    available: Decimal, debts: list[Decimal], tolerance: Decimal
) -> None:
    opened = [
        OpenAmount(
            entry=number,
            remaining=remaining,
            discount_possible=remaining / 50,
            discount_until=IN_TIME,
            tolerance=min(tolerance, remaining),
        )
        for number, remaining in enumerate(debts)
    ]

    found = match(available, opened, on=IN_TIME)

    assert sum(each.paid for each in found) <= available
    for each, debt in zip(found, opened, strict=True):
        assert each.closed + each.left == debt.remaining
        assert each.left == 0 or (each.discount == 0 and each.tolerance == 0)
        assert min(each.paid, each.discount, each.tolerance) >= 0


@given(total=amounts, lcy=amounts, parts=st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_a_debt_paid_in_pieces_reaches_zero_in_both_currencies(
    total: Decimal, lcy: Decimal, parts: list[int]
) -> None:
    remaining, ours = total, lcy
    for weight in parts:
        part = min((total * weight / 100).quantize(Decimal("0.01")), remaining)
        ours -= debt(total, lcy, remaining, ours).lcy_of(part)
        remaining -= part

    assert ours - debt(total, lcy, remaining, ours).lcy_of(remaining) == 0


def debt(total: Decimal, lcy: Decimal, remaining: Decimal, remaining_lcy: Decimal) -> Standing:
    """An invoice of `total` in dollars, worth `lcy` in euro when it was posted."""
    return Standing(
        entry_id=1,
        customer_no="C30000",
        posting_group="EXPORT",
        document_kind="invoice",
        document_no="PSI-1",
        posting_date=IN_TIME,
        due_date=LATE,
        currency="USD",
        amount=total,
        amount_lcy=lcy,
        remaining=remaining,
        remaining_lcy=remaining_lcy,
    )
