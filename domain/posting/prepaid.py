"""What an order asks in advance, what has been asked and deducted, and whether it is settled.

Percentages come from the best of: this customer and article, his price group and the article,
everybody and the article, the order, in this order. A typed total takes the place of all.
Sums come from the posted papers (specification, section 9.6).
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from domain.catalog.currency_rows import currency_of
from domain.database import Base
from domain.ledger.customers import CustomerEntry, CustomerEntryState
from domain.ledger.journal import VatEntry
from domain.money import ZERO, Amount, Percent
from domain.parties.customer_rows import Customer
from domain.posting.billed import vat_setups
from domain.posting.invoice_rows import (
    CREDIT_MEMO,
    INVOICE,
    PREPAYMENT_CREDIT_MEMO,
    PREPAYMENT_INVOICE,
    PostedInvoice,
    PostedInvoiceLine,
)
from domain.posting.posted_bills import key_of_entry
from domain.posting.prepayment_parts import (
    Prepaid,
    PrepaidLine,
    wanted_by_percent,
    wanted_by_total,
)
from domain.posting.windows import window
from domain.sales.documents import Kind, SalesDocument, Status, find_document
from domain.sales.lines import SalesLine, goods, lines_of
from domain.sales.scheduling import show_demand
from domain.sales.taxes import CalcType, GroupKey, TaxKind
from domain.sales.totals import FixedVat
from domain.work import Work

CUSTOMER, GROUP, EVERYBODY = "customer", "group", "all"
PREPAYMENTS = (PREPAYMENT_INVOICE, PREPAYMENT_CREDIT_MEMO)


class PrepaymentPercent(Base):
    """How much of an article is asked in advance: of a customer, a price group, or everybody."""

    __tablename__ = "prepayment_percent"

    sales_kind: Mapped[str] = mapped_column(primary_key=True)  # customer, group, all
    sales_code: Mapped[str] = mapped_column(primary_key=True)
    item_no: Mapped[str] = mapped_column(primary_key=True)
    pct: Mapped[Percent] = mapped_column(default=ZERO)


class PrepaymentTotal(Base):
    """A prepayment of an order that somebody typed as a sum, VAT included."""

    __tablename__ = "prepayment_total"

    order_no: Mapped[str] = mapped_column(primary_key=True)
    total: Mapped[Amount] = mapped_column(default=ZERO)


def step_of(work: Work, document: SalesDocument) -> Decimal:
    """What amounts of the order are rounded to."""
    return currency_of(work.session, document.currency).amount_precision.normalize()


def prepaid_lines(
    work: Work, document: SalesDocument, lines: Sequence[SalesLine]
) -> list[PrepaidLine]:
    """The lines of an order with what of them is asked in advance."""
    sold = goods(lines)
    setups = vat_setups(work, document.vat_group, list(sold))
    percents = _percents(work, document, sold)
    return [
        PrepaidLine(
            line_no=line.line_no,
            net=line.net_amount,
            vat=setups[line.vat_group],
            pct=percents.get(line.item_no, document.prepayment_pct),
        )
        for line in sold
    ]


def wanted(work: Work, document: SalesDocument, lines: Sequence[PrepaidLine]) -> Prepaid:
    """What is to be asked in advance in all."""
    step = step_of(work, document)
    typed = work.session.get(PrepaymentTotal, document.number)
    if typed is not None and typed.total:
        return wanted_by_total(lines, typed.total, order_total=document.total, step=step)
    return wanted_by_percent(lines, step=step)


def asked(work: Work, order_no: str) -> Prepaid:
    """What prepayment invoices asked, less what was given back."""
    rows = work.session.execute(
        select(
            PostedInvoiceLine.order_line_no,
            PostedInvoiceLine.document_kind,
            func.sum(PostedInvoiceLine.net_amount),
        )
        .where(
            PostedInvoiceLine.order_no == order_no,
            PostedInvoiceLine.document_kind.in_(PREPAYMENTS),
        )
        .group_by(PostedInvoiceLine.order_line_no, PostedInvoiceLine.document_kind)
    )
    bases: dict[int, Decimal] = {}
    for line_no, kind, net in rows:
        sign = 1 if kind == PREPAYMENT_INVOICE else -1
        bases[line_no] = bases.get(line_no, ZERO) + sign * net
    if not bases:
        return Prepaid(bases={}, taxes={})
    papers = select(PostedInvoice.document_no).where(
        PostedInvoice.order_no == order_no, PostedInvoice.document_kind.in_(PREPAYMENTS)
    )
    taxes: dict[GroupKey, FixedVat] = {}
    for tax in work.session.scalars(
        select(VatEntry).where(
            VatEntry.document_no.in_(papers), VatEntry.document_kind.in_(PREPAYMENTS)
        )
    ):
        _add(taxes, key_of_entry(tax), base=tax.base, amount=tax.amount)
    return Prepaid(bases=bases, taxes=taxes)


def deducted(work: Work, order_no: str) -> Prepaid:
    """What final invoices that stand have taken off, positive."""
    rows = work.session.scalars(
        select(PostedInvoiceLine).where(
            PostedInvoiceLine.order_no == order_no,
            PostedInvoiceLine.prepayment.is_(True),
            PostedInvoiceLine.document_kind.in_((INVOICE, CREDIT_MEMO)),
        )
    )
    bases: dict[int, Decimal] = {}
    taxes: dict[GroupKey, FixedVat] = {}
    for row in rows:
        sign = -1 if row.document_kind == INVOICE else 1
        bases[row.order_line_no] = bases.get(row.order_line_no, ZERO) + sign * row.net_amount
        key = GroupKey(
            code=row.vat_identifier,
            calc_type=CalcType(row.vat_calc_type),
            negative=False,
            kind=TaxKind.PERCENT,
            value=row.vat_pct,
        )
        _add(taxes, key, base=sign * row.net_amount, amount=sign * row.vat_amount)
    return Prepaid(bases=bases, taxes=taxes)


def left_to_deduct(work: Work, order_no: str) -> Prepaid:
    """What may still be taken off, or given back."""
    whole, off = asked(work, order_no), deducted(work, order_no)
    nothing = FixedVat(base=ZERO, amount=ZERO)
    return Prepaid(
        bases={number: base - off.bases.get(number, ZERO) for number, base in whole.bases.items()},
        taxes={
            key: replace(
                tax,
                base=tax.base - off.taxes.get(key, nothing).base,
                amount=tax.amount - off.taxes.get(key, nothing).amount,
            )
            for key, tax in whole.taxes.items()
        },
    )


def is_asked(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> bool:
    """Whether all that is to be asked in advance has been invoiced."""
    parts = prepaid_lines(work, document, lines)
    return wanted(work, document, parts).total <= asked(work, document.number).total


def unpaid_papers(work: Work, order_no: str) -> list[str]:
    """Prepayment invoices of an order on which something is open."""
    work.session.flush()
    rows = work.session.scalars(
        select(CustomerEntry.document_no)
        .join(CustomerEntryState, CustomerEntryState.entry_id == CustomerEntry.id)
        .where(
            CustomerEntry.document_no.in_(
                select(PostedInvoice.document_no).where(
                    PostedInvoice.order_no == order_no,
                    PostedInvoice.document_kind == PREPAYMENT_INVOICE,
                )
            ),
            CustomerEntryState.open.is_(True),
        )
        .order_by(CustomerEntry.id)
    )
    return list(rows)


def settle_prepayment(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> bool:
    """Release an order that waited for its prepayment, once it has all that it waited for."""
    if document.status != Status.PENDING_PREPAYMENT or not is_asked(work, document, lines):
        return False
    if window(work).setup.check_prepayment and unpaid_papers(work, document.number):
        return False
    document.status = Status.RELEASED
    show_demand(work, document, lines, firm=True)
    return True


def release_paid(work: Work, order_nos: Sequence[str]) -> tuple[str, ...]:
    """Release the orders among these whose prepayment has been paid; return their numbers."""
    released = []
    for number in sorted(set(order_nos)):
        document = find_document(work, number, kind=Kind.ORDER)
        if settle_prepayment(work, document, lines_of(work.session, number)):
            released.append(number)
    return tuple(released)


def _percents(
    work: Work, document: SalesDocument, lines: Sequence[SalesLine]
) -> dict[str, Decimal]:
    customer = work.session.get_one(Customer, document.bill_to_no)
    items = sorted({line.item_no for line in lines})
    rows = work.session.scalars(
        select(PrepaymentPercent).where(
            PrepaymentPercent.item_no.in_(items),
            or_(
                (PrepaymentPercent.sales_kind == CUSTOMER)
                & (PrepaymentPercent.sales_code == customer.no),
                (PrepaymentPercent.sales_kind == GROUP)
                & (PrepaymentPercent.sales_code == (customer.price_group or "-")),
                PrepaymentPercent.sales_kind == EVERYBODY,
            ),
        )
    )
    best = {CUSTOMER: 0, GROUP: 1, EVERYBODY: 2}
    found: dict[str, PrepaymentPercent] = {}
    for row in rows:
        known = found.get(row.item_no)
        if known is None or best[row.sales_kind] < best[known.sales_kind]:
            found[row.item_no] = row
    return {item: row.pct for item, row in found.items()}


def _add(sums: dict[GroupKey, FixedVat], key: GroupKey, *, base: Decimal, amount: Decimal) -> None:
    known = sums.get(key, FixedVat(base=ZERO, amount=ZERO))
    sums[key] = FixedVat(base=known.base + base, amount=known.amount + amount)
