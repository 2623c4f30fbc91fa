"""Items: which may be sold, in which units, and what they are called."""

from decimal import Decimal

import pytest

from domain.catalog.item_rows import Item, ItemSynonym, ItemVariant
from domain.catalog.items import (
    ItemBlocked,
    VariantBlocked,
    articles,
    fingerprint,
    load_items,
    sellable_items,
)
from domain.errors import InvalidField, NotFound, Several
from domain.vat import VatPostingSetup, vat_rows
from domain.work import Work


def test_a_packing_is_known_in_any_case_and_counts_base_units(work: Work) -> None:
    chair = load_items(work.session, ["CHAIR"])["CHAIR"]

    assert chair.units[chair.unit("box")] == Decimal(4)
    assert chair.unit("") == "PCS"
    with pytest.raises(InvalidField, match="CHAIR is sold by PCS, BOX"):
        chair.unit("pallet")


def test_a_blocked_item_is_not_sold(work: Work) -> None:
    work.session.get_one(Item, "CHAIR").sales_blocked = True
    work.session.flush()

    with pytest.raises(ItemBlocked, match="CHAIR Chair is blocked for sale"):
        sellable_items(work.session, [("CHAIR", "")])


def test_a_blocked_variant_names_the_others(work: Work) -> None:
    work.session.get_one(ItemVariant, ("LAMP", "RED")).blocked = True
    work.session.flush()

    with pytest.raises(VariantBlocked, match="LAMP in RED is blocked for sale") as refused:
        sellable_items(work.session, [("LAMP", "RED")])

    assert refused.value.others == ("BLUE",)


def test_a_variant_that_must_be_named_is_asked_for(work: Work) -> None:
    work.session.get_one(Item, "LAMP").variant_mandatory = True
    work.session.flush()

    with pytest.raises(InvalidField, match="please name the variant: BLUE, RED"):
        sellable_items(work.session, [("LAMP", "")])


def test_every_wrong_item_is_told_at_once_with_near_ones(work: Work) -> None:
    work.session.get_one(Item, "TABLE").blocked = True
    work.session.flush()

    with pytest.raises(Several) as refused:
        sellable_items(work.session, [("CHIAR", ""), ("TABLE", ""), ("LAMP", "PINK")])

    unknown, blocked, variant = refused.value.refusals
    assert isinstance(unknown, NotFound)
    assert unknown.near[0] == "CHAIR"
    assert isinstance(blocked, ItemBlocked)
    assert str(variant) == "I know no variant of LAMP PINK. Did you mean BLUE or RED?"


def test_the_reader_of_messages_knows_names_units_and_customers_numbers(work: Work) -> None:
    chair = next(article for article in articles(work.session) if article.no == "CHAIR")

    assert chair.synonyms == ("seat",)
    assert chair.units == {"BOX": Decimal(4)}
    assert chair.references == (("C10000", "A-77"),)


def test_a_new_name_for_an_item_makes_kept_copies_stale(work: Work) -> None:
    before = fingerprint(work.session)

    work.session.add(ItemSynonym(item_no="CHAIR", synonym="stool"))
    work.session.flush()
    after_new_name = fingerprint(work.session)
    work.session.get_one(Item, "CHAIR").description = "Chair, oak"
    work.session.flush()

    assert len({before, after_new_name, fingerprint(work.session)}) == 3


def test_stock_and_documents_leave_kept_copies_alone(work: Work) -> None:
    before = fingerprint(work.session)

    work.next_number("quote")
    work.session.add(VatPostingSetup(bus_group="X", prod_group="X", identifier="X"))
    work.session.flush()

    assert fingerprint(work.session) == before


def test_the_vat_of_a_customer_group_is_loaded_by_article_group(work: Work) -> None:
    rows = vat_rows(work.session, "DOMESTIC", prod_groups={"VAT25", "VAT12", "NONE"})

    assert {group: row.percent for group, row in rows.setups.items()} == {
        "VAT25": Decimal(25),
        "VAT12": Decimal(12),
    }
