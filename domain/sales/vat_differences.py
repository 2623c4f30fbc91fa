"""VAT typed by hand: a few cents other than we compute, as a customer's own system has it.

It holds for the base it was typed for; when the lines change, our own figure counts again
(specification, section 5).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.currencies import CurrencyRow
from domain.database import Base
from domain.money import ZERO, Amount
from domain.sales.taxes import GroupKey, VatGroup
from domain.sales.totals import NO_DIFFERENCES, DocumentTotals, VatDifferenceRule
from domain.setup import CompanySetup


class VatDifference(Base):
    """So much more or less VAT than computed, for one group of a document at this base."""

    __tablename__ = "vat_difference"

    document_no: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    negative: Mapped[bool] = mapped_column(primary_key=True)
    base: Mapped[Amount]
    amount: Mapped[Amount]


def difference_rule(session: Session, setup: CompanySetup, currency: str) -> VatDifferenceRule:
    """Whether VAT may be typed, and how far from ours in this currency."""
    row = session.get(CurrencyRow, currency)
    limit = row.max_vat_difference if row else ZERO
    return VatDifferenceRule(allowed=setup.allow_vat_difference, limit=limit)


def with_typed_vat(
    session: Session,
    setup: CompanySetup,
    document_no: str,
    compute: Callable[[Mapping[GroupKey, Decimal]], DocumentTotals],
) -> DocumentTotals:
    """Totals with the differences that were typed for just these bases."""
    totals = compute(NO_DIFFERENCES)
    if not setup.allow_vat_difference:
        return totals
    rows = session.scalars(select(VatDifference).where(VatDifference.document_no == document_no))
    typed = {
        group.key: row.amount
        for row in rows
        for group in totals.groups
        if (group.key.code, group.key.negative, group.base) == (row.code, row.negative, row.base)
    }
    return compute(typed) if typed else totals


def has_typed_vat(session: Session, setup: CompanySetup, document_no: str) -> bool:
    """Whether any VAT of the document was typed."""
    if not setup.allow_vat_difference:
        return False
    query = select(VatDifference.code).where(VatDifference.document_no == document_no).limit(1)
    return session.scalar(query) is not None


def keep_typed_vat(
    session: Session, document_no: str, group: VatGroup, *, difference: Decimal
) -> None:
    """Keep so much more or less VAT for a group as it is computed now; zero forgets it."""
    key = (document_no, group.key.code, group.key.negative)
    known = session.get(VatDifference, key)
    if known is not None:
        session.delete(known)
        session.flush()
    if difference:
        session.add(
            VatDifference(
                document_no=document_no,
                code=group.key.code,
                negative=group.key.negative,
                base=group.base,
                amount=difference,
            )
        )
        session.flush()
