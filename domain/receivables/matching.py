"""How far money reaches: which part of it pays which debt, and what is forgiven on the way.

Pure arithmetic in one currency, with positive amounts on both sides: the caller turns signs
and currencies. Nothing is forgiven on a debt that stays open: a payment discount in time, or a
difference within the tolerance, only ever closes an entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.money import ZERO, round_to


@dataclass(frozen=True, kw_only=True)
class OpenAmount:
    """A debt that money may pay. `wanted` is what the payer named for it, if he did.

    `discount_until` is inclusive; days of grace are in it already.
    """

    entry: int
    remaining: Decimal
    discount_possible: Decimal = ZERO
    discount_until: date | None = None
    tolerance: Decimal = ZERO
    wanted: Decimal | None = None

    def discount_on(self, day: date) -> Decimal:
        """What the payer may leave out on that day."""
        if self.discount_until is None or day > self.discount_until:
            return ZERO
        return min(self.discount_possible, self.remaining)


@dataclass(frozen=True, kw_only=True)
class Match:
    """What becomes of a debt: paid with money, forgiven as discount or tolerance, left open."""

    entry: int
    paid: Decimal
    discount: Decimal = ZERO
    tolerance: Decimal = ZERO
    left: Decimal = ZERO

    @property
    def closed(self) -> Decimal:
        """All that leaves the debt."""
        return self.paid + self.discount + self.tolerance


def match(
    available: Decimal, debts: Sequence[OpenAmount], *, on: date, tolerate: bool = True
) -> tuple[Match, ...]:
    """Let `available` pay the debts in the order given.

    Money that pays all of them in full uses no discount. Where it falls short by no more than
    the discounts (and, with `tolerate`, the tolerances) of that day, all are closed; the
    discounts are taken first. Otherwise each debt is paid as far as the money goes. A debt
    with a `wanted` amount takes that much and no more.
    """
    if all(debt.wanted is None for debt in debts):
        together = _closing_all(available, debts, on=on, tolerate=tolerate)
        if together is not None:
            return together
    matches, rest = [], available
    for debt in debts:
        money = rest if debt.wanted is None else min(rest, debt.wanted)
        found = _one(money, debt, on=on, tolerate=tolerate)
        matches.append(found)
        rest -= found.paid
    return tuple(matches)


def tolerance_of(amount: Decimal, *, percent: Decimal, most: Decimal) -> Decimal:
    """How far a payment may miss a debt of `amount`; a `most` of zero sets no upper limit."""
    share = round_to(abs(amount) * percent / 100)
    return min(share, most) if most else share


def vat_in_discount(
    discount: Decimal, *, vat: Sequence[Decimal], total: Decimal
) -> tuple[Decimal, ...]:
    """The VAT inside a payment discount, per VAT group of the invoice it is taken on."""
    if not total:
        return tuple(ZERO for _ in vat)
    return tuple(round_to(discount * amount / total) for amount in vat)


def _closing_all(
    available: Decimal, debts: Sequence[OpenAmount], *, on: date, tolerate: bool
) -> tuple[Match, ...] | None:
    """All debts closed together, or None where the money does not reach that far."""
    missing = sum((debt.remaining for debt in debts), ZERO) - available
    if missing <= ZERO:
        return tuple(Match(entry=debt.entry, paid=debt.remaining) for debt in debts)
    matches = []
    for debt in debts:
        discount = min(missing, debt.discount_on(on))
        missing -= discount
        tolerance = min(missing, debt.tolerance) if tolerate else ZERO
        tolerance = min(tolerance, debt.remaining - discount)
        missing -= tolerance
        paid = debt.remaining - discount - tolerance
        matches.append(Match(entry=debt.entry, paid=paid, discount=discount, tolerance=tolerance))
    within_reach = available > ZERO and missing <= ZERO  # forgiving alone would be a gift
    return tuple(matches) if within_reach else None


def _one(money: Decimal, debt: OpenAmount, *, on: date, tolerate: bool) -> Match:
    missing = debt.remaining - money
    if missing <= ZERO:
        return Match(entry=debt.entry, paid=debt.remaining)
    discount = min(missing, debt.discount_on(on))
    tolerance = min(missing - discount, debt.tolerance) if tolerate else ZERO
    if money > ZERO and discount + tolerance == missing:
        return Match(entry=debt.entry, paid=money, discount=discount, tolerance=tolerance)
    return Match(entry=debt.entry, paid=money, left=missing)
