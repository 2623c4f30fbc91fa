"""The archive: documents as they stood in a version, and how two versions differ, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.codec import from_json, to_json
from domain.errors import NotFound
from domain.sales.documents import DiscountKind, DocumentVersion, SalesDocument
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
        due_date=document.due_date,
        shipping_advice=document.shipping_advice,
    )


def archive(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> None:
    """Keep the present version for ever; a version that is kept already stands."""
    key = (document.number, document.version)
    if work.session.get(DocumentVersion, key) is not None:
        return
    snapshot: dict[str, object] = {
        "view": to_json(view(document, lines)),
        "header": _columns(document),
        "lines": [_columns(line) for line in lines],
    }
    work.session.add(
        DocumentVersion(
            document_no=document.number,
            version=document.version,
            archived_at=work.now,
            archived_by=work.actor.id,
            snapshot=snapshot,
        )
    )


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


def differences(old: DocumentView, new: DocumentView) -> tuple[str, ...]:
    """What changed, a sentence each: lines first, then the document, then its net amount."""
    said = [*_line_differences(old, new), *_header_differences(old, new)]
    if old.net_amount != new.net_amount:
        said.append(f"Net amount {old.net_amount:,.2f} → {new.net_amount:,.2f} {new.currency}")
    return tuple(said)


def _line_differences(old: DocumentView, new: DocumentView) -> list[str]:
    before = {line.line_no: line for line in old.lines}
    said = []
    for line in new.lines:
        known = before.pop(line.line_no, None)
        if known is None:
            said.append(
                f"{line.item_no} added: {_plain(line.quantity)} {line.unit} at "
                f"{_plain(line.unit_price)}"
            )
        else:
            said.extend(_changes_of(known, line))
    removed = [
        f"{line.item_no} removed ({_plain(line.quantity)} {line.unit})" for line in before.values()
    ]
    return said + removed


def _changes_of(old: LineView, new: LineView) -> list[str]:
    said = []
    if (old.item_no, old.variant) != (new.item_no, new.variant):
        said.append(f"{_named(old)} replaced by {_named(new)}")
    if (old.quantity, old.unit) != (new.quantity, new.unit):
        was = _plain(old.quantity) if old.unit == new.unit else f"{_plain(old.quantity)} {old.unit}"
        said.append(f"{new.item_no}: quantity {was} → {_plain(new.quantity)} {new.unit}")
    if old.unit_price != new.unit_price:
        said.append(
            f"{new.item_no}: unit price {_plain(old.unit_price)} → {_plain(new.unit_price)}"
        )
    if old.discount_pct != new.discount_pct:
        said.append(
            f"{new.item_no}: discount {_plain(old.discount_pct)} % → {_plain(new.discount_pct)} %"
        )
    if old.requested_delivery != new.requested_delivery:
        said.append(
            f"{new.item_no}: delivery {_day(old.requested_delivery)} → "
            f"{_day(new.requested_delivery)}"
        )
    return said


def _header_differences(old: DocumentView, new: DocumentView) -> list[str]:
    pairs = (
        ("Requested delivery", _day(old.requested_delivery), _day(new.requested_delivery)),
        ("Valid until", _day(old.valid_until), _day(new.valid_until)),
        ("Your reference", old.external_document_no, new.external_document_no),
        ("Payment terms", old.payment_terms, new.payment_terms),
        ("Due", _day(old.due_date), _day(new.due_date)),
        ("Delivery in parts", _in_parts(old), _in_parts(new)),
        ("Discount", _discount(old), _discount(new)),
        ("Ship to", _one_line(old.ship_to_address), _one_line(new.ship_to_address)),
    )
    return [f"{name} {was or 'none'} → {now or 'none'}" for name, was, now in pairs if was != now]


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
    plain: dict[str, object] = {}
    for column in type(row).__table__.columns:
        value = getattr(row, column.key)
        plain[column.key] = value if isinstance(value, bool | int | None) else str(value)
    return plain


def _named(line: LineView) -> str:
    return f"{line.item_no} {line.variant}".strip()


def _day(day: date | None) -> str:
    return f"{day:%d %b %Y}" if day else "none"


def _discount(seen: DocumentView) -> str:
    if seen.discount_kind == DiscountKind.NONE:
        return "by our rules"
    unit = " %" if seen.discount_kind == DiscountKind.PERCENT else f" {seen.currency}"
    return f"{_plain(seen.discount_value)}{unit}"


def _in_parts(seen: DocumentView) -> str:
    return "no" if seen.shipping_advice == "complete" else "yes"


def _one_line(address: str) -> str:
    return ", ".join(address.split("\n"))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
