"""Prices loaded from the company's lists: the specification's scenarios, from rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.catalog.exchange import NoExchangeRate
from domain.catalog.item_rows import Item, ItemUnit
from domain.catalog.items import load_items
from domain.catalog.price_list_rows import PriceList, PriceListLine
from domain.catalog.price_rows import Buyer, PriceTerms, price_terms
from domain.work import Work

RETAIL = Buyer(customer_no="C20000", price_group="RETAIL")
ALDER = Buyer(customer_no="C10000")


def terms(work: Work, *items: str, buyer: Buyer = ALDER, currency: str = "") -> PriceTerms:
    facts = load_items(work.session, items)
    return price_terms(
        work.session, buyer=buyer, items=facts, currency=currency, local="EUR", on=work.today
    )


def listed(work: Work, code: str, *lines: PriceListLine, status: str = "active") -> None:
    work.session.add(PriceList(code=code, status=status))
    work.session.flush()
    work.session.add_all(lines)
    work.session.flush()


def unit_price(terms: PriceTerms, item: str, quantity: int, *, unit: str = "PCS") -> Decimal:
    return terms.price(item, Decimal(quantity), unit=unit).unit_price


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []
    engine = session.get_bind()

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_a_price_group_and_a_customers_own_quantity_price_are_found(work: Work) -> None:
    group = PriceListLine(
        list_code="R",
        product="CHAIR",
        applies_to_kind="price_group",
        applies_to="RETAIL",
        price=Decimal(95),
        starts=date(2026, 1, 1),
    )
    own = PriceListLine(
        list_code="R",
        product="CHAIR",
        applies_to_kind="customer",
        applies_to="C20000",
        price=Decimal(90),
        min_qty=Decimal(10),
    )
    listed(work, "R", group, own)

    birch, alder = terms(work, "CHAIR", buyer=RETAIL), terms(work, "CHAIR")

    assert unit_price(birch, "CHAIR", 5) == Decimal(95)
    assert unit_price(birch, "CHAIR", 10) == Decimal(90)
    assert unit_price(alder, "CHAIR", 10) == Decimal(100)


def test_a_price_per_box_holds_for_boxes_only(work: Work) -> None:
    listed(work, "B", PriceListLine(list_code="B", product="CHAIR", unit="BOX", price=Decimal(380)))

    alder = terms(work, "CHAIR")

    assert unit_price(alder, "CHAIR", 2, unit="BOX") == Decimal(380)
    assert unit_price(alder, "CHAIR", 8) == Decimal(100)


def test_a_list_based_on_another_customers_list_is_followed(work: Work) -> None:
    base = PriceListLine(
        list_code="A",
        product="LAMP",
        applies_to_kind="customer",
        applies_to="C50000",
        based_on="item",
        adjust_pct=Decimal(-8),
    )
    listed(work, "A", base)
    listed(
        work,
        "B",
        PriceListLine(list_code="B", product="LAMP", based_on="A", adjust_pct=Decimal(-5)),
    )

    assert unit_price(terms(work, "LAMP"), "LAMP", 10) == Decimal("21.413")


def test_a_draft_list_does_not_count(work: Work) -> None:
    draft = PriceListLine(list_code="D", product="CHAIR", price=Decimal(10))
    listed(work, "D", draft, status="draft")

    assert unit_price(terms(work, "CHAIR"), "CHAIR", 1) == Decimal(100)


def test_a_category_discount_reaches_every_article_below_it(work: Work) -> None:
    line = PriceListLine(
        list_code="C", product_kind="category", product="LIGHTING", line_disc_pct=Decimal(12)
    )
    listed(work, "C", line)

    loaded = terms(work, "LAMP", "CHAIR")

    assert loaded.price("LAMP", Decimal(1), unit="PCS").discount_pct == Decimal(12)
    assert loaded.price("CHAIR", Decimal(1), unit="PCS").discount_pct == 0


def test_a_foreign_document_converts_the_item_price(work: Work) -> None:
    assert unit_price(terms(work, "CHAIR", currency="USD"), "CHAIR", 1) == Decimal(125)


@pytest.mark.parametrize("work", [date(2026, 3, 1)], indirect=True)
def test_without_a_rate_a_foreign_document_has_no_price(work: Work) -> None:
    with pytest.raises(NoExchangeRate, match="USD on or before 01 Mar 2026"):
        terms(work, "CHAIR", currency="USD")


def test_many_items_cost_as_many_statements_as_one(work: Work) -> None:
    numbers = [f"X{number}" for number in range(200)]
    work.session.add_all(Item(no=number, description=f"Article {number}") for number in numbers)
    work.session.flush()
    work.session.add_all(
        ItemUnit(item_no=number, code="PCS", qty_per=Decimal(1)) for number in numbers
    )
    work.session.flush()

    with counted(work.session) as for_one:
        terms(work, "CHAIR")
    with counted(work.session) as for_many:
        terms(work, *numbers)

    assert len(for_many) <= len(for_one) <= 7
