"""Who owes us what: one line per customer, the longest overdue first. Only looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import func, select

from domain.errors import Command, Outcome
from domain.ledger.customers import CustomerEntry, CustomerEntryState
from domain.money import ZERO
from domain.parties.customer_rows import Customer
from domain.people import SALES, Role
from domain.work import Work

_MOST_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class ShowDebtors(Command):
    """Who owes us money? With `overdue_only` those alone who are late."""

    may: ClassVar[frozenset[Role]] = SALES | {Role.ACCOUNTANT}
    doing: ClassVar[str] = "look at what all customers owe"

    overdue_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Debtor:
    """What one customer owes, in our currency. `days_overdue` is that of the oldest debt."""

    customer_no: str
    name: str
    balance: Decimal
    overdue: Decimal
    days_overdue: int
    reminded: int  # the highest level so far


@dataclass(frozen=True, kw_only=True)
class DebtorsShown(Outcome):
    """Customers who owe us something. `total` and `overdue` count all, `more` were left out."""

    debtors: tuple[Debtor, ...]
    total: Decimal
    overdue: Decimal
    currency: str
    more: int = 0


def show_debtors(command: ShowDebtors, work: Work) -> DebtorsShown:
    """Tell who owes what, in two statements."""
    work.permit(command)
    found = [*_debtors(work)]
    wanted = [one for one in found if one.overdue > ZERO or not command.overdue_only]
    wanted.sort(key=lambda one: (-one.days_overdue, -one.balance, one.customer_no))
    return DebtorsShown(
        debtors=tuple(wanted[:_MOST_ROWS]),
        total=sum((one.balance for one in found), ZERO),
        overdue=sum((one.overdue for one in found), ZERO),
        currency=work.setup.currency,
        more=max(len(wanted) - _MOST_ROWS, 0),
    )


def _debtors(work: Work) -> Iterable[Debtor]:
    state = CustomerEntryState
    query = (
        select(
            Customer.no,
            Customer.name,
            func.sum(state.remaining_lcy),
            func.max(state.last_reminder_level),
        )
        .join(Customer, Customer.no == state.customer_no)
        .where(state.open.is_(True))
        .group_by(Customer.no, Customer.name)
        .order_by(Customer.no)
    )
    late: dict[str, tuple[Decimal, date]] = {
        number: (amount, oldest)
        for number, amount, oldest in work.session.execute(
            select(
                state.customer_no,
                func.sum(state.remaining_lcy),
                func.min(CustomerEntry.due_date),
            )
            .join(CustomerEntry, CustomerEntry.id == state.entry_id)
            .where(state.open.is_(True), state.remaining > 0, CustomerEntry.due_date < work.today)
            .group_by(state.customer_no)
        )
    }
    for number, name, balance, reminded in work.session.execute(query):
        amount, oldest = late.get(number, (ZERO, work.today))
        yield Debtor(
            customer_no=number,
            name=name,
            balance=balance,
            overdue=amount,
            days_overdue=(work.today - oldest).days,
            reminded=reminded,
        )
