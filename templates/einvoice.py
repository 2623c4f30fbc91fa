"""A posted bill as structured data: the European e-invoice (EN 16931), whatever its syntax.

The figures are the frozen paper's own. What the standard wants and the paper does not spell
out follows by subtraction: the discount of a line, the share of the invoice discount in each
VAT group. A bill that cannot be told truthfully in the standard's terms has no e-invoice;
`hindrance` says why. Files are written by `cii` (Factur-X, XRechnung) and `ubl` (Peppol).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.papers import PaperFacts, PaperLine, VatRow
from templates.einvoice_codes import VAT_ID, category_of, rate_of, unit_code, vatex

TYPE_CODES = {
    "invoice": "380",
    "prepayment-invoice": "386",
    "credit-memo": "381",
    "prepayment-credit-memo": "381",
}

ZERO = Decimal(0)
_CENT = Decimal("0.01")
_PRICE = Decimal("0.000001")
_NEED_BUYER_VAT = ("AE", "K")
_TRANSFER, _SEPA_TRANSFER, _SET_OFF, _UNSETTLED = "30", "58", "97", "1"  # UNTDID 4461
_UNTOLD = Decimal("0.02")  # a line may be off by what parts of it were rounded by before


@dataclass(frozen=True, kw_only=True)
class TaxGroup:
    """One VAT category and rate: its base, its tax, and the code of the reason for none.

    `less` is the group's share of the invoice discount (a charge where it is negative).
    """

    category: str
    rate: Decimal
    base: Decimal
    amount: Decimal
    clause: str = ""
    vatex: str = ""
    less: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class EInvoiceLine:
    """One line without VAT: quantity x price - `less` is `amount`; no price is negative."""

    number: str
    item_no: str
    name: str
    details: str
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    less: Decimal
    category: str
    rate: Decimal


@dataclass(frozen=True, kw_only=True)
class EInvoice:
    """A bill in the standard's terms. `facts` has the parties, dates and references."""

    facts: PaperFacts
    type_code: str
    lines: tuple[EInvoiceLine, ...]
    groups: tuple[TaxGroup, ...]
    supplied: date | None

    @property
    def lines_total(self) -> Decimal:
        """BT-106."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def allowances(self) -> Decimal:
        """BT-107."""
        return sum((group.less for group in self.groups if group.less > 0), ZERO)

    @property
    def charges(self) -> Decimal:
        """BT-108."""
        return sum((-group.less for group in self.groups if group.less < 0), ZERO)

    @property
    def tax(self) -> Decimal:
        """BT-110."""
        return sum((group.amount for group in self.groups), ZERO)

    @property
    def is_credit(self) -> bool:
        """Whether it gives back instead of asking."""
        return self.type_code == TYPE_CODES["credit-memo"]

    @property
    def paid(self) -> bool:
        """Whether it had been paid when it was posted."""
        return self.facts.payment_state == "paid"

    @property
    def payable(self) -> Decimal:
        """BT-115."""
        return ZERO if self.paid else self.facts.total

    @property
    def taxed_in_local(self) -> bool:
        """Whether VAT is told in the seller's currency too (BT-111)."""
        return self.facts.local_currency not in ("", self.facts.currency)

    @property
    def by_transfer(self) -> bool:
        """Whether the seller's account is named to pay to."""
        return bool(self.facts.seller.iban) and not self.is_credit

    @property
    def means(self) -> str:
        """BT-81: bank transfer; a credit is set off against what is open."""
        if self.by_transfer:
            return _SEPA_TRANSFER if self.facts.currency == "EUR" else _TRANSFER
        return _SET_OFF if self.is_credit else _UNSETTLED


def hindrance(facts: PaperFacts) -> str:
    """Say why this paper has no e-invoice; "" where it has one."""
    if facts.kind not in TYPE_CODES:
        return "only posted bills have an e-invoice"
    if not (facts.seller.vat_id or facts.seller.tax_no):
        return "the seller has no VAT or tax number"
    if not any(line.position for line in facts.lines):
        return "there are no lines"
    told = _told(facts)
    categories = {group.category for group in told.groups}
    if categories.intersection(_NEED_BUYER_VAT) and not VAT_ID.match(facts.buyer.vat_id):
        return "the buyer's VAT ID is missing"
    if categories.intersection((*_NEED_BUYER_VAT, "G")) and not VAT_ID.match(facts.seller.vat_id):
        return "the seller's VAT ID is missing"
    if "K" in categories and told.supplied is None:
        return "the date of supply is missing"
    return _inexact(told)


def einvoice(facts: PaperFacts) -> EInvoice | None:
    """Tell a bill in the standard's terms; None where that cannot be done (see `hindrance`)."""
    return None if hindrance(facts) else _told(facts)


def _told(facts: PaperFacts) -> EInvoice:
    rows = _rows(facts.vat)
    lines = tuple(_line(line, facts) for line in facts.lines if line.position)
    groups = []
    for row in rows:
        sold = (line.amount for line in lines if (line.category, line.rate) == _key(row))
        groups.append(replace(row, less=sum(sold, ZERO) - row.base))
    # Without shipments the page says that the supply was on the day of the invoice.
    on_the_day = None if facts.shipment_nos or facts.kind.startswith("prepay") else facts.issued
    return EInvoice(
        facts=facts,
        type_code=TYPE_CODES[facts.kind],
        lines=lines,
        groups=tuple(groups),
        supplied=facts.supplied or on_the_day,
    )


def _rows(vat: Iterable[VatRow]) -> list[TaxGroup]:
    """Positive and negative lines of a rate are one row in the standard."""
    rows: dict[tuple[str, Decimal], TaxGroup] = {}
    for row in vat:
        category, rate = category_of(row), rate_of(row)
        key = (category, rate)
        known = rows.get(key)
        rows[key] = TaxGroup(
            category=category,
            rate=rate,
            base=row.base + (known.base if known else ZERO),
            amount=row.amount + (known.amount if known else ZERO),
            clause=row.clause,
            vatex=vatex(category),
        )
    return list(rows.values())


def _line(line: PaperLine, facts: PaperFacts) -> EInvoiceLine:
    row = _row_of(line, facts)
    amount = _net(line, facts, row=row)
    quantity = line.quantity or Decimal(1)
    price = line.unit_price
    if facts.prices_include_vat or not line.quantity:
        price = (amount / quantity).quantize(_PRICE)
    if price < 0:
        quantity, price = -quantity, -price
    less = (quantity * price).quantize(_CENT, "ROUND_HALF_UP") - amount
    if facts.prices_include_vat or (not line.discount_pct and abs(less) <= _UNTOLD):
        less = ZERO
    return EInvoiceLine(
        number=str(line.position),
        item_no=line.item_no,
        name=line.description or line.item_no,
        details=line.details,
        quantity=quantity,
        unit=unit_code(line.unit),
        price=price,
        amount=amount,
        less=less,
        category=category_of(row),
        rate=rate_of(row),
    )


def _row_of(line: PaperLine, facts: PaperFacts) -> VatRow:
    """Find the line's row in the VAT table: by its name, else by its rate."""
    by_name = [row for row in facts.vat if row.identifier == line.vat_identifier]
    by_rate = [row for row in facts.vat if row.percent == line.vat_pct]
    for row in (*by_name, *by_rate):
        return row
    return VatRow(identifier="", percent=line.vat_pct, base=ZERO, amount=ZERO)


def _net(line: PaperLine, facts: PaperFacts, *, row: VatRow) -> Decimal:
    if not facts.prices_include_vat:
        return line.amount
    if line.net_amount is not None:
        return line.net_amount
    return (line.amount * 100 / (100 + row.percent)).quantize(_CENT, "ROUND_HALF_UP")


def _key(group: TaxGroup) -> tuple[str, Decimal]:
    return group.category, group.rate


def _inexact(told: EInvoice) -> str:
    """Check what every receiver will check: figures that do not add up are refused there."""
    facts = told.facts
    rated = {_key(group) for group in told.groups}
    if any((line.category, line.rate) not in rated for line in told.lines):
        return "a line has a tax that is not in the VAT table"
    for group in told.groups:
        if abs(group.base * group.rate / 100 - group.amount) >= 1:
            return "a tax is not a percentage of its base"
    if sum((group.base for group in told.groups), ZERO) != facts.net:
        return "the VAT bases are not the net total"
    if facts.net + told.tax + facts.rounding != facts.total:
        return "net, VAT and rounding are not the total"
    return ""
