"""A letter of ours that did not arrive: the person who looks after the customer is told, once."""

from sqlalchemy.orm import Session

from domain.outbox import OutboxRow
from domain.parties.care import responsible_for
from domain.parties.contacts import identify_sender
from domain.work import Work


def tell_undelivered(work: Work, outbox_id: int, why: str) -> None:
    """Mark the letter and give it to a person; letters to our own people are only marked."""
    row = work.session.get(OutboxRow, outbox_id)
    if row is None or row.kind != "mail" or row.result.get("undelivered"):
        return
    row.result = {**row.result, "undelivered": why[:300]}
    customer = customer_of_letter(work.session, row)
    person = responsible_for(work.session, customer) if customer else ""
    if person:
        work.notify(person, "undelivered", str(row.id))


def customer_of_letter(session: Session, row: OutboxRow) -> str:
    """The customer a letter was written to; empty for our own people and strangers."""
    reader = identify_sender(session, address_of(row))
    return (reader.customer_no or "") if reader else ""


def address_of(row: OutboxRow) -> str:
    to = row.payload.get("to")
    return str(to[1]) if isinstance(to, list) and len(to) > 1 else ""
