"""Adjusting exchange rates: what open debts in foreign currency are worth on a closing day.

The difference is unrealised, so it is booked on that day and taken back on the next: a payment
meets every debt at the rate of its invoice (specification, section 5.2; decision 0009).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import func, select

from domain.catalog.currency_rows import rate_of
from domain.errors import Command, Outcome, Refusal
from domain.ledger.accounts import Role as Account
from domain.ledger.customers import CustomerDetail, CustomerEntry
from domain.ledger.journal import Journal, LedgerTransaction
from domain.money import ZERO
from domain.people import Role
from domain.posting.windows import window
from domain.receivables.payments import BOOKKEEPERS, checked_day
from domain.sales.pricing import raise_all
from domain.work import Work

KIND = "revaluation"


@dataclass(frozen=True, kw_only=True)
class AdjustRates(Command):
    """Value what customers owe in foreign currency at the rate of a day, today unless said."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "adjust exchange rates"

    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Revalued:
    """What was open in a currency, and its worth in ours: in the books, and at the day's rate."""

    currency: str
    posting_group: str
    open: Decimal
    in_books: Decimal
    at_rate: Decimal

    @property
    def difference(self) -> Decimal:
        return self.at_rate - self.in_books


@dataclass(frozen=True, kw_only=True)
class RatesAdjusted(Outcome):
    """Debts are worth what the day's rate says; `reversed_no` takes it back the day after.

    The numbers are empty where nothing differed.
    """

    on: date
    document_no: str
    reversed_no: str
    rows: tuple[Revalued, ...]
    difference: Decimal
    currency: str


@dataclass(kw_only=True, eq=False)
class RatesAdjustedBefore(Refusal):
    """A second run on the same day would count the difference twice."""

    code: ClassVar[str] = "nothing_to_post"

    on: date

    def sentence(self) -> str:
        return (
            f"Exchange rates were adjusted for {self.on:%d %b %Y} already, and taken back on the "
            "day after. Choose another day."
        )


def adjust_rates(command: AdjustRates, work: Work) -> RatesAdjusted:
    """Book unrealised gains and losses on a day, and their opposites on the next.

    Raises:
        InvalidField: a day to come.
        NoExchangeRate: a currency has no rate on that day.
        RatesAdjustedBefore: it was done for that day.
        PostingDateNotAllowed: one of the two days is closed.
    """
    work.permit(command)
    on = checked_day(work, command.on)
    allowed = window(work)
    for day in (on, on + timedelta(days=1)):
        raise_all(allowed.hindrances(day, goods=False, bill=False))
    _check_once(work, on)
    rows = [row for row in _open(work, on) if row.difference]
    numbers = ("", "")
    if rows:
        number = _source(on)
        numbers = (number, f"{number}-R")
        _post(work, rows, number=numbers[0], on=on, sign=1)
        _post(work, rows, number=numbers[1], on=on + timedelta(days=1), sign=-1)
    return work.happened(
        RatesAdjusted(
            on=on,
            document_no=numbers[0],
            reversed_no=numbers[1],
            rows=tuple(rows),
            difference=sum((row.difference for row in rows), ZERO),
            currency=work.setup.currency,
        )
    )


def _check_once(work: Work, on: date) -> None:
    query = select(LedgerTransaction.id).where(
        LedgerTransaction.kind == KIND, LedgerTransaction.source_no == _source(on)
    )
    if work.session.scalar(query.limit(1)) is not None:
        raise RatesAdjustedBefore(on=on)


def _open(work: Work, on: date) -> list[Revalued]:
    """What was open at the end of a day, by currency and posting group, in one statement."""
    entry, detail, local = CustomerEntry, CustomerDetail, work.setup.currency
    found = work.session.execute(
        select(
            entry.currency,
            entry.posting_group,
            func.sum(detail.amount),
            func.sum(detail.amount_lcy),
        )
        .join(detail, detail.entry_id == entry.id)
        .where(entry.currency != local, detail.posting_date <= on)
        .group_by(entry.currency, entry.posting_group)
        .order_by(entry.currency, entry.posting_group)
    ).all()
    rates = {
        currency: rate_of(work.session, currency, local=local, on=on)
        for currency in sorted({row.currency for row in found})
    }
    return [
        Revalued(
            currency=currency,
            posting_group=group,
            open=amount,
            in_books=in_books,
            at_rate=rates[currency].to_lcy(amount),
        )
        for currency, group, amount, in_books in found
    ]


def _post(work: Work, rows: Sequence[Revalued], *, number: str, on: date, sign: int) -> None:
    source = number.removesuffix("-R")
    journal = Journal(work, kind=KIND, source_no=source, posting_date=on)
    for row in rows:
        gain = row.difference
        role = Account.EXCH_GAIN if gain > 0 else Account.EXCH_LOSS
        journal.book(Account.RECEIVABLES, sign * gain, key=row.posting_group, label=row.currency)
        journal.book(role, -sign * gain, key=row.currency)
    journal.write(KIND, number)


def _source(on: date) -> str:
    return f"FX-{on:%Y%m%d}"
