"""Return orders and drafts of credit memos: what a customer sends back, and why.

A return names lines of a posted invoice, or of an order that was shipped and not billed yet.
It proposes what has not come back before. Receiving and crediting are in `returns`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Moment
from domain.errors import NotFound
from domain.ledger.entries import EntryKey
from domain.money import ZERO, Amount, Percent, Quantity, UnitPrice
from domain.work import Work

RETURN_ORDER, CREDIT_DRAFT = "return_order", "credit_memo"
CREDIT, REDELIVER = "credit", "redeliver"  # what a returned line leads to
RELEASED, COMPLETED, CANCELLED = "released", "completed", "cancelled"


class ReturnReason(Base):
    """Why goods come back. `value_zero` takes them in without a value, at `location` if given."""

    __tablename__ = "return_reason"

    code: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    value_zero: Mapped[bool] = mapped_column(default=False)
    location: Mapped[str] = mapped_column(default="")


class ReturnHeader(Base):
    """One return, or (kind credit_memo) the draft of a credit memo without goods on their way."""

    __tablename__ = "return_header"
    __table_args__ = (Index("ix_return_header_customer", "customer_no", "status"),)

    number: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    customer_no: Mapped[str] = mapped_column(ForeignKey("customer.no"))
    customer_name: Mapped[str]
    source_no: Mapped[str] = mapped_column(index=True)  # the invoice or order it is about
    created_at: Mapped[Moment]
    created_by: Mapped[str]
    status: Mapped[str] = mapped_column(default=RELEASED)
    reason: Mapped[str] = mapped_column(default="")


class ReturnLine(Base):
    """So much of a posted line comes back. `invoice_no` is empty while it is not billed.

    Quantities are in the line's unit. `settlement` is credit (the customer gets money) or
    redeliver (the order is open for it again).
    """

    __tablename__ = "return_line"
    __table_args__ = (
        Index("ix_return_line_invoice", "invoice_no", "invoice_line_no"),
        Index("ix_return_line_order", "order_no", "order_line_no"),
    )

    return_no: Mapped[str] = mapped_column(ForeignKey("return_header.number"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    invoice_no: Mapped[str]
    invoice_line_no: Mapped[int]
    order_no: Mapped[str]
    order_line_no: Mapped[int]
    item_no: Mapped[str]
    description: Mapped[str]
    quantity: Mapped[Quantity]
    unit: Mapped[str]
    qty_per_unit: Mapped[Quantity]
    stocked: Mapped[bool]
    settlement: Mapped[str] = mapped_column(default=CREDIT)
    reason: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    value_zero: Mapped[bool] = mapped_column(default=False)
    unit_price: Mapped[UnitPrice] = mapped_column(default=ZERO)
    discount_pct: Mapped[Percent] = mapped_column(default=ZERO)
    fee: Mapped[Amount] = mapped_column(default=ZERO)  # kept back of the credit, positive
    qty_received: Mapped[Quantity] = mapped_column(default=ZERO)
    qty_credited: Mapped[Quantity] = mapped_column(default=ZERO)

    @property
    def to_receive(self) -> Decimal:
        return self.quantity - self.qty_received

    @property
    def to_credit(self) -> Decimal:
        """What has come back and is not credited yet; what is no goods comes back at once."""
        arrived = self.qty_received if self.stocked else self.quantity
        return arrived - self.qty_credited


class ReturnReceipt(Base):
    """Which item entry a receipt made for a line of a return. Written once."""

    __tablename__ = "return_receipt_entry"

    item_entry_id: Mapped[EntryKey]
    return_no: Mapped[str] = mapped_column(index=True)
    line_no: Mapped[int]
    quantity_base: Mapped[Quantity]


@dataclass(frozen=True, kw_only=True)
class ReturnState:
    """How far a return has come, in the words lists use."""

    received: str  # none, partly, fully
    credited: str


def find_return(work: Work, number: str) -> ReturnHeader:
    """Lock a return for this transaction.

    Raises:
        NotFound: there is none, or it is another customer's.
    """
    wanted = number.strip().upper()
    header = work.session.scalar(
        select(ReturnHeader)
        .where(ReturnHeader.number == wanted)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    actor = work.actor
    if header is None or (actor.is_contact and header.customer_no != actor.customer_no):
        raise NotFound(kind="return", text=wanted[:40])
    return header


def return_lines(session: Session, return_no: str) -> list[ReturnLine]:
    """The lines of a return in their order."""
    query = select(ReturnLine).where(ReturnLine.return_no == return_no)
    return list(session.scalars(query.order_by(ReturnLine.line_no)))


def announced_for_invoice(work: Work, invoice_no: str) -> dict[int, Decimal]:
    """Per line of an invoice what returns take back, received or still on its way."""
    rows = work.session.execute(
        select(ReturnLine.invoice_line_no, func.sum(ReturnLine.quantity))
        .join(ReturnHeader, ReturnHeader.number == ReturnLine.return_no)
        .where(
            ReturnLine.invoice_no == invoice_no,
            ReturnHeader.status != CANCELLED,
            ReturnHeader.kind == RETURN_ORDER,
        )
        .group_by(ReturnLine.invoice_line_no)
    )
    return {line_no: quantity for line_no, quantity in rows}  # noqa: C416


def announced_for_order(work: Work, order_no: str) -> dict[int, Decimal]:
    """Per line of an order what returns of goods that were not billed take back."""
    rows = work.session.execute(
        select(ReturnLine.order_line_no, func.sum(ReturnLine.quantity))
        .join(ReturnHeader, ReturnHeader.number == ReturnLine.return_no)
        .where(
            ReturnLine.order_no == order_no,
            ReturnLine.invoice_no == "",
            ReturnHeader.status != CANCELLED,
        )
        .group_by(ReturnLine.order_line_no)
    )
    return {line_no: quantity for line_no, quantity in rows}  # noqa: C416


def state_of(lines: Sequence[ReturnLine]) -> ReturnState:
    """How far the lines have come."""
    goods = [line for line in lines if line.stocked]
    return ReturnState(
        received=_far(goods, [line.qty_received for line in goods]),
        credited=_far(lines, [line.qty_credited for line in lines]),
    )


def _far(lines: Sequence[ReturnLine], done: Sequence[Decimal]) -> str:
    if not any(done):
        return "none"
    whole = all(quantity == line.quantity for line, quantity in zip(lines, done, strict=True))
    return "fully" if whole else "partly"
