"""Statements of account: how a customer's account moved, or what of it is open, on paper.

One paper per currency. A customer's contact gets his own company's with the answer to his
letter; for our own people it is mailed to the customer (domain.md 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command, InvalidField, Outcome
from domain.money import ZERO
from domain.papers import AccountEntry
from domain.parties.customer_rows import Customer
from domain.parties.finding import customer_of
from domain.people import Role
from domain.receivables.account_papers import account_paper, paper_kind
from domain.receivables.ageing import Ageing, Owed, ageing
from domain.receivables.balances import (
    ACCOUNT_READERS,
    LedgerRow,
    OpenOn,
    account_over,
    open_on,
)
from domain.receivables.letters import NoCustomerAddress, address_of, mail_account_paper
from domain.sales.sending import is_address
from domain.work import Work

_SPAN = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class SendStatement(Command):
    """Send a customer his statement. Both days count; without them the last ninety.

    `open_only` lists what is open on the last day instead of all that moved. A contact may
    leave the customer out.
    """

    may: ClassVar[frozenset[Role]] = ACCOUNT_READERS
    doing: ClassVar[str] = "send statements"

    customer_no: str = ""
    start: date | None = None
    end: date | None = None
    open_only: bool = False
    recipient: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementPaper:
    """One statement as it was issued; `balance` and `overdue` are in its currency."""

    number: str
    currency: str
    balance: Decimal
    overdue: Decimal


@dataclass(frozen=True, kw_only=True)
class StatementSent(Outcome):
    """Statements are frozen, and on their way to `recipient`; empty where the asker gets them."""

    customer_no: str
    customer_name: str
    start: date
    end: date
    statements: tuple[StatementPaper, ...]
    recipient: str


def send_statement(command: SendStatement, work: Work) -> StatementSent:
    """Write the statement of each currency and queue the letters.

    Raises:
        NotFound: no such customer, or not the asker's to see.
        InvalidField: the period ends before it begins, or lies ahead; no mail address.
        NoCustomerAddress: nobody told us where to send it.
    """
    work.permit(command)
    wanted = command.customer_no or (work.actor.customer_no or "")
    customer = customer_of(work.session, wanted, actor=work.actor)
    start, end = _period(command, work.today)
    recipient = _recipient(work, customer, typed=command.recipient)
    rows, opening, _ = account_over(work, customer.no, start=start, end=end)
    items = open_on(work, customer.no, day=end)
    ages = {each.currency: each for each in ageing(map(_owed, items), on=end)}
    used = dict.fromkeys((*opening, *(row.currency for row in rows), *ages))
    issued = []
    for currency in used or (customer.currency or work.setup.currency,):
        own = [row for row in rows if row.currency == currency]
        held = [item for item in items if item.currency == currency]
        issued.append(
            _issue(
                work,
                customer,
                currency=currency,
                entries=_open_entries(held, on=end) if command.open_only else _moved(own, held),
                opening=ZERO if command.open_only else opening.get(currency, ZERO),
                age=ages.get(currency),
                period=(None if command.open_only else start, end),
                recipient=recipient,
            )
        )
    return work.happened(
        StatementSent(
            customer_no=customer.no,
            customer_name=customer.name,
            start=start,
            end=end,
            statements=tuple(issued),
            recipient=recipient,
        )
    )


def _period(command: SendStatement, today: date) -> tuple[date, date]:
    end = command.end or today
    start = command.start or end - _SPAN
    if end > today:
        why = "a statement cannot tell what is still to come"
        raise InvalidField(field="End", text=f"{end:%d %b %Y}", why=why)
    if end < start:
        why = f"the period would end on {end:%d %b %Y}, before it begins"
        raise InvalidField(field="Start", text=f"{start:%d %b %Y}", why=why)
    return start, end


def _recipient(work: Work, customer: Customer, *, typed: str) -> str:
    """Whom it is mailed to; nobody where a contact asks, who gets it with his answer."""
    wanted = typed.strip().lower()
    if work.actor.is_contact:
        if wanted and wanted != work.actor.email:
            why = "I send statements to the address you write from only"
            raise InvalidField(field="Recipient", text=wanted[:80], why=why)
        return ""
    if wanted:
        if not is_address(wanted):
            why = "that is not a mail address"
            raise InvalidField(field="Recipient", text=wanted[:80], why=why)
        return wanted
    found = address_of(work, customer)
    if not found:
        raise NoCustomerAddress(customer_no=customer.no, customer_name=customer.name)
    return found


def _issue(
    work: Work,
    customer: Customer,
    *,
    currency: str,
    entries: Sequence[AccountEntry],
    opening: Decimal,
    age: Ageing | None,
    period: tuple[date | None, date],
    recipient: str,
) -> StatementPaper:
    balance = entries[-1].running if entries else opening
    paper = account_paper(
        work,
        customer,
        kind="statement",
        number=work.next_number("statement"),
        currency=currency,
        entries=entries,
        total=balance,
        issued=period[1],
        period_from=period[0],
        opening_balance=opening,
        ageing=age.amounts if age else (),
    )
    if recipient:
        mail_account_paper(work, paper, recipient=recipient, occasion="statement-sent")
    return StatementPaper(
        number=paper.number,
        currency=currency,
        balance=balance,
        overdue=age.overdue if age else ZERO,
    )


def _moved(rows: Sequence[LedgerRow], held: Sequence[OpenOn]) -> list[AccountEntry]:
    left = {(item.document_no, item.due_date): item.remaining for item in held}
    return [
        AccountEntry(
            day=row.posting_date,
            kind=paper_kind(row.kind),
            number=row.document_no,
            amount=row.amount,
            remaining=left.get((row.document_no, row.due_date or row.posting_date), ZERO),
            running=row.balance,
            due=row.due_date if row.amount > 0 else None,
        )
        for row in rows
    ]


def _open_entries(held: Sequence[OpenOn], *, on: date) -> list[AccountEntry]:
    entries, running = [], ZERO
    for item in held:
        running += item.remaining
        entries.append(
            AccountEntry(
                day=item.posting_date,
                kind=paper_kind(item.kind),
                number=item.document_no,
                amount=item.remaining,
                remaining=item.remaining,
                running=running,
                due=item.due_date if item.remaining > 0 else None,
                days_overdue=max((on - item.due_date).days, 0) if item.remaining > 0 else 0,
            )
        )
    return entries


def _owed(item: OpenOn) -> Owed:
    return Owed(currency=item.currency, due_date=item.due_date, remaining=item.remaining)
