"""When a bill is to be paid: its terms, instalments, discount and tolerance, loaded once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from domain.calendar import DateFormula
from domain.ledger.setup import PostingSetup
from domain.money import ZERO, round_to
from domain.parties import terms as rows
from domain.sales.terms import (
    Instalment,
    InstalmentRow,
    PaymentTerms,
    Portion,
    TermsDates,
    instalments,
    payment_discount,
    terms_dates,
)
from domain.sales.totals import DocumentTotals
from domain.work import Work

_HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Due:
    """What is to be paid when. `balancing_account` is filled where the money comes at once."""

    dates: TermsDates
    parts: tuple[Instalment, ...]
    discount_amount: Decimal
    tolerance: Decimal
    balancing_account: str = ""


def due(
    work: Work,
    *,
    payment_terms: str,
    payment_method: str,
    document_date: date,
    totals: DocumentTotals,
    setup: PostingSetup,
    due_date: date | None = None,
    credit_memo: bool = False,
) -> Due:
    """How a bill of these totals is paid. `due_date` is one agreed on the document."""
    terms = load_terms(work, payment_terms)
    dates = terms_dates(terms, document_date, credit_memo=credit_memo)
    parts = instalments(
        terms,
        document_date,
        net=totals.net,
        vat=totals.vat,
        rounding=totals.rounding,
        due_date=due_date,
    )
    method = work.session.get(rows.PaymentMethod, payment_method) if payment_method else None
    return Due(
        dates=dates,
        parts=parts,
        discount_amount=payment_discount(totals.total, dates.discount_pct),
        tolerance=_tolerance(totals.total, setup),
        balancing_account=method.balancing_account if method else "",
    )


_TERMS = (
    select(rows.PaymentTerms, rows.TermsInstalment)
    .outerjoin(rows.TermsInstalment, rows.TermsInstalment.terms_code == rows.PaymentTerms.code)
    .where(rows.PaymentTerms.code == bindparam("code"))
    .order_by(rows.TermsInstalment.position)
)


def load_terms(work: Work, code: str) -> PaymentTerms:
    """Payment terms with their instalments; an empty code is due at once."""
    found = work.session.execute(_TERMS, {"code": code}).all()
    if not found:
        return PaymentTerms(code="")
    row = found[0][0]
    formula = row.discount_formula
    return PaymentTerms(
        code=row.code,
        due_formula=DateFormula.parse(row.due_formula),
        discount_formula=DateFormula.parse(formula) if formula else None,
        discount_pct=row.discount_pct,
        discount_on_credit_memos=row.discount_on_credit_memos,
        instalments=tuple(
            InstalmentRow(
                portion=Portion(each.portion),
                due_formula=DateFormula.parse(each.due_formula),
                value=each.value,
            )
            for _, each in found
            if each is not None
        ),
        pay_before_delivery=row.pay_before_delivery,
    )


def _tolerance(total: Decimal, setup: PostingSetup) -> Decimal:
    """The smaller of the percentage and the most; without a percentage the most alone."""
    most = setup.tolerance_max
    share = round_to(abs(total) * setup.tolerance_pct / _HUNDRED)
    allowed = min(share, most) if setup.tolerance_pct else most
    return allowed.copy_sign(total) if total else ZERO
