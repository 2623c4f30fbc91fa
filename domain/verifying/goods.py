"""Goods and what they are worth: what lies there, what left it, what it cost, what was promised."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.ledger.accounts import Role
from domain.ledger.goods_rows import (
    ItemApplication,
    ItemEntry,
    ItemEntryState,
    MoveKind,
    ValueEntry,
)
from domain.ledger.journal import GLEntry
from domain.money import ZERO
from domain.posting.invoice_rows import PostedInvoiceLine
from domain.posting.return_orders import ReturnLine, ReturnReceipt
from domain.posting.shipment_rows import SHIPMENT, PostedShipmentLine, ShipmentLineState
from domain.sales.documents import Kind, SalesDocument
from domain.sales.lines import SalesLine
from domain.stock.rows import StockBalance
from domain.verifying.checks import Checked, Wrong, checked, differs

Sums = Mapping[tuple[str, int], Decimal]


def stock(session: Session) -> Checked:
    """What lies at a place is the sum of what came and went."""
    place = (ItemEntry.item_no, ItemEntry.variant, ItemEntry.location)
    query = select(*place, func.sum(ItemEntry.quantity)).group_by(*place)
    moved = {(item, kind, at): total for item, kind, at, total in session.execute(query)}
    lying = {
        (row.item_no, row.variant, row.location): row.on_hand
        for row in session.scalars(select(StockBalance))
    }
    wrong = [
        differs(
            " ".join(part for part in key if part),
            "the stock",
            is_=lying.get(key, ZERO),
            should=moved.get(key, ZERO),
        )
        for key in sorted(moved.keys() | lying.keys())
        if lying.get(key, ZERO) != moved.get(key, ZERO)
    ]
    return checked("balances: stock is what came less what went", len(lying), wrong=wrong)


def applied(session: Session) -> Checked:
    """What is left of a movement is its quantity less what was applied to it."""
    taken = _sums(session, select(ItemApplication.inbound_id, func.sum(ItemApplication.quantity)))
    given = _sums(session, select(ItemApplication.outbound_id, func.sum(ItemApplication.quantity)))
    back = _sums(session, select(ItemEntry.from_entry, func.sum(ItemEntry.quantity)))
    query = select(ItemEntry, ItemEntryState).outerjoin(
        ItemEntryState, ItemEntryState.entry_id == ItemEntry.id
    )
    wrong, looked_at = [], 0
    for entry, state in session.execute(query.order_by(ItemEntry.id)):
        looked_at += 1
        left = entry.quantity - taken.get(entry.id, ZERO) + given.get(entry.id, ZERO)
        if state is None:
            wrong.append(_of(entry, "the state is gone"))
            continue
        for name, is_, should in (
            ("what is left", state.remaining, left),
            ("what came back", state.returned, abs(back.get(entry.id, ZERO))),
        ):
            if is_ != should:
                wrong.append(differs(entry.document_no, _name(entry, name), is_=is_, should=should))
        if state.open != bool(left):
            wrong.append(_of(entry, f"{'open' if state.open else 'closed'} by mistake: the entry"))
        copied = (state.item_no, state.variant, state.location, state.quantity)
        if copied != (entry.item_no, entry.variant, entry.location, entry.quantity):
            wrong.append(_of(entry, "the state is about something else:"))
    return checked("item entries: what is left is what was not applied", looked_at, wrong=wrong)


def costs(session: Session) -> Checked:
    """A movement costs what its values say; the stock accounts follow what is actual."""
    values = {
        key: sums
        for key, *sums in session.execute(
            select(
                ValueEntry.item_entry_id,
                func.sum(ValueEntry.cost_expected),
                func.sum(ValueEntry.cost_actual),
                func.sum(ValueEntry.invoiced),
            ).group_by(ValueEntry.item_entry_id)
        )
    }
    query = select(ItemEntry, ItemEntryState).join(
        ItemEntryState, ItemEntryState.entry_id == ItemEntry.id
    )
    wrong: list[Wrong] = []
    worth: dict[str, Decimal] = {}
    entries = session.execute(query.order_by(ItemEntry.id)).all()
    for entry, state in entries:
        expected, actual, invoiced = values.get(entry.id, (ZERO, ZERO, ZERO))
        if entry.kind != MoveKind.SALE:
            invoiced = entry.quantity
        for name, is_, should in (
            ("the cost", state.cost, expected + actual),
            ("the expected cost", state.expected_left, expected),
            ("what is invoiced", state.invoiced, invoiced),
        ):
            if is_ != should:
                wrong.append(differs(entry.document_no, _name(entry, name), is_=is_, should=should))
        place = " ".join(part for part in (entry.item_no, entry.variant, entry.location) if part)
        worth[place] = worth.get(place, ZERO) + state.cost - state.remaining_cost
    wrong += [
        Wrong(number=place, says=f"what lies there is worth {left:f} more or less than its cost")
        for place, left in worth.items()
        if left
    ]
    wrong += _accounts(session)
    what = "item entries: costs are their values, as on the accounts"
    return checked(what, len(entries), wrong=wrong)


def _accounts(session: Session) -> Iterator[Wrong]:
    """The stock accounts have what goods cost by what was invoiced, but for the opening."""
    opening = select(ItemEntry.id).where(ItemEntry.kind == MoveKind.OPENING)
    moved = session.scalar(
        select(func.sum(ValueEntry.cost_actual)).where(ValueEntry.item_entry_id.not_in(opening))
    )
    booked = session.scalar(select(func.sum(GLEntry.amount)).where(GLEntry.role == Role.INVENTORY))
    if (moved or ZERO) != (booked or ZERO):
        name = "what lies on the accounts"
        yield differs("Inventory", name, is_=booked or ZERO, should=moved or ZERO)


def order_quantities(session: Session) -> Checked:
    """Orders count what was shipped and invoiced and not taken back."""
    shipped = _shipped(session)
    billed: dict[tuple[str, int], Decimal] = {}
    lines = PostedInvoiceLine
    key_of = (lines.order_no, lines.order_line_no, lines.order_sign)
    query = select(*key_of, func.sum(lines.quantity)).where(lines.order_sign != 0)
    for order_no, line_no, sign, quantity in session.execute(query.group_by(*key_of)):
        key = (order_no, line_no)
        billed[key] = billed.get(key, ZERO) + sign * quantity
        if sign < 0:
            shipped[key] = shipped.get(key, ZERO) - quantity
    wrong: list[Wrong] = []
    looked_at = 0
    orders = select(SalesLine).join(SalesDocument, SalesDocument.number == SalesLine.document_no)
    orders = orders.where(SalesDocument.kind == Kind.ORDER)
    for line in session.scalars(orders.order_by(SalesLine.document_no, SalesLine.line_no)):
        looked_at += 1
        wrong += _of_line(line, shipped=shipped, billed=billed)
    return checked("order lines: shipped and invoiced as their papers say", looked_at, wrong=wrong)


def shipments(session: Session) -> Checked:
    """Deliveries are what left the stock; none is invoiced or returned beyond what it was."""
    query = (
        select(PostedShipmentLine, ShipmentLineState)
        .outerjoin(ShipmentLineState, ShipmentLineState.entry_id == PostedShipmentLine.id)
        .order_by(PostedShipmentLine.id)
    )
    wrong: list[Wrong] = []
    papers: dict[tuple[str, str], Decimal] = {}
    lines = session.execute(query).all()
    undone = {line.corrects_id for line, _ in lines}
    for line, state in lines:
        number, name = line.document_no, f"line {line.line_no} ({line.item_no})"
        if line.item_entry_id:
            key = (number, line.item_no)
            papers[key] = papers.get(key, ZERO) + line.quantity_base
        if state is None:
            wrong.append(Wrong(number=number, says=f"{name} has lost its state"))
            continue
        if not _same(line, state):
            wrong.append(Wrong(number=number, says=f"the state of {name} is about something else"))
        taken_back = line.corrects_id or line.id in undone or not state.quantity
        if line.document_kind == SHIPMENT and state.undone != bool(taken_back):
            is_ = "undone" if taken_back else "not undone"
            says = f"{name} is {is_}, its state says otherwise"
            wrong.append(Wrong(number=number, says=says))
        beyond = max(abs(state.qty_invoiced), abs(state.qty_returned)) > abs(state.quantity)
        if beyond or abs(state.quantity) > abs(line.quantity):
            says = f"more of {name} is invoiced or returned than was shipped"
            wrong.append(Wrong(number=number, says=says))
    place = (ItemEntry.document_no, ItemEntry.item_no)
    moved = {
        (number, item_no): -quantity
        for number, item_no, quantity in session.execute(
            select(*place, func.sum(ItemEntry.quantity)).group_by(*place)
        )
    }
    for key, quantity in papers.items():
        should = moved.get(key, ZERO)
        if quantity != should:
            name = f"the quantity of {key[1]}"
            wrong.append(differs(key[0], name, is_=quantity, should=should))
    what = "shipment lines: what left, and no more billed than that"
    return checked(what, len(lines), wrong=wrong)


def _same(line: PostedShipmentLine, state: ShipmentLineState) -> bool:
    """Whether what a state repeats of its line is right; its quantity may have become smaller."""
    names = ("document_no", "order_no", "order_line_no", "item_entry_id")
    return all(getattr(line, name) == getattr(state, name) for name in names)


def receipts(session: Session) -> Checked:
    """Returns count what came in for them."""
    rows = session.execute(
        select(ReturnReceipt, ItemEntry).outerjoin(
            ItemEntry, ItemEntry.id == ReturnReceipt.item_entry_id
        )
    ).all()
    wrong: list[Wrong] = []
    came: dict[tuple[str, int], Decimal] = {}
    for row, entry in rows:
        key = (row.return_no, row.line_no)
        came[key] = came.get(key, ZERO) + row.quantity_base
        if entry is None or entry.quantity != row.quantity_base:
            says = f"what came in for line {row.line_no} is not what moved"
            wrong.append(Wrong(number=row.return_no, says=says))
    lines = {
        (line.return_no, line.line_no): line.qty_received * line.qty_per_unit
        for line in session.scalars(select(ReturnLine).where(ReturnLine.stocked.is_(True)))
    }
    for key in sorted(came.keys() | lines.keys()):
        is_, should = lines.get(key, ZERO), came.get(key, ZERO)
        if is_ != should:
            wrong.append(differs(key[0], f"what came in for line {key[1]}", is_=is_, should=should))
    return checked("returns: received what came in for them", len(lines), wrong=wrong)


def _of_line(line: SalesLine, *, shipped: Sums, billed: Sums) -> Iterator[Wrong]:
    number, key = line.document_no, (line.document_no, line.line_no)
    named = f"of line {line.line_no} ({line.item_no})"
    invoiced = billed.get(key, ZERO)
    if line.qty_invoiced != invoiced:
        yield differs(
            number, f"the invoiced quantity {named}", is_=line.qty_invoiced, should=invoiced
        )
    left = shipped.get(key, ZERO)
    if line.stocked and line.qty_shipped != left:
        name = f"the shipped quantity {named}"
        yield differs(number, name, is_=line.qty_shipped, should=left)
    if not abs(line.qty_invoiced) <= abs(line.qty_shipped) <= abs(line.quantity):
        yield Wrong(number=number, says=f"more was shipped or invoiced than was agreed {named}")


def _shipped(session: Session) -> dict[tuple[str, int], Decimal]:
    lines = PostedShipmentLine
    key = (lines.order_no, lines.order_line_no)
    query = select(*key, func.sum(lines.quantity)).group_by(*key)
    return {(order_no, line_no): total for order_no, line_no, total in session.execute(query)}


def _sums(session: Session, query: Select[int, Decimal]) -> dict[int, Decimal]:
    rows = session.execute(query.group_by(query.selected_columns[0]))
    return {row[0]: row[1] for row in rows}


def _of(entry: ItemEntry, says: str) -> Wrong:
    return Wrong(number=entry.document_no, says=_name(entry, says))


def _name(entry: ItemEntry, says: str) -> str:
    return f"{says} of {entry.item_no} (entry {entry.id})"
