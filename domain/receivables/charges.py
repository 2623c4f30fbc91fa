"""Finance charges: interest on what is paid late, on a memo of its own (domain.md 10).

Interest runs from the due date, or from the day up to which it was charged before, and only
once the grace is over. A memo below the minimum is not written.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from domain.catalog.currency_rows import rate_of
from domain.errors import Command, Outcome, Refusal
from domain.money import ZERO
from domain.parties.blocking import Action, CustomerBlocked, check_not_blocked
from domain.parties.finding import customer_of
from domain.people import Role
from domain.receivables.issuing import IssuedMemo, issue
from domain.receivables.owing import ShowDebtors
from domain.receivables.payments import BOOKKEEPERS
from domain.receivables.reminder_rows import FINANCE_CHARGE, OPEN, Reminder, ReminderLine
from domain.receivables.reminders import customers_of, interest_on
from domain.receivables.reminding import Charging, LateEntry, late_entries, load_policy
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class ChargeInterest(Command):
    """Charge interest on what is late: to everybody, or to one customer."""

    may: ClassVar[frozenset[Role]] = BOOKKEEPERS
    doing: ClassVar[str] = "charge interest"

    customer_no: str = ""


@dataclass(frozen=True, kw_only=True)
class InterestCharged(Outcome):
    """Finance charge memos are on their way. `notices` say who was passed over, and why."""

    memos: tuple[IssuedMemo, ...]
    notices: tuple[str, ...] = ()


@dataclass(kw_only=True, eq=False)
class NothingToCharge(Refusal):
    """There is no interest to charge."""

    code: ClassVar[str] = "nothing_to_create"

    customer_name: str = ""
    why: str = ""

    def sentence(self) -> str:
        who = f" to {self.customer_name}" if self.customer_name else ""
        way_out = self.why or "Ask who is overdue to see who owes what since when."
        return f"There is no interest to charge{who} now. {way_out}"

    def remedies(self) -> tuple[Command, ...]:
        return (ShowDebtors(),)


def charge_interest(command: ChargeInterest, work: Work) -> InterestCharged:
    """Write and send a memo per customer and currency.

    Raises:
        NotFound: no such customer.
        NothingToCharge: nobody owes interest, or less than the minimum.
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
    memos: list[IssuedMemo] = []
    for (customer_no, _), group in groupby(late, key=lambda one: (one.customer_no, one.currency)):
        customer = customers[customer_no]
        charging = policy.charging_of(customer)
        if charging is None:
            continue
        try:
            check_not_blocked(customer, Action.REMINDER)
        except CustomerBlocked as blocked:
            notices.append(blocked.sentence())
            continue
        entries = [one for one in group if not one.quiet]
        row = _proposed(work, entries, charging, name=customer.name, notices=notices)
        memo = issue(work, row, notices=notices) if row else None
        if memo is not None:
            memos.append(memo)
    if not memos:
        missing = "No interest terms are set up; an administrator can add them."
        why = " ".join(notices) or ("" if policy.charging else missing)
        raise NothingToCharge(customer_name=named.name if named else "", why=why)
    return work.happened(InterestCharged(memos=tuple(memos), notices=tuple(notices)))


def _proposed(
    work: Work,
    entries: list[LateEntry],
    charging: Charging,
    *,
    name: str,
    notices: list[str],
) -> Reminder | None:
    """The memo of one customer in one currency, not yet booked."""
    interest = interest_on(work, entries, charging)
    amount = sum(interest.values(), ZERO)
    if not amount:
        return None
    currency = entries[0].currency
    rate = rate_of(work.session, currency, local=work.setup.currency, on=work.today)
    if rate.to_lcy(amount) < charging.minimum:
        notices.append(
            f"Interest of {name} is {amount:,.2f} {currency}, below the minimum: no memo."
        )
        return None
    row = Reminder(
        kind=FINANCE_CHARGE,
        state=OPEN,
        customer_no=entries[0].customer_no,
        currency=currency,
        level=0,
        made_on=work.today,
        due_date=charging.due.after(work.today),
        fee=ZERO,
        interest=amount,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        ReminderLine(
            reminder_id=row.id,
            entry_id=one.entry_id,
            level=0,
            remaining=one.remaining,
            days_overdue=(work.today - one.due_date).days,
            triggers=True,
            interest=interest[one.entry_id],
        )
        for one in entries
        if one.entry_id in interest
    )
    work.session.flush()
    return row
