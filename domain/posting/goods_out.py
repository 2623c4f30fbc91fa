"""Goods that leave again because the paper that took them back is itself taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.ledger.accounts import Role
from domain.ledger.goods import Move, Moved
from domain.ledger.journal import Journal
from domain.ledger.setup import posting_setup
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.posting.goods_back import Returner, moved_lines, without_amounts
from domain.posting.invoice_rows import PostedInvoiceLine
from domain.posting.papers import DELIVERY_NOTE
from domain.posting.shipment_rows import (
    SHIPMENT,
    PostedShipment,
    PostedShipmentLine,
    ShipmentLineState,
)
from domain.posting.stock_moves import lock_balances, move_stock
from domain.posting.subject import item_cards
from domain.sales.issued import freeze
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Out:
    """What left again: the shipment, and per line its item entry and quantity (negative)."""

    shipment_no: str
    entries: Mapping[int, tuple[tuple[int, Decimal], ...]]


def send_out_again(
    work: Work, returner: Returner, lines: Sequence[PostedInvoiceLine], *, paper: PaperFacts
) -> Out:
    """Post a shipment of the goods on these lines, already billed by whoever asks."""
    cards = item_cards(work, sorted({line.item_no for line in lines}))
    moves = [
        Move(
            item_no=line.item_no,
            variant=line.variant,
            location=line.location,
            quantity=-line.quantity_base,
            unit_cost=cards[line.item_no].unit_cost,
            line_no=line.line_no,
            order_no=line.order_no or returner.source_no,
            order_line_no=line.order_line_no or line.line_no,
            customer_no=returner.customer_no,
        )
        for line in lines
    ]
    balances = lock_balances(work, [move.place for move in moves])
    journal = Journal(work, kind="ship", source_no=returner.source_no, posting_date=returner.on)
    moved = move_stock(journal, moves, balances)
    if posting_setup(work.session).expected_cost_posting:
        for line, done in zip(lines, moved, strict=True):
            card = cards[line.item_no]
            key = f"{returner.gen_bus_group}|{card.prod_group}"
            journal.book(Role.COGS_INTERIM, -done.cost, key=key)
            stock_key = f"{card.inventory_group}|{line.location}"
            journal.book(Role.INVENTORY_INTERIM, done.cost, key=stock_key)
    for line, done in zip(lines, moved, strict=True):
        _gather(journal, line, returner, moved=done)
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
    number = work.next_number("posted_shipment")
    journal.write(SHIPMENT, number)
    _freeze(work, lines, returner, number=number, paper=paper)
    entries = {
        line.line_no: ((done.entry_id, -line.quantity_base),)
        for line, done in zip(lines, moved, strict=True)
    }
    return Out(shipment_no=number, entries=entries)


def _gather(journal: Journal, line: PostedInvoiceLine, returner: Returner, *, moved: Moved) -> None:
    order_no = line.order_no or returner.source_no
    order_line_no = line.order_line_no or line.line_no
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
        quantity=line.quantity,
        quantity_base=line.quantity_base,
        location=line.location,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        item_entry_id=moved.entry_id,
        corrects_id=0,
    )
    journal.keep(
        ShipmentLineState,
        entry_id=key,
        order_no=order_no,
        order_line_no=order_line_no,
        quantity=line.quantity,
        quantity_base=line.quantity_base,
        item_entry_id=moved.entry_id,
        qty_invoiced=line.quantity,
        qty_returned=ZERO,
        undone=False,
    )


def _freeze(
    work: Work,
    lines: Sequence[PostedInvoiceLine],
    returner: Returner,
    *,
    number: str,
    paper: PaperFacts,
) -> None:
    facts = replace(
        without_amounts(paper),
        kind=DELIVERY_NOTE,
        number=number,
        version=1,
        issued=returner.on,
        lines=moved_lines(lines),
    )
    freeze(work, facts)
