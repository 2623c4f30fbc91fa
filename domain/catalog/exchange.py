"""Currencies and exchange rates.

A rate is a pair of equal amounts, never a rounded quotient: every conversion multiplies by
one and divides by the other, and rounds once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.errors import Refusal
from domain.money import CENT, UNIT_PRICE_STEP, round_to


@dataclass(frozen=True, kw_only=True)
class Currency:
    """How a currency rounds. A precision is a step (0.05, 1), not a number of digits."""

    code: str  # ISO 4217
    amount_precision: Decimal = CENT
    unit_price_precision: Decimal = UNIT_PRICE_STEP


@dataclass(frozen=True, kw_only=True)
class ExchangeRate:
    """From `day` on, `foreign_amount` of the currency equals `lcy_amount` of ours."""

    currency: str
    day: date
    foreign_amount: Decimal
    lcy_amount: Decimal

    @property
    def currency_factor(self) -> Decimal:
        """Foreign per local, to be shown only; amounts are never converted with it."""
        return self.foreign_amount / self.lcy_amount

    def to_lcy(self, amount: Decimal, *, step: Decimal = CENT) -> Decimal:
        """A foreign amount in local currency, rounded to the local step."""
        return round_to(amount * self.lcy_amount / self.foreign_amount, step)

    def to_foreign(self, amount: Decimal, *, step: Decimal = CENT) -> Decimal:
        """A local amount in the foreign currency, rounded to that currency's step."""
        return round_to(self.exact_foreign(amount), step)

    def exact_foreign(self, amount: Decimal) -> Decimal:
        """The same unrounded, for prices on which more arithmetic follows."""
        return amount * self.foreign_amount / self.lcy_amount


@dataclass(kw_only=True, eq=False)
class NoExchangeRate(Refusal):
    """No rate of that currency is dated on or before the day."""

    currency: str
    day: date

    def sentence(self) -> str:
        return (
            f"There is no exchange rate for {self.currency} on or before "
            f"{self.day:%d %b %Y}. Please enter one."
        )


def rate_on(rates: Iterable[ExchangeRate], currency: str, *, day: date) -> ExchangeRate:
    """The newest rate of the currency dated on or before the day.

    Raises:
        NoExchangeRate: there is none.
    """
    known = [rate for rate in rates if rate.currency == currency and rate.day <= day]
    if not known:
        raise NoExchangeRate(currency=currency, day=day)
    return max(known, key=lambda rate: rate.day)


def currency_rounding(lcy_amounts: Iterable[Decimal]) -> Decimal:
    """What a posting must add to reach zero after each amount was converted on its own."""
    return -sum(lcy_amounts, Decimal(0))
