"""Availability: what is free, what others take, when more comes."""

from datetime import date
from decimal import Decimal

import pytest

from domain.catalog.wanted import LineRequest
from domain.errors import InvalidField, NotFound
from domain.stock.availability import (
    AvailabilityTold,
    CheckAvailability,
    GoodsWanted,
    check_availability,
    free_stock,
)
from domain.stock.expected import OpenLine, drop_demand, expect_demand, expect_supply
from domain.work import Work
from tests.domain.desk import Desk


def ask(
    work: Work, *lines: tuple[str, int], unit: str = "", on: date | None = None
) -> AvailabilityTold:
    wanted = tuple(
        LineRequest(item_no=item, quantity=Decimal(quantity), unit=unit) for item, quantity in lines
    )
    return check_availability(CheckAvailability(lines=wanted, on=on), work)


def order(work: Work, number: str, quantity: int, *, day: date, item: str = "CHAIR") -> None:
    line = OpenLine(
        line_no=10_000, item_no=item, quantity=Decimal(quantity), day=day, location="MAIN"
    )
    expect_demand(work.session, number, [line])


def purchase(work: Work, quantity: int, *, day: date, item: str = "CHAIR") -> None:
    line = OpenLine(
        line_no=10_000, item_no=item, quantity=Decimal(quantity), day=day, location="MAIN"
    )
    expect_supply(work.session, "P-ORD106001", [line])


def test_what_lies_there_is_free(work: Work) -> None:
    (chair,) = ask(work, ("CHAIR", 5)).lines

    assert (chair.free.available, chair.free.short) == (Decimal(30), Decimal(0))
    assert chair.free.earliest == work.today


def test_a_packing_is_counted_in_base_units(work: Work) -> None:
    (chair,) = ask(work, ("CHAIR", 8), unit="box").lines

    assert (chair.base_quantity, chair.base_unit, chair.unit) == (Decimal(32), "PCS", "BOX")
    assert chair.free.short == Decimal(2)


def test_an_order_takes_from_others_until_it_is_dropped(work: Work) -> None:
    order(work, "S-ORD1001", 12, day=date(2026, 3, 10))
    (while_open,) = ask(work, ("CHAIR", 20)).lines
    order(work, "S-ORD1001", 7, day=date(2026, 3, 10))
    (partly_shipped,) = ask(work, ("CHAIR", 20)).lines
    drop_demand(work.session, "S-ORD1001")
    (dropped,) = ask(work, ("CHAIR", 20)).lines

    free = [line.free.available for line in (while_open, partly_shipped, dropped)]
    assert free == [Decimal(18), Decimal(23), Decimal(30)]
    assert while_open.free.demand == Decimal(12)


def test_lines_of_one_request_take_one_after_the_other(work: Work) -> None:
    told = ask(work, ("CHAIR", 12), ("CHAIR", 12), ("CHAIR", 12))

    assert [line.free.available for line in told.lines] == [Decimal(30), Decimal(18), Decimal(6)]
    assert [line.free.short for line in told.lines] == [Decimal(0), Decimal(0), Decimal(6)]


def test_an_order_does_not_stand_in_its_own_way(work: Work) -> None:
    order(work, "S-ORD1001", 30, day=work.today)
    wanted = [GoodsWanted(item_no="CHAIR", quantity=Decimal(30), location="MAIN")]

    (own,) = free_stock(work.session, wanted, today=work.today, on=work.today, without="S-ORD1001")
    (other,) = free_stock(work.session, wanted, today=work.today, on=work.today)

    assert (own.short, other.short) == (Decimal(0), Decimal(30))


def test_what_is_short_comes_with_the_next_supply(work: Work) -> None:
    purchase(work, 10, day=date(2026, 3, 12), item="TABLE")

    (table,) = ask(work, ("TABLE", 6)).lines

    assert table.free.short == Decimal(6)
    assert table.free.next_supply == date(2026, 3, 12)
    assert table.free.next_supply_quantity == Decimal(10)
    assert table.free.earliest == date(2026, 3, 12)
    assert table.lead_time == "7D"


def test_on_a_later_day_what_comes_before_it_counts(work: Work) -> None:
    purchase(work, 10, day=date(2026, 3, 12), item="TABLE")

    (table,) = ask(work, ("TABLE", 6), on=date(2026, 3, 20)).lines

    assert (table.free.available, table.free.short) == (Decimal(10), Decimal(0))


def test_a_day_that_has_passed_is_asked_as_today(work: Work) -> None:
    assert ask(work, ("CHAIR", 1), on=date(2026, 1, 1)).on == work.today


def test_a_service_is_never_short(work: Work) -> None:
    (install,) = ask(work, ("INSTALL", 40)).lines

    assert not install.stocked
    assert install.free.short == 0


def test_asking_for_what_we_do_not_have_is_refused(work: Work) -> None:
    with pytest.raises(NotFound, match="I know no item DESK"):
        ask(work, ("DESK", 1))
    with pytest.raises(InvalidField, match="LAMP is sold by PCS"):
        ask(work, ("LAMP", 1), unit="pallet")


def test_two_hundred_lines_cost_as_many_statements_as_one(desk: Desk) -> None:
    with desk.work() as work:
        with desk.counted() as for_one:
            ask(work, ("CHAIR", 1))
        with desk.counted() as for_many:
            ask(work, *(("CHAIR", 1), ("LAMP", 1)) * 100)

    assert len(for_one) == len(for_many) <= 8
