"""Articles as facts: what a document may know of an item, and what the bot reads names from.

Everything a document needs of its items is loaded at once, whatever the number of lines.
Prices are found elsewhere; stock is not known here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session

from domain import master_data
from domain.catalog.item_rows import (
    Item,
    ItemCategory,
    ItemReference,
    ItemSynonym,
    ItemUnit,
    ItemVariant,
)
from domain.errors import InvalidField, NotFound, Refusal, Several
from domain.naming import nearest

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class VariantFacts:
    """A colour or size. `price` None means the item's own."""

    code: str
    description: str
    price: Decimal | None
    blocked: bool


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """One item, frozen. `units` hold base units per packing and include the base unit.

    `categories` begin with the item's own and go up to the root.
    """

    no: str
    description: str
    type: str
    base_unit: str
    unit_sold: str
    units: Mapping[str, Decimal]
    variants: Mapping[str, VariantFacts]
    unit_price: Decimal
    price_includes_vat: bool
    vat_group: str
    posting_group: str
    discount_group: str
    categories: tuple[str, ...]
    allow_invoice_disc: bool
    qty_step: Decimal
    variant_mandatory: bool
    blocked: bool
    vendor_no: str
    lead_time: str

    @property
    def is_charge(self) -> bool:
        """Freight, insurance and the like: billed, and assigned to deliveries."""
        return self.type == "charge"

    @property
    def is_stocked(self) -> bool:
        return self.type == "inventory"

    def unit(self, text: str) -> str:
        """The item's own spelling of a unit written in any case; empty is the unit sold in.

        Raises:
            InvalidField: the item has no such unit.
        """
        if not text:
            return self.unit_sold
        for code in self.units:
            if code.casefold() == text.strip().casefold():
                return code
        known = ", ".join(self.units)
        raise InvalidField(field="Unit", text=text, why=f"{self.no} is sold by {known}")

    def described(self, variant: str = "") -> str:
        """The text of a line: the variant's where it has one."""
        found = self.variants.get(variant)
        return found.description if found and found.description else self.description


@dataclass(kw_only=True, eq=False)
class ItemBlocked(Refusal):
    """The item may not be sold (any more)."""

    item_no: str
    description: str

    def sentence(self) -> str:
        return f"{self.item_no} {self.description} is blocked for sale. Please choose another item."


@dataclass(kw_only=True, eq=False)
class VariantBlocked(Refusal):
    """This variant may not be sold; others of the item may."""

    item_no: str
    variant: str
    others: tuple[str, ...] = ()

    def sentence(self) -> str:
        known = f"Available: {', '.join(self.others)}." if self.others else "Please leave it out."
        return f"{self.item_no} in {self.variant} is blocked for sale. {known}"


_item, _unit, _variant = (kind.__table__ for kind in (Item, ItemUnit, ItemVariant))
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_ITEMS = select(_item).where(_item.c.no.in_(_NUMBERS))
_UNITS = select(_unit).where(_unit.c.item_no.in_(_NUMBERS))
_VARIANTS = select(_variant).where(_variant.c.item_no.in_(_NUMBERS))
_STATES = select(
    _item.c.no, _item.c.blocked | _item.c.sales_blocked | _item.c.variant_mandatory
).where(_item.c.no.in_(_NUMBERS))


def load_items(session: Session, numbers: Collection[str]) -> dict[str, ItemFacts]:
    """The items with these numbers, written exactly; unknown ones are left out.

    Four statements, however many items are asked for.
    """
    wanted = {"numbers": list(numbers)}
    rows = session.execute(_ITEMS, wanted).all()
    units: dict[str, dict[str, Decimal]] = {}
    for unit in session.execute(_UNITS, wanted):
        units.setdefault(unit.item_no, {})[unit.code] = unit.qty_per
    variants: dict[str, dict[str, VariantFacts]] = {}
    for variant in session.execute(_VARIANTS, wanted):
        variants.setdefault(variant.item_no, {})[variant.code] = _variant_facts(variant)
    parents = _category_parents(session) if any(row.category for row in rows) else {}
    return {
        row.no: _facts(
            row,
            units=units.get(row.no, {}),
            variants=variants.get(row.no, {}),
            categories=_path(row.category, parents),
        )
        for row in rows
    }


def sellable_items(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[str, ItemFacts]:
    """Load items for new sales lines, given as pairs of item number and variant.

    Raises:
        NotFound, ItemBlocked, VariantBlocked, InvalidField: an unknown or blocked item or
            variant, or a variant that must be named. All of them at once in `Several`.
    """
    pairs = list(dict.fromkeys(wanted))
    items = load_items(session, {number for number, _ in pairs})
    unknown = [number for number, _ in pairs if number not in items]
    names = _all_names(session) if unknown else {}
    refusals: list[Refusal] = [
        NotFound(kind="item", text=number, near=_near(number, names))
        for number in dict.fromkeys(unknown)
    ]
    for number, variant in pairs:
        refusal = _hindrance(items[number], variant) if number in items else None
        if refusal is not None:
            refusals.append(refusal)
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Several(refusals=tuple(refusals))
    return items


def check_sellable(session: Session, sold: Iterable[tuple[str, str]]) -> None:
    """Refuse what `sellable_items` refuses, of lines written before; one statement if all is well.

    Raises:
        NotFound, ItemBlocked, VariantBlocked, InvalidField, Several: as `sellable_items`.
    """
    pairs = list(sold)
    rows = session.execute(_STATES, {"numbers": [number for number, _ in pairs]})
    doubtful = {number: bool(doubt) for number, doubt in rows}
    if any(variant or doubtful.get(number, True) for number, variant in pairs):
        sellable_items(session, pairs)


@dataclass(frozen=True, kw_only=True)
class ArticleFacts:
    """An item as the reader of messages sees it. `units` are packings besides the base unit.

    `references` pair a customer's number with his number for the item.
    """

    no: str
    description: str
    base_unit: str
    units: Mapping[str, Decimal] = field(default_factory=dict)
    price: Decimal = Decimal(0)
    synonyms: tuple[str, ...] = ()
    group: str = ""
    references: tuple[tuple[str, str], ...] = ()
    variants: tuple[tuple[str, str], ...] = ()  # code and description
    blocked: bool = False


def articles(session: Session) -> tuple[ArticleFacts, ...]:
    """All items in order of their numbers, in five statements."""
    units = _grouped((u.item_no, (u.code, u.qty_per)) for u in session.scalars(select(ItemUnit)))
    synonyms = _grouped(
        (row.item_no, row.synonym)
        for row in session.scalars(select(ItemSynonym).order_by(ItemSynonym.synonym))
    )
    references = _grouped(
        (row.item_no, (row.owner_no, row.reference))
        for row in session.scalars(select(ItemReference).where(ItemReference.kind == "customer"))
    )
    variants = _grouped(
        (v.item_no, (v.code, v.description)) for v in session.scalars(select(ItemVariant))
    )
    return tuple(
        ArticleFacts(
            no=row.no,
            description=row.description,
            base_unit=row.base_unit,
            units={code: held for code, held in units.get(row.no, ()) if code != row.base_unit},
            price=row.unit_price,
            synonyms=synonyms.get(row.no, ()),
            group=row.category or "",
            references=references.get(row.no, ()),
            variants=variants.get(row.no, ()),
            blocked=row.blocked or row.sales_blocked,
        )
        for row in session.scalars(select(Item).order_by(Item.no))
    )


def fingerprint(session: Session) -> str:
    """Changes whenever an article or a customer does; compare it before using a kept copy."""
    return str(master_data.version(session))


def _hindrance(item: ItemFacts, variant: str) -> Refusal | None:
    if item.blocked:
        return ItemBlocked(item_no=item.no, description=item.description)
    open_variants = tuple(code for code, facts in item.variants.items() if not facts.blocked)
    if not variant:
        if item.variant_mandatory and item.variants:
            why = f"please name the variant: {', '.join(open_variants)}"
            return InvalidField(field="Item", text=item.no, why=why)
        return None
    if variant not in item.variants:
        near = open_variants[:3]
        return NotFound(kind=f"variant of {item.no}", text=variant, near=near)
    if item.variants[variant].blocked:
        return VariantBlocked(item_no=item.no, variant=variant, others=open_variants)
    return None


def _variant_facts(row: Row[Any]) -> VariantFacts:
    return VariantFacts(
        code=row.code,
        description=row.description,
        price=row.unit_price or None,
        blocked=row.blocked or row.sales_blocked,
    )


def _facts(
    row: Row[Any],
    *,
    units: dict[str, Decimal],
    variants: dict[str, VariantFacts],
    categories: tuple[str, ...],
) -> ItemFacts:
    return ItemFacts(
        no=row.no,
        description=row.description,
        type=row.type,
        base_unit=row.base_unit,
        unit_sold=row.sales_unit or row.base_unit,
        units={row.base_unit: Decimal(1), **units},
        variants=variants,
        unit_price=row.unit_price,
        price_includes_vat=row.price_includes_vat,
        vat_group=row.vat_prod_posting_group,
        posting_group=row.gen_prod_posting_group,
        discount_group=row.item_disc_group,
        categories=categories,
        allow_invoice_disc=row.allow_invoice_disc,
        qty_step=row.qty_rounding_precision,
        variant_mandatory=row.variant_mandatory,
        blocked=row.blocked or row.sales_blocked,
        vendor_no=row.vendor_no or "",
        lead_time=row.lead_time,
    )


_CATEGORIES = select(ItemCategory.__table__)


def _category_parents(session: Session) -> dict[str, str | None]:
    rows = session.execute(_CATEGORIES)
    return {row.code: row.parent for row in rows}


def _path(code: str | None, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    path: list[str] = []
    while code and code not in path:
        path.append(code)
        code = parents.get(code)
    return tuple(path)


def _all_names(session: Session) -> dict[str, str]:
    rows = session.execute(select(Item.no, Item.description))
    return {row.no: row.description for row in rows}


def _near(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    by_description = {description: no for no, description in names.items()}
    numbers = nearest(text, names)
    described = (by_description[found] for found in nearest(text, by_description))
    return tuple(dict.fromkeys((*numbers, *described)))[:3]


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
