"""What a reader of enclosures gives back: rows as they stand, or an order as it was meant.

Every row and line says where it stood, so that a person can look it up. Nothing is
known of our items or customers here; numbers are the sender's, words are data.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

MAX_ROWS = 5_000
MAX_CELLS = 60
MAX_CELL = 500  # characters
_MOST_DIGITS = 15


@dataclass(eq=False)
class UnreadableEnclosure(Exception):
    """The file is not read; `reason` is a sentence for the person who will."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a sheet, or one line of a page. `place` is such as "Sheet1, row 5"."""

    cells: tuple[str, ...]
    place: str


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One ordered position as the customer's system wrote it; "" and None where it is silent.

    `seller_item` is our number, `buyer_item` theirs, `standard_item` a GTIN. `unit` is
    the code they use (mostly UN/ECE Rec. 20: "C62", "EA"). `price` is per unit.
    """

    line_no: str
    place: str
    quantity: Decimal | None
    unit: str = ""
    seller_item: str = ""
    buyer_item: str = ""
    standard_item: str = ""
    description: str = ""
    price: Decimal | None = None
    wanted_on: date | None = None
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderPaper:
    """A purchase order, or a change or cancellation of one, from a customer's system.

    `kind` is "order", "change", "cancellation" or "response". `number` is theirs;
    `of_order` names the order that a change is about. `action` is their code for a line
    or paper, untranslated.
    """

    kind: str
    number: str
    of_order: str = ""
    issued_on: date | None = None
    currency: str = ""
    buyer: str = ""
    buyer_id: str = ""
    wanted_on: date | None = None
    note: str = ""
    lines: tuple[PaperLine, ...] = ()


def cell(text: str) -> str:
    """A cell on one line, cut to a length that can be shown."""
    return " ".join(text.split())[:MAX_CELL]


def number(text: str) -> Decimal | None:
    """A plain decimal such as "12.50"; None for anything else, huge ones too."""
    bare = text.strip()
    if len(bare) > _MOST_DIGITS + 6:
        return None
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < _MOST_DIGITS else None


def iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
