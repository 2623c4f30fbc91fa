"""Reminders and interest as rows: the terms they follow, and what was put on each of them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Key, Moment
from domain.ledger.entries import EntryRef
from domain.money import Amount, Percent

REMINDER, FINANCE_CHARGE = "reminder", "finance_charge"
OPEN, ISSUED, DROPPED = "open", "issued", "dropped"


class ReminderTerms(Base):
    """How somebody is reminded. A customer without terms follows those marked `is_default`.

    Nobody is reminded of the same debt more than `most` times (0 is without end), nor of less
    than `minimum` in our currency.
    """

    __tablename__ = "reminder_terms"

    code: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    most: Mapped[int] = mapped_column(default=0)
    minimum: Mapped[Amount] = mapped_column(default=Decimal(0))


class ReminderLevel(Base):
    """One step. `grace` is counted from the due date (of the debt, then of the last reminder).

    `due_formula` gives the new deadline from the day of the reminder; `fee` is in our currency.
    With `with_interest` the customer's finance charge terms are applied as well.
    """

    __tablename__ = "reminder_level"

    terms_code: Mapped[str] = mapped_column(ForeignKey("reminder_terms.code"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    grace: Mapped[str] = mapped_column(default="")
    due_formula: Mapped[str] = mapped_column(default="")
    fee: Mapped[Amount] = mapped_column(default=Decimal(0))
    with_interest: Mapped[bool] = mapped_column(default=False)


class FinanceChargeTerms(Base):
    """Interest on late payment: `pct` for every `period_days`, after `grace`.

    A memo of less than `minimum` in our currency is not written.
    """

    __tablename__ = "finance_charge_terms"

    code: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    period_days: Mapped[int] = mapped_column(default=30)
    grace: Mapped[str] = mapped_column(default="")
    minimum: Mapped[Amount] = mapped_column(default=Decimal(0))
    due_formula: Mapped[str] = mapped_column(default="")


class Reminder(Base):
    """One reminder or finance charge memo. The number is drawn when it is issued."""

    __tablename__ = "reminder"

    id: Mapped[Key] = mapped_column(init=False)
    kind: Mapped[str]
    state: Mapped[str]
    customer_no: Mapped[str] = mapped_column(index=True)
    currency: Mapped[str]
    level: Mapped[int]
    made_on: Mapped[date]
    due_date: Mapped[date]
    fee: Mapped[Amount]
    interest: Mapped[Amount]
    made_at: Mapped[Moment]
    number: Mapped[str] = mapped_column(default="", index=True)
    issued_on: Mapped[date | None] = mapped_column(default=None)


class ReminderLine(Base):
    """A debt on a reminder. `triggers` is what made it be sent; others are only listed."""

    __tablename__ = "reminder_line"

    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id"), primary_key=True)
    entry_id: Mapped[EntryRef] = mapped_column(primary_key=True)
    level: Mapped[int]
    remaining: Mapped[Amount]
    days_overdue: Mapped[int]
    triggers: Mapped[bool]
    interest: Mapped[Amount] = mapped_column(default=Decimal(0))
