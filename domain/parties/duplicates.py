"""Customers that may be the same firm: equal folded name, mail address or VAT number.

A candidate is a hint for a person; nothing here decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.naming import name_key
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer, CustomerAlias


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A customer that may be meant. `why` is name, e-mail or VAT number."""

    customer_no: str
    name: str
    city: str
    why: str


def candidates(
    session: Session, *, name: str, email: str = "", vat_no: str = ""
) -> tuple[Candidate, ...]:
    """Customers with an equal name (folded), VAT number or one of the addresses, strongest first.

    `email` may hold several addresses parted by ";".
    """
    found: dict[str, Candidate] = {}
    addresses = {address for address in email.split(";") if address}
    for why, customers in (
        ("VAT number", _with_vat_no(session, vat_no)),
        ("e-mail", _with_address(session, addresses)),
        ("name", _with_name(session, name)),
    ):
        for customer in customers:
            found.setdefault(
                customer.no,
                Candidate(customer_no=customer.no, name=customer.name, city=customer.city, why=why),
            )
    return tuple(found.values())


def _with_vat_no(session: Session, vat_no: str) -> Iterable[Customer]:
    if not vat_no:
        return ()
    living = select(Customer).where(Customer.merged_into == "")
    return session.scalars(living.where(Customer.vat_registration_no == vat_no))


def _with_name(session: Session, name: str) -> Iterable[Customer]:
    key = name_key(name)
    aliased = select(CustomerAlias.customer_no).where(CustomerAlias.folded == key)
    return session.scalars(
        select(Customer)
        .where(Customer.merged_into == "")
        .where(or_(Customer.name_key == key, Customer.no.in_(aliased)))
        .order_by(Customer.no)
    )


def _with_address(session: Session, addresses: set[str]) -> Iterable[Customer]:
    if not addresses:
        return ()
    contacts = select(Contact.customer_no).where(
        or_(Contact.email.in_(addresses), Contact.email2.in_(addresses))
    )
    own = [Customer.email.contains(address, autoescape=True) for address in addresses]
    rows = session.scalars(
        select(Customer)
        .where(Customer.merged_into == "")
        .where(or_(Customer.no.in_(contacts), *own))
        .order_by(Customer.no)
    ).all()
    in_contacts = set(session.scalars(contacts))
    return [row for row in rows if row.no in in_contacts or addresses & set(row.email.split(";"))]
