"""Articles as rows: the item, its units, variants, and the names people use for it."""

from decimal import Decimal

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base
from domain.master_data import Named
from domain.money import Quantity, UnitPrice


class ItemCategory(Base):
    """A kind of article; discounts may hold for a category and everything below it."""

    __tablename__ = "item_category"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    parent: Mapped[str | None] = mapped_column(ForeignKey("item_category.code"), default=None)


class Item(Named, Base):
    """Something we sell. `type` is inventory, service, non-inventory or charge.

    `unit_price` and `unit_cost` are per base unit in local currency, the price without VAT
    unless `price_includes_vat`. `qty_rounding_precision` is the step a base quantity must be
    a multiple of. Times are date formulas that count working days.
    """

    __tablename__ = "item"

    no: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str]
    description2: Mapped[str] = mapped_column(default="")
    type: Mapped[str] = mapped_column(default="inventory")
    weight: Mapped[Quantity] = mapped_column(default=Decimal(0))  # of a base unit, in kilograms
    base_unit: Mapped[str] = mapped_column(default="PCS")
    sales_unit: Mapped[str] = mapped_column(default="")  # empty is the base unit
    purchase_unit: Mapped[str] = mapped_column(default="")
    unit_price: Mapped[UnitPrice] = mapped_column(default=Decimal(0))
    price_includes_vat: Mapped[bool] = mapped_column(default=False)
    unit_cost: Mapped[UnitPrice] = mapped_column(default=Decimal(0))
    costing_method: Mapped[str] = mapped_column(default="FIFO")
    gen_prod_posting_group: Mapped[str] = mapped_column(default="")
    vat_prod_posting_group: Mapped[str] = mapped_column(default="")
    inventory_posting_group: Mapped[str] = mapped_column(default="")
    item_disc_group: Mapped[str] = mapped_column(default="")
    allow_invoice_disc: Mapped[bool] = mapped_column(default=True)
    qty_rounding_precision: Mapped[Quantity] = mapped_column(default=Decimal("0.00001"))
    variant_mandatory: Mapped[bool] = mapped_column(default=False)
    category: Mapped[str | None] = mapped_column(ForeignKey("item_category.code"), default=None)
    vendor_no: Mapped[str | None] = mapped_column(ForeignKey("vendor.no"), default=None)
    vendor_item_no: Mapped[str] = mapped_column(default="")
    lead_time: Mapped[str] = mapped_column(default="")
    safety_lead_time: Mapped[str] = mapped_column(default="")
    safety_stock: Mapped[Quantity] = mapped_column(default=Decimal(0))
    reorder_policy: Mapped[str] = mapped_column(default="")
    replenishment: Mapped[str] = mapped_column(default="purchase")
    critical: Mapped[bool] = mapped_column(default=False)
    reserve: Mapped[str] = mapped_column(default="optional")
    assembly_policy: Mapped[str] = mapped_column(default="stock")
    tracking: Mapped[str] = mapped_column(default="")
    gtin: Mapped[str] = mapped_column(default="", index=True)
    search_description: Mapped[str] = mapped_column(default="")
    purchasing_code: Mapped[str] = mapped_column(default="")
    blocked: Mapped[bool] = mapped_column(default=False)
    sales_blocked: Mapped[bool] = mapped_column(default=False)

    @property
    def is_stocked(self) -> bool:
        return self.type == "inventory"

    @property
    def unit_sold(self) -> str:
        return self.sales_unit or self.base_unit


class ItemUnit(Named, Base):
    """A packing: so many base units in one. The base unit itself has a row with 1."""

    __tablename__ = "item_unit"

    item_no: Mapped[str] = mapped_column(ForeignKey("item.no"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    qty_per: Mapped[Quantity]


class ItemVariant(Named, Base):
    """A colour or size of an item. A price of 0 means the item's own."""

    __tablename__ = "item_variant"

    item_no: Mapped[str] = mapped_column(ForeignKey("item.no"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    unit_price: Mapped[UnitPrice] = mapped_column(default=Decimal(0))
    blocked: Mapped[bool] = mapped_column(default=False)
    sales_blocked: Mapped[bool] = mapped_column(default=False)


class ItemReference(Named, Base):
    """The number somebody else has for an item. `kind` is customer, vendor or barcode.

    `owner_no` is the customer or vendor, empty for a barcode.
    """

    __tablename__ = "item_reference"
    __table_args__ = (Index("ix_item_reference_owner_reference", "owner_no", "reference"),)

    item_no: Mapped[str] = mapped_column(ForeignKey("item.no"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    owner_no: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    variant: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")


class ItemSynonym(Named, Base):
    """What people call an item besides its description."""

    __tablename__ = "item_synonym"

    item_no: Mapped[str] = mapped_column(ForeignKey("item.no"), primary_key=True)
    synonym: Mapped[str] = mapped_column(primary_key=True)


class ItemText(Base):
    """The description of an item or variant in another language."""

    __tablename__ = "item_text"

    item_no: Mapped[str] = mapped_column(ForeignKey("item.no"), primary_key=True)
    variant: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str]


class AssemblyComponent(Base):
    """What one base unit of an assembled item is made of; `component` is an item or resource."""

    __tablename__ = "assembly_component"
    __table_args__ = (
        ForeignKeyConstraint(["item_no"], ["item.no"]),
        Index("ix_assembly_component_component", "component"),
    )

    item_no: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    component: Mapped[str]
    quantity_per: Mapped[Quantity]
    unit: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="item")  # item or resource
