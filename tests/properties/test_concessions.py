"""Discounts above the measure, over prices and percentages of every kind (`sales.concessions`)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.catalog.prices import LinePrice
from domain.sales.concessions import concessions
from domain.sales.documents import DiscountKind, Kind, SalesDocument
from domain.sales.lines import SalesLine

DAY = date(2026, 3, 2)
PRICES = st.decimals("0.01", "99999.99999", places=5)
PERCENTAGES = st.decimals("0", "100", places=5)
MEASURES = st.decimals("0", "99", places=2)
A_STEP = Fraction(1, 100_000)  # prices have five decimals


def listed(price: Decimal, off: Decimal) -> LinePrice:
    return LinePrice(
        unit_price=price,
        discount_pct=off,
        allow_line_disc=True,
        allow_invoice_disc=True,
        price_missing=False,
        price_line=None,
        discount_line=None,
        explanation="",
    )


def document(off: Decimal | None) -> SalesDocument:
    """A header with a typed discount, or with none."""
    return SalesDocument(
        number="S-ORD1001",
        kind=Kind.ORDER,
        customer_no="C10000",
        bill_to_no="C10000",
        order_date=DAY,
        document_date=DAY,
        currency="EUR",
        sell_to_name="",
        sell_to_address="",
        sell_to_country="DE",
        bill_to_name="",
        bill_to_address="",
        bill_to_country="DE",
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
        created_by="sally",
        discount_kind=DiscountKind.NONE if off is None else DiscountKind.PERCENT,
        discount_value=off or Decimal(0),
    )


def line(price: Decimal, off: Decimal, *, ours: Decimal) -> SalesLine:
    return SalesLine(
        document_no="S-ORD1001",
        line_no=10000,
        item_no="LAMP",
        quantity=Decimal(3),
        unit_price=price,
        discount_pct=off,
        our_price=ours,
    )


@given(price=PRICES, list_off=PERCENTAGES, measure=MEASURES)
def test_exactly_the_measure_off_our_own_terms_never_waits(
    price: Decimal, list_off: Decimal, measure: Decimal
) -> None:
    ours = listed(price, list_off).price_after_discount
    as_listed = line(price, list_off, ours=ours)

    assert concessions(document(measure), [as_listed], allowed_pct=measure) == ()
    assert concessions(document(None), [as_listed], allowed_pct=Decimal(0)) == ()


@given(ours=PRICES, typed=PRICES, off=PERCENTAGES, off_all=PERCENTAGES, measure=MEASURES)
def test_who_pays_clearly_less_than_the_measure_allows_is_found_and_nobody_else(
    ours: Decimal, typed: Decimal, off: Decimal, off_all: Decimal, measure: Decimal
) -> None:
    one = Fraction(1)
    paid = Fraction(typed) * (one - Fraction(off) / 100) * (one - Fraction(off_all) / 100)
    floor = Fraction(ours) * (one - Fraction(measure) / 100)

    found = concessions(document(off_all), [line(typed, off, ours=ours)], allowed_pct=measure)

    if paid < floor - A_STEP:
        assert [each.item_no for each in found] == ["LAMP"]
        assert found[0].pct > measure
    if paid >= floor:
        assert found == ()
