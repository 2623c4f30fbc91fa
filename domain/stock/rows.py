"""Stock as rows: locations, what lies there, and the movements we expect.

The on-hand quantity is a balance, changed with the item ledger by posting; sums over the
ledger are for proof only. Quantities are in base units.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Key
from domain.money import Quantity

SUPPLY, DEMAND = "supply", "demand"


class Location(Base):
    """A warehouse. Handling times are date formulas that count working days."""

    __tablename__ = "location"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    require_pick: Mapped[bool] = mapped_column(default=False)
    require_shipment: Mapped[bool] = mapped_column(default=False)
    inbound_handling: Mapped[str] = mapped_column(default="")
    outbound_handling: Mapped[str] = mapped_column(default="")
    calendar: Mapped[str] = mapped_column(default="")
    is_default: Mapped[bool] = mapped_column(default=False)


class StockBalance(Base):
    """What lies at a location. An empty location is the unspecified one."""

    __tablename__ = "stock_balance"

    item_no: Mapped[str] = mapped_column(ForeignKey("item.no"), primary_key=True)
    variant: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(primary_key=True)
    on_hand: Mapped[Quantity] = mapped_column(default=Decimal(0))
    reserved: Mapped[Quantity] = mapped_column(default=Decimal(0))  # part of `on_hand`


class ExpectedMovement(Base):
    """Goods that will come (supply) or go (demand), as far as the document is still open.

    Sales, purchasing and assembly write their own lines here, so availability asks nobody.
    `firm` demand belongs to a confirmed order.
    """

    __tablename__ = "expected_movement"
    __table_args__ = (
        Index(
            "ix_expected_movement_open",
            "item_no",
            "variant",
            "location",
            "day",
            "kind",
            "open_quantity",
        ),
        Index("ix_expected_movement_document", "document_no", "line_no", unique=True),
    )

    id: Mapped[Key] = mapped_column(init=False)
    kind: Mapped[str]
    document_kind: Mapped[str]  # sales-order, purchase-order, assembly-order ...
    document_no: Mapped[str]
    line_no: Mapped[int]
    item_no: Mapped[str] = mapped_column(ForeignKey("item.no"))
    variant: Mapped[str]
    location: Mapped[str]
    day: Mapped[date]
    open_quantity: Mapped[Quantity]
    reserved: Mapped[Quantity] = mapped_column(default=Decimal(0))
    firm: Mapped[bool] = mapped_column(default=True)
