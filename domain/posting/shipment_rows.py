"""Posted shipments and return receipts: what left the house, or came back, and when.

Rows are written once. What moves afterwards (invoiced, returned, undone, tracking) lies in
the state rows beside them.
"""

from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Moment
from domain.ledger.entries import Entry, EntryKey, LooseRef
from domain.money import Percent, Quantity, UnitPrice

SHIPMENT, RETURN_RECEIPT = "shipment", "return_receipt"


class PostedShipment(Entry, Base):
    """One delivery, or (document kind return_receipt) goods that came back."""

    __tablename__ = "posted_shipment"
    __table_args__ = (UniqueConstraint("document_no"),)

    order_no: Mapped[str] = mapped_column(index=True)
    customer_no: Mapped[str] = mapped_column(index=True)
    bill_to_no: Mapped[str]
    customer_name: Mapped[str]
    external_no: Mapped[str]
    ship_to_address: Mapped[str]
    shipping_agent: Mapped[str]
    salesperson_no: Mapped[str]
    posted_at: Mapped[Moment]
    posted_by: Mapped[str]


class PostedShipmentLine(Entry, Base):
    """One line, with the sign of its order line. A correcting line undoes `corrects_id`.

    `item_entry_id` is 0 for what is not stocked.
    """

    __tablename__ = "posted_shipment_line"
    __table_args__ = (Index("ix_posted_shipment_line_order", "order_no", "order_line_no"),)

    line_no: Mapped[int]
    order_no: Mapped[str]
    order_line_no: Mapped[int]
    item_no: Mapped[str]
    variant: Mapped[str]
    description: Mapped[str]
    details: Mapped[str]
    unit: Mapped[str]
    base_unit: Mapped[str]
    qty_per_unit: Mapped[Quantity]
    quantity: Mapped[Quantity]
    quantity_base: Mapped[Quantity]
    location: Mapped[str]
    unit_price: Mapped[UnitPrice]
    discount_pct: Mapped[Percent]
    item_entry_id: Mapped[LooseRef]
    corrects_id: Mapped[LooseRef]


class ShipmentLineState(Base):
    """What became of a shipment line: so much of it was invoiced, returned, or it was undone."""

    __tablename__ = "posted_shipment_line_state"
    __table_args__ = (Index("ix_posted_shipment_line_state_order", "order_no", "order_line_no"),)

    entry_id: Mapped[EntryKey]
    order_no: Mapped[str]
    order_line_no: Mapped[int]
    quantity: Mapped[Quantity]
    quantity_base: Mapped[Quantity]
    item_entry_id: Mapped[LooseRef]
    document_no: Mapped[str] = mapped_column(index=True)
    qty_invoiced: Mapped[Quantity]
    qty_returned: Mapped[Quantity]
    undone: Mapped[bool]

    @property
    def not_invoiced(self) -> Decimal:
        """What an invoice may still take of it, in the line's unit and sign."""
        return Decimal(0) if self.undone else self.quantity - self.qty_invoiced


class PostedExtras(Base):
    """What people may add to a posted paper afterwards; the frozen paper stays as it was."""

    __tablename__ = "posted_extras"

    document_no: Mapped[str] = mapped_column(primary_key=True)
    tracking_no: Mapped[str] = mapped_column(default="")
    shipping_agent: Mapped[str] = mapped_column(default="")
    external_reference: Mapped[str] = mapped_column(default="")
    payment_reference: Mapped[str] = mapped_column(default="")
    remit_address: Mapped[str] = mapped_column(default="")


_SHIPPED = (
    select(ShipmentLineState)
    .where(ShipmentLineState.order_no == bindparam("order"), ShipmentLineState.undone.is_(False))
    .order_by(ShipmentLineState.entry_id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def shipped_lines(session: Session, order_no: str) -> list[ShipmentLineState]:
    """What was shipped for an order and still stands, oldest first, locked."""
    return list(session.scalars(_SHIPPED, {"order": order_no}))
