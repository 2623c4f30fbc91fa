"""Exact numbers: amounts, unit prices, quantities, percentages, and the one way to round.

Stored as scaled 64-bit integers, `Decimal` in Python, never `float`: SQLite keeps `Numeric`
as floating point without a warning. Rounding is half away from zero everywhere
(specification, section 0).
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Annotated

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

ZERO = Decimal(0)
CENT = Decimal("0.01")
UNIT_PRICE_STEP = Decimal("0.00001")
QUANTITY_STEP = Decimal("0.00001")
_LIMIT = 2**63 - 1
_REMEMBERED = 16_384  # a sale converts 2,500 values, most of them the same few


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

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return _writer(self.places)(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return _reader(self.places)(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Decimal | None], int | None]:
        return _writer(self.places)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[int | None], Decimal | None]:
        return _reader(self.places)


@cache
def _writer(places: int) -> Callable[[Decimal | None], int | None]:
    @lru_cache(maxsize=_REMEMBERED)
    def written(value: Decimal | None) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(places)
        whole = int(scaled)
        if whole != scaled:
            raise Inexact(f"{value} has more than {places} decimals")
        if abs(whole) > _LIMIT:
            raise Inexact(f"{value} is too large")
        return whole

    return written


@cache
def _reader(places: int) -> Callable[[int | None], Decimal | None]:
    @lru_cache(maxsize=_REMEMBERED)
    def read(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-places)

    return read


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
