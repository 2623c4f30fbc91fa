"""Applying money that stands on account to debts, and taking an application back.

A payment, a credit memo or an advance may be set against invoices at any later time; whether a
discount is still due is decided by the day the money came.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command, InvalidField, Outcome
from domain.ledger.customers import Standing, standings
from domain.ledger.setup import posting_setup
from domain.people import Role
from domain.posting.unapplying import (
    Application,
    UnapplyOrder,
    applications_of,
    newer_than,
    take_back,
)
from domain.receivables.applying import (
    AppliedTo,
    Wanted,
    reckon,
    rules_for,
    settle_debts,
)
from domain.receivables.debtors import (
    AppliesTo,
    balance_of,
    debts_named,
    locked_customer,
    open_journal,
    owner_of,
    released_by,
    sum_open,
    tidy,
)
from domain.receivables.payments import BOOKKEEPERS, warn_of_tolerance
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class ApplyPayment(Command):
    """Set a payment or credit memo against debts; without papers named, the oldest due first."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "apply payments"

    payment_no: str
    applies_to: tuple[AppliesTo, ...] = ()
    tolerate: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Unapply(Command):
    """Take the newest application of a paper back; `from_no` names the other side of it."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "take applications back"

    document_no: str
    from_no: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentApplied(Outcome):
    """Money that stood on account pays these papers now. `on_account` is what is left of it."""

    document_no: str
    customer_no: str
    customer_name: str
    currency: str
    applied: tuple[AppliedTo, ...]
    on_account: Decimal
    balance: Decimal
    balance_currency: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenAgain:
    """A paper that an unapplication reopened; below zero is credit."""

    document_no: str
    kind: str
    currency: str
    remaining: Decimal


@dataclass(frozen=True, kw_only=True)
class Unapplied(Outcome):
    """An application is taken back; these papers stand open again."""

    document_no: str
    customer_no: str
    customer_name: str
    reopened: tuple[OpenAgain, ...]
    balance: Decimal
    balance_currency: str


def apply_payment(command: ApplyPayment, work: Work) -> PaymentApplied:
    """Set what is left of a payment or credit against debts.

    Raises:
        NotFound: no such paper.
        InvalidField: nothing is left of the money, or nothing is open on a debt.
        PaymentToleranceWarning: a small difference has to be decided first.
    """
    work.permit(command)
    number = tidy(command.payment_no)
    customer = locked_customer(work, owner_of(work, number))
    money = _money(work, number)
    wanted = _wanted(work, command, money)
    setup = posting_setup(work.session)
    rules = rules_for(work, customer, setup=setup, on=money.posting_date)
    if command.tolerate is False:
        rules = replace(rules, tolerate=False)
    matches = reckon(work, money, wanted, rules=rules)
    if setup.warn_tolerance and command.tolerate is None:
        ways = (replace(command, tolerate=True), replace(command, tolerate=False))
        warn_of_tolerance(matches, wanted, ways_out=ways)
    journal = open_journal(work, kind="application", source_no=number, on=work.today)
    applied = settle_debts(journal, money, wanted, matches=matches, rules=rules)
    journal.write(money.document_kind, number)
    return work.happened(
        PaymentApplied(
            document_no=number,
            customer_no=customer.no,
            customer_name=customer.name,
            currency=money.currency,
            applied=applied,
            on_account=-money.remaining,
            balance=balance_of(work, customer.no),
            balance_currency=work.setup.currency,
            notices=(*sum_open(applied), *released_by(work, applied)),
        )
    )


def unapply(command: Unapply, work: Work) -> Unapplied:
    """Take the newest application of a paper back, with its discount and differences.

    Raises:
        NotFound: no such paper.
        InvalidField: nothing is applied to it.
        UnapplyOrder: a newer application involves the same entries.
    """
    work.permit(command)
    number = tidy(command.document_no)
    customer = locked_customer(work, owner_of(work, number))
    application = _newest(work, number, other=tidy(command.from_no))
    _check_newest(work, application, number=number)
    journal = open_journal(work, kind="unapplication", source_no=number, on=work.today)
    entries = take_back(journal, application)
    own = next(entry for entry in entries if entry.document_no == number)
    journal.write(own.document_kind, number)
    return work.happened(
        Unapplied(
            document_no=number,
            customer_no=customer.no,
            customer_name=customer.name,
            reopened=tuple(_open_again(entry) for entry in entries),
            balance=balance_of(work, customer.no),
            balance_currency=work.setup.currency,
        )
    )


def _money(work: Work, number: str) -> Standing:
    opened = standings(work.session, document_no=number)
    if not opened:
        raise InvalidField(field="Document", text=number, why="nothing of it is open")
    if opened[0].remaining > 0:
        why = "that is a debt, not money; name the payment or credit memo that pays it"
        raise InvalidField(field="Document", text=number, why=why)
    return opened[0]


def _wanted(work: Work, command: ApplyPayment, money: Standing) -> list[Wanted]:
    customer = locked_customer(work, money.customer_no)
    if command.applies_to:
        return debts_named(work, customer, command.applies_to, sign=1)
    opened = standings(work.session, customer_no=customer.no)
    found = [Wanted(debt=debt) for debt in opened if debt.remaining > 0 and not debt.on_hold]
    if not found:
        why = f"{customer.name} has no open invoice"
        raise InvalidField(field="Document", text=money.document_no, why=why)
    return found


def _newest(work: Work, number: str, *, other: str) -> Application:
    """The newest application of a paper; on a debt only the pair with that one payment."""
    entries = standings(work.session, document_no=number, only_open=False)
    own = {entry.entry_id for entry in entries}
    others = set()
    if other:
        rows = standings(work.session, document_no=other, only_open=False)
        others = {entry.entry_id for entry in rows}
    for application in applications_of(work, own):
        if not other or application.entry_ids & others:
            return application if not other else _between(application, others)
    what = f"no application to {other} stands" if other else "nothing is applied to it"
    raise InvalidField(field="Document", text=number, why=what)


def _between(application: Application, others: set[int]) -> Application:
    kept = tuple(
        detail
        for detail in application.details
        if detail.entry_id in others or detail.other_id in others
    )
    return replace(application, details=kept)


def _check_newest(work: Work, application: Application, *, number: str) -> None:
    newer = newer_than(work, application)
    if newer is None:
        return
    entries = standings(work.session, entry_ids=newer.entry_ids, only_open=False)
    numbers = [entry.document_no for entry in entries if entry.document_no != number]
    newer_no = numbers[0] if numbers else number
    raise UnapplyOrder(document_no=number, newer_no=newer_no, way_out=Unapply(document_no=newer_no))


def _open_again(entry: Standing) -> OpenAgain:
    return OpenAgain(
        document_no=entry.document_no,
        kind=entry.document_kind,
        currency=entry.currency,
        remaining=entry.remaining,
    )
