"""Crediting returns: the memo for goods that came back, allowances without goods, replacements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Command, InvalidField, NotFound, Outcome, Refusal
from domain.ledger.goods import item_states
from domain.money import ZERO, round_to
from domain.papers import PaperFacts
from domain.people import BOOKS, SALES, Role
from domain.posting.bill_standing import date_problems, lock_for, tell
from domain.posting.checks import NothingToPost
from domain.posting.correction_checks import AlreadyCanceled
from domain.posting.credit_figures import Extra, credit_totals
from domain.posting.crediting import Credited, Memo, post_credit
from domain.posting.invoice_rows import INVOICE, PostedInvoice, PostedInvoiceLine
from domain.posting.order_effects import TakenBack, lock_orders, take_back_onto
from domain.posting.posted_bills import (
    Bill,
    canceller_of,
    charged_entries,
    credited_so_far,
    credited_vat,
    load_bill,
)
from domain.posting.return_orders import (
    CREDIT_DRAFT,
    REDELIVER,
    ReturnHeader,
    ReturnLine,
    ReturnReceipt,
    find_return,
    return_lines,
)
from domain.posting.returns import base_of, check_open, close_if_done, received
from domain.sales.lines import LineRequest
from domain.sales.orders import CreateOrder, OrderAwaitsApproval, OrderConfirmed, OrderCreated
from domain.sales.orders import create_order as write_order
from domain.sales.part_billing import NOTHING_BILLED
from domain.sales.pricing import raise_all
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class CreditReturn(Command):
    """Credit what has come back of a return, or post the draft of a credit memo."""

    may: ClassVar[frozenset[Role]] = BOOKS
    doing: ClassVar[str] = "credit returns"

    return_no: str


@dataclass(frozen=True, kw_only=True)
class GrantAllowance(Command):
    """Lower the price of goods the customer keeps. `amount` is in the invoice's convention.

    The line is named by number or item; without either the first one is meant.
    """

    may: ClassVar[frozenset[Role]] = BOOKS
    doing: ClassVar[str] = "grant allowances"

    invoice_no: str
    amount: Decimal
    line_no: int | None = None
    item_no: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReplaceReturned(Command):
    """Send the customer the same goods again, on a new order at the prices he paid."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "replace returned goods"

    return_no: str


@dataclass(frozen=True, kw_only=True)
class CreditPosted(Outcome):
    """The customer is credited. `applied` went against the invoice, `on_account` is open.

    `document_no` is the return or the invoice it is about.
    """

    document_no: str
    credit_memo_no: str
    invoice_no: str
    customer_no: str
    customer_name: str
    net_amount: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    applied: Decimal
    on_account: Decimal
    paper: PaperFacts
    receipt_no: str = ""
    recipient: str = ""
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.credit_memo_no


@dataclass(kw_only=True, eq=False)
class SalesNotInvoicedYet(Refusal):
    """Goods came back that were never billed, so there is nothing to credit."""

    return_no: str
    item_no: str
    order_no: str

    def sentence(self) -> str:
        return (
            f"{self.item_no} of {self.return_no} has not been billed yet. Invoice order "
            f"{self.order_no} first; then it can be credited."
        )


def credit_return(command: CreditReturn, work: Work) -> CreditPosted:
    """Post the credit memo for what came back. A draft takes its goods in as well.

    Raises:
        NotFound: no such return.
        NothingToPost: nothing has come back that is not credited.
        SalesNotInvoicedYet: it was never billed.
        AlreadyCanceled: the invoice was taken back as a whole meanwhile.
        StatusNotOpen: the return is over.
    """
    work.permit(command)
    header = find_return(work, command.return_no)
    check_open(header)
    lines = return_lines(work.session, header.number)
    orders = lock_orders(work, sorted({line.order_no for line in lines if line.order_no}))
    receipt_no = ""
    if header.kind == CREDIT_DRAFT:
        goods = {
            line.line_no: line.to_receive for line in lines if line.stocked and line.to_receive
        }
        if goods:
            receipt_no = received(work, header, lines, goods).receipt_no
            work.session.flush()
    due = [line for line in lines if line.to_credit]
    _find_bills(work, header, due)
    bill = load_bill(work, due[0].invoice_no, kinds=(INVOICE,))
    _check_bill(work, bill)
    lock_for(work, bill)
    now = [line for line in due if line.invoice_no == bill.number]
    credited = _post(work, header, bill, now)
    for number, document in orders.items():
        taken = _taken(now, order_no=number)
        if taken:
            take_back_onto(work, document, taken)
    for line in now:
        line.qty_credited += line.to_credit
    close_if_done(header, lines)
    return work.happened(
        _told(work, bill, credited, document_no=header.number, receipt_no=receipt_no)
    )


def grant_allowance(command: GrantAllowance, work: Work) -> CreditPosted:
    """Credit an amount without goods; it lowers what the deliveries earned.

    Raises:
        NotFound: no such invoice or line.
        InvalidField: the amount is not above zero, or more than is left of the line.
        AlreadyCanceled: the invoice was taken back as a whole.
    """
    work.permit(command)
    bill = load_bill(work, command.invoice_no, kinds=(INVOICE,))
    lock_orders(work, sorted({line.order_no for line in bill.lines if line.order_no}))
    lock_for(work, bill)
    _check_bill(work, bill)
    line = _line_of(bill, command)
    credited = credited_so_far(work, bill)
    left = line.line_amount - credited.get(line.line_no, NOTHING_BILLED).line_amount
    amount = command.amount
    if not amount.is_finite() or not ZERO < amount <= left or amount % bill.step:
        why = f"an allowance lies above zero and within the {left:,.2f} that are left of the line"
        raise InvalidField(field="Amount", text=f"{amount:f}", why=why)
    reason = " ".join(command.reason.split())[:200]
    extra = Extra(like_line_no=line.line_no, amount=amount, description=reason or "Allowance")
    entries = charged_entries(work, bill).get(line.line_no, [])
    memo = Memo(
        source_no=bill.number,
        on=work.today,
        quantities={},
        extras=(extra,),
        allowances={0: entries},
    )
    totals = credit_totals(
        bill, {}, credited=credited, credited_vat=credited_vat(work, bill), extras=(extra,)
    )
    posted = post_credit(work, bill, memo, totals=totals)
    return work.happened(_told(work, bill, posted, document_no=bill.number))


def replace_returned(
    command: ReplaceReturned, work: Work
) -> OrderCreated | OrderConfirmed | OrderAwaitsApproval:
    """Write an order over the goods of a return, at the prices the customer paid for them.

    Raises:
        NotFound: no such return.
        Refusal: whatever writing an order refuses.
    """
    work.permit(command)
    header = find_return(work, command.return_no)
    lines = return_lines(work.session, header.number)
    wanted = tuple(
        LineRequest(
            item_no=line.item_no,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            discount_pct=line.discount_pct,
            comment=f"Replacement for {header.number}",
        )
        for line in lines
    )
    return write_order(CreateOrder(customer_no=header.customer_no, lines=wanted), work)


def _find_bills(work: Work, header: ReturnHeader, due: Sequence[ReturnLine]) -> None:
    """Find the invoice of goods that were not billed when their return was announced."""
    if not due:
        raise NothingToPost(document_no=header.number, way_out="Receive the goods first.")
    for line in due:
        if line.invoice_no:
            continue
        found = work.session.execute(
            select(PostedInvoiceLine.document_no, PostedInvoiceLine.line_no)
            .join(PostedInvoice, PostedInvoice.document_no == PostedInvoiceLine.document_no)
            .where(
                PostedInvoiceLine.order_no == line.order_no,
                PostedInvoiceLine.order_line_no == line.order_line_no,
                PostedInvoiceLine.order_sign == 1,
                PostedInvoiceLine.quantity >= line.to_credit,
                PostedInvoice.document_kind == INVOICE,
            )
            .order_by(PostedInvoiceLine.id.desc())
        ).first()
        if found is None:
            raise SalesNotInvoicedYet(
                return_no=header.number, item_no=line.item_no, order_no=line.order_no
            )
        line.invoice_no, line.invoice_line_no = found


def _check_bill(work: Work, bill: Bill) -> None:
    by = canceller_of(work, bill.number)
    if by:
        raise AlreadyCanceled(number=bill.number, cancelled_by=by)
    raise_all(date_problems(work, on=work.today, goods=False))


def _post(work: Work, header: ReturnHeader, bill: Bill, lines: Sequence[ReturnLine]) -> Credited:
    quantities: dict[int, Decimal] = {}
    for line in lines:
        number = line.invoice_line_no
        quantities[number] = quantities.get(number, ZERO) + line.to_credit
    fees = (_fee(line, step=bill.step) for line in lines)
    extras = [extra for extra in fees if extra is not None]
    totals = credit_totals(
        bill,
        quantities,
        credited=credited_so_far(work, bill),
        credited_vat=credited_vat(work, bill),
        extras=extras,
    )
    memo = Memo(
        source_no=header.number,
        on=work.today,
        quantities=quantities,
        extras=extras,
        takes_back=frozenset(
            line.invoice_line_no for line in lines if line.settlement == REDELIVER
        ),
        entries=_arrived(work, header, lines),
        reasons={line.invoice_line_no: line.reason for line in lines if line.reason},
    )
    return post_credit(work, bill, memo, totals=totals)


def _fee(line: ReturnLine, *, step: Decimal) -> Extra | None:
    """The part of the restocking fee that belongs to what is credited now."""
    if not line.fee:
        return None
    before = round_to(line.fee * line.qty_credited / line.quantity, step)
    upto = round_to(line.fee * (line.qty_credited + line.to_credit) / line.quantity, step)
    description = f"Restocking fee {line.item_no}"
    return Extra(like_line_no=line.invoice_line_no, amount=before - upto, description=description)


def _arrived(
    work: Work, header: ReturnHeader, lines: Sequence[ReturnLine]
) -> dict[int, list[tuple[int, Decimal]]]:
    """Per invoice line the item entries of what came in and is credited now."""
    receipts = work.session.scalars(
        select(ReturnReceipt)
        .where(ReturnReceipt.return_no == header.number)
        .order_by(ReturnReceipt.item_entry_id)
    ).all()
    states = item_states(work.session, [receipt.item_entry_id for receipt in receipts])
    arrived: dict[int, list[tuple[int, Decimal]]] = {}
    for line in lines:
        left = base_of(line, line.to_credit)
        for receipt in receipts:
            if receipt.line_no != line.line_no:
                continue
            state = states[receipt.item_entry_id]
            part = min(left, state.quantity - state.invoiced)
            if part > ZERO:
                arrived.setdefault(line.invoice_line_no, []).append((state.entry_id, part))
                left -= part
    return arrived


def _taken(lines: Sequence[ReturnLine], *, order_no: str) -> Mapping[int, TakenBack]:
    """Billed goods that go back onto their order do so with their credit."""
    taken: dict[int, TakenBack] = {}
    for line in lines:
        if line.order_no == order_no and line.settlement == REDELIVER:
            known = taken.get(line.order_line_no, TakenBack())
            taken[line.order_line_no] = TakenBack(
                shipped=known.shipped + line.to_credit, invoiced=known.invoiced + line.to_credit
            )
    return taken


def _line_of(bill: Bill, command: GrantAllowance) -> PostedInvoiceLine:
    item = command.item_no.strip().upper()
    for line in bill.charged:
        if command.line_no in (None, line.line_no) and item in ("", line.item_no.upper()):
            return line
    raise NotFound(kind="line", text=item or str(command.line_no))


def _told(
    work: Work, bill: Bill, credited: Credited, *, document_no: str, receipt_no: str = ""
) -> CreditPosted:
    notices: list[str] = []
    if credited.on_account:
        notices.append(
            f"{credited.on_account:,.2f} {bill.head.currency} stay on account and can be paid out."
        )
    recipient = tell(work, bill, credited.paper, notices=notices)
    return CreditPosted(
        document_no=document_no,
        credit_memo_no=credited.number,
        invoice_no=bill.number,
        customer_no=bill.head.customer_no,
        customer_name=bill.head.customer_name,
        net_amount=credited.totals.net,
        vat=credited.totals.vat,
        total=credited.totals.total,
        currency=bill.head.currency,
        applied=credited.applied,
        on_account=credited.on_account,
        paper=credited.paper,
        receipt_no=receipt_no,
        recipient=recipient,
        notices=tuple(notices),
    )
