"""Payment terms: when an invoice is due, until when a discount may be taken, instalments.

Payment terms count calendar days and ignore working calendars. A prepayment is deducted by
the caller before a total is split here.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.calendar import NO_TIME, DateFormula
from domain.errors import InvalidField
from domain.money import CENT, ZERO, round_to

HUNDRED = Decimal(100)


class Portion(StrEnum):
    """What an instalment takes of the total; `REST` takes what is left and comes last."""

    PERCENT = "percent"
    FIXED = "fixed"
    NET = "net"
    VAT = "vat"
    REST = "rest"


@dataclass(frozen=True, kw_only=True)
class InstalmentRow:
    """One row of payment terms. `value` is a percentage or an amount, per `portion`."""

    portion: Portion
    due_formula: DateFormula
    value: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class PaymentTerms:
    """What a customer agreed to. Terms with instalments give no payment discount."""

    code: str
    due_formula: DateFormula = NO_TIME
    discount_formula: DateFormula | None = None
    discount_pct: Decimal = ZERO
    discount_on_credit_memos: bool = False
    instalments: tuple[InstalmentRow, ...] = ()
    pay_before_delivery: bool = False


@dataclass(frozen=True, kw_only=True)
class TermsDates:
    """When to pay. Without a discount `discount_date` is None and the percentage zero."""

    due_date: date
    discount_date: date | None = None
    discount_pct: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """One open amount of a document; `instalment_no` counts from 1."""

    instalment_no: int
    due_date: date
    amount: Decimal


def check_terms(terms: PaymentTerms) -> None:
    """Refuse terms that could not split a total.

    Raises:
        InvalidField: the last row is not "rest" or an earlier one is, a percentage lies
            outside 0 to 100, percentages exceed 100 together, or a fixed amount is not positive.
    """
    if not ZERO <= terms.discount_pct <= HUNDRED:
        raise _wrong(terms, why="a payment discount lies between 0 and 100 %")
    rows = terms.instalments
    if not rows:
        return
    if [row.portion is Portion.REST for row in rows] != [False] * (len(rows) - 1) + [True]:
        raise _wrong(terms, why='the last instalment, and only that, must be "rest"')
    percentages = [row.value for row in rows if row.portion is Portion.PERCENT]
    if any(value <= ZERO for value in percentages) or sum(percentages, ZERO) > HUNDRED:
        raise _wrong(terms, why="instalments must be above 0 % and at most 100 % together")
    if any(row.value <= ZERO for row in rows if row.portion is Portion.FIXED):
        raise _wrong(terms, why="a fixed instalment must be above zero")


def terms_dates(
    terms: PaymentTerms, document_date: date, *, credit_memo: bool = False
) -> TermsDates:
    """Due and discount date; on credit memos a discount only if the terms say so."""
    due_date = terms.due_formula.after(document_date)
    no_discount = terms.discount_formula is None or not terms.discount_pct or terms.instalments
    if no_discount or (credit_memo and not terms.discount_on_credit_memos):
        return TermsDates(due_date=due_date)
    formula = terms.discount_formula or NO_TIME
    return TermsDates(
        due_date=due_date,
        discount_date=formula.after(document_date),
        discount_pct=terms.discount_pct,
    )


def payment_discount(total: Decimal, pct: Decimal, *, step: Decimal = CENT) -> Decimal:
    """The discount that is possible on a total incl. VAT, with the total's sign."""
    return round_to(total * pct / HUNDRED, step)


def instalments(
    terms: PaymentTerms,
    document_date: date,
    *,
    net: Decimal,
    vat: Decimal,
    rounding: Decimal = ZERO,
    due_date: date | None = None,
    step: Decimal = CENT,
) -> tuple[Instalment, ...]:
    """Split net + VAT + invoice rounding, after prepayments, into what is due when.

    Parts have the sign of the total, never take more than is left, and sum to it exactly; a
    row that gets nothing makes no instalment. `due_date` is one agreed on the document and
    holds only for terms without instalments. A total of zero is one entry on the document date.
    """
    total = net + vat + rounding
    if not total:
        return (Instalment(instalment_no=1, due_date=document_date, amount=total),)
    if not terms.instalments:
        day = due_date or terms.due_formula.after(document_date)
        return (Instalment(instalment_no=1, due_date=day, amount=total),)
    parts: list[Instalment] = []
    left = total
    for row in terms.instalments:
        amount = _within(_portion(row, total=total, net=net, vat=vat, step=step), left)
        left -= amount
        if amount:
            day = row.due_formula.after(document_date)
            parts.append(Instalment(instalment_no=len(parts) + 1, due_date=day, amount=amount))
    return tuple(parts)


def _portion(
    row: InstalmentRow, *, total: Decimal, net: Decimal, vat: Decimal, step: Decimal
) -> Decimal:
    match row.portion:
        case Portion.PERCENT:
            return round_to(total * row.value / HUNDRED, step)
        case Portion.FIXED:
            return round_to(row.value, step).copy_sign(total)
        case Portion.NET:
            return net
        case Portion.VAT:
            return vat
        case Portion.REST:
            return total


def _within(amount: Decimal, left: Decimal) -> Decimal:
    """The amount, cut off at nothing and at what is left."""
    return max(left, min(amount, ZERO)) if left < 0 else min(left, max(amount, ZERO))


def _wrong(terms: PaymentTerms, *, why: str) -> InvalidField:
    return InvalidField(field="Payment terms", text=terms.code, why=why)
