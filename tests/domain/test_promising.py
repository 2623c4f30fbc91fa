"""How much may be promised and when: the specification's scenarios 8.15.4, as arithmetic."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.stock.promising import Movement, Outlook, atp_qty, earliest_date

TODAY = date(2026, 3, 2)


def outlook(stock: int, *moves: tuple[date, int], today: date = TODAY) -> Outlook:
    """Stock and what comes (above zero) or goes (below) on which day."""
    return Outlook(
        today=today,
        stock=Decimal(stock),
        movements=tuple(Movement(day=day, quantity=Decimal(q)) for day, q in moves),
    )


def march(day: int) -> date:
    return date(2026, 3, day)


def promised(view: Outlook, quantity: int, needed: date = TODAY, *, days: int = 90) -> date | None:
    return earliest_date(view, Decimal(quantity), needed, window=timedelta(days=days))


def test_1_supply_that_comes_before_the_last_order_is_promised_to_it() -> None:
    view = outlook(
        0,
        (date(2026, 1, 1), 20),
        (date(2026, 1, 20), 10),
        (date(2026, 1, 30), 10),
        (date(2026, 1, 1), -10),
        (date(2026, 1, 10), -10),
        today=date(2025, 12, 30),
    )

    assert promised(view, 10, date(2026, 1, 20)) == date(2026, 1, 20)


def test_2_an_order_waits_for_both_supplies() -> None:
    view = outlook(0, (date(2026, 8, 1), 20), (date(2026, 10, 1), 20), today=date(2026, 6, 30))

    assert promised(view, 40, date(2026, 7, 1), days=120) == date(2026, 10, 1)


def test_3_what_lies_there_is_promised_today() -> None:
    assert promised(outlook(10), 10) == TODAY


def test_4_what_is_missing_is_promised_with_the_next_supply() -> None:
    assert promised(outlook(6, (march(12), 8)), 10) == march(12)


@pytest.mark.parametrize(("supply", "answer"), [(None, None), (18, 2), (25, 25)])
def test_5_stock_is_kept_for_a_later_order_unless_supply_comes_first(
    supply: int | None, answer: int | None
) -> None:
    moves = [(march(20), -7)] + ([(march(supply), 10)] if supply else [])

    assert promised(outlook(10, *moves), 5) == (march(answer) if answer else None)


@pytest.mark.parametrize(("supply", "free"), [((), -2), (((march(18), 10),), 5)])
def test_6_what_may_be_promised_today(supply: tuple[tuple[date, int], ...], free: int) -> None:
    view = outlook(10, (march(20), -7), (TODAY, -5), *supply)

    assert atp_qty(view, TODAY) == free


def test_11_nobody_is_told_to_ship_earlier_than_asked() -> None:
    assert promised(outlook(10), 10, march(17)) == march(17)


def test_15_two_orders_share_a_supply_that_is_there_already() -> None:
    view = outlook(0, (date(2021, 1, 31), 25), today=date(2021, 1, 28))

    assert promised(view, 5, date(2021, 2, 4)) == date(2021, 2, 4)
    assert promised(view, 15, date(2021, 2, 4)) == date(2021, 2, 4)


def test_20_an_overdue_supply_counts_today() -> None:
    assert promised(outlook(0, (date(2026, 2, 20), 10)), 10) == TODAY


def test_22_goods_that_another_order_takes_tomorrow_are_not_promised() -> None:
    view = outlook(8, (march(9), 5), (march(5), -6))

    assert promised(view, 4, march(4)) == march(9)


def test_a_need_beyond_the_window_is_not_protected() -> None:
    view = outlook(10, (march(20), -7))

    assert atp_qty(view, TODAY, window=timedelta(days=10)) == 10
    assert atp_qty(view, TODAY, window=None) == 3


def test_supply_and_need_of_one_day_are_netted() -> None:
    view = outlook(10, (march(10), 5), (march(10), -8))

    assert atp_qty(view, TODAY) == 7
