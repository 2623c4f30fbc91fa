"""What has been billed of an order so far, and the totals of its next invoice.

Sums come from the posted papers that stand: what was cancelled or taken back onto the order
counts as never billed (specification, section 4).
"""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import func, select

from domain.catalog.currency_rows import currency_of
from domain.ledger.journal import VatEntry
from domain.money import ZERO
from domain.posting.invoice_rows import PostedInvoiceLine
from domain.posting.subject import Subject
from domain.sales.lines import SalesLine
from domain.sales.part_billing import NOTHING_BILLED, BillableLine, Billed, bill_part
from domain.sales.rounding import InvoiceRounding
from domain.sales.standing import document_line as document_line
from domain.sales.standing import standing_of
from domain.sales.taxes import CalcType, GroupKey, TaxComponent, TaxKind, VatSetup
from domain.sales.totals import DocumentTotals, FixedVat, document_totals
from domain.sales.vat_differences import has_typed_vat, with_typed_vat
from domain.vat import MissingPostingSetup, VatComponent, VatPostingSetup, vat_rows
from domain.work import Work


def billed_so_far(work: Work, order_no: str) -> dict[int, Billed]:
    """Per order line what invoices that stand have charged."""
    columns = PostedInvoiceLine
    rows = work.session.execute(
        select(
            columns.order_line_no,
            columns.order_sign,
            func.sum(columns.quantity),
            func.sum(columns.gross),
            func.sum(columns.line_amount),
            func.sum(columns.inv_discount_amount),
        )
        .where(columns.order_no == order_no, columns.order_sign != 0)
        .group_by(columns.order_line_no, columns.order_sign)
    )
    billed: dict[int, Billed] = {}
    for line_no, sign, quantity, gross, line_amount, discount in rows:
        part = Billed(
            quantity=sign * quantity,
            gross=sign * gross,
            line_amount=sign * line_amount,
            inv_discount=sign * discount,
        )
        billed[line_no] = billed.get(line_no, NOTHING_BILLED) + part
    return billed


def vat_so_far(work: Work, order_no: str) -> dict[GroupKey, FixedVat]:
    """Per VAT group what invoices that stand have charged for an order."""
    rows = work.session.execute(
        select(
            VatEntry.code,
            VatEntry.calc_type,
            VatEntry.negative,
            VatEntry.component,
            VatEntry.value,
            func.sum(VatEntry.base),
            func.sum(VatEntry.amount),
        )
        .where(VatEntry.order_no == order_no)
        .group_by(
            VatEntry.code,
            VatEntry.calc_type,
            VatEntry.negative,
            VatEntry.component,
            VatEntry.value,
        )
    )
    return {
        GroupKey(
            code=code,
            calc_type=CalcType(calc_type),
            negative=negative,
            kind=TaxKind(component),
            value=value,
        ): FixedVat(base=base, amount=amount)
        for code, calc_type, negative, component, value, base, amount in rows
    }


def next_totals(subject: Subject, quantities: Mapping[int, Decimal]) -> DocumentTotals:
    """The totals of the invoice that bills these quantities of the order's lines.

    Raises:
        MissingPostingSetup: the tax of an article is not set up any more.
    """
    work, document = subject.work, subject.document
    setups = vat_setups(work, document.vat_group, subject.sold)
    begun = any(line.qty_invoiced for line in subject.sold)
    billed = billed_so_far(work, document.number) if begun else {}
    lines = [
        BillableLine(
            line=document_line(line, setups[line.vat_group]),
            quantity=quantities.get(line.line_no, ZERO),
            billed=billed.get(line.line_no, NOTHING_BILLED),
            standing=standing_of(line),
        )
        for line in subject.sold
    ]
    rounding = work.setup.invoice_rounding
    step = currency_of(work.session, document.currency).amount_precision.normalize()
    return bill_part(
        lines,
        whole=_whole_with_typed_vat(subject, lines, step=step),
        prices_include_vat=document.prices_include_vat,
        billed_vat=vat_so_far(work, document.number) if begun else {},
        rounding=InvoiceRounding(precision=rounding) if rounding else None,
        step=step,
    )


def _whole_with_typed_vat(
    subject: Subject, lines: list[BillableLine], *, step: Decimal
) -> DocumentTotals | None:
    """The whole document where somebody typed its VAT: the last part of a group takes it along."""
    work, document = subject.work, subject.document
    if not has_typed_vat(work.session, work.setup, document.number):
        return None
    whole = [line.line for line in lines]
    return with_typed_vat(
        work.session,
        work.setup,
        document.number,
        lambda typed: document_totals(
            whole,
            prices_include_vat=document.prices_include_vat,
            step=step,
            vat_differences=typed,
        ),
    )


def vat_setups(work: Work, bus_group: str, lines: list[SalesLine]) -> dict[str, VatSetup]:
    """The tax of each article group on these lines, at the rates they were agreed with.

    Raises:
        MissingPostingSetup: a pair of groups is not set up.
    """
    wanted = {line.vat_group: line for line in lines}
    rows = vat_rows(work.session, bus_group, prod_groups=wanted)
    for group, line in wanted.items():
        if group not in rows.setups:
            raise MissingPostingSetup(what=line.item_no, bus_group=bus_group, prod_group=group)
    return {
        group: _setup(rows.setups[group], rows.components.get(group, ()), line)
        for group, line in wanted.items()
    }


def _setup(row: VatPostingSetup, components: tuple[VatComponent, ...], line: SalesLine) -> VatSetup:
    taxed = line.vat_calc_type == CalcType.NORMAL
    return VatSetup(
        identifier=line.vat_identifier or row.identifier,
        pct=line.vat_pct if taxed else row.percent,
        calc_type=CalcType(line.vat_calc_type),
        clause=row.clause,
        sales_vat_account=row.sales_vat_account,
        adjust_for_payment_discount=row.adjust_for_payment_discount,
        components=tuple(
            TaxComponent(
                code=component.code,
                kind=TaxKind(component.kind),
                value=component.value,
                raises_base=component.raises_base,
                account=component.account,
            )
            for component in components
        ),
    )
