"""What a credit memo comes to: parts of an invoice taken back, with fees and allowances.

Parts of one invoice add up to it to the cent, VAT included, however they are cut; what is
charged or granted beside them is computed on its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.money import ZERO
from domain.posting.posted_bills import Bill
from domain.sales.part_billing import NOTHING_BILLED, BillableLine, Billed, bill_part
from domain.sales.taxes import GroupKey, VatGroup
from domain.sales.totals import DocumentLine, DocumentTotals, FixedVat, document_totals

EXTRA_FROM = 1_000_000_000  # line numbers of what a memo adds to the invoice's own lines


@dataclass(frozen=True, kw_only=True)
class Extra:
    """An amount a credit memo adds beside the goods, in the invoice's price convention.

    It bears the tax and goes to the accounts of the invoice line `like_line_no`. Below zero it
    is a fee that lowers the credit; above zero an allowance without goods.
    """

    like_line_no: int
    amount: Decimal
    description: str
    quantity: Decimal = Decimal(1)
    unit: str = ""
    unit_price: Decimal | None = None
    discount_pct: Decimal = ZERO


def whole_bill(bill: Bill) -> dict[int, Decimal]:
    """All of an invoice's quantities: to take it back as a whole."""
    return {line.line_no: line.quantity for line in bill.charged}


def credit_totals(
    bill: Bill,
    quantities: Mapping[int, Decimal],
    *,
    credited: Mapping[int, Billed],
    credited_vat: Mapping[GroupKey, FixedVat],
    extras: Sequence[Extra] = (),
) -> DocumentTotals:
    """The figures of a credit memo, positive where the customer gets something back."""
    if quantities == whole_bill(bill) and not any(each.quantity for each in credited.values()):
        own = bill.totals()  # exact opposites, invoice rounding included
    else:
        own = _part(bill, quantities, credited=credited, credited_vat=credited_vat)
    if not extras:
        return own
    beside = document_totals(
        [_extra_line(bill, extra, position=position) for position, extra in enumerate(extras)],
        prices_include_vat=bill.head.prices_include_vat,
        step=bill.step,
    )
    return together(own, beside)


def together(one: DocumentTotals, other: DocumentTotals) -> DocumentTotals:
    """Two parts of one paper; groups of the same key become one row."""
    groups: dict[GroupKey, VatGroup] = {group.key: group for group in one.groups}
    for group in other.groups:
        known = groups.get(group.key)
        groups[group.key] = group if known is None else _added(known, group)
    sums = {
        name: getattr(one, name) + getattr(other, name)
        for name in (
            "subtotal",
            "invoice_discount",
            "subtotal_net",
            "invoice_discount_net",
            "net",
            "vat",
            "rounding",
            "total",
        )
    }
    return DocumentTotals(
        prices_include_vat=one.prices_include_vat,
        lines=one.lines + other.lines,
        groups=tuple(groups.values()),
        **sums,
    )


def _part(
    bill: Bill,
    quantities: Mapping[int, Decimal],
    *,
    credited: Mapping[int, Billed],
    credited_vat: Mapping[GroupKey, FixedVat],
) -> DocumentTotals:
    lines = [
        BillableLine(
            line=bill.document_line(line),
            quantity=quantities.get(line.line_no, ZERO),
            billed=credited.get(line.line_no, NOTHING_BILLED),
        )
        for line in bill.charged
    ]
    return bill_part(
        lines,
        prices_include_vat=bill.head.prices_include_vat,
        billed_vat=credited_vat,
        whole=bill.totals(),
        step=bill.step,
    )


def _extra_line(bill: Bill, extra: Extra, *, position: int) -> DocumentLine:
    plain = replace(bill.setup_of(bill.line(extra.like_line_no)), components=())
    return DocumentLine(
        line_no=EXTRA_FROM + position,
        quantity=Decimal(1),
        gross=extra.amount,
        line_amount=extra.amount,
        vat=plain,
    )


def _added(row: VatGroup, group: VatGroup) -> VatGroup:
    return replace(
        row,
        base=row.base + group.base,
        amount=row.amount + group.amount,
        line_nos=row.line_nos + group.line_nos,
    )
