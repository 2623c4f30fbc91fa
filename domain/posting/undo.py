"""Undoing a shipment that was posted by mistake: the goods are back where they were.

A correcting line with the opposite quantity is written; the posted one stays. Only what is
neither invoiced nor returned can be undone (specification, section 7.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Command, NotFound, Outcome, Refusal
from domain.ledger.accounts import Role as Account
from domain.ledger.goods import Move, cost_of_part, item_states
from domain.ledger.goods_rows import ItemEntryState
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.people import SALES, Role
from domain.posting.quantities import plan_rest
from domain.posting.shipment_rows import (
    SHIPMENT,
    PostedShipment,
    PostedShipmentLine,
    ShipmentLineState,
)
from domain.posting.stock_moves import lock_balances, move_stock
from domain.posting.subject import Subject, load_subject
from domain.posting.windows import permit_posting
from domain.sales.documents import Kind, Status, find_document
from domain.sales.pricing import raise_all
from domain.sales.scheduling import show_demand
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class UndoShipment(Command):
    """Take a posted shipment back, or one line of it (`line_no` as on the order)."""

    may: ClassVar[frozenset[Role]] = SALES | {Role.WAREHOUSE}
    doing: ClassVar[str] = "undo shipments"

    shipment_no: str
    line_no: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShipmentUndone(Outcome):
    """The goods are in stock again and outstanding on the order."""

    shipment_no: str
    order_no: str
    customer_no: str
    customer_name: str
    status: str
    lines: tuple[tuple[str, Decimal, str], ...]  # item, quantity, unit

    @property
    def number(self) -> str:
        return self.shipment_no


@dataclass(kw_only=True, eq=False)
class AlreadyInvoiced(Refusal):
    """What was billed is corrected by a credit memo, not by undoing."""

    shipment_no: str
    item_no: str

    def sentence(self) -> str:
        return (
            f"{self.item_no} of {self.shipment_no} is invoiced already. Cancel the invoice, or "
            "enter a return."
        )


@dataclass(kw_only=True, eq=False)
class AlreadyReturned(Refusal):
    """The goods have come back in another way."""

    shipment_no: str
    item_no: str

    def sentence(self) -> str:
        return (
            f"{self.item_no} of {self.shipment_no} has come back already. Enter a return for the "
            "rest."
        )


@dataclass(frozen=True, kw_only=True)
class _Undone:
    line: PostedShipmentLine
    state: ShipmentLineState


def undo_shipment(command: UndoShipment, work: Work) -> ShipmentUndone:
    """Take goods back as if they had never left.

    Raises:
        NotFound: no such shipment or line.
        AlreadyInvoiced, AlreadyReturned: it is too late for that; all lines at once.
        PostingDateNotAllowed, InventoryPeriodClosed: nothing may be posted today.
    """
    window = permit_posting(work, command, ship=True, invoice=False)
    header = _header(work, command.shipment_no)
    document = find_document(work, header.order_no)
    subject = load_subject(work, document, window)
    undone = _lines(work, header.document_no, command.line_no)
    raise_all([*_hindrances(undone), *window.hindrances(work.today, goods=True, bill=False)])
    _take_back(subject, header, undone)
    if document.status == Status.COMPLETED and document.kind == Kind.ORDER:
        document.status = Status.RELEASED
    for line in subject.sold:
        plan_rest(line, ship_quantity=window.setup.ship_quantity)
    show_demand(work, document, subject.lines, firm=True)
    return work.happened(
        ShipmentUndone(
            shipment_no=header.document_no,
            order_no=document.number,
            customer_no=document.customer_no,
            customer_name=document.sell_to_name,
            status=str(document.status),
            lines=tuple((each.line.item_no, each.line.quantity, each.line.unit) for each in undone),
        )
    )


def _header(work: Work, number: str) -> PostedShipment:
    wanted = number.strip().upper()
    found = work.session.scalar(
        select(PostedShipment).where(
            PostedShipment.document_no == wanted, PostedShipment.document_kind == SHIPMENT
        )
    )
    if found is None:
        raise NotFound(kind="shipment", text=wanted[:40])
    return found


def _lines(work: Work, number: str, line_no: int | None) -> list[_Undone]:
    rows = work.session.execute(
        select(PostedShipmentLine, ShipmentLineState)
        .join(ShipmentLineState, ShipmentLineState.entry_id == PostedShipmentLine.id)
        .where(PostedShipmentLine.document_no == number, PostedShipmentLine.corrects_id == 0)
        .order_by(PostedShipmentLine.id)
        .with_for_update(of=ShipmentLineState)
        .execution_options(populate_existing=True)
    )
    found = [_Undone(line=line, state=state) for line, state in rows]
    if line_no is not None:
        found = [each for each in found if each.line.line_no == line_no]
    standing = [each for each in found if not each.state.undone]
    if not standing:
        what = f"{number}, line {line_no}" if line_no is not None else number
        raise NotFound(kind="standing shipment line of", text=what)
    return standing


def _hindrances(undone: Sequence[_Undone]) -> list[Refusal]:
    found: list[Refusal] = []
    for each in undone:
        number, item_no = each.line.document_no, each.line.item_no
        if each.state.qty_invoiced:
            found.append(AlreadyInvoiced(shipment_no=number, item_no=item_no))
        elif each.state.qty_returned or each.state.quantity != each.line.quantity:
            found.append(AlreadyReturned(shipment_no=number, item_no=item_no))
    return found


def _take_back(subject: Subject, header: PostedShipment, undone: Sequence[_Undone]) -> None:
    """Put the goods up again at the cost they left with, as correcting lines."""
    work = subject.work
    goods = [each for each in undone if each.line.item_entry_id]
    states = item_states(work.session, [each.line.item_entry_id for each in goods])
    moves = [_move(each.line, states[each.line.item_entry_id], header) for each in goods]
    balances = lock_balances(work, [move.place for move in moves])
    journal = Journal(work, kind="undo", source_no=header.document_no, posting_date=work.today)
    moved = move_stock(journal, moves, balances)
    entries = dict(zip((each.line.id for each in goods), moved, strict=True))
    for each in undone:
        back = entries.get(each.line.id)
        if back is not None and subject.window.setup.expected_cost_posting:
            line = subject.line(each.line.order_line_no)
            journal.book(Account.COGS_INTERIM, -back.cost, key=subject.gen_key(line.item_no))
            journal.book(Account.INVENTORY_INTERIM, back.cost, key=subject.stock_key(line))
        _correct(journal, each.line, item_entry_id=back.entry_id if back else 0)
        each.state.undone = True
        subject.line(each.line.order_line_no).qty_shipped -= each.line.quantity
    for each in goods:
        state = states[each.line.item_entry_id]
        state.returned = abs(state.quantity)
    journal.write(SHIPMENT, header.document_no)


def _move(line: PostedShipmentLine, state: ItemEntryState, header: PostedShipment) -> Move:
    return Move(
        item_no=line.item_no,
        variant=line.variant,
        location=line.location,
        quantity=line.quantity_base,
        cost=cost_of_part(state, line.quantity_base),
        line_no=line.line_no,
        order_no=line.order_no,
        order_line_no=line.order_line_no,
        customer_no=header.customer_no,
        from_entry=line.item_entry_id,
    )


def _correct(journal: Journal, line: PostedShipmentLine, *, item_entry_id: int) -> None:
    """Write the opposite of a posted line beside it; it stands for nothing to be invoiced."""
    copied = {
        column.key: getattr(line, column.key)
        for column in PostedShipmentLine.__table__.columns
        if column.key not in _OWN
    }
    key = journal.add(
        PostedShipmentLine,
        **copied,
        quantity=-line.quantity,
        quantity_base=-line.quantity_base,
        item_entry_id=item_entry_id,
        corrects_id=line.id,
    )
    journal.keep(
        ShipmentLineState,
        entry_id=key,
        order_no=line.order_no,
        order_line_no=line.order_line_no,
        quantity=-line.quantity,
        quantity_base=-line.quantity_base,
        item_entry_id=item_entry_id,
        qty_invoiced=ZERO,
        qty_returned=ZERO,
        undone=True,
    )


_OWN = {
    "id",
    "transaction_id",
    "posting_date",
    "document_kind",
    "document_no",
    "quantity",
    "quantity_base",
    "item_entry_id",
    "corrects_id",
}
