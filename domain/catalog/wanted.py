"""What somebody wants of our articles: one line of a request, before we price or promise it.

Quotes, orders, questions about prices and about stock all begin with such lines. It lies
below them because availability must not know sales documents.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class LineRequest:
    """So much of an item. `quantity` counts `unit`; an empty unit is the item's sales unit.

    `unit_price` and `discount_pct` are what was asked for; None leaves them to our price lists.
    `agreed_in` names the document they were agreed in: they stand then as if quoted.
    """

    item_no: str
    quantity: Decimal
    unit: str = ""
    variant: str = ""
    unit_price: Decimal | None = None
    discount_pct: Decimal | None = None
    requested_delivery: date | None = None
    comment: str = ""
    agreed_in: str = ""
