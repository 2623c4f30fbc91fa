"""What one posting is about: the document, its lines and all that posting has to know of them.

Loaded once, with the same few statements for one line and for two hundred.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from domain.catalog.item_rows import Item, ItemVariant
from domain.database import table_of
from domain.parties.customer_rows import Customer
from domain.posting.windows import Window
from domain.sales.documents import SalesDocument
from domain.sales.lines import SalesLine, goods, lines_of
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class ItemCard:
    """What posting knows of an item. `unit_cost` is per base unit, in local currency."""

    no: str
    description: str
    prod_group: str
    inventory_group: str
    unit_cost: Decimal
    blocked: bool


@dataclass(kw_only=True)
class Subject:
    """A document about to be posted, locked, with its lines in order."""

    work: Work
    document: SalesDocument
    lines: list[SalesLine]
    customer: Customer
    bill_to: Customer
    items: Mapping[str, ItemCard]
    window: Window
    on: date  # posting date
    blocked_variants: frozenset[tuple[str, str]] = frozenset()
    notices: list[str] = field(default_factory=list)

    @property
    def sold(self) -> list[SalesLine]:
        return goods(self.lines)

    def line(self, line_no: int) -> SalesLine:
        return next(line for line in self.lines if line.line_no == line_no)

    def gen_key(self, item_no: str) -> str:
        """The key of sales and cost accounts: customer's and article's posting groups."""
        card = self.items.get(item_no)
        return f"{self.bill_to.gen_bus_posting_group}|{card.prod_group if card else ''}"

    def stock_key(self, line: SalesLine) -> str:
        """The key of inventory accounts: the article's group and the location."""
        card = self.items.get(line.item_no)
        return f"{card.inventory_group if card else ''}|{line.location}"


def load_subject(
    work: Work, document: SalesDocument, window: Window, *, on: date | None = None
) -> Subject:
    """Load everything about a document that has been locked."""
    lines = lines_of(work.session, document.number)
    customer = work.session.get_one(Customer, document.customer_no)
    bill_to = work.session.get_one(Customer, document.bill_to_no)
    numbers = sorted({line.item_no for line in goods(lines)})
    variants = {(line.item_no, line.variant) for line in lines if line.variant}
    return Subject(
        work=work,
        document=document,
        lines=lines,
        customer=customer,
        bill_to=bill_to,
        items=item_cards(work, numbers),
        window=window,
        on=on or work.today,
        blocked_variants=_blocked_variants(work, variants),
    )


_item = table_of(Item).c
_CARDS = select(
    _item.no,
    _item.description,
    _item.gen_prod_posting_group,
    _item.inventory_posting_group,
    _item.unit_cost,
    _item.blocked,
).where(_item.no.in_(bindparam("items", expanding=True)))


def item_cards(work: Work, numbers: list[str]) -> dict[str, ItemCard]:
    """The cards of these items, in one statement."""
    rows = work.session.execute(_CARDS, {"items": numbers})
    return {
        no: ItemCard(
            no=no,
            description=description,
            prod_group=prod_group,
            inventory_group=inventory_group,
            unit_cost=unit_cost,
            blocked=blocked,
        )
        for no, description, prod_group, inventory_group, unit_cost, blocked in rows
    }


def _blocked_variants(work: Work, named: set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    if not named:
        return frozenset()
    rows = work.session.execute(
        select(ItemVariant.item_no, ItemVariant.code).where(
            ItemVariant.item_no.in_(sorted({item for item, _ in named})),
            ItemVariant.blocked.is_(True),
        )
    )
    return frozenset((item, code) for item, code in rows) & named
