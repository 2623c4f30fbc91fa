"""The item ledger as rows: movements of goods, what is left of them, and what they cost.

Quantities are in base units, outbound ones negative, and costs (in local currency) carry the
quantity's sign.
"""

from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base
from domain.ledger.entries import Entry, EntryKey, EntryRef, LooseRef
from domain.money import Amount, Quantity

Place = tuple[str, str, str]  # item, variant, location


class MoveKind(StrEnum):
    """Why goods moved."""

    SALE = "sale"
    PURCHASE = "purchase"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"
    ASSEMBLY = "assembly"


class CostKind(StrEnum):
    """What a value entry says."""

    DIRECT = "direct"
    ADJUSTMENT = "adjustment"
    CHARGE = "charge"


class ItemEntry(Entry, Base):
    """One movement of goods. `from_entry` is the entry it takes back at the same cost."""

    __tablename__ = "item_entry"
    __table_args__ = (Index("ix_item_entry_place", "item_no", "variant", "location"),)

    kind: Mapped[str]
    line_no: Mapped[int]
    order_no: Mapped[str] = mapped_column(index=True)
    order_line_no: Mapped[int]
    customer_no: Mapped[str]
    item_no: Mapped[str]
    variant: Mapped[str]
    location: Mapped[str]
    quantity: Mapped[Quantity]
    from_entry: Mapped[LooseRef]


class ItemEntryState(Base):
    """What moves beside an item entry.

    `remaining` is what is still there of a receipt, or what a delivery still lacks a receipt
    for (negative); `remaining_cost` the cost of the former. `cost` is the entry's whole cost,
    `expected_left` the part of it no invoice has made actual yet.
    """

    __tablename__ = "item_entry_state"
    __table_args__ = (
        Index(
            "ix_item_entry_state_open",
            "item_no",
            sqlite_where=text("open IS 1"),
            postgresql_where=text("open IS true"),
        ),
    )

    entry_id: Mapped[EntryKey]
    item_no: Mapped[str]
    variant: Mapped[str]
    location: Mapped[str]
    quantity: Mapped[Quantity]
    open: Mapped[bool]
    remaining: Mapped[Quantity]
    remaining_cost: Mapped[Amount]
    cost: Mapped[Amount]
    expected_left: Mapped[Amount]
    invoiced: Mapped[Quantity]
    returned: Mapped[Quantity]


class ItemApplication(Entry, Base):
    """So much of a delivery was taken from a receipt. `quantity` is positive."""

    __tablename__ = "item_application"

    inbound_id: Mapped[EntryRef]
    outbound_id: Mapped[EntryRef]
    quantity: Mapped[Quantity]


class ValueEntry(Entry, Base):
    """What a movement cost and earned, expected at delivery and actual with the invoice.

    `sales_amount` is net, in local currency. `invoiced` is the quantity an invoice covers.
    """

    __tablename__ = "value_entry"

    item_entry_id: Mapped[EntryRef]
    kind: Mapped[str]
    item_no: Mapped[str]
    invoiced: Mapped[Quantity]
    cost_expected: Mapped[Amount]
    cost_actual: Mapped[Amount]
    sales_amount: Mapped[Amount]
