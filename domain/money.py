"""Exact numbers: amounts, unit prices, quantities, percentages, and the one way to round.

Stored as scaled 64-bit integers, `Decimal` in Python, never `float`: SQLite keeps `Numeric`
as floating point without a warning. Rounding is half away from zero everywhere
(specification, section 0).
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

ZERO = Decimal(0)
CENT = Decimal("0.01")
UNIT_PRICE_STEP = Decimal("0.00001")
QUANTITY_STEP = Decimal("0.00001")
_LIMIT = 2**63 - 1


class Inexact(ValueError):
    """A value has more decimals, or more digits, than its column can hold."""


class Scaled(TypeDecorator[Decimal]):
    """A decimal with a fixed number of places, kept as a 64-bit integer.

    Raises:
        Inexact: the value would have to be rounded or does not fit. Rounding is the
            caller's decision, never the database's.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places
        self._zero = ZERO.scaleb(-places)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return self._written(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Decimal | None], int | None]:
        return self._written  # nothing of `impl` is needed after: a document has 500 such values

    def _written(self, value: Decimal | None) -> int | None:
        if not value:
            return None if value is None else 0
        scaled = Decimal(value).scaleb(self.places)
        whole = int(scaled)
        if whole != scaled:
            raise Inexact(f"{value} has more than {self.places} decimals")
        if abs(whole) > _LIMIT:
            raise Inexact(f"{value} is too large")
        return whole

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return self._read(value)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[int | None], Decimal | None]:
        return self._read

    def _read(self, value: int | None) -> Decimal | None:
        if not value:  # most columns of a line are zero
            return None if value is None else self._zero
        return Decimal(value).scaleb(-self.places)


Amount = Annotated[Decimal, mapped_column(Scaled(2))]
UnitPrice = Annotated[Decimal, mapped_column(Scaled(5))]
Quantity = Annotated[Decimal, mapped_column(Scaled(5))]
Percent = Annotated[Decimal, mapped_column(Scaled(5))]
Rate = Annotated[Decimal, mapped_column(Scaled(6))]


def round_to(value: Decimal, step: Decimal = CENT) -> Decimal:
    """Round to a multiple of `step`, half away from zero.

    A step need not be a power of ten: `round_to(Decimal("7.725"), Decimal("0.05"))` is 7.75.
    The result has the step's decimals.
    """
    steps = (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return (steps * step).quantize(step) if steps else ZERO.quantize(step)


def split(total: Decimal, weights: Sequence[Decimal], step: Decimal = CENT) -> list[Decimal]:
    """Share `total` in proportion to `weights`, carrying the rounding from part to part.

    The parts sum to `total` exactly when `total` is a multiple of `step`. With weights that
    sum to zero nothing can be shared and every part is zero.
    """
    whole = sum(weights, ZERO)
    if not whole:
        return [ZERO.quantize(step) for _ in weights]
    parts, carry = [], ZERO
    for weight in weights:
        exact = carry + total * weight / whole
        part = round_to(exact, step)
        carry = exact - part
        parts.append(part)
    return parts
