"""Prepayments in figures (specification, section 9.6)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.posting.prepayment_parts import (
    NOTHING_PREPAID,
    Deductible,
    Prepaid,
    PrepaidLine,
    deduction,
    part_of,
    prepayment_bill,
    wanted_by_percent,
    wanted_by_total,
)
from domain.sales.taxes import VatSetup
from domain.sales.totals import DocumentTotals, FixedVat

VAT25 = VatSetup(identifier="VAT25", pct=Decimal(25))
VAT12 = VatSetup(identifier="VAT12", pct=Decimal(12))


def line(number: int, net: str, *, pct: str = "0", vat: VatSetup = VAT25) -> PrepaidLine:
    return PrepaidLine(line_no=number, net=Decimal(net), vat=vat, pct=Decimal(pct))


def taxes(prepaid: Prepaid) -> list[Decimal]:
    return [tax.amount for tax in prepaid.taxes.values()]


def test_each_line_has_its_own_percentage() -> None:
    wanted = wanted_by_percent([line(1, "1000.80", pct="40"), line(2, "192.80", pct="30")])

    assert list(wanted.bases.values()) == [Decimal("400.32"), Decimal("57.84")]


def test_only_the_difference_is_asked_again() -> None:
    before = wanted_by_percent([line(1, "1000.80", pct="35"), line(2, "192.80", pct="35")])
    lines = [line(1, "2001.60", pct="35"), line(2, "192.80", pct="35")]

    more = prepayment_bill(wanted_by_percent(lines), before, lines)

    assert sum(before.bases.values()) == Decimal("417.76")
    assert more.net == Decimal("350.28")


def test_a_typed_total_is_what_the_customer_pays() -> None:
    lines = [line(1, "500.00"), line(2, "300.00", vat=VAT12)]

    wanted = wanted_by_total(lines, Decimal("300.00"), order_total=Decimal("961.00"))

    assert list(wanted.bases.values()) == [Decimal("156.09"), Decimal("93.65")]
    assert taxes(wanted) == [Decimal("39.02"), Decimal("11.24")]
    assert wanted.total == Decimal("300.00")


def test_a_raised_total_asks_for_the_difference() -> None:
    lines = [line(1, "500.00"), line(2, "300.00", vat=VAT12)]
    before = wanted_by_total(lines, Decimal("300.00"), order_total=Decimal("961.00"))

    wanted = wanted_by_total(lines, Decimal("480.50"), order_total=Decimal("961.00"))
    more = prepayment_bill(wanted, before, lines)

    assert list(wanted.bases.values()) == [Decimal("250.00"), Decimal("150.00")]
    assert taxes(wanted) == [Decimal("62.50"), Decimal("18.00")]
    assert more.total == Decimal("180.50")


@pytest.mark.parametrize("typed", ["0.01", "100.00", "333.33", "480.50", "961.00"])
def test_whatever_is_typed_is_met_to_the_cent(typed: str) -> None:
    lines = [line(1, "500.00"), line(2, "300.00", vat=VAT12)]

    wanted = wanted_by_total(lines, Decimal(typed), order_total=Decimal("961.00"))

    assert wanted.total == Decimal(typed)
    assert prepayment_bill(wanted, NOTHING_PREPAID, lines).total == Decimal(typed)


def test_more_than_the_order_is_not_asked() -> None:
    wanted = wanted_by_total([line(1, "100.00")], Decimal("500"), order_total=Decimal("125.00"))

    assert wanted.total == Decimal("125.00")


def test_the_prepayment_is_taken_off_in_parts_that_add_up() -> None:
    chairs = line(1, "500.00", pct="30")
    prepaid = wanted_by_percent([chairs])

    first = deduction(
        prepaid,
        NOTHING_PREPAID,
        [Deductible(line=chairs, quantity=Decimal(5), upto=Decimal(2))],
    )
    second = deduction(
        prepaid,
        taken(first),
        [Deductible(line=chairs, quantity=Decimal(5), upto=Decimal(5))],
    )

    assert (first.net, first.vat) == (Decimal("-60.00"), Decimal("-15.00"))
    assert (second.net, second.vat) == (Decimal("-90.00"), Decimal("-22.50"))


def test_a_part_given_back_keeps_base_and_tax_together() -> None:
    chairs = line(1, "500.00", pct="30")
    prepaid = wanted_by_percent([chairs])

    back = part_of(prepaid, [chairs], Decimal("37.50"))

    assert list(back.bases.values()) == [Decimal("30.00")]
    assert taxes(back) == [Decimal("7.50")]


def test_uneven_parts_take_off_exactly_what_was_asked() -> None:
    lines = [line(1, "100.01", pct="33.3"), line(2, "50.55", pct="33.3", vat=VAT12)]
    prepaid = wanted_by_percent(lines)
    off = NOTHING_PREPAID

    for upto in (1, 2, 3):
        parts = [Deductible(line=each, quantity=Decimal(3), upto=Decimal(upto)) for each in lines]
        totals = deduction(prepaid, off, parts)
        off = plus(off, taken(totals))

    assert off == prepaid


def taken(totals: DocumentTotals) -> Prepaid:
    """What a deduction took off, turned positive."""
    return Prepaid(
        bases={each.line_no: -each.amount for each in totals.lines},
        taxes={
            replace(group.key, negative=False): FixedVat(base=-group.base, amount=-group.amount)
            for group in totals.groups
        },
    )


def plus(one: Prepaid, other: Prepaid) -> Prepaid:
    bases = {
        number: one.bases.get(number, Decimal(0)) + base for number, base in other.bases.items()
    }
    nothing = FixedVat(base=Decimal(0), amount=Decimal(0))
    sums = {
        key: FixedVat(
            base=one.taxes.get(key, nothing).base + tax.base,
            amount=one.taxes.get(key, nothing).amount + tax.amount,
        )
        for key, tax in other.taxes.items()
    }
    return Prepaid(bases=bases, taxes=sums)
