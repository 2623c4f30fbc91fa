"""Changing and deleting customers' cards.

A change of groups, terms or currency touches new documents only: those agreed keep what they
copied. A customer that documents or entries name is never deleted, only blocked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Table, literal, select, update
from sqlalchemy.orm import Session

from domain.database import Base
from domain.errors import Command, InvalidField, NotFound, NotPermitted, Outcome, Refusal, Several
from domain.money import CENT, ZERO
from domain.naming import name_key
from domain.parties import card_checks
from domain.parties.contact_rows import Contact
from domain.parties.contacts import adopt_domain
from domain.parties.customer_rows import (
    Customer,
    CustomerAlias,
    CustomerBankAccount,
    CustomerDomain,
    ShipToAddress,
)
from domain.parties.customers import BlockCustomer
from domain.parties.finding import customer_of
from domain.people import BOOKS, SALES, Role
from domain.work import Work

_PARTS = (ShipToAddress, CustomerDomain, CustomerAlias, CustomerBankAccount)
_LABELS = {
    "name": "Name",
    "email": "E-mail",
    "vat_registration_no": "VAT number",
    "address": "Street",
    "post_code": "Post code",
    "city": "City",
    "country": "Country",
    "phone": "Phone",
    "currency": "Currency",
    "payment_terms": "Payment terms",
    "credit_limit": "Credit limit",
    "einvoice": "E-invoice format",
    "buyer_reference": "Reference on bills",
    "einvoice_address": "E-invoice address",
}


@dataclass(frozen=True, kw_only=True)
class UpdateCustomer(Command):
    """Change a customer's card. None leaves a field as it is; an empty text empties it.

    `einvoice` is the format sent beside the PDF (xrechnung, ubl), `buyer_reference` what the
    customer wants on bills (a Leitweg-ID), `einvoice_address` its address in the network.
    """

    may: ClassVar[frozenset[Role]] = SALES | BOOKS
    doing: ClassVar[str] = "change customers"

    customer_no: str
    name: str | None = None
    email: str | None = None
    vat_no: str | None = None
    street: str | None = None
    post_code: str | None = None
    city: str | None = None
    country: str | None = None
    phone: str | None = None
    currency: str | None = None
    payment_terms: str | None = None
    credit_limit: Decimal | None = None
    einvoice: str | None = None
    buyer_reference: str | None = None
    einvoice_address: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeleteCustomer(Command):
    """Delete a customer nobody has dealt with yet."""

    may: ClassVar[frozenset[Role]] = BOOKS
    doing: ClassVar[str] = "delete customers"

    customer_no: str


@dataclass(frozen=True, kw_only=True)
class CustomerUpdated(Outcome):
    """What changed, in words; empty when everything was so already."""

    customer_no: str
    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CustomerDeleted(Outcome):
    """The card is gone; its people stay as contacts without a customer."""

    customer_no: str
    name: str


@dataclass(kw_only=True, eq=False)
class CustomerHasEntries(Refusal):
    """Documents or ledger entries name the customer, of whatever year."""

    customer_no: str
    name: str

    def sentence(self) -> str:
        return (
            f"Documents or entries name {self.name} ({self.customer_no}), so it stays. "
            "It can be blocked instead."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (
            BlockCustomer(customer_no=self.customer_no, kind="all", reason="No longer a customer"),
        )


def update_customer(command: UpdateCustomer, work: Work) -> CustomerUpdated:
    """Change the card, all fields or none.

    Raises:
        NotFound: no such customer, or no such payment terms.
        NotPermitted: a credit limit from somebody who may not set one.
        InvalidField, Several: values that cannot be right.
    """
    work.permit(command)
    customer = customer_of(work.session, command.customer_no, actor=work.actor)
    if command.credit_limit is not None and not work.actor.roles & BOOKS:
        raise NotPermitted(what="set a credit limit", who_may="a manager or accountant")
    values = _checked(command, customer, work.session)
    changes = tuple(
        f"{_LABELS[field]}: {getattr(customer, field) or '-'} → {value or '-'}"
        for field, value in values.items()
        if (getattr(customer, field) or "") != (value or "")
    )
    for field, value in values.items():
        setattr(customer, field, value)
    customer.name_key = name_key(customer.name)
    if changes:
        customer.last_modified = work.now
    for address in filter(None, (command.email or "").lower().split(";")):
        adopt_domain(work.session, customer.no, address.strip())
    return work.happened(
        CustomerUpdated(customer_no=customer.no, name=customer.name, changes=changes)
    )


def delete_customer(command: DeleteCustomer, work: Work) -> CustomerDeleted:
    """Delete the card with its addresses; contacts stay.

    Raises:
        NotFound: no such customer.
        CustomerHasEntries: something names it.
    """
    work.permit(command)
    customer = customer_of(work.session, command.customer_no, actor=work.actor)
    if _is_named(work.session, customer.no):
        raise CustomerHasEntries(customer_no=customer.no, name=customer.name)
    told = CustomerDeleted(customer_no=customer.no, name=customer.name)
    work.session.execute(
        update(Contact).where(Contact.customer_no == customer.no).values(customer_no=None)
    )
    for part in _PARTS:
        for row in work.session.scalars(select(part).where(part.customer_no == customer.no)):
            work.session.delete(row)
    work.session.flush()
    work.session.delete(customer)
    work.session.flush()
    return work.happened(told)


def _checked(
    command: UpdateCustomer, customer: Customer, session: Session
) -> dict[str, str | Decimal | None]:
    """The cleaned values of the given fields by column, or every fault at once."""
    checks: dict[str, tuple[str | None, Callable[[str], str]]] = {
        "name": (command.name, card_checks.clean_name),
        "email": (command.email, card_checks.clean_email),
        "address": (command.street, _line("Street")),
        "post_code": (command.post_code, _line("Post code")),
        "city": (command.city, _line("City")),
        "country": (command.country, card_checks.clean_country),
        "phone": (command.phone, _line("Phone")),
        "currency": (command.currency, lambda text: card_checks.clean_currency(session, text)),
        "payment_terms": (
            command.payment_terms,
            lambda text: card_checks.clean_terms(session, text),
        ),
        "vat_registration_no": (
            command.vat_no,
            lambda text: card_checks.clean_vat_no(text, country=customer.country),
        ),
        "einvoice": (command.einvoice, card_checks.clean_einvoice),
        "buyer_reference": (command.buyer_reference, _line("Reference on bills")),
        "einvoice_address": (command.einvoice_address, card_checks.clean_einvoice_address),
    }
    values: dict[str, str | Decimal | None] = {}
    refusals: list[Refusal] = []
    for column, (given, check) in checks.items():
        if given is None:
            continue
        try:
            values[column] = check(given)
        except (InvalidField, NotFound) as refusal:
            refusals.append(refusal)
    if command.credit_limit is not None:
        if command.credit_limit < ZERO or command.credit_limit % CENT:
            why = "a credit limit is an amount of money, 0 for none"
            text = f"{command.credit_limit:f}"
            refusals.append(InvalidField(field="Credit limit", text=text, why=why))
        values["credit_limit"] = command.credit_limit
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Several(refusals=tuple(refusals))
    if values.get("payment_terms") == "":
        values["payment_terms"] = None  # the column refers to a row or to none
    return values


def _line(field: str) -> Callable[[str], str]:
    return lambda text: card_checks.clean_line(text, field=field)


def _is_named(session: Session, customer_no: str) -> bool:
    """Whether a row of any other table refers to the customer."""
    own = {part.__table__ for part in _PARTS} | {Contact.__table__, Customer.__table__}
    return any(
        _refers(session, table, customer_no)
        for table in Base.metadata.sorted_tables
        if table not in own
    )


def _refers(session: Session, table: Table, customer_no: str) -> bool:
    for key in table.foreign_keys:
        if key.column.table is Customer.__table__:
            found = select(literal(1)).select_from(table).where(key.parent == customer_no)
            if session.execute(found.limit(1)).first():
                return True
    return False
