"""Proof from the books alone: what must always hold, and the document where it does not.

Every check is one or two statements over whole tables; it reads and never repairs. Used by
`salesclerk verify` and by tests after every step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.ledger.accounts import Role
from domain.ledger.customers import CustomerDetail, CustomerEntry, CustomerEntryState
from domain.ledger.goods_rows import ItemApplication, ItemEntry, ItemEntryState, ValueEntry
from domain.ledger.journal import GLEntry, LedgerTransaction
from domain.money import ZERO
from domain.numbering import NumberSeries, following
from domain.posting.invoice_rows import (
    CREDIT_MEMO,
    INVOICE,
    PREPAYMENT_CREDIT_MEMO,
    PREPAYMENT_INVOICE,
    PostedInvoice,
    PostedInvoiceLine,
)
from domain.posting.shipment_rows import (
    RETURN_RECEIPT,
    SHIPMENT,
    PostedShipment,
    PostedShipmentLine,
    ShipmentLineState,
)
from domain.sales.documents import Kind, SalesDocument
from domain.sales.lines import SalesLine
from domain.stock.rows import StockBalance

_OPENED = "opening"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is off. `subject` names the document, account, item or customer."""

    check: str
    subject: str
    what: str

    def sentence(self) -> str:
        return f"{self.subject}: {self.what}"


def proofs(session: Session) -> Iterable[Finding]:
    """Everything that is off in the books; nothing means that all is well."""
    for check in (
        _balanced,
        _stock,
        _applied,
        _customers,
        _receivables,
        _costs,
        _order_quantities,
        _shipment_states,
        _numbers,
    ):
        yield from check(session)


def _balanced(session: Session) -> Iterator[Finding]:
    """Debits equal credits in every transaction."""
    rows = session.execute(
        select(LedgerTransaction.source_no, GLEntry.transaction_id, func.sum(GLEntry.amount))
        .join(LedgerTransaction, LedgerTransaction.id == GLEntry.transaction_id)
        .group_by(LedgerTransaction.source_no, GLEntry.transaction_id)
        .having(func.sum(GLEntry.amount) != ZERO)
    )
    for source, key, left in rows:
        what = f"debits and credits of transaction {key} differ by {left}"
        yield Finding(check="balanced", subject=source, what=what)


def _stock(session: Session) -> Iterator[Finding]:
    """What lies at a place is the sum of its entries."""
    place = (ItemEntry.item_no, ItemEntry.variant, ItemEntry.location)
    sums = {
        (item, variant, location): quantity
        for item, variant, location, quantity in session.execute(
            select(*place, func.sum(ItemEntry.quantity)).group_by(*place)
        )
    }
    for row in session.scalars(select(StockBalance)):
        entries = sums.pop((row.item_no, row.variant, row.location), ZERO)
        if entries != row.on_hand:
            what = f"{row.on_hand} lie at {row.location}, the entries say {entries}"
            yield Finding(check="stock", subject=row.item_no, what=what)
    for (item, _, location), entries in sums.items():
        if entries:
            what = f"entries say {entries} at {location}, and there is no balance"
            yield Finding(check="stock", subject=item, what=what)


def _applied(session: Session) -> Iterator[Finding]:
    """What is left of an item entry is its quantity less what was applied to it."""
    taken = _sums(session, select(ItemApplication.inbound_id, func.sum(ItemApplication.quantity)))
    given = _sums(session, select(ItemApplication.outbound_id, func.sum(ItemApplication.quantity)))
    rows = session.execute(
        select(
            ItemEntry.id,
            ItemEntry.document_no,
            ItemEntry.quantity,
            ItemEntryState.remaining,
            ItemEntryState.open,
        ).outerjoin(ItemEntryState, ItemEntryState.entry_id == ItemEntry.id)
    )
    for key, document_no, quantity, remaining, is_open in rows:
        left = quantity - taken.get(key, ZERO) + given.get(key, ZERO)
        if remaining != left or is_open != bool(left):
            what = f"item entry {key} has {remaining} left, its applications say {left}"
            yield Finding(check="applied", subject=document_no, what=what)


def _customers(session: Session) -> Iterator[Finding]:
    """What is open of a customer's entry is the sum of its details."""
    sums = {
        key: (amount, lcy)
        for key, amount, lcy in session.execute(
            select(
                CustomerDetail.entry_id,
                func.sum(CustomerDetail.amount),
                func.sum(CustomerDetail.amount_lcy),
            ).group_by(CustomerDetail.entry_id)
        )
    }
    rows = session.execute(
        select(CustomerEntry.id, CustomerEntry.document_no, CustomerEntryState).outerjoin(
            CustomerEntryState, CustomerEntryState.entry_id == CustomerEntry.id
        )
    )
    for key, document_no, state in rows:
        found = sums.get(key, (ZERO, ZERO))
        said = (state.remaining, state.remaining_lcy) if state else None
        if said != found:
            what = f"{said and said[0]} is open, its details say {found[0]}"
            yield Finding(check="open amounts", subject=document_no, what=what)
        elif state.open != bool(found[0]) or (not found[0] and found[1]):
            what = f"{found[0]} is open ({found[1]} in our currency), marked {state.open}"
            yield Finding(check="open amounts", subject=document_no, what=what)


def _receivables(session: Session) -> Iterator[Finding]:
    """What all customers owe is the balance of the receivables accounts."""
    owed = session.scalar(select(func.sum(CustomerDetail.amount_lcy))) or ZERO
    booked = (
        session.scalar(
            select(func.sum(GLEntry.amount)).where(GLEntry.role == Role.RECEIVABLES.value)
        )
        or ZERO
    )
    if owed != booked:
        what = f"customers owe {owed}, the accounts say {booked}"
        yield Finding(check="receivables", subject="Receivables", what=what)


def _costs(session: Session) -> Iterator[Finding]:
    """The cost of an item entry is the sum of its values; stock accounts follow the actual ones."""
    values = {
        key: (expected, actual)
        for key, expected, actual in session.execute(
            select(
                ValueEntry.item_entry_id,
                func.sum(ValueEntry.cost_expected),
                func.sum(ValueEntry.cost_actual),
            ).group_by(ValueEntry.item_entry_id)
        )
    }
    for state in session.scalars(select(ItemEntryState)):
        expected, actual = values.get(state.entry_id, (ZERO, ZERO))
        if expected != state.expected_left or expected + actual != state.cost:
            what = f"entry {state.entry_id} costs {state.cost}, its values say {expected + actual}"
            yield Finding(check="costs", subject=state.item_no, what=what)
    opening = select(ItemEntry.id).where(ItemEntry.kind == _OPENED)
    moved = session.scalar(
        select(func.sum(ValueEntry.cost_actual)).where(ValueEntry.item_entry_id.not_in(opening))
    )
    booked = session.scalar(
        select(func.sum(GLEntry.amount)).where(GLEntry.role == Role.INVENTORY.value)
    )
    if (moved or ZERO) != (booked or ZERO):
        what = f"its entries say {moved or ZERO}, the accounts {booked or ZERO}"
        yield Finding(check="costs", subject="Inventory value", what=what)


def _order_quantities(session: Session) -> Iterator[Finding]:
    """Orders count what was shipped and invoiced and not taken back."""
    shipped = _by_line(
        session,
        select(
            PostedShipmentLine.order_no,
            PostedShipmentLine.order_line_no,
            func.sum(PostedShipmentLine.quantity),
        ).group_by(PostedShipmentLine.order_no, PostedShipmentLine.order_line_no),
    )
    billed: dict[tuple[str, int], Decimal] = {}
    for order_no, line_no, sign, quantity in session.execute(
        select(
            PostedInvoiceLine.order_no,
            PostedInvoiceLine.order_line_no,
            PostedInvoiceLine.order_sign,
            func.sum(PostedInvoiceLine.quantity),
        )
        .where(PostedInvoiceLine.order_sign != 0)
        .group_by(
            PostedInvoiceLine.order_no,
            PostedInvoiceLine.order_line_no,
            PostedInvoiceLine.order_sign,
        )
    ):
        key = (order_no, line_no)
        billed[key] = billed.get(key, ZERO) + sign * quantity
        if sign < 0:
            shipped[key] = shipped.get(key, ZERO) - quantity
    lines = select(SalesLine).join(SalesDocument, SalesDocument.number == SalesLine.document_no)
    for line in session.scalars(lines.where(SalesDocument.kind == Kind.ORDER)):
        yield from _line_findings(line, shipped=shipped, billed=billed)


def _line_findings(
    line: SalesLine,
    *,
    shipped: dict[tuple[str, int], Decimal],
    billed: dict[tuple[str, int], Decimal],
) -> Iterator[Finding]:
    key = (line.document_no, line.line_no)
    named = f"line {line.line_no} ({line.item_no})"
    if line.qty_invoiced != billed.get(key, ZERO):
        what = f"{named} counts {line.qty_invoiced} invoiced, its papers {billed.get(key, ZERO)}"
        yield Finding(check="quantities", subject=line.document_no, what=what)
    if line.stocked and line.qty_shipped != shipped.get(key, ZERO):
        what = f"{named} counts {line.qty_shipped} shipped, its papers {shipped.get(key, ZERO)}"
        yield Finding(check="quantities", subject=line.document_no, what=what)
    if not abs(line.qty_invoiced) <= abs(line.qty_shipped) <= abs(line.quantity):
        what = f"{named}: {line.quantity}, {line.qty_shipped} shipped, {line.qty_invoiced} invoiced"
        yield Finding(check="quantities", subject=line.document_no, what=what)


def _shipment_states(session: Session) -> Iterator[Finding]:
    """No delivery is invoiced or returned beyond what it was."""
    for state in session.scalars(select(ShipmentLineState)):
        whole = abs(state.quantity)
        if abs(state.qty_invoiced) > whole or abs(state.qty_returned) > whole:
            what = f"more is invoiced or returned of line {state.order_line_no} than was shipped"
            yield Finding(check="shipments", subject=state.document_no, what=what)


def _numbers(session: Session) -> Iterator[Finding]:
    """Posted papers are numbered without gaps, up to the last number drawn."""
    bills = select(PostedInvoice.document_no)
    moves = select(PostedShipment.document_no)
    refunding = (CREDIT_MEMO, PREPAYMENT_CREDIT_MEMO)
    for code, query in (
        ("posted_shipment", moves.where(PostedShipment.document_kind == SHIPMENT)),
        ("return_receipt", moves.where(PostedShipment.document_kind == RETURN_RECEIPT)),
        ("posted_invoice", bills.where(PostedInvoice.document_kind == INVOICE)),
        ("posted_credit_memo", bills.where(PostedInvoice.document_kind.in_(refunding))),
        ("prepayment_invoice", bills.where(PostedInvoice.document_kind == PREPAYMENT_INVOICE)),
    ):
        used = set(session.scalars(query))
        lines = session.scalars(select(NumberSeries).where(NumberSeries.code == code))
        for series in lines:
            yield from _gaps(series, used)


def _gaps(series: NumberSeries, used: set[str]) -> Iterator[Finding]:
    if not series.last_used:
        return
    number = series.start_no
    while True:
        if number not in used:
            what = f"the number was drawn from {series.code} and no paper has it"
            yield Finding(check="numbers", subject=number, what=what)
        if number == series.last_used or len(number) > len(series.last_used) + 1:
            return
        number = following(number, series.increment)


def _sums(session: Session, query: Select[int, Decimal]) -> dict[int, Decimal]:
    key = query.selected_columns[0]
    rows = session.execute(query.group_by(key))
    return {row[0]: row[1] for row in rows}


def _by_line(session: Session, query: Select[str, int, Decimal]) -> dict[tuple[str, int], Decimal]:
    return {(order_no, line_no): total for order_no, line_no, total in session.execute(query)}
