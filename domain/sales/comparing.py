"""How two versions of a document differ: as facts for a paper, and as sentences for our people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypedDict

from domain.papers import Changed, PaperChange
from domain.said import Said, Sum, said
from domain.sales.archive import DocumentView, LineView
from domain.sales.documents import DiscountKind
from domain.sales.header_terms import COMPLETE

_NAMES = {
    "customer": "Customer",
    "currency": "Currency",
    "gross-prices": "Prices with VAT",
    "requested": "Requested delivery",
    "valid": "Valid until",
    "reference": "Your reference",
    "terms": "Payment terms",
    "due": "Due",
    "parts": "Delivery in parts",
    "header-discount": "Discount",
    "ship-to": "Ship to",
}
_LINE_NAMES = {"price": "unit price", "discount": "discount", "delivery": "delivery"}


class _Line(TypedDict):
    item: str
    description: str


def differences(old: DocumentView, new: DocumentView) -> tuple[str, ...]:
    """What changed, a sentence each: lines first, then the document, then its net amount."""
    changed = [_sentence(change) for change in compared(old, new)]
    if old.net_amount != new.net_amount:
        was, now = (_sum(one.net_amount, new.currency) for one in (old, new))
        text = f"Net amount {was.figure} → {now.figure} {new.currency}"
        changed.append(Said.of("Net amount {was} → {now}", {"was": was, "now": now}, text=text))
    return tuple(changed)


def _sum(amount: Decimal, currency: str) -> Sum:
    return Sum(amount=amount, currency=currency, figure=f"{amount:,.2f}")


def compared(old: DocumentView, new: DocumentView) -> tuple[PaperChange, ...]:
    """What changed, beside the amounts that follow from it: lines first, then the document."""
    return (*_line_changes(old, new), *_header_changes(old, new))


def _line_changes(old: DocumentView, new: DocumentView) -> Iterator[PaperChange]:
    before = {line.line_no: line for line in old.lines}
    for line in new.lines:
        known = before.pop(line.line_no, None)
        if known is None:
            yield PaperChange(what="added", **_of(line), now=_quantity(line), at=line.unit_price)
        else:
            yield from _changes_of(known, line)
    for line in before.values():
        yield PaperChange(what="removed", **_of(line), was=_quantity(line))


def _changes_of(old: LineView, new: LineView) -> Iterator[PaperChange]:
    if (old.item_no, old.variant) != (new.item_no, new.variant):
        yield PaperChange(what="replaced", **_of(old), now=Changed(text=_named(new)))
    pairs = (
        ("quantity", _quantity(old), _quantity(new)),
        ("price", Changed(number=old.unit_price), Changed(number=new.unit_price)),
        ("discount", _percent(old.discount_pct), _percent(new.discount_pct)),
        ("delivery", Changed(day=old.requested_delivery), Changed(day=new.requested_delivery)),
    )
    for what, was, now in pairs:
        if was != now:
            yield PaperChange(what=what, **_of(new), was=was, now=now)


def _header_changes(old: DocumentView, new: DocumentView) -> Iterator[PaperChange]:
    gross = ("no", "yes")
    pairs = (
        ("customer", _text(old.customer_name or new.customer_name), _text(new.customer_name)),
        ("currency", _text(old.currency), _text(new.currency)),
        (
            "gross-prices",
            _text(gross[old.prices_include_vat]),
            _text(gross[new.prices_include_vat]),
        ),
        ("requested", Changed(day=old.requested_delivery), Changed(day=new.requested_delivery)),
        ("valid", Changed(day=old.valid_until), Changed(day=new.valid_until)),
        ("reference", _text(old.external_document_no), _text(new.external_document_no)),
        ("terms", _text(old.payment_terms), _text(new.payment_terms)),
        ("due", Changed(day=old.due_date), Changed(day=new.due_date)),
        ("parts", _in_parts(old), _in_parts(new)),
        ("header-discount", _discount(old), _discount(new)),
        ("ship-to", _text(old.ship_to_address), _text(new.ship_to_address)),
    )
    for what, was, now in pairs:
        if was != now:
            yield PaperChange(what=what, was=was, now=now)


def _sentence(change: PaperChange) -> str:
    was, now, item = _said(change.was), _said(change.now), change.item
    match change.what:
        case "added":
            at = change.at or Decimal(0)
            return said("{item} added: {now} at {price}", item=item, now=now, price=at)
        case "removed":
            return said("{item} removed ({was})", item=item, was=was)
        case "replaced":
            return said("{item} replaced by {now}", item=item, now=now)
        case "quantity":
            if change.was.unit == change.now.unit and change.was.number is not None:
                was = change.was.number
            return said("{item}: quantity {was} → {now}", item=item, was=was, now=now)
        case what if item:
            values = {"item": item, "what": _LINE_NAMES[what], "was": was, "now": now}
            return said("{item}: {what} {was} → {now}", **values)
        case what:
            return said("{what} {was} → {now}", what=_NAMES[what], was=was, now=now)


def _said(value: Changed) -> date | Decimal | str:
    if value.day is not None:
        return value.day
    if value.number is None:
        return value.text or "none"
    if not value.unit:
        return value.number
    return said("{number} {unit}", number=value.number, unit=value.unit)


def _quantity(line: LineView) -> Changed:
    return Changed(number=line.quantity, unit=line.unit)


def _percent(value: Decimal) -> Changed:
    return Changed(number=value, unit="%")


def _text(value: str) -> Changed:
    return Changed(text=", ".join(value.split("\n")))


def _in_parts(seen: DocumentView) -> Changed:
    return Changed(text="no" if seen.shipping_advice == COMPLETE else "yes")


def _discount(seen: DocumentView) -> Changed:
    if seen.discount_kind == DiscountKind.NONE:
        return Changed(text="by our rules")
    unit = "%" if seen.discount_kind == DiscountKind.PERCENT else seen.currency
    return Changed(number=seen.discount_value, unit=unit)


def _of(line: LineView) -> _Line:
    return _Line(item=line.item_no, description=line.description)


def _named(line: LineView) -> str:
    return f"{line.item_no} {line.variant}".strip()


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
