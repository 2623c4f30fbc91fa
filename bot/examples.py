"""Examples of what can be said, with articles and customers of the company itself."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.catalog.item_rows import Item, ItemSynonym
from domain.parties.customer_rows import Customer
from domain.work import Work

_LOOKED_AT = 60  # names of articles


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Names that are known here: two articles and two customers, as people would say them."""

    items: tuple[str, str]
    customers: tuple[str, str]
    address: str

    @property
    def quote(self) -> str:
        return f"quote 20 x {self.items[0]} for {self.customers[0]}, 5 % off"


def examples(work: Work) -> Examples:
    """Take two articles and two customers that are not blocked, the same ones every time."""
    rows = work.session.execute(
        select(ItemSynonym.item_no, ItemSynonym.synonym)
        .join(Item, Item.no == ItemSynonym.item_no)
        .where(Item.blocked.is_(False), Item.sales_blocked.is_(False))
        .order_by(ItemSynonym.item_no, ItemSynonym.synonym)
        .limit(_LOOKED_AT)
    )
    called: dict[str, str] = {}
    for item_no, synonym in rows:
        if synonym.replace(" ", "").isalpha():  # "20 120 desk oak" would be two numbers
            called.setdefault(item_no, synonym)
    items = list(called.values())
    customers = work.session.execute(
        select(Customer.name, Customer.email)
        .where(Customer.blocked == "")
        .order_by(Customer.no)
        .limit(2)
    ).all()
    names = [name for name, _email in customers]
    first, second = (*items, "chairs", "tables")[:2]
    buyer, other = (*names, "a customer", "another customer")[:2]
    address = next((email for _name, email in customers if email), "their mail address")
    return Examples(items=(first, second), customers=(buyer, other), address=address)
