"""Sending papers: to whom a document goes by mail.

The letter itself is queued and leaves after the commit. Who writes to us gets the paper with
the reply to his own words; nothing more is sent to him.
"""

import re
from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import InvalidField, Refusal
from domain.papers import PaperFacts
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.people import Employee
from domain.sales.documents import SalesDocument
from domain.sales.issued import paper as issued_paper
from domain.sales.paper_facts import PAPER_KINDS
from domain.work import Work

_ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[^\s@<>\"(),;:\\]+\.[^\s@<>\"(),;:\\.]+")
_LONGEST_ADDRESS = 254


@dataclass(kw_only=True, eq=False)
class NoEmailAddress(Refusal):
    """Nobody told us where to send it."""

    document_no: str
    customer_name: str

    def sentence(self) -> str:
        return (
            f"I have no mail address for {self.customer_name}, so {self.document_no} was not "
            "sent. Name a recipient, or enter an address on the customer's card."
        )


def paper_of(work: Work, document: SalesDocument) -> PaperFacts:
    """The frozen paper of the document's present version."""
    return issued_paper(
        work.session, PAPER_KINDS[document.kind], number=document.number, version=document.version
    )


def recipient_of(work: Work, document: SalesDocument, *, typed: str = "") -> str:
    """Where a document goes: typed, the document's contact, the customer's contact, his card.

    What is typed is an address, or the name of one of the customer's people or of ours.

    Raises:
        InvalidField: what was typed is neither, or a contact names another than his own.
        NoEmailAddress: there is none anywhere.
    """
    wanted = typed.strip().lower()
    if work.actor.is_contact:
        if wanted and wanted != work.actor.email:
            why = "I send documents to the address you write from only"
            raise InvalidField(field="Recipient", text=wanted[:80], why=why)
        return work.actor.email
    if wanted:
        return wanted if is_address(wanted) else _address_of(work, document, wanted)
    if document.contact_email.strip():
        return document.contact_email.strip()
    customer = work.session.get_one(Customer, document.customer_no)
    contact = work.session.get(Contact, customer.contact_no) if customer.contact_no else None
    for address in (contact.email if contact else "", customer.email.partition(";")[0]):
        if address.strip():
            return address.strip()
    raise NoEmailAddress(document_no=document.number, customer_name=document.sell_to_name)


def _address_of(work: Work, document: SalesDocument, name: str) -> str:
    """The address of one of the customer's people, else of ours, by the name that was typed."""
    theirs = select(Contact.name, Contact.email).where(
        Contact.customer_no == document.customer_no, Contact.email != ""
    )
    ours = select(Employee.name, Employee.email).where(Employee.active.is_(True))
    known: list[str] = []
    for people in (theirs, ours):
        rows = [(str(name), str(mail)) for name, mail in work.session.execute(people)]
        found = sorted({mail for called, mail in rows if _is_called(called, name)})
        if len(found) == 1:
            return found[0]
        known += found or [mail for _, mail in rows if people is theirs]
    here = f"; I know {', '.join(sorted(set(known))[:5])}" if known else ""
    why = f"that is not a mail address{here}"
    raise InvalidField(field="Recipient", text=name[:80], why=why)


def _is_called(person: str, name: str) -> bool:
    """Whether all the words that were typed are among a person's names."""
    return set(name.casefold().split()) <= set(person.casefold().split())


def mail_paper(work: Work, document: SalesDocument, *, recipient: str, occasion: str) -> None:
    """Queue the letter that carries the document's paper.

    Once per version, occasion and recipient; a copy is sent as often as it is asked for, but
    not twice for one message. Not to who asks for it: he gets it with the answer.
    """
    if work.actor.is_contact or recipient == work.actor.email:
        return
    kind = PAPER_KINDS[document.kind]
    key = f"paper:{kind}:{document.number}:{document.version}:{occasion}:{recipient}"
    if occasion == "document-copy":
        key += f":{work.source.message_id or work.now.isoformat(timespec='minutes')}"
    work.send(
        "paper-letter",
        {
            "paper": kind,
            "number": document.number,
            "version": document.version,
            "customer": document.customer_no,
            "recipient": recipient,
            "occasion": occasion,
        },
        key=key,
        lane=f"customer:{document.customer_no}",
    )


def is_address(text: str) -> bool:
    """Whether a text looks like one mail address."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None
