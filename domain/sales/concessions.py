"""Concessions: what somebody sells below our own price, however he does it.

A discount on a line, one on the whole document and a low typed price come to the same: what
is paid for a unit against what our lists ask for it. What the lists and the customer's
discount code give by themselves is our own offer and no concession. Above the setup's
`max_discount_pct` a concession waits for approval (specification, section 9.5). Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from domain.catalog.price_lists import price_text
from domain.money import UNIT_PRICE_STEP, ZERO, round_to
from domain.sales.documents import DiscountKind, SalesDocument
from domain.sales.lines import SalesLine, goods

HUNDRED = Decimal(100)
_SHOWN = Decimal("0.01")
_SLACK = UNIT_PRICE_STEP / 2  # our price itself was rounded to this


@dataclass(frozen=True, kw_only=True)
class Concession:
    """One line sold below our price, or goods taken back above it; prices are per unit.

    `pct` is of our price and always above zero.
    """

    item_no: str
    pct: Decimal
    paid: Decimal
    ours: Decimal
    taken_back: bool = False

    def __str__(self) -> str:
        shown = self.pct.quantize(_SHOWN, rounding=ROUND_UP)  # never "10 %" for what is above it
        what = f"off {self.item_no}"
        if self.taken_back:
            what = f"above our price for {self.item_no} taken back"
        return f"{_plain(shown)} % {what} ({_price(self.paid)} instead of {_price(self.ours)})"


def concessions(
    document: SalesDocument, lines: Sequence[SalesLine], *, allowed_pct: Decimal
) -> tuple[Concession, ...]:
    """The lines on which more than `allowed_pct` of our price is given away, in their order.

    A line without a price of ours has nothing to compare with and is left out.
    """
    off_all = _typed_discount(document, lines)
    found: list[Concession] = []
    for line in goods(lines):
        paid = line.unit_price * (HUNDRED - line.discount_pct) / HUNDRED
        if line.allow_invoice_disc:
            paid = paid * (HUNDRED - off_all) / HUNDRED
        taken_back = line.quantity < ZERO
        given = paid - line.our_price if taken_back else line.our_price - paid
        if line.our_price and given - line.our_price * allowed_pct / HUNDRED > _SLACK:
            found.append(
                Concession(
                    item_no=line.item_no,
                    pct=given / line.our_price * HUNDRED,
                    paid=paid,
                    ours=line.our_price,
                    taken_back=taken_back,
                )
            )
    return tuple(found)


def why_it_waits(
    found: Sequence[Concession], lines: Sequence[SalesLine], *, allowed_pct: Decimal
) -> str:
    """One sentence that names the largest concession; empty without any."""
    if not found:
        return ""
    largest = max(found, key=lambda each: each.pct)
    if len(found) == 1:
        return f"{largest} exceeds the {_plain(allowed_pct)} % allowed without approval."
    return (
        f"{len(found)} of {len(goods(lines))} lines exceed the discount of {_plain(allowed_pct)} % "
        f"allowed without approval; the largest is {largest}."
    )


def _typed_discount(document: SalesDocument, lines: Sequence[SalesLine]) -> Decimal:
    """What one of our people took off the whole document, in percent."""
    if document.discount_kind == DiscountKind.PERCENT:
        return document.discount_value
    if document.discount_kind == DiscountKind.AMOUNT:
        base = sum((line.line_amount for line in lines if line.allow_invoice_disc), ZERO)
        return document.discount_value / base * HUNDRED if base else ZERO
    return ZERO


def _price(price: Decimal) -> str:
    return price_text(round_to(price, UNIT_PRICE_STEP))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
