"""Whose debts they are: finding the customer and the open entries that a command names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from domain.errors import InvalidField, NotFound
from domain.ledger.customers import CustomerEntry, CustomerEntryState, Standing, standings
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.parties.customer_rows import Customer
from domain.parties.finding import customer_of
from domain.posting.invoice_rows import PREPAYMENT_INVOICE, PostedInvoice
from domain.posting.prepaid import release_paid
from domain.posting.windows import window
from domain.receivables.applying import AppliedTo, Wanted
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class AppliesTo:
    """A paper that money is set against, and how much of it; None is as far as it reaches."""

    document_no: str
    amount: Decimal | None = None


def locked_customer(work: Work, customer_no: str, *, papers: Sequence[AppliesTo] = ()) -> Customer:
    """The customer, locked so that nobody else settles his debts meanwhile.

    Without a number he is found by the first paper named. Who pays is the bill-to customer.

    Raises:
        NotFound: no such customer, or no such paper.
        InvalidField: neither a customer nor a paper is named.
    """
    number = customer_no
    if not number:
        if not papers:
            why = "I need the customer, or the invoice that is paid"
            raise InvalidField(field="Customer", text="", why=why)
        number = owner_of(work, papers[0].document_no)
    known = customer_of(work.session, number, actor=work.actor)
    query = select(Customer).where(Customer.no == known.bill_to).with_for_update()
    return work.session.scalars(query.execution_options(populate_existing=True)).one()


def owner_of(work: Work, document_no: str) -> str:
    """The number of the customer to whose account a paper was posted.

    Raises:
        NotFound: no such paper, or it is not the asker's to see.
    """
    wanted = tidy(document_no)
    found = work.session.scalar(
        select(CustomerEntry.customer_no).where(CustomerEntry.document_no == wanted).limit(1)
    )
    if found is None or (work.actor.is_contact and found != work.actor.customer_no):
        raise NotFound(kind="posted document", text=wanted[:40])
    return found


def debts_named(
    work: Work, customer: Customer, papers: Sequence[AppliesTo], *, sign: int
) -> list[Wanted]:
    """The open entries of papers, in the order given; instalments oldest due first.

    `sign` is 1 for debts of the customer, -1 for what we owe him.

    Raises:
        NotFound: a paper the customer has no entry of.
        InvalidField: nothing of it is open, or more is wanted than is open.
    """
    numbers = [tidy(paper.document_no) for paper in papers]
    if len(set(numbers)) < len(numbers):
        raise InvalidField(field="Document", text=", ".join(numbers), why="one is named twice")
    opened = standings(work.session, customer_no=customer.no)
    wanted: list[Wanted] = []
    for number, paper in zip(numbers, papers, strict=True):
        entries = [entry for entry in opened if entry.document_no == number]
        entries = [entry for entry in entries if entry.remaining * sign > 0]
        if not entries:
            _nothing_open(work, customer, number)
        wanted += _shared(entries, paper)
    return wanted


def open_journal(work: Work, *, kind: str, source_no: str, on: date) -> Journal:
    """Begin a posting of receivables on a day that is open for posting.

    Raises:
        PostingDateNotAllowed: it is not.
    """
    for refusal in window(work).hindrances(on, goods=False, bill=False):
        raise refusal
    return Journal(work, kind=kind, source_no=source_no, posting_date=on)


def balance_of(work: Work, customer_no: str) -> Decimal:
    """What a customer owes us in our currency; below zero is credit."""
    work.session.flush()
    total = work.session.scalar(
        select(func.coalesce(func.sum(CustomerEntryState.remaining_lcy), 0)).where(
            CustomerEntryState.customer_no == customer_no, CustomerEntryState.open.is_(True)
        )
    )
    return Decimal(total or ZERO)


def released_by(work: Work, applied: Sequence[AppliedTo]) -> tuple[str, ...]:
    """Let orders go on whose prepayment is paid by now; says which in words."""
    orders = work.session.scalars(
        select(PostedInvoice.order_no).where(
            PostedInvoice.document_no.in_([each.document_no for each in applied if not each.left]),
            PostedInvoice.document_kind == PREPAYMENT_INVOICE,
        )
    ).all()
    released = release_paid(work, orders) if orders else ()
    return tuple(f"Order {number} goes on: its prepayment is paid." for number in released)


def sum_open(applied: Sequence[AppliedTo]) -> tuple[str, ...]:
    """What is still open of the papers that were paid in part, in words."""
    return tuple(
        f"{each.left:,.2f} {each.currency} of {each.document_no} are still open."
        for each in applied
        if each.left
    )


def tidy(document_no: str) -> str:
    """A document number as we write it."""
    return document_no.strip().upper()


def _nothing_open(work: Work, customer: Customer, number: str) -> None:
    known = work.session.scalar(
        select(CustomerEntry.id)
        .where(CustomerEntry.document_no == number, CustomerEntry.customer_no == customer.no)
        .limit(1)
    )
    if known is None:
        raise NotFound(kind="posted document", text=number[:40])
    raise InvalidField(field="Document", text=number, why="nothing of it is open")


def _shared(entries: Sequence[Standing], paper: AppliesTo) -> list[Wanted]:
    """The entries of one paper with the amount that was named shared out, oldest due first."""
    if paper.amount is None:
        return [Wanted(debt=entry) for entry in entries]
    whole = sum((abs(entry.remaining) for entry in entries), ZERO)
    if not ZERO < paper.amount <= whole:
        why = f"{whole:,.2f} {entries[0].currency} are open on {entries[0].document_no}"
        raise InvalidField(field="Amount", text=f"{paper.amount:f}", why=why)
    shared, rest = [], paper.amount
    for entry in entries:
        part = min(rest, abs(entry.remaining))
        rest -= part
        if part:
            shared.append(Wanted(debt=entry, amount=part))
    return shared
