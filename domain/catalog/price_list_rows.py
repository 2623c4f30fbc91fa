"""Price lists and invoice discounts, as the company keeps them.

How the best price is found is in `domain.catalog.prices`; loading what a document needs is in
`domain.catalog.price_rows`.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Key
from domain.money import Amount, Percent, Quantity, UnitPrice


class PriceList(Base):
    """A list of prices. Only an active one counts; `status` is draft, active or inactive."""

    __tablename__ = "price_list"

    code: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="draft")


class PriceListLine(Base):
    """A price, a discount or both, for a product and those it applies to.

    `product_kind` is item, discount_group or category; `applies_to_kind` all, customer,
    price_group, discount_group or campaign. Quantities and dates are inclusive; empty is
    without bound, `unit` empty is any unit and `currency` empty ours. `based_on` is "item" or
    the code of another list, whose price `adjust_pct` changes.
    """

    __tablename__ = "price_list_line"
    __table_args__ = (
        Index("ix_price_list_line_product", "product_kind", "product", "applies_to_kind"),
    )

    id: Mapped[Key] = mapped_column(init=False)
    list_code: Mapped[str] = mapped_column(ForeignKey("price_list.code"), index=True)
    product: Mapped[str]
    product_kind: Mapped[str] = mapped_column(default="item")
    variant: Mapped[str] = mapped_column(default="")
    applies_to_kind: Mapped[str] = mapped_column(default="all")
    applies_to: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    min_qty: Mapped[Quantity] = mapped_column(default=Decimal(0))
    max_qty: Mapped[Quantity | None] = mapped_column(default=None)
    starts: Mapped[date | None] = mapped_column(default=None)
    ends: Mapped[date | None] = mapped_column(default=None)
    price: Mapped[UnitPrice | None] = mapped_column(default=None)
    based_on: Mapped[str] = mapped_column(default="", index=True)
    adjust_pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    line_disc_pct: Mapped[Percent | None] = mapped_column(default=None)
    allow_line_disc: Mapped[bool] = mapped_column(default=True)
    allow_invoice_disc: Mapped[bool] = mapped_column(default=True)
    price_includes_vat: Mapped[bool] = mapped_column(default=False)


class InvoiceDiscountRow(Base):
    """From `min_amount` on, a customer with this code gets `pct` off the whole invoice."""

    __tablename__ = "invoice_discount"

    code: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)  # empty is ours
    min_amount: Mapped[Amount] = mapped_column(primary_key=True)
    pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    service_charge: Mapped[Amount] = mapped_column(default=Decimal(0))
