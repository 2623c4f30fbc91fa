"""Cancelling the credit memo that cancelled an invoice: everything is billed again.

The goods leave again, the order counts them as shipped and billed, and the customer owes the
amount on a new invoice. The first invoice stays cancelled; the new one cannot be cancelled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.approvals.asking import Approvable
from domain.errors import InvalidField, Outcome, Refusal
from domain.ledger.customers import standings
from domain.ledger.goods import Charged, invoice_goods, item_states
from domain.ledger.journal import Journal
from domain.ledger.setup import posting_setup
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.people import BOOKS, SALES_AND_CONTACT, Role
from domain.posting.bill import post_bill
from domain.posting.bill_standing import about, date_problems, lock_for, returner_of, tell
from domain.posting.charging import take_charges_back
from domain.posting.correction_checks import AlreadyCanceled
from domain.posting.credit_figures import whole_bill
from domain.posting.crediting import Memo, bill_header, memo_lines, vat_row
from domain.posting.goods_back import without_amounts
from domain.posting.goods_out import Out, send_out_again
from domain.posting.invoice_paper import paper_lines
from domain.posting.invoice_rows import CREDIT_MEMO, INVOICE
from domain.posting.order_effects import TakenBack, bill_again, lock_orders, orders_of
from domain.posting.papers import INVOICE_PAPER, with_local_vat
from domain.posting.posted_bills import Bill, CancelledPaper, canceller_of, load_bill
from domain.posting.subject import item_cards
from domain.posting.unapplying import applications_of
from domain.posting.wishes import WishNoted, may_give, wish
from domain.sales.issued import freeze
from domain.sales.pricing import raise_all
from domain.sales.terms import Instalment
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class CancelCreditMemo(Approvable):
    """Take back the credit memo that cancelled an invoice."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT | BOOKS
    doing: ClassVar[str] = "cancel credit memos"

    credit_memo_no: str
    posting_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class CreditMemoCancelled(Outcome):
    """The credit memo is taken back by an invoice; goods have left again on `shipment_no`."""

    document_no: str
    invoice_no: str
    shipment_no: str
    customer_no: str
    customer_name: str
    total: Decimal
    currency: str
    paper: PaperFacts
    recipient: str = ""
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.invoice_no


@dataclass(kw_only=True, eq=False)
class CreditApplied(Refusal):
    """The credit was used for something else than the invoice it cancelled."""

    code: ClassVar[str] = "invoice_paid"

    number: str
    invoice_no: str

    def sentence(self) -> str:
        return (
            f"{self.number} was set against other papers than {self.invoice_no}. Take those "
            "applications back first."
        )


def cancel_credit_memo(command: CancelCreditMemo, work: Work) -> CreditMemoCancelled | WishNoted:
    """Bill again what a credit memo took back.

    Raises:
        NotFound: no such credit memo.
        InvalidField: it did not cancel an invoice, or exchanged goods.
        AlreadyCanceled: it was cancelled before.
        CreditApplied: it was used otherwise.
        PostingDateNotAllowed and the like: it cannot be posted.
    """
    work.permit(command)
    memo = load_bill(work, command.credit_memo_no, kinds=(CREDIT_MEMO,))
    if not may_give(work, BOOKS):
        what = f"cancel {memo.number}"
        return wish(work, command, about=about(memo), deciders=BOOKS, what=what)
    orders = lock_orders(work, orders_of(memo))
    lock_for(work, memo)
    on = command.posting_date or work.today
    _check(work, memo, on=on)
    goods = [line for line in memo.charged if line.stocked]
    returner = returner_of(memo, source_no=memo.number, on=on)
    out = send_out_again(work, returner, goods, paper=memo.paper) if goods else None
    number, paper = _bill_again(work, memo, out=out, on=on)
    work.session.add(CancelledPaper(number=memo.number, cancelled_by=number))
    for order_no, document in orders.items():
        bill_again(work, document, _counted(memo, order_no))
    notices: list[str] = []
    recipient = tell(work, memo, paper, notices=notices)
    return work.happened(
        CreditMemoCancelled(
            document_no=memo.number,
            invoice_no=number,
            shipment_no=out.shipment_no if out else "",
            customer_no=memo.head.customer_no,
            customer_name=memo.head.customer_name,
            total=memo.head.total,
            currency=memo.head.currency,
            paper=paper,
            recipient=recipient,
            notices=tuple(notices),
        )
    )


def _check(work: Work, memo: Bill, *, on: date) -> None:
    by = canceller_of(work, memo.number)
    if by:
        raise AlreadyCanceled(number=memo.number, cancelled_by=by)
    invoice_no = memo.head.corrects_no
    if not invoice_no or canceller_of(work, invoice_no) != memo.number:
        why = "only a credit memo that cancelled an invoice can be cancelled itself"
        raise InvalidField(field="Credit memo", text=memo.number, why=why)
    found: list[Refusal] = []
    if _used_otherwise(work, memo.number, invoice_no=invoice_no):
        found.append(CreditApplied(number=memo.number, invoice_no=invoice_no))
    found += date_problems(work, on=on, goods=True)
    raise_all(found)


def _used_otherwise(work: Work, number: str, *, invoice_no: str) -> bool:
    def ids(document_no: str) -> set[int]:
        rows = standings(work.session, document_no=document_no, only_open=False)
        return {entry.entry_id for entry in rows}

    own = ids(number)
    allowed = own | ids(invoice_no)
    opened = standings(work.session, document_no=number)
    others = any(each.entry_ids - allowed for each in applications_of(work, own))
    return others or bool(opened)


def _bill_again(work: Work, memo: Bill, *, out: Out | None, on: date) -> tuple[str, PaperFacts]:
    """Post the invoice that repeats the credit memo the other way round."""
    journal = Journal(work, kind="invoice", source_no=memo.number, posting_date=on)
    costs = _charge(journal, memo, out)
    again = Memo(source_no=memo.number, on=on, quantities=whole_bill(memo))
    cards = item_cards(work, sorted({line.item_no for line in memo.lines if line.item_no}))
    signs = {line.line_no: -line.order_sign for line in memo.charged}
    lines = [
        replace(line, order_sign=signs[line.line_no], corrects_line_no=0)
        for line in memo_lines(memo, again, cards=cards, costs=costs)
    ]
    totals = memo.totals()
    take_charges_back(journal, memo, totals=totals)
    posted = post_bill(
        journal,
        bill_header(memo, again),
        lines,
        totals=totals,
        kind=INVOICE,
        setup=posting_setup(work.session),
        parts=(Instalment(instalment_no=1, due_date=on, amount=totals.total),),
    )
    facts = replace(
        without_amounts(memo.paper),
        kind=INVOICE_PAPER,
        number=posted.number,
        version=1,
        issued=on,
        lines=paper_lines(lines, totals),
        subtotal=totals.subtotal,
        invoice_discount=totals.invoice_discount,
        net=totals.net,
        vat=tuple(vat_row(group) for group in totals.groups),
        rounding=totals.rounding,
        total=totals.total,
        due_date=on,
        corrects_no=memo.number,
        payment_state="paid" if posted.paid else "open",
    )
    facts = with_local_vat(facts, local=work.setup.currency, rate=memo.rate)
    return posted.number, freeze(work, facts)


def _charge(journal: Journal, memo: Bill, out: Out | None) -> Mapping[int, Decimal]:
    """Make the cost of what left again actual; per line, as the bill's lines expect it."""
    if out is None:
        return {}
    nets = {line.line_no: memo.rate.to_lcy(line.net_amount) for line in memo.charged}
    charged = [
        Charged(entry_id=entry_id, quantity=quantity, sales_amount=nets[line_no])
        for line_no, entries in out.entries.items()
        for entry_id, quantity in entries
    ]
    states = item_states(journal.work.session, [each.entry_id for each in charged])
    costs = invoice_goods(journal, charged, states)
    return {
        line_no: sum((costs[entry_id] for entry_id, _ in entries), ZERO)
        for line_no, entries in out.entries.items()
    }


def _counted(memo: Bill, order_no: str) -> dict[int, TakenBack]:
    counted: dict[int, TakenBack] = {}
    for line in memo.charged:
        if line.order_no == order_no and line.order_sign:
            known = counted.get(line.order_line_no, TakenBack())
            counted[line.order_line_no] = TakenBack(
                shipped=known.shipped + line.quantity, invoiced=known.invoiced + line.quantity
            )
    return counted
