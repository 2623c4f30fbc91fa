"""The best price and line discount of a sales line.

Steps as in the specification, section 4: candidates, quantity, currency, most specific
product, lowest price, highest discount. Prices and discounts are chosen separately, and the
line that was taken is named, so that anybody can see where a price comes from.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.catalog.exchange import ExchangeRate
from domain.catalog.price_lists import (
    ITEM_PRICE,
    AppliesTo,
    PriceListLine,
    Product,
    check_no_conflict,
    cycle,
    price_text,
)
from domain.money import QUANTITY_STEP, UNIT_PRICE_STEP, ZERO, round_to

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class PricedItem:
    """The item as pricing sees it; prices are per base unit, in local currency.

    `categories` starts with the item's own and goes up to the root.
    """

    item_no: str
    unit_price: Decimal = ZERO
    variant_price: Decimal | None = None
    discount_group: str = ""
    categories: tuple[str, ...] = ()
    price_includes_vat: bool = False
    allow_invoice_disc: bool = True


@dataclass(frozen=True, kw_only=True)
class PriceQuestion:
    """What a line asks: who buys how much of what, when, and how the document states prices.

    The customer is the bill-to customer. `day` is the order date, on invoices and credit
    memos the posting date. `rate` converts local amounts into `currency` (None: local).
    `vat_pct` and `vat_per_unit` say how a net price per base unit becomes one incl. VAT.
    """

    customer_no: str
    item: PricedItem
    day: date
    quantity: Decimal
    uom: str
    qty_per_uom: Decimal = Decimal(1)
    variant: str = ""
    price_group: str = ""
    discount_group: str = ""
    campaign: str = ""
    currency: str = ""
    rate: ExchangeRate | None = None
    prices_include_vat: bool = False
    vat_pct: Decimal = ZERO
    vat_per_unit: Decimal = ZERO
    allow_line_disc: bool = True
    price_step: Decimal = UNIT_PRICE_STEP

    @property
    def base_quantity(self) -> Decimal:
        return round_to(abs(self.quantity) * self.qty_per_uom, QUANTITY_STEP)

    def matches_customer(self, line: PriceListLine) -> bool:
        wanted = {
            AppliesTo.CUSTOMER: self.customer_no,
            AppliesTo.PRICE_GROUP: self.price_group,
            AppliesTo.DISCOUNT_GROUP: self.discount_group,
            AppliesTo.CAMPAIGN: self.campaign,
        }
        if line.applies_to is AppliesTo.ALL:
            return True
        return bool(line.applies_to_no) and wanted[line.applies_to] == line.applies_to_no

    def distance(self, line: PriceListLine) -> int | None:
        """How far the line's product is from this one: 0 is the exact variant, None no match."""
        if line.product is Product.ITEM:
            is_it = line.product_no == self.item.item_no and line.variant in ("", self.variant)
            return (0 if line.variant else 1) if is_it else None
        if line.product is Product.DISCOUNT_GROUP:
            group = self.item.discount_group
            return 2 if group and line.product_no == group else None
        if line.product_no in self.item.categories:
            return 2 + self.item.categories.index(line.product_no)
        return None

    def in_time_and_range(self, line: PriceListLine) -> bool:
        if line.uom and line.uom != self.uom:
            return False
        quantity = abs(self.quantity) if line.uom else self.base_quantity
        return line.in_force(self.day) and line.covers(quantity)


@dataclass(frozen=True, kw_only=True)
class LinePrice:
    """What a line costs by the lists, in the document's currency, unit and VAT convention.

    `price_missing`: neither list nor item knows a price, so the price must be asked for. The
    lines taken are None where the item price or no discount holds. `explanation` is for
    people: "95.00 from RETAIL list".
    """

    unit_price: Decimal
    discount_pct: Decimal
    allow_line_disc: bool
    allow_invoice_disc: bool
    price_missing: bool
    price_line: PriceListLine | None
    discount_line: PriceListLine | None
    explanation: str

    @property
    def price_after_discount(self) -> Decimal:
        """What one unit comes to by our lists alone."""
        return round_to(self.unit_price * (HUNDRED - self.discount_pct) / HUNDRED, UNIT_PRICE_STEP)


@dataclass(frozen=True, kw_only=True)
class _Price:
    """A price in its own terms, before it is converted to those of the document."""

    amount: Decimal
    per_base_unit: bool
    foreign: bool
    includes_vat: bool


def best_price(question: PriceQuestion, lines: Iterable[PriceListLine]) -> LinePrice:
    """The lowest price and the highest discount among the most specific lines that apply.

    `lines` may hold more than applies: drafts, other items, other customers.

    Raises:
        PriceConflict: two lines that apply contradict each other, or lists are based on each
            other in a circle.
    """
    known = list(lines)
    mine = _candidates(question, known, whom=question.matches_customer)
    in_currency = _in_currency(question, mine)
    prices = _most_specific(question, [line for line in in_currency if line.gives_price])
    discounts = _most_specific(question, [line for line in in_currency if line.gives_discount])
    check_no_conflict(prices)
    check_no_conflict(discounts)
    discounts.sort(key=_place)

    taken, price = _lowest(question, prices, known, path=())
    if price is None:
        price = _item_price(question)
    unit_price = _converted(question, price) if price else ZERO
    allowed = question.allow_line_disc and (taken is None or taken.allow_line_disc)
    discount = max(discounts, key=_discount_of, default=None) if allowed else None
    return LinePrice(
        unit_price=unit_price,
        discount_pct=_discount_of(discount) if discount else ZERO,
        allow_line_disc=allowed,
        allow_invoice_disc=question.item.allow_invoice_disc
        and (taken is None or taken.allow_invoice_disc),
        price_missing=price is None,
        price_line=taken,
        discount_line=discount,
        explanation=_explained(unit_price, price, taken, discount),
    )


def must_reprice(
    *, item_changed: bool, uom_changed: bool, quantity_changed: bool, terms_agreed: bool
) -> bool:
    """Whether an edit of a line asks the lists again and overwrites a price typed by hand.

    `terms_agreed`: the line came from a quote's conversion, a blanket order or a posted
    document, so that another quantity keeps price and discount.
    """
    return item_changed or uom_changed or (quantity_changed and not terms_agreed)


def _candidates(
    question: PriceQuestion,
    lines: Iterable[PriceListLine],
    *,
    whom: Callable[[PriceListLine], bool],
) -> list[PriceListLine]:
    return [
        line
        for line in lines
        if question.distance(line) is not None and question.in_time_and_range(line) and whom(line)
    ]


def _in_currency(question: PriceQuestion, lines: Sequence[PriceListLine]) -> list[PriceListLine]:
    """Keep prices in the document's currency, failing that local ones; pure discounts stay."""
    own = any(line.gives_price and line.currency == question.currency for line in lines)
    wanted = question.currency if own else ""
    return [line for line in lines if not line.gives_price or line.currency == wanted]


def _most_specific(question: PriceQuestion, lines: Sequence[PriceListLine]) -> list[PriceListLine]:
    distances = [(question.distance(line), line) for line in lines]
    nearest = min((d for d, _ in distances if d is not None), default=None)
    return [line for distance, line in distances if distance == nearest]


def _lowest(
    question: PriceQuestion,
    lines: Sequence[PriceListLine],
    known: Sequence[PriceListLine],
    *,
    path: tuple[str, ...],
) -> tuple[PriceListLine | None, _Price | None]:
    """The line with the lowest price; equal ones are told apart by list and line number."""
    best: tuple[PriceListLine | None, _Price | None] = (None, None)
    for line in sorted(lines, key=_place):
        price = _price_of(question, line, known, path=path)
        if price is None:
            continue
        if best[1] is None or _exact(question, price) < _exact(question, best[1]):
            best = (line, price)
    return best


def _price_of(
    question: PriceQuestion,
    line: PriceListLine,
    known: Sequence[PriceListLine],
    *,
    path: tuple[str, ...],
) -> _Price | None:
    if line.price is not None:
        return _Price(
            amount=line.price,
            per_base_unit=not line.uom,
            foreign=bool(line.currency),
            includes_vat=line.price_includes_vat,
        )
    if line.based_on == ITEM_PRICE:
        base = _item_price(question)
    else:
        base = _price_in_list(question, str(line.based_on), known, path=(*path, line.list_code))
    if base is None:
        return None
    factor = 1 + line.adjust_pct / HUNDRED
    return _Price(
        amount=round_to(base.amount * factor, question.price_step),
        per_base_unit=base.per_base_unit,
        foreign=base.foreign,
        includes_vat=base.includes_vat,
    )


def _price_in_list(
    question: PriceQuestion,
    list_code: str,
    known: Sequence[PriceListLine],
    *,
    path: tuple[str, ...],
) -> _Price | None:
    """What a list says, asked as a source of prices: whom it applies to does not matter."""
    if list_code in path:
        raise cycle(f"list {path[-1]}", f"list {list_code}")
    of_list = [line for line in known if line.list_code == list_code and line.gives_price]
    found = _candidates(question, of_list, whom=lambda _: True)
    prices = _most_specific(question, _in_currency(question, found))
    check_no_conflict(prices)
    return _lowest(question, prices, known, path=path)[1]


def _item_price(question: PriceQuestion) -> _Price | None:
    variant_price = question.item.variant_price if question.variant else None
    amount = variant_price or question.item.unit_price
    if not amount:
        return None
    return _Price(
        amount=amount,
        per_base_unit=True,
        foreign=False,
        includes_vat=question.item.price_includes_vat,
    )


def _exact(question: PriceQuestion, price: _Price) -> Decimal:
    """The price in the document's unit, currency and VAT convention, unrounded."""
    amount = price.amount * question.qty_per_uom if price.per_base_unit else price.amount
    if question.rate is not None and not price.foreign:
        amount = question.rate.exact_foreign(amount)
    fee = question.vat_per_unit * question.qty_per_uom
    if question.prices_include_vat and not price.includes_vat:
        return amount * (1 + question.vat_pct / HUNDRED) + fee
    if price.includes_vat and not question.prices_include_vat:
        return (amount - fee) / (1 + question.vat_pct / HUNDRED)
    return amount


def _converted(question: PriceQuestion, price: _Price) -> Decimal:
    return round_to(_exact(question, price), question.price_step)


def _discount_of(line: PriceListLine) -> Decimal:
    return line.discount_pct or ZERO


def _place(line: PriceListLine) -> tuple[str, int]:
    """Tells equal offers apart, so that the same one is named every time."""
    return line.list_code, line.line_no


def _explained(
    unit_price: Decimal,
    price: _Price | None,
    taken: PriceListLine | None,
    discount: PriceListLine | None,
) -> str:
    if price is None:
        text = "no price known"
    elif taken is None:
        text = f"{price_text(unit_price)} item price"
    else:
        text = f"{price_text(unit_price)} from {taken.list_code} list"
    if discount is not None and discount.discount_pct:
        pct = price_text(discount.discount_pct).removesuffix(".00")
        text += f", {pct} % discount from {discount.list_code} list"
    return text
