"""Announcing returns: which goods come back, on what terms, and drafts of credit memos.

Only what has not come back before is proposed. Prices and costs are those of the posted lines;
they are taken from there when the return is credited, so nothing is typed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from domain.approvals.asking import Approvable
from domain.errors import InvalidField, NotFound, Outcome
from domain.money import CENT, ZERO, round_to
from domain.papers import PaperFacts
from domain.parties.blocking import Action, check_not_blocked
from domain.parties.customer_rows import Customer
from domain.people import BOOKS, SALES, SALES_AND_CONTACT, Role
from domain.posting.bill_standing import about
from domain.posting.correction_checks import AlreadyCanceled
from domain.posting.invoice_rows import INVOICE, PostedInvoiceLine
from domain.posting.posted_bills import Bill, canceller_of, load_bill
from domain.posting.return_orders import (
    CREDIT,
    CREDIT_DRAFT,
    REDELIVER,
    RETURN_ORDER,
    ReturnHeader,
    ReturnLine,
    ReturnReason,
)
from domain.posting.return_papers import confirmation, draft_paper
from domain.posting.returnable import (
    Left,
    ReturnExceedsShipped,
    chosen_lines,
    left_of_bill,
    left_of_order,
)
from domain.posting.returnable import (
    ReturnWish as ReturnWish,
)
from domain.posting.wishes import About, WishNoted, may_give, wish
from domain.sales.documents import Kind, SalesDocument, look_up
from domain.sales.issued import freeze
from domain.sales.lines import STEP
from domain.sales.sending import paper_of
from domain.work import Work

MAKERS = SALES | BOOKS
_HUNDRED = Decimal(100)
_LONGEST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class CreateReturn(Approvable):
    """Goods of a posted invoice, or of an order not billed yet, are coming back.

    Without lines all that has not come back. `reason` is a reason code or words. `settlement`
    is credit, or redeliver: the order is open for them again. `restock_pct` keeps a fee back.
    """

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT | BOOKS
    doing: ClassVar[str] = "announce returns"

    document_no: str
    lines: tuple[ReturnWish, ...] = ()
    reason: str = ""
    settlement: str = CREDIT
    restock_pct: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class CorrectiveCreditMemo(Approvable):
    """Draft a credit memo over what has not been credited of an invoice, to edit and post."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT | BOOKS
    doing: ClassVar[str] = "draft credit memos"

    invoice_no: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnedLine:
    """A line of a return as it stands."""

    line_no: int
    item_no: str
    description: str
    quantity: Decimal
    unit: str
    settlement: str
    received: Decimal = ZERO
    credited: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class ReturnCreated(Outcome):
    """A return is announced, or a credit memo drafted (kind credit_memo)."""

    document_no: str
    kind: str
    source_no: str
    customer_no: str
    customer_name: str
    reason: str
    lines: tuple[ReturnedLine, ...]
    paper: PaperFacts

    @property
    def number(self) -> str:
        return self.document_no


def create_return(command: CreateReturn, work: Work) -> ReturnCreated | WishNoted:
    """Announce a return. A customer asks for it: one of our people decides.

    Raises:
        NotFound: no such invoice, order or line.
        ReturnExceedsShipped, ZeroQuantity: not so much is there to come back.
        AlreadyCanceled: the invoice was taken back as a whole.
        CustomerBlocked: the customer is blocked for everything.
    """
    work.permit(command)
    if command.settlement not in (CREDIT, REDELIVER):
        why = "a return leads to credit or redeliver"
        raise InvalidField(field="Settlement", text=command.settlement[:20], why=why)
    if not ZERO <= command.restock_pct <= _HUNDRED:
        why = "a restocking fee lies between 0 and 100 %"
        raise InvalidField(field="Restocking fee", text=f"{command.restock_pct:f}", why=why)
    source, told, paper = _source(work, command.document_no)
    if not may_give(work, MAKERS):
        what = f"return goods of {told.document_no}"
        return wish(work, command, about=told, deciders=MAKERS, what=what)
    _check_customer(work, told.customer_no)
    reason = work.session.get(ReturnReason, command.reason.strip().upper())
    chosen = chosen_lines(source, command.lines)
    header = _header(work, told, kind=RETURN_ORDER, reason=command.reason)
    lines = [
        _line(header, each, quantity, position=position, command=command, reason=reason)
        for position, (each, quantity) in enumerate(chosen, start=1)
    ]
    return work.happened(_kept(work, header, lines, paper=confirmation(work, lines, paper)))


def corrective_credit_memo(command: CorrectiveCreditMemo, work: Work) -> ReturnCreated | WishNoted:
    """Draft a credit memo over the rest of an invoice; posting it closes what is open.

    Raises:
        NotFound: no such invoice.
        AlreadyCanceled: it was taken back as a whole.
        ReturnExceedsShipped: all of it has been credited.
    """
    work.permit(command)
    bill = _standing_bill(work, command.invoice_no)
    if not may_give(work, BOOKS):
        what = f"credit {bill.number}"
        return wish(work, command, about=about(bill), deciders=BOOKS, what=what)
    _check_customer(work, bill.head.customer_no)
    rest = [each for each in left_of_bill(work, bill) if each.left]
    if not rest:
        raise ReturnExceedsShipped(item_no=bill.number, asked=ZERO, max=ZERO)
    header = _header(work, about(bill), kind=CREDIT_DRAFT, reason=command.reason)
    draft = CreateReturn(document_no=bill.number, reason=command.reason)
    lines = [
        _line(header, each, each.left, position=position, command=draft, reason=None)
        for position, each in enumerate(rest, start=1)
    ]
    return work.happened(_kept(work, header, lines, paper=draft_paper(work, bill, lines)))


def told_line(line: ReturnLine) -> ReturnedLine:
    return ReturnedLine(
        line_no=line.line_no,
        item_no=line.item_no,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        settlement=line.settlement,
        received=line.qty_received,
        credited=line.qty_credited,
    )


def _source(work: Work, number: str) -> tuple[list[Left], About, PaperFacts]:
    """The lines of an invoice or order goods may come back of, and its paper."""
    try:
        order = look_up(work.session, number, actor=work.actor, kind=Kind.ORDER)
    except NotFound:
        bill = _standing_bill(work, number)
        return left_of_bill(work, bill), about(bill), bill.paper
    return left_of_order(work, order), _about_order(order), paper_of(work, order)


def _standing_bill(work: Work, number: str) -> Bill:
    bill = load_bill(work, number, kinds=(INVOICE,))
    by = canceller_of(work, bill.number)
    if by:
        raise AlreadyCanceled(number=bill.number, cancelled_by=by)
    return bill


def _check_customer(work: Work, customer_no: str) -> None:
    check_not_blocked(work.session.get_one(Customer, customer_no), Action.CREDIT_MEMO)


def _about_order(order: SalesDocument) -> About:
    return About(
        document_no=order.number,
        document_kind=str(order.kind),
        customer_no=order.customer_no,
        customer_name=order.sell_to_name,
        amount=order.net_amount,
        currency=order.currency,
        amount_lcy=order.net_lcy,
    )


def _header(work: Work, told: About, *, kind: str, reason: str) -> ReturnHeader:
    return ReturnHeader(
        number="",
        kind=kind,
        customer_no=told.customer_no,
        customer_name=told.customer_name,
        source_no=told.document_no,
        created_at=work.now,
        created_by=work.actor.id,
        reason=" ".join(reason.split())[:_LONGEST_REASON],
    )


def _line(
    header: ReturnHeader,
    each: Left,
    quantity: Decimal,
    *,
    position: int,
    command: CreateReturn,
    reason: ReturnReason | None,
) -> ReturnLine:
    line = each.line
    order_no = line.order_no if isinstance(line, PostedInvoiceLine) else line.document_no
    order_line = line.order_line_no if isinstance(line, PostedInvoiceLine) else line.line_no
    value = round_to(line.line_amount * quantity / line.quantity)
    return ReturnLine(
        return_no="",
        line_no=position * STEP,
        invoice_no=each.invoice_no,
        invoice_line_no=line.line_no if each.invoice_no else 0,
        order_no=order_no,
        order_line_no=order_line,
        item_no=line.item_no,
        description=line.description,
        quantity=quantity,
        unit=line.unit,
        qty_per_unit=line.qty_per_unit,
        stocked=line.stocked,
        settlement=command.settlement if order_no else CREDIT,
        reason=header.reason,
        location=reason.location if reason and reason.location else line.location,
        value_zero=reason.value_zero if reason else False,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        fee=round_to(value * command.restock_pct / _HUNDRED, CENT),
    )


def _kept(
    work: Work, header: ReturnHeader, lines: Sequence[ReturnLine], *, paper: PaperFacts
) -> ReturnCreated:
    """Number the return last, write it and tell of it."""
    header.number = work.next_number("return")
    work.session.add(header)
    work.session.flush()
    for line in lines:
        line.return_no = header.number
    work.session.add_all(lines)
    work.session.flush()
    return ReturnCreated(
        document_no=header.number,
        kind=header.kind,
        source_no=header.source_no,
        customer_no=header.customer_no,
        customer_name=header.customer_name,
        reason=header.reason,
        lines=tuple(told_line(line) for line in lines),
        paper=freeze(work, replace(paper, number=header.number, version=1)),
    )
