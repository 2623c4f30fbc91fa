"""Reading posted invoices back: their lines, taxes and goods, and what was credited since.

A credit memo repeats the terms of the invoice it takes back, so everything comes from the
posted rows; nothing is computed anew that the invoice has settled already.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from domain.catalog.currency_rows import currency_of
from domain.catalog.exchange import ExchangeRate
from domain.database import Base
from domain.errors import NotFound
from domain.ledger.goods_rows import ItemEntry, ValueEntry
from domain.ledger.journal import VatEntry
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.posting.invoice_rows import (
    CREDIT_MEMO,
    INVOICE,
    PREPAYMENT_CREDIT_MEMO,
    PREPAYMENT_INVOICE,
    PostedInvoice,
    PostedInvoiceLine,
)
from domain.sales.issued import paper as issued_paper
from domain.sales.part_billing import NOTHING_BILLED, Billed
from domain.sales.taxes import CalcType, GroupKey, TaxComponent, TaxKind, VatGroup, VatSetup
from domain.sales.totals import DocumentLine, DocumentTotals, FixedVat, LineTotals
from domain.vat import VatComponent, VatRows, vat_rows
from domain.work import Work

BILL_KINDS = (INVOICE, CREDIT_MEMO, PREPAYMENT_INVOICE, PREPAYMENT_CREDIT_MEMO)


class CancelledPaper(Base):
    """A posted paper that was cancelled, and the paper that did it. Written once."""

    __tablename__ = "cancelled_paper"

    number: Mapped[str] = mapped_column(primary_key=True)
    cancelled_by: Mapped[str] = mapped_column(unique=True)


@dataclass(kw_only=True)
class Bill:
    """A posted invoice or credit memo with everything that hangs on it."""

    head: PostedInvoice
    lines: list[PostedInvoiceLine]
    taxes: list[VatEntry]
    paper: PaperFacts
    rows: VatRows
    step: Decimal  # of its currency: amounts are whole multiples

    @property
    def number(self) -> str:
        return self.head.document_no

    @property
    def rate(self) -> ExchangeRate:
        """The rate the bill was posted at; a credit memo keeps it."""
        return ExchangeRate(
            currency=self.head.currency,
            day=self.head.posting_date,
            foreign_amount=self.head.rate_foreign,
            lcy_amount=self.head.rate_lcy,
        )

    @property
    def charged(self) -> list[PostedInvoiceLine]:
        """The lines with amounts; comments are left out."""
        return [line for line in self.lines if line.type != "comment"]

    def line(self, line_no: int) -> PostedInvoiceLine:
        return next(line for line in self.lines if line.line_no == line_no)

    def setup_of(self, line: PostedInvoiceLine) -> VatSetup:
        """The tax of a line as it was billed."""
        row = self.rows.setups.get(line.vat_group)
        several = self.rows.components.get(line.vat_group, ())
        return VatSetup(
            identifier=line.vat_identifier,
            pct=line.vat_pct,
            calc_type=CalcType(line.vat_calc_type),
            clause=row.clause if row else "",
            sales_vat_account=row.sales_vat_account if row else "",
            components=tuple(_component(each) for each in several),
        )

    def document_line(self, line: PostedInvoiceLine) -> DocumentLine:
        """A line as the arithmetic sees it."""
        return DocumentLine(
            line_no=line.line_no,
            quantity=line.quantity,
            gross=line.gross,
            line_amount=line.line_amount,
            vat=self.setup_of(line),
            quantity_base=line.quantity_base,
            allow_invoice_disc=line.allow_invoice_disc,
            inv_discount=line.inv_discount_amount,
        )

    def totals(self) -> DocumentTotals:
        """The bill's own figures, exactly as they were posted."""
        head = self.head
        return DocumentTotals(
            prices_include_vat=head.prices_include_vat,
            lines=tuple(_line_totals(line) for line in self.charged),
            groups=tuple(self._group(tax) for tax in self.taxes),
            subtotal=head.subtotal,
            invoice_discount=head.invoice_discount,
            subtotal_net=head.net + head.invoice_discount,
            invoice_discount_net=head.invoice_discount,
            net=head.net,
            vat=head.vat,
            rounding=head.rounding,
            total=head.total,
        )

    def _group(self, tax: VatEntry) -> VatGroup:
        sign = -1 if self.head.document_kind in (CREDIT_MEMO, PREPAYMENT_CREDIT_MEMO) else 1
        counted = bool(tax.order_no)
        return VatGroup(
            key=key_of_entry(tax),
            base=sign * tax.base,
            amount=sign * tax.amount,
            clause=tax.clause,
            account=tax.account_no,
            line_nos=tuple(
                line.line_no for line in self.charged if bool(line.order_sign) == counted
            ),
        )


def load_bill(work: Work, number: str, *, kinds: Collection[str] = BILL_KINDS) -> Bill:
    """Read a posted bill.

    Raises:
        NotFound: no bill of these kinds has the number, or it is not the asker's to see.
    """
    wanted = number.strip().upper()
    head = work.session.scalar(
        select(PostedInvoice).where(
            PostedInvoice.document_no == wanted, PostedInvoice.document_kind.in_(kinds)
        )
    )
    actor = work.actor
    if head is None or (actor.is_contact and head.customer_no != actor.customer_no):
        raise NotFound(kind="posted document", text=wanted[:40])
    lines = work.session.scalars(
        select(PostedInvoiceLine)
        .where(PostedInvoiceLine.document_no == wanted)
        .order_by(PostedInvoiceLine.line_no, PostedInvoiceLine.id)
    ).all()
    taxes = work.session.scalars(
        select(VatEntry).where(VatEntry.transaction_id == head.transaction_id).order_by(VatEntry.id)
    ).all()
    groups = {line.vat_group for line in lines if line.vat_group}
    kind = head.document_kind.replace("_", "-")
    return Bill(
        head=head,
        lines=list(lines),
        taxes=list(taxes),
        paper=issued_paper(work.session, kind, number=wanted, version=1),
        rows=vat_rows(work.session, head.vat_group, prod_groups=groups),
        step=currency_of(work.session, head.currency).amount_precision.normalize(),
    )


def canceller_of(work: Work, number: str) -> str:
    """The paper that cancelled this one; empty when it stands."""
    row = work.session.get(CancelledPaper, number)
    return row.cancelled_by if row else ""


def credited_so_far(work: Work, bill: Bill) -> dict[int, Billed]:
    """Per line of an invoice what credit memos that stand have taken back."""
    rows = work.session.scalars(
        select(PostedInvoiceLine).where(
            PostedInvoiceLine.document_no.in_(_memos_of(work, bill.number)),
            PostedInvoiceLine.corrects_line_no != 0,
        )
    )
    credited: dict[int, Billed] = {}
    for row in rows:
        known = credited.get(row.corrects_line_no, NOTHING_BILLED)
        credited[row.corrects_line_no] = known + Billed(
            quantity=row.quantity,
            gross=row.gross,
            line_amount=row.line_amount,
            inv_discount=row.inv_discount_amount,
        )
    return credited


def credited_vat(work: Work, bill: Bill) -> dict[GroupKey, FixedVat]:
    """Per VAT group what credit memos that stand have taken back of an invoice's own lines.

    What they charged or granted beside the lines is taken out again.
    """
    memos = _memos_of(work, bill.number)
    entries = work.session.scalars(
        select(VatEntry).where(
            VatEntry.document_no.in_(memos), VatEntry.document_kind == CREDIT_MEMO
        )
    )
    credited: dict[GroupKey, FixedVat] = {}
    for entry in entries:
        _count(credited, key_of_entry(entry), base=-entry.base, amount=-entry.amount)
    beside = work.session.scalars(
        select(PostedInvoiceLine).where(
            PostedInvoiceLine.document_no.in_(memos),
            PostedInvoiceLine.corrects_line_no == 0,
            PostedInvoiceLine.type != "comment",
        )
    )
    for line in beside:
        key = _key_of_line(line)
        _count(credited, key, base=-line.net_amount, amount=-line.vat_amount)
    return credited


def _count(
    sums: dict[GroupKey, FixedVat], key: GroupKey, *, base: Decimal, amount: Decimal
) -> None:
    known = sums.get(key, FixedVat(base=ZERO, amount=ZERO))
    sums[key] = FixedVat(base=known.base + base, amount=known.amount + amount)


def _key_of_line(line: PostedInvoiceLine) -> GroupKey:
    """The group of a line with one plain tax."""
    return GroupKey(
        code=line.vat_identifier,
        calc_type=CalcType(line.vat_calc_type),
        negative=line.line_amount < 0,
        kind=TaxKind.PERCENT,
        value=line.vat_pct,
    )


def charged_entries(work: Work, bill: Bill) -> dict[int, list[int]]:
    """Per line of an invoice the item entries it charged, oldest first."""
    rows = work.session.execute(
        select(ItemEntry.id, ItemEntry.order_no, ItemEntry.order_line_no)
        .join(ValueEntry, ValueEntry.item_entry_id == ItemEntry.id)
        .where(ValueEntry.transaction_id == bill.head.transaction_id, ValueEntry.invoiced != ZERO)
        .order_by(ItemEntry.id)
    )
    by_source: dict[tuple[str, int], list[int]] = {}
    for entry_id, order_no, line_no in rows:
        entries = by_source.setdefault((order_no, line_no), [])
        if entry_id not in entries:
            entries.append(entry_id)
    return {
        line.line_no: by_source.get(source_of(bill, line), [])
        for line in bill.lines
        if line.stocked
    }


def source_of(bill: Bill, line: PostedInvoiceLine) -> tuple[str, int]:
    """The line of the order, or of the draft invoice, that a posted line came from."""
    if line.order_no:
        return line.order_no, line.order_line_no
    return bill.head.source_no, line.order_line_no or line.line_no


def key_of_entry(tax: VatEntry) -> GroupKey:
    """What makes entries share one rounding."""
    return GroupKey(
        code=tax.code,
        calc_type=CalcType(tax.calc_type),
        negative=tax.negative,
        kind=TaxKind(tax.component),
        value=tax.value,
    )


def _memos_of(work: Work, number: str) -> list[str]:
    """Credit memos against an invoice that stand."""
    rows = work.session.scalars(
        select(PostedInvoice.document_no).where(
            PostedInvoice.corrects_no == number,
            PostedInvoice.document_kind == CREDIT_MEMO,
            PostedInvoice.document_no.not_in(select(CancelledPaper.number)),
        )
    )
    return list(rows)


def _component(row: VatComponent) -> TaxComponent:
    return TaxComponent(
        code=row.code,
        kind=TaxKind(row.kind),
        value=row.value,
        raises_base=row.raises_base,
        account=row.account,
    )


def _line_totals(line: PostedInvoiceLine) -> LineTotals:
    return LineTotals(
        line_no=line.line_no,
        quantity=line.quantity,
        gross=line.gross,
        line_discount_amount=line.discount_amount,
        line_amount=line.line_amount,
        inv_discount_amount=line.inv_discount_amount,
        amount=line.net_amount,
        vat_amount=line.vat_amount,
        amount_incl_vat=line.net_amount + line.vat_amount,
    )
