"""What every new company starts with: number series, payment terms, VAT, currencies, templates.

Made for a seller in Germany who keeps his books in euro; an administrator changes the rows
afterwards. No trade is assumed.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from domain.currencies import CurrencyRow, ExchangeRateRow
from domain.numbering import NumberSeries
from domain.parties.customer_rows import CustomerTemplate
from domain.parties.terms import PaymentMethod, PaymentTerms
from domain.receivables.reminder_rows import FinanceChargeTerms, ReminderLevel, ReminderTerms
from domain.stock.rows import Location
from domain.vat import NONE, NORMAL, REVERSE_CHARGE, VatPostingSetup

LONG_AGO = date(2000, 1, 1)
DOMESTIC, EU, EXPORT = "DOMESTIC", "EU", "EXPORT"
STANDARD, REDUCED = "STANDARD", "REDUCED"
MEMBER_STATES = frozenset(
    (
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    )
)
# Goods a German seller delivers at the reduced rate (Annex 2 of the VAT act, the usual ones).
_REDUCED_GROUPS = frozenset({"books", "magazines", "food", "groceries", "plants", "flowers"})
SERIES = {
    "quote": "S-QUO1001",
    "order": "S-ORD1001",
    "invoice": "S-INV1001",
    "return": "S-RET1001",
    "blanket": "S-BLK1001",
    "customer": "C10001",
    "contact": "CT10001",
    "posted_invoice": "PS-INV103001",
    "posted_credit_memo": "PS-CR104001",
    "posted_shipment": "PS-SHP102001",
    "purchase_order": "P-ORD106001",
    "assembly": "A-ORD1001",
    "return_receipt": "PS-RCT107001",
    "payment": "PAY108001",
    "prepayment_invoice": "PP-INV109001",
    "reminder": "REM110001",
    "finance_charge": "FIN111001",
    "statement": "STM112001",
}
_WRITTEN_TERMS = re.compile(r"(?:(\d{1,2}(?:\.\d+)?)/(\d{1,3}))?NET(\d{1,3})")
_GAPLESS = ("posted_", "return_receipt", "prepayment_", "reminder", "finance_charge")
# Units of a currency for one euro: a start, replaced as soon as somebody enters real rates.
_RATES = {
    "EUR": "1",
    "USD": "1.08",
    "GBP": "0.86",
    "CHF": "0.95",
    "NOK": "11.70",
    "SEK": "11.30",
    "DKK": "7.46",
    "PLN": "4.30",
    "CZK": "25.20",
    "HUF": "395",
    "RON": "4.98",
    "CAD": "1.48",
    "AUD": "1.64",
    "NZD": "1.79",
    "JPY": "162",
    "CNY": "7.80",
    "INR": "90",
    "SGD": "1.45",
    "HKD": "8.45",
    "KRW": "1470",
    "BRL": "5.90",
    "MXN": "19.50",
    "ZAR": "19.80",
    "TRY": "37",
    "AED": "3.97",
    "ILS": "4.00",
}
_WHOLE_UNITS = frozenset({"JPY", "KRW", "HUF"})


def add_number_series(session: Session) -> None:
    """One line per series, valid from long ago; posted papers may not have gaps."""
    session.add_all(
        NumberSeries(
            code=code,
            starting_date=LONG_AGO,
            start_no=first,
            allow_gaps=not code.startswith(_GAPLESS),
        )
        for code, first in SERIES.items()
    )


def terms_named(code: str) -> PaymentTerms:
    """Payment terms from the way they are written: NET30, 2/10NET30, PREPAY, COD.

    Raises:
        ValueError: the code is none of these forms.
    """
    if code in ("PREPAY", "COD"):
        return PaymentTerms(code=code, due_formula="0D", pay_before_delivery=code == "PREPAY")
    if code == "EOM":
        return PaymentTerms(code=code, due_formula="CM")
    written = _WRITTEN_TERMS.fullmatch(code)
    if written is None:
        raise ValueError(f"payment terms {code!r} are not like NET30, 2/10NET30, PREPAY or COD")
    percent, within, days = written.groups()
    terms = PaymentTerms(code=code, due_formula=f"{int(days)}D")
    if percent:
        terms.discount_pct = Decimal(percent)
        terms.discount_formula = f"{int(within)}D"
    return terms


def add_terms(session: Session, *, extra: Iterable[str] = ()) -> None:
    """The usual payment terms, those named in `extra` as well, and the ways to pay."""
    usual = {"NET14", "NET30", "NET45", "NET60", "2/10NET30", "PREPAY", "COD"}
    session.add_all(terms_named(code) for code in sorted(usual.union(extra)))
    session.add_all(PaymentMethod(code=code) for code in ("WIRE", "CARD", "PAYPAL", "CHECK"))
    session.add(
        PaymentMethod(code="CASH", description="Paid on the spot", balancing_account="BANK")
    )


def add_reminder_terms(session: Session) -> None:
    """A friendly reminder without a fee, then two with one; interest near the legal rate.

    An administrator adapts both; nobody is reminded or charged unless an accountant asks for it.
    """
    session.add(ReminderTerms(code="STANDARD", description="Three levels", is_default=True))
    session.add(
        FinanceChargeTerms(
            code="STANDARD",
            description="Nine percent a year, by months",
            is_default=True,
            pct=Decimal("0.75"),
            period_days=30,
            grace="5D",
            minimum=Decimal(5),
            due_formula="10D",
        )
    )
    session.flush()
    session.add_all(
        ReminderLevel(
            terms_code="STANDARD", level=level, grace=grace, due_formula="10D", fee=Decimal(fee)
        )
        for level, grace, fee in ((1, "5D", 0), (2, "7D", 5), (3, "7D", 10))
    )


def add_vat(session: Session) -> None:
    """Domestic 19 % and 7 %, within the EU the recipient owes it, export is zero rated."""
    rates = {STANDARD: Decimal(19), REDUCED: Decimal(7)}
    for group, percent in rates.items():
        session.add_all(
            (
                VatPostingSetup(
                    bus_group=DOMESTIC,
                    prod_group=group,
                    identifier=f"VAT{percent}",
                    percent=percent,
                    calc_type=NORMAL,
                ),
                VatPostingSetup(
                    bus_group=EU,
                    prod_group=group,
                    identifier="EU",
                    calc_type=REVERSE_CHARGE,
                    clause="EU",
                ),
                VatPostingSetup(
                    bus_group=EXPORT,
                    prod_group=group,
                    identifier="EXPORT",
                    calc_type=NONE,
                    clause="EXPORT",
                ),
            )
        )


def add_currencies(session: Session, codes: set[str], *, local: str, on: date) -> None:
    """The local currency and those that occur, with a first rate from `on` minus a year.

    Raises:
        ValueError: a currency for which no first rate is known.
    """
    unknown = sorted((codes | {local}) - set(_RATES))
    if unknown and codes - {local}:
        raise ValueError(f"no first exchange rate is known for {', '.join(unknown)}")
    for code in sorted(codes | {local}):
        whole = code in _WHOLE_UNITS
        session.add(CurrencyRow(code=code, amount_precision=Decimal("1" if whole else "0.01")))
        if code == local:
            continue
        session.add(
            ExchangeRateRow(
                currency=code,
                day=date(on.year - 1, 1, 1),
                foreign_amount=Decimal(_RATES[code]),
                lcy_amount=Decimal(_RATES[local]),
            )
        )


def add_templates(session: Session) -> None:
    """One template per VAT group of customers, each meant for its countries."""
    other_states = " ".join(sorted(MEMBER_STATES - {"DE"}))
    for code, text, countries in (
        (DOMESTIC, "Germany", "DE"),
        (EU, "Other EU states", other_states),
        (EXPORT, "Elsewhere", "*"),
    ):
        session.add(
            CustomerTemplate(
                code=code,
                description=text,
                countries=countries,
                gen_bus_posting_group=code,
                vat_bus_posting_group=code,
                customer_posting_group=code,
                payment_terms="NET14" if code == DOMESTIC else "NET30",
                language="de" if code == DOMESTIC else "en",
            )
        )


def add_locations(session: Session) -> None:
    session.add(
        Location(code="MAIN", name="Main warehouse", outbound_handling="1D", is_default=True)
    )


def business_group(country: str, *, seller: str = "DE") -> str:
    """The VAT group of a customer by his country (ISO 3166 alpha-2)."""
    if country in ("", seller):
        return DOMESTIC
    return EU if country in MEMBER_STATES else EXPORT


def product_group(item_group: str) -> str:
    """The VAT group of an article by its catalogue group."""
    return REDUCED if item_group.casefold() in _REDUCED_GROUPS else STANDARD
