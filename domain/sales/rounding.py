"""Rounding rules of documents: invoice rounding, and parts that add up to their whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import StrEnum

from domain.money import CENT, ZERO, round_to, split


class Direction(StrEnum):
    """Where invoice rounding goes; up and down are away from and towards zero."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


_MODES = {
    Direction.NEAREST: ROUND_HALF_UP,
    Direction.UP: ROUND_UP,
    Direction.DOWN: ROUND_DOWN,
}


@dataclass(frozen=True, kw_only=True)
class InvoiceRounding:
    """Totals are paid in multiples of `precision`, such as 0.05."""

    precision: Decimal
    direction: Direction = Direction.NEAREST

    def rounding_of(self, total: Decimal) -> Decimal:
        """The amount of the rounding line, without VAT: what must be added to the total."""
        steps = (total / self.precision).quantize(Decimal(1), rounding=_MODES[self.direction])
        return steps * self.precision - total


def cumulative_part(
    total: Decimal, *, upto: Decimal, whole: Decimal, already: Decimal, step: Decimal = CENT
) -> Decimal:
    """The share of `total` for the quantity `upto` out of `whole`, less what is `already` billed.

    Rounding the running sum, not the part, makes the parts add up to the total to the cent,
    however they are cut. A whole of zero has no parts.
    """
    if not whole:
        return ZERO.quantize(step)
    return round_to(total * upto / whole, step) - already


def share_out(total: Decimal, weights: Sequence[Decimal], *, step: Decimal = CENT) -> list[Decimal]:
    """Share `total` by weight with a running carry; what weighs nothing gets nothing.

    Without this a half cent on its way would fall on a weightless line, as -0.01. Where
    nothing weighs anything, nothing is shared.
    """
    heavy = iter(split(total, [weight for weight in weights if weight], step))
    return [next(heavy) if weight else ZERO.quantize(step) for weight in weights]
