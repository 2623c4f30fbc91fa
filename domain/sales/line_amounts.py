"""The amount of one line: quantity times price, less the line discount.

Of a typed pair (amount, percentage) the amount is the truth and the percentage is shown.
Amounts are in the document's currency and price convention and carry the quantity's sign.
Which price and discount apply is decided in `domain.catalog.prices`.
"""

from dataclasses import dataclass
from decimal import Decimal

from domain.errors import Refusal
from domain.money import CENT, UNIT_PRICE_STEP, ZERO, round_to
from domain.sales.part_billing import Billed

HUNDRED = Decimal(100)
PERCENT_STEP = Decimal("0.00001")


@dataclass(frozen=True, kw_only=True)
class LineAmounts:
    """What a line costs. `gross` is before the line discount, `line_amount` after it."""

    quantity: Decimal
    unit_price: Decimal
    gross: Decimal
    discount_pct: Decimal
    discount_amount: Decimal
    line_amount: Decimal


@dataclass(kw_only=True, eq=False)
class InvalidLineAmount(Refusal):
    """A typed discount or line amount that means a discount below 0 % or above 100 %."""

    field: str
    given: Decimal
    lowest: Decimal
    highest: Decimal

    def sentence(self) -> str:
        return (
            f"The {self.field} must lie between {self.lowest:f} and {self.highest:f}; "
            f"{self.given:f} is outside. A discount cannot be below 0 % or above 100 %."
        )


def line_amounts(
    quantity: Decimal,
    unit_price: Decimal,
    *,
    discount_pct: Decimal = ZERO,
    step: Decimal = CENT,
) -> LineAmounts:
    """The amounts of a line with a discount in percent.

    Raises:
        InvalidLineAmount: the percentage is not from 0 to 100.
    """
    _check("line discount %", discount_pct, bound=HUNDRED)
    gross = round_to(quantity * unit_price, step)
    discount = round_to(gross * discount_pct / HUNDRED, step)
    return _amounts(quantity, unit_price, gross=gross, pct=discount_pct, discount=discount)


def with_discount_amount(
    quantity: Decimal, unit_price: Decimal, *, discount_amount: Decimal, step: Decimal = CENT
) -> LineAmounts:
    """The amounts of a line whose discount was typed as an amount for the whole line."""
    gross = round_to(quantity * unit_price, step)
    discount = round_to(discount_amount, step)
    _check("line discount", discount, bound=gross)
    return _amounts(
        quantity, unit_price, gross=gross, pct=_percent(discount, gross), discount=discount
    )


def with_line_amount(
    quantity: Decimal, unit_price: Decimal, *, line_amount: Decimal, step: Decimal = CENT
) -> LineAmounts:
    """The amounts of a line whose amount after discount was typed."""
    gross = round_to(quantity * unit_price, step)
    amount = round_to(line_amount, step)
    _check("line amount", amount, bound=gross)
    discount = gross - amount
    return _amounts(
        quantity, unit_price, gross=gross, pct=_percent(discount, gross), discount=discount
    )


def off_per_unit(
    quantity: Decimal, unit_price: Decimal, *, off: Decimal, step: Decimal = CENT
) -> LineAmounts:
    """ "`off` less per unit": the unit price stays and the discount percentage follows."""
    _check("discount per unit", off, bound=unit_price)
    pct = _percent(off, unit_price)
    return line_amounts(quantity, unit_price, discount_pct=pct, step=step)


def net_unit_price(
    unit_price: Decimal, *, off: Decimal, price_step: Decimal = UNIT_PRICE_STEP
) -> Decimal:
    """The unit price shown beside "`off` less per unit"."""
    return round_to(unit_price - off, price_step)


def changed_after_billing(
    billed: Billed,
    quantity: Decimal,
    unit_price: Decimal,
    *,
    discount_pct: Decimal = ZERO,
    step: Decimal = CENT,
) -> LineAmounts:
    """New price, discount or quantity on a partly invoiced line: what is billed stands.

    The rest of the quantity is charged at the new terms. `quantity` is that of the whole line.
    """
    rest = line_amounts(
        quantity - billed.quantity, unit_price, discount_pct=discount_pct, step=step
    )
    gross = billed.gross + rest.gross
    amount = billed.line_amount + rest.line_amount
    return LineAmounts(
        quantity=quantity,
        unit_price=unit_price,
        gross=gross,
        discount_pct=discount_pct,
        discount_amount=gross - amount,
        line_amount=amount,
    )


def _amounts(
    quantity: Decimal, unit_price: Decimal, *, gross: Decimal, pct: Decimal, discount: Decimal
) -> LineAmounts:
    return LineAmounts(
        quantity=quantity,
        unit_price=unit_price,
        gross=gross,
        discount_pct=pct,
        discount_amount=discount,
        line_amount=gross - discount,
    )


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return round_to(part / whole * HUNDRED, PERCENT_STEP) if whole else ZERO


def _check(field: str, given: Decimal, *, bound: Decimal) -> None:
    lowest, highest = min(bound, ZERO), max(bound, ZERO)
    if not lowest <= given <= highest:
        raise InvalidLineAmount(field=field, given=given, lowest=lowest, highest=highest)
