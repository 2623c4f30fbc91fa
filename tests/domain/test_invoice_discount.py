"""Discount on the whole document (specification, section 4, scenarios 5, 6 and 15)."""

from datetime import date
from decimal import Decimal

import pytest

from domain.catalog.exchange import ExchangeRate
from domain.sales.invoice_discount import (
    InvoiceDiscountRow,
    InvoiceDiscountTooHigh,
    discount_from_amount,
    discount_from_pct,
    discount_from_rows,
    spread,
    spread_on_net,
)
from domain.sales.taxes import CalcType, VatSetup
from domain.sales.totals import DocumentLine, document_totals

D = Decimal
VAT25 = VatSetup(identifier="VAT25", pct=D(25))
VAT12 = VatSetup(identifier="VAT12", pct=D(12))
INV = [
    InvoiceDiscountRow(code="INV", min_amount=D(500), pct=D(3), service_charge=D("4.50")),
    InvoiceDiscountRow(code="INV", min_amount=D(1000), pct=D(5)),
]


def line(amount: str, *, no: int, allowed: bool = True, vat: VatSetup = VAT25) -> DocumentLine:
    return DocumentLine(
        line_no=no,
        quantity=D(1),
        gross=D(amount),
        line_amount=D(amount),
        vat=vat,
        allow_invoice_disc=allowed,
    )


def lines(*amounts: str) -> list[DocumentLine]:
    return [line(amount, no=no) for no, amount in enumerate(amounts, start=1)]


def test_five_percent_is_spread_without_losing_a_cent() -> None:
    document = lines("100.00", "33.33", "66.67")

    discount = discount_from_pct(document, D(5))
    parts = [item.inv_discount for item in spread(document, discount.amount)]

    assert discount.amount == D("10.00")
    assert parts == [D("5.00"), D("1.67"), D("3.33")]


def test_a_half_cent_on_its_way_never_falls_on_a_line_that_forbids_a_discount() -> None:
    document = [line("1.00", no=1), line("1.00", no=2, allowed=False), line("1.00", no=3)]

    parts = [item.inv_discount for item in spread(document, D("0.01"))]

    assert parts == [D("0.01"), D("0.00"), D("0.00")]


def test_only_lines_that_allow_it_reach_a_threshold() -> None:
    document = [line("600.00", no=1), line("380.00", no=2, allowed=False)]

    discount = discount_from_rows(document, INV)

    assert discount.base == D("600.00")
    assert discount.amount == D("18.00")
    assert discount.service_charge == D("4.50")
    assert [item.inv_discount for item in spread(document, discount.amount)] == [D(18), D(0)]


@pytest.mark.parametrize(
    ("amount", "discount"), [("499.99", "0"), ("500.00", "15.00"), ("1000.00", "50.00")]
)
def test_the_largest_threshold_that_is_reached_counts(amount: str, discount: str) -> None:
    assert discount_from_rows(lines(amount), INV).amount == D(discount)


def test_rows_in_the_documents_currency_displace_converted_ones() -> None:
    dollars = ExchangeRate(
        currency="USD", day=date(2026, 3, 2), foreign_amount=D("1.25"), lcy_amount=D(1)
    )
    own = InvoiceDiscountRow(code="INV", min_amount=D(700), pct=D(2), currency="USD")

    converted = discount_from_rows(lines("625.00"), INV, currency="USD", rate=dollars)
    displaced = discount_from_rows(lines("625.00"), [*INV, own], currency="USD", rate=dollars)

    assert converted.amount == D("18.75")
    assert converted.service_charge == D("5.63")
    assert displaced.amount == 0


def test_a_typed_amount_may_take_everything_but_not_more() -> None:
    document = [line("60.00", no=1), line("40.00", no=2, allowed=False)]

    assert discount_from_amount(document, D("60.00")).pct == D(100)
    with pytest.raises(InvoiceDiscountTooHigh) as refused:
        discount_from_amount(document, D("60.01"))

    assert refused.value.code == "invoice_discount_too_high"
    assert refused.value.highest == D("60.00")
    assert "60.01" in str(refused.value)


@pytest.mark.parametrize("pct", [D("100.01"), D(-1)])
def test_a_typed_percentage_lies_between_nothing_and_everything(pct: Decimal) -> None:
    with pytest.raises(InvoiceDiscountTooHigh) as refused:
        discount_from_pct(lines("100.00"), pct)

    assert "100 %" in str(refused.value)


def test_nothing_and_everything_are_allowed_percentages() -> None:
    assert discount_from_pct(lines("80.00"), D(0)).amount == 0
    assert discount_from_pct(lines("80.00"), D(100)).amount == D("80.00")


def test_a_negative_amount_or_one_without_a_base_is_refused() -> None:
    with pytest.raises(InvoiceDiscountTooHigh):
        discount_from_amount(lines("100.00"), D("-0.01"))
    with pytest.raises(InvoiceDiscountTooHigh):
        discount_from_amount(lines("-100.00"), D("1.00"))


def test_a_discount_with_vat_in_the_prices_lowers_the_total_by_itself() -> None:
    document = lines("214.55")

    plain = document_totals(document, prices_include_vat=True)
    totals = document_totals(spread(document, D("15.00")), prices_include_vat=True)

    assert (plain.net, plain.vat) == (D("171.64"), D("42.91"))
    assert (totals.total, totals.net, totals.vat) == (D("199.55"), D("159.64"), D("39.91"))
    assert totals.subtotal == D("214.55")
    assert totals.invoice_discount == D("15.00")
    assert totals.subtotal_net == D("171.64")
    assert totals.invoice_discount_net == D("12.00")


def test_a_discount_on_net_lowers_the_net_by_itself() -> None:
    given = spread_on_net(lines("214.55"), D("15.00"))

    totals = document_totals(given.lines, prices_include_vat=True, fixed_vat=given.fixed_vat)

    assert (totals.net, totals.vat, totals.total) == (D("156.64"), D("39.16"), D("195.80"))
    assert totals.invoice_discount_net == D("15.00")
    assert totals.groups[0].base == D("156.64")


def test_a_discount_on_net_is_shared_by_groups_and_skips_lines_that_forbid_it() -> None:
    import_vat = VatSetup(identifier="F", pct=D(100), calc_type=CalcType.FULL)
    document = [
        line("125.00", no=1),
        line("112.00", no=2, vat=VAT12),
        line("250.00", no=3, allowed=False),
        line("7.00", no=4, vat=import_vat),
    ]

    given = spread_on_net(document, D("20.00"))
    totals = document_totals(given.lines, prices_include_vat=True, fixed_vat=given.fixed_vat)

    assert [(group.base, group.amount) for group in totals.groups] == [
        (D("290.00"), D("72.50")),
        (D("90.00"), D("10.80")),
        (D("0.00"), D("7.00")),
    ]
    assert totals.net == D("380.00")
    assert [item.inv_discount_amount for item in totals.lines] == [
        D("12.50"),
        D("11.20"),
        D("0.00"),
        D("0.00"),
    ]


def test_more_than_the_net_is_refused_on_net() -> None:
    with pytest.raises(InvoiceDiscountTooHigh):
        spread_on_net(lines("125.00"), D("100.01"))


def test_without_vat_in_the_prices_the_discount_lowers_every_group() -> None:
    document = [line("100.00", no=1), line("100.00", no=2, vat=VAT12)]

    totals = document_totals(spread(document, D("20.00")))

    assert totals.subtotal_net == D("200.00")
    assert totals.invoice_discount_net == D("20.00")
    assert [group.amount for group in totals.groups] == [D("22.50"), D("10.80")]
