"""Bills by chance, settled by the domain's own arithmetic, for rules that every bill must meet.

One seed makes one bill, always the same: up to four VAT rates, line and invoice discounts,
prices with and without VAT, fractional quantities, returns and prepayments taken off invoices,
rounding to 5 cents, three currencies, invoices, credit memos and those of prepayments, sales
without VAT for every reason.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from domain.papers import PaperFacts, PaperLine, VatRow
from domain.sales.invoice_discount import discount_from_pct, spread
from domain.sales.line_amounts import line_amounts
from domain.sales.rounding import InvoiceRounding
from domain.sales.taxes import CalcType, VatSetup
from domain.sales.totals import DocumentLine, DocumentTotals, document_totals
from tests.papers.posted import posted

_RATES = (Decimal(19), Decimal(7), Decimal("5.5"), Decimal(0))
_UNTAXED = {
    "EU": CalcType.REVERSE_CHARGE,
    "EXEMPT": CalcType.NONE,
    "EXPORT": CalcType.NONE,
    "REVERSE": CalcType.NONE,
}
_CURRENCIES = ("EUR", "EUR", "USD", "CHF")
_KINDS = (
    *("invoice",) * 6,
    *("credit-memo",) * 2,
    *("prepayment-invoice",) * 2,
    "prepayment-credit-memo",
)


def bill(seed: int) -> PaperFacts:
    """Make the bill of this seed."""
    chance = Random(seed)
    kind = chance.choice(_KINDS)
    gross = chance.random() < 0.25
    setups = _setups(chance)
    back = kind == "invoice" and chance.random() < 0.3
    priced = [
        _line(chance, number, setups=setups, back=back and number == 1)
        for number in range(chance.randint(1, 9))
    ]
    percent = Decimal(chance.choice((0, 0, 3, 5)))
    discount = discount_from_pct([line for line, _ in priced], percent).amount
    lines = spread([line for line, _ in priced], max(discount, Decimal(0)))
    rounding = InvoiceRounding(precision=Decimal("0.05")) if chance.random() < 0.3 else None
    totals = document_totals(lines, prices_include_vat=gross, rounding=rounding)
    if totals.total < 0:  # sales refuses such a document
        return bill(seed + 100_000)
    shown = tuple(
        _shown(line, price, totals=totals, position=position)
        for position, (line, (_, price)) in enumerate(zip(lines, priced, strict=True), start=1)
    )
    return _facts(posted(kind), chance, totals=totals, lines=shown)


def _setups(chance: Random) -> list[VatSetup]:
    if chance.random() < 0.25:
        clause = chance.choice(sorted(_UNTAXED))
        return [VatSetup(identifier=clause, calc_type=_UNTAXED[clause], clause=clause)]
    rates = chance.sample(_RATES, chance.randint(1, len(_RATES)))
    return [VatSetup(identifier=f"VAT{rate}", pct=rate) for rate in rates]


def _line(
    chance: Random, number: int, *, setups: list[VatSetup], back: bool
) -> tuple[DocumentLine, Decimal]:
    quantity = Decimal(chance.choice(("1", "2.5", "12", "0.33333", "140", "7.12345")))
    price = Decimal(chance.randint(1, 999_999)) / chance.choice((100, 1000, 100_000))
    percent = Decimal(chance.choice(("0", "0", "10", "33.33")))
    found = line_amounts(-quantity if back else quantity, price, discount_pct=percent)
    line = DocumentLine(
        line_no=number,
        quantity=found.quantity,
        gross=found.gross,
        line_amount=found.line_amount,
        vat=chance.choice(setups),
        allow_invoice_disc=not back,
    )
    return line, price


def _shown(
    line: DocumentLine, price: Decimal, *, totals: DocumentTotals, position: int
) -> PaperLine:
    found = totals.lines[position - 1]
    percent = (line.gross - line.line_amount) * 100 / line.gross if line.gross else Decimal(0)
    return PaperLine(
        position=position,
        item_no=f"{1000 + position}",
        description="Straight desk <white> & black",
        quantity=line.quantity,
        unit=("pcs", "HOUR", "pallet", "barrel")[position % 4],
        unit_price=price,
        discount_pct=percent.quantize(Decimal("0.01")),
        amount=line.line_amount,
        vat_pct=line.vat.pct,
        running_total=sum((one.line_amount for one in totals.lines[:position]), Decimal(0)),
        vat_identifier=line.vat.identifier,
        net_amount=found.amount,
    )


def _facts(
    facts: PaperFacts, chance: Random, *, totals: DocumentTotals, lines: tuple[PaperLine, ...]
) -> PaperFacts:
    currency = chance.choice(_CURRENCIES)
    foreign = currency != "EUR"
    back = sum((line.amount for line in lines if line.amount < 0), Decimal(0))
    parts = totals.total > 100 and facts.kind == "invoice" and chance.random() < 0.2
    third = (totals.total / 3).quantize(Decimal("0.01"))
    return replace(
        facts,
        currency=currency,
        prices_include_vat=totals.prices_include_vat,
        lines=lines,
        subtotal=totals.subtotal,
        invoice_discount=totals.invoice_discount,
        net=totals.net,
        vat=tuple(
            VatRow(
                identifier=group.key.code,
                percent=group.key.value,
                base=group.base,
                amount=group.amount,
                clause=group.clause,
            )
            for group in totals.groups
        ),
        rounding=totals.rounding,
        total=totals.total,
        prepaid=-back,
        instalments=(
            (date(2026, 12, 1), third),
            (date(2026, 12, 31), totals.total - third),
        )
        if parts
        else (),
        discount_date=date(2026, 11, 28) if facts.due_date and not parts else None,
        discount_amount=(totals.total * 2 / 100).quantize(Decimal("0.01")),
        supplied=date(2026, 11, 16),
        local_currency="EUR" if foreign else "",
        local_vat=(totals.vat * Decimal("0.92")).quantize(Decimal("0.01")),
        payment_state="paid" if chance.random() < 0.1 else facts.payment_state,
    )
