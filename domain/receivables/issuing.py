"""Issuing reminders and finance charge memos: booked, numbered, frozen on paper and mailed.

Fee and interest become a debt of their own (debit receivables, credit reminder fees and
interest). Nothing of it bears VAT: it is compensation, not a supply.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select, update

from domain.catalog.currency_rows import rate_of
from domain.errors import Command, Outcome
from domain.ledger.accounts import Role as AccountRole
from domain.ledger.customers import CustomerEntryState, EntryKind, NewEntry, post_entry
from domain.money import ZERO
from domain.papers import AccountEntry, PaperFacts
from domain.parties.customer_rows import Customer
from domain.people import Role
from domain.receivables.account_papers import PAPER_KIND, account_paper, paper_kind
from domain.receivables.debtors import locked_customer, open_journal
from domain.receivables.letters import address_of, mail_account_paper
from domain.receivables.payments import BOOKKEEPERS
from domain.receivables.reminder_rows import (
    DROPPED,
    ISSUED,
    OPEN,
    REMINDER,
    Reminder,
    ReminderLine,
)
from domain.receivables.reminders import CreateReminders, NobodyToRemind, create_reminders
from domain.receivables.reminding import LateEntry, late_entries
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class IssueReminders(Command):
    """Send the reminders that wait: all of them, or one customer's."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "remind customers"

    customer_no: str = ""


@dataclass(frozen=True, kw_only=True)
class SendReminders(Command):
    """Propose and send reminders in one step: to everybody who is late, or to one customer."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "remind customers"

    customer_no: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuedMemo:
    """A reminder or memo that has gone out. `recipient` is empty where nobody can be written to.

    `open` is what is late, `total` what is asked with `fee` and `interest`.
    """

    number: str
    kind: str
    customer_no: str
    customer_name: str
    level: int
    currency: str
    open: Decimal
    fee: Decimal
    interest: Decimal
    total: Decimal
    due_date: date
    document_nos: tuple[str, ...]
    recipient: str


@dataclass(frozen=True, kw_only=True)
class RemindersIssued(Outcome):
    """Reminders are on their way. `notices` say what was left out, and why."""

    reminders: tuple[IssuedMemo, ...]
    notices: tuple[str, ...] = ()


def issue_reminders(command: IssueReminders, work: Work) -> RemindersIssued:
    """Book and send what waits; what was paid or disputed meanwhile is left out.

    Raises:
        NobodyToRemind: nothing waits.
        PostingDateNotAllowed, MissingAccount: the books refuse fee or interest.
    """
    work.permit(command)
    query = select(Reminder).where(Reminder.state == OPEN, Reminder.kind == REMINDER)
    if command.customer_no:
        query = query.where(Reminder.customer_no == command.customer_no)
    waiting = work.session.scalars(
        query.order_by(Reminder.customer_no, Reminder.id).with_for_update()
    ).all()
    issued: list[IssuedMemo] = []
    notices: list[str] = []
    for row in waiting:
        memo = issue(work, row, notices=notices)
        if memo is not None:
            issued.append(memo)
    if not waiting:
        raise NobodyToRemind(why="No reminder waits to be sent.")
    return work.happened(RemindersIssued(reminders=tuple(issued), notices=tuple(notices)))


def send_reminders(command: SendReminders, work: Work) -> RemindersIssued:
    """Propose what is ripe and send it, with whatever waited.

    Raises:
        NobodyToRemind, and what `create_reminders` and `issue_reminders` refuse.
    """
    work.permit(command)
    notices: tuple[str, ...] = ()
    try:
        created = create_reminders(CreateReminders(customer_no=command.customer_no), work)
        notices = created.notices
    except NobodyToRemind:
        if not _waits(work, command.customer_no):
            raise
    work.session.flush()
    told = issue_reminders(IssueReminders(customer_no=command.customer_no), work)
    return RemindersIssued(reminders=told.reminders, notices=(*notices, *told.notices))


def issue(work: Work, row: Reminder, *, notices: list[str]) -> IssuedMemo | None:
    """Issue one reminder or memo; None where nothing of it is left."""
    customer = locked_customer(work, row.customer_no)
    lines = work.session.scalars(
        select(ReminderLine).where(ReminderLine.reminder_id == row.id)
    ).all()
    ids = [line.entry_id for line in lines]
    late = {one.entry_id: one for one in late_entries(work.session, on=work.today, entry_ids=ids)}
    kept = [line for line in lines if line.entry_id in late]
    reasons = [line for line in kept if line.triggers and not late[line.entry_id].held]
    if not reasons:
        row.state = DROPPED
        notices.append(f"{customer.name} has paid meanwhile, or it is disputed: nothing is sent.")
        return None
    row.interest = sum((line.interest for line in kept), ZERO)
    for line in kept:
        line.remaining = late[line.entry_id].remaining
    entries = [late[line.entry_id] for line in kept]
    number = _booked(work, row, customer)
    row.number, row.state, row.issued_on = number, ISSUED, work.today
    if row.kind == REMINDER:
        _remember_levels(work, reasons)
    paper = _paper(work, row, customer, entries=entries, lines=kept)
    recipient = address_of(work, customer)
    if recipient:
        occasion = f"{paper.kind}-sent"
        mail_account_paper(work, paper, recipient=recipient, occasion=occasion)
    else:
        notices.append(f"There is no mail address for {customer.name}, so {number} was not sent.")
    return IssuedMemo(
        number=number,
        kind=row.kind,
        customer_no=customer.no,
        customer_name=customer.name,
        level=row.level,
        currency=row.currency,
        open=sum((one.remaining for one in entries), ZERO),
        fee=row.fee,
        interest=row.interest,
        total=paper.total,
        due_date=row.due_date,
        document_nos=tuple(late[line.entry_id].document_no for line in reasons),
        recipient=recipient,
    )


def _waits(work: Work, customer_no: str) -> bool:
    query = select(Reminder.id).where(Reminder.state == OPEN, Reminder.kind == REMINDER)
    if customer_no:
        query = query.where(Reminder.customer_no == customer_no)
    return work.session.scalar(query.limit(1)) is not None


def _booked(work: Work, row: Reminder, customer: Customer) -> str:
    """Put fee and interest on the customer's account under a fresh number."""
    amount = row.fee + row.interest
    if not amount:
        return work.next_number(row.kind)
    rate = rate_of(work.session, row.currency, local=work.setup.currency, on=work.today)
    fee, whole = rate.to_lcy(row.fee), rate.to_lcy(amount)
    journal = open_journal(work, kind=row.kind, source_no=customer.no, on=work.today)
    group = customer.customer_posting_group
    journal.book(AccountRole.RECEIVABLES, whole, key=group)
    journal.book(AccountRole.REMINDER_FEE, -fee, key=group)
    journal.book(AccountRole.INTEREST, fee - whole, key=group)
    kind = EntryKind(row.kind)
    new = NewEntry(
        customer_no=customer.no,
        posting_group=group,
        currency=row.currency,
        amount=amount,
        amount_lcy=whole,
        document_date=work.today,
        due_date=row.due_date,
        description="Reminder" if row.kind == REMINDER else "Interest",
        salesperson_no=customer.salesperson or "",
    )
    post_entry(journal, new, kind=kind)
    number = work.next_number(row.kind)
    journal.write(kind, number)
    return number


def _remember_levels(work: Work, reasons: Sequence[ReminderLine]) -> None:
    """Each debt has been reminded once more."""
    work.session.execute(
        update(CustomerEntryState)
        .where(CustomerEntryState.entry_id.in_([line.entry_id for line in reasons]))
        .values(last_reminder_level=CustomerEntryState.last_reminder_level + 1)
        .execution_options(synchronize_session=False)
    )


def _paper(
    work: Work,
    row: Reminder,
    customer: Customer,
    *,
    entries: Sequence[LateEntry],
    lines: Sequence[ReminderLine],
) -> PaperFacts:
    """A reminder lists what is late; a finance charge memo the interest on it."""
    of_interest = row.kind != REMINDER
    interest = {line.entry_id: line.interest for line in lines}
    shown, running = [], ZERO
    for one in entries:
        amount = interest[one.entry_id] if of_interest else one.remaining
        running += amount
        shown.append(
            AccountEntry(
                day=one.posting_date,
                kind=paper_kind(one.kind),
                number=one.document_no,
                amount=amount,
                remaining=one.remaining,
                running=running,
                due=one.due_date,
                days_overdue=(work.today - one.due_date).days,
            )
        )
    owed = ZERO if of_interest else running
    return account_paper(
        work,
        customer,
        kind=PAPER_KIND[row.kind],
        number=row.number,
        currency=row.currency,
        entries=shown,
        total=owed + row.fee + row.interest,
        subtotal=owed,
        reminder_level=row.level,
        due_date=row.due_date,
        fee=row.fee,
        interest=row.interest,
        payment_state="open",
    )
