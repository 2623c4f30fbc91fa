"""Prepayments in figures: what is asked in advance, and how it is taken off the final invoices.

Pure arithmetic, in the document's currency. Bases are net of VAT whatever the prices say; VAT
is computed per group of the bases. Every further invoice or deduction is the running total
less what went before, so that the parts always add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.money import CENT, ZERO, round_to
from domain.sales.rounding import cumulative_part
from domain.sales.taxes import GroupKey, VatSetup
from domain.sales.totals import DocumentLine, DocumentTotals, FixedVat, document_totals

Bases = Mapping[int, Decimal]
Taxes = Mapping[GroupKey, FixedVat]
NOTHING: Bases = {}
NO_TAXES: Taxes = {}


@dataclass(frozen=True, kw_only=True)
class PrepaidLine:
    """A line of the order: net after discounts, and the share of it that is asked in advance."""

    line_no: int
    net: Decimal
    vat: VatSetup
    pct: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Prepaid:
    """What has been asked in advance so far, per line and per VAT group."""

    bases: Bases
    taxes: Taxes

    @property
    def total(self) -> Decimal:
        """Including VAT."""
        taxes = sum((tax.amount for tax in self.taxes.values()), ZERO)
        return sum(self.bases.values(), ZERO) + taxes


NOTHING_PREPAID = Prepaid(bases=NOTHING, taxes=NO_TAXES)


def wanted_by_percent(lines: Sequence[PrepaidLine], *, step: Decimal = CENT) -> Prepaid:
    """What the percentages of the lines come to."""
    bases = {line.line_no: round_to(line.net * line.pct / 100, step) for line in lines}
    return _with_tax(lines, bases, step=step)


def wanted_by_total(
    lines: Sequence[PrepaidLine], total: Decimal, *, order_total: Decimal, step: Decimal = CENT
) -> Prepaid:
    """What a typed total, VAT included, comes to per line; never more than the order itself.

    What rounding leaves over goes to the largest base, so that the customer pays what was typed.
    """
    if not order_total:
        return NOTHING_PREPAID
    asked = min(total, order_total)
    bases = {line.line_no: round_to(line.net * asked / order_total, step) for line in lines}
    return _met(_with_tax(lines, bases, step=step), asked)


def part_of(
    prepaid: Prepaid, lines: Sequence[PrepaidLine], amount: Decimal, *, step: Decimal = CENT
) -> Prepaid:
    """The part of a prepayment that makes up `amount`, VAT included: to give it back."""
    whole = prepaid.total
    if amount >= whole:
        return prepaid
    bases = {
        line_no: round_to(base * amount / whole, step) for line_no, base in prepaid.bases.items()
    }
    return _met(_with_tax(lines, bases, step=step), amount)


def prepayment_bill(
    wanted: Prepaid, before: Prepaid, lines: Sequence[PrepaidLine], *, step: Decimal = CENT
) -> DocumentTotals:
    """The next prepayment invoice: what is wanted in all, less what was asked before."""
    due = []
    for line in lines:
        base = wanted.bases.get(line.line_no, ZERO) - before.bases.get(line.line_no, ZERO)
        if base:
            due.append(_bill_line(line, base, negative=False))
    taxes = {
        key: _less(wanted.taxes.get(key), before.taxes.get(key))
        for key in (*wanted.taxes, *(key for key in before.taxes if key not in wanted.taxes))
    }
    return document_totals(due, step=step, fixed_vat=taxes)


@dataclass(frozen=True, kw_only=True)
class Deductible:
    """A line whose prepayment is taken off: billed up to `upto` of `quantity` with this invoice."""

    line: PrepaidLine
    quantity: Decimal
    upto: Decimal


def deduction(
    prepaid: Prepaid,
    deducted: Prepaid,
    lines: Sequence[Deductible],
    *,
    step: Decimal = CENT,
) -> DocumentTotals:
    """The negative lines of a final or part invoice, in VAT groups of their own.

    `deducted` is what earlier invoices took off, positive.
    """
    upto: dict[int, Decimal] = dict(deducted.bases)
    due: list[DocumentLine] = []
    for each in lines:
        number = each.line.line_no
        base = cumulative_part(
            prepaid.bases.get(number, ZERO),
            upto=each.upto,
            whole=each.quantity,
            already=deducted.bases.get(number, ZERO),
            step=step,
        )
        if base:
            upto[number] = upto.get(number, ZERO) + base
            due.append(_bill_line(each.line, -base, negative=True))
    ended = sum(upto.values(), ZERO) == sum(prepaid.bases.values(), ZERO)
    taxes = {
        replace(key, negative=True): _tax_off(
            tax, deducted.taxes.get(key), due, key=key, ended=ended, step=step
        )
        for key, tax in prepaid.taxes.items()
    }
    return document_totals(due, step=step, fixed_vat=taxes)


def _tax_off(
    prepaid: FixedVat,
    deducted: FixedVat | None,
    due: Sequence[DocumentLine],
    *,
    key: GroupKey,
    ended: bool,
    step: Decimal,
) -> FixedVat:
    """The VAT taken off a group now: its share of the running base; the last takes the rest."""
    before = deducted or FixedVat(base=ZERO, amount=ZERO)
    now = -sum((line.line_amount for line in due if _bears(line, key)), ZERO)
    upto = before.base + now
    amount = prepaid.amount
    if not ended and upto != prepaid.base and prepaid.base:
        amount = round_to(prepaid.amount * upto / prepaid.base, step)
    return FixedVat(base=-now, amount=before.amount - amount)


def _bears(line: DocumentLine, key: GroupKey) -> bool:
    return any(
        tax.code == key.code and tax.kind is key.kind and tax.value == key.value
        for tax in line.vat.taxes
    )


def _bill_line(line: PrepaidLine, base: Decimal, *, negative: bool) -> DocumentLine:
    return DocumentLine(
        line_no=line.line_no,
        quantity=Decimal(1),
        gross=base,
        line_amount=base,
        vat=line.vat,
        negative=negative,
    )


def _with_tax(lines: Sequence[PrepaidLine], bases: Bases, *, step: Decimal) -> Prepaid:
    asked = [
        _bill_line(line, bases[line.line_no], negative=False)
        for line in lines
        if bases.get(line.line_no)
    ]
    totals = document_totals(asked, step=step)
    taxes = {group.key: FixedVat(base=group.base, amount=group.amount) for group in totals.groups}
    return Prepaid(bases={line.line_no: line.line_amount for line in asked}, taxes=taxes)


def _met(prepaid: Prepaid, total: Decimal) -> Prepaid:
    """Let the largest base take what rounding left over; the VAT stands."""
    difference = total - prepaid.total
    if not difference or not prepaid.bases:
        return prepaid
    largest = max(prepaid.bases, key=lambda number: prepaid.bases[number])
    bases = {**prepaid.bases, largest: prepaid.bases[largest] + difference}
    return Prepaid(bases=bases, taxes=prepaid.taxes)


def _less(wanted: FixedVat | None, before: FixedVat | None) -> FixedVat:
    one = wanted or FixedVat(base=ZERO, amount=ZERO)
    other = before or FixedVat(base=ZERO, amount=ZERO)
    return FixedVat(base=one.base - other.base, amount=one.amount - other.amount)
