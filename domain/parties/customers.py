"""Customers: registering them, looking at their card, blocking them.

A customer takes groups and terms from a template and always has one company contact. Two
customers that look alike are not made without a person's yes. Nobody outside becomes a
customer by writing to us: unknown senders wait in quarantine (`domain.parties.contacts`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from domain.errors import Command, InvalidField, NotFound, Outcome, Refusal, Several
from domain.money import CENT, ZERO
from domain.naming import name_key, nearest
from domain.parties import card_checks
from domain.parties.blocking import ALL, INVOICE, SHIP
from domain.parties.contact_rows import Contact
from domain.parties.contacts import adopt_domain, person_at
from domain.parties.customer_rows import Customer, CustomerTemplate
from domain.parties.duplicates import Candidate, candidates
from domain.parties.finding import ClientFacts as ClientFacts
from domain.parties.finding import clients as clients
from domain.parties.finding import customer_of as customer_of
from domain.people import BOOKS, EVERYONE, SALES, Role
from domain.work import Work

_HIGHEST_LIMIT = Decimal("1000000000")


@dataclass(frozen=True, kw_only=True)
class CreateCustomer(Command):
    """Register a customer. `confirm` says that one who looks alike is another firm.

    `template` may be left out where only one exists, or one is meant for the country.
    `credit_limit` is in local currency; None and 0 set none.
    """

    may: ClassVar[frozenset[Role]] = SALES | BOOKS
    doing: ClassVar[str] = "register customers"

    name: str
    email: str = ""
    contact: str = ""
    vat_no: str = ""
    street: str = ""
    post_code: str = ""
    city: str = ""
    country: str = ""
    currency: str = ""
    language: str = ""
    payment_terms: str = ""
    credit_limit: Decimal | None = None
    template: str = ""
    confirm: bool = False


@dataclass(frozen=True, kw_only=True)
class ShowCustomer(Command):
    """Look at a customer's card."""

    may: ClassVar[frozenset[Role]] = EVERYONE
    doing: ClassVar[str] = "look at customers"

    customer_no: str


@dataclass(frozen=True, kw_only=True)
class BlockCustomer(Command):
    """Block a customer for shipping, invoicing or everything; `kind` "none" lifts the block."""

    may: ClassVar[frozenset[Role]] = BOOKS
    doing: ClassVar[str] = "block customers"

    customer_no: str
    kind: str  # ship, invoice, all, none
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerCreated(Outcome):
    """A new card. `looks_like` are customers that may be the same firm and were confirmed."""

    customer_no: str
    name: str
    template: str
    payment_terms: str
    currency: str
    country: str
    email: str = ""
    contact: str = ""
    credit_limit: Decimal = ZERO
    looks_like: tuple[Candidate, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomerShown(Outcome):
    """What the card says. `credit_limit` 0 is none, `blocked` empty is not blocked."""

    customer_no: str
    name: str
    address_lines: tuple[str, ...]
    country: str
    email: str
    phone: str
    contacts: tuple[tuple[str, str], ...]  # name and address
    currency: str
    payment_terms: str
    vat_no: str
    salesperson: str
    credit_limit: Decimal
    blocked: str
    blocked_reason: str


@dataclass(frozen=True, kw_only=True)
class CustomerBlockSet(Outcome):
    """The block has changed from `before` to `kind`; empty is none."""

    customer_no: str
    name: str
    kind: str
    before: str
    reason: str


@dataclass(kw_only=True, eq=False)
class PossibleDuplicate(Refusal):
    """Customers with the same name, address or VAT number exist; confirm to add another."""

    command: CreateCustomer
    candidates: tuple[Candidate, ...]

    def sentence(self) -> str:
        listed = "; ".join(
            f"{found.customer_no} {found.name}{f', {found.city}' if found.city else ''} "
            f"(same {found.why})"
            for found in self.candidates
        )
        return f"{self.command.name} may be a customer already: {listed}. Is it another firm?"

    def remedies(self) -> tuple[Command, ...]:
        return (replace(self.command, confirm=True),)


@dataclass(kw_only=True, eq=False)
class TemplateRequired(Refusal):
    """Several templates exist and none was chosen."""

    command: CreateCustomer
    templates: tuple[str, ...]

    def sentence(self) -> str:
        return (
            f"Which template shall {self.command.name} get: {', '.join(self.templates)}? "
            "It decides on VAT and payment terms."
        )

    def remedies(self) -> tuple[Command, ...]:
        return tuple(replace(self.command, template=code) for code in self.templates)


def create_customer(command: CreateCustomer, work: Work) -> CustomerCreated:
    """Register a customer with its company contact and, if named, a person there.

    A credit limit is set by those who may; from others the customer is made without it and
    a notice says so.

    Raises:
        InvalidField, NotFound, Several: values that cannot be right.
        PossibleDuplicate: one like it exists, and `confirm` was not given.
        TemplateRequired: several templates, none chosen and none meant for the country.
    """
    work.permit(command)
    card = _checked(command, work)
    template = _template(card, work)
    alike = candidates(work.session, name=card.name, email=card.email, vat_no=card.vat_no)
    if alike and not command.confirm:
        raise PossibleDuplicate(command=card, candidates=alike)

    limit, notices = _credit_limit(card, work)
    customer = _card(card, template, work)
    customer.credit_limit = limit
    work.session.add(customer)
    work.session.flush()
    _add_contacts(customer, card.contact, work)
    return work.happened(
        CustomerCreated(
            customer_no=customer.no,
            name=customer.name,
            template=template.code,
            payment_terms=customer.payment_terms or "",
            currency=customer.currency or work.setup.currency,
            country=customer.country,
            email=customer.email,
            contact=card.contact,
            credit_limit=limit,
            looks_like=alike,
            notices=notices,
        )
    )


def show_customer(command: ShowCustomer, work: Work) -> CustomerShown:
    """Show the card; a contact sees its own customer's only.

    Raises:
        NotFound: no such customer for this actor.
    """
    work.permit(command)
    customer = customer_of(work.session, command.customer_no, actor=work.actor)
    people = work.session.scalars(
        select(Contact)
        .where(Contact.customer_no == customer.no, Contact.type == "person")
        .order_by(Contact.no)
    )
    return CustomerShown(
        customer_no=customer.no,
        name=customer.name,
        address_lines=customer.address_lines,
        country=customer.country,
        email=customer.email,
        phone=customer.phone,
        contacts=tuple((person.name, person.email) for person in people),
        currency=customer.currency or work.setup.currency,
        payment_terms=customer.payment_terms or "",
        vat_no=customer.vat_registration_no,
        salesperson=customer.salesperson or "",
        credit_limit=customer.credit_limit,
        blocked="privacy" if customer.privacy_blocked else customer.blocked,
        blocked_reason=customer.blocked_reason,
    )


def block_customer(command: BlockCustomer, work: Work) -> CustomerBlockSet:
    """Set or lift a block; what it stands in the way of is in `domain.parties.blocking`.

    Raises:
        NotFound: no such customer.
        InvalidField: an unknown kind of block, or a block without a reason.
    """
    work.permit(command)
    customer = customer_of(work.session, command.customer_no, actor=work.actor)
    kind = "" if command.kind.casefold() in ("", "none") else command.kind.casefold()
    if kind not in ("", SHIP, INVOICE, ALL):
        why = "a block is ship, invoice, all or none"
        raise InvalidField(field="Block", text=command.kind[:40], why=why)
    reason = card_checks.clean_line(command.reason, field="Reason")
    if kind and not reason:
        why = "please say why, so that others understand it"
        raise InvalidField(field="Reason", text="(empty)", why=why)
    before, customer.blocked, customer.blocked_reason = customer.blocked, kind, reason
    customer.last_modified = work.now
    return work.happened(
        CustomerBlockSet(
            customer_no=customer.no, name=customer.name, kind=kind, before=before, reason=reason
        )
    )


def _checked(command: CreateCustomer, work: Work) -> CreateCustomer:
    """The command with cleaned values, or every fault of it at once."""
    session = work.session
    refusals: list[Refusal] = []

    def clean(check: Callable[[], str]) -> str:
        try:
            return check()
        except (InvalidField, NotFound) as refusal:
            refusals.append(refusal)
            return ""

    country = clean(lambda: card_checks.clean_country(command.country))
    card = replace(
        command,
        name=clean(lambda: card_checks.clean_name(command.name)),
        email=clean(lambda: card_checks.clean_email(command.email)),
        contact=clean(lambda: card_checks.clean_line(command.contact, field="Contact")),
        street=clean(lambda: card_checks.clean_line(command.street, field="Street")),
        post_code=clean(
            lambda: card_checks.clean_line(command.post_code, field="Post code", longest=20)
        ),
        city=clean(lambda: card_checks.clean_line(command.city, field="City")),
        country=country,
        vat_no=clean(lambda: card_checks.clean_vat_no(command.vat_no, country=country)),
        language=clean(lambda: card_checks.clean_language(command.language)),
        currency=clean(lambda: card_checks.clean_currency(session, command.currency)),
        payment_terms=clean(lambda: card_checks.clean_terms(session, command.payment_terms)),
    )
    limit = command.credit_limit
    if limit is not None and not (ZERO <= limit <= _HIGHEST_LIMIT and limit % CENT == 0):
        why = "a credit limit is an amount of money, at most a billion"
        refusals.append(InvalidField(field="Credit limit", text=f"{limit:f}", why=why))
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Several(refusals=tuple(refusals))
    return card


def _template(card: CreateCustomer, work: Work) -> CustomerTemplate:
    templates = {row.code: row for row in work.session.scalars(select(CustomerTemplate))}
    if card.template:
        code = card.template.strip().upper()
        if code not in templates:
            near = nearest(code, templates) or tuple(sorted(templates))[:3]
            raise NotFound(kind="customer template", text=card.template[:40], near=near)
        return templates[code]
    if len(templates) == 1:
        return next(iter(templates.values()))
    meant = [row for row in templates.values() if card.country in row.countries.split()]
    elsewhere = [row for row in templates.values() if row.countries == "*"]
    chosen = meant or elsewhere
    if card.country and len(chosen) == 1:
        return chosen[0]
    raise TemplateRequired(command=card, templates=tuple(sorted(templates)))


def _credit_limit(card: CreateCustomer, work: Work) -> tuple[Decimal, tuple[str, ...]]:
    limit = card.credit_limit or ZERO
    if not limit or work.actor.roles & BOOKS:
        return limit, ()
    notice = (
        f"The credit limit of {limit:,.2f} {work.setup.currency} is not set: "
        "a manager or accountant has to do that."
    )
    return ZERO, (notice,)


def _card(card: CreateCustomer, template: CustomerTemplate, work: Work) -> Customer:
    is_salesperson = Role.SALESPERSON in work.actor.roles
    return Customer(
        no=work.next_number("customer"),
        name=card.name,
        name_key=name_key(card.name),
        address=card.street,
        post_code=card.post_code,
        city=card.city,
        country=card.country,
        email=card.email,
        language=card.language or template.language,
        currency=card.currency or template.currency,
        salesperson=work.actor.id if is_salesperson else None,
        payment_terms=card.payment_terms or template.payment_terms,
        gen_bus_posting_group=template.gen_bus_posting_group,
        vat_bus_posting_group=template.vat_bus_posting_group,
        customer_posting_group=template.customer_posting_group,
        vat_registration_no=card.vat_no,
        prices_including_vat=template.prices_including_vat,
        price_group=template.price_group,
        discount_group=template.discount_group,
        invoice_disc_code=template.invoice_disc_code,
        location=template.location,
        created_on=work.today,
        last_modified=work.now,
    )


def _add_contacts(customer: Customer, person: str, work: Work) -> None:
    company = Contact(
        no=work.next_number("contact"),
        name=customer.name,
        type="company",
        customer_no=customer.no,
        email="" if person else customer.email.partition(";")[0],
        salesperson=customer.salesperson,
        language=customer.language,
    )
    work.session.add(company)
    work.session.flush()
    customer.contact_no = company.no
    if person:
        person_at(work, customer, name=person, email=customer.email.partition(";")[0])
    for address in filter(None, customer.email.split(";")):
        adopt_domain(work.session, customer.no, address)
