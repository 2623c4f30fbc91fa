"""Packings and what stands beside a name: boxes, half pallets, numbers behind, what is left out."""

from decimal import Decimal

import pytest

from tests.intents.conftest import Ask


@pytest.mark.parametrize(
    ("text", "item", "quantity", "unit"),
    [
        ("order half a pallet of A4 paper for Brandt", "1710-A", "0.5", "pallet"),
        ("order 2 boxes of 28 inch tube presta for Brandt", "BK-2107", "2", "box"),
        ("order 2 box BK-2107 for Brandt", "BK-2107", "2", "box"),
        ("order a stack of visitor chairs for Brandt", "1230-K", "1", "stack"),
        ("order three dozen USB sticks 64 gb for Brandt", "EL-3329", "36", None),
        ("order 2 pallets folding tables for Brandt", "1420-F", "2", "pallet"),
        ("order 4 electric desks (1130-D) for Brandt", "1130-D", "4", None),
        ("order 4 monitor arms 1610-D for Brandt", "1610-D", "4", None),
    ],
)
def test_a_packing_is_passed_on_as_said(
    ask: Ask, text: str, item: str, quantity: str, unit: str | None
) -> None:
    understood = ask(text)

    (line,) = understood.proposals[0].lines
    assert (line.item, line.quantity, line.unit) == (item, Decimal(quantity), unit)


def test_a_packing_the_article_does_not_have_is_asked(ask: Ask) -> None:
    understood = ask("order 2 pallets of cargo bikes muli for Brandt")

    assert understood.expect == "clarify"
    assert "unit" in understood.clarify


def test_what_is_left_out_is_taken_from_the_line_before(ask: Ask) -> None:
    understood = ask("order 16 urban helmets medium and 8 large for Summit Gear")

    assert [(line.item, line.quantity) for line in understood.proposals[0].lines] == [
        ("BK-2135", Decimal(16)),
        ("BK-2136", Decimal(8)),
    ]


def test_the_other_colour_is_named_by_its_colour_alone(ask: Ask) -> None:
    understood = ask("swap the white lumo lamps on S-ORD1203 for black ones")

    (line,) = understood.proposals[0].lines
    assert (line.item, line.replace_with) == ("1510-W", "1510-L")


def test_positions_of_a_list_are_no_quantities(ask: Ask) -> None:
    understood = ask(
        "Purchase Order 4500091\n\nPos. 10  1420-F  12 pcs\nPos. 20  1240-R  4 pcs",
        channel="mail", sender_role="customer", sender_customer="C002",
    )  # fmt: skip

    assert [(line.item, line.quantity) for line in understood.proposals[0].lines] == [
        ("1420-F", Decimal(12)),
        ("1240-R", Decimal(4)),
    ]


def test_a_table_with_number_and_name_in_one_column_is_read(ask: Ask) -> None:
    understood = ask(
        "please book the following:\n\nQty  Item  Price\n150  1420-F Folding table  90.00\n"
        "8  1240-R Saddle stool  88.00\n\nPO 771",
        channel="mail", sender_role="customer", sender_customer="C002",
    )  # fmt: skip

    assert [(line.item, line.quantity, line.price) for line in understood.proposals[0].lines] == [
        ("1420-F", Decimal(150), Decimal("90.00")),
        ("1240-R", Decimal(8), Decimal("88.00")),
    ]
