"""Letters in quarantine, as the card about them shows them, and what becomes of them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.parties.contact_rows import Quarantine
from domain.parties.contacts import near_customers
from domain.parties.finding import find_customer


@dataclass(frozen=True, kw_only=True)
class WaitingLetter:
    """One letter of somebody unknown. `near` are number and name of customers it may be from."""

    address: str
    name: str
    subject: str
    excerpt: str
    state: str
    near: tuple[tuple[str, str], ...]


def waiting_letter(session: Session, quarantine_id: int) -> WaitingLetter | None:
    """What a card about a quarantined letter says; None when there is no such letter."""
    row = session.get(Quarantine, quarantine_id)
    if row is None:
        return None
    found = [
        find_customer(session, no)
        for no in near_customers(session, mail=row.address, name=row.name)
    ]
    return WaitingLetter(
        address=row.address,
        name=row.name,
        subject=row.subject,
        excerpt=row.excerpt,
        state=row.state,
        near=tuple((customer.no, customer.name) for customer in found if customer is not None),
    )


def was_adopted(session: Session, letter_id: str) -> bool:
    """Whether one of our people has said that this letter is from whom it says it is."""
    adopted = select(Quarantine.id).where(
        Quarantine.letter_id == letter_id, Quarantine.state == "adopted"
    )
    return session.scalar(adopted) is not None
