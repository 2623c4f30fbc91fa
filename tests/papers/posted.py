"""Papers of postings and accounts to print in tests: delivery note, invoice, statement, ..."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from domain.papers import AccountEntry, PaperFacts
from tests.papers.samples import order, quote

_DOCK = ("Brandt & Söhne GmbH", "Lager 3, Tor B", "Am Hafen 4", "28217 Bremen")


def invoice(count: int = 3, *, gross: bool = False, **changes: object) -> PaperFacts:
    """The invoice over so many lines, due in thirty days, 2 % off within ten."""
    sold = quote(count, gross=gross)
    facts = replace(
        sold,
        kind="invoice",
        number="PS-INV103001",
        order_no="S-ORD1001",
        your_reference="PO 77-4410",
        lines=tuple(replace(line, delivery=None) for line in sold.lines),
        due_date=date(2026, 12, 18),
        discount_date=date(2026, 11, 28),
        discount_pct=Decimal(2),
        discount_amount=(sold.total * 2 / 100).quantize(Decimal("0.01")),
        shipment_nos=("PS-SHP102001",),
        supplied=date(2026, 11, 16),
        payment_state="open",
        valid_until=None,
        planned_delivery=None,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def credit_memo(count: int = 2, **changes: object) -> PaperFacts:
    """The credit memo over so many lines of the sample invoice: positive amounts."""
    facts = replace(
        invoice(count),
        kind="credit-memo",
        number="PS-CR104001",
        issued=date(2026, 11, 25),
        corrects_no="PS-INV103001",
        corrects_date=date(2026, 11, 18),
        reason="Damaged in transit",
        due_date=None,
        discount_date=None,
        discount_pct=Decimal(0),
        discount_amount=Decimal(0),
        shipment_nos=(),
        payment_state="",
        terms=None,
        notes=(),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def prepayment_invoice(**changes: object) -> PaperFacts:
    """A prepayment invoice of one line."""
    facts = replace(
        invoice(1),
        kind="prepayment-invoice",
        number="PP-INV109001",
        shipment_nos=(),
        supplied=None,
        discount_date=None,
        discount_amount=Decimal(0),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def delivery_note(count: int = 3, **changes: object) -> PaperFacts:
    """A delivery note: every second line came in part."""
    sold = order(count)
    facts = replace(
        sold,
        kind="delivery-note",
        number="PS-SHP102001",
        ship_to=_DOCK,
        shipping_agent="Hanse Spedition",
        planned_delivery=None,
        terms=None,
        lines=tuple(
            replace(
                line,
                delivery=None,
                unit_price=Decimal(0),
                amount=Decimal(0),
                running_total=Decimal(0),
                ordered=line.quantity + (2 if line.position % 2 == 0 else 0),
                outstanding=Decimal(2 if line.position % 2 == 0 else 0),
            )
            for line in sold.lines
        ),
        vat=(),
        subtotal=Decimal(0),
        net=Decimal(0),
        total=Decimal(0),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def picking_list(count: int = 3, **changes: object) -> PaperFacts:
    """A picking list in the order of the bins."""
    sold = delivery_note(count)
    bins = tuple(
        replace(line, bin=f"A-{line.position:02}-{line.position % 4}", ordered=Decimal(0))
        for line in sold.lines
    )
    facts = replace(sold, kind="picking-list", number="PICK111001", lines=bins, notes=())
    return replace(facts, **changes)  # type: ignore[arg-type]


def returned(kind: str, count: int = 2, **changes: object) -> PaperFacts:
    """What the customer may send back ("return-confirmation"), or what came ("return-receipt")."""
    receipt = kind == "return-receipt"
    facts = replace(
        delivery_note(count),
        kind=kind,
        number="PS-RCT107001" if receipt else "S-RET1001",
        order_no="",
        shipping_agent="",
        corrects_no="PS-INV103001",
        corrects_date=date(2026, 11, 18),
        reason="Wrong colour",
        ship_to=(),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def statement(count: int = 3, **changes: object) -> PaperFacts:
    """A statement over so many entries: every third one is a payment."""
    entries: list[AccountEntry] = []
    balance = Decimal("250.00")
    for number in range(1, count + 1):
        paid = number % 3 == 0
        day = date(2026, 8, 3) + timedelta(days=number)
        amount = Decimal("-400.00") if paid else Decimal("616.42") + number
        balance += amount
        entries.append(
            AccountEntry(
                day=day,
                kind="payment" if paid else "invoice",
                number=f"PAY108{number:03}" if paid else f"PS-INV103{number:03}",
                amount=amount,
                remaining=amount,
                running=balance,
                due=None if paid else day + timedelta(days=30),
                days_overdue=0 if paid else number,
            )
        )
    facts = replace(
        quote(0),
        kind="statement",
        number="C001-2026-11",
        terms=None,
        notes=(),
        valid_until=None,
        planned_delivery=None,
        entries=tuple(entries),
        period_from=date(2026, 8, 1),
        opening_balance=Decimal("250.00"),
        subtotal=balance,
        total=balance,
        ageing=(Decimal("100.00"), balance - 100, Decimal(0), Decimal(0), Decimal(0)),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def reminder(count: int = 3, *, level: int = 1, **changes: object) -> PaperFacts:
    """A reminder of so many invoices; from the second on with interest and a fee."""
    owed = tuple(entry for entry in statement(count * 2).entries if entry.kind == "invoice")
    extra = Decimal("40.00") if level > 1 else Decimal(0)
    subtotal = sum((entry.remaining for entry in owed), Decimal(0))
    facts = replace(
        statement(1),
        kind="reminder",
        number="REM110001",
        entries=owed,
        period_from=None,
        ageing=(),
        due_date=date(2026, 12, 2),
        payment_state="open",
        reminder_level=level,
        subtotal=subtotal,
        fee=extra,
        interest=extra / 4,
        total=subtotal + extra + extra / 4,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def finance_charge(count: int = 3, **changes: object) -> PaperFacts:
    """A memo of interest on so many invoices that came late, a fiftieth of each."""
    owed = reminder(count).entries
    charged = tuple(
        replace(entry, amount=(entry.remaining / 50).quantize(Decimal("0.01"))) for entry in owed
    )
    total = sum((entry.amount for entry in charged), Decimal(0))
    facts = replace(
        reminder(count), kind="finance-charge", number="FIN112001", entries=charged, total=total
    )
    return replace(facts, subtotal=total, **changes)  # type: ignore[arg-type]


def posted(kind: str, count: int = 3, **changes: object) -> PaperFacts:
    """The sample of any kind that postings freeze, over so many lines where that can vary."""
    facts = _of_kind(kind, count)
    return replace(facts, kind=kind, **changes)  # type: ignore[arg-type]


def _of_kind(kind: str, count: int) -> PaperFacts:
    if kind in ("return-confirmation", "return-receipt"):
        return returned(kind, count)
    if kind in ("statement", "reminder"):
        return statement(count) if kind == "statement" else reminder(count)
    if kind == "finance-charge":
        return finance_charge(count)
    if kind in ("delivery-note", "picking-list"):
        return delivery_note(count) if kind == "delivery-note" else picking_list(count)
    if kind == "prepayment-invoice":
        return prepayment_invoice()
    if kind in ("credit-memo", "prepayment-credit-memo", "draft-credit-memo"):
        return credit_memo(count)
    if kind == "pro-forma":
        return quote(count, number="S-INV1001", valid_until=None)
    return order(count) if kind == "order-confirmation" else invoice(count)
