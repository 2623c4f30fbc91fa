"""Returns: goods come in on a receipt, and the customer is credited for them.

Receiving and crediting may happen in parts and by different people. A line that is to be
delivered again goes back onto its order instead of being settled with money.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Command, NotFound, Outcome, Refusal
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.papers import PaperFacts
from domain.parties.customer_rows import Customer
from domain.people import Role
from domain.posting.bill_standing import date_problems, lock_for, returner_of
from domain.posting.checks import NothingToPost
from domain.posting.goods_back import Back, BackLine, Returner, take_goods_back
from domain.posting.invoice_rows import INVOICE, PostedInvoiceLine
from domain.posting.order_effects import TakenBack, lock_orders, take_back_onto
from domain.posting.posted_bills import charged_entries, load_bill
from domain.posting.return_orders import (
    CANCELLED,
    COMPLETED,
    CREDIT,
    REDELIVER,
    ReturnHeader,
    ReturnLine,
    ReturnReceipt,
    find_return,
    return_lines,
    state_of,
)
from domain.posting.returnable import ReturnExceedsShipped, ReturnWish
from domain.posting.returning import ReturnedLine, told_line
from domain.posting.shipment_rows import ShipmentLineState
from domain.sales.documents import SalesDocument
from domain.sales.lines import SalesLine, ZeroQuantity, lines_of
from domain.sales.pricing import raise_all
from domain.sales.sending import paper_of
from domain.sales.states import StatusNotOpen
from domain.work import Work

RECEIVERS = frozenset({Role.MANAGER, Role.WAREHOUSE, Role.ADMINISTRATOR})


@dataclass(frozen=True, kw_only=True)
class ReceiveReturn(Command):
    """Goods of a return have arrived: the lines named, or all that is still on its way."""

    may: ClassVar[frozenset[Role]] = RECEIVERS
    doing: ClassVar[str] = "receive returns"

    return_no: str
    lines: tuple[ReturnWish, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(Outcome):
    """Returned goods are in stock. `received` and `credited` say how far the return has come."""

    document_no: str
    receipt_no: str
    customer_no: str
    customer_name: str
    received: str
    credited: str
    lines: tuple[ReturnedLine, ...]
    paper: PaperFacts | None
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.receipt_no


def receive_return(command: ReceiveReturn, work: Work) -> ReturnReceived:
    """Post the receipt of returned goods.

    Raises:
        NotFound: no such return or line.
        ReturnExceedsShipped, ZeroQuantity: more, or nothing, would come in.
        NothingToPost: everything has come in.
        StatusNotOpen: the return is over.
        PostingDateNotAllowed, InventoryPeriodClosed: nothing may be posted today.
    """
    work.permit(command)
    header = find_return(work, command.return_no)
    check_open(header)
    lines = return_lines(work.session, header.number)
    quantities = _quantities(header, lines, command.lines)
    back = received(work, header, lines, quantities)
    return work.happened(_told(header, lines, back))


def received(
    work: Work,
    header: ReturnHeader,
    lines: Sequence[ReturnLine],
    quantities: Mapping[int, Decimal],
) -> Back:
    """Take in quantities that have been checked; orders follow."""
    raise_all(date_problems(work, on=work.today, goods=True))
    chosen = [line for line in lines if quantities.get(line.line_no)]
    orders = lock_orders(work, sorted({line.order_no for line in chosen if line.order_no}))
    if chosen[0].invoice_no:
        back = _from_bill(work, header, chosen, quantities)
    else:
        back = _from_order(work, orders[chosen[0].order_no], chosen, quantities, header=header)
    for line in chosen:
        line.qty_received += quantities[line.line_no]
        for entry_id, base in back.entries[line.line_no]:
            work.session.add(
                ReturnReceipt(
                    item_entry_id=entry_id,
                    return_no=header.number,
                    line_no=line.line_no,
                    quantity_base=base,
                )
            )
    for number, document in orders.items():
        taken = _taken(chosen, quantities, order_no=number)
        if taken:
            take_back_onto(work, document, taken)
    close_if_done(header, lines)
    return back


def check_open(header: ReturnHeader) -> None:
    """Refuse a return that is over.

    Raises:
        StatusNotOpen: it is completed or cancelled.
    """
    if header.status in (COMPLETED, CANCELLED):
        way_out = "Enter another return for more goods."
        raise StatusNotOpen(document_no=header.number, state=header.status, way_out=way_out)


def close_if_done(header: ReturnHeader, lines: Sequence[ReturnLine]) -> None:
    """A return is completed once all has come in and all that is to be credited is."""
    open_lines = [
        line
        for line in lines
        if (line.stocked and line.to_receive) or (_is_credited(line) and line.to_credit)
    ]
    if not open_lines:
        header.status = COMPLETED


def base_of(line: ReturnLine, quantity: Decimal) -> Decimal:
    """A quantity of the line in base units."""
    return round_to(quantity * line.qty_per_unit, QUANTITY_STEP)


def _is_credited(line: ReturnLine) -> bool:
    """Whether the line leads to a credit memo: goods never billed and delivered again do not."""
    return bool(line.invoice_no) or line.settlement == CREDIT


def _quantities(
    header: ReturnHeader, lines: Sequence[ReturnLine], wishes: Sequence[ReturnWish]
) -> dict[int, Decimal]:
    goods = [line for line in lines if line.stocked]
    if not wishes:
        found = {line.line_no: line.to_receive for line in goods if line.to_receive}
        if not found:
            way_out = "All of it has come in; it can be credited."
            raise NothingToPost(document_no=header.number, way_out=way_out)
        return found
    found = {}
    refusals: list[Refusal] = []
    for wish in wishes:
        line = _named(goods, wish)
        asked = line.to_receive if wish.quantity is None else wish.quantity
        total = found.get(line.line_no, ZERO) + asked
        if not asked.is_finite() or asked <= ZERO:
            refusals.append(ZeroQuantity(item_no=line.item_no))
        elif total > line.to_receive:
            refusals.append(
                ReturnExceedsShipped(item_no=line.item_no, asked=total, max=line.to_receive)
            )
        found[line.line_no] = total
    raise_all(refusals)
    return found


def _named(lines: Sequence[ReturnLine], wish: ReturnWish) -> ReturnLine:
    item = wish.item_no.strip().upper()
    for line in lines:
        if wish.line_no in (None, line.line_no) and item in ("", line.item_no.upper()):
            return line
    raise NotFound(kind="line", text=item or str(wish.line_no))


def _from_bill(
    work: Work,
    header: ReturnHeader,
    chosen: Sequence[ReturnLine],
    quantities: Mapping[int, Decimal],
) -> Back:
    bill = load_bill(work, chosen[0].invoice_no, kinds=(INVOICE,))
    lock_for(work, bill)
    entries = charged_entries(work, bill)
    back_lines = [
        _back_line(
            line, quantities[line.line_no], like=bill.line(line.invoice_line_no), entries=entries
        )
        for line in chosen
    ]
    returner = returner_of(bill, source_no=header.number, on=work.today, reason=header.reason)
    return take_goods_back(work, returner, back_lines, paper=bill.paper)


def _back_line(
    line: ReturnLine,
    quantity: Decimal,
    *,
    like: PostedInvoiceLine | SalesLine,
    entries: Mapping[int, Sequence[int]],
    onto_order: tuple[str, int] | None = None,
) -> BackLine:
    return BackLine(
        line_no=line.line_no,
        item_no=line.item_no,
        quantity=quantity,
        quantity_base=base_of(line, quantity),
        entries=tuple(entries.get(like.line_no, ())),
        variant=like.variant,
        description=like.description,
        details=like.details,
        unit=like.unit,
        base_unit=like.base_unit,
        qty_per_unit=like.qty_per_unit,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        location=line.location,
        value_zero=line.value_zero,
        onto_order=onto_order,
    )


def _from_order(
    work: Work,
    document: SalesDocument,
    chosen: Sequence[ReturnLine],
    quantities: Mapping[int, Decimal],
    *,
    header: ReturnHeader,
) -> Back:
    """Goods that were shipped and not billed yet."""
    ordered = {line.line_no: line for line in lines_of(work.session, document.number)}
    entries = _shipped_entries(work, document.number)
    back_lines = []
    for line in chosen:
        again = line.settlement == REDELIVER
        onto = (line.order_no, line.order_line_no) if again else None
        like = ordered[line.order_line_no]
        quantity = quantities[line.line_no]
        back_lines.append(_back_line(line, quantity, like=like, entries=entries, onto_order=onto))
    bill_to = work.session.get_one(Customer, document.bill_to_no)
    returner = Returner(
        source_no=header.number,
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        bill_to_no=document.bill_to_no,
        salesperson_no=document.salesperson_no,
        gen_bus_group=bill_to.gen_bus_posting_group,
        on=work.today,
        reason=header.reason,
    )
    return take_goods_back(work, returner, back_lines, paper=paper_of(work, document))


def _shipped_entries(work: Work, order_no: str) -> dict[int, list[int]]:
    """Per order line the item entries of its deliveries, the newest first.

    The newest are the ones that are not billed yet.
    """
    rows = work.session.execute(
        select(ShipmentLineState.order_line_no, ShipmentLineState.item_entry_id)
        .where(
            ShipmentLineState.order_no == order_no,
            ShipmentLineState.undone.is_(False),
            ShipmentLineState.item_entry_id != 0,
        )
        .order_by(ShipmentLineState.entry_id.desc())
    )
    found: dict[int, list[int]] = {}
    for line_no, entry_id in rows:
        found.setdefault(line_no, []).append(entry_id)
    return found


def _taken(
    chosen: Sequence[ReturnLine], quantities: Mapping[int, Decimal], *, order_no: str
) -> dict[int, TakenBack]:
    """What receiving changes on an order. Billed goods go back onto it with their credit."""
    taken: dict[int, TakenBack] = {}
    for line in chosen:
        if line.order_no != order_no:
            continue
        quantity = quantities[line.line_no]
        known = taken.get(line.order_line_no, TakenBack())
        again = line.settlement == REDELIVER
        taken[line.order_line_no] = TakenBack(
            shipped=known.shipped + (quantity if again and not line.invoice_no else ZERO),
            returned=known.returned + (ZERO if again else quantity),
        )
    return taken


def _told(header: ReturnHeader, lines: Sequence[ReturnLine], back: Back) -> ReturnReceived:
    state = state_of(lines)
    return ReturnReceived(
        document_no=header.number,
        receipt_no=back.receipt_no,
        customer_no=header.customer_no,
        customer_name=header.customer_name,
        received=state.received,
        credited=state.credited,
        lines=tuple(told_line(line) for line in lines),
        paper=back.paper,
    )
