"""A paper to look at: every fact filled in with plain examples, for any kind and language."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from domain.papers import AccountEntry, Addressee, PaperFacts, PaperLine, Seller, Terms, VatRow

TODAY = date(2026, 1, 15)
US = Seller(
    name="Specimen Ltd",
    address_lines=("Street 1", "10115 Berlin"),
    country="DE",
    email="sales@specimen.example",
    vat_id="DE136695976",
    bank="A bank",
    iban="DE02120300000000202051",
)
_CENT = Decimal("0.01")
_BUYER = Addressee(
    customer_no="C001",
    name="A customer",
    address_lines=("A customer", "Market place 2", "20095 Hamburg"),
    country="DE",
    contact="Alex Reader",
    email="reader@customer.example",
    vat_id="DE136695976",
)
_RATE = Decimal(19)
_UNPRICED = ("delivery-note", "picking-list", "return-confirmation", "return-receipt")
_OF_ACCOUNT = ("statement", "reminder", "finance-charge")


def specimen(
    kind: str, *, seller: Seller = US, language: str = "en", locale: str = "en", count: int = 3
) -> PaperFacts:
    """An example of a kind, over so many lines or entries of an account."""
    lines = _lines(count)
    net = lines[-1].running_total if lines else Decimal(0)
    tax = (net * _RATE / 100).quantize(_CENT)
    facts = PaperFacts(
        kind=kind,
        number="SPECIMEN-1001",
        version=1,
        issued=TODAY,
        language=language,
        locale=locale,
        currency="EUR",
        prices_include_vat=False,
        seller=seller,
        buyer=_BUYER,
        ship_to=(),
        salesperson="Robin Seller",
        salesperson_email=seller.email,
        lines=lines,
        subtotal=net,
        invoice_discount=Decimal(0),
        invoice_discount_pct=Decimal(0),
        net=net,
        vat=(VatRow(identifier="VAT19", percent=_RATE, base=net, amount=tax),),
        rounding=Decimal(0),
        total=net + tax,
        terms=Terms(code="30D", due_formula="30D"),
        your_reference="PO 4711",
        order_no="SPECIMEN-1000",
        supplied=TODAY,
        due_date=TODAY + timedelta(days=30),
        payment_state="open",
        valid_until=TODAY + timedelta(days=14),
        corrects_no="SPECIMEN-1002" if "credit" in kind or "return" in kind else "",
        corrects_date=TODAY,
        reminder_level=1,
    )
    return _on_account(facts, count) if kind in _OF_ACCOUNT else facts


def _lines(count: int) -> tuple[PaperLine, ...]:
    made: list[PaperLine] = []
    for position in range(1, count + 1):
        quantity, price = Decimal(1 + position % 5), Decimal(20 + position)
        reached = made[-1].running_total if made else Decimal(0)
        made.append(
            PaperLine(
                position=position,
                item_no=f"{1000 + position}",
                description="Äpfel & pears 0123456789",
                details="As seen in the catalogue" if position % 3 == 1 else "",
                quantity=quantity,
                unit="PCS",
                base_quantity=quantity,
                base_unit="PCS",
                unit_price=price,
                amount=quantity * price,
                vat_pct=_RATE,
                running_total=reached + quantity * price,
                ordered=quantity,
                bin=f"A-{position:02}",
            )
        )
    return tuple(made)


def _on_account(facts: PaperFacts, count: int) -> PaperFacts:
    entries: list[AccountEntry] = []
    for number in range(1, count + 1):
        reached = entries[-1].running if entries else Decimal(0)
        day = TODAY - timedelta(days=60 - number % 60)
        entries.append(
            AccountEntry(
                day=day,
                kind="invoice",
                number=f"SPECIMEN-{2000 + number}",
                amount=Decimal(100),
                remaining=Decimal(100),
                running=reached + 100,
                due=day + timedelta(days=30),
                days_overdue=30 - number % 30,
            )
        )
    owed = Decimal(100 * count)
    return replace(facts, lines=(), vat=(), entries=tuple(entries), subtotal=owed, total=owed)
