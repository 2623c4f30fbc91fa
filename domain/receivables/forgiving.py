"""Closing a part of a debt without money: payment discounts, differences, rests written off.

What is forgiven goes to an account of its own. A discount may lower the VAT of the invoice as
well, where the VAT set-up says so.
"""

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import select

from domain.ledger.accounts import Role
from domain.ledger.customers import DetailKind, EntryKind, Standing, post_detail
from domain.ledger.journal import Journal, VatEntry
from domain.money import ZERO, round_to
from domain.posting.unapplying import BOOKED_TO, link_tax
from domain.receivables.matching import vat_in_discount
from domain.work import Work

NO_TAX: frozenset[str] = frozenset()


def forgive(
    journal: Journal,
    debt: Standing,
    *,
    amount: Decimal,
    kind: DetailKind,
    tax_groups: Collection[str] = NO_TAX,
    other_id: int = 0,
) -> None:
    """Close a part of a debt without money; `amount` has the debt's sign, nothing is no part.

    A discount lowers the tax of the VAT identifiers in `tax_groups`.
    """
    if not amount:
        return
    lcy = debt.lcy_of(amount)
    detail_id = post_detail(
        journal, debt, kind=kind, amount=-amount, amount_lcy=-lcy, other_id=other_id
    )
    in_tax = ZERO
    if kind is DetailKind.PAYMENT_DISCOUNT and tax_groups:
        in_tax = _lower_tax(
            journal, debt, discount_lcy=lcy, detail_id=detail_id, tax_groups=tax_groups
        )
    journal.book(Role.RECEIVABLES, -lcy, key=debt.posting_group)
    journal.book(BOOKED_TO[kind], lcy - in_tax, key=debt.posting_group)


def _lower_tax(
    journal: Journal,
    debt: Standing,
    *,
    discount_lcy: Decimal,
    detail_id: int,
    tax_groups: Collection[str],
) -> Decimal:
    """Take the discount's share of the invoice's VAT back; returns it in local currency."""
    taxes = [
        tax for tax in _taxes_of(journal.work, debt) if tax.code in tax_groups and tax.amount_lcy
    ]
    if not taxes:
        return ZERO
    shares = vat_in_discount(
        discount_lcy, vat=[tax.amount_lcy for tax in taxes], total=debt.amount_lcy
    )
    written, lowered = [], ZERO
    for tax, share in zip(taxes, shares, strict=True):
        base = round_to(discount_lcy * tax.base_lcy / debt.amount_lcy)
        journal.book(Role.SALES_VAT, share, label=tax.code, account=tax.account_no)
        written.append(_tax_entry(journal, tax, base=-base, amount=-share))
        lowered += share
    link_tax(journal, detail_id=detail_id, vat_entry_ids=written)
    return lowered


def _tax_entry(journal: Journal, tax: VatEntry, *, base: Decimal, amount: Decimal) -> int:
    """A tax entry in our own currency: a discount is granted in what was paid."""
    return journal.add(
        VatEntry,
        vat_date=journal.posting_date,
        customer_no=tax.customer_no,
        order_no="",
        code=tax.code,
        calc_type=tax.calc_type,
        negative=tax.negative,
        component=tax.component,
        value=tax.value,
        base=base,
        amount=amount,
        base_lcy=base,
        amount_lcy=amount,
        clause=tax.clause,
        account_no=tax.account_no,
    )


def _taxes_of(work: Work, debt: Standing) -> list[VatEntry]:
    if debt.document_kind not in (EntryKind.INVOICE, EntryKind.CREDIT_MEMO):
        return []
    query = select(VatEntry).where(
        VatEntry.document_no == debt.document_no,
        VatEntry.document_kind == debt.document_kind,
    )
    return list(work.session.scalars(query.order_by(VatEntry.id)))
