"""When the lines of a document leave and arrive, and what stock says about that.

Dates are set on the lines; what a person should know goes into notices. A customer's contact
is told that goods are short, never how many we have.
"""

from collections.abc import Sequence
from datetime import date

from domain.calendar import NO_TIME, DateFormula
from domain.people import Actor
from domain.said import said
from domain.sales.documents import Kind, SalesDocument
from domain.sales.line_dates import DeliveryRoute, LineDates, dates_from_shipment, line_dates
from domain.sales.lines import SalesLine, goods
from domain.stock.availability import Free, GoodsWanted, free_stock
from domain.stock.expected import OpenLine, drop_demand, expect_demand
from domain.work import Work


def schedule(
    work: Work, document: SalesDocument, lines: Sequence[SalesLine], *, notices: list[str]
) -> None:
    """Set shipment and delivery dates; goods that are short leave when they are expected.

    A line of which nothing is expected gets no planned dates. A quote promises no dates.
    """
    route = _route(work, document)
    sold = goods(lines)
    known: dict[tuple[date | None, date | None], LineDates] = {}  # most lines have the same
    for line in sold:
        requested = line.requested_delivery or document.requested_delivery
        promised = line.promised_delivery or document.promised_delivery
        dates = known.get((requested, promised))
        if dates is None:
            dates = known[requested, promised] = line_dates(
                work.today,
                route,
                work_date=work.today,
                requested_delivery=requested,
                promised_delivery=promised,
            )
        _put(line, dates)
        if dates.warning is not None:
            notices.append(f"{line.item_no}: {dates.warning.sentence()}")
    for line, free in _stock(work, document, sold):
        if free.short:
            notices.append(_short(line, free, actor=work.actor))
            _put(line, _later(line, free.earliest, route=route))
    if document.kind == Kind.QUOTE:
        for line in sold:
            _put(line, None)
    document.shipment_date = min(
        (line.shipment_date for line in sold if line.shipment_date), default=None
    )


def show_demand(
    work: Work, document: SalesDocument, lines: Sequence[SalesLine], *, firm: bool
) -> None:
    """Let availability count what this order still takes; `firm` once it is confirmed."""
    expect_demand(
        work.session,
        document.number,
        [
            OpenLine(
                line_no=line.line_no,
                item_no=line.item_no,
                variant=line.variant,
                location=line.location,
                quantity=(line.quantity - line.qty_shipped) * line.qty_per_unit,
                day=line.shipment_date or work.today,
            )
            for line in goods(lines)
            if line.stocked and line.outstanding > 0
        ],
        firm=firm,
    )


def forget_demand(work: Work, document: SalesDocument) -> None:
    """Nothing will be taken for this order any more."""
    work.session.flush()
    drop_demand(work.session, document.number)


def _route(work: Work, document: SalesDocument) -> DeliveryRoute:
    handling = document.outbound_handling or work.setup.outbound_handling
    shipping = document.shipping_time or work.setup.shipping_time
    return DeliveryRoute(
        outbound_handling=DateFormula.parse(handling) if handling else NO_TIME,
        shipping_time=DateFormula.parse(shipping) if shipping else NO_TIME,
    )


def _stock(
    work: Work, document: SalesDocument, lines: Sequence[SalesLine]
) -> list[tuple[SalesLine, Free]]:
    """What each stocked line may count on, on the day the first of them should leave."""
    stocked = [line for line in lines if line.stocked and line.outstanding > 0]
    if not stocked:
        return []
    wanted = [
        GoodsWanted(
            item_no=line.item_no,
            variant=line.variant,
            location=line.location,
            quantity=line.outstanding * line.qty_per_unit,
        )
        for line in stocked
    ]
    leaves = min(line.shipment_date or work.today for line in stocked)
    found = free_stock(
        work.session,
        wanted,
        today=work.today,
        on=max(leaves, work.today),
        without=document.number,
    )
    return list(zip(stocked, found, strict=True))


def _later(line: SalesLine, earliest: date | None, *, route: DeliveryRoute) -> LineDates | None:
    if earliest is None:
        return None
    leaves = max(earliest, line.shipment_date or earliest)
    return dates_from_shipment(leaves, route)


def _put(line: SalesLine, dates: LineDates | None) -> None:
    line.shipment_date = dates.shipment if dates else None
    line.planned_shipment = dates.planned_shipment if dates else None
    line.planned_delivery = dates.planned_delivery if dates else None


def _short(line: SalesLine, free: Free, *, actor: Actor) -> str:
    when = "when all of it is there is not known yet"
    if free.earliest:
        when = "all of it is available from {day}"
    if actor.is_contact:
        text = "{item}: not all of it is in stock; " + f"{when}."
        return said(text, item=line.item_no, day=free.earliest)
    asked = line.outstanding * line.qty_per_unit
    return said(
        "{item}: {asked} {unit} wanted, {free} free, {short} short; " + f"{when}.",
        item=line.item_no,
        asked=asked,
        unit=line.base_unit,
        free=free.available,
        short=free.short,
        day=free.earliest,
    )
