"""Billing a document in parts, so that the parts add up to it to the cent.

Every part is the rounded share of what has been billed so far, itself included, less what
earlier parts billed. This holds for gross, line amount and invoice discount of each line and
for the VAT of each group, for part invoices of an order and for credit memos against an
invoice (the invoice is then the whole). Cancelled invoices count as never billed. An invoice
that combines several orders takes the line parts from `part_of_line` and computes its own VAT.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.money import CENT, ZERO
from domain.sales.rounding import InvoiceRounding, cumulative_part
from domain.sales.taxes import GroupKey, key_of, tax_groups
from domain.sales.totals import DocumentLine, DocumentTotals, FixedVat, document_totals


@dataclass(frozen=True, kw_only=True)
class Billed:
    """What invoices that stand have charged for a line, in its price convention."""

    quantity: Decimal = ZERO
    gross: Decimal = ZERO
    line_amount: Decimal = ZERO
    inv_discount: Decimal = ZERO

    def __add__(self, other: "Billed") -> "Billed":
        return Billed(
            quantity=self.quantity + other.quantity,
            gross=self.gross + other.gross,
            line_amount=self.line_amount + other.line_amount,
            inv_discount=self.inv_discount + other.inv_discount,
        )


NOTHING_BILLED = Billed()
NO_VAT_BILLED: Mapping[GroupKey, FixedVat] = {}


@dataclass(frozen=True, kw_only=True)
class BillableLine:
    """A line of the whole document and how much of it is billed now.

    `billed` is all that was billed before. `standing` is what had been billed when price,
    discount or quantity were last changed: it keeps its old terms, the rest is counted afresh.
    """

    line: DocumentLine
    quantity: Decimal
    billed: Billed = NOTHING_BILLED
    standing: Billed = NOTHING_BILLED

    @property
    def upto(self) -> Decimal:
        """The quantity billed after this part."""
        return self.billed.quantity + self.quantity

    @property
    def completes(self) -> bool:
        """Whether nothing of the line is left to bill afterwards."""
        return self.upto == self.line.quantity


def bill_part(
    lines: Sequence[BillableLine],
    *,
    prices_include_vat: bool = False,
    billed_vat: Mapping[GroupKey, FixedVat] = NO_VAT_BILLED,
    whole: DocumentTotals | None = None,
    rounding: InvoiceRounding | None = None,
    step: Decimal = CENT,
) -> DocumentTotals:
    """The totals of the next invoice of one order, or credit memo of one invoice.

    `lines` are all lines of the whole, also those of which nothing is billed now (quantity
    zero; they do not appear in the result). `billed_vat` is what earlier parts charged per
    group. A group billed to its end reaches exactly the VAT it has in `whole`; None computes
    that from the lines, a posted paper is passed so that its own figures are met.
    """
    complete = whole or document_totals(
        [line.line for line in lines], prices_include_vat=prices_include_vat, step=step
    )
    fixed = _vat_of_part(
        lines,
        complete,
        billed_vat=billed_vat,
        prices_include_vat=prices_include_vat,
        step=step,
    )
    parts = [part_of_line(line, step=step) for line in lines if line.quantity]
    return document_totals(
        parts,
        prices_include_vat=prices_include_vat,
        step=step,
        rounding=rounding,
        fixed_vat=fixed,
    )


def part_of_line(billable: BillableLine, *, step: Decimal = CENT) -> DocumentLine:
    """The part of a line that is billed now."""
    upto = billed_upto(billable, step)
    line = billable.line
    base = line.quantity if line.quantity_base is None else line.quantity_base
    return replace(
        line,
        quantity=billable.quantity,
        quantity_base=base * billable.quantity / line.quantity if line.quantity else ZERO,
        gross=upto.gross - billable.billed.gross,
        line_amount=upto.line_amount - billable.billed.line_amount,
        inv_discount=upto.inv_discount - billable.billed.inv_discount,
        negative=line.taxed().negative,
    )


def billed_lines(parts: Iterable[DocumentTotals]) -> dict[int, Billed]:
    """Per line what these invoices charged; leave cancelled ones out."""
    billed: dict[int, Billed] = {}
    for part in parts:
        for line in part.lines:
            billed[line.line_no] = billed.get(line.line_no, NOTHING_BILLED) + Billed(
                quantity=line.quantity,
                gross=line.gross,
                line_amount=line.line_amount,
                inv_discount=line.inv_discount_amount,
            )
    return billed


def billed_vat(parts: Iterable[DocumentTotals]) -> dict[GroupKey, FixedVat]:
    """Per VAT group what these invoices charged; leave cancelled ones out."""
    billed: dict[GroupKey, FixedVat] = {}
    for part in parts:
        for group in part.groups:
            known = billed.get(group.key, FixedVat(base=ZERO, amount=ZERO))
            billed[group.key] = FixedVat(
                base=known.base + group.base, amount=known.amount + group.amount
            )
    return billed


def billed_upto(billable: BillableLine, step: Decimal) -> Billed:
    """What is billed of the line after this part."""
    line, standing = billable.line, billable.standing
    within = abs(billable.upto) <= abs(standing.quantity)
    if standing.quantity and within:  # an invoice at the old terms was cancelled meanwhile
        start, end = NOTHING_BILLED, standing
    else:
        start = standing
        end = Billed(
            quantity=line.quantity,
            gross=line.gross,
            line_amount=line.line_amount,
            inv_discount=line.inv_discount,
        )
    quantity = billable.upto - start.quantity
    whole = end.quantity - start.quantity

    def reached(first: Decimal, last: Decimal) -> Decimal:
        return first + cumulative_part(
            last - first, upto=quantity, whole=whole, already=ZERO, step=step
        )

    return Billed(
        quantity=billable.upto,
        gross=reached(start.gross, end.gross),
        line_amount=reached(start.line_amount, end.line_amount),
        inv_discount=reached(start.inv_discount, end.inv_discount),
    )


def _vat_of_part(
    lines: Sequence[BillableLine],
    whole: DocumentTotals,
    *,
    billed_vat: Mapping[GroupKey, FixedVat],
    prices_include_vat: bool,
    step: Decimal,
) -> dict[GroupKey, FixedVat]:
    """Per group the VAT on everything billed so far, less the VAT already billed."""
    upto = [_line_upto(line, step) for line in lines if line.upto]
    groups = tax_groups(
        [line.taxed() for line in upto], prices_include_vat=prices_include_vat, step=step
    )
    unfinished = {
        key_of(line.line.taxed(), tax)
        for line in lines
        if not line.completes
        for tax in line.line.vat.taxes
    }
    fixed = {}
    for shared in groups:
        key = shared.group.key
        reached = (None if key in unfinished else whole.group(key)) or shared.group
        before = billed_vat.get(key, FixedVat(base=ZERO, amount=ZERO))
        fixed[key] = FixedVat(
            base=reached.base - before.base, amount=reached.amount - before.amount
        )
    return fixed


def _line_upto(billable: BillableLine, step: Decimal) -> DocumentLine:
    from_the_start = replace(billable, quantity=billable.upto, billed=NOTHING_BILLED)
    return part_of_line(from_the_start, step=step)
