"""When somebody is reminded, of what, and what interest comes to. Pure arithmetic.

Due for reminding is the day on which the grace is over, and never the due date itself
(domain.md 10, our own rule); after the first level grace counts from the last deadline set.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.calendar import DateFormula
from domain.money import ZERO, round_to

_HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of reminder terms, its formulas read."""

    number: int
    grace: DateFormula
    due: DateFormula
    fee: Decimal = ZERO
    with_interest: bool = False


@dataclass(frozen=True, kw_only=True)
class Debt:
    """An open debt as reminding sees it. `last_deadline` is what the last reminder set."""

    due_date: date
    reminded: int = 0  # levels so far
    last_deadline: date | None = None


@dataclass(frozen=True, kw_only=True)
class Interest:
    """Finance charge terms, their formula read; `pct` is for `period_days`."""

    pct: Decimal
    period_days: int
    grace: DateFormula


def next_level(debt: Debt, levels: tuple[Level, ...], *, most: int, on: date) -> Level | None:
    """The level at which a debt is reminded on a day; None while it is not its time.

    Beyond the last level it is repeated, up to `most` reminders in all (0 is without end).
    """
    if not levels or (most and debt.reminded >= most):
        return None
    level = levels[min(debt.reminded, len(levels) - 1)]
    since = debt.last_deadline if debt.reminded and debt.last_deadline else debt.due_date
    ripe = max(level.grace.after(since), since + timedelta(days=1))
    return level if ripe <= on else None


def interest_of(
    remaining: Decimal,
    terms: Interest,
    *,
    due_date: date,
    charged_until: date | None,
    on: date,
    step: Decimal,
) -> Decimal:
    """Interest on what is open, for the days since it was due or since the last charge.

    Nothing while the grace lasts; after it, for all days.
    """
    if on <= terms.grace.after(due_date):
        return ZERO
    days = (on - max(due_date, charged_until or due_date)).days
    if days <= 0:
        return ZERO
    return round_to(remaining * terms.pct / _HUNDRED * days / terms.period_days, step)
