"""What a paper says, frozen when it is issued.

One frozen value per document feeds the PDF, the mail, the text and the Slack card, so the
figures can never differ, and a reprint in ten years is the same paper. It holds codes,
numbers and dates; wording and layout belong to `templates`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

KINDS = (
    "quote",
    "order-confirmation",
    "pro-forma",
    "delivery-note",
    "invoice",
    "prepayment-invoice",
    "credit-memo",
    "prepayment-credit-memo",
    "draft-credit-memo",
    "return-confirmation",
    "return-receipt",
    "statement",
    "reminder",
    "finance-charge",
    "picking-list",
)


@dataclass(frozen=True, kw_only=True)
class Seller:
    """Us, as the letterhead shows us. `accent` is a CSS colour; `logo_svg` is our own drawing."""

    name: str
    address_lines: tuple[str, ...]
    country: str  # ISO 3166 alpha-2
    email: str
    phone: str = ""
    web: str = ""
    register: str = ""
    directors: str = ""
    vat_id: str = ""
    tax_no: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""
    tagline: str = ""
    accent: str = "#0b5d5b"


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whom the paper goes to. `address_lines` hold name, street, post code and city, in order.

    `einvoice` is the e-invoice format the buyer wants besides the PDF ("xrechnung", "ubl"; "" is
    none), `buyer_reference` what must stand in it (a Leitweg-ID), `einvoice_address` where it is
    received, as "SCHEME:ADDRESS" with a code of the EAS list.
    """

    customer_no: str
    name: str
    address_lines: tuple[str, ...]
    country: str
    contact: str = ""
    email: str = ""
    vat_id: str = ""
    einvoice: str = ""
    buyer_reference: str = ""
    einvoice_address: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One line. Prices and `amount` are in the paper's currency and price convention.

    `amount` is after the line discount. `running_total` is the sum of `amount` up to and
    including this line. A comment line has a description only (`position` 0, amounts zero).
    `vat_identifier` names its row in the VAT table. `net_amount` is without VAT and after all
    discounts; None where nobody settled it (it is `amount` where prices are net).
    """

    position: int
    item_no: str = ""
    description: str
    details: str = ""
    quantity: Decimal = Decimal(0)
    unit: str = ""
    base_quantity: Decimal = Decimal(0)
    base_unit: str = ""
    unit_price: Decimal = Decimal(0)
    discount_pct: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    vat_pct: Decimal = Decimal(0)
    running_total: Decimal = Decimal(0)
    delivery: date | None = None
    ordered: Decimal = Decimal(0)  # by the order, where this is a part of it
    outstanding: Decimal = Decimal(0)  # still to be delivered after this paper
    shipment_no: str = ""
    vat_identifier: str = ""
    net_amount: Decimal | None = None
    bin: str = ""  # where it lies, on a picking list


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A value before or after a change: a number with its unit, a day, or a text; empty is none."""

    text: str = ""
    number: Decimal | None = None
    unit: str = ""
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class PaperChange:
    """One thing that an amendment changes. `what` is a code that papers have words for.

    `item` names the line; without one it is about the whole document. `at` is the price of an
    article that was added.
    """

    what: str
    item: str = ""
    description: str = ""
    was: Changed = Changed()
    now: Changed = Changed()
    at: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class VatRow:
    """The tax of one group: on `base`, at `percent`, that is `amount`. `clause` is a text code.

    `category` is the letter of EN 16931 (S, Z, E, AE, K, G, O); empty lets the e-invoice take it
    from the clause and the rate.
    """

    identifier: str
    percent: Decimal
    base: Decimal
    amount: Decimal
    clause: str = ""
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Payment terms as facts: net days, and a discount of `discount_pct` within its own days."""

    code: str
    due_formula: str
    discount_pct: Decimal = Decimal(0)
    discount_formula: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountEntry:
    """One entry of a customer's account on a statement or reminder.

    `kind` is invoice, credit-memo, payment, refund, interest and the like; credits are below
    zero. `running` is the balance up to and including this entry, `remaining` what is open of it.
    """

    day: date
    kind: str
    number: str
    amount: Decimal
    remaining: Decimal
    running: Decimal
    due: date | None = None
    days_overdue: int = 0


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """Everything one paper shows. Amounts are in `currency`; `issued` is the paper's own date.

    `subtotal` is the sum of the lines, `net` after the invoice discount and without VAT,
    `total` with VAT and rounding. `locale` ("de_DE") decides number and date forms,
    `language` ("de") the words.
    """

    kind: str
    number: str
    version: int
    issued: date
    language: str
    locale: str
    currency: str
    prices_include_vat: bool
    seller: Seller
    buyer: Addressee
    ship_to: tuple[str, ...]  # address lines, empty when the goods go to the buyer's address
    salesperson: str
    salesperson_email: str
    lines: tuple[PaperLine, ...]
    subtotal: Decimal
    invoice_discount: Decimal
    invoice_discount_pct: Decimal
    net: Decimal
    vat: tuple[VatRow, ...]
    rounding: Decimal
    total: Decimal
    terms: Terms | None = None
    valid_until: date | None = None
    requested_delivery: date | None = None
    planned_delivery: date | None = None
    your_reference: str = ""
    quote_no: str = ""
    order_no: str = ""
    notes: tuple[str, ...] = ()
    due_date: date | None = None
    discount_date: date | None = None  # inclusive
    discount_pct: Decimal = Decimal(0)
    discount_amount: Decimal = Decimal(0)  # off `total` when paid by `discount_date`
    instalments: tuple[tuple[date, Decimal], ...] = ()  # more than one: due date and amount
    shipment_nos: tuple[str, ...] = ()
    corrects_no: str = ""
    payment_state: str = ""  # open or paid when the paper was issued
    prepaid: Decimal = Decimal(0)  # prepayments contained in `total` as deductions, incl. VAT
    shipping_agent: str = ""
    supplied: date | None = None  # the last day goods left or work was done
    ship_to_country: str = ""  # ISO 3166 alpha-2, of `ship_to`
    corrects_date: date | None = None  # of the invoice `corrects_no`
    reason: str = ""  # why a credit memo or a return, in words
    local_currency: str = ""  # the seller's, where the paper is in another
    local_vat: Decimal = Decimal(0)  # all VAT of the paper in `local_currency`
    rate_foreign: Decimal = Decimal(0)  # so many units of `currency` ...
    rate_local: Decimal = Decimal(0)  # ... were so many of `local_currency`
    entries: tuple[AccountEntry, ...] = ()  # of a statement or reminder, which has no `lines`
    period_from: date | None = None  # a statement covers this day up to `issued`, inclusive
    opening_balance: Decimal = Decimal(0)
    ageing: tuple[Decimal, ...] = ()  # `total` by days overdue: none, 1-30, 31-60, 61-90, more
    reminder_level: int = 0  # 1 is the friendly one
    pay_link: str = ""  # where a bill is paid; it shows what is open when it is opened
    interest: Decimal = Decimal(0)  # asked for by a reminder, contained in `total`
    fee: Decimal = Decimal(0)  # likewise
    amendment: int = 0  # 1 is the first change of an order that was confirmed before
    amends: date | None = None  # the day of the confirmation that it changes
    changes: tuple[PaperChange, ...] = ()  # against that confirmation
