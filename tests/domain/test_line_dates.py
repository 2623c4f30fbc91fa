"""Shipment and delivery dates of a line (specification, section 6)."""

from datetime import date

import pytest

from domain.calendar import DateFormula, WorkingCalendar
from domain.sales.line_dates import DeliveryRoute, line_dates, shipping_time

TODAY = date(2026, 3, 2)
WEEK = WorkingCalendar(code="WEEK", weekdays_off=frozenset({5, 6}))


def route(*, calendars: tuple[WorkingCalendar, ...] = (), shipping: str = "2D") -> DeliveryRoute:
    return DeliveryRoute(
        outbound_handling=DateFormula.parse("1D"),
        shipping_time=DateFormula.parse(shipping),
        location_calendars=calendars,
        agent_calendars=calendars,
        customer_calendars=calendars,
    )


def test_goods_leave_after_handling_and_arrive_after_shipping() -> None:
    dates = line_dates(TODAY, route(), work_date=TODAY)

    assert dates.shipment == date(2026, 3, 2)
    assert dates.planned_shipment == date(2026, 3, 3)
    assert dates.planned_delivery == date(2026, 3, 5)
    assert dates.warning is None


def test_a_requested_delivery_is_counted_back_to_the_shipment() -> None:
    dates = line_dates(TODAY, route(), work_date=TODAY, requested_delivery=date(2026, 3, 20))

    assert dates.planned_delivery == date(2026, 3, 20)
    assert dates.planned_shipment == date(2026, 3, 18)
    assert dates.shipment == date(2026, 3, 17)


def test_nobody_packs_or_drives_at_the_weekend() -> None:
    dates = line_dates(date(2026, 3, 6), route(calendars=(WEEK,)), work_date=TODAY)

    assert dates.planned_shipment == date(2026, 3, 9)
    assert dates.planned_delivery == date(2026, 3, 11)


def test_a_shipment_on_a_day_of_rest_moves_on() -> None:
    dates = line_dates(date(2026, 3, 7), route(calendars=(WEEK,)), work_date=TODAY)

    assert dates.shipment == date(2026, 3, 9)


def test_a_delivery_wanted_on_a_sunday_arrives_the_friday_before() -> None:
    wanted = date(2026, 3, 15)

    dates = line_dates(TODAY, route(calendars=(WEEK,)), work_date=TODAY, requested_delivery=wanted)

    assert dates.planned_delivery == date(2026, 3, 13)
    assert dates.planned_shipment == date(2026, 3, 11)
    assert dates.shipment == date(2026, 3, 10)


def test_goods_are_not_handed_over_while_the_location_rests() -> None:
    plan = DeliveryRoute(
        outbound_handling=DateFormula.parse("1D"),
        shipping_time=DateFormula.parse("2D"),
        location_calendars=(WEEK,),
    )

    dates = line_dates(TODAY, plan, work_date=TODAY, requested_delivery=date(2026, 3, 17))

    assert dates.planned_delivery == date(2026, 3, 17)
    assert dates.planned_shipment == date(2026, 3, 13)  # the 15th is a Sunday
    assert dates.shipment == date(2026, 3, 12)


def test_a_promised_delivery_wins_over_a_requested_one() -> None:
    dates = line_dates(
        TODAY,
        route(),
        work_date=TODAY,
        requested_delivery=date(2026, 3, 20),
        promised_delivery=date(2026, 3, 27),
    )

    assert dates.planned_delivery == date(2026, 3, 27)


def test_a_delivery_that_is_too_soon_is_saved_with_a_warning() -> None:
    dates = line_dates(TODAY, route(), work_date=TODAY, requested_delivery=date(2026, 3, 3))

    assert dates.shipment == date(2026, 2, 28)
    assert dates.warning is not None
    assert dates.warning.code == "shipment_before_workdate"
    assert dates.warning.shipment == date(2026, 2, 28)
    assert "28 Feb 2026" in dates.warning.sentence()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("1D", "2D", "3D", "4D"), "1D"),
        ((None, "2D", "3D", "4D"), "2D"),
        ((None, None, "3D", "4D"), "3D"),
        ((None, None, None, "4D"), "4D"),
        (("0D", None, None, "4D"), "0D"),
        ((None, None, None, None), ""),
    ],
)
def test_the_nearest_shipping_time_counts(given: tuple[str | None, ...], expected: str) -> None:
    line, header, agent, customer = (
        None if text is None else DateFormula.parse(text) for text in given
    )

    chosen = shipping_time(line=line, header=header, agent_service=agent, customer=customer)

    assert str(chosen) == expected
