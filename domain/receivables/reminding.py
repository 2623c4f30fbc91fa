"""Which debts are ripe for a reminder or for interest: terms loaded, debts looked at.

Fees already charged and what is disputed, on hold or on a reminder not yet sent never trigger
one. Credits are left alone: setting them against debts is an accountant's decision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.calendar import DateFormula
from domain.ledger.customers import (
    CustomerEntry,
    CustomerEntryState,
    EntryKind,
)
from domain.parties.customer_rows import Customer
from domain.receivables.lateness import Debt, Interest, Level, next_level
from domain.receivables.reminder_rows import (
    ISSUED,
    OPEN,
    REMINDER,
    FinanceChargeTerms,
    Reminder,
    ReminderLevel,
    ReminderLine,
    ReminderTerms,
)

_OUR_CHARGES = (EntryKind.REMINDER, EntryKind.FINANCE_CHARGE)


@dataclass(frozen=True, kw_only=True)
class LateEntry:
    """An open debt that is overdue, and what has been done about it so far."""

    entry_id: int
    customer_no: str
    document_no: str
    kind: str
    posting_date: date
    due_date: date
    currency: str
    remaining: Decimal
    remaining_lcy: Decimal
    held: bool  # on hold: listed, but no reason to write
    pending: bool  # on a reminder that was not sent yet
    reminded: int = 0
    last_deadline: date | None = None
    charged_until: date | None = None

    @property
    def quiet(self) -> bool:
        return self.held or self.pending or self.kind in _OUR_CHARGES


@dataclass(frozen=True, kw_only=True)
class Dunning:
    """Reminder terms with their levels in order."""

    code: str
    levels: tuple[Level, ...]
    most: int
    minimum: Decimal


@dataclass(frozen=True, kw_only=True)
class Charging:
    """Finance charge terms, formulas read."""

    code: str
    interest: Interest
    minimum: Decimal
    due: DateFormula


@dataclass(frozen=True, kw_only=True)
class Policy:
    """All terms of the company; an empty key holds what is usual where a card names none."""

    dunning: Mapping[str, Dunning] = field(default_factory=dict)
    charging: Mapping[str, Charging] = field(default_factory=dict)

    def dunning_of(self, customer: Customer) -> Dunning | None:
        return self.dunning.get(customer.reminder_terms or "")

    def charging_of(self, customer: Customer) -> Charging | None:
        return self.charging.get(customer.finance_charge_terms or "")


def load_policy(session: Session) -> Policy:
    """Reminder and finance charge terms, in three statements."""
    levels: dict[str, list[Level]] = {}
    for row in session.scalars(select(ReminderLevel).order_by(ReminderLevel.level)):
        levels.setdefault(row.terms_code, []).append(
            Level(
                number=row.level,
                grace=_formula(row.grace),
                due=_formula(row.due_formula),
                fee=row.fee,
                with_interest=row.with_interest,
            )
        )
    dunning: dict[str, Dunning] = {}
    for terms in session.scalars(select(ReminderTerms).order_by(ReminderTerms.code)):
        read = Dunning(
            code=terms.code,
            levels=tuple(levels.get(terms.code, ())),
            most=terms.most,
            minimum=terms.minimum,
        )
        dunning |= {terms.code: read} | ({"": read} if terms.is_default else {})
    charging: dict[str, Charging] = {}
    for one in session.scalars(select(FinanceChargeTerms).order_by(FinanceChargeTerms.code)):
        interest = Interest(pct=one.pct, period_days=one.period_days, grace=_formula(one.grace))
        charge = Charging(
            code=one.code,
            interest=interest,
            minimum=one.minimum,
            due=_formula(one.due_formula),
        )
        charging |= {one.code: charge} | ({"": charge} if one.is_default else {})
    return Policy(dunning=dunning, charging=charging)


def late_entries(
    session: Session, *, on: date, customer_no: str = "", entry_ids: Iterable[int] | None = None
) -> list[LateEntry]:
    """Overdue debts in the order of their customers and due dates, in three statements.

    What is disputed is not among them.
    """
    query = (
        select(CustomerEntry, CustomerEntryState)
        .join(CustomerEntryState, CustomerEntryState.entry_id == CustomerEntry.id)
        .where(
            CustomerEntryState.open.is_(True),
            CustomerEntryState.remaining > 0,
            CustomerEntryState.dispute == "",
            CustomerEntry.due_date < on,
        )
        .order_by(CustomerEntry.customer_no, CustomerEntry.due_date, CustomerEntry.id)
    )
    if customer_no:
        query = query.where(CustomerEntry.customer_no == customer_no)
    if entry_ids is not None:
        query = query.where(CustomerEntry.id.in_(list(entry_ids)))
    found = session.execute(query.execution_options(populate_existing=True)).all()
    deadlines, charged = _history(session)
    pending = _pending(session)
    return [
        LateEntry(
            entry_id=entry.id,
            customer_no=entry.customer_no,
            document_no=entry.document_no,
            kind=entry.document_kind,
            posting_date=entry.posting_date,
            due_date=entry.due_date,
            currency=entry.currency,
            remaining=state.remaining,
            remaining_lcy=state.remaining_lcy,
            held=bool(state.on_hold),
            pending=entry.id in pending,
            reminded=state.last_reminder_level,
            last_deadline=deadlines.get(entry.id),
            charged_until=charged.get(entry.id),
        )
        for entry, state in found
    ]


def level_for(entry: LateEntry, dunning: Dunning, *, on: date) -> Level | None:
    """The level at which this debt asks for a reminder on a day."""
    if entry.quiet:
        return None
    debt = Debt(due_date=entry.due_date, reminded=entry.reminded, last_deadline=entry.last_deadline)
    return next_level(debt, dunning.levels, most=dunning.most, on=on)


def _history(session: Session) -> tuple[dict[int, date], dict[int, date]]:
    """Per debt the deadline of its last reminder, and the day up to which interest was charged."""
    rows = session.execute(
        select(
            ReminderLine.entry_id,
            Reminder.kind,
            func.max(Reminder.due_date),
            func.max(Reminder.issued_on).filter(ReminderLine.interest > 0),
        )
        .join(Reminder, Reminder.id == ReminderLine.reminder_id)
        .where(Reminder.state == ISSUED, ReminderLine.triggers.is_(True))
        .group_by(ReminderLine.entry_id, Reminder.kind)
    ).all()
    deadlines = {entry: due for entry, kind, due, _ in rows if kind == REMINDER}
    charged: dict[int, date] = {}
    for entry, _, _, until in rows:
        if until is not None:
            charged[entry] = max(until, charged.get(entry, until))
    return deadlines, charged


def _pending(session: Session) -> set[int]:
    return set(
        session.scalars(
            select(ReminderLine.entry_id)
            .join(Reminder, Reminder.id == ReminderLine.reminder_id)
            .where(Reminder.state == OPEN, ReminderLine.triggers.is_(True))
        )
    )


def _formula(text: str) -> DateFormula:
    return DateFormula.parse(text) if text else DateFormula()
