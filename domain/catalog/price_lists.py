"""Price lists: their lines as frozen values, and what may not stand side by side.

A line names a product, whom it applies to, a quantity range and dates, and gives a price, a
line discount or both. Finding the best price of a sales line is `domain.catalog.prices`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.errors import InvalidField, Refusal, Several
from domain.money import ZERO

HUNDRED = Decimal(100)
ITEM_PRICE = "item"


class Product(StrEnum):
    """What a line prices. A category includes its sub-categories."""

    ITEM = "item"
    DISCOUNT_GROUP = "discount_group"
    CATEGORY = "category"


class AppliesTo(StrEnum):
    """Whose orders a line is for; a campaign is one named on the document."""

    ALL = "all"
    CUSTOMER = "customer"
    PRICE_GROUP = "price_group"
    DISCOUNT_GROUP = "discount_group"
    CAMPAIGN = "campaign"


class ListStatus(StrEnum):
    """Only active lines count."""

    DRAFT = "draft"
    ACTIVE = "active"
    INACTIVE = "inactive"


@dataclass(frozen=True, kw_only=True)
class PriceListLine:
    """One line of a price list; dates and quantities are inclusive, None is unlimited.

    `product_no` is an item, category or discount group; `variant` narrows an item to one. A
    blank `currency` is the local one, a blank `uom` any unit: `price` and the quantities are
    then per base unit. `based_on` is `ITEM_PRICE` or the code of another list, whose unit,
    currency and VAT convention the price takes over; `adjust_pct` then raises (+10) or lowers
    (-10) it. None means the line says nothing about price, or nothing about discount.
    """

    list_code: str
    line_no: int
    product: Product
    product_no: str
    variant: str = ""
    applies_to: AppliesTo = AppliesTo.ALL
    applies_to_no: str = ""
    currency: str = ""
    uom: str = ""
    min_qty: Decimal = ZERO
    max_qty: Decimal | None = None
    start: date | None = None
    end: date | None = None
    price: Decimal | None = None
    based_on: str | None = None
    adjust_pct: Decimal = ZERO
    discount_pct: Decimal | None = None
    allow_line_disc: bool = True
    allow_invoice_disc: bool = True
    price_includes_vat: bool = False
    status: ListStatus = ListStatus.ACTIVE

    @property
    def gives_price(self) -> bool:
        return self.price is not None or self.based_on is not None

    @property
    def gives_discount(self) -> bool:
        return self.discount_pct is not None

    def __str__(self) -> str:
        """How a refusal names the line: list, line and value."""
        return f"{self.list_code} line {self.line_no} ({self.value_text})"

    @property
    def value_text(self) -> str:
        """Price and discount in short, such as `95.00` or `item price +12 %, 5 % discount`."""
        parts = []
        if self.price is not None:
            parts.append(price_text(self.price))
        elif self.based_on is not None:
            base = "item price" if self.based_on == ITEM_PRICE else self.based_on
            parts.append(f"{base} {_plain(self.adjust_pct, sign='+')} %")
        if self.discount_pct is not None:
            parts.append(f"{_plain(self.discount_pct)} % discount")
        return ", ".join(parts)

    def in_force(self, day: date) -> bool:
        """Whether the line is active and `day` lies in its dates."""
        begun = self.start is None or self.start <= day
        return self.status is ListStatus.ACTIVE and begun and (self.end is None or day <= self.end)

    def covers(self, quantity: Decimal) -> bool:
        """Whether a quantity, without sign, lies in the range."""
        return self.min_qty <= quantity and (self.max_qty is None or quantity <= self.max_qty)


@dataclass(kw_only=True, eq=False)
class PriceConflict(Refusal):
    """Two lines give the same product different prices, or price lists refer to each other."""

    first: str
    second: str
    why: str

    def sentence(self) -> str:
        return f"{self.first} and {self.second} contradict each other: {self.why}."


def price_text(price: Decimal) -> str:
    """A unit price with at least two decimals and no needless zeros."""
    places = -int(price.normalize().as_tuple().exponent)
    return f"{price:.{max(places, 2)}f}"


def check_price_line(line: PriceListLine) -> None:
    """Refuse a line that makes no sense by itself, whatever other lines say.

    Raises:
        InvalidField, Several: every fault of the line at once.
    """
    faults = [
        ("Price", line.value_text or "-", "give a price, a base or a discount"),
        ("Price", line.value_text, "a price cannot be typed and based on another one at once"),
        ("Price", line.value_text, "a price cannot be negative"),
        ("Line discount", line.value_text, "it must lie between 0 and 100 %"),
        ("Adjustment", line.value_text, "it cannot lower a price by more than 100 %"),
        ("Quantity", f"{line.min_qty:f} to {line.max_qty}", "the range is empty or negative"),
        ("Dates", f"{line.start} to {line.end}", "the end is before the start"),
        ("Variant", line.variant or "-", "only a line for an item can name a variant"),
        ("Applies to", line.applies_to_no or "-", "name whom it applies to, or choose all"),
    ]
    wrong = [
        not line.gives_price and not line.gives_discount,
        line.price is not None and line.based_on is not None,
        line.price is not None and line.price < 0,
        line.discount_pct is not None and not ZERO <= line.discount_pct <= HUNDRED,
        line.adjust_pct < -HUNDRED,
        line.min_qty < 0 or (line.max_qty is not None and line.max_qty < line.min_qty),
        line.start is not None and line.end is not None and line.end < line.start,
        bool(line.variant) and line.product is not Product.ITEM,
        bool(line.applies_to_no) is (line.applies_to is AppliesTo.ALL),
    ]
    refusals = tuple(
        InvalidField(field=field, text=text, why=why)
        for (field, text, why), is_wrong in zip(faults, wrong, strict=True)
        if is_wrong
    )
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Several(refusals=refusals)


def check_activation(lines: Sequence[PriceListLine], others: Iterable[PriceListLine]) -> None:
    """Refuse to activate `lines` beside `others`.

    Of the others only active ones matter, and older versions of `lines` do not.

    Raises:
        PriceConflict: a line equals another one in product, applies-to, currency, unit and
            quantity range, their dates overlap and their values differ; or `based_on` leads
            from a list back to itself.
    """
    edited = {(line.list_code, line.line_no) for line in lines}
    active = [
        line
        for line in others
        if line.status is ListStatus.ACTIVE and (line.list_code, line.line_no) not in edited
    ]
    by_scope: dict[tuple[object, ...], list[PriceListLine]] = {}
    for line in active:
        by_scope.setdefault(_scope(line), []).append(line)
    for line in lines:
        same_scope = by_scope.setdefault(_scope(line), [])
        for other in same_scope:
            _check_pair(other, line)
        same_scope.append(line)
    _check_chain([*active, *lines])


def check_no_conflict(lines: Sequence[PriceListLine]) -> None:
    """Refuse to choose by chance among lines that contradict each other."""
    for index, line in enumerate(lines):
        for other in lines[:index]:
            if _scope(line) == _scope(other):
                _check_pair(other, line)


def _scope(line: PriceListLine) -> tuple[object, ...]:
    """What two lines must have in common to contradict each other."""
    return (
        *(line.product, line.product_no, line.variant, line.applies_to, line.applies_to_no),
        *(line.currency, line.uom, line.min_qty, line.max_qty),
    )


def _check_pair(other: PriceListLine, line: PriceListLine) -> None:
    starts_too_late = line.end is not None and other.start is not None and other.start > line.end
    ended_before = other.end is not None and line.start is not None and other.end < line.start
    if starts_too_late or ended_before:
        return
    prices_differ = (
        line.gives_price and other.gives_price and _price_terms(line) != _price_terms(other)
    )
    discounts_differ = (
        line.gives_discount and other.gives_discount and line.discount_pct != other.discount_pct
    )
    if prices_differ or discounts_differ:
        whom = line.applies_to_no or "all customers"
        product = " ".join(filter(None, (line.product_no, line.variant)))
        why = f"both price {product} for {whom} at the same time; change or end one of them"
        raise PriceConflict(first=str(other), second=str(line), why=why)


def _price_terms(line: PriceListLine) -> tuple[object, ...]:
    return (
        *(line.price, line.based_on, line.adjust_pct, line.price_includes_vat),
        *(line.allow_line_disc, line.allow_invoice_disc),
    )


def _check_chain(lines: Iterable[PriceListLine]) -> None:
    bases: dict[str, set[str]] = {}
    for line in lines:
        if line.based_on not in (None, ITEM_PRICE):
            bases.setdefault(line.list_code, set()).add(str(line.based_on))
    for code in bases:
        seen: set[str] = set()
        ahead = set(bases[code])
        while ahead:
            base = ahead.pop()
            if base == code:
                first = sorted(bases[code])[0]
                raise cycle(f"list {code}", f"list {first}")
            if base not in seen:
                seen.add(base)
                ahead |= bases.get(base, set())


def cycle(first: str, second: str) -> PriceConflict:
    """The refusal for lists that are based on each other."""
    why = "each is based on the other, directly or by way of further lists"
    return PriceConflict(first=first, second=second, why=why)


def _plain(value: Decimal, *, sign: str = "-") -> str:
    text = f"{value:{sign}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
