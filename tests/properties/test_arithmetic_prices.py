"""What always holds of prices: the customer gets the best of what applies, in any order."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog.price_lists import ITEM_PRICE, PriceListLine, Product
from domain.catalog.prices import PricedItem, PriceQuestion, best_price
from domain.money import UNIT_PRICE_STEP

D = Decimal
LAMP = PricedItem(item_no="LAMP", unit_price=D("24.50"), categories=("LIGHTING", "HOME"))
products = st.sampled_from(
    [
        (Product.ITEM, "LAMP", ""),
        (Product.ITEM, "LAMP", "BLUE"),
        (Product.ITEM, "CHAIR", ""),
        (Product.CATEGORY, "LIGHTING", ""),
        (Product.CATEGORY, "HOME", ""),
    ]
)


@st.composite
def price_lines(draw: st.DrawFn) -> list[PriceListLine]:
    """Lines of one list that never contradict each other: each has a quantity of its own."""
    lines = []
    for number in range(draw(st.integers(0, 8))):
        product, product_no, variant = draw(products)
        fixed = draw(st.booleans())
        lines.append(
            PriceListLine(
                list_code="LIST",
                line_no=number,
                product=product,
                product_no=product_no,
                variant=variant,
                min_qty=D(number),
                price=draw(st.decimals("0.01", "99", places=2)) if fixed else None,
                based_on=None if fixed else ITEM_PRICE,
                adjust_pct=D(0) if fixed else draw(st.decimals("-50", "50", places=1)),
                discount_pct=draw(st.none() | st.decimals("0", "90", places=1)),
            )
        )
    return lines


questions = st.builds(
    PriceQuestion,
    customer_no=st.just("C10000"),
    item=st.just(LAMP),
    day=st.just(date(2026, 3, 2)),
    quantity=st.integers(1, 10).map(Decimal),
    uom=st.just("PCS"),
    qty_per_uom=st.sampled_from([D(1), D(4)]),
    variant=st.sampled_from(["", "BLUE"]),
    prices_include_vat=st.booleans(),
    vat_pct=st.just(D(25)),
)
quick = settings(max_examples=60, deadline=None)


@quick
@given(lines=price_lines(), question=questions)
def test_the_order_of_the_lists_does_not_matter(
    lines: list[PriceListLine], question: PriceQuestion
) -> None:
    assert best_price(question, lines) == best_price(question, lines[::-1])


@quick
@given(lines=price_lines(), question=questions)
def test_another_line_for_the_same_product_never_makes_it_dearer(
    lines: list[PriceListLine], question: PriceQuestion
) -> None:
    found = best_price(question, lines)
    if found.price_line is None:
        return
    offer = PriceListLine(
        list_code="OFFER",
        line_no=1,
        product=found.price_line.product,
        product_no=found.price_line.product_no,
        variant=found.price_line.variant,
        max_qty=D(1000),
        price=D("20.00"),
    )

    better = best_price(question, [*lines, offer])

    assert better.unit_price <= found.unit_price


@quick
@given(lines=price_lines(), question=questions)
def test_the_line_taken_is_as_specific_as_any_that_applies(
    lines: list[PriceListLine], question: PriceQuestion
) -> None:
    found = best_price(question, lines)

    applying = [
        line
        for line in lines
        if question.distance(line) is not None and question.in_time_and_range(line)
    ]
    distances = [question.distance(line) for line in applying]
    if found.price_line is not None:
        assert question.distance(found.price_line) == min(d for d in distances if d is not None)
    else:
        assert not applying
    assert found.unit_price % UNIT_PRICE_STEP == 0
