"""Papers to print in tests: one seller, a few customers, as many lines as wanted."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from domain.papers import Addressee, PaperFacts, PaperLine, Seller, Terms, VatRow

SELLER = Seller(
    name="Fabrik & Söhne Büromöbel GmbH",
    address_lines=("Kaistraße 12", "20457 Hamburg"),
    country="DE",
    email="sales@fabrik.example",
    phone="+49 40 555 0199",
    web="fabrik.example",
    register="HRB 118822 Hamburg",
    directors="Imke Petersen",
    vat_id="DE218445901",
    tax_no="48/712/00934",
    bank="Hafenbank",
    iban="DE02120300000000202051",
    bic="BYLADEM1001",
    tagline="Office furniture since 1962",
)
BRANDT = Addressee(
    customer_no="C001",
    name="Brandt & Söhne GmbH",
    address_lines=("Brandt & Söhne GmbH", "Marktplatz 19", "28195 Bremen"),
    country="DE",
    contact="Maria Keller",
    email="m.keller@brandt-soehne.example",
    vat_id="DE811204377",
)
WINGTIP = Addressee(
    customer_no="C040",
    name="Wingtip Offices Inc.",
    address_lines=("Wingtip Offices Inc.", "1200 Harbor Blvd, Suite 4", "Oakland, CA 94607"),
    country="US",
    contact="Dana Wright",
)

_GOODS = (
    ("1110-W", "Straight desk 120x60 cm, white top", "", "189.00"),
    ("1130-D", "Sit-stand desk 160x80 cm, dual motor", "Frame graphite, cable tray", "629.00"),
    ("1210-B", "Task chair Mistral, black", "Soft castors for hard floors", "149.90"),
    ("1910", "Assembly on site", "", "68.00"),
    ("1655", "Door name plate, „Größe M“", "Engraved as in your list", "11.155"),
)
CENT = Decimal("0.01")


def line(position: int, *, first: int = 0, running: Decimal = Decimal(0)) -> PaperLine:
    """Line number `position` of the sample; every fifth has a discount, every third a box."""
    number, description, details, price = _GOODS[(position - 1) % len(_GOODS)]
    quantity = Decimal(1 + (position * 7) % 12)
    discount = Decimal(10) if position % 5 == 2 else Decimal(0)
    amount = (quantity * Decimal(price) * (100 - discount) / 100).quantize(CENT)
    boxed = position % 3 == 0
    return PaperLine(
        position=position,
        item_no=number,
        description=description,
        details=details,
        quantity=quantity,
        unit="pallet" if boxed else "pcs",
        base_quantity=quantity * 8 if boxed else quantity,
        base_unit="pcs",
        unit_price=Decimal(price),
        discount_pct=discount,
        amount=amount,
        vat_pct=Decimal(7) if number == "1910" else Decimal(19),
        running_total=running + amount,
        delivery=date(2026, 12, 1) + timedelta(days=position % 9),
    )


def lines(count: int) -> tuple[PaperLine, ...]:
    """So many sample lines with their running totals."""
    made: list[PaperLine] = []
    for position in range(1, count + 1):
        running = made[-1].running_total if made else Decimal(0)
        made.append(line(position, running=running))
    return tuple(made)


def quote(count: int = 3, *, gross: bool = False, **changes: object) -> PaperFacts:
    """A quote over so many lines, at prices with VAT if `gross`; `changes` replace facts."""
    sold = lines(count)
    subtotal = sold[-1].running_total if sold else Decimal(0)
    vat = _taxes(sold, gross=gross)
    tax = sum((row.amount for row in vat), Decimal(0))
    facts = PaperFacts(
        kind="quote",
        number="S-QUO1001",
        version=1,
        issued=date(2026, 11, 18),
        language="en",
        locale="en_GB",
        currency="EUR",
        prices_include_vat=gross,
        seller=SELLER,
        buyer=BRANDT,
        ship_to=(),
        salesperson="Lina Townsend",
        salesperson_email="lina@fabrik.example",
        lines=sold,
        subtotal=subtotal,
        invoice_discount=Decimal(0),
        invoice_discount_pct=Decimal(0),
        net=subtotal - tax if gross else subtotal,
        vat=vat,
        rounding=Decimal(0),
        total=subtotal if gross else subtotal + tax,
        terms=Terms(
            code="NET30", due_formula="30D", discount_pct=Decimal(2), discount_formula="10D"
        ),
        valid_until=date(2026, 12, 18),
        planned_delivery=date(2026, 12, 9),
        your_reference="Enquiry 77-4410",
        notes=("Goods remain our property until they are paid in full.",),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def _taxes(sold: tuple[PaperLine, ...], *, gross: bool) -> tuple[VatRow, ...]:
    """The VAT on lines sold, per rate; with `gross` prices it is part of their amounts."""
    rows = []
    for rate in sorted({one.vat_pct for one in sold}, reverse=True):
        amount = sum((one.amount for one in sold if one.vat_pct == rate), Decimal(0))
        base = (amount * 100 / (100 + rate)).quantize(CENT) if gross else amount
        tax = amount - base if gross else (base * rate / 100).quantize(CENT)
        rows.append(VatRow(identifier=f"VAT{rate}", percent=rate, base=base, amount=tax))
    return tuple(rows)


def order(count: int = 3, *, gross: bool = False, **changes: object) -> PaperFacts:
    """The order confirmation that follows the sample quote."""
    facts = replace(
        quote(count, gross=gross),
        kind="order-confirmation",
        number="S-ORD1001",
        order_no="S-ORD1001",
        quote_no="S-QUO1001",
        your_reference="PO 77-4410",
        requested_delivery=date(2026, 12, 7),
        ship_to=("Brandt & Söhne GmbH", "Lager 3, Tor B", "Am Hafen 4", "28217 Bremen"),
        valid_until=None,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]
