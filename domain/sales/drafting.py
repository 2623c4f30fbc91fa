"""Writing a new sales document: from what somebody asks for to priced rows and a paper.

Quotes and orders begin the same way. What a customer's contact may not decide (prices,
discounts, payment terms, dates that have passed) is left out and said in the notices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from domain.calendar import check_not_before_document
from domain.catalog.wanted import LineRequest
from domain.database import write
from domain.errors import Command, InvalidField
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.parties.blocking import Action, check_not_blocked
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer, ShipToAddress
from domain.parties.finding import customer_of
from domain.parties.terms import PaymentTerms
from domain.people import SALES
from domain.said import said
from domain.sales.conditions import conditions
from domain.sales.credit import credit_notice
from domain.sales.documents import (
    CONTACT,
    STAFF_MADE,
    DiscountKind,
    Kind,
    QuoteState,
    SalesDocument,
)
from domain.sales.invoice_discount import HUNDRED, InvoiceDiscountTooHigh
from domain.sales.line_amounts import PERCENT_STEP
from domain.sales.lines import SalesLine, check_comment
from domain.sales.pricing import check_requests, new_line
from domain.sales.scheduling import schedule
from domain.sales.settling import settle
from domain.stock.expected import default_location
from domain.work import Work

_LONGEST_REFERENCE = 60
_BLOCKED_FOR = {Kind.QUOTE: Action.NEW_QUOTE, Kind.INVOICE: Action.NEW_INVOICE}
_LONGEST_ADDRESS = 300


@dataclass(frozen=True, kw_only=True)
class NewDocument(Command):
    """What quotes and orders are asked for with.

    `discount_pct` is off the whole document; `po_number` is the customer's own order number;
    `ship_to` the code of one of his addresses, or an address in words.
    """

    customer_no: str
    lines: tuple[LineRequest, ...]
    requested_delivery: date | None = None
    discount_pct: Decimal | None = None
    payment_terms: str = ""
    po_number: str = ""
    ship_to: str = ""


@dataclass(kw_only=True)
class Draft:
    """A document under way: its rows, its paper once settled, and what is to be said."""

    document: SalesDocument
    lines: list[SalesLine]
    paper: PaperFacts
    notices: list[str]


def draft(
    work: Work, command: NewDocument, *, kind: Kind, valid_until: date | None = None
) -> Draft:
    """Write a document with its lines, priced and settled.

    Raises:
        NotFound: an unknown customer or item.
        CustomerBlocked, ItemBlocked, VariantBlocked: somebody or something is blocked.
        ZeroQuantity, InvalidQuantity, QtyPrecision, InvalidDate, InvalidField and the like:
            what was asked for cannot be right; several at once as `Several`.
    """
    action = _BLOCKED_FOR.get(kind, Action.NEW_ORDER)
    customer = checked_customer(work, command.customer_no, action=action)
    notices: list[str] = []
    document = header_for(work, customer, kind=kind)
    set_wishes(work, document, customer=customer, command=command, notices=notices)
    document.valid_until = valid_until
    check_requests(command.lines, document=document, actor=work.actor)
    terms = conditions(
        work,
        document,
        kept=(),
        wanted=[(line.item_no, line.variant) for line in command.lines],
    )
    lines = [
        new_line(document, line, terms=terms, actor=work.actor, notices=notices)
        for line in command.lines
    ]
    schedule(work, document, lines, notices=notices)
    number_document(work, document, lines)
    paper = settle(work, document, lines, terms=terms)
    keep(work, document, lines)
    notices += credit_notice(work, document)
    return Draft(document=document, lines=lines, paper=paper, notices=notices)


def checked_customer(work: Work, customer_no: str, *, action: Action) -> Customer:
    """The customer, unless he or who pays for him is blocked for this."""
    customer = customer_of(work.session, customer_no, actor=work.actor)
    check_not_blocked(customer, action)
    if customer.bill_to != customer.no:
        check_not_blocked(work.session.get_one(Customer, customer.bill_to), action)
    return customer


def number_document(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> None:
    """Draw the document's number, as late as possible: the series is locked from here on."""
    document.number = work.next_number(document.kind)
    for line in lines:
        line.document_no = document.number


def keep(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> None:
    """Put new rows into the database, the header before its lines."""
    write(work.session, [document])
    write(work.session, lines)


def set_wishes(
    work: Work,
    document: SalesDocument,
    *,
    customer: Customer,
    command: NewDocument,
    notices: list[str],
) -> None:
    """Put onto the header what was asked for beside the lines.

    Raises:
        InvalidDate, InvalidField, InvoiceDiscountTooHigh: typed by our people and not right.
    """
    document.external_document_no = clean_reference(command.po_number)
    document.requested_delivery = delivery_wish(
        work, command.requested_delivery, document=document, notices=notices
    )
    set_discount(work, document, command.discount_pct, notices=notices)
    set_terms(work, document, command.payment_terms, notices=notices)
    set_ship_to(work, document, command.ship_to, customer=customer, notices=notices)


def clean_reference(text: str) -> str:
    """The customer's own number for his order, on one line and not too long."""
    return check_comment(text)[:_LONGEST_REFERENCE]


def delivery_wish(
    work: Work, day: date | None, *, document: SalesDocument, notices: list[str]
) -> date | None:
    """A wished delivery date; one that has passed is refused to our people, else left out."""
    if day is None or day >= document.document_date:
        return day
    if not work.actor.is_contact:
        check_not_before_document(
            day, document_date=document.document_date, field="Requested delivery"
        )
    notices.append(said("The delivery date {day} has passed; I left it open.", day=day))
    return None


def set_discount(
    work: Work, document: SalesDocument, pct: Decimal | None, *, notices: list[str]
) -> None:
    """A discount on the whole document, which only our people give; None leaves it alone."""
    if pct is None:
        return
    if work.actor.is_contact:
        notices.append("A discount on the whole order is for our salespeople to give.")
        return
    if not pct.is_finite() or not ZERO <= pct <= HUNDRED:
        given = pct if pct.is_finite() else ZERO
        raise InvoiceDiscountTooHigh(given=given, highest=HUNDRED, percent=True)
    if pct % PERCENT_STEP:
        why = "a percentage has at most five decimals"
        raise InvalidField(field="Discount", text=f"{pct:f}", why=why)
    document.discount_kind = DiscountKind.PERCENT
    document.discount_value = pct


def set_terms(work: Work, document: SalesDocument, code: str, *, notices: list[str]) -> None:
    """Other payment terms than the customer's, which only our people agree to."""
    wanted = code.strip()
    if not wanted or wanted.upper() == document.payment_terms.upper():
        return
    if work.actor.is_contact:
        stay = document.payment_terms or "as agreed"
        notices.append(said("Payment terms stay {terms}.", terms=stay))
        return
    known = {row.upper(): row for row in work.session.scalars(select(PaymentTerms.code))}
    if wanted.upper() not in known:
        why = f"known terms are {', '.join(sorted(known.values()))}"
        raise InvalidField(field="Payment terms", text=wanted[:40], why=why)
    document.payment_terms = known[wanted.upper()]
    document.due_date = None  # what was agreed under the former terms


_ADDRESSES = select(ShipToAddress).where(ShipToAddress.customer_no == bindparam("customer"))


def set_ship_to(
    work: Work, document: SalesDocument, text: str, *, customer: Customer, notices: list[str]
) -> None:
    """Ship to one of the customer's addresses, by code or name, or to an address in words."""
    known = work.session.scalars(_ADDRESSES, {"customer": customer.no}).all()
    wanted = text.strip()
    for address in known:
        named = wanted.casefold() in (address.code.casefold(), address.name.casefold())
        if named or (not wanted and address.is_default):
            _ship_to(document, address)
            return
    if not wanted:
        return
    parts = wanted.replace(",", "\n").split("\n")
    lines = [check_comment(line) for line in parts if check_comment(line)]
    document.ship_to_code = ""
    document.ship_to_address = "\n".join(lines)[:_LONGEST_ADDRESS]
    text = "Ship to {address}: this address is not on the customer's card."
    notices.append(said(text, address=", ".join(lines)))


def _ship_to(document: SalesDocument, address: ShipToAddress) -> None:
    document.ship_to_code = address.code
    document.ship_to_address = "\n".join(address.address_lines)
    document.ship_to_country = address.country
    document.location = address.location or document.location
    document.shipping_agent = address.shipping_agent or document.shipping_agent
    document.salesperson_no = address.salesperson or document.salesperson_no


def header_for(work: Work, customer: Customer, *, kind: Kind) -> SalesDocument:
    """A header with everything it copies from the customer; its number is drawn later."""
    bill_to = work.session.get_one(Customer, customer.bill_to)
    contact_name, contact_email = _contact(work, customer)
    seller = work.actor.id if work.actor.roles & SALES else ""
    return SalesDocument(
        number="",
        kind=kind,
        quote_state=QuoteState.DRAFT if kind == Kind.QUOTE else QuoteState.NONE,
        customer_no=customer.no,
        bill_to_no=bill_to.no,
        order_date=work.today,
        document_date=work.today,
        posting_date=work.today,
        vat_date=work.today,
        currency=customer.currency or work.setup.currency,
        sell_to_name=customer.name,
        sell_to_address="\n".join(customer.address_lines),
        sell_to_country=customer.country,
        bill_to_name=bill_to.name,
        bill_to_address="\n".join(bill_to.address_lines),
        bill_to_country=bill_to.country,
        created_at=work.now,
        created_by=work.actor.id,
        origin=CONTACT if work.actor.is_contact else STAFF_MADE,
        contact=contact_name,
        contact_email=contact_email,
        vat_id=bill_to.vat_registration_no,
        salesperson_no=customer.salesperson or seller,
        payment_terms=bill_to.payment_terms or "",
        payment_method=bill_to.payment_method or "",
        prices_include_vat=bill_to.prices_including_vat,
        vat_group=bill_to.vat_bus_posting_group,
        location=customer.location or default_location(work.session),
        shipping_agent=customer.shipping_agent,
        shipping_time=customer.shipping_time,
        shipping_advice=customer.shipping_advice,
        combine_shipments=customer.combine_shipments,
        reserve=customer.reserve,
        prepayment_pct=bill_to.prepayment_pct,
        language=customer.language or work.setup.language,
        locale=locale_of(customer, work),
        incoming_message_id=work.source.message_id,
    )


def _contact(work: Work, customer: Customer) -> tuple[str, str]:
    """Whom the document is addressed to: the contact who writes, else the customer's own."""
    if work.actor.is_contact:
        return work.actor.name, work.actor.email
    contact = work.session.get(Contact, customer.contact_no) if customer.contact_no else None
    if contact is None:
        return "", ""
    return (contact.name if contact.type == "person" else ""), contact.email


def locale_of(customer: Customer, work: Work) -> str:
    """How numbers and dates are written: what the card says, else by language and country."""
    if customer.format_region:
        return customer.format_region
    language = customer.language or work.setup.language
    if language == "en":
        return "en_GB"
    return f"{language}_{customer.country or work.setup.country}"
