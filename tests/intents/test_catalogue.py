"""Finding the article that a wording means, and asking when several fit."""

from dataclasses import replace

import pytest

from bot.intents.catalogue import Catalogue
from bot.intents.reading import Reader
from bot.intents.tokens import stems
from tests.intents.conftest import Ask, commands


@pytest.fixture
def catalogue(reader: Reader) -> Catalogue:
    return reader.knowledge.catalogue


@pytest.mark.parametrize(
    ("wording", "sku"),
    [
        ("black mesh chairs", "1210-B"),
        ("dual motor standing desks", "1130-D"),
        ('28" presta tubes', "BK-2107"),
        ("six-door lockers", "1340-L"),
        ("two-seat fjord sofa", "1260-S"),
        ("24 port poe switches", "EL-3323"),
        ("four drawer filing cabinet", "1310-4"),
        ("USB-C cables 2m", "EL-3316"),
    ],
)
def test_a_wording_finds_its_article(catalogue: Catalogue, wording: str, sku: str) -> None:
    assert catalogue.find(stems(wording)).sku == sku


def test_variants_that_fit_alike_are_all_offered(catalogue: Catalogue) -> None:
    match = catalogue.find(stems("nova chairs"))

    assert match.sku is None
    assert set(match.candidates) == {"1210-B", "1210-G"}


def test_a_contradicting_number_vetoes_an_article(catalogue: Catalogue) -> None:
    assert catalogue.find(stems("40 inch monitor")).sku is None


@pytest.mark.parametrize(("typed", "sku"), [("BK-21O7", "BK-2107"), ("EL-3S30", "")])
def test_only_a_harmless_slip_in_a_number_is_mended(
    catalogue: Catalogue, typed: str, sku: str
) -> None:
    assert (catalogue.misspelled_sku(typed) or "") == sku


def test_a_changed_digit_is_asked_back_and_never_corrected(ask: Ask) -> None:
    understood = ask("order 2 x BK-2197 for Northwind")

    assert understood.expect == "clarify"
    assert "item" in understood.clarify


def test_a_changed_article_is_known_at_once(reader: Reader) -> None:
    own = Reader(reader.world)
    article = own.knowledge.catalogue.article("1240-R")

    own.replace_article(replace(article, description="Zebra stool", synonyms=("zebra seat",)))

    assert own.knowledge.catalogue.find(stems("zebra stools")).sku == "1240-R"


def test_an_unknown_article_stops_the_whole_order(ask: Ask) -> None:
    understood = ask("order 5 flux capacitors, 2 black toners for Northwind")

    assert understood.expect == "clarify"
    assert "item" in understood.clarify
    assert len(understood.proposals[0].lines) == 2
    assert commands(understood)[0][0] == "create_order"
