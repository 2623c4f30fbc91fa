"""Finding a customer by number or name, and the frozen list the reader of messages knows.

A number that was merged away leads to the customer it was merged into.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.naming import nearest
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer, CustomerAlias, CustomerDomain
from domain.people import Actor

T = TypeVar("T")
_LONGEST_CHAIN = 20


@dataclass(frozen=True, kw_only=True)
class ClientFacts:
    """A customer as the reader of messages sees it. `contacts` pair a name and an address."""

    no: str
    name: str
    city: str = ""
    country: str = ""
    domains: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    currency: str = ""
    payment_terms: str = ""
    aliases: tuple[str, ...] = ()


def clients(session: Session) -> tuple[ClientFacts, ...]:
    """All customers in order of their numbers, without merged ones; four statements."""
    domains = _grouped(
        (row.customer_no, row.domain) for row in session.scalars(select(CustomerDomain))
    )
    aliases = _grouped(
        (row.customer_no, row.alias) for row in session.scalars(select(CustomerAlias))
    )
    people = _grouped(
        (row.customer_no, (row.name, row.email))
        for row in session.scalars(select(Contact).order_by(Contact.no))
        if row.customer_no and row.type == "person"
    )
    return tuple(
        ClientFacts(
            no=row.no,
            name=row.name,
            city=row.city,
            country=row.country,
            domains=domains.get(row.no, ()),
            contacts=people.get(row.no, ()),
            currency=row.currency,
            payment_terms=row.payment_terms or "",
            aliases=aliases.get(row.no, ()),
        )
        for row in session.scalars(
            select(Customer).where(Customer.merged_into == "").order_by(Customer.no)
        )
    )


def customer_of(session: Session, customer_no: str, *, actor: Actor) -> Customer:
    """The customer with this number, written in any case, as far as the actor may see it.

    Raises:
        NotFound: there is none, or the actor is another customer's contact.
    """
    customer = find_customer(session, customer_no)
    if actor.is_contact:
        if customer is None or customer.no != actor.customer_no:
            raise NotFound(kind="customer", text=customer_no)
        return customer
    if customer is None:
        raise NotFound(kind="customer", text=customer_no, near=_near(session, customer_no))
    return customer


def find_customer(session: Session, customer_no: str) -> Customer | None:
    """The customer, or the one it was merged into; None when the number is unknown."""
    given = customer_no.strip()
    customer = session.get(Customer, given) or session.get(Customer, given.upper())
    for _ in range(_LONGEST_CHAIN):
        if customer is None or not customer.merged_into:
            return customer
        customer = session.get(Customer, customer.merged_into)
    raise LookupError(f"customer {customer_no} is merged in a circle")


def _near(session: Session, text: str) -> tuple[str, ...]:
    rows = session.execute(select(Customer.no, Customer.name).where(Customer.merged_into == ""))
    labels = {row.no: f"{row.no} {row.name}" for row in rows}
    by_name = {label.partition(" ")[2]: label for label in labels.values()}
    found = [labels[number] for number in nearest(text, labels)]
    found += [by_name[name] for name in nearest(text, by_name)]
    return tuple(dict.fromkeys(found))[:3]


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
