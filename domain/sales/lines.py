"""Lines of sales documents: so much of an item, at a price, with its share of discount and VAT.

Rows and the checks of what may be typed into them. Prices are found in `pricing`, amounts
in `amounts`; what was shipped or invoiced is counted here once posting has done it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, bindparam, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from domain.catalog.wanted import LineRequest as LineRequest
from domain.database import Base
from domain.errors import Command, InvalidField, Refusal
from domain.money import QUANTITY_STEP, UNIT_PRICE_STEP, ZERO, Amount, Percent, Quantity, UnitPrice

STEP = 10_000  # line numbers leave room for lines put between
MOST = Decimal(1_000_000_000)
MOST_AMOUNT = Decimal("1000000000000")
_LONGEST_COMMENT = 500
_COMPUTED = (
    "type",
    "item_no",
    "variant",
    "description",
    "unit",
    "base_unit",
    "qty_per_unit",
    "quantity",
    "quantity_base",
    "unit_price",
    "price_manual",
    "price_kept",
    "price_note",
    "our_price",
    "discount_pct",
    "discount_manual",
    "discount_amount",
    "line_amount",
    "allow_invoice_disc",
    "inv_discount_amount",
    "net_amount",
    "vat_amount",
    "vat_group",
    "vat_identifier",
    "vat_pct",
    "vat_calc_type",
    "stocked",
    "requested_delivery",
    "shipment_date",
    "planned_shipment",
    "planned_delivery",
    "qty_to_ship",
    "qty_to_invoice",
)


class SalesLine(Base):
    """One line. Amounts are in the document's currency and price convention unless named net.

    `line_amount` is after the line discount, `net_amount` after the invoice discount and
    without VAT. `price_manual` and `discount_manual` mark what a person typed: it stands until
    item, unit or quantity change. `price_kept` marks terms agreed in a quote: they stand then
    too. `our_price` is what our lists asked for a unit, less their own discount, whatever somebody
    typed instead. `ordered_qty` counts what orders took from a quote.
    """

    __tablename__ = "sales_line"

    document_no: Mapped[str] = mapped_column(ForeignKey("sales_header.number"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(default="item")  # item, comment
    item_no: Mapped[str] = mapped_column(default="", index=True)
    variant: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    details: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    base_unit: Mapped[str] = mapped_column(default="")
    qty_per_unit: Mapped[Quantity] = mapped_column(default=Decimal(1))
    quantity: Mapped[Quantity] = mapped_column(default=ZERO)
    quantity_base: Mapped[Quantity] = mapped_column(default=ZERO)
    unit_price: Mapped[UnitPrice] = mapped_column(default=ZERO)
    price_manual: Mapped[bool] = mapped_column(default=False)
    price_kept: Mapped[bool] = mapped_column(default=False)
    price_note: Mapped[str] = mapped_column(default="")  # why this price
    our_price: Mapped[UnitPrice] = mapped_column(default=ZERO)  # 0: our lists know none
    discount_pct: Mapped[Percent] = mapped_column(default=ZERO)
    discount_manual: Mapped[bool] = mapped_column(default=False)
    discount_amount: Mapped[Amount] = mapped_column(default=ZERO)
    line_amount: Mapped[Amount] = mapped_column(default=ZERO)
    allow_invoice_disc: Mapped[bool] = mapped_column(default=True)
    inv_discount_amount: Mapped[Amount] = mapped_column(default=ZERO)
    net_amount: Mapped[Amount] = mapped_column(default=ZERO)
    vat_amount: Mapped[Amount] = mapped_column(default=ZERO)
    vat_group: Mapped[str] = mapped_column(default="")  # product posting group
    vat_identifier: Mapped[str] = mapped_column(default="")
    vat_pct: Mapped[Percent] = mapped_column(default=ZERO)
    vat_calc_type: Mapped[str] = mapped_column(default="normal")
    stocked: Mapped[bool] = mapped_column(default=False)  # an inventory item
    location: Mapped[str] = mapped_column(default="")
    requested_delivery: Mapped[date | None] = mapped_column(default=None)
    promised_delivery: Mapped[date | None] = mapped_column(default=None)
    shipment_date: Mapped[date | None] = mapped_column(default=None)
    planned_shipment: Mapped[date | None] = mapped_column(default=None)
    planned_delivery: Mapped[date | None] = mapped_column(default=None)
    qty_to_ship: Mapped[Quantity] = mapped_column(default=ZERO)
    qty_shipped: Mapped[Quantity] = mapped_column(default=ZERO)
    qty_to_invoice: Mapped[Quantity] = mapped_column(default=ZERO)
    qty_invoiced: Mapped[Quantity] = mapped_column(default=ZERO)
    qty_returned: Mapped[Quantity] = mapped_column(default=ZERO)
    cancelled_qty: Mapped[Quantity] = mapped_column(default=ZERO)
    ordered_qty: Mapped[Quantity] = mapped_column(default=ZERO)
    prepaid: Mapped[Amount] = mapped_column(default=ZERO)  # net, invoiced in advance
    standing_qty: Mapped[Quantity] = mapped_column(default=ZERO)  # billed at terms since changed
    standing_gross: Mapped[Amount] = mapped_column(default=ZERO)
    standing_amount: Mapped[Amount] = mapped_column(default=ZERO)
    standing_discount: Mapped[Amount] = mapped_column(default=ZERO)
    reserved_qty: Mapped[Quantity] = mapped_column(default=ZERO)
    drop_shipment: Mapped[bool] = mapped_column(default=False)
    special_order: Mapped[bool] = mapped_column(default=False)
    purchase_order_no: Mapped[str] = mapped_column(default="")
    blanket_order_no: Mapped[str] = mapped_column(default="")
    system: Mapped[bool] = mapped_column(default=False)  # kept by us: the service charge
    quote_line_no: Mapped[int] = mapped_column(default=0)
    attached_to_line: Mapped[int] = mapped_column(default=0)
    needs_decision: Mapped[str] = mapped_column(default="")

    @property
    def outstanding(self) -> Decimal:
        """What has still to be shipped, in the line's unit."""
        return self.quantity - self.qty_shipped

    @property
    def is_comment(self) -> bool:
        return self.type == "comment"


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """One change of a document's lines.

    "add" puts `quantity` of an item on it, "set" gives an existing line new values (None and
    "" leave the old), "remove" takes it off. The line is named by `line_no`, or by its item.
    `replace_with` puts another item in the line's place.
    """

    op: str  # add, set, remove
    item_no: str = ""
    line_no: int | None = None
    quantity: Decimal | None = None
    unit: str = ""
    unit_price: Decimal | None = None
    discount_pct: Decimal | None = None
    requested_delivery: date | None = None
    replace_with: str = ""


@dataclass(kw_only=True, eq=False)
class ZeroQuantity(Refusal):
    """A line of nothing."""

    item_no: str

    def sentence(self) -> str:
        return (
            f"{self.item_no}: a line of 0 would order nothing. Give a quantity, or leave "
            "the line out."
        )


@dataclass(kw_only=True, eq=False)
class InvalidQuantity(Refusal):
    """A quantity that cannot be meant: negative where nothing comes back, or beyond all measure."""

    item_no: str
    quantity: Decimal
    why: str

    def sentence(self) -> str:
        return f"{self.item_no}: {self.quantity:f} is not a quantity I can take, {self.why}."


@dataclass(kw_only=True, eq=False)
class QtyPrecision(Refusal):
    """A quantity finer than the item can be sold in."""

    item_no: str
    quantity: Decimal
    step: Decimal

    def sentence(self) -> str:
        return (
            f"{self.item_no} is sold in steps of {self.step.normalize():f}, and "
            f"{self.quantity.normalize():f} is not a multiple of that. Please round it."
        )


@dataclass(kw_only=True, eq=False)
class QuantityBelowShipped(Refusal):
    """Less than what has already left the house."""

    item_no: str
    shipped: Decimal
    line_no: int = 0
    remedy: Command | None = None

    def sentence(self) -> str:
        return (
            f"{self.shipped.normalize():f} of {self.item_no} have been shipped already; the "
            "line cannot be set below that. Undo a shipment or enter a return first."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,) if self.remedy else ()


@dataclass(kw_only=True, eq=False)
class PrepaymentInvoiced(Refusal):
    """Less than what was invoiced in advance of the line."""

    item_no: str
    prepaid: Decimal

    def sentence(self) -> str:
        return (
            f"{self.prepaid:,.2f} of {self.item_no} have been invoiced in advance; the line cannot "
            "go below that. Credit the prepayment first."
        )


@dataclass(kw_only=True, eq=False)
class HasPrepayment(Refusal):
    """A document of which something was invoiced in advance cannot simply go."""

    document_no: str

    def sentence(self) -> str:
        return f"A prepayment of {self.document_no} has been invoiced. Credit the prepayment first."


def check_quantity(item_no: str, quantity: Decimal, *, negative: bool = False) -> None:
    """Refuse a quantity no line can have. `negative` allows goods that come back (3.5).

    Raises:
        ZeroQuantity, InvalidQuantity, QtyPrecision: what is wrong with it.
    """
    if not quantity.is_finite():
        raise InvalidQuantity(item_no=item_no, quantity=ZERO, why="it is not a number")
    if quantity == ZERO:
        raise ZeroQuantity(item_no=item_no)
    if quantity < ZERO and not negative:
        raise InvalidQuantity(
            item_no=item_no, quantity=quantity, why="a quantity must be above zero"
        )
    if abs(quantity) > MOST:
        raise InvalidQuantity(
            item_no=item_no, quantity=quantity, why=f"I can take {MOST:,f} at most"
        )
    check_step(item_no, quantity, step=QUANTITY_STEP)


def check_step(item_no: str, quantity: Decimal, *, step: Decimal) -> None:
    """Refuse a quantity that is not a multiple of `step`; nothing is rounded silently.

    Raises:
        QtyPrecision: it is finer.
    """
    if step and quantity % step:
        raise QtyPrecision(item_no=item_no, quantity=quantity, step=step)


def check_price(item_no: str, price: Decimal | None) -> None:
    """Refuse a typed unit price no line can have.

    Raises:
        InvalidField: below zero, beyond all measure, or finer than five decimals.
    """
    if price is None:
        return
    field = f"Unit price of {item_no}"
    if not price.is_finite() or price < ZERO:
        raise InvalidField(field=field, text=f"{price:f}", why="a price cannot be below zero")
    if price > MOST:
        raise InvalidField(field=field, text=f"{price:f}", why=f"I can take {MOST:,f} at most")
    if price % UNIT_PRICE_STEP:
        raise InvalidField(field=field, text=f"{price:f}", why="a price has at most five decimals")


def check_comment(comment: str) -> str:
    """The comment on one line, without control characters and at most 500 characters long."""
    shown = "".join(char if char.isprintable() else " " for char in comment)
    return " ".join(shown.split())[:_LONGEST_COMMENT]


_OF_DOCUMENT = (
    select(SalesLine)
    .where(SalesLine.document_no == bindparam("document"))
    .order_by(SalesLine.line_no)
)


def lines_of(session: Session, document_no: str) -> list[SalesLine]:
    """The lines of one document in their order."""
    return list(session.scalars(_OF_DOCUMENT, {"document": document_no}))


def write_alike(lines: Iterable[SalesLine]) -> None:
    """Let the next flush write all these lines with the same columns, and so in one statement.

    Left alone, lines that differ in what changed are written in as many statements.
    """
    for line in lines:
        if inspect(line).persistent:
            for name in _COMPUTED:
                flag_modified(line, name)


def goods(lines: Iterable[SalesLine]) -> list[SalesLine]:
    """The lines that sell something; comments are left out."""
    return [line for line in lines if not line.is_comment]
