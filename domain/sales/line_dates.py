"""When a sales line leaves us and when it arrives.

Forwards from a shipment date, or backwards from the delivery the customer asked for or we
promised. Whether goods are there on that day is the question of order promising, not of this
module.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from domain.calendar import (
    NO_TIME,
    DateFormula,
    WorkingCalendar,
    nearest_working_day,
    working_date,
)


@dataclass(frozen=True, kw_only=True)
class DeliveryRoute:
    """Times and calendars between our shelf and the customer's door.

    A calendar that is not kept for a location, agent or customer is simply left out; the
    caller puts the company's calendar in the place of a missing location calendar.
    """

    outbound_handling: DateFormula = NO_TIME
    shipping_time: DateFormula = NO_TIME
    location_calendars: Sequence[WorkingCalendar] = ()
    agent_calendars: Sequence[WorkingCalendar] = ()
    customer_calendars: Sequence[WorkingCalendar] = ()

    @property
    def loading(self) -> tuple[WorkingCalendar, ...]:
        """Who must work on the day the goods are handed over."""
        return (*self.location_calendars, *self.agent_calendars)

    @property
    def arriving(self) -> tuple[WorkingCalendar, ...]:
        """Who must work on the day of delivery."""
        return (*self.agent_calendars, *self.customer_calendars)


@dataclass(frozen=True, kw_only=True)
class ShipmentBeforeWorkdate:
    """A warning, not a refusal: to arrive in time the goods should have left already.

    `earliest_delivery` comes from order promising; None when nobody asked it.
    """

    code: ClassVar[str] = "shipment_before_workdate"

    shipment: date
    work_date: date
    earliest_delivery: date | None = None

    def sentence(self) -> str:
        hint = ""
        if self.earliest_delivery is not None:
            hint = f" The earliest delivery is {self.earliest_delivery:%d %b %Y}."
        return (
            f"To arrive in time the goods should have left on {self.shipment:%d %b %Y}, "
            f"before {self.work_date:%d %b %Y}.{hint}"
        )


@dataclass(frozen=True, kw_only=True)
class LineDates:
    """The three dates of a line; `planned_shipment` is when the goods have left the house."""

    shipment: date
    planned_shipment: date
    planned_delivery: date
    warning: ShipmentBeforeWorkdate | None = None


def line_dates(
    shipment: date,
    route: DeliveryRoute,
    *,
    work_date: date,
    requested_delivery: date | None = None,
    promised_delivery: date | None = None,
) -> LineDates:
    """The dates of a line: a promised delivery wins over a requested one, that over `shipment`.

    Warns, never refuses, when the goods should have left before `work_date`.
    """
    delivery = promised_delivery or requested_delivery
    if delivery is None:
        dates = dates_from_shipment(shipment, route)
    else:
        dates = dates_from_delivery(delivery, route)
    if dates.shipment < work_date:
        warning = ShipmentBeforeWorkdate(shipment=dates.shipment, work_date=work_date)
        return replace(dates, warning=warning)
    return dates


def dates_from_shipment(shipment: date, route: DeliveryRoute) -> LineDates:
    """Forwards; a shipment date on which the location rests moves to its next working day."""
    start = nearest_working_day(shipment, route.location_calendars)
    leaves = working_date(start, route.outbound_handling, calendars=route.loading)
    arrives = working_date(leaves, route.shipping_time, calendars=route.arriving)
    return LineDates(shipment=start, planned_shipment=leaves, planned_delivery=arrives)


def dates_from_delivery(delivery: date, route: DeliveryRoute) -> LineDates:
    """Backwards; a delivery on a day of rest moves to the working day before it."""
    arrives = nearest_working_day(delivery, route.arriving, backward=True)
    leaves = working_date(arrives, route.shipping_time, calendars=route.arriving, backward=True)
    leaves = nearest_working_day(leaves, route.loading, backward=True)
    start = working_date(leaves, route.outbound_handling, calendars=route.loading, backward=True)
    start = nearest_working_day(start, route.location_calendars, backward=True)
    return LineDates(shipment=start, planned_shipment=leaves, planned_delivery=arrives)


def shipping_time(
    *,
    line: DateFormula | None = None,
    header: DateFormula | None = None,
    agent_service: DateFormula | None = None,
    customer: DateFormula | None = None,
) -> DateFormula:
    """The first that is set: on the line, the header, the ship-to's agent service, the customer.

    None means "not set"; 0D is set and means none is needed.
    """
    given = (time for time in (line, header, agent_service, customer) if time is not None)
    return next(given, NO_TIME)
