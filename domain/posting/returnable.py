"""What may come back: of a posted invoice, or of an order that was shipped and not billed yet.

Only what has not come back before, and is not announced to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.errors import NotFound, Refusal
from domain.money import ZERO
from domain.posting.invoice_rows import PostedInvoiceLine
from domain.posting.posted_bills import Bill, credited_so_far
from domain.posting.return_orders import announced_for_invoice, announced_for_order
from domain.sales.documents import SalesDocument
from domain.sales.lines import SalesLine, ZeroQuantity, goods, lines_of
from domain.sales.part_billing import NOTHING_BILLED
from domain.sales.pricing import raise_all
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class ReturnWish:
    """So much of one line comes back, named by line or item; None is all that is left of it."""

    line_no: int | None = None
    item_no: str = ""
    quantity: Decimal | None = None


@dataclass(kw_only=True, eq=False)
class ReturnExceedsShipped(Refusal):
    """More would come back than left and is still with the customer."""

    item_no: str
    asked: Decimal
    max: Decimal

    def sentence(self) -> str:
        if not self.max:
            return (
                f"All of {self.item_no} has come back already, or none was shipped. Please check "
                "which document the goods belong to."
            )
        return (
            f"{self.item_no}: {self.asked.normalize():f} cannot come back; "
            f"{self.max.normalize():f} are still with the customer. Return no more than that."
        )


@dataclass(frozen=True, kw_only=True)
class Left:
    """A line goods may come back of, and how much of it."""

    line: PostedInvoiceLine | SalesLine
    left: Decimal
    invoice_no: str = ""


def left_of_bill(work: Work, bill: Bill) -> list[Left]:
    """What was billed less what is coming back and what was credited without a return."""
    announced = announced_for_invoice(work, bill.number)
    credited = credited_so_far(work, bill)
    found = []
    for line in bill.charged:
        gone = max(
            announced.get(line.line_no, ZERO),
            credited.get(line.line_no, NOTHING_BILLED).quantity,
        )
        if line.quantity > ZERO and not line.prepayment and line.type != "charge_item":
            found.append(Left(line=line, left=line.quantity - gone, invoice_no=bill.number))
    return found


def left_of_order(work: Work, order: SalesDocument) -> list[Left]:
    """What was shipped of an order and not billed, less what is coming back of that."""
    announced = announced_for_order(work, order.number)
    found = []
    for line in goods(lines_of(work.session, order.number)):
        unbilled = line.qty_shipped - line.qty_invoiced
        if unbilled > ZERO:
            left = unbilled - announced.get(line.line_no, ZERO)
            found.append(Left(line=line, left=max(left, ZERO)))
    return found


def chosen_lines(
    source: Sequence[Left], wishes: Sequence[ReturnWish]
) -> list[tuple[Left, Decimal]]:
    if not wishes:
        rest = [(each, each.left) for each in source if each.left]
        if not rest:
            raise ReturnExceedsShipped(item_no="the document", asked=ZERO, max=ZERO)
        return rest
    chosen: list[tuple[Left, Decimal]] = []
    refusals: list[Refusal] = []
    for wish_ in wishes:
        found = _named(source, wish_)
        gone = sum((quantity for each, quantity in chosen if each.line is found.line), ZERO)
        found = replace(found, left=found.left - gone)
        refusal = _check(found, wish_)
        if refusal is not None:
            refusals.append(refusal)
        chosen.append((found, found.left if wish_.quantity is None else wish_.quantity))
    raise_all(refusals)
    return chosen


def _named(source: Sequence[Left], wish_: ReturnWish) -> Left:
    item = wish_.item_no.strip().upper()
    for each in source:
        if wish_.line_no in (None, each.line.line_no) and item in ("", each.line.item_no.upper()):
            return each
    raise NotFound(kind="line", text=item or str(wish_.line_no))


def _check(found: Left, wish_: ReturnWish) -> Refusal | None:
    item_no = found.line.item_no
    asked = found.left if wish_.quantity is None else wish_.quantity
    if not asked.is_finite() or (wish_.quantity is not None and asked <= ZERO):
        return ZeroQuantity(item_no=item_no)
    if asked > found.left or not found.left:
        return ReturnExceedsShipped(item_no=item_no, asked=asked, max=found.left)
    return None
