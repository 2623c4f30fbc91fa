"""Money that a payment provider took for us: booked by itself where nothing is doubtful.

The provider's notice has been verified at the door. One payment of the provider is booked
once, however often it is told. What does not fit (an unknown invoice, another currency, money
that went back) is kept with its reason and shown to the accountants, who decide
(domain.md 9.3, 9.4).
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Key, Moment
from domain.errors import Command, Outcome, Refusal
from domain.ledger.customers import CustomerDetail, CustomerEntry, DetailKind
from domain.ledger.setup import posting_setup
from domain.money import ZERO, Amount
from domain.people import Employee, Role
from domain.posting.invoice_rows import PostedInvoice
from domain.receivables.asked import Asked, asked_for
from domain.receivables.debtors import AppliesTo
from domain.receivables.letters import mail_receipt
from domain.receivables.payments import (
    BOOKKEEPERS,
    PaymentRecorded,
    RecordPayment,
    enter_payment,
)
from domain.work import Work

_LONGEST = 140


class Doubt(StrEnum):
    """Why a person has to look at a provider's payment; empty doubt is none."""

    NONE = ""
    UNKNOWN = "unknown"  # no invoice of ours has that number
    CURRENCY = "currency"  # the invoice is in another currency
    NOTHING_OPEN = "nothing open"  # booked, but it stands on account
    MORE = "more"  # booked, a rest stands on account
    REFUND = "refund"  # the provider gave money back
    REFUSED = "refused"  # the books say no; `why` has their sentence


class PaymentPage(Base):
    """A page that a provider made for one of our bills, for as long as its amount is right."""

    __tablename__ = "payment_page"

    id: Mapped[Key] = mapped_column(init=False)
    provider: Mapped[str]
    document_no: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Amount]
    currency: Mapped[str]
    page_id: Mapped[str]
    url: Mapped[str]
    made_at: Mapped[Moment]
    withdrawn: Mapped[bool] = mapped_column(default=False)


class OnlinePayment(Base):
    """One payment or refund as a provider told it, and what became of it here."""

    __tablename__ = "online_payment"

    provider: Mapped[str] = mapped_column(primary_key=True)
    payment_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]  # paid, refunded
    document_no: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Amount]
    currency: Mapped[str]
    told_at: Mapped[Moment]
    payment_no: Mapped[str] = mapped_column(default="")  # ours; empty where nothing is booked
    doubt: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, kw_only=True)
class TakeOnlinePayment(Command):
    """A provider's verified notice. `payment_id` is the provider's own; `reference` our bill."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS | {Role.CLERK}
    doing: ClassVar[str] = "enter payments"

    provider: str
    payment_id: str
    kind: str
    reference: str
    amount: Decimal
    currency: str
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class OnlinePaymentTaken(Outcome):
    """What became of a provider's payment. `repeated` says that it had been told before."""

    provider: str
    payment_id: str
    invoice_no: str
    payment_no: str
    doubt: str
    repeated: bool = False

    @property
    def number(self) -> str:
        return self.payment_no or self.invoice_no


def take_online_payment(command: TakeOnlinePayment, work: Work) -> OnlinePaymentTaken:
    """Book a provider's payment and set it against its invoice, once.

    Refuses nothing but the actor: money that came in is told to a person when it cannot be
    booked.
    """
    work.permit(command)
    key = (command.provider, command.payment_id)
    known = work.session.get(OnlinePayment, key, with_for_update=True)
    if known is not None:
        return _told(known, repeated=True)
    number = command.reference.strip().upper()[:40]
    row = OnlinePayment(
        provider=command.provider,
        payment_id=command.payment_id,
        kind=command.kind,
        document_no=number,
        amount=command.amount,
        currency=command.currency.upper(),
        told_at=work.now,
    )
    asked = asked_for(work.session, number, on=command.paid_on)
    row.doubt = _doubt_before(row, asked)
    if asked is not None and not row.doubt:
        _book(work, row, asked, paid_on=command.paid_on)
    work.session.add(row)
    work.session.flush()
    if row.doubt:
        for person in _accountants(work.session):
            work.notify(person, "online-doubt", f"{row.provider}:{row.payment_id}")
    return work.happened(_told(row))


def _doubt_before(row: OnlinePayment, asked: Asked | None) -> Doubt:
    if row.kind != "paid":
        return Doubt.REFUND
    if asked is None:
        return Doubt.UNKNOWN
    return Doubt.NONE if asked.currency == row.currency else Doubt.CURRENCY


def _book(work: Work, row: OnlinePayment, asked: Asked, *, paid_on: date) -> None:
    """Enter the payment; whatever the books refuse is left to a person, nothing half done."""
    booking = booking_of(row, asked, paid_on=min(paid_on, work.today))
    if posting_setup(work.session).warn_tolerance:
        booking = replace(booking, tolerate=False)  # nobody is there to be asked
    savepoint = work.session.begin_nested()
    try:
        paid = enter_payment(booking, work)
    except Refusal as refusal:
        savepoint.rollback()
        row.doubt, row.why = Doubt.REFUSED, refusal.sentence()
        return
    savepoint.commit()
    row.payment_no = paid.document_no
    if paid.on_account:
        row.doubt = Doubt.MORE if paid.applied else Doubt.NOTHING_OPEN
    _tell(work, asked, paid)


def booking_of(row: OnlinePayment, asked: Asked, *, paid_on: date) -> RecordPayment:
    """The payment as an accountant would enter it by hand."""
    papers = (AppliesTo(document_no=asked.number),) if asked.open > ZERO else ()
    return RecordPayment(
        amount=row.amount,
        customer_no=asked.payer_no,
        currency=row.currency,
        paid_on=paid_on,
        applies_to=papers if asked.currency == row.currency else (),
        reference=f"{row.provider} {row.payment_id}"[:_LONGEST],
        account=row.provider.upper(),
    )


def _tell(work: Work, asked: Asked, paid: PaymentRecorded) -> None:
    """Who posted the invoice hears of it as well as the salesperson; the payer gets a receipt."""
    posted_by = work.session.scalar(
        select(PostedInvoice.posted_by).where(PostedInvoice.document_no == asked.number)
    )
    if posted_by and work.session.get(Employee, posted_by) is not None:
        work.notify(posted_by, "payment", paid.document_no)
    mail_receipt(work, asked, paid)


def _told(row: OnlinePayment, *, repeated: bool = False) -> OnlinePaymentTaken:
    return OnlinePaymentTaken(
        provider=row.provider,
        payment_id=row.payment_id,
        invoice_no=row.document_no,
        payment_no=row.payment_no,
        doubt=str(row.doubt),
        repeated=repeated,
    )


def _accountants(session: Session) -> list[str]:
    """Who looks at doubtful money: the accountants, else the administrators."""
    people = session.scalars(select(Employee).where(Employee.active.is_(True))).all()
    for role in (Role.ACCOUNTANT, Role.ADMINISTRATOR):
        found = [one.no for one in people if role in one.actor().roles]
        if found:
            return found
    return []


def paid_papers(session: Session, payment_no: str) -> tuple[str, ...]:
    """The papers that a payment of ours has been set against, the oldest first."""
    money = select(CustomerEntry.id).where(CustomerEntry.document_no == payment_no)
    papers = session.scalars(
        select(CustomerEntry.document_no)
        .join(CustomerDetail, CustomerDetail.entry_id == CustomerEntry.id)
        .where(
            CustomerDetail.other_id.in_(money),
            CustomerDetail.kind == DetailKind.APPLICATION.value,
        )
        .order_by(CustomerEntry.id)
    )
    return tuple(dict.fromkeys(papers))


def online_payment(session: Session, provider: str, payment_id: str) -> OnlinePayment | None:
    """What a provider told about one payment."""
    return session.get(OnlinePayment, (provider, payment_id))
