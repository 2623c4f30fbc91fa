"""The best price of a line (specification, section 4, scenarios 1 to 3, 7 to 12 and 17)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.catalog.exchange import ExchangeRate
from domain.catalog.price_lists import (
    ITEM_PRICE,
    AppliesTo,
    ListStatus,
    PriceConflict,
    PriceListLine,
    Product,
    check_activation,
    check_price_line,
)
from domain.catalog.prices import PricedItem, PriceQuestion, best_price, must_reprice
from domain.errors import InvalidField, Several

D = Decimal
MARCH_2 = date(2026, 3, 2)
CHAIR = PricedItem(item_no="CHAIR", unit_price=D("100.00"))
LAMP = PricedItem(item_no="LAMP", unit_price=D("24.50"), categories=("LIGHTING", "HOME"))
DOLLARS = ExchangeRate(currency="USD", day=MARCH_2, foreign_amount=D("1.25"), lcy_amount=D("1.00"))


def list_line(product_no: str, value: str | None = None, **fields: object) -> PriceListLine:
    """An active line for an item and all customers; `value` is its price."""
    line = PriceListLine(
        list_code="RETAIL",
        line_no=10,
        product=Product.ITEM,
        product_no=product_no,
        price=None if value is None else D(value),
    )
    return replace(line, **fields)  # type: ignore[arg-type]


def ask(item: PricedItem, quantity: str = "1", **fields: object) -> PriceQuestion:
    question = PriceQuestion(
        customer_no="C10000", item=item, day=MARCH_2, quantity=D(quantity), uom="PCS"
    )
    return replace(question, **fields)  # type: ignore[arg-type]


def boxes(item: PricedItem, quantity: str) -> PriceQuestion:
    return ask(item, quantity, uom="BOX", qty_per_uom=D(4))


def test_a_group_price_and_a_better_one_for_the_customer_from_ten() -> None:
    lists = [
        list_line(
            "CHAIR",
            "95.00",
            applies_to=AppliesTo.PRICE_GROUP,
            applies_to_no="RETAIL",
            start=date(2026, 1, 1),
        ),
        list_line(
            "CHAIR",
            "90.00",
            list_code="BIRCH",
            applies_to=AppliesTo.CUSTOMER,
            applies_to_no="C20000",
            min_qty=D(10),
        ),
    ]
    birch = {"customer_no": "C20000", "price_group": "RETAIL"}

    five = best_price(ask(CHAIR, "5", **birch), lists)
    ten = best_price(ask(CHAIR, "10", **birch), lists)
    alder = best_price(ask(CHAIR, "10"), lists)

    assert five.unit_price == D("95.00")
    assert five.explanation == "95.00 from RETAIL list"
    assert ten.unit_price == D("90.00")
    assert ten.explanation == "90.00 from BIRCH list"
    assert alder.unit_price == D("100.00")
    assert alder.explanation == "100.00 item price"
    assert alder.price_line is None


@pytest.mark.parametrize(
    ("day", "campaign", "price"),
    [
        (date(2026, 3, 2), "SPRING", "100.00"),
        (date(2026, 3, 10), "SPRING", "88.00"),
        (date(2026, 3, 20), "SPRING", "88.00"),
        (date(2026, 3, 21), "SPRING", "100.00"),
        (date(2026, 3, 20), "", "100.00"),
    ],
)
def test_a_campaign_holds_on_its_days_when_the_document_names_it(
    day: date, campaign: str, price: str
) -> None:
    offer = list_line(
        "CHAIR",
        "88.00",
        applies_to=AppliesTo.CAMPAIGN,
        applies_to_no="SPRING",
        start=date(2026, 3, 10),
        end=date(2026, 3, 20),
    )

    found = best_price(ask(CHAIR, day=day, campaign=campaign), [offer])

    assert found.unit_price == D(price)


def test_a_price_for_a_box_holds_for_boxes_only() -> None:
    lists = [list_line("CHAIR", "380.00", uom="BOX")]

    assert best_price(boxes(CHAIR, "2"), lists).unit_price == D("380.00")
    assert best_price(ask(CHAIR, "8"), lists).unit_price == D("100.00")
    assert best_price(boxes(CHAIR, "2"), []).unit_price == D("400.00")


@pytest.mark.parametrize("status", [ListStatus.DRAFT, ListStatus.INACTIVE])
def test_only_active_lines_count(status: ListStatus) -> None:
    line = list_line("CHAIR", "10.00", status=status)

    assert best_price(ask(CHAIR), [line]).unit_price == D("100.00")
    assert best_price(ask(CHAIR), [replace(line, status=ListStatus.ACTIVE)]).unit_price == D(10)


def test_a_list_on_a_list_rounds_at_every_step() -> None:
    lists = [
        list_line("LAMP", list_code="A", based_on=ITEM_PRICE, adjust_pct=D(-8)),
        list_line(
            "LAMP",
            list_code="B",
            based_on="A",
            adjust_pct=D(-5),
            applies_to=AppliesTo.PRICE_GROUP,
            applies_to_no="B",
        ),
    ]

    assert best_price(ask(LAMP, "10"), lists).unit_price == D("22.54")
    assert best_price(ask(LAMP, "10", price_group="B"), lists).unit_price == D("21.413")


def test_a_list_may_build_on_a_list_the_customer_is_not_in() -> None:
    lists = [
        list_line(
            "LAMP",
            "20.00",
            list_code="TRADE",
            applies_to=AppliesTo.PRICE_GROUP,
            applies_to_no="TRADE",
        ),
        list_line("LAMP", list_code="PUBLIC", based_on="TRADE", adjust_pct=D(10)),
    ]

    assert best_price(ask(LAMP), lists).unit_price == D("22.00")


def test_a_list_on_a_list_that_knows_no_price_leaves_the_item_price() -> None:
    lists = [list_line("LAMP", list_code="B", based_on="A", adjust_pct=D(-5))]

    found = best_price(ask(LAMP), lists)

    assert found.unit_price == D("24.50")
    assert found.price_line is None


def test_a_variant_has_its_own_price_even_when_it_is_higher() -> None:
    lists = [list_line("LAMP", "23.00"), list_line("LAMP", "26.00", variant="BLUE")]

    assert best_price(ask(LAMP, variant="BLUE"), lists).unit_price == D("26.00")
    assert best_price(ask(LAMP, variant="RED"), lists).unit_price == D("23.00")
    assert best_price(ask(LAMP), lists).unit_price == D("23.00")


def test_the_most_specific_discount_counts_and_among_equals_the_best() -> None:
    lists = [
        list_line("LIGHTING", product=Product.CATEGORY, discount_pct=D(12)),
        list_line("LAMP", discount_pct=D(5)),
        list_line("LAMP", discount_pct=D(9), applies_to=AppliesTo.CUSTOMER, applies_to_no="C10000"),
    ]
    spot = PricedItem(item_no="SPOT", unit_price=D(10), categories=("LIGHTING",))

    assert best_price(ask(LAMP), lists).discount_pct == D(9)
    assert best_price(ask(LAMP, customer_no="C20000"), lists).discount_pct == D(5)
    assert best_price(ask(spot), lists).discount_pct == D(12)


def test_the_nearest_category_displaces_its_parents_but_not_a_discount_group() -> None:
    lists = [
        list_line("HOME", product=Product.CATEGORY, discount_pct=D(30)),
        list_line("LIGHTING", product=Product.CATEGORY, discount_pct=D(10)),
        list_line("GLASS", product=Product.DISCOUNT_GROUP, discount_pct=D(15)),
    ]
    glass = replace(LAMP, discount_group="GLASS")

    assert best_price(ask(LAMP), lists).discount_pct == D(10)
    assert best_price(ask(glass), lists).discount_pct == D(15)


def test_a_quantity_range_counts_base_units_when_the_line_names_none() -> None:
    lists = [list_line("CHAIR", discount_pct=D(15), min_qty=D(10), max_qty=D(19))]

    assert best_price(boxes(CHAIR, "2"), lists).discount_pct == D(0)
    assert best_price(boxes(CHAIR, "3"), lists).discount_pct == D(15)
    assert best_price(boxes(CHAIR, "5"), lists).discount_pct == D(0)
    assert best_price(boxes(CHAIR, "-3"), lists).discount_pct == D(15)


def test_a_markup_and_a_discount_may_stand_on_one_line() -> None:
    lists = [
        list_line("CHAIR", based_on=ITEM_PRICE, adjust_pct=D(12), discount_pct=D(5), line_no=20)
    ]

    found = best_price(ask(CHAIR), lists)

    assert found.unit_price == D("112.00")
    assert found.discount_pct == D(5)
    assert found.explanation == "112.00 from RETAIL list, 5 % discount from RETAIL list"


def test_a_second_price_for_the_same_is_refused_at_activation() -> None:
    first = list_line("CHAIR", "95.00", start=date(2026, 3, 1), end=date(2026, 3, 31))
    second = list_line("CHAIR", "96.00", list_code="SPRING", start=date(2026, 3, 15))

    with pytest.raises(PriceConflict) as refused:
        check_activation([second], [first])

    assert refused.value.code == "price_conflict"
    assert "RETAIL line 10 (95.00)" in str(refused.value)
    assert "SPRING line 10 (96.00)" in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        {"start": date(2026, 4, 1)},
        {"min_qty": D(10)},
        {"uom": "BOX"},
        {"currency": "USD"},
        {"variant": "BLUE"},
        {"applies_to": AppliesTo.CUSTOMER, "applies_to_no": "C20000"},
        {"price": D("95.00")},
        {"price": None, "discount_pct": D(5)},
        {"status": ListStatus.DRAFT, "list_code": "RETAIL", "line_no": 10},
    ],
)
def test_lines_that_differ_in_scope_or_agree_in_value_stand_side_by_side(
    change: dict[str, object],
) -> None:
    first = list_line("CHAIR", "95.00", end=date(2026, 3, 31))
    fields = {"list_code": "SPRING", "line_no": 20} | change

    check_activation([list_line("CHAIR", "96.00", **fields)], [first])


def test_lists_that_share_a_single_day_contradict_each_other() -> None:
    march = list_line("CHAIR", "95.00", start=date(2026, 3, 1), end=date(2026, 3, 31))
    april = list_line("CHAIR", "96.00", line_no=20, start=date(2026, 3, 31))

    with pytest.raises(PriceConflict):
        check_activation([april], [march])
    with pytest.raises(PriceConflict):
        check_activation([march], [april])


def test_drafts_do_not_stand_in_the_way_of_an_activation() -> None:
    draft = list_line("CHAIR", "95.00", status=ListStatus.DRAFT)

    check_activation([list_line("CHAIR", "96.00", line_no=20)], [draft])


def test_a_contradiction_that_exists_anyway_is_never_settled_by_chance() -> None:
    lists = [list_line("CHAIR", "95.00"), list_line("CHAIR", "96.00", list_code="SPRING")]

    with pytest.raises(PriceConflict):
        best_price(ask(CHAIR), lists)


def test_a_displaced_contradiction_does_not_stop_a_price() -> None:
    lists = [
        list_line("LAMP", "23.00"),
        list_line("LAMP", "22.00", list_code="SPRING"),
        list_line("LAMP", "26.00", variant="BLUE"),
    ]

    assert best_price(ask(LAMP, variant="BLUE"), lists).unit_price == D("26.00")


def test_lists_based_on_each_other_are_refused() -> None:
    a = list_line("LAMP", list_code="A", based_on="B")
    b = list_line("CHAIR", list_code="B", based_on="C")
    c = list_line("TABLE", list_code="C", based_on="A")

    with pytest.raises(PriceConflict):
        check_activation([c], [a, b])
    with pytest.raises(PriceConflict):
        check_activation([list_line("LAMP", list_code="A", based_on="A")], [])
    check_activation([c], [a])


def test_a_circle_that_exists_anyway_is_refused_at_pricing() -> None:
    lists = [
        list_line("LAMP", list_code="A", based_on="B"),
        list_line("LAMP", list_code="B", based_on="A", line_no=20),
    ]

    with pytest.raises(PriceConflict):
        best_price(ask(LAMP), [lists[0], replace(lists[1], applies_to=AppliesTo.CUSTOMER)])


def test_prices_in_the_documents_currency_displace_converted_ones() -> None:
    lists = [
        list_line("CHAIR", "90.00"),
        list_line("CHAIR", "118.00", currency="USD", list_code="US"),
        list_line("CHAIR", "1.00", currency="GBP", list_code="UK"),
        list_line("CHAIR", discount_pct=D(3), line_no=20),
    ]
    in_dollars = ask(CHAIR, currency="USD", rate=DOLLARS)

    assert best_price(in_dollars, lists).unit_price == D("118.00")
    assert best_price(in_dollars, lists).discount_pct == D(3)
    assert best_price(in_dollars, lists[:1]).unit_price == D("112.50")
    assert best_price(in_dollars, []).unit_price == D("125.00")
    assert best_price(in_dollars, lists[2:3]).unit_price == D("125.00")


def test_a_price_is_restated_in_the_documents_vat_convention() -> None:
    with_vat = [list_line("CHAIR", "125.00", price_includes_vat=True)]
    dune = ask(CHAIR, prices_include_vat=True, vat_pct=D(25))

    assert best_price(dune, []).unit_price == D("125.00")
    assert best_price(dune, with_vat).unit_price == D("125.00")
    assert best_price(ask(CHAIR, vat_pct=D(25)), with_vat).unit_price == D("100.00")
    assert best_price(ask(CHAIR, vat_pct=D(7)), with_vat).unit_price == D("116.82243")


def test_a_fee_per_piece_belongs_to_a_price_with_vat() -> None:
    crate = PricedItem(item_no="CRATE", unit_price=D("15.625"), price_includes_vat=True)
    question = ask(crate, vat_pct=D(25), vat_per_unit=D("0.625"))

    assert best_price(question, []).unit_price == D("12.00")


def test_discounts_need_leave_of_the_customer_and_of_the_price_taken() -> None:
    discount = list_line("CHAIR", discount_pct=D(10), line_no=20)
    fixed = list_line("CHAIR", "95.00", allow_line_disc=False, allow_invoice_disc=False)

    assert best_price(ask(CHAIR, allow_line_disc=False), [discount]).discount_pct == D(0)
    found = best_price(ask(CHAIR), [discount, fixed])
    assert found.discount_pct == D(0)
    assert not found.allow_line_disc
    assert not found.allow_invoice_disc
    assert best_price(ask(CHAIR), [discount]).discount_pct == D(10)


def test_an_item_without_price_is_asked_for_and_never_sold_for_nothing() -> None:
    found = best_price(ask(PricedItem(item_no="NEW")), [])

    assert found.price_missing
    assert found.unit_price == 0
    assert found.explanation == "no price known"


def test_a_variants_own_price_holds_when_no_list_knows_one() -> None:
    blue = replace(LAMP, variant_price=D("27.00"))

    assert best_price(ask(blue, variant="BLUE"), []).unit_price == D("27.00")
    assert best_price(ask(blue), []).unit_price == D("24.50")


def test_a_list_price_of_zero_is_a_price() -> None:
    found = best_price(ask(CHAIR), [list_line("CHAIR", "0.00")])

    assert found.unit_price == 0
    assert not found.price_missing


def test_a_changed_quantity_asks_the_lists_again_unless_terms_were_agreed() -> None:
    def after(item: bool, uom: bool, quantity: bool, agreed: bool) -> bool:
        return must_reprice(
            item_changed=item, uom_changed=uom, quantity_changed=quantity, terms_agreed=agreed
        )

    assert after(False, False, True, False)
    assert not after(False, False, True, True)
    assert after(True, False, False, True)
    assert after(False, True, False, True)
    assert not after(False, False, False, False)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"price": D(1), "based_on": ITEM_PRICE},
        {"price": D(-1)},
        {"discount_pct": D(101)},
        {"discount_pct": D(-1)},
        {"price": D(1), "min_qty": D(5), "max_qty": D(4)},
        {"price": D(1), "start": date(2026, 2, 1), "end": date(2026, 1, 1)},
        {"price": D(1), "variant": "BLUE", "product": Product.CATEGORY},
        {"price": D(1), "applies_to": AppliesTo.CUSTOMER},
        {"price": D(1), "applies_to_no": "C10000"},
        {"based_on": ITEM_PRICE, "adjust_pct": D(-101)},
    ],
)
def test_a_senseless_price_line_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidField):
        check_price_line(list_line("CHAIR", **fields))  # type: ignore[arg-type]


def test_all_faults_of_a_price_line_are_said_at_once() -> None:
    line = list_line("CHAIR", "-1.00", discount_pct=D(120))

    with pytest.raises(Several) as refused:
        check_price_line(line)

    assert len(refused.value.refusals) == 2
    check_price_line(list_line("CHAIR", "95.00"))
    check_price_line(list_line("CHAIR", "0.00", min_qty=D(5), max_qty=D(5)))
