"""Changing the lines of a document: add, set, replace, remove; and asking for prices again.

What was shipped is the floor. A price typed by hand lasts until item, unit or quantity
change; terms agreed in a quote stand also then, until somebody asks to recalculate.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.catalog.prices import must_reprice
from domain.catalog.wanted import LineRequest
from domain.errors import InvalidField, NotFound, Refusal
from domain.money import ZERO
from domain.people import Actor
from domain.said import said
from domain.sales.conditions import Conditions
from domain.sales.documents import Kind, SalesDocument
from domain.sales.lines import (
    LineChange,
    PrepaymentInvoiced,
    QuantityBelowShipped,
    SalesLine,
    check_price,
    check_quantity,
    goods,
)
from domain.sales.pricing import (
    check_discount,
    check_line_date,
    check_priced,
    look_up_price,
    measure,
    new_line,
    price_line,
    put_item,
    raise_all,
    type_terms,
)
from domain.sales.standing import keep_billed

ADD, SET, REMOVE = "add", "set", "remove"


def check_changes(changes: Iterable[LineChange], *, document: SalesDocument, actor: Actor) -> None:
    """Refuse what cannot be meant, all of it at once, before anything is touched.

    Raises:
        ZeroQuantity, InvalidQuantity, QtyPrecision, InvalidField and the like.
    """
    negative = document.kind in (Kind.ORDER, Kind.INVOICE) and not actor.is_contact
    refusals: list[Refusal] = []
    for change in changes:
        try:
            _check(change, document=document, actor=actor, negative=negative)
        except Refusal as refusal:
            refusals.append(refusal)
    raise_all(refusals)


def new_items(changes: Iterable[LineChange]) -> list[tuple[str, str]]:
    """Item and variant of everything the changes bring onto the document."""
    added = [(change.item_no, "") for change in changes if change.op == ADD]
    return added + [(change.replace_with, "") for change in changes if change.replace_with]


def change_lines(
    document: SalesDocument,
    lines: Sequence[SalesLine],
    changes: Iterable[LineChange],
    *,
    terms: Conditions,
    actor: Actor,
    notices: list[str],
) -> tuple[list[SalesLine], list[SalesLine], list[SalesLine]]:
    """Carry out the changes; return the lines that stand, those added and those removed.

    Raises:
        NotFound, InvalidField: no such line, or several.
        QuantityBelowShipped: less than has left the house.
        PrepaymentInvoiced: a line that was invoiced in advance would go.
    """
    kept, added, removed = list(lines), [], []
    for change in changes:
        if change.op == ADD:
            line = new_line(document, _request(change), terms=terms, actor=actor, notices=notices)
            kept.append(line)
            added.append(line)
            continue
        line = find_line(kept, change, document=document)
        if change.op == REMOVE:
            _check_shipped(line, ZERO)
            _check_prepaid(line)
            kept.remove(line)
            removed.append(line)
        else:
            _set(line, change, terms=terms, actor=actor, notices=notices)
            _set_date(line, change.requested_delivery, document=document, notices=notices)
    return (
        kept,
        [line for line in added if line in kept],
        [line for line in removed if line not in added],
    )


def recalculate(lines: Iterable[SalesLine], *, terms: Conditions) -> None:
    """Ask the lists again; what somebody typed stays, beside the price of today."""
    for line in lines:
        if line.price_manual or line.discount_manual:
            look_up_price(line, terms=terms)
            continue
        price_line(line, terms=terms)
        check_priced(line)


def find_line(
    lines: Sequence[SalesLine], change: LineChange, *, document: SalesDocument
) -> SalesLine:
    """The line a change is about: by number, else the only one with the item.

    Raises:
        NotFound: there is none. InvalidField: several lines have the item.
    """
    sold = goods(lines)
    if change.line_no is not None:
        found = [line for line in sold if line.line_no == change.line_no]
        named = f"{change.line_no} of {document.number}"
    else:
        wanted = change.item_no.strip().casefold()
        found = [line for line in sold if line.item_no.casefold() == wanted]
        named = f"with {change.item_no[:40]} on {document.number}"
    if not found:
        raise NotFound(kind="line", text=named)
    if len(found) > 1:
        numbers = " or ".join(str(line.line_no) for line in found)
        why = f"{len(found)} lines have it, please say which: line {numbers}"
        raise InvalidField(field="Line", text=change.item_no[:40], why=why)
    return found[0]


def _check(change: LineChange, *, document: SalesDocument, actor: Actor, negative: bool) -> None:
    named = change.item_no or f"line {change.line_no}"
    if change.op not in (ADD, SET, REMOVE):
        why = "a line can be added, set or removed"
        raise InvalidField(field="Change", text=change.op[:40], why=why)
    if change.op == ADD and change.quantity is None:
        raise InvalidField(field="Quantity", text=named, why="say how many to add")
    if change.op == REMOVE:
        return
    if change.quantity is not None:
        check_quantity(named, change.quantity, negative=negative)
    if not actor.is_contact:
        check_price(named, change.unit_price)
        check_discount(change.discount_pct)
        check_line_date(change.requested_delivery, document=document)


def _request(change: LineChange) -> LineRequest:
    assert change.quantity is not None
    return LineRequest(
        item_no=change.item_no,
        quantity=change.quantity,
        unit=change.unit,
        unit_price=change.unit_price,
        discount_pct=change.discount_pct,
        requested_delivery=change.requested_delivery,
    )


def _set(
    line: SalesLine,
    change: LineChange,
    *,
    terms: Conditions,
    actor: Actor,
    notices: list[str],
) -> None:
    old = (line.item_no, line.unit, line.quantity)
    typed_before = line.price_manual or line.discount_manual
    if change.replace_with:
        _check_shipped(line, ZERO)
        _check_prepaid(line)
        line.variant = ""
        put_item(line, terms.items[change.replace_with], terms=terms)
    item = terms.items[line.item_no]
    unit = item.unit(change.unit or (line.unit if line.unit in item.units else ""))
    quantity = line.quantity if change.quantity is None else change.quantity
    _check_shipped(line, quantity)
    if line.qty_invoiced or line.standing_qty:
        keep_billed(line, step=terms.step)
    if (item.no, unit, quantity) != old:
        measure(line, item, unit=unit, quantity=quantity, notices=notices)
    reprice = must_reprice(
        item_changed=item.no != old[0],
        uom_changed=unit != old[1],
        quantity_changed=quantity != old[2],
        terms_agreed=line.price_kept,
    )
    if reprice:
        price_line(line, terms=terms)
        if typed_before and change.unit_price is None and change.discount_pct is None:
            notices.append(f"{line.item_no}: our list price again, {line.price_note}.")
    type_terms(line, change.unit_price, change.discount_pct, actor=actor, notices=notices)
    check_priced(line)


def _set_date(
    line: SalesLine, day: date | None, *, document: SalesDocument, notices: list[str]
) -> None:
    """A wished delivery date; one that has passed was refused to our people before."""
    if day is not None and day < document.document_date:
        text = "The delivery date {day} for {item} has passed."
        notices.append(said(text, day=day, item=line.item_no))
    elif day is not None:
        line.requested_delivery = day


def _check_shipped(line: SalesLine, quantity: Decimal) -> None:
    """What has left the house stays on the line, and a line does not change its sign then."""
    below = abs(quantity) < abs(line.qty_shipped) or quantity * line.qty_shipped < ZERO
    if line.qty_shipped and below:
        raise QuantityBelowShipped(
            item_no=line.item_no, shipped=line.qty_shipped, line_no=line.line_no
        )


def _check_prepaid(line: SalesLine) -> None:
    """What was invoiced in advance stays on the line; how far it may shrink is seen later."""
    if line.prepaid:
        raise PrepaymentInvoiced(item_no=line.item_no, prepaid=line.prepaid)
