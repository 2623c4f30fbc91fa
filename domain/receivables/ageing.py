"""Ageing: how long debts are overdue, in buckets of thirty days. Pure arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.money import ZERO

BUCKETS = ("current", "1-30", "31-60", "61-90", "over 90")
_EDGES = (0, 30, 60, 90)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What is open of one entry on the day that is looked at; credits are below zero."""

    currency: str
    due_date: date
    remaining: Decimal


@dataclass(frozen=True, kw_only=True)
class Ageing:
    """Debts in one currency by days past their due date; on the day itself none has passed."""

    currency: str
    amounts: tuple[Decimal, ...]  # as BUCKETS

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, ZERO)

    @property
    def overdue(self) -> Decimal:
        return sum(self.amounts[1:], ZERO)


def ageing(entries: Iterable[Owed], *, on: date) -> tuple[Ageing, ...]:
    """The buckets per currency, in the order the currencies occur."""
    sums: dict[str, list[Decimal]] = {}
    for entry in entries:
        amounts = sums.setdefault(entry.currency, [ZERO] * len(BUCKETS))
        amounts[bucket_of(entry.due_date, on=on)] += entry.remaining
    return tuple(
        Ageing(currency=currency, amounts=tuple(amounts)) for currency, amounts in sums.items()
    )


def bucket_of(due: date, *, on: date) -> int:
    """Which bucket a debt belongs to."""
    late = (on - due).days
    return sum(1 for edge in _EDGES if late > edge)
