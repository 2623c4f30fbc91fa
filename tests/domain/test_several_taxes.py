"""Several taxes on one line (specification, section 5.1)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.sales.line_amounts import line_amounts
from domain.sales.taxes import CalcType, ContradictoryTaxes, TaxComponent, TaxKind, VatSetup
from domain.sales.totals import DocumentLine, DocumentTotals, document_totals

D = Decimal


def percent(code: str, value: str, *, raises_base: bool = False) -> TaxComponent:
    return TaxComponent(code=code, kind=TaxKind.PERCENT, value=D(value), raises_base=raises_base)


def fee(code: str, value: str, *, raises_base: bool = False) -> TaxComponent:
    return TaxComponent(code=code, kind=TaxKind.PER_UNIT, value=D(value), raises_base=raises_base)


def taxes(*components: TaxComponent) -> VatSetup:
    return VatSetup(identifier="+".join(c.code for c in components), components=components)


def line(vat: VatSetup, unit_price: str, *, quantity: str = "1", no: int = 1) -> DocumentLine:
    amounts = line_amounts(D(quantity), D(unit_price))
    return DocumentLine(
        line_no=no,
        quantity=D(quantity),
        gross=amounts.gross,
        line_amount=amounts.line_amount,
        vat=vat,
    )


def table(totals: DocumentTotals) -> list[tuple[str, Decimal, Decimal]]:
    return [(group.key.code, group.base, group.amount) for group in totals.groups]


def test_an_eco_fee_that_raises_the_base_is_taxed_itself() -> None:
    vat = taxes(fee("ECO", "0.50", raises_base=True), percent("VAT", "25"))

    totals = document_totals([line(vat, "12.00", quantity="40")])

    assert table(totals) == [("ECO", D("480.00"), D("20.00")), ("VAT", D("500.00"), D("125.00"))]
    assert totals.total == D("625.00")
    assert totals.lines[0].vat_amount == D("145.00")


def test_an_eco_fee_beside_the_base_is_not_taxed() -> None:
    vat = taxes(fee("ECO", "0.50"), percent("VAT", "25"))

    totals = document_totals([line(vat, "12.00", quantity="40")])

    assert table(totals) == [("ECO", D("480.00"), D("20.00")), ("VAT", D("480.00"), D("120.00"))]
    assert totals.total == D("620.00")


def test_a_price_that_contains_fee_and_vat_is_taken_apart() -> None:
    vat = taxes(fee("ECO", "0.50", raises_base=True), percent("VAT", "25"))

    totals = document_totals([line(vat, "15.625", quantity="40")], prices_include_vat=True)

    assert totals.net == D("480.00")
    assert table(totals) == [("ECO", D("480.00"), D("20.00")), ("VAT", D("500.00"), D("125.00"))]
    assert vat.gross_of_one == (D("1.25"), D("0.625"))


def test_the_same_tax_on_different_lines_is_one_group() -> None:
    only_a = taxes(percent("A", "25"))
    both = taxes(percent("A", "25"), percent("B", "5"))

    totals = document_totals([line(only_a, "15.00", no=1), line(both, "35.00", no=2)])

    assert table(totals) == [("A", D("50.00"), D("12.50")), ("B", D("35.00"), D("1.75"))]


def test_a_plain_setup_shares_the_group_of_a_component_with_its_code() -> None:
    plain = VatSetup(identifier="A", pct=D(25))
    both = taxes(percent("A", "25"), percent("B", "5"))

    totals = document_totals([line(plain, "0.10", no=1), line(both, "0.10", no=2)])

    assert table(totals) == [("A", D("0.20"), D("0.05")), ("B", D("0.10"), D("0.01"))]


def test_two_percentages_within_a_price_share_what_is_left() -> None:
    vat = taxes(percent("FED", "18"), percent("CITY", "7"))

    totals = document_totals([line(vat, "1999.00")], prices_include_vat=True)

    assert table(totals) == [
        ("FED", D("1599.20"), D("287.86")),
        ("CITY", D("1599.20"), D("111.94")),
    ]
    assert totals.total == D("1999.00")


def test_a_tax_on_a_tax_is_computed_on_the_raised_base() -> None:
    vat = taxes(percent("LUXURY", "10", raises_base=True), percent("VAT", "20"))

    totals = document_totals([line(vat, "100.00")])

    assert table(totals) == [("LUXURY", D("100.00"), D("10.00")), ("VAT", D("110.00"), D("22.00"))]


def test_lines_of_different_setups_keep_their_own_net_within_prices() -> None:
    only_a = taxes(percent("A", "25"))
    both = taxes(percent("A", "25"), percent("B", "5"))

    totals = document_totals(
        [line(only_a, "125.00", no=1), line(both, "130.00", no=2)], prices_include_vat=True
    )

    assert [item.amount for item in totals.lines] == [D("100.00"), D("100.00")]
    assert table(totals) == [("A", D("200.00"), D("50.00")), ("B", D("100.00"), D("5.00"))]


def test_a_fee_counts_base_units_and_is_due_on_a_gift_too() -> None:
    vat = taxes(fee("ECO", "0.50"))
    crates = replace(line(vat, "0.00", quantity="3"), quantity_base=D(12))

    totals = document_totals([crates])

    assert totals.total == D("6.00")


def test_a_fee_on_returned_goods_is_given_back() -> None:
    vat = taxes(fee("ECO", "0.50", raises_base=True), percent("VAT", "25"))

    totals = document_totals(
        [line(vat, "12.00", quantity="40", no=1), line(vat, "12.00", quantity="-40", no=2)]
    )

    assert totals.total == 0
    assert len(totals.groups) == 4


def test_setups_that_contradict_each_other_in_order_are_a_fault() -> None:
    there = taxes(percent("A", "25", raises_base=True), percent("B", "5", raises_base=True))
    back = taxes(percent("B", "5", raises_base=True), percent("A", "25", raises_base=True))

    with pytest.raises(ContradictoryTaxes):
        document_totals([line(there, "10.00", no=1), line(back, "10.00", no=2)])


def test_reverse_charge_turns_every_component_off() -> None:
    vat = replace(taxes(percent("A", "25"), percent("B", "5")), calc_type=CalcType.REVERSE_CHARGE)

    for included in (False, True):
        totals = document_totals([line(vat, "100.00")], prices_include_vat=included)
        assert totals.total == D("100.00")
        assert [amount for _, _, amount in table(totals)] == [D(0)]
