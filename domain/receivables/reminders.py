"""Payment reminders: proposed for whoever is late enough, then issued with fee and new deadline.

A reminder that was proposed waits until it is issued or dropped; its debts are not taken
twice. What was paid or disputed meanwhile is left out when it is issued (domain.md 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import ClassVar

from sqlalchemy import select

from domain.catalog.currency_rows import currency_of, rate_of
from domain.errors import Command, Outcome, Refusal
from domain.money import CENT, ZERO
from domain.parties.blocking import Action, CustomerBlocked, check_not_blocked
from domain.parties.customer_rows import Customer
from domain.parties.finding import customer_of
from domain.people import Role
from domain.receivables.lateness import Level, interest_of
from domain.receivables.owing import ShowDebtors
from domain.receivables.payments import BOOKKEEPERS
from domain.receivables.reminder_rows import OPEN, REMINDER, Reminder, ReminderLine
from domain.receivables.reminding import (
    Charging,
    LateEntry,
    Policy,
    late_entries,
    level_for,
    load_policy,
)
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class CreateReminders(Command):
    """Propose reminders for everybody who is late, or for one customer; nothing is sent yet."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "remind customers"

    customer_no: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A reminder that waits. `total` is what is asked: debts, fee and interest."""

    reminder_id: int
    customer_no: str
    customer_name: str
    level: int
    currency: str
    open: Decimal
    fee: Decimal
    interest: Decimal
    due_date: date
    document_nos: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        return self.open + self.fee + self.interest


@dataclass(frozen=True, kw_only=True)
class RemindersCreated(Outcome):
    """Reminders wait to be issued. `notices` say who was passed over, and why."""

    reminders: tuple[Proposed, ...]
    notices: tuple[str, ...] = ()


@dataclass(kw_only=True, eq=False)
class NobodyToRemind(Refusal):
    """Nothing is ripe for a reminder."""

    code: ClassVar[str] = "nothing_to_create"

    customer_name: str = ""
    why: str = ""

    def sentence(self) -> str:
        way_out = self.why or "Ask who is overdue to see how long each of them is."
        if self.customer_name:
            return f"{self.customer_name} has nothing to be reminded of now. {way_out}"
        return f"Nobody is late enough to be reminded now. {way_out}"

    def remedies(self) -> tuple[Command, ...]:
        return (ShowDebtors(),)


@dataclass(kw_only=True)
class Draft:
    """What goes on one reminder."""

    customer: Customer
    level: Level
    entries: list[tuple[LateEntry, Level | None]] = field(default_factory=list)
    interest: dict[int, Decimal] = field(default_factory=dict)


def create_reminders(command: CreateReminders, work: Work) -> RemindersCreated:
    """Propose a reminder per customer and currency.

    Raises:
        NotFound: no such customer.
        NobodyToRemind: nothing is ripe.
        CustomerBlocked: the one customer named may not be written to.
    """
    work.permit(command)
    named = None
    if command.customer_no:
        named = customer_of(work.session, command.customer_no, actor=work.actor)
        check_not_blocked(named, Action.REMINDER)
    policy = load_policy(work.session)
    late = late_entries(work.session, on=work.today, customer_no=named.no if named else "")
    customers = customers_of(work, late)
    notices: list[str] = []
    made = []
    for (customer_no, _), group in groupby(late, key=lambda one: (one.customer_no, one.currency)):
        draft = _drafted(work, customers[customer_no], list(group), policy=policy, notices=notices)
        if draft is not None:
            made.append(_kept(work, draft))
    if not made:
        raise NobodyToRemind(
            customer_name=named.name if named else "", why=_why(policy, late, notices)
        )
    return work.happened(RemindersCreated(reminders=tuple(made), notices=tuple(notices)))


def customers_of(work: Work, late: Sequence[LateEntry]) -> dict[str, Customer]:
    """The customers of debts, in one statement, locked in the order of their numbers."""
    numbers = sorted({one.customer_no for one in late})
    query = select(Customer).where(Customer.no.in_(numbers)).order_by(Customer.no)
    rows = work.session.scalars(query.with_for_update())
    return {row.no: row for row in rows}


def _why(policy: Policy, late: Sequence[LateEntry], notices: Sequence[str]) -> str:
    if notices:
        return " ".join(notices)
    if not policy.dunning:
        return "No reminder terms are set up; an administrator can add them."
    if any(one.pending for one in late):
        return "Reminders wait to be issued."
    return ""


def _drafted(
    work: Work,
    customer: Customer,
    entries: Sequence[LateEntry],
    *,
    policy: Policy,
    notices: list[str],
) -> Draft | None:
    """The reminder of one customer in one currency; None where nothing asks for it."""
    dunning = policy.dunning_of(customer)
    if dunning is None:
        return None
    graded = [(one, level_for(one, dunning, on=work.today)) for one in entries]
    ripe = [(one, level) for one, level in graded if level is not None]
    if not ripe:
        return None
    if sum((one.remaining_lcy for one, _ in ripe), ZERO) < dunning.minimum:
        notices.append(f"{customer.name} owes less than {dunning.minimum:,.2f}, so I wait.")
        return None
    try:
        check_not_blocked(customer, Action.REMINDER)
    except CustomerBlocked as blocked:
        notices.append(blocked.sentence())
        return None
    highest = max((level for _, level in ripe), key=lambda level: level.number)
    shown = [(one, level) for one, level in graded if not one.pending]
    draft = Draft(customer=customer, level=highest, entries=shown)
    charging = policy.charging_of(customer)
    if highest.with_interest and charging is not None:
        draft.interest = interest_on(work, [one for one, _ in ripe], charging)
    return draft


def interest_on(work: Work, entries: Sequence[LateEntry], charging: Charging) -> dict[int, Decimal]:
    """Interest per debt, where there is any."""
    found = {
        one.entry_id: interest_of(
            one.remaining,
            charging.interest,
            due_date=one.due_date,
            charged_until=one.charged_until,
            on=work.today,
            step=step_of(work, one.currency),
        )
        for one in entries
    }
    return {entry: amount for entry, amount in found.items() if amount}


def step_of(work: Work, currency: str) -> Decimal:
    """The smallest amount of a currency."""
    if currency == work.setup.currency:
        return CENT
    return currency_of(work.session, currency).amount_precision


def _kept(work: Work, draft: Draft) -> Proposed:
    first = draft.entries[0][0]
    rate = rate_of(work.session, first.currency, local=work.setup.currency, on=work.today)
    row = Reminder(
        kind=REMINDER,
        state=OPEN,
        customer_no=draft.customer.no,
        currency=first.currency,
        level=draft.level.number,
        made_on=work.today,
        due_date=draft.level.due.after(work.today),
        fee=rate.to_foreign(draft.level.fee, step=step_of(work, first.currency)),
        interest=sum(draft.interest.values(), ZERO),
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        ReminderLine(
            reminder_id=row.id,
            entry_id=one.entry_id,
            level=level.number if level else 0,
            remaining=one.remaining,
            days_overdue=(work.today - one.due_date).days,
            triggers=level is not None,
            interest=draft.interest.get(one.entry_id, ZERO),
        )
        for one, level in draft.entries
    )
    return Proposed(
        reminder_id=row.id,
        customer_no=draft.customer.no,
        customer_name=draft.customer.name,
        level=row.level,
        currency=row.currency,
        open=sum((one.remaining for one, _ in draft.entries), ZERO),
        fee=row.fee,
        interest=row.interest,
        due_date=row.due_date,
        document_nos=tuple(one.document_no for one, level in draft.entries if level),
    )
