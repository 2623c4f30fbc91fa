"""Money back to a customer, and small rests that nobody will ever pay.

A refund pays a credit out, in parts if wished; a write-off closes what is left of an entry,
whichever side it is on. Both need an unblocked customer.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.approvals.asking import Approvable
from domain.catalog.currency_rows import rate_of
from domain.errors import Command, InvalidField, Outcome, Refusal
from domain.ledger.accounts import Role as AccountRole
from domain.ledger.customers import (
    DetailKind,
    EntryKind,
    NewEntry,
    Standing,
    apply,
    post_entry,
    standings,
)
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.parties.blocking import Action, check_not_blocked
from domain.parties.customer_rows import Customer
from domain.people import BOOKS, Role
from domain.posting.windows import window
from domain.posting.wishes import About, WishNoted, was_granted, wish
from domain.receivables.debtors import balance_of, locked_customer, open_journal, owner_of, tidy
from domain.receivables.forgiving import forgive
from domain.receivables.payments import BOOKKEEPERS, checked_day, checked_money
from domain.work import Work

_LONGEST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class Refund(Command):
    """Pay a credit out. Without an amount all that is open of it; `account` as for payments."""

    may: ClassVar[frozenset[Role]] = BOOKS
    doing: ClassVar[str] = "pay credits out"

    document_no: str
    amount: Decimal | None = None
    paid_on: date | None = None
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class WriteOff(Approvable):
    """Give up what is open of a paper, or `amount` of it (above zero, in its currency)."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "write amounts off"

    document_no: str
    amount: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Refunded(Outcome):
    """Money went back to the customer. `left` is what is still open of the credit."""

    document_no: str
    credit_no: str
    customer_no: str
    customer_name: str
    amount: Decimal
    currency: str
    left: Decimal
    balance: Decimal
    balance_currency: str


@dataclass(frozen=True, kw_only=True)
class WrittenOff(Outcome):
    """A rest was given up. `left` is what is still open of the paper, signed."""

    document_no: str
    customer_no: str
    customer_name: str
    amount: Decimal
    currency: str
    reason: str
    left: Decimal
    balance: Decimal
    balance_currency: str


@dataclass(kw_only=True, eq=False)
class RefundExceedsOpen(Refusal):
    """More would be paid out than we owe."""

    document_no: str
    most: Decimal
    currency: str

    def sentence(self) -> str:
        if not self.most:
            return f"Nothing is open of {self.document_no}, so there is nothing to pay out."
        return (
            f"Of {self.document_no} {self.most:,.2f} {self.currency} are open; more cannot be "
            "paid out."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (Refund(document_no=self.document_no),) if self.most else ()


def refund(command: Refund, work: Work) -> Refunded:
    """Pay a customer's credit out, in full or in part.

    Raises:
        NotFound: no such paper.
        RefundExceedsOpen: the credit is not that large (any more).
        CustomerBlocked: the customer is blocked for everything.
        InvalidField: an amount or a day that cannot be.
    """
    work.permit(command)
    number = tidy(command.document_no)
    on = checked_day(work, command.paid_on)
    customer = locked_customer(work, owner_of(work, number))
    check_not_blocked(customer, Action.REFUND)
    owed = [entry for entry in standings(work.session, document_no=number) if entry.remaining < 0]
    most = -sum((entry.remaining for entry in owed), ZERO)
    currency = owed[0].currency if owed else work.setup.currency
    if command.amount is not None:
        checked_money(work, command.amount, currency=currency)
    amount = most if command.amount is None else command.amount
    if amount > most or not most:
        raise RefundExceedsOpen(document_no=number, most=most, currency=currency)
    journal = open_journal(work, kind="refund", source_no=number, on=on)
    money = _pay_out(journal, customer, amount=amount, currency=currency, account=command.account)
    for credit in owed:
        part = min(money.remaining, -credit.remaining)
        if part:
            apply(journal, money, credit, amount=part)
    refund_no = work.next_number("payment")
    journal.write(EntryKind.REFUND, refund_no)
    return work.happened(
        Refunded(
            document_no=refund_no,
            credit_no=number,
            customer_no=customer.no,
            customer_name=customer.name,
            amount=amount,
            currency=currency,
            left=most - amount,
            balance=balance_of(work, customer.no),
            balance_currency=work.setup.currency,
        )
    )


def write_off(command: WriteOff, work: Work) -> WrittenOff | WishNoted:
    """Give up a rest of either sign; above the asker's limit somebody else decides.

    Raises:
        NotFound: no such paper.
        InvalidField: nothing or less is open, or no reason was given.
        CustomerBlocked: the customer is blocked for everything.
    """
    work.permit(command)
    number = tidy(command.document_no)
    customer = locked_customer(work, owner_of(work, number))
    check_not_blocked(customer, Action.REFUND)
    reason = " ".join(command.reason.split())[:_LONGEST_REASON]
    entry, amount = _rest(work, number, wanted=command.amount)
    granted = was_granted(work, command, document_no=number)
    limit = window(work).rights.write_off_limit
    if not granted and abs(entry.lcy_of(amount)) > limit:
        about = _about(entry, customer, amount=amount)
        what = f"write off {abs(amount):,.2f} {entry.currency} of {number}"
        return wish(work, command, about=about, deciders=BOOKKEEPERS, what=what)
    journal = open_journal(work, kind="write-off", source_no=number, on=work.today)
    forgive(journal, entry, amount=amount, kind=DetailKind.WRITE_OFF)
    journal.write(entry.document_kind, number)
    return work.happened(
        WrittenOff(
            document_no=number,
            customer_no=customer.no,
            customer_name=customer.name,
            amount=amount,
            currency=entry.currency,
            reason=reason,
            left=entry.remaining,
            balance=balance_of(work, customer.no),
            balance_currency=work.setup.currency,
        )
    )


def _pay_out(
    journal: Journal, customer: Customer, *, amount: Decimal, currency: str, account: str
) -> Standing:
    """Take the money from the bank and put it to the customer's debit."""
    work, on = journal.work, journal.posting_date
    lcy = rate_of(work.session, currency, local=work.setup.currency, on=on).to_lcy(amount)
    named = account.strip().upper()
    role = AccountRole.CASH if named == "CASH" else AccountRole.BANK
    key = "" if named in ("CASH", "BANK") else named
    journal.accounts.check_currency(role, key, currency)
    journal.book(role, -lcy, key=key)
    journal.book(AccountRole.RECEIVABLES, lcy, key=customer.customer_posting_group)
    new = NewEntry(
        customer_no=customer.no,
        posting_group=customer.customer_posting_group,
        currency=currency,
        amount=amount,
        amount_lcy=lcy,
        document_date=on,
        due_date=on,
        description="Refund",
        salesperson_no=customer.salesperson or "",
    )
    return post_entry(journal, new, kind=EntryKind.REFUND)


def _rest(work: Work, number: str, *, wanted: Decimal | None) -> tuple[Standing, Decimal]:
    """The open entry of a paper and how much of it is given up, with the entry's sign."""
    opened = standings(work.session, document_no=number)
    if not opened:
        raise InvalidField(field="Document", text=number, why="nothing of it is open")
    entry = opened[0]
    sign = 1 if entry.remaining > 0 else -1
    amount = abs(entry.remaining) if wanted is None else wanted
    checked_money(work, amount, currency=entry.currency)
    if amount > abs(entry.remaining):
        why = f"{abs(entry.remaining):,.2f} {entry.currency} are open on {number}"
        raise InvalidField(field="Amount", text=f"{amount:f}", why=why)
    return entry, sign * amount


def _about(entry: Standing, customer: Customer, *, amount: Decimal) -> About:
    return About(
        document_no=entry.document_no,
        document_kind=entry.document_kind,
        customer_no=customer.no,
        customer_name=customer.name,
        amount=abs(amount),
        currency=entry.currency,
        amount_lcy=abs(entry.lcy_of(amount)),
    )
