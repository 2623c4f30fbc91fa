"""How much may be promised, and from which day on: pure arithmetic over expected movements.

All quantities are in base units of one item, variant and location. Reserved parts are left
out by whoever builds the values; the demand of the asking document is left out as well.
Specification, section 8.15.1.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.money import ZERO

WINDOW = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Goods that come (`quantity` above zero) or go (below) on a day."""

    day: date
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What is there today and what is expected. Overdue movements count on `today`."""

    today: date
    stock: Decimal
    movements: tuple[Movement, ...] = ()

    def receipts(self) -> dict[date, Decimal]:
        return self._by_day(m for m in self.movements if m.quantity > 0)

    def requirements(self) -> dict[date, Decimal]:
        """Quantities that go, as positive numbers."""
        return {
            day: -quantity
            for day, quantity in self._by_day(m for m in self.movements if m.quantity < 0).items()
        }

    def changes(self) -> list[tuple[date, Decimal]]:
        """Receipts minus requirements of each day, in order of days."""
        return sorted(self._by_day(self.movements).items())

    def _by_day(self, movements: Iterable[Movement]) -> dict[date, Decimal]:
        days: dict[date, Decimal] = defaultdict(lambda: ZERO)
        for movement in movements:
            days[max(movement.day, self.today)] += movement.quantity
        return dict(days)


def projected(outlook: Outlook, on: date) -> Decimal:
    """Stock plus receipts minus requirements up to and including a day."""
    return outlook.stock + sum((quantity for day, quantity in outlook.changes() if day <= on), ZERO)


def atp_qty(outlook: Outlook, on: date, *, window: timedelta | None = WINDOW) -> Decimal:
    """What may be promised for a day without taking it from later orders; may be negative.

    Later requirements count until the first day on which more comes than goes. `window` is
    how far they are looked for: None is without end.
    """
    need = ZERO
    for day, quantity in outlook.changes():
        if day <= on:
            continue
        if window is not None and day > on + window:
            break
        if quantity > 0:
            break
        need -= quantity
    return projected(outlook, on) - need


def earliest_date(
    outlook: Outlook, quantity: Decimal, needed: date, *, window: timedelta = WINDOW
) -> date | None:
    """The first day from `needed` on at which a quantity is there and stays untouched.

    None when the window holds no such day. Own demand must not be in the outlook.
    """
    available = projected(outlook, needed)
    candidate = needed if available >= quantity else None
    for day, change in outlook.changes():
        if day <= needed or day > needed + window:
            continue
        if change <= 0:
            available += change
            if available < quantity:
                candidate = None
            continue
        if candidate is not None:
            return candidate
        available += change
        if available >= quantity:
            return day
    return candidate
