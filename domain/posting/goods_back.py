"""Goods that come back: a return receipt, stock put up again, at the cost they left with.

Every piece is taken back from the delivery it left with, oldest first, so cost is reversed
exactly. Crediting the customer for it is another matter (`crediting`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from domain.ledger.accounts import Role
from domain.ledger.goods import Move, Moved, cost_of_part, item_states
from domain.ledger.goods_rows import ItemEntryState
from domain.ledger.journal import Journal
from domain.ledger.setup import posting_setup
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.papers import PaperFacts, PaperLine
from domain.posting.invoice_rows import PostedInvoiceLine
from domain.posting.papers import RETURN_RECEIPT_PAPER
from domain.posting.shipment_rows import (
    RETURN_RECEIPT,
    PostedShipment,
    PostedShipmentLine,
    ShipmentLineState,
)
from domain.posting.stock_moves import lock_balances, move_stock
from domain.posting.subject import item_cards
from domain.sales.issued import freeze
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class BackLine:
    """A line of which goods come back. `entries` are the deliveries it left with, oldest first.

    `location` is where the goods are put; `value_zero` takes them in without a value (damaged).
    `onto_order` is the order line that is open for them again without having been billed: its
    deliveries are lowered by what comes back.
    """

    line_no: int
    item_no: str
    quantity: Decimal
    quantity_base: Decimal
    entries: tuple[int, ...]
    variant: str = ""
    description: str = ""
    details: str = ""
    unit: str = ""
    base_unit: str = ""
    qty_per_unit: Decimal = Decimal(1)
    unit_price: Decimal = ZERO
    discount_pct: Decimal = ZERO
    location: str = ""
    value_zero: bool = False
    onto_order: tuple[str, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Back:
    """Goods that are back. `entries` pair per line the new item entries with their quantity."""

    receipt_no: str
    paper: PaperFacts
    entries: Mapping[int, tuple[tuple[int, Decimal], ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Returner:
    """On whose behalf goods come back, and because of which document."""

    source_no: str
    customer_no: str
    customer_name: str
    bill_to_no: str
    salesperson_no: str
    gen_bus_group: str
    on: date
    reason: str = ""


def take_goods_back(
    work: Work, returner: Returner, lines: Sequence[BackLine], *, paper: PaperFacts
) -> Back:
    """Post a return receipt and put the goods up again.

    `paper` is a frozen paper of the sale: the receipt takes its addresses from it.
    """
    taken = _taken(work, lines)
    moves = [_move(line, part, returner) for line in lines for part in taken[line.line_no]]
    balances = lock_balances(work, [move.place for move in moves])
    journal = Journal(work, kind="return", source_no=returner.source_no, posting_date=returner.on)
    done = move_stock(journal, moves, balances)
    if posting_setup(work.session).expected_cost_posting:
        _book_expected(journal, moves, done, gen_bus_group=returner.gen_bus_group)
    moved = iter(done)
    made = {
        line.line_no: tuple((next(moved).entry_id, part.quantity) for part in taken[line.line_no])
        for line in lines
    }
    for line in lines:
        _gather_line(journal, line, returner, entry_id=made[line.line_no][0][0])
    _count_returned(work, taken, lines=lines)
    _gather_header(journal, returner, paper=paper)
    number = work.next_number("return_receipt")
    journal.write(RETURN_RECEIPT, number)
    facts = _receipt_paper(work, lines, returner, number=number, paper=paper)
    return Back(receipt_no=number, paper=facts, entries=made)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """So much (base units, positive) of one delivery, and what it had cost."""

    entry_id: int
    quantity: Decimal
    cost: Decimal


def _taken(work: Work, lines: Sequence[BackLine]) -> dict[int, list[_Part]]:
    """Which deliveries each line takes back; their states are counted up."""
    states = item_states(work.session, [entry for line in lines for entry in line.entries])
    taken: dict[int, list[_Part]] = {}
    for line in lines:
        left = line.quantity_base
        parts = taken.setdefault(line.line_no, [])
        for entry_id in line.entries:
            part = _part(states[entry_id], left, value_zero=line.value_zero)
            if part.quantity:
                parts.append(part)
                left -= part.quantity
        if left:
            raise LookupError(f"{left} of {line.item_no} left with no delivery that is known")
    return taken


def _part(state: ItemEntryState, wanted: Decimal, *, value_zero: bool) -> _Part:
    quantity = min(wanted, abs(state.quantity) - state.returned)
    if quantity <= ZERO:
        return _Part(entry_id=state.entry_id, quantity=ZERO, cost=ZERO)
    cost = ZERO if value_zero else cost_of_part(state, quantity)
    state.returned += quantity
    return _Part(entry_id=state.entry_id, quantity=quantity, cost=cost)


def _move(line: BackLine, part: _Part, returner: Returner) -> Move:
    return Move(
        item_no=line.item_no,
        variant=line.variant,
        location=line.location,
        quantity=part.quantity,
        cost=part.cost,
        line_no=line.line_no,
        order_no=returner.source_no,
        order_line_no=line.line_no,
        customer_no=returner.customer_no,
        from_entry=part.entry_id,
    )


def _book_expected(
    journal: Journal, moves: Sequence[Move], moved: Sequence[Moved], *, gen_bus_group: str
) -> None:
    """Expected cost stands on interim accounts until the credit memo makes it actual."""
    cards = item_cards(journal.work, sorted({move.item_no for move in moves}))
    for move, done in zip(moves, moved, strict=True):
        card = cards[move.item_no]
        key = f"{gen_bus_group}|{card.prod_group}"
        stock_key = f"{card.inventory_group}|{move.location}"
        journal.book(Role.COGS_INTERIM, -done.cost, key=key)
        journal.book(Role.INVENTORY_INTERIM, done.cost, key=stock_key)


def _count_returned(
    work: Work, taken: Mapping[int, Sequence[_Part]], *, lines: Sequence[BackLine]
) -> None:
    """Count on the shipment lines what came back of them, in their own unit."""
    by_no = {line.line_no: line for line in lines}
    returned: dict[int, list[tuple[BackLine, Decimal]]] = {}
    for line_no, parts in taken.items():
        for part in parts:
            returned.setdefault(part.entry_id, []).append((by_no[line_no], part.quantity))
    rows = work.session.scalars(
        select(ShipmentLineState)
        .where(ShipmentLineState.item_entry_id.in_(sorted(returned)))
        .order_by(ShipmentLineState.entry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in rows:
        for line, base in returned[row.item_entry_id]:
            units = round_to(base / line.qty_per_unit, QUANTITY_STEP)
            if line.onto_order is None:
                row.qty_returned += units
            else:
                row.quantity -= units
                row.quantity_base -= base
                row.undone = row.undone or not row.quantity


def _gather_header(journal: Journal, returner: Returner, *, paper: PaperFacts) -> None:
    work = journal.work
    journal.add(
        PostedShipment,
        order_no=returner.source_no,
        customer_no=returner.customer_no,
        bill_to_no=returner.bill_to_no,
        customer_name=returner.customer_name,
        external_no=paper.your_reference,
        ship_to_address="\n".join(paper.ship_to or paper.buyer.address_lines),
        shipping_agent="",
        salesperson_no=returner.salesperson_no,
        posted_at=work.now,
        posted_by=work.actor.id,
    )


def _gather_line(journal: Journal, line: BackLine, returner: Returner, *, entry_id: int) -> None:
    """A receipt's line counts what came back, so its quantity is below zero."""
    order_no, order_line_no = line.onto_order or (returner.source_no, line.line_no)
    key = journal.add(
        PostedShipmentLine,
        line_no=line.line_no,
        order_no=order_no,
        order_line_no=order_line_no,
        item_no=line.item_no,
        variant=line.variant,
        description=line.description,
        details=line.details,
        unit=line.unit,
        base_unit=line.base_unit,
        qty_per_unit=line.qty_per_unit,
        quantity=-line.quantity,
        quantity_base=-line.quantity_base,
        location=line.location,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        item_entry_id=entry_id,
        corrects_id=0,
    )
    journal.keep(
        ShipmentLineState,
        entry_id=key,
        order_no=order_no,
        order_line_no=order_line_no,
        quantity=-line.quantity,
        quantity_base=-line.quantity_base,
        item_entry_id=entry_id,
        qty_invoiced=ZERO,
        qty_returned=ZERO,
        undone=True,  # no invoice may draw from what came back
    )


def _receipt_paper(
    work: Work, lines: Sequence[BackLine], returner: Returner, *, number: str, paper: PaperFacts
) -> PaperFacts:
    return freeze(
        work,
        replace(
            without_amounts(paper),
            kind=RETURN_RECEIPT_PAPER,
            number=number,
            version=1,
            issued=returner.on,
            lines=moved_lines(lines),
            corrects_no=paper.number,
            corrects_date=paper.issued,
            reason=returner.reason,
        ),
    )


def moved_lines(lines: Sequence[BackLine | PostedInvoiceLine]) -> tuple[PaperLine, ...]:
    """Lines of a paper that goes with goods: what and how much, without prices."""
    return tuple(
        PaperLine(
            position=position,
            item_no=line.item_no,
            description=line.description,
            details=line.details,
            quantity=line.quantity,
            unit=line.unit,
            base_quantity=line.quantity_base,
            base_unit=line.base_unit,
        )
        for position, line in enumerate(lines, start=1)
    )


def without_amounts(paper: PaperFacts) -> PaperFacts:
    """Addresses and references of a paper; nothing of its figures and dates."""
    return replace(
        paper,
        lines=(),
        subtotal=ZERO,
        invoice_discount=ZERO,
        invoice_discount_pct=ZERO,
        net=ZERO,
        vat=(),
        rounding=ZERO,
        total=ZERO,
        terms=None,
        valid_until=None,
        requested_delivery=None,
        planned_delivery=None,
        due_date=None,
        discount_date=None,
        discount_pct=ZERO,
        discount_amount=ZERO,
        instalments=(),
        shipment_nos=(),
        payment_state="",
        prepaid=ZERO,
        shipping_agent="",
        notes=(),
        supplied=None,
        corrects_date=None,
        reason="",
        local_currency="",
        local_vat=ZERO,
        rate_foreign=ZERO,
        rate_local=ZERO,
    )
