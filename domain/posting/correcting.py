"""Correcting posted invoices: taken back and begun anew, or only the difference billed.

Without lines the whole invoice is cancelled and goes on as a new draft, or on the order it
came from. With lines only the difference of their terms is posted, whether it was paid or not:
as an invoice where the customer owes more, as a credit memo where he owes less.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.approvals.asking import Approvable
from domain.errors import InvalidField, NotFound, Outcome
from domain.ledger.journal import Journal
from domain.ledger.setup import posting_setup
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.people import BOOKS, SALES_AND_CONTACT, Role
from domain.posting.bill import post_bill
from domain.posting.bill_standing import about, date_problems, lock_for, tell
from domain.posting.correction_checks import AlreadyCanceled
from domain.posting.corrections import CancelInvoice, InvoiceCancelled, cancelled
from domain.posting.credit_figures import Extra, credit_totals
from domain.posting.crediting import Memo, bill_header, memo_lines, post_credit, vat_row
from domain.posting.direct import CreateInvoice, create_invoice
from domain.posting.goods_back import without_amounts
from domain.posting.invoice_paper import paper_lines
from domain.posting.invoice_rows import INVOICE, PREPAYMENT_INVOICE, PostedInvoiceLine
from domain.posting.order_effects import lock_orders, orders_of
from domain.posting.papers import INVOICE_PAPER, with_local_vat
from domain.posting.paying import load_terms
from domain.posting.posted_bills import (
    Bill,
    canceller_of,
    credited_so_far,
    credited_vat,
    load_bill,
)
from domain.posting.subject import item_cards
from domain.posting.wishes import WishNoted, may_give, wish
from domain.sales.documents import find_document
from domain.sales.issued import freeze
from domain.sales.line_amounts import line_amounts
from domain.sales.lines import LineRequest, check_price
from domain.sales.orders import reopened
from domain.sales.pricing import raise_all
from domain.sales.terms import Instalment
from domain.sales.totals import DocumentTotals
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class CorrectedTerms:
    """A line of an invoice, named by number or item, and the terms it should have had."""

    line_no: int | None = None
    item_no: str = ""
    unit_price: Decimal | None = None
    discount_pct: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectInvoice(Approvable):
    """Correct an invoice: as a whole, or with `lines` only the difference of their terms."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT | BOOKS
    doing: ClassVar[str] = "correct invoices"

    invoice_no: str
    lines: tuple[CorrectedTerms, ...] = ()
    posting_date: date | None = None
    unapply_first: bool = False


@dataclass(frozen=True, kw_only=True)
class InvoiceReplaced(Outcome):
    """The invoice is cancelled and goes on as a draft, or on its orders, which are open again."""

    document_no: str
    draft_no: str
    order_nos: tuple[str, ...]
    cancelled: InvoiceCancelled


@dataclass(frozen=True, kw_only=True)
class DifferencePosted(Outcome):
    """The difference is posted (kind invoice or credit_memo) on a paper that names the invoice."""

    document_no: str
    kind: str
    posted_no: str
    customer_no: str
    customer_name: str
    net_amount: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    paper: PaperFacts
    recipient: str = ""
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.posted_no


def correct_invoice(
    command: CorrectInvoice, work: Work
) -> InvoiceReplaced | DifferencePosted | WishNoted:
    """Correct an invoice; a salesperson or customer asks for it.

    Raises:
        Whatever cancelling refuses; with lines NotFound, InvalidField and AlreadyCanceled.
    """
    work.permit(command)
    bill = load_bill(work, command.invoice_no, kinds=(INVOICE, PREPAYMENT_INVOICE))
    if not may_give(work, BOOKS):
        what = f"correct {bill.number}"
        return wish(work, command, about=about(bill), deciders=BOOKS, what=what)
    if command.lines:
        return work.happened(_difference(work, bill, command))
    cancelling = CancelInvoice(
        invoice_no=bill.number,
        posting_date=command.posting_date,
        unapply_first=command.unapply_first,
    )
    done = work.happened(cancelled(work, bill, cancelling))
    numbers = tuple(orders_of(bill))
    for number in numbers:
        reopened(work, find_document(work, number))
    draft_no = "" if numbers else _draft(work, bill)
    return work.happened(
        InvoiceReplaced(
            document_no=bill.number,
            draft_no=draft_no,
            order_nos=numbers,
            cancelled=replace(done, notices=()),
        )
    )


def _draft(work: Work, bill: Bill) -> str:
    """A new draft with the content of an invoice that had no order."""
    lines = tuple(
        LineRequest(
            item_no=line.item_no,
            quantity=line.quantity,
            unit=line.unit,
            variant=line.variant,
            unit_price=line.unit_price,
            discount_pct=line.discount_pct,
        )
        for line in bill.charged
        if line.type == "item"
    )
    head = bill.head
    made = CreateInvoice(
        customer_no=head.customer_no,
        lines=lines,
        po_number=head.external_no,
        payment_terms=head.payment_terms,
    )
    return create_invoice(made, work).number


def _difference(work: Work, bill: Bill, command: CorrectInvoice) -> DifferencePosted:
    lock_orders(work, orders_of(bill))
    lock_for(work, bill)
    by = canceller_of(work, bill.number)
    if by:
        raise AlreadyCanceled(number=bill.number, cancelled_by=by)
    on = command.posting_date or work.today
    raise_all(date_problems(work, on=on, goods=False))
    pairs = [_pair(bill, terms) for terms in command.lines]
    extras = [extra for pair in pairs for extra in pair]
    owes_less = sum((extra.amount for extra in extras), ZERO) > ZERO
    if not owes_less:
        extras = [replace(each, amount=-each.amount, quantity=-each.quantity) for each in extras]
    totals = credit_totals(
        bill,
        {},
        credited=credited_so_far(work, bill),
        credited_vat=credited_vat(work, bill),
        extras=extras,
    )
    memo = Memo(source_no=bill.number, on=on, quantities={}, extras=extras)
    if owes_less:
        credited = post_credit(work, bill, memo, totals=totals)
        number, paper, kind = credited.number, credited.paper, "credit_memo"
    else:
        number, paper = _bill_more(work, bill, memo, totals=totals)
        kind = "invoice"
    notices: list[str] = []
    recipient = tell(work, bill, paper, notices=notices)
    return DifferencePosted(
        document_no=bill.number,
        kind=kind,
        posted_no=number,
        customer_no=bill.head.customer_no,
        customer_name=bill.head.customer_name,
        net_amount=totals.net,
        vat=totals.vat,
        total=totals.total,
        currency=bill.head.currency,
        paper=paper,
        recipient=recipient,
        notices=tuple(notices),
    )


def _pair(bill: Bill, terms: CorrectedTerms) -> Sequence[Extra]:
    """What was billed given back, and what should have been billed, as a credit memo sees it."""
    line = _named(bill, terms)
    check_price(line.item_no, terms.unit_price)
    price = line.unit_price if terms.unit_price is None else terms.unit_price
    discount = line.discount_pct if terms.discount_pct is None else terms.discount_pct
    if (price, discount) == (line.unit_price, line.discount_pct):
        why = "name the price or discount it should have had"
        raise InvalidField(field=f"Line {line.item_no}", text=f"{price:f}", why=why)
    amounts = line_amounts(line.quantity, price, discount_pct=discount, step=bill.step)
    billed = Extra(
        like_line_no=line.line_no,
        amount=line.line_amount,
        description=f"{line.description}, as billed",
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
    )
    right = replace(
        billed,
        amount=-amounts.line_amount,
        description=f"{line.description}, corrected",
        quantity=-line.quantity,
        unit_price=price,
        discount_pct=discount,
    )
    return billed, right


def _named(bill: Bill, terms: CorrectedTerms) -> PostedInvoiceLine:
    item = terms.item_no.strip().upper()
    for line in bill.charged:
        if terms.line_no in (None, line.line_no) and item in ("", line.item_no.upper()):
            return line
    raise NotFound(kind="line", text=item or str(terms.line_no))


def _bill_more(
    work: Work, bill: Bill, memo: Memo, *, totals: DocumentTotals
) -> tuple[str, PaperFacts]:
    journal = Journal(work, kind="invoice", source_no=bill.number, posting_date=memo.on)
    cards = item_cards(work, sorted({line.item_no for line in bill.lines if line.item_no}))
    lines = memo_lines(bill, memo, cards=cards, costs={})
    due_date = load_terms(work, bill.head.payment_terms).due_formula.after(memo.on)
    posted = post_bill(
        journal,
        replace(bill_header(bill, memo), due_date=due_date),
        lines,
        totals=totals,
        kind=INVOICE,
        setup=posting_setup(work.session),
        parts=(Instalment(instalment_no=1, due_date=due_date, amount=totals.total),),
    )
    facts = replace(
        without_amounts(bill.paper),
        kind=INVOICE_PAPER,
        number=posted.number,
        version=1,
        issued=memo.on,
        lines=paper_lines(lines, totals),
        subtotal=totals.subtotal,
        net=totals.net,
        vat=tuple(vat_row(group) for group in totals.groups),
        total=totals.total,
        due_date=due_date,
        corrects_no=bill.number,
        payment_state="paid" if posted.paid else "open",
    )
    facts = with_local_vat(facts, local=work.setup.currency, rate=bill.rate)
    return posted.number, freeze(work, facts)
