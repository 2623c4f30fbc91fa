"""Payments: money that came in, what it pays at once, and what stays on account.

Anybody's money is taken, blocked customers' too. Without papers named the money stays on
account, or pays the oldest debts of a customer who is kept that way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.catalog.currency_rows import currency_of, rate_of
from domain.errors import Command, InvalidField, Outcome, Refusal
from domain.ledger.accounts import Role as AccountRole
from domain.ledger.customers import EntryKind, NewEntry, Standing, post_entry, standings
from domain.ledger.journal import Journal
from domain.ledger.setup import posting_setup
from domain.money import CENT, ZERO
from domain.parties.customer_rows import Customer
from domain.people import Role
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
    released_by,
    sum_open,
)
from domain.receivables.matching import Match
from domain.sales.documents import Kind, look_up
from domain.work import Work

BOOKKEEPERS = frozenset({Role.ACCOUNTANT, Role.ADMINISTRATOR})
MOST = Decimal("1000000000000")
_LONGEST_REFERENCE = 140


@dataclass(frozen=True, kw_only=True)
class RecordPayment(Command):
    """Money of a customer has come in. `amount` is above zero, in `currency` (empty: ours).

    `applies_to` are the papers it pays, in this order; `oldest_first` lets it pay whatever is
    due longest; `for_order` marks an advance. `account` names the bank account or "CASH".
    A difference within the tolerance is written off without asking, unless the set-up wants
    it confirmed: then `tolerate` says yes or no.
    """

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "enter payments"

    amount: Decimal
    customer_no: str = ""
    currency: str = ""
    paid_on: date | None = None
    applies_to: tuple[AppliesTo, ...] = ()
    oldest_first: bool = False
    for_order: str = ""
    reference: str = ""
    account: str = ""
    tolerate: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentRecorded(Outcome):
    """The money is in the books. `on_account` is what of it pays nothing yet.

    `balance` is what the customer owes us afterwards, in our currency.
    """

    document_no: str
    customer_no: str
    customer_name: str
    amount: Decimal
    currency: str
    paid_on: date
    applied: tuple[AppliedTo, ...]
    on_account: Decimal
    balance: Decimal
    balance_currency: str
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.document_no


@dataclass(kw_only=True, eq=False)
class PaymentToleranceWarning(Refusal):
    """The money misses the debts by a little; a person decides whether that is forgiven."""

    difference: Decimal
    currency: str
    document_nos: tuple[str, ...]
    ways_out: tuple[Command, ...] = ()

    def sentence(self) -> str:
        return (
            f"{self.difference:,.2f} {self.currency} are missing on "
            f"{' and '.join(self.document_nos)}. That is within the tolerance: shall I write it "
            "off, or leave it open?"
        )

    def remedies(self) -> tuple[Command, ...]:
        return self.ways_out


def record_payment(command: RecordPayment, work: Work) -> PaymentRecorded:
    """Enter a payment and set it against debts.

    Raises:
        InvalidField: no amount, a day to come, a currency or account we do not have, or a
            paper on which nothing is open.
        NotFound: no such customer or paper of that customer.
        PaymentToleranceWarning: a small difference has to be decided first.
        NoExchangeRate: we have no rate for that day.
    """
    work.permit(command)
    return enter_payment(command, work)


def enter_payment(command: RecordPayment, work: Work) -> PaymentRecorded:
    """Enter a payment for whoever may; refuses what `record_payment` does but the actor."""
    on = checked_day(work, command.paid_on)
    payer = command.customer_no or _customer_of_order(work, command.for_order)
    customer = locked_customer(work, payer, papers=command.applies_to)
    _check_order(work, command.for_order, customer)
    currency = checked_money(work, command.amount, currency=command.currency)
    wanted = _debts(work, command, customer)
    setup = posting_setup(work.session)
    rules = rules_for(work, customer, setup=setup, on=on)
    if command.tolerate is False:
        rules = replace(rules, tolerate=False)
    journal = open_journal(work, kind="payment", source_no=customer.no, on=on)
    money = receive(journal, customer, command=command, currency=currency)
    matches = reckon(work, money, wanted, rules=rules)
    if setup.warn_tolerance and command.tolerate is None:
        ways = (replace(command, tolerate=True), replace(command, tolerate=False))
        warn_of_tolerance(matches, wanted, ways_out=ways)
    applied = settle_debts(journal, money, wanted, matches=matches, rules=rules)
    number = work.next_number("payment")
    journal.write(EntryKind.PAYMENT, number)
    notices = (*sum_open(applied), *released_by(work, applied))
    told = _told(work, customer, money=money, number=number, applied=applied)
    return work.happened(replace(told, notices=notices))


def receive(
    journal: Journal, customer: Customer, *, command: RecordPayment, currency: str
) -> Standing:
    """Put the money on the bank account and to the customer's credit."""
    work = journal.work
    on = journal.posting_date
    rate = rate_of(work.session, currency, local=work.setup.currency, on=on)
    lcy = rate.to_lcy(command.amount)
    account = command.account.strip().upper()
    role = AccountRole.CASH if account == "CASH" else AccountRole.BANK
    key = "" if account in ("CASH", "BANK") else account
    journal.accounts.check_currency(role, key, currency)
    journal.book(role, lcy, key=key)
    journal.book(AccountRole.RECEIVABLES, -lcy, key=customer.customer_posting_group)
    reference = " ".join(command.reference.split())[:_LONGEST_REFERENCE]
    new = NewEntry(
        customer_no=customer.no,
        posting_group=customer.customer_posting_group,
        currency=currency,
        amount=-command.amount,
        amount_lcy=-lcy,
        document_date=on,
        due_date=on,
        description="Payment",
        external_no=reference,
        for_order=command.for_order.strip().upper(),
        salesperson_no=customer.salesperson or "",
    )
    return post_entry(journal, new, kind=EntryKind.PAYMENT)


def checked_day(work: Work, day: date | None) -> date:
    """The day money moved: today unless said otherwise, and never a day to come.

    Raises:
        InvalidField: it lies in the future.
    """
    if day is not None and day > work.today:
        why = "money cannot have moved on a day to come"
        raise InvalidField(field="Payment date", text=f"{day:%d %b %Y}", why=why)
    return day or work.today


def checked_money(work: Work, amount: Decimal, *, currency: str) -> str:
    """The currency of an amount of money, both checked.

    Raises:
        InvalidField: not above zero, finer than the currency is paid in, or unknown.
    """
    code = currency.strip().upper() or work.setup.currency
    if not amount.is_finite() or amount <= ZERO or amount > MOST:
        why = "an amount of money must be above zero"
        raise InvalidField(field="Amount", text=f"{amount:f}", why=why)
    step = CENT if code == work.setup.currency else currency_of(work.session, code).amount_precision
    if amount % step:
        why = f"{code} is paid in steps of {step.normalize():f}"
        raise InvalidField(field="Amount", text=f"{amount:f}", why=why)
    return code


def _customer_of_order(work: Work, order_no: str) -> str:
    if not order_no.strip():
        return ""
    return look_up(work.session, order_no, actor=work.actor, kind=Kind.ORDER).customer_no


def _check_order(work: Work, order_no: str, customer: Customer) -> None:
    """An advance belongs to an order of the same payer."""
    if not order_no.strip():
        return
    order = look_up(work.session, order_no, actor=work.actor, kind=Kind.ORDER)
    if order.bill_to_no != customer.no:
        why = f"that order is not {customer.name}'s"
        raise InvalidField(field="Order", text=order.number, why=why)


def _debts(work: Work, command: RecordPayment, customer: Customer) -> list[Wanted]:
    if command.applies_to:
        return debts_named(work, customer, command.applies_to, sign=1)
    oldest = command.oldest_first or customer.application_method == "oldest"
    if not oldest or command.for_order:
        return []
    opened = standings(work.session, customer_no=customer.no)
    return [Wanted(debt=debt) for debt in opened if debt.remaining > 0 and not debt.on_hold]


def warn_of_tolerance(
    matches: Sequence[Match], wanted: Sequence[Wanted], *, ways_out: tuple[Command, ...]
) -> None:
    """Let a person decide about a small difference, where the set-up wants that.

    Raises:
        PaymentToleranceWarning: money would be written off.
    """
    missed = [
        (found.tolerance, each.debt)
        for found, each in zip(matches, wanted, strict=True)
        if found.tolerance
    ]
    if missed:
        raise PaymentToleranceWarning(
            difference=sum((amount for amount, _ in missed), ZERO),
            currency=missed[0][1].currency,
            document_nos=tuple(debt.document_no for _, debt in missed),
            ways_out=ways_out,
        )


def _told(
    work: Work,
    customer: Customer,
    *,
    money: Standing,
    number: str,
    applied: tuple[AppliedTo, ...],
) -> PaymentRecorded:
    if customer.salesperson:
        work.notify(customer.salesperson, "payment", number)
    return PaymentRecorded(
        document_no=number,
        customer_no=customer.no,
        customer_name=customer.name,
        amount=-money.amount,
        currency=money.currency,
        paid_on=money.posting_date,
        applied=applied,
        on_account=-money.remaining,
        balance=balance_of(work, customer.no),
        balance_currency=work.setup.currency,
    )
