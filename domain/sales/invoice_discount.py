"""Invoice discount: what the whole document is reduced by, and how the lines share it.

It comes from the customer's discount code or was typed on the header; lines that do not allow
it are left out. Amounts are in the header's price convention unless a name says "net". The
service charge is only named here: its line is written by whoever keeps the document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.catalog.exchange import ExchangeRate
from domain.errors import Refusal
from domain.money import CENT, ZERO, round_to
from domain.sales.rounding import share_out
from domain.sales.taxes import GroupKey, forward_amounts, key_of, tax_groups
from domain.sales.totals import DocumentLine, FixedVat, LineTotals, document_totals

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class InvoiceDiscountRow:
    """One step of a customer's discount code. A blank `currency` is the local one."""

    code: str
    min_amount: Decimal = ZERO
    pct: Decimal = ZERO
    service_charge: Decimal = ZERO
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class InvoiceDiscount:
    """What a document is reduced by. `base` is the sum of the lines that allow it."""

    base: Decimal
    amount: Decimal
    pct: Decimal = ZERO
    service_charge: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class DiscountedOnNet:
    """Lines with the discount's share incl. VAT, and the VAT that follows from the nets."""

    lines: tuple[DocumentLine, ...]
    fixed_vat: dict[GroupKey, FixedVat]


@dataclass(kw_only=True, eq=False)
class InvoiceDiscountTooHigh(Refusal):
    """A typed invoice discount below zero, above 100 %, or above what the lines allow."""

    given: Decimal
    highest: Decimal
    percent: bool = False

    def sentence(self) -> str:
        unit = " %" if self.percent else ""
        return (
            f"The invoice discount must lie between 0 and {self.highest:f}{unit}; "
            f"{self.given:f}{unit} is outside."
        )


def discount_base(lines: Iterable[DocumentLine]) -> Decimal:
    """The sum of the line amounts that allow an invoice discount."""
    return sum((line.line_amount for line in lines if line.allow_invoice_disc), ZERO)


def discount_from_rows(
    lines: Sequence[DocumentLine],
    rows: Iterable[InvoiceDiscountRow],
    *,
    currency: str = "",
    rate: ExchangeRate | None = None,
    step: Decimal = CENT,
) -> InvoiceDiscount:
    """The discount of the customer's code: the row with the largest minimum that is reached.

    Rows in the document's currency displace local ones, which are converted at `rate`.
    """
    base = discount_base(lines)
    reached = [
        row for row in _rows_in(rows, currency, rate=rate, step=step) if row.min_amount <= base
    ]
    if not reached:
        return InvoiceDiscount(base=base, amount=ZERO)
    row = max(reached, key=lambda row: row.min_amount)
    return InvoiceDiscount(
        base=base,
        amount=round_to(base * row.pct / HUNDRED, step),
        pct=row.pct,
        service_charge=row.service_charge,
    )


def discount_from_pct(
    lines: Sequence[DocumentLine], pct: Decimal, *, step: Decimal = CENT
) -> InvoiceDiscount:
    """A percentage typed on the header, from 0 to 100."""
    if not ZERO <= pct <= HUNDRED:
        raise InvoiceDiscountTooHigh(given=pct, highest=HUNDRED, percent=True)
    base = discount_base(lines)
    return InvoiceDiscount(base=base, amount=round_to(base * pct / HUNDRED, step), pct=pct)


def discount_from_amount(
    lines: Sequence[DocumentLine], amount: Decimal, *, step: Decimal = CENT
) -> InvoiceDiscount:
    """An amount typed on the header, from 0 to the sum of the lines that allow it."""
    base = discount_base(lines)
    _check_amount(amount, highest=base)
    pct = round_to(amount / base * HUNDRED, Decimal("0.00001")) if base else ZERO
    return InvoiceDiscount(base=base, amount=round_to(amount, step), pct=pct)


def spread(
    lines: Sequence[DocumentLine], amount: Decimal, *, step: Decimal = CENT
) -> tuple[DocumentLine, ...]:
    """Give every line that allows it its part; the parts sum to `amount` exactly.

    Shared in proportion to line amounts, carrying the rounding remainder from line to line.
    """
    weights = [line.line_amount if line.allow_invoice_disc else ZERO for line in lines]
    parts = share_out(amount, weights, step=step)
    return tuple(replace(line, inv_discount=part) for line, part in zip(lines, parts, strict=True))


def spread_on_net(
    lines: Sequence[DocumentLine], amount: Decimal, *, step: Decimal = CENT
) -> DiscountedOnNet:
    """Take a discount off the nets of a document whose prices include VAT.

    The amount is shared over the groups' nets and VAT is computed anew on what is left. Pass
    the result's `fixed_vat` to `document_totals` together with its lines.

    Raises:
        InvoiceDiscountTooHigh: more than the net of the lines that allow a discount.
    """
    plain = [replace(line, inv_discount=ZERO) for line in lines]
    before = {
        line.line_no: line
        for line in document_totals(plain, prices_include_vat=True, step=step).lines
    }
    groups: dict[tuple[object, ...], list[DocumentLine]] = {}
    for line in plain:
        groups.setdefault((line.vat.rule, line.taxed().negative), []).append(line)
    allowed = [_allowed_net(members, before) for members in groups.values()]
    _check_amount(amount, highest=sum(allowed, ZERO))

    fixed: dict[GroupKey, FixedVat] = {}
    parts: dict[int, Decimal] = {}
    shared = share_out(amount, allowed, step=step)
    for members, part in zip(groups.values(), shared, strict=True):
        net = sum((before[line.line_no].amount for line in members), ZERO) - part
        rows = _vat_on_net(members, net, step=step) if part else _vat_as_it_is(members, step=step)
        for key, row in rows:
            known = fixed.get(key, FixedVat(base=ZERO, amount=ZERO))
            fixed[key] = FixedVat(base=known.base + row.base, amount=known.amount + row.amount)
        total = net + sum((row.amount for _, row in rows), ZERO)
        reduced = sum((line.line_amount for line in members), ZERO) - total
        for line in spread(members, reduced, step=step):
            parts[line.line_no] = line.inv_discount
    discounted = tuple(replace(line, inv_discount=parts[line.line_no]) for line in plain)
    return DiscountedOnNet(lines=discounted, fixed_vat=fixed)


def _vat_on_net(
    members: Sequence[DocumentLine], net: Decimal, *, step: Decimal
) -> list[tuple[GroupKey, FixedVat]]:
    """VAT computed anew on a group's net."""
    taxed = [line.taxed() for line in members]
    quantity = sum((line.quantity for line in taxed), ZERO)
    rows = forward_amounts(taxed[0].vat, net, quantity=quantity, step=step)
    return [
        (key_of(taxed[0], tax), FixedVat(base=base, amount=amount))
        for tax, (base, amount) in zip(taxed[0].vat.taxes, rows, strict=True)
    ]


def _vat_as_it_is(
    members: Sequence[DocumentLine], *, step: Decimal
) -> list[tuple[GroupKey, FixedVat]]:
    """VAT of a group that the discount leaves alone."""
    taxed = [line.taxed() for line in members]
    groups = (shared.group for shared in tax_groups(taxed, prices_include_vat=True, step=step))
    return [(group.key, FixedVat(base=group.base, amount=group.amount)) for group in groups]


def _allowed_net(members: Iterable[DocumentLine], totals: dict[int, LineTotals]) -> Decimal:
    """The net of a group's lines that allow a discount; of gifts nothing can be taken off."""
    allowed = [line for line in members if line.allow_invoice_disc]
    if not discount_base(allowed):
        return ZERO
    return sum((totals[line.line_no].amount for line in allowed), ZERO)


def _rows_in(
    rows: Iterable[InvoiceDiscountRow],
    currency: str,
    *,
    rate: ExchangeRate | None,
    step: Decimal,
) -> list[InvoiceDiscountRow]:
    known = list(rows)
    own = [row for row in known if row.currency == currency]
    if own or rate is None:
        return own
    return [
        replace(
            row,
            min_amount=rate.to_foreign(row.min_amount, step=step),
            service_charge=rate.to_foreign(row.service_charge, step=step),
        )
        for row in known
        if not row.currency
    ]


def _check_amount(amount: Decimal, *, highest: Decimal) -> None:
    if not ZERO <= amount <= max(highest, ZERO):
        raise InvoiceDiscountTooHigh(given=amount, highest=max(highest, ZERO))
