"""Customers' accounts: what each of our papers and each payment still leaves open.

An entry is written once; details beside it (applications, discounts, exchange differences)
say what became of it, and its remaining amount is the sum of its details. Debts are positive,
payments and credits negative. Which payment settles what, and why, is decided in receivables.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Moment
from domain.ledger.accounts import Role
from domain.ledger.entries import Entry, EntryKey, EntryRef, LooseRef
from domain.ledger.journal import Journal
from domain.money import CENT, ZERO, Amount, round_to


class EntryKind(StrEnum):
    """What made a customer's entry."""

    INVOICE = "invoice"
    CREDIT_MEMO = "credit_memo"
    PAYMENT = "payment"
    REFUND = "refund"
    REMINDER = "reminder"
    FINANCE_CHARGE = "finance_charge"


class DetailKind(StrEnum):
    """What changed an entry's remaining amount."""

    INITIAL = "initial"
    APPLICATION = "application"
    PAYMENT_DISCOUNT = "payment_discount"
    PAYMENT_TOLERANCE = "payment_tolerance"
    WRITE_OFF = "write_off"
    GAIN = "realised_gain"
    LOSS = "realised_loss"
    CORRECTION = "correction_of_remaining"
    UNAPPLICATION = "unapplication"


class CustomerEntry(Entry, Base):
    """One debt or credit. Amounts as first posted, in `currency` and in ours.

    `discount` is what may be taken off until `discount_date` (inclusive), `tolerance` the
    difference that may be written off; both have the sign of the amount. `for_order` names
    the order an advance was paid for.
    """

    __tablename__ = "customer_entry"

    customer_no: Mapped[str] = mapped_column(index=True)
    posting_group: Mapped[str]
    document_date: Mapped[date]
    due_date: Mapped[date]
    external_no: Mapped[str]
    description: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[Amount]
    amount_lcy: Mapped[Amount]
    discount_date: Mapped[date | None]
    discount: Mapped[Amount]
    tolerance: Mapped[Amount]
    instalment_no: Mapped[int]
    for_order: Mapped[str] = mapped_column(index=True)
    salesperson_no: Mapped[str]


class CustomerDetail(Entry, Base):
    """One change of an entry's remaining amount. `other_id` is the entry on the other side.

    `reverses_id` names the detail that an unapplication takes back.
    """

    __tablename__ = "customer_detail"

    entry_id: Mapped[EntryRef]
    kind: Mapped[str]
    amount: Mapped[Amount]
    amount_lcy: Mapped[Amount]
    other_id: Mapped[LooseRef]
    reverses_id: Mapped[LooseRef]


class CustomerEntryState(Base):
    """What moves beside an entry: what is left of it, and marks people set."""

    __tablename__ = "customer_entry_state"
    __table_args__ = (Index("ix_customer_entry_state_open", "customer_no", "open"),)

    entry_id: Mapped[EntryKey]
    customer_no: Mapped[str]
    open: Mapped[bool]
    remaining: Mapped[Amount]
    remaining_lcy: Mapped[Amount]
    closed_by: Mapped[LooseRef]
    closed_at: Mapped[Moment | None]
    on_hold: Mapped[str]
    applies_to_id: Mapped[str]
    last_reminder_level: Mapped[int]
    dispute: Mapped[str]


@dataclass(kw_only=True)
class Standing:
    """An entry with what is left of it at this moment of a posting."""

    entry_id: int
    customer_no: str
    posting_group: str
    document_kind: str
    document_no: str
    posting_date: date
    due_date: date
    currency: str
    amount: Decimal
    amount_lcy: Decimal
    remaining: Decimal
    remaining_lcy: Decimal
    discount_date: date | None = None
    discount: Decimal = ZERO
    tolerance: Decimal = ZERO
    for_order: str = ""
    on_hold: str = ""

    @property
    def open(self) -> bool:
        return self.remaining != ZERO

    def lcy_of(self, amount: Decimal) -> Decimal:
        """The share of an applied amount in local currency at this entry's own rate.

        Rounded over the running sum: the last part takes what is left.
        """
        if amount == self.remaining:
            return self.remaining_lcy
        if not self.amount:
            return ZERO
        left = round_to(self.amount_lcy * (self.remaining - amount) / self.amount, CENT)
        return self.remaining_lcy - left


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What is posted to a customer's account. `amount_lcy` is `amount` at the posting's rate."""

    customer_no: str
    posting_group: str
    currency: str
    amount: Decimal
    amount_lcy: Decimal
    document_date: date
    due_date: date
    description: str = ""
    external_no: str = ""
    discount_date: date | None = None
    discount: Decimal = ZERO
    tolerance: Decimal = ZERO
    instalment_no: int = 1
    for_order: str = ""
    salesperson_no: str = ""


def post_entry(journal: Journal, new: NewEntry, *, kind: EntryKind) -> Standing:
    """Gather an entry, its initial detail and its state. The receivables account is not booked.

    An amount of 0.00 is closed at once. The number of its paper comes with `journal.write`.
    """
    copied = {name: getattr(new, name) for name in _COPIED}
    entry_id = journal.add(CustomerEntry, document_kind=kind.value, **copied)
    journal.add(
        CustomerDetail,
        entry_id=entry_id,
        kind=DetailKind.INITIAL.value,
        amount=new.amount,
        amount_lcy=new.amount_lcy,
        other_id=0,
        reverses_id=0,
    )
    journal.keep(
        CustomerEntryState,
        entry_id=entry_id,
        customer_no=new.customer_no,
        open=bool(new.amount),
        remaining=new.amount,
        remaining_lcy=new.amount_lcy,
        closed_by=0,
        closed_at=None if new.amount else journal.work.now,
        on_hold="",
        applies_to_id="",
        last_reminder_level=0,
        dispute="",
    )
    return Standing(
        entry_id=entry_id,
        customer_no=new.customer_no,
        posting_group=new.posting_group,
        document_kind=kind.value,
        document_no="",
        posting_date=journal.posting_date,
        due_date=new.due_date,
        currency=new.currency,
        amount=new.amount,
        amount_lcy=new.amount_lcy,
        remaining=new.amount,
        remaining_lcy=new.amount_lcy,
        discount_date=new.discount_date,
        discount=new.discount,
        tolerance=new.tolerance,
        for_order=new.for_order,
    )


def post_detail(
    journal: Journal,
    entry: Standing,
    *,
    kind: DetailKind,
    amount: Decimal,
    amount_lcy: Decimal,
    other_id: int = 0,
    reverses_id: int = 0,
) -> int:
    """Gather one change of an entry's remaining amount; an entry at 0.00 closes, else opens."""
    detail_id = journal.add(
        CustomerDetail,
        entry_id=entry.entry_id,
        kind=kind.value,
        amount=amount,
        amount_lcy=amount_lcy,
        other_id=other_id,
        reverses_id=reverses_id,
    )
    entry.remaining += amount
    entry.remaining_lcy += amount_lcy
    journal.change(
        CustomerEntryState,
        entry.entry_id,
        open=entry.open,
        remaining=entry.remaining,
        remaining_lcy=entry.remaining_lcy,
        closed_by=0 if entry.open else other_id,
        closed_at=None if entry.open else journal.work.now,
    )
    return detail_id


def apply(journal: Journal, debt: Standing, credit: Standing, *, amount: Decimal) -> Decimal:
    """Settle `amount` (above zero, in the entries' currency) of a debt with a credit.

    Both sides move at the credit's rate; what that leaves in local currency against the
    debt's own rate is a realised gain (returned positive) or loss (negative), which is booked.
    """
    if debt.currency != credit.currency:
        raise ValueError("entries of two currencies are settled in receivables")
    at_debt = debt.lcy_of(amount)
    at_credit = -credit.lcy_of(-amount)
    post_detail(
        journal,
        debt,
        kind=DetailKind.APPLICATION,
        amount=-amount,
        amount_lcy=-at_credit,
        other_id=credit.entry_id,
    )
    post_detail(
        journal,
        credit,
        kind=DetailKind.APPLICATION,
        amount=amount,
        amount_lcy=at_credit,
        other_id=debt.entry_id,
    )
    gain = at_credit - at_debt
    if gain:
        book_exchange(journal, debt, gain=gain, other_id=credit.entry_id)
    return gain


def book_exchange(journal: Journal, entry: Standing, *, gain: Decimal, other_id: int = 0) -> None:
    """Book an exchange difference on an entry: a gain (positive) or a loss, in our currency."""
    post_detail(
        journal,
        entry,
        kind=DetailKind.GAIN if gain > 0 else DetailKind.LOSS,
        amount=ZERO,
        amount_lcy=gain,
        other_id=other_id,
    )
    role = Role.EXCH_GAIN if gain > 0 else Role.EXCH_LOSS
    journal.book(Role.RECEIVABLES, gain, key=entry.posting_group)
    journal.book(role, -gain, key=entry.currency)


def standings(
    session: Session,
    *,
    customer_no: str = "",
    entry_ids: Iterable[int] | None = None,
    document_no: str = "",
    only_open: bool = True,
    lock: bool = True,
) -> list[Standing]:
    """Entries with what is left of them, oldest due first; locked for this transaction.

    Lock the customer's row before, so that two payments do not settle the same debt.
    """
    query = select(CustomerEntry, CustomerEntryState).join(
        CustomerEntryState, CustomerEntryState.entry_id == CustomerEntry.id
    )
    if customer_no:
        query = query.where(CustomerEntryState.customer_no == customer_no)
    if entry_ids is not None:
        query = query.where(CustomerEntry.id.in_(list(entry_ids)))
    if document_no:
        query = query.where(CustomerEntry.document_no == document_no)
    if only_open:
        query = query.where(CustomerEntryState.open.is_(True))
    if lock:
        query = query.with_for_update(of=CustomerEntryState)
    query = query.order_by(CustomerEntry.due_date, CustomerEntry.id)
    rows = session.execute(query.execution_options(populate_existing=True))
    return [_standing(entry, state) for entry, state in rows]


_COPIED = tuple(NewEntry.__dataclass_fields__)


def _standing(entry: CustomerEntry, state: CustomerEntryState) -> Standing:
    same: dict[str, Any] = {
        name: getattr(entry, name)
        for name in Standing.__dataclass_fields__
        if name not in ("entry_id", "remaining", "remaining_lcy", "on_hold")
    }
    return Standing(
        entry_id=entry.id,
        remaining=state.remaining,
        remaining_lcy=state.remaining_lcy,
        on_hold=state.on_hold,
        **same,
    )
