"""Totals of a document: subtotal, discounts, net, VAT per group, total. Pure arithmetic.

Line amounts and invoice discounts come in ready (`line_amounts`, `invoice_discount`), part
invoices from `part_billing`. Everything is in the document's own currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.errors import InvalidField
from domain.money import CENT, ZERO
from domain.sales.rounding import InvoiceRounding
from domain.sales.taxes import (
    CalcType,
    GroupKey,
    SharedGroup,
    TaxedLine,
    VatGroup,
    VatSetup,
    shares_by_line,
    tax_groups,
)


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """A line with amounts. All are in the header's price convention, with or without VAT.

    `quantity_base` counts taxes per unit; None takes `quantity`. `negative` is the sign of the
    VAT group; None takes that of `line_amount` (a part of a line keeps the sign of the whole).
    """

    line_no: int
    quantity: Decimal
    gross: Decimal
    line_amount: Decimal
    vat: VatSetup
    quantity_base: Decimal | None = None
    allow_invoice_disc: bool = True
    inv_discount: Decimal = ZERO
    negative: bool | None = None

    @property
    def discounted(self) -> Decimal:
        """The amount after line and invoice discount."""
        return self.line_amount - self.inv_discount

    def taxed(self) -> TaxedLine:
        """The line as VAT sees it."""
        quantity = self.quantity if self.quantity_base is None else self.quantity_base
        return TaxedLine(
            line_no=self.line_no,
            amount=self.discounted,
            vat=self.vat,
            quantity=quantity,
            negative=self.line_amount < 0 if self.negative is None else self.negative,
        )


@dataclass(frozen=True, kw_only=True)
class LineTotals:
    """What became of a line. The first four amounts are in the header's price convention.

    `amount` is without and `amount_incl_vat` with VAT, both after all discounts.
    """

    line_no: int
    quantity: Decimal
    gross: Decimal
    line_discount_amount: Decimal
    line_amount: Decimal
    inv_discount_amount: Decimal
    amount: Decimal
    vat_amount: Decimal
    amount_incl_vat: Decimal


@dataclass(frozen=True, kw_only=True)
class FixedVat:
    """Base and VAT of a group that are known from elsewhere and not to be computed."""

    base: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class VatDifferenceRule:
    """Whether somebody may type another VAT than the computed one, and by how much at most."""

    allowed: bool = False
    limit: Decimal = ZERO

    def check(self, code: str, difference: Decimal) -> None:
        """Refuse a difference for the tax `code`.

        Raises:
            InvalidField: differences are not allowed, or not so large ones.
        """
        text = f"{difference:f} for {code}"
        if difference and not self.allowed:
            why = "the sales setup does not allow VAT to be changed"
            raise InvalidField(field="VAT difference", text=text, why=why)
        if abs(difference) > self.limit:
            why = f"at most {self.limit:f} is allowed"
            raise InvalidField(field="VAT difference", text=text, why=why)


@dataclass(frozen=True, kw_only=True)
class DocumentTotals:
    """The sums of a document.

    `subtotal` and `invoice_discount` are in the header's price convention, the two ending in
    `_net` without VAT. `rounding` bears no VAT; `total` is what the customer owes:
    net + vat + rounding.
    """

    prices_include_vat: bool
    lines: tuple[LineTotals, ...]
    groups: tuple[VatGroup, ...]
    subtotal: Decimal
    invoice_discount: Decimal
    subtotal_net: Decimal
    invoice_discount_net: Decimal
    net: Decimal
    vat: Decimal
    rounding: Decimal
    total: Decimal

    def group(self, key: GroupKey) -> VatGroup | None:
        """The VAT row with this key, or None."""
        return next((group for group in self.groups if group.key == key), None)


NO_DIFFERENCES: Mapping[GroupKey, Decimal] = {}
NO_FIXED_VAT: Mapping[GroupKey, FixedVat] = {}


def document_totals(
    lines: Sequence[DocumentLine],
    *,
    prices_include_vat: bool = False,
    step: Decimal = CENT,
    rounding: InvoiceRounding | None = None,
    vat_differences: Mapping[GroupKey, Decimal] = NO_DIFFERENCES,
    difference_rule: VatDifferenceRule | None = None,
    fixed_vat: Mapping[GroupKey, FixedVat] = NO_FIXED_VAT,
) -> DocumentTotals:
    """Add up a document. `step` is the amount precision of its currency.

    `vat_differences` were typed by a person and are added to the computed VAT, checked
    against `difference_rule` if that is given; `fixed_vat` replaces the computed VAT.

    Raises:
        InvalidField: a VAT difference that is not allowed or above the limit.
    """
    if difference_rule is not None:
        for key, difference in vat_differences.items():
            difference_rule.check(key.code, difference)
    groups = tax_groups(
        [line.taxed() for line in lines], prices_include_vat=prices_include_vat, step=step
    )
    settled = [
        _settled(shared, vat_differences, fixed_vat, prices_include_vat=prices_include_vat)
        for shared in groups
    ]
    shares = shares_by_line(settled, step=step)
    totals = tuple(
        _line_totals(line, shares[line.line_no], prices_include_vat=prices_include_vat)
        for line in lines
    )
    return _summed(
        totals,
        groups=tuple(shared.group for shared in settled),
        prices_include_vat=prices_include_vat,
        subtotal_net=_subtotal_net(lines, totals, prices_include_vat, step),
        rounding=rounding,
    )


def _settled(
    shared: SharedGroup,
    differences: Mapping[GroupKey, Decimal],
    fixed_vat: Mapping[GroupKey, FixedVat],
    *,
    prices_include_vat: bool,
) -> SharedGroup:
    """The group with its typed difference and with VAT that is fixed from elsewhere."""
    group = shared.group
    fixed = fixed_vat.get(group.key)
    if fixed is not None:
        group = replace(group, base=fixed.base, amount=fixed.amount)
    difference = differences.get(group.key, ZERO)
    if difference:
        # With VAT in the prices the total stands, so a difference moves the net.
        base = group.base - difference if prices_include_vat else group.base
        group = replace(group, base=base, amount=group.amount + difference, difference=difference)
    return replace(shared, group=group)


def _line_totals(line: DocumentLine, share: Decimal, *, prices_include_vat: bool) -> LineTotals:
    all_vat = line.vat.calc_type is CalcType.FULL
    if prices_include_vat or all_vat:
        net, gross = line.discounted - share, line.discounted
    else:
        net, gross = line.discounted, line.discounted + share
    return LineTotals(
        line_no=line.line_no,
        quantity=line.quantity,
        gross=line.gross,
        line_discount_amount=line.gross - line.line_amount,
        line_amount=line.line_amount,
        inv_discount_amount=line.inv_discount,
        amount=net,
        vat_amount=share,
        amount_incl_vat=gross,
    )


def _subtotal_net(
    lines: Sequence[DocumentLine],
    totals: Sequence[LineTotals],
    prices_include_vat: bool,
    step: Decimal,
) -> Decimal:
    """Net before the invoice discount; with VAT in the prices that is a sum of its own."""
    net = sum((line.amount for line in totals), ZERO)
    if not any(line.inv_discount for line in lines):
        return net
    if not prices_include_vat:
        return net + sum((line.inv_discount for line in lines), ZERO)
    undiscounted = [replace(line, inv_discount=ZERO).taxed() for line in lines]
    groups = tax_groups(undiscounted, prices_include_vat=True, step=step)
    vat = sum((shared.group.amount for shared in groups), ZERO)
    return sum((line.line_amount for line in lines), ZERO) - vat


def _summed(
    lines: tuple[LineTotals, ...],
    *,
    groups: tuple[VatGroup, ...],
    prices_include_vat: bool,
    subtotal_net: Decimal,
    rounding: InvoiceRounding | None,
) -> DocumentTotals:
    net = sum((line.amount for line in lines), ZERO)
    vat = sum((line.vat_amount for line in lines), ZERO)
    correction = rounding.rounding_of(net + vat) if rounding else ZERO
    return DocumentTotals(
        prices_include_vat=prices_include_vat,
        lines=lines,
        groups=groups,
        subtotal=sum((line.line_amount for line in lines), ZERO),
        invoice_discount=sum((line.inv_discount_amount for line in lines), ZERO),
        subtotal_net=subtotal_net,
        invoice_discount_net=subtotal_net - net,
        net=net,
        vat=vat,
        rounding=correction,
        total=net + vat + correction,
    )
