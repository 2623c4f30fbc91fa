"""VAT and totals of a document (specification, sections 3.5 and 5)."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from domain.errors import InvalidField
from domain.sales.rounding import Direction, InvoiceRounding
from domain.sales.taxes import CalcType, GroupKey, TaxKind, VatSetup, without_signs
from domain.sales.totals import (
    DocumentLine,
    DocumentTotals,
    VatDifferenceRule,
    document_totals,
)

D = Decimal
VAT25 = VatSetup(identifier="VAT25", pct=D(25))
VAT12 = VatSetup(identifier="VAT12", pct=D(12))
VAT10 = VatSetup(identifier="VAT10", pct=D(10))
EXPORT = VatSetup(identifier="EXPORT", clause="export, zero rated")
REVERSE = VatSetup(identifier="RC", pct=D(25), calc_type=CalcType.REVERSE_CHARGE, clause="rc")
IMPORT_VAT = VatSetup(identifier="FULL", pct=D(100), calc_type=CalcType.FULL)
OUTSIDE = VatSetup(identifier="NONE", calc_type=CalcType.NONE)


def document(*amounts: tuple[str, VatSetup]) -> list[DocumentLine]:
    """Lines of one piece each, with these amounts."""
    return [
        DocumentLine(
            line_no=10_000 * (index + 1),
            quantity=D(1),
            gross=D(amount),
            line_amount=D(amount),
            vat=vat,
        )
        for index, (amount, vat) in enumerate(amounts)
    ]


def shares(totals: DocumentTotals) -> list[str]:
    return [str(line.vat_amount) for line in totals.lines]


def groups(totals: DocumentTotals) -> list[tuple[str, str]]:
    return [(str(group.base), str(group.amount)) for group in totals.groups]


def sums(totals: DocumentTotals) -> tuple[str, str, str]:
    return str(totals.net), str(totals.vat), str(totals.total)


def key(identifier: str, pct: str, *, negative: bool = False) -> GroupKey:
    return GroupKey(
        code=identifier,
        calc_type=CalcType.NORMAL,
        negative=negative,
        kind=TaxKind.PERCENT,
        value=D(pct),
    )


def test_vat_is_rounded_once_per_group_and_shared_with_the_carry() -> None:
    totals = document_totals(document(*[("10.01", VAT25)] * 3))

    assert groups(totals) == [("30.03", "7.51")]
    assert shares(totals) == ["2.50", "2.51", "2.50"]


def test_two_rates_make_two_groups() -> None:
    totals = document_totals(
        document(("33.35", VAT25), ("12.49", VAT25), ("7.77", VAT12), ("19.99", VAT12))
    )

    assert groups(totals) == [("45.84", "11.46"), ("27.76", "3.33")]
    assert shares(totals) == ["8.34", "3.12", "0.93", "2.40"]
    assert str(totals.total) == "88.39"


def test_the_carry_runs_through_five_small_lines() -> None:
    totals = document_totals(document(*[("0.10", VAT25)] * 5))

    assert groups(totals) == [("0.50", "0.13")]
    assert shares(totals) == ["0.03", "0.02", "0.03", "0.02", "0.03"]


def test_with_vat_in_the_prices_net_and_vat_make_the_total() -> None:
    totals = document_totals(document(("99.99", VAT25), ("49.95", VAT25)), prices_include_vat=True)

    assert sums(totals) == ("119.95", "29.99", "149.94")
    assert shares(totals) == ["20.00", "9.99"]
    assert [str(line.amount) for line in totals.lines] == ["79.99", "39.96"]


def test_an_export_bears_no_vat_and_names_its_clause() -> None:
    totals = document_totals(document(("1000.00", EXPORT)))

    assert sums(totals) == ("1000.00", "0.00", "1000.00")
    assert totals.groups[0].clause == "export, zero rated"


def test_negative_lines_form_a_group_of_their_own() -> None:
    totals = document_totals(document(*[("10.01", VAT25)] * 3, ("-10.01", VAT25)))

    assert groups(totals) == [("30.03", "7.51"), ("-10.01", "-2.50")]
    assert shares(totals)[:3] == ["2.50", "2.51", "2.50"]


def test_an_exchange_of_chairs_has_two_groups() -> None:
    totals = document_totals(document(("600.00", VAT25), ("-100.00", VAT25)))

    assert groups(totals) == [("600.00", "150.00"), ("-100.00", "-25.00")]
    assert sums(totals) == ("500.00", "125.00", "625.00")


def test_an_e_invoice_adds_the_two_sign_groups() -> None:
    totals = document_totals(document(("600.00", VAT25), ("-100.00", VAT25), ("0.00", VAT25)))

    (row,) = without_signs(totals.groups)

    assert (row.base, row.amount) == (D("500.00"), D("125.00"))
    assert row.line_nos == (10_000, 30_000, 20_000)


def test_a_line_of_nothing_counts_as_positive_and_has_no_vat() -> None:
    totals = document_totals(document(("0.00", VAT25)))

    assert groups(totals) == [("0.00", "0.00")]
    assert not totals.groups[0].key.negative
    assert sums(totals) == ("0.00", "0.00", "0.00")


def test_a_gift_between_two_lines_gets_no_half_cent_of_vat() -> None:
    totals = document_totals(document(("0.02", VAT25), ("0.00", VAT25), ("0.02", VAT25)))

    assert shares(totals) == ["0.01", "0.00", "0.00"]


def test_a_service_of_three_hours() -> None:
    assert sums(document_totals(document(("240.00", VAT25)))) == ("240.00", "60.00", "300.00")


def test_a_currency_without_decimals() -> None:
    totals = document_totals(document(("35000", VAT10)), prices_include_vat=True, step=D(1))

    assert sums(totals) == ("31818", "3182", "35000")


def test_vat_within_a_price_is_never_rounded_a_second_time() -> None:
    totals = document_totals(document(("28.14", VAT12)), prices_include_vat=True)

    assert sums(totals) == ("25.13", "3.01", "28.14")


@pytest.mark.parametrize(
    ("direction", "total", "rounding"),
    [
        (Direction.NEAREST, "1234.57", "-0.02"),
        (Direction.NEAREST, "1234.58", "0.02"),
        (Direction.UP, "1234.56", "0.04"),
        (Direction.DOWN, "1234.59", "-0.04"),
        (Direction.UP, "-1234.56", "-0.04"),
        (Direction.NEAREST, "1234.55", "0.00"),
    ],
)
def test_a_total_is_rounded_to_what_can_be_paid(
    direction: Direction, total: str, rounding: str
) -> None:
    rule = InvoiceRounding(precision=D("0.05"), direction=direction)

    totals = document_totals(document((total, EXPORT)), rounding=rule)

    assert totals.rounding == D(rounding)
    assert totals.total == D(total) + D(rounding)
    assert totals.vat == 0


@pytest.mark.parametrize("prices_include_vat", [False, True])
def test_reverse_charge_keeps_the_base_and_charges_nothing(prices_include_vat: bool) -> None:
    totals = document_totals(
        document(("200.00", REVERSE), ("100.00", REVERSE)), prices_include_vat=prices_include_vat
    )

    assert groups(totals) == [("300.00", "0.00")]
    assert totals.total == D("300.00")
    assert totals.groups[0].clause == "rc"


@pytest.mark.parametrize("prices_include_vat", [False, True])
def test_full_vat_is_all_vat(prices_include_vat: bool) -> None:
    totals = document_totals(
        document(("40.00", IMPORT_VAT), ("2.50", IMPORT_VAT)),
        prices_include_vat=prices_include_vat,
    )

    assert totals.net == 0
    assert totals.vat == D("42.50")
    assert totals.total == D("42.50")
    assert [line.vat_amount for line in totals.lines] == [D("40.00"), D("2.50")]


def test_what_is_outside_vat_stands_beside_taxed_lines() -> None:
    totals = document_totals(document(("100.00", VAT25), ("10.00", OUTSIDE)))

    assert totals.net == D("110.00")
    assert totals.vat == D("25.00")


def test_a_typed_vat_difference_is_shown_and_shared() -> None:
    rule = VatDifferenceRule(allowed=True, limit=D("0.05"))

    totals = document_totals(
        document(*[("10.01", VAT25)] * 3),
        vat_differences={key("VAT25", "25"): D("0.02")},
        difference_rule=rule,
    )

    assert groups(totals) == [("30.03", "7.53")]
    assert totals.groups[0].difference == D("0.02")
    assert shares(totals) == ["2.51", "2.51", "2.51"]
    assert totals.total == D("37.56")


def test_a_vat_difference_within_prices_moves_the_net_and_not_the_total() -> None:
    totals = document_totals(
        document(("149.94", VAT25)),
        prices_include_vat=True,
        vat_differences={key("VAT25", "25"): D("0.01")},
    )

    assert sums(totals) == ("119.94", "30.00", "149.94")
    assert groups(totals) == [("119.94", "30.00")]


@pytest.mark.parametrize(
    "rule", [VatDifferenceRule(), VatDifferenceRule(allowed=True, limit=D("0.01"))]
)
def test_a_vat_difference_beyond_the_rule_is_refused(rule: VatDifferenceRule) -> None:
    with pytest.raises(InvalidField):
        document_totals(
            document(("10.01", VAT25)),
            vat_differences={key("VAT25", "25"): D("-0.02")},
            difference_rule=rule,
        )


@pytest.mark.parametrize("prices_include_vat", [False, True])
def test_a_credit_memo_is_the_mirror_of_its_invoice(prices_include_vat: bool) -> None:
    amounts: Sequence[str] = ("33.35", "12.49", "7.77", "0.01")
    invoice = document_totals(
        document(*[(amount, VAT25) for amount in amounts]), prices_include_vat=prices_include_vat
    )
    credit = document_totals(
        document(*[(f"-{amount}", VAT25) for amount in amounts]),
        prices_include_vat=prices_include_vat,
    )

    assert credit.total == -invoice.total
    assert [line.vat_amount for line in credit.lines] == [
        -line.vat_amount for line in invoice.lines
    ]


def test_two_articles_with_the_same_identifier_share_one_rounding() -> None:
    services = VatSetup(identifier="VAT25", pct=D(25), sales_vat_account="5611")

    for included in (False, True):
        totals = document_totals(
            document(("0.10", VAT25), ("0.10", services)), prices_include_vat=included
        )
        assert len(totals.groups) == 1
        assert totals.vat == (D("0.04") if included else D("0.05"))


def test_a_document_without_lines_is_zero() -> None:
    assert document_totals([]).total == 0
