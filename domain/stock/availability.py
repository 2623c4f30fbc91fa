"""Availability: how much of an item is free, and when more comes.

On hand, minus what orders will take, plus what supply brings. Quotes take nothing. Answers
count only what later orders do not need before the next supply arrives. Nothing is reserved
by asking.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from domain.catalog.items import ItemFacts, sellable_items
from domain.catalog.wanted import LineRequest
from domain.database import table_of
from domain.errors import Command, Outcome
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.people import EVERYONE, Role
from domain.stock.expected import default_location
from domain.stock.promising import Movement, Outlook, atp_qty, earliest_date
from domain.stock.rows import SUPPLY, ExpectedMovement, StockBalance
from domain.work import Work

Place = tuple[str, str, str]  # item, variant, location


@dataclass(frozen=True, kw_only=True)
class CheckAvailability(Command):
    """Is it in stock? `on` is the day the goods should leave; None is today."""

    may: ClassVar[frozenset[Role]] = EVERYONE
    doing: ClassVar[str] = "look at stock"

    lines: tuple[LineRequest, ...]
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class GoodsWanted:
    """So much of an item at a place, in base units."""

    item_no: str
    quantity: Decimal
    variant: str = ""
    location: str = ""


@dataclass(frozen=True, kw_only=True)
class Free:
    """What a place has for a line. Quantities are in base units.

    `on_hand` is without what is reserved, `demand` what orders still take, without end.
    `available` is what may be promised on the day asked for, never below zero and less what
    earlier lines of the same request take. `earliest` is the day from which the quantity can
    leave, None if no supply covers it.
    """

    on_hand: Decimal = ZERO
    demand: Decimal = ZERO
    available: Decimal = ZERO
    short: Decimal = ZERO
    earliest: date | None = None
    next_supply: date | None = None
    next_supply_quantity: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class LineAvailability:
    """The answer for one line. `stocked` is false for services: they are never short.

    `lead_time` is the item's usual time to get more, as a date formula, where some is short.
    """

    item_no: str
    description: str
    variant: str
    quantity: Decimal
    unit: str
    base_quantity: Decimal
    base_unit: str
    stocked: bool
    free: Free
    lead_time: str = ""


@dataclass(frozen=True, kw_only=True)
class AvailabilityTold(Outcome):
    """What is free for each line on a day, in the order asked."""

    on: date
    lines: tuple[LineAvailability, ...]


def check_availability(command: CheckAvailability, work: Work) -> AvailabilityTold:
    """Tell what is free. Nothing is reserved, and nothing is written to the history.

    Raises:
        NotFound, ItemBlocked, VariantBlocked: what was asked for cannot be sold.
        InvalidField: an item has no such unit.
    """
    work.permit(command)
    on = max(command.on or work.today, work.today)
    items = sellable_items(work.session, ((line.item_no, line.variant) for line in command.lines))
    location = default_location(work.session)
    wanted = [_goods(line, items[line.item_no], location) for line in command.lines]
    free = free_stock(work.session, wanted, today=work.today, on=on)
    return AvailabilityTold(
        on=on,
        lines=tuple(
            _answer(line, items[line.item_no], goods=goods, free=found)
            for line, goods, found in zip(command.lines, wanted, free, strict=True)
        ),
    )


def free_stock(
    session: Session,
    wanted: Sequence[GoodsWanted],
    *,
    today: date,
    on: date,
    without: str = "",
) -> list[Free]:
    """What each line may count on, in two statements; earlier lines take first.

    The demand of document `without` is left out: an order does not stand in its own way.
    """
    items = {goods.item_no for goods in wanted}
    outlooks = _outlooks(session, items, today=today, without=without)
    taken: dict[Place, Decimal] = defaultdict(lambda: ZERO)
    answers = []
    for goods in wanted:
        place = (goods.item_no, goods.variant, goods.location)
        outlook = outlooks.get(place, Outlook(today=today, stock=ZERO))
        answers.append(_free(outlook, goods.quantity, on=on, taken=taken[place]))
        taken[place] += goods.quantity
    return answers


def _free(outlook: Outlook, quantity: Decimal, *, on: date, taken: Decimal) -> Free:
    available = max(atp_qty(outlook, on) - taken, ZERO)
    supply = sorted(day for day in outlook.receipts() if day > on)
    return Free(
        on_hand=outlook.stock,
        demand=sum(outlook.requirements().values(), ZERO),
        available=available,
        short=max(quantity - available, ZERO),
        earliest=earliest_date(outlook, quantity + taken, on),
        next_supply=supply[0] if supply else None,
        next_supply_quantity=outlook.receipts()[supply[0]] if supply else ZERO,
    )


_balance, _moves = table_of(StockBalance), table_of(ExpectedMovement)
_ITEMS: BindParameter[Any] = bindparam("items", expanding=True)
_BALANCES = select(_balance).where(_balance.c.item_no.in_(_ITEMS))
_EXPECTED = select(
    _moves.c.item_no,
    _moves.c.variant,
    _moves.c.location,
    _moves.c.day,
    _moves.c.kind,
    _moves.c.open_quantity,
    _moves.c.reserved,
).where(_moves.c.item_no.in_(_ITEMS), _moves.c.document_no != bindparam("without"))


def _outlooks(
    session: Session, items: set[str], *, today: date, without: str
) -> dict[Place, Outlook]:
    stock: dict[Place, Decimal] = {}
    for row in session.execute(_BALANCES, {"items": list(items)}):
        stock[(row.item_no, row.variant, row.location)] = row.on_hand - row.reserved
    moves: dict[Place, list[Movement]] = defaultdict(list)
    for item, variant, location, day, kind, quantity, reserved in session.execute(
        _EXPECTED, {"items": list(items), "without": without}
    ):
        left = quantity - reserved
        moves[(item, variant, location)].append(
            Movement(day=day, quantity=left if kind == SUPPLY else -left)
        )
    return {
        place: Outlook(
            today=today, stock=stock.get(place, ZERO), movements=tuple(moves.get(place, ()))
        )
        for place in stock.keys() | moves.keys()
    }


def _goods(line: LineRequest, item: ItemFacts, location: str) -> GoodsWanted:
    per_unit = item.units[item.unit(line.unit)]
    return GoodsWanted(
        item_no=item.no,
        quantity=round_to(line.quantity * per_unit, QUANTITY_STEP),
        variant=line.variant,
        location=location,
    )


def _answer(
    line: LineRequest, item: ItemFacts, *, goods: GoodsWanted, free: Free
) -> LineAvailability:
    found = free if item.is_stocked else Free(available=goods.quantity)
    return LineAvailability(
        item_no=item.no,
        description=item.described(line.variant),
        variant=line.variant,
        quantity=line.quantity,
        unit=item.unit(line.unit),
        base_quantity=goods.quantity,
        base_unit=item.base_unit,
        stocked=item.is_stocked,
        free=found,
        lead_time=item.lead_time if found.short else "",
    )
