"""Posted books against themselves: debits and credits, open amounts, bills and their tax."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.codec import from_json
from domain.ledger.accounts import Role
from domain.ledger.customers import (
    CustomerDetail,
    CustomerEntry,
    CustomerEntryState,
    DetailKind,
    EntryKind,
)
from domain.ledger.journal import GLEntry, LedgerTransaction, VatEntry
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.posting.invoice_rows import (
    CREDIT_MEMO,
    PREPAYMENT_CREDIT_MEMO,
    PostedInvoice,
    PostedInvoiceLine,
)
from domain.posting.posted_bills import BILL_KINDS, CancelledPaper
from domain.posting.unapplying import DiscountVat
from domain.sales.issued import IssuedPaper
from domain.verifying.checks import Checked, Wrong, checked, differs

_CREDITS = (CREDIT_MEMO, PREPAYMENT_CREDIT_MEMO)


def balanced(session: Session) -> Checked:
    """Debits equal credits in every posting."""
    query = (
        select(GLEntry.transaction_id, func.min(GLEntry.document_no), func.sum(GLEntry.amount))
        .group_by(GLEntry.transaction_id)
        .order_by(GLEntry.transaction_id)
    )
    postings = session.execute(query).all()
    known = set(session.scalars(select(LedgerTransaction.id)))
    wrong = []
    for posting, number, left in postings:
        if left != ZERO:
            says = f"debits and credits differ by {left:f} (posting {posting})"
            wrong.append(Wrong(number=number, says=says))
        if posting not in known:
            wrong.append(Wrong(number=number, says=f"posting {posting} is gone"))
    return checked("postings: debits equal credits", len(postings), wrong=wrong)


def open_amounts(session: Session) -> Checked:
    """What is left of a customer's entry is the sum of its details, and zero closes it."""
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
    query = (
        select(CustomerEntry, CustomerEntryState)
        .outerjoin(CustomerEntryState, CustomerEntryState.entry_id == CustomerEntry.id)
        .order_by(CustomerEntry.id)
    )
    wrong: list[Wrong] = []
    looked_at = 0
    for entry, state in session.execute(query):
        looked_at += 1
        remaining = sums.pop(entry.id, (ZERO, ZERO))
        wrong += _of_entry(entry, state, remaining=remaining)
    wrong += [
        Wrong(number=f"entry {key}", says="is gone, its details are there") for key in sorted(sums)
    ]
    return checked("customer entries: open amounts are their details", looked_at, wrong=wrong)


def receivables(session: Session) -> Checked:
    """What all customers owe is the balance of the receivables accounts."""
    owed = session.scalar(select(func.sum(CustomerDetail.amount_lcy))) or ZERO
    query = select(func.sum(GLEntry.amount)).where(GLEntry.role == Role.RECEIVABLES)
    booked = session.scalar(query) or ZERO
    wrong = []
    if owed != booked:
        name = "what customers owe on the accounts"
        wrong.append(differs("Receivables", name, is_=booked, should=owed))
    return checked("receivables: the accounts say what customers owe", 1, wrong=wrong)


def bills(session: Session) -> Checked:
    """A bill is the sum of its lines, and the ledgers, the tax and its paper say the same."""
    lines, papers = PostedInvoiceLine, _papers(session)
    nets = dict(_sums(session, lines.document_no, lines.net_amount))
    taxes = dict(_sums(session, lines.document_no, lines.vat_amount))
    vat = dict(_sums(session, VatEntry.document_no, VatEntry.amount, kinds=BILL_KINDS))
    owed = dict(_sums(session, CustomerEntry.document_no, CustomerEntry.amount, kinds=BILL_KINDS))
    wrong = []
    posted = list(session.scalars(select(PostedInvoice).order_by(PostedInvoice.document_no)))
    for bill in posted:
        number = bill.document_no
        sign = -1 if bill.document_kind in _CREDITS else 1
        found = [
            ("the net amount", bill.net, nets.get(number, ZERO)),
            ("the tax", bill.vat, taxes.get(number, ZERO)),
            ("the total", bill.total, bill.net + bill.vat + bill.rounding),
            ("the tax in the tax ledger", vat.get(number, ZERO), sign * bill.vat),
            ("the amount in the customer ledger", owed.get(number, ZERO), sign * bill.total),
        ]
        paper = papers.get(number)
        if paper is None:
            wrong.append(Wrong(number=number, says="its paper is gone"))
        else:
            found += _of_paper(paper, bill)
        wrong += [
            differs(number, name, is_=is_, should=should)
            for name, is_, should in found
            if is_ != should
        ]
    known = {bill.document_no for bill in posted}
    for name, ledger in (("tax", vat), ("customer", owed)):
        for number in sorted(ledger.keys() - known):
            says = f"the {name} ledger has it, and there is no such paper"
            wrong.append(Wrong(number=number, says=says))
    wrong += _cancelled(session, known)
    what = "bills: lines, ledgers, tax and paper say the same"
    return checked(what, len(posted), wrong=wrong)


def discounts(session: Session) -> Checked:
    """The tax of a payment discount belongs to that discount, of the same posting."""
    query = (
        select(DiscountVat, VatEntry, CustomerDetail)
        .outerjoin(VatEntry, VatEntry.id == DiscountVat.vat_entry_id)
        .outerjoin(CustomerDetail, CustomerDetail.id == DiscountVat.detail_id)
    )
    wrong: list[Wrong] = []
    linked = session.execute(query).all()
    for row, tax, detail in linked:
        alike = tax and detail and tax.transaction_id == detail.transaction_id
        if not alike or detail.kind != DetailKind.PAYMENT_DISCOUNT:
            number = tax.document_no if tax else f"tax entry {row.vat_entry_id}"
            wrong.append(Wrong(number=number, says="the tax of a discount has lost its discount"))
    known = {row.vat_entry_id for row, _, _ in linked}
    taken_back = select(CustomerDetail.transaction_id).where(CustomerDetail.reverses_id != 0)
    loose = session.scalars(
        select(VatEntry)
        .where(
            VatEntry.document_kind == EntryKind.PAYMENT,
            VatEntry.transaction_id.not_in(taken_back),
        )
        .order_by(VatEntry.id)
    )
    for tax in loose:
        if tax.id not in known:
            says = f"tax entry {tax.id} belongs to no bill and no discount"
            wrong.append(Wrong(number=tax.document_no, says=says))
    return checked("payment discounts: each with its tax", len(linked), wrong=wrong)


def _of_entry(
    entry: CustomerEntry,
    state: CustomerEntryState | None,
    *,
    remaining: tuple[Decimal, Decimal],
) -> Iterator[Wrong]:
    number = entry.document_no
    if state is None:
        yield Wrong(number=number, says=f"entry {entry.id} has lost its state")
        return
    for name, is_, should in (
        ("what is left", state.remaining, remaining[0]),
        ("what is left in our currency", state.remaining_lcy, remaining[1]),
    ):
        if is_ != should:
            yield differs(number, f"{name} of entry {entry.id}", is_=is_, should=should)
    if state.open != bool(state.remaining) or (not state.open and state.remaining_lcy):
        says = f"entry {entry.id} is {'open' if state.open else 'closed'} by mistake"
        yield Wrong(number=number, says=says)
    if state.customer_no != entry.customer_no:
        yield Wrong(number=number, says=f"entry {entry.id} is two customers'")


def _papers(session: Session) -> Mapping[str, PaperFacts]:
    """The papers of bills by number."""
    numbers = select(PostedInvoice.document_no)
    rows = session.scalars(select(IssuedPaper).where(IssuedPaper.number.in_(numbers)))
    return {row.number: from_json(PaperFacts, row.facts) for row in rows}


def _of_paper(paper: PaperFacts, bill: PostedInvoice) -> Iterator[tuple[str, Decimal, Decimal]]:
    yield "the net amount on the paper", paper.net, bill.net
    yield "the tax on the paper", sum((row.amount for row in paper.vat), ZERO), bill.vat
    yield "the total on the paper", paper.total, bill.total


def _cancelled(session: Session, known: set[str]) -> Iterator[Wrong]:
    """A paper that was cancelled and the one that did it are both there."""
    for row in session.scalars(select(CancelledPaper).order_by(CancelledPaper.number)):
        for number in (row.number, row.cancelled_by):
            if number not in known:
                says = f"is gone ({row.number} was cancelled by {row.cancelled_by})"
                yield Wrong(number=number, says=says)


def _sums(
    session: Session,
    key: InstrumentedAttribute[Any],
    amount: InstrumentedAttribute[Decimal],
    *,
    kinds: Collection[str] = (),
) -> list[tuple[Any, Decimal]]:
    query = select(key, func.sum(amount)).group_by(key)
    if kinds:
        query = query.where(key.class_.document_kind.in_(kinds))
    return [(one, value) for one, value in session.execute(query)]
