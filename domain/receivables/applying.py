"""Setting money against debts in the books: applications, and what is forgiven with them.

How far the money reaches is reckoned in `matching`; here each match becomes details of the
customer's entries, and discount, tolerance, tax and exchange differences reach their accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from domain.calendar import DateFormula
from domain.catalog.currency_rows import rate_of
from domain.ledger.customers import (
    DetailKind,
    Standing,
    apply,
    book_exchange,
    post_detail,
)
from domain.ledger.journal import Journal
from domain.ledger.setup import PostingSetup
from domain.parties.customer_rows import Customer
from domain.receivables.forgiving import forgive
from domain.receivables.matching import Match, OpenAmount, match
from domain.vat import VatPostingSetup
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class AppliedTo:
    """What money did to one of our papers. Amounts are positive, in the paper's currency."""

    document_no: str
    kind: str
    currency: str
    paid: Decimal
    discount: Decimal
    tolerance: Decimal
    left: Decimal


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the company and the customer allow when money is set against debts.

    `on` is the day the money came: it decides about discounts and exchange rates.
    """

    on: date
    grace: DateFormula | None
    tolerate: bool
    tax_groups: frozenset[str]  # VAT identifiers whose tax a discount lowers


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A debt to be paid, and how much of it if somebody said so (positive)."""

    debt: Standing
    amount: Decimal | None = None


def rules_for(work: Work, customer: Customer, *, setup: PostingSetup, on: date) -> Rules:
    """The rules that hold for a customer's payment of that day."""
    lowered = work.session.scalars(
        select(VatPostingSetup.identifier).where(
            VatPostingSetup.bus_group == customer.vat_bus_posting_group,
            VatPostingSetup.adjust_for_payment_discount.is_(True),
        )
    )
    strict = customer.block_payment_tolerance or customer.application_method == "oldest"
    grace = setup.discount_grace
    return Rules(
        on=on,
        grace=DateFormula.parse(grace) if grace else None,
        tolerate=not strict,
        tax_groups=frozenset(lowered),
    )


def reckon(work: Work, money: Standing, wanted: Sequence[Wanted], *, rules: Rules) -> list[Match]:
    """How far an open credit (or a refund) reaches, in the debts' own currencies."""
    currencies = {each.debt.currency for each in wanted}
    if len(currencies) == 1:
        available = _in_currency(work, money, currency=currencies.pop(), on=rules.on)
        debts = [_open_amount(each, rules=rules) for each in wanted]
        return list(match(available, debts, on=rules.on, tolerate=rules.tolerate))
    found: list[Match] = []
    rest_lcy = abs(money.remaining_lcy)
    for each in wanted:
        rate = rate_of(work.session, each.debt.currency, local=work.setup.currency, on=rules.on)
        debt = _open_amount(each, rules=rules)
        single = match(rate.to_foreign(rest_lcy), [debt], on=rules.on, tolerate=rules.tolerate)[0]
        rest_lcy -= rate.to_lcy(single.paid)
        found.append(single)
    return found


def settle_debts(
    journal: Journal,
    money: Standing,
    wanted: Sequence[Wanted],
    *,
    matches: Sequence[Match],
    rules: Rules,
) -> tuple[AppliedTo, ...]:
    """Write what was reckoned: each debt is paid, and the rest forgiven where that closes it."""
    applied = []
    for each, found in zip(wanted, matches, strict=True):
        if not found.closed:
            continue
        if found.paid:
            _pay(journal, money, each.debt, paid=found.paid, rules=rules)
        sign = 1 if each.debt.remaining > 0 else -1
        forgive(
            journal,
            each.debt,
            amount=sign * found.discount,
            kind=DetailKind.PAYMENT_DISCOUNT,
            tax_groups=rules.tax_groups,
            other_id=money.entry_id,
        )
        forgive(
            journal,
            each.debt,
            amount=sign * found.tolerance,
            kind=DetailKind.PAYMENT_TOLERANCE,
            tax_groups=rules.tax_groups,
            other_id=money.entry_id,
        )
        applied.append(_told(each.debt, found))
    return tuple(applied)


def _told(debt: Standing, found: Match) -> AppliedTo:
    return AppliedTo(
        document_no=debt.document_no,
        kind=debt.document_kind,
        currency=debt.currency,
        paid=found.paid,
        discount=found.discount,
        tolerance=found.tolerance,
        left=found.left,
    )


def _open_amount(wanted: Wanted, *, rules: Rules) -> OpenAmount:
    debt = wanted.debt
    until = debt.discount_date
    if until is not None and rules.grace is not None:
        until = rules.grace.after(until)
    return OpenAmount(
        entry=debt.entry_id,
        remaining=abs(debt.remaining),
        discount_possible=abs(debt.discount),
        discount_until=until,
        tolerance=abs(debt.tolerance),
        wanted=wanted.amount,
    )


def _in_currency(work: Work, money: Standing, *, currency: str, on: date) -> Decimal:
    """What is left of the money, in another currency at the day's rate."""
    if currency == money.currency:
        return abs(money.remaining)
    rate = rate_of(work.session, currency, local=work.setup.currency, on=on)
    return rate.to_foreign(abs(money.remaining_lcy))


def _pay(journal: Journal, money: Standing, debt: Standing, *, paid: Decimal, rules: Rules) -> None:
    """Set a part of the money against a part of the debt, which may be in another currency."""
    if money.currency == debt.currency:
        if debt.remaining > 0:
            apply(journal, debt, money, amount=paid)
        else:
            apply(journal, money, debt, amount=paid)
        return
    sign = 1 if debt.remaining > 0 else -1
    used = _money_for(journal.work, money, debt, paid=paid, on=rules.on)
    debt_lcy = debt.lcy_of(sign * paid)
    money_lcy = money.lcy_of(-sign * used)
    post_detail(
        journal,
        debt,
        kind=DetailKind.APPLICATION,
        amount=-sign * paid,
        amount_lcy=money_lcy,
        other_id=money.entry_id,
    )
    post_detail(
        journal,
        money,
        kind=DetailKind.APPLICATION,
        amount=sign * used,
        amount_lcy=-money_lcy,
        other_id=debt.entry_id,
    )
    gain = -money_lcy - debt_lcy
    if gain:
        book_exchange(journal, debt, gain=gain, other_id=money.entry_id)


def _money_for(work: Work, money: Standing, debt: Standing, *, paid: Decimal, on: date) -> Decimal:
    """How much of the money a part of the debt costs; never more than is left of it."""
    local = work.setup.currency
    worth = rate_of(work.session, debt.currency, local=local, on=on).to_lcy(paid)
    needed = rate_of(work.session, money.currency, local=local, on=on).to_foreign(worth)
    all_used = worth >= abs(money.remaining_lcy)
    return abs(money.remaining) if all_used else min(needed, abs(money.remaining))
