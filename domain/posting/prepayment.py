"""Prepayments: asking for money before the goods leave, and giving it back.

An order with a prepayment waits, confirmed, until its prepayment invoice is paid. Taking it
off the final invoices is in `deducting`.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.catalog.currency_rows import rate_of
from domain.errors import InvalidField
from domain.ledger.accounts import Role as Account
from domain.ledger.customers import apply, standings
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.posting.bill import BillHeader, BillLine, Posted, post_bill
from domain.posting.checks import NothingToPost
from domain.posting.invoice_paper import paper_lines
from domain.posting.invoice_rows import PREPAYMENT_CREDIT_MEMO, PREPAYMENT_INVOICE
from domain.posting.papers import bill_base, mail_posted, with_local_vat
from domain.posting.paying import load_terms
from domain.posting.prepaid import (
    PrepaymentTotal,
    asked,
    left_to_deduct,
    prepaid_lines,
    settle_prepayment,
    step_of,
    unpaid_papers,
    wanted,
)
from domain.posting.prepayment_parts import (
    NOTHING_PREPAID,
    PrepaidLine,
    part_of,
    prepayment_bill,
)
from domain.posting.prepayment_words import CreditPrepayment as CreditPrepayment
from domain.posting.prepayment_words import PostPrepayment as PostPrepayment
from domain.posting.prepayment_words import PrepaymentPosted as PrepaymentPosted
from domain.posting.prepayment_words import PrepaymentSet as PrepaymentSet
from domain.posting.prepayment_words import SetPrepayment as SetPrepayment
from domain.posting.subject import Subject, load_subject
from domain.posting.windows import window
from domain.sales.documents import Kind, Status, find_document
from domain.sales.issued import freeze
from domain.sales.lines import lines_of
from domain.sales.orders import ConfirmOrder
from domain.sales.pricing import raise_all
from domain.sales.states import OrderNotConfirmed, StatusNotOpen
from domain.sales.terms import Instalment
from domain.sales.totals import DocumentTotals
from domain.work import Work

_HUNDRED = Decimal(100)


def set_prepayment(command: SetPrepayment, work: Work) -> PrepaymentSet:
    """Change what an order asks in advance; a confirmed one waits for it again.

    Raises:
        InvalidField: both or neither is named, or a value that cannot be.
        StatusNotOpen: the order is over or waits for approval.
    """
    work.permit(command)
    _check_wish(command)
    document = find_document(work, command.order_no, kind=Kind.ORDER)
    if document.status in (Status.COMPLETED, Status.CANCELLED, Status.PENDING_APPROVAL):
        way_out = "A prepayment needs an order that is open."
        raise StatusNotOpen(document_no=document.number, state=document.status, way_out=way_out)
    row = work.session.get(PrepaymentTotal, document.number)
    if row is None:
        row = PrepaymentTotal(order_no=document.number)
        work.session.add(row)
    row.total = command.total or ZERO
    if command.pct is not None:
        document.prepayment_pct = command.pct
    lines = lines_of(work.session, document.number)
    parts = prepaid_lines(work, document, lines)
    total = wanted(work, document, parts).total
    missing = total - asked(work, document.number).total
    if document.status == Status.RELEASED and missing > ZERO:
        document.status = Status.PENDING_PREPAYMENT
    settle_prepayment(work, document, lines)
    return work.happened(
        PrepaymentSet(
            order_no=document.number,
            customer_no=document.customer_no,
            customer_name=document.sell_to_name,
            status=str(document.status),
            total=total,
            to_invoice=max(missing, ZERO),
            currency=document.currency,
        )
    )


def post_prepayment(command: PostPrepayment, work: Work) -> PrepaymentPosted:
    """Post the prepayment invoice of a confirmed order.

    Raises:
        OrderNotConfirmed, StatusNotOpen: the order's state forbids it.
        NothingToPost: all that is to be asked has been asked.
        PostingDateNotAllowed, MissingAccount: it cannot be posted.
    """
    work.permit(command)
    subject = _subject(work, command.order_no)
    document = subject.document
    parts = prepaid_lines(work, document, subject.lines)
    totals = prepayment_bill(
        wanted(work, document, parts),
        asked(work, document.number),
        parts,
        step=step_of(work, document),
    )
    if totals.total <= ZERO:
        way_out = "Raise its percentage or its total to ask for more."
        raise NothingToPost(document_no=document.number, way_out=way_out)
    posted, paper = _post(subject, parts, totals, kind=PREPAYMENT_INVOICE)
    settle_prepayment(work, document, subject.lines)
    return work.happened(_told(subject, posted, paper, totals=totals, kind=PREPAYMENT_INVOICE))


def credit_prepayment(command: CreditPrepayment, work: Work) -> PrepaymentPosted:
    """Give a prepayment back and set it against what is open of its invoices.

    Raises:
        NothingToPost: nothing is left that was not deducted.
        InvalidField: the amount is not above zero, or more than is left.
    """
    work.permit(command)
    subject = _subject(work, command.order_no)
    document = subject.document
    left = left_to_deduct(work, document.number)
    if left.total <= ZERO:
        way_out = "What was taken off an invoice comes back with that invoice."
        raise NothingToPost(document_no=document.number, way_out=way_out)
    amount = left.total if command.amount is None else command.amount
    step = step_of(work, document)
    if not amount.is_finite() or not ZERO < amount <= left.total or amount % step:
        why = f"{left.total:,.2f} {document.currency} can be given back"
        raise InvalidField(field="Amount", text=f"{amount:f}", why=why)
    parts = prepaid_lines(work, document, subject.lines)
    back = part_of(left, parts, amount, step=step)
    totals = prepayment_bill(back, NOTHING_PREPAID, parts, step=step)
    posted, paper = _post(subject, parts, totals, kind=PREPAYMENT_CREDIT_MEMO)
    _set_against(work, subject, posted)
    return work.happened(_told(subject, posted, paper, totals=totals, kind=PREPAYMENT_CREDIT_MEMO))


def _check_wish(command: SetPrepayment) -> None:
    if (command.pct is None) == (command.total is None):
        why = "name a percentage or a total, one of them"
        raise InvalidField(field="Prepayment", text=command.order_no, why=why)
    pct, total = command.pct, command.total
    if pct is not None and (not pct.is_finite() or not ZERO <= pct <= _HUNDRED):
        why = "a prepayment lies between 0 and 100 %"
        raise InvalidField(field="Prepayment", text=f"{pct:f}", why=why)
    if total is not None and (not total.is_finite() or total < ZERO):
        raise InvalidField(field="Prepayment", text=f"{total:f}", why="it cannot be below zero")


def _subject(work: Work, order_no: str) -> Subject:
    document = find_document(work, order_no, kind=Kind.ORDER)
    if document.status == Status.OPEN:
        raise OrderNotConfirmed(
            order_no=document.number, remedy=ConfirmOrder(order_no=document.number)
        )
    if document.status not in (Status.RELEASED, Status.PENDING_PREPAYMENT):
        way_out = "A prepayment needs an order that goes on."
        raise StatusNotOpen(document_no=document.number, state=document.status, way_out=way_out)
    found = window(work)
    raise_all(found.hindrances(work.today, goods=False, bill=True))
    return load_subject(work, document, found)


def _post(
    subject: Subject, parts: Sequence[PrepaidLine], totals: DocumentTotals, *, kind: str
) -> tuple[Posted, PaperFacts]:
    work, document = subject.work, subject.document
    rate = rate_of(work.session, document.currency, local=work.setup.currency, on=subject.on)
    journal = Journal(work, kind="prepayment", source_no=document.number, posting_date=subject.on)
    due_date = subject.on
    if kind == PREPAYMENT_INVOICE:
        due_date = load_terms(work, document.payment_terms).due_formula.after(subject.on)
    amounts = {line.line_no: line.amount for line in totals.lines}
    lines = [
        _line(subject, part, amounts[part.line_no]) for part in parts if part.line_no in amounts
    ]
    header = BillHeader(
        source_no=document.number,
        order_no=document.number,
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        bill_to_no=document.bill_to_no,
        document_date=subject.on,
        vat_date=subject.on,
        due_date=due_date,
        currency=document.currency,
        rate=rate,
        prices_include_vat=False,
        vat_group=document.vat_group,
        gen_bus_group=subject.bill_to.gen_bus_posting_group,
        posting_group=subject.bill_to.customer_posting_group,
        payment_terms=document.payment_terms,
        external_no=document.external_document_no,
        salesperson_no=document.salesperson_no,
    )
    posted = post_bill(
        journal,
        header,
        lines,
        totals=totals,
        kind=kind,
        setup=subject.window.setup,
        parts=(Instalment(instalment_no=1, due_date=due_date, amount=totals.total),),
    )
    for line_no, base in amounts.items():
        subject.line(line_no).prepaid += base if kind == PREPAYMENT_INVOICE else -base
    return posted, _paper(subject, posted, lines, totals=totals, kind=kind, header=header)


def _line(subject: Subject, part: PrepaidLine, base: Decimal) -> BillLine:
    line = subject.line(part.line_no)
    card = subject.items.get(line.item_no)
    return BillLine(
        line_no=line.line_no,
        gen_key=subject.gen_key(line.item_no),
        type="gl_account",
        order_no=line.document_no,
        order_line_no=line.line_no,
        item_no=line.item_no,
        description=line.description,
        quantity=Decimal(1),
        quantity_base=Decimal(1),
        unit_price=base,
        vat_group=line.vat_group,
        vat_identifier=line.vat_identifier,
        vat_pct=line.vat_pct,
        vat_calc_type=line.vat_calc_type,
        gen_prod_group=card.prod_group if card else "",
        account_role=Account.PREPAYMENT.value,
    )


def _paper(
    subject: Subject,
    posted: Posted,
    lines: list[BillLine],
    *,
    totals: DocumentTotals,
    kind: str,
    header: BillHeader,
) -> PaperFacts:
    base = bill_base(subject.work, subject.document, totals=totals, bill_to=subject.bill_to)
    base = with_local_vat(base, local=subject.work.setup.currency, rate=header.rate)
    return freeze(
        subject.work,
        replace(
            base,
            kind=kind.replace("_", "-"),
            number=posted.number,
            issued=subject.on,
            prices_include_vat=False,
            lines=paper_lines(lines, totals),
            order_no=subject.document.number,
            due_date=header.due_date,
            terms=None,
            payment_state="open" if kind == PREPAYMENT_INVOICE else "",
            pay_link=subject.work.pay_link(posted.number) if kind == PREPAYMENT_INVOICE else "",
        ),
    )


def _set_against(work: Work, subject: Subject, posted: Posted) -> None:
    """Let the credit settle what is open of the order's prepayment invoices."""
    credit = posted.entries[0]
    for number in unpaid_papers(work, subject.document.number):
        for debt in standings(work.session, document_no=number):
            part = min(debt.remaining, -credit.remaining)
            if part <= ZERO:
                continue
            journal = Journal(work, kind="application", source_no=number, posting_date=subject.on)
            apply(journal, debt, credit, amount=part)
            journal.write("credit_memo", posted.number)


def _told(
    subject: Subject, posted: Posted, paper: PaperFacts, *, totals: DocumentTotals, kind: str
) -> PrepaymentPosted:
    document = subject.document
    occasion = f"{paper.kind}-posted"
    recipient = mail_posted(
        subject.work, document, paper, occasion=occasion, notices=subject.notices
    )
    return PrepaymentPosted(
        order_no=document.number,
        kind=kind,
        document_no=posted.number,
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        net_amount=totals.net,
        vat=totals.vat,
        total=totals.total,
        currency=document.currency,
        status=str(document.status),
        paper=paper,
        recipient=recipient,
        notices=tuple(subject.notices),
    )
