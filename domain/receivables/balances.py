"""What a customer owes us: the open entries with their age, and the account over a period.

Only looked at, nothing is changed. A contact sees his own company's account.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import func, select

from domain.errors import Command, InvalidField, Outcome
from domain.ledger.customers import CustomerDetail, CustomerEntry, DetailKind, Standing, standings
from domain.money import ZERO
from domain.parties.customer_rows import Customer
from domain.parties.finding import customer_of
from domain.people import SALES_AND_CONTACT, Role
from domain.receivables.ageing import Ageing, Owed, ageing
from domain.work import Work

ACCOUNT_READERS = SALES_AND_CONTACT | {Role.ACCOUNTANT}
_MOST_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class ShowBalance(Command):
    """What does this customer owe us? A contact may leave the number out."""

    may: ClassVar[frozenset[Role]] = ACCOUNT_READERS
    doing: ClassVar[str] = "look at customers' accounts"

    customer_no: str = ""


@dataclass(frozen=True, kw_only=True)
class ShowLedger(Command):
    """A customer's account over a period, both days inclusive; three months by default."""

    may: ClassVar[frozenset[Role]] = ACCOUNT_READERS
    doing: ClassVar[str] = "look at customers' accounts"

    customer_no: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class OpenEntry:
    """A paper of which something is open; below zero we owe it. `days_overdue` is 0 in time."""

    document_no: str
    kind: str
    posting_date: date
    due_date: date
    currency: str
    amount: Decimal
    remaining: Decimal
    days_overdue: int
    discount: Decimal = ZERO
    discount_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class BalanceTold(Outcome):
    """What is open on a customer's account. Sums ending in `_lcy` are in `local_currency`."""

    customer_no: str
    customer_name: str
    local_currency: str
    balance_lcy: Decimal
    overdue_lcy: Decimal
    entries: tuple[OpenEntry, ...]
    ageing: tuple[Ageing, ...]


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One movement of an account and the balance after it, in the currency's own amounts."""

    posting_date: date
    document_no: str
    kind: str  # invoice, credit_memo, payment ..., or what was forgiven
    due_date: date | None
    currency: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, kw_only=True)
class LedgerShown(Outcome):
    """A customer's account from `start` to `end`; `opening` and `closing` pair currency, amount.

    The ageing is that of the last day. `more` tells that movements were left out.
    """

    customer_no: str
    customer_name: str
    start: date
    end: date
    opening: tuple[tuple[str, Decimal], ...]
    rows: tuple[LedgerRow, ...]
    closing: tuple[tuple[str, Decimal], ...]
    ageing: tuple[Ageing, ...]
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class OpenOn:
    """What was left of an entry at the end of a day; below zero we owe it."""

    document_no: str
    kind: str
    posting_date: date
    due_date: date
    currency: str
    remaining: Decimal


@dataclass(kw_only=True)
class _Move:
    detail: CustomerDetail
    entry: CustomerEntry
    amount: Decimal = ZERO


def show_balance(command: ShowBalance, work: Work) -> BalanceTold:
    """Tell what is open, the oldest due first.

    Raises:
        NotFound: no such customer, or not the asker's to see.
    """
    work.permit(command)
    customer = _customer(work, command.customer_no)
    opened = standings(work.session, customer_no=customer.no, lock=False)
    return BalanceTold(
        customer_no=customer.no,
        customer_name=customer.name,
        local_currency=work.setup.currency,
        balance_lcy=sum((entry.remaining_lcy for entry in opened), ZERO),
        overdue_lcy=sum(
            (entry.remaining_lcy for entry in opened if entry.due_date < work.today), ZERO
        ),
        entries=tuple(_open_entry(entry, today=work.today) for entry in opened),
        ageing=ageing(
            [
                Owed(currency=entry.currency, due_date=entry.due_date, remaining=entry.remaining)
                for entry in opened
            ],
            on=work.today,
        ),
    )


def show_ledger(command: ShowLedger, work: Work) -> LedgerShown:
    """Tell how an account moved.

    Raises:
        NotFound: no such customer, or not the asker's to see.
        InvalidField: the period ends before it begins.
    """
    work.permit(command)
    customer = _customer(work, command.customer_no)
    end = command.end or work.today
    start = command.start or end - timedelta(days=90)
    if end < start:
        why = f"the period would end on {end:%d %b %Y}, before it begins"
        raise InvalidField(field="Start", text=f"{start:%d %b %Y}", why=why)
    rows, opening, closing = account_over(work, customer.no, start=start, end=end)
    return LedgerShown(
        customer_no=customer.no,
        customer_name=customer.name,
        start=start,
        end=end,
        opening=tuple(sorted(opening.items())),
        rows=tuple(rows[:_MOST_ROWS]),
        closing=tuple(sorted(closing.items())),
        ageing=ageing(
            [
                Owed(currency=each.currency, due_date=each.due_date, remaining=each.remaining)
                for each in open_on(work, customer.no, day=end)
            ],
            on=end,
        ),
        more=len(rows) > _MOST_ROWS,
    )


def account_over(
    work: Work, customer_no: str, *, start: date, end: date
) -> tuple[list[LedgerRow], dict[str, Decimal], dict[str, Decimal]]:
    """All movements of a period, with what each currency opened and closed with."""
    opening = _sums_before(work, customer_no, day=start)
    rows = _movements(work, customer_no, start=start, end=end, opening=opening)
    closing = _sums_before(work, customer_no, day=end + timedelta(days=1))
    return rows, opening, closing


def _customer(work: Work, customer_no: str) -> Customer:
    number = customer_no or (work.actor.customer_no or "")
    return customer_of(work.session, number, actor=work.actor)


def _open_entry(entry: Standing, *, today: date) -> OpenEntry:
    in_time = entry.discount_date is not None and today <= entry.discount_date
    return OpenEntry(
        document_no=entry.document_no,
        kind=entry.document_kind,
        posting_date=entry.posting_date,
        due_date=entry.due_date,
        currency=entry.currency,
        amount=entry.amount,
        remaining=entry.remaining,
        days_overdue=max((today - entry.due_date).days, 0) if entry.remaining > 0 else 0,
        discount=entry.discount if in_time else ZERO,
        discount_date=entry.discount_date if in_time else None,
    )


def _sums_before(work: Work, customer_no: str, *, day: date) -> dict[str, Decimal]:
    rows = work.session.execute(
        select(CustomerEntry.currency, func.sum(CustomerDetail.amount))
        .join(CustomerEntry, CustomerEntry.id == CustomerDetail.entry_id)
        .where(CustomerEntry.customer_no == customer_no, CustomerDetail.posting_date < day)
        .group_by(CustomerEntry.currency)
    )
    return {currency: amount or ZERO for currency, amount in rows}


def _movements(
    work: Work, customer_no: str, *, start: date, end: date, opening: dict[str, Decimal]
) -> list[LedgerRow]:
    """What changed the balance: papers, money, and what was forgiven. Applications change none."""
    found = work.session.execute(
        select(CustomerDetail, CustomerEntry)
        .join(CustomerEntry, CustomerEntry.id == CustomerDetail.entry_id)
        .where(
            CustomerEntry.customer_no == customer_no,
            CustomerDetail.posting_date.between(start, end),
        )
        .order_by(CustomerDetail.posting_date, CustomerDetail.id)
    )
    balance = dict(opening)
    shown: list[LedgerRow] = []
    for move in _moves((detail, entry) for detail, entry in found):
        currency = move.entry.currency
        balance[currency] = balance.get(currency, ZERO) + move.amount
        initial = move.detail.kind == DetailKind.INITIAL
        shown.append(
            LedgerRow(
                posting_date=move.detail.posting_date,
                document_no=move.detail.document_no,
                kind=move.entry.document_kind if initial else move.detail.kind,
                due_date=move.entry.due_date if initial else None,
                currency=currency,
                amount=move.amount,
                balance=balance[currency],
            )
        )
    return shown


def _moves(found: Iterable[tuple[CustomerDetail, CustomerEntry]]) -> list[_Move]:
    """Details that belong together added up; an application's two sides make nothing."""
    moves: dict[tuple[int, str, str, int], _Move] = {}
    for detail, entry in found:
        own = detail.id if detail.kind == DetailKind.INITIAL else 0
        key = (detail.transaction_id, entry.currency, detail.kind, own)
        move = moves.setdefault(key, _Move(detail=detail, entry=entry))
        move.amount += detail.amount
    return [move for move in moves.values() if move.amount]


def open_on(work: Work, customer_no: str, *, day: date) -> list[OpenOn]:
    """What was open at the end of a day, whatever has been settled since; oldest due first."""
    rows = work.session.execute(
        select(CustomerEntry, func.sum(CustomerDetail.amount))
        .join(CustomerDetail, CustomerEntry.id == CustomerDetail.entry_id)
        .where(CustomerEntry.customer_no == customer_no, CustomerDetail.posting_date <= day)
        .group_by(CustomerEntry.id)
        .order_by(CustomerEntry.due_date, CustomerEntry.id)
    )
    return [
        OpenOn(
            document_no=entry.document_no,
            kind=entry.document_kind,
            posting_date=entry.posting_date,
            due_date=entry.due_date,
            currency=entry.currency,
            remaining=remaining,
        )
        for entry, remaining in rows
        if remaining
    ]
