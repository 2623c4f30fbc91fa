"""How much of a line is shipped or invoiced now: what was asked, checked against what is open.

Pure arithmetic on the lines (specification, section 3.4). Quantities are in the line's unit
and carry its sign.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import Command, InvalidField, Refusal
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.sales.documents import SalesDocument
from domain.sales.line_changes import find_line
from domain.sales.lines import LineChange, SalesLine, check_step, goods


@dataclass(frozen=True, kw_only=True)
class LineQuantity:
    """So much of one line, named by number or item. Without a quantity all that is open."""

    line_no: int | None = None
    item_no: str = ""
    quantity: Decimal | None = None


ShipLine = LineQuantity
InvoiceLine = LineQuantity


@dataclass(kw_only=True, eq=False)
class CannotShipMore(Refusal):
    """More than is outstanding, or in the wrong direction."""

    line_no: int
    item_no: str
    asked: Decimal
    max: Decimal

    def sentence(self) -> str:
        return (
            f"{self.item_no}: {_plain(self.asked)} cannot be shipped; {_plain(self.max)} are "
            "outstanding. Ship no more than that, or raise the line first."
        )


@dataclass(kw_only=True, eq=False)
class CannotInvoiceMore(Refusal):
    """More than was shipped and is shipped now, less what was invoiced."""

    line_no: int
    item_no: str
    asked: Decimal
    max: Decimal

    def sentence(self) -> str:
        return (
            f"{self.item_no}: {_plain(self.asked)} cannot be invoiced; {_plain(self.max)} is the "
            "most. Plan to ship more first."
        )


@dataclass(kw_only=True, eq=False)
class InvoiceMoreThanShipped(Refusal):
    """An invoice alone takes only what has left the house."""

    document_no: str
    item_no: str
    max: Decimal
    remedy: Command | None = None

    def sentence(self) -> str:
        if not self.item_no:
            return f"Nothing of {self.document_no} is shipped and not yet invoiced. Ship it first."
        return (
            f"{self.item_no}: {_plain(self.max)} are shipped and not yet invoiced, no more. Ship "
            "the rest first, or ship and invoice together."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,) if self.remedy else ()


@dataclass(kw_only=True, eq=False)
class UomImbalance(Refusal):
    """Packings and base units would not be complete at the same time."""

    item_no: str
    unit: str
    base_unit: str

    def sentence(self) -> str:
        return (
            f"{self.item_no}: the quantity in {self.unit} and in {self.base_unit} would not be "
            "complete together. Please ship the whole rest, or another quantity."
        )


def quantities_to_ship(
    document: SalesDocument, lines: Sequence[SalesLine], wanted: Sequence[LineQuantity]
) -> tuple[dict[int, Decimal], list[Refusal]]:
    """Per line number what is shipped now, and what cannot be. Without wishes what is planned."""
    if not wanted:
        planned = {line.line_no: line.qty_to_ship for line in goods(lines) if line.qty_to_ship}
        found = [_check_ship(line, planned.get(line.line_no, ZERO)) for line in goods(lines)]
        return planned, [refusal for refusal in found if refusal is not None]
    taken: dict[int, Decimal] = {}
    refusals: list[Refusal] = []
    for wish in wanted:
        try:
            line = named_line(lines, wish, document=document)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        quantity = line.outstanding if wish.quantity is None else wish.quantity
        quantity += taken.get(line.line_no, ZERO)
        problem = _check_ship(line, quantity)
        if problem is not None:
            refusals.append(problem)
        taken[line.line_no] = quantity
    return {line_no: quantity for line_no, quantity in taken.items() if quantity}, refusals


def quantities_to_invoice(
    document: SalesDocument, lines: Sequence[SalesLine], wanted: Sequence[LineQuantity]
) -> tuple[dict[int, Decimal], list[Refusal]]:
    """Per line number what an invoice takes of what has been shipped, and what it cannot take.

    Lines without goods are shipped by the invoice itself.
    """
    if not wanted:
        taken = {
            line.line_no: _smaller(line.qty_to_invoice, billable(line)) for line in goods(lines)
        }
        return {line_no: quantity for line_no, quantity in taken.items() if quantity}, []
    asked: dict[int, Decimal] = {}
    refusals: list[Refusal] = []
    for wish in wanted:
        try:
            line = named_line(lines, wish, document=document)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        most = billable(line)
        quantity = most if wish.quantity is None else wish.quantity
        quantity += asked.get(line.line_no, ZERO)
        if _beyond(quantity, most):
            refusals.append(
                InvoiceMoreThanShipped(document_no=document.number, item_no=line.item_no, max=most)
            )
        asked[line.line_no] = quantity
    return with_system_lines(lines, asked), refusals


def with_system_lines(
    lines: Sequence[SalesLine], taken: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """What is billed when people name lines: what the system keeps goes with the first of them."""
    bill = {line_no: quantity for line_no, quantity in taken.items() if quantity}
    if bill:
        bill |= {line.line_no: billable(line) for line in lines if line.system and billable(line)}
    return bill


def billable(line: SalesLine) -> Decimal:
    """What an invoice alone may take: goods that left, and all of what is no goods."""
    if line.stocked:
        return line.qty_shipped - line.qty_invoiced
    return line.quantity - line.qty_invoiced


def most_to_invoice(line: SalesLine) -> Decimal:
    """Shipped before and now, less what was invoiced."""
    return line.qty_shipped + line.qty_to_ship - line.qty_invoiced


def base_quantity(line: SalesLine, quantity: Decimal) -> Decimal:
    """The base units of a part of a line; the parts add up to the line's own."""
    before = round_to(line.qty_shipped * line.qty_per_unit, QUANTITY_STEP)
    upto = round_to((line.qty_shipped + quantity) * line.qty_per_unit, QUANTITY_STEP)
    return upto - before


def plan_shipping(line: SalesLine, quantity: Decimal) -> None:
    """Set what the next shipment takes; what the next invoice takes follows.

    Raises:
        CannotShipMore, UomImbalance, QtyPrecision: it cannot be shipped.
    """
    problem = _check_ship(line, quantity)
    if problem is not None:
        raise problem
    line.qty_to_ship = quantity
    line.qty_to_invoice = most_to_invoice(line)


def plan_invoicing(line: SalesLine, quantity: Decimal) -> None:
    """Set what the next invoice takes.

    Raises:
        CannotInvoiceMore: beyond what is shipped by then.
    """
    most = most_to_invoice(line)
    if _beyond(quantity, most):
        raise CannotInvoiceMore(
            line_no=line.line_no, item_no=line.item_no, asked=quantity, max=most
        )
    line.qty_to_invoice = quantity


def plan_rest(line: SalesLine, *, ship_quantity: str = "remainder") -> None:
    """After a posting the next one proposes all that is left, or nothing where set up so."""
    line.qty_to_ship = ZERO if ship_quantity == "blank" else line.outstanding
    line.qty_to_invoice = most_to_invoice(line)


def named_line(
    lines: Sequence[SalesLine], wish: LineQuantity, *, document: SalesDocument
) -> SalesLine:
    """The line a wish is about.

    Raises:
        NotFound, InvalidField: there is none, or several have the item.
    """
    if wish.quantity is not None and not wish.quantity.is_finite():
        raise InvalidField(field="Quantity", text="?", why="that is not a number")
    change = LineChange(op="set", item_no=wish.item_no, line_no=wish.line_no)
    return find_line(lines, change, document=document)


def _check_ship(line: SalesLine, quantity: Decimal) -> Refusal | None:
    if _beyond(quantity, line.outstanding):
        return CannotShipMore(
            line_no=line.line_no, item_no=line.item_no, asked=quantity, max=line.outstanding
        )
    try:
        check_step(line.item_no, quantity, step=QUANTITY_STEP)
    except Refusal as refusal:
        return refusal
    upto = line.qty_shipped + quantity
    base = round_to(upto * line.qty_per_unit, QUANTITY_STEP)
    if quantity and (upto == line.quantity) != (base == line.quantity_base):
        return UomImbalance(item_no=line.item_no, unit=line.unit, base_unit=line.base_unit)
    return None


def _beyond(quantity: Decimal, most: Decimal) -> bool:
    """Whether a quantity points the other way or goes further than what is open."""
    return abs(quantity) > abs(most) or quantity * most < 0


def _smaller(one: Decimal, other: Decimal) -> Decimal:
    if one * other <= 0:
        return ZERO
    return one if abs(one) < abs(other) else other


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
