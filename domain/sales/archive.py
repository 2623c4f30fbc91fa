"""The archive: documents as they stood in a version; `comparing` says how two of them differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.codec import from_json, to_json
from domain.database import insert_once, values_of
from domain.errors import NotFound
from domain.sales.documents import DocumentVersion, SalesDocument
from domain.sales.lines import SalesLine
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line as people compare it."""

    line_no: int
    item_no: str
    variant: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount_pct: Decimal
    requested_delivery: date | None
    line_amount: Decimal


@dataclass(frozen=True, kw_only=True)
class DocumentView:
    """A document as people compare it: what they agreed on, and the totals."""

    number: str
    version: int
    currency: str
    requested_delivery: date | None
    valid_until: date | None
    external_document_no: str
    payment_terms: str
    ship_to_address: str
    discount_kind: str
    discount_value: Decimal
    net_amount: Decimal
    total: Decimal
    lines: tuple[LineView, ...]
    customer_name: str = ""
    prices_include_vat: bool = False
    due_date: date | None = None
    shipping_advice: str = ""


def view(document: SalesDocument, lines: Sequence[SalesLine]) -> DocumentView:
    """The document as it stands now."""
    return DocumentView(
        number=document.number,
        version=document.version,
        currency=document.currency,
        requested_delivery=document.requested_delivery,
        valid_until=document.valid_until,
        external_document_no=document.external_document_no,
        payment_terms=document.payment_terms,
        ship_to_address=document.ship_to_address,
        discount_kind=document.discount_kind,
        discount_value=document.discount_value,
        net_amount=document.net_amount,
        total=document.total,
        lines=tuple(_line_view(line) for line in lines if not line.is_comment),
        customer_name=document.sell_to_name,
        prices_include_vat=document.prices_include_vat,
        due_date=document.due_date,
        shipping_advice=document.shipping_advice,
    )


def archive(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> None:
    """Keep the present version for ever; a version that is kept already stands."""
    snapshot: dict[str, object] = {
        "view": to_json(view(document, lines)),
        "header": _columns(document),
        "lines": [_columns(line) for line in lines],
    }
    row: dict[str, object] = {
        "document_no": document.number,
        "version": document.version,
        "archived_at": work.now,
        "archived_by": work.actor.id,
        "snapshot": snapshot,
    }
    key = ("document_no", "version")
    insert_once(work.session, DocumentVersion, row, unique=key, returning="version")


def archived(work: Work, number: str, *, version: int) -> DocumentView:
    """A version that was kept.

    Raises:
        NotFound: that version was not kept.
    """
    kept = work.session.get(DocumentVersion, (number, version))
    if kept is None:
        raise NotFound(kind="version", text=f"{version} of {number}")
    plain: Any = kept.snapshot["view"]
    return from_json(DocumentView, plain)


def _line_view(line: SalesLine) -> LineView:
    return LineView(
        line_no=line.line_no,
        item_no=line.item_no,
        variant=line.variant,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        requested_delivery=line.requested_delivery,
        line_amount=line.line_amount,
    )


def _columns(row: SalesDocument | SalesLine) -> dict[str, object]:
    """Every column as a plain value; numbers and dates as text."""
    values = values_of(row, type(row).__table__.columns.keys())
    return {
        name: value if value is None or isinstance(value, int) else str(value)
        for name, value in values.items()
    }
