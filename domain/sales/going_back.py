"""The way back from a change: the change that makes a document what it was a version ago.

Nothing is restored behind the rules: going back is a change like any other, makes a new version
and is refused for the same reasons.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from domain.errors import NotFound
from domain.sales.archive import DocumentView, LineView, archived, view
from domain.sales.changes import ChangeDocument
from domain.sales.documents import DiscountKind, find_document
from domain.sales.lines import LineChange, lines_of
from domain.work import Work

# Agreed by a command of their own, or not to be taken off once agreed.
_NOT_UNDONE = ("customer_name", "currency", "prices_include_vat", "due_date", "shipping_advice")


def change_back(document_no: str, work: Work) -> ChangeDocument | None:
    """The change from the present version to the one before.

    None where there is none, or where something was left open before that cannot be opened
    again by a change: a delivery date, a reference, the terms.

    Raises:
        NotFound: the actor knows no such document.
    """
    document = find_document(work, document_no)
    now = view(document, lines_of(work.session, document_no))
    try:
        before = archived(work, document_no, version=now.version - 1)
    except NotFound:
        return None
    pairs = (
        (before.requested_delivery, now.requested_delivery),
        (before.external_document_no, now.external_document_no),
        (before.payment_terms, now.payment_terms),
        (before.ship_to_address, now.ship_to_address),
    )
    if any(now_told and not was for was, now_told in pairs):
        return None
    if before.discount_kind == DiscountKind.AMOUNT != now.discount_kind:
        return None
    if any(getattr(before, name) != getattr(now, name) for name in _NOT_UNDONE):
        return None
    return ChangeDocument(
        document_no=document_no,
        version=now.version,
        lines=tuple(_lines_back(before, now, prices=not work.actor.is_contact)),
        discount_pct=_discount(before, now),
        requested_delivery=_if_other(before.requested_delivery, now.requested_delivery),
        valid_until=_if_other(before.valid_until, now.valid_until),
        ship_to=_other(before.ship_to_address, now.ship_to_address),
        po_number=_other(before.external_document_no, now.external_document_no),
        payment_terms=_other(before.payment_terms, now.payment_terms),
    )


def _lines_back(before: DocumentView, now: DocumentView, *, prices: bool) -> Iterator[LineChange]:
    """`prices` asks for the prices of before; a customer's contact cannot set them."""
    present = {line.line_no: line for line in now.lines}
    for was in before.lines:
        line = present.pop(was.line_no, None)
        if line is None:
            yield LineChange(
                op="add",
                item_no=was.item_no,
                quantity=was.quantity,
                unit=was.unit,
                unit_price=was.unit_price if prices else None,
                discount_pct=was.discount_pct if prices and was.discount_pct else None,
                requested_delivery=was.requested_delivery,
            )
        elif line != was:
            yield _line_back(was, line, prices=prices)
    for added in present.values():
        yield LineChange(op="remove", line_no=added.line_no)


def _line_back(was: LineView, line: LineView, *, prices: bool) -> LineChange:
    swapped = was.item_no != line.item_no
    counted = swapped or (was.quantity, was.unit) != (line.quantity, line.unit)
    dearer = prices and was.unit_price != line.unit_price and not swapped
    rebated = prices and was.discount_pct != line.discount_pct
    return LineChange(
        op="set",
        line_no=line.line_no,
        replace_with=was.item_no if swapped else "",
        quantity=was.quantity if counted else None,
        unit=was.unit if counted else "",
        unit_price=was.unit_price if dearer else None,
        discount_pct=was.discount_pct if rebated else None,
        requested_delivery=_if_other(was.requested_delivery, line.requested_delivery),
    )


def _discount(before: DocumentView, now: DocumentView) -> Decimal | None:
    """What the discount on the whole was; "by our rules" is none that somebody gave."""
    was, is_now = (
        seen.discount_value if seen.discount_kind == DiscountKind.PERCENT else Decimal(0)
        for seen in (before, now)
    )
    return was if was != is_now else None


def _if_other(was: date | None, now: date | None) -> date | None:
    return was if was != now else None


def _other(was: str, now: str) -> str:
    return was if was != now else ""
