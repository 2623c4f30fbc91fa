"""Bills of every special case that a tax law or a receiver knows, by its name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.papers import Addressee, PaperFacts, PaperLine, VatRow
from tests.papers.posted import credit_memo, invoice, posted, prepayment_invoice
from tests.papers.samples import BRANDT, SELLER

DUTCH = Addressee(
    customer_no="C050",
    name="Kantoor Noord B.V.",
    address_lines=("Kantoor Noord B.V.", "Oosterdokskade 8", "1011 AD Amsterdam"),
    country="NL",
    email="inkoop@kantoor-noord.example",
    vat_id="NL004495445B01",
)
SWISS = Addressee(
    customer_no="C060",
    name="Bergblick Treuhand AG",
    address_lines=("Bergblick Treuhand AG", "Bahnhofstrasse 3", "8001 Zürich"),
    country="CH",
    email="einkauf@bergblick.example",
    einvoice_address="0183:CHE110029026",
)
AUTHORITY = Addressee(
    customer_no="C070",
    name="Beispielstadt",
    address_lines=("Beispielstadt", "Rathausplatz 1", "20095 Hamburg"),
    country="DE",
    email="vergabe@beispielstadt.example",
    buyer_reference="04011000-12345-34",
)


def cases() -> dict[str, PaperFacts]:
    """Every case; each has an e-invoice in each format."""
    first = invoice(1)
    comment = replace(first.lines[0], position=0, description="Delivered in two parts")
    third = (invoice(4).total / 3).quantize(Decimal("0.01"))
    instalments = (
        (date(2026, 12, 1), third),
        (date(2026, 12, 31), invoice(4).total - third),
    )
    return {
        "invoice": invoice(24),
        "several-rates": invoice(4),
        "gross": invoice(5, gross=True),
        "credit-memo": credit_memo(3),
        "credit-memo-foreign": abroad(credit_memo(3)),
        "prepayment-invoice": prepayment_invoice(),
        "prepayment-credit-memo": posted("prepayment-credit-memo", 1),
        "prepayments-deducted": less_prepayment(invoice(3)),
        "paid": invoice(2, payment_state="paid"),
        "instalments": invoice(4, instalments=instalments, discount_date=None),
        "comment": replace(first, lines=(comment, *first.lines)),
        "elsewhere": invoice(2, ship_to=("Lager 3", "Am Hafen 4", "28217 Bremen")),
        "allowance": discounted(invoice(3)),
        "charge": invoice(3, lines=_dearer(invoice(3))),
        "rounded": rounded(invoice(3)),
        "foreign": abroad(invoice(3)),
        "authority": invoice(2, buyer=AUTHORITY),
        "no-bank": invoice(2, seller=replace(SELLER, iban="", bic="", bank="")),
        "reverse-charge": untaxed("REVERSE", buyer=DUTCH),
        "intra-community": untaxed("EU", buyer=DUTCH),
        "intra-community-credit": untaxed("EU", buyer=DUTCH, kind="credit-memo"),
        "export": untaxed("EXPORT", buyer=SWISS),
        "exempt": untaxed("EXEMPT"),
        "zero-rated": untaxed(""),
        "taxed-and-exempt": half_exempt(invoice(4)),
    }


def untaxed(clause: str, *, buyer: Addressee = BRANDT, kind: str = "invoice") -> PaperFacts:
    """A bill of one line without VAT, for the reason that the clause names; none is a zero rate."""
    facts = posted(kind, 1, buyer=buyer)
    row = VatRow(
        identifier=clause or "ZERO",
        percent=Decimal(0),
        base=facts.net,
        amount=Decimal(0),
        clause=clause,
    )
    lines = tuple(replace(line, vat_pct=Decimal(0)) for line in facts.lines)
    return replace(facts, lines=lines, vat=(row,), total=facts.net, discount_amount=Decimal("1.00"))


def half_exempt(facts: PaperFacts) -> PaperFacts:
    """What was taxed at 7 % is exempt instead."""
    reduced = next(row for row in facts.vat if row.percent == 7)
    exempt = replace(
        reduced, identifier="EXEMPT", percent=Decimal(0), amount=Decimal(0), clause="EXEMPT"
    )
    lines = tuple(
        replace(line, vat_pct=Decimal(0)) if line.vat_pct == 7 else line for line in facts.lines
    )
    rows = tuple(exempt if row is reduced else row for row in facts.vat)
    return replace(facts, lines=lines, vat=rows, total=facts.total - reduced.amount)


def less_prepayment(facts: PaperFacts) -> PaperFacts:
    """The final invoice: what was paid in advance stands as a line below zero."""
    taken = Decimal("500.00")
    last = facts.lines[-1]
    deduction = replace(
        last,
        position=last.position + 1,
        item_no="",
        description="Prepayment PP-INV109001",
        details="",
        quantity=Decimal(-1),
        unit="",
        unit_price=taken,
        discount_pct=Decimal(0),
        amount=-taken,
        vat_pct=Decimal(19),
        running_total=last.running_total - taken,
    )
    return _settled(
        replace(facts, lines=(*facts.lines, deduction), prepaid=taken * Decimal("1.19"))
    )


def discounted(facts: PaperFacts) -> PaperFacts:
    """A tenth off the whole bill."""
    less = (facts.subtotal / 10).quantize(Decimal("0.01"))
    return _settled(replace(facts, invoice_discount=less, invoice_discount_pct=Decimal(10)))


def rounded(facts: PaperFacts) -> PaperFacts:
    """Paid in a currency whose smallest coin is 5."""
    more = -facts.total % Decimal("0.05")
    return replace(facts, rounding=more, total=facts.total + more)


def abroad(facts: PaperFacts) -> PaperFacts:
    """In dollars, with the VAT told in euros."""
    tax = sum((row.amount for row in facts.vat), Decimal(0))
    return replace(
        facts,
        currency="USD",
        local_currency="EUR",
        local_vat=(tax * Decimal("0.92")).quantize(Decimal("0.01")),
        rate_foreign=Decimal(1),
        rate_local=Decimal("0.92"),
    )


def _dearer(facts: PaperFacts) -> tuple[PaperLine, ...]:
    """Lines whose amount is above quantity x price, which makes it a charge on the line."""
    first = facts.lines[0]
    return (replace(first, unit_price=first.unit_price - 1), *facts.lines[1:])


def _settled(facts: PaperFacts) -> PaperFacts:
    """With net, VAT and total as they follow from lines and invoice discount."""
    rest = facts.invoice_discount
    rows = []
    for row in facts.vat:
        amounts = (line.amount for line in facts.lines if line.vat_pct == row.percent)
        sold = sum(amounts, Decimal(0))
        share = min(rest, sold) if row is not facts.vat[-1] else rest
        rest -= share
        base = sold - share
        amount = (base * row.percent / 100).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        rows.append(replace(row, base=base, amount=amount))
    net = sum((row.base for row in rows), Decimal(0))
    total = net + sum((row.amount for row in rows), Decimal(0))
    subtotal = sum((line.amount for line in facts.lines), Decimal(0))
    return replace(facts, vat=tuple(rows), subtotal=subtotal, net=net, total=total)
