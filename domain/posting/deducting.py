"""Money that came before the bill: prepayments taken off it, and advances that pay it.

Called while an invoice is posted. Deductions are lines of their own below zero, in their own
VAT groups; an advance that was paid for the order is set against the new debt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import bindparam, select

from domain.database import table_of
from domain.ledger.accounts import Role
from domain.ledger.customers import CustomerEntry, EntryKind, Standing, apply, standings
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.posting.bill import BillLine
from domain.posting.prepaid import asked, deducted, prepaid_lines, step_of
from domain.posting.prepayment_parts import Deductible, deduction
from domain.posting.subject import Subject
from domain.sales.documents import Kind, SalesDocument
from domain.sales.totals import DocumentTotals, LineTotals
from domain.work import Work

DEDUCTED_FROM = 2_000_000_000  # line numbers of deductions, after all others


@dataclass(frozen=True, kw_only=True)
class Deducted:
    """What is taken off an invoice; without a prepayment nothing is."""

    totals: DocumentTotals | None = None
    lines: Sequence[BillLine] = ()

    @property
    def with_vat(self) -> Decimal:
        """Positive."""
        return -self.totals.total if self.totals else ZERO


def deduct(subject: Subject, quantities: Mapping[int, Decimal]) -> Deducted:
    """The prepayment that belongs to the quantities billed now; call before they are counted."""
    work, document = subject.work, subject.document
    if document.kind != Kind.ORDER or not any(line.prepaid for line in subject.sold):
        return Deducted()
    prepaid = asked(work, document.number)
    parts = {part.line_no: part for part in prepaid_lines(work, document, subject.lines)}
    due = [
        Deductible(
            line=parts[line.line_no],
            quantity=line.quantity,
            upto=line.qty_invoiced + quantities[line.line_no],
        )
        for line in subject.sold
        if quantities.get(line.line_no) and prepaid.bases.get(line.line_no)
    ]
    totals = deduction(prepaid, deducted(work, document.number), due, step=step_of(work, document))
    if not totals.lines:
        return Deducted()
    totals = _numbered(totals, incl_vat=document.prices_include_vat)
    return Deducted(totals=totals, lines=[_line(subject, line) for line in totals.lines])


_entry = table_of(CustomerEntry).c
_PAID_FOR_ORDER = select(_entry.id).where(
    _entry.for_order == bindparam("order"),
    _entry.document_kind == EntryKind.PAYMENT.value,
    _entry.currency == bindparam("currency"),
)


def apply_advances(
    work: Work, document: SalesDocument, debts: Sequence[Standing], *, number: str
) -> None:
    """Set what was paid for this order in advance against its bill, the oldest money first."""
    given = {"order": document.number, "currency": document.currency}
    paid = work.session.execute(_PAID_FOR_ORDER, given).scalars().all()
    if not paid:
        return
    opened = standings(work.session, entry_ids=paid)
    if not opened or not any(debt.open for debt in debts):
        return
    journal = Journal(work, kind="application", source_no=number, posting_date=work.today)
    for money in opened:
        for debt in debts:
            part = min(debt.remaining, -money.remaining)
            if part > ZERO:
                apply(journal, debt, money, amount=part)
    journal.write(EntryKind.INVOICE, number)


def _numbered(totals: DocumentTotals, *, incl_vat: bool) -> DocumentTotals:
    """The deductions with line numbers and the price convention of the invoice they go on."""
    lines = tuple(_converted(line, incl_vat=incl_vat) for line in totals.lines)
    groups = tuple(
        replace(group, line_nos=tuple(DEDUCTED_FROM + number for number in group.line_nos))
        for group in totals.groups
    )
    subtotal = sum((line.line_amount for line in lines), ZERO)
    return replace(
        totals,
        prices_include_vat=incl_vat,
        lines=lines,
        groups=groups,
        subtotal=subtotal,
        subtotal_net=totals.net,
    )


def _converted(line: LineTotals, *, incl_vat: bool) -> LineTotals:
    amount = line.amount_incl_vat if incl_vat else line.amount
    return replace(line, line_no=DEDUCTED_FROM + line.line_no, gross=amount, line_amount=amount)


def _line(subject: Subject, amounts: LineTotals) -> BillLine:
    line = subject.line(amounts.line_no - DEDUCTED_FROM)
    card = subject.items.get(line.item_no)
    return BillLine(
        line_no=amounts.line_no,
        gen_key=subject.gen_key(line.item_no),
        type="gl_account",
        order_no=line.document_no,
        order_line_no=line.line_no,
        item_no=line.item_no,
        description=f"Prepayment: {line.description}",
        quantity=Decimal(1),
        quantity_base=Decimal(1),
        unit_price=amounts.line_amount,
        vat_group=line.vat_group,
        vat_identifier=line.vat_identifier,
        vat_pct=line.vat_pct,
        vat_calc_type=line.vat_calc_type,
        gen_prod_group=card.prod_group if card else "",
        account_role=Role.PREPAYMENT.value,
        prepayment=True,
    )
