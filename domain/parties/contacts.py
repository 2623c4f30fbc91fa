"""Contacts: who a sender is, and what happens to letters from people we do not know.

A sender is known by his exact address, else by his firm's mail domain. A domain that only
resembles a customer's is unknown, and public mail services belong to nobody. Letters from
unknown senders wait in quarantine until one of our people says whose they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.errors import Command, InvalidField, NotFound, Outcome
from domain.inbox import read_again
from domain.naming import nearest
from domain.parties import card_checks
from domain.parties.contact_rows import Contact, Interaction, Quarantine
from domain.parties.customer_rows import Customer, CustomerDomain
from domain.parties.finding import customer_of, find_customer
from domain.people import SALES, Actor, Employee, Role
from domain.work import Work

_EXCERPT = 400  # characters of a waiting letter that its card shows

PUBLIC_MAIL = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.co.uk", "ymail.com", "aol.com"),
        *("gmx.de", "gmx.net", "gmx.com", "web.de", "t-online.de", "freenet.de", "mail.de"),
        *("icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "mail.com"),
        *("orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "libero.it", "bluewin.ch"),
    )
)


@dataclass(frozen=True, kw_only=True)
class AdoptSender(Command):
    """Answer to a quarantine: this address writes for that customer, from now on."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "say whose an address is"

    address: str
    customer_no: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class IgnoreSender(Command):
    """Answer to a quarantine: what this address wrote is not for us."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "ignore senders"

    address: str


@dataclass(frozen=True, kw_only=True)
class SenderAdopted(Outcome):
    """The address is a contact of the customer. `letter_ids` waited and may be read now."""

    address: str
    customer_no: str
    customer_name: str
    contact_no: str
    letter_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SenderIgnored(Outcome):
    """The letters of this address are put aside, unanswered."""

    address: str
    letter_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SenderQuarantined(Outcome):
    """A letter waits until somebody says whose it is. `near` are customers it may be from."""

    address: str
    letter_id: str
    near: tuple[str, ...] = ()


def identify_sender(session: Session, address: str) -> Actor | None:
    """Who writes, by address: a contact, else a customer by its mail domain, else None.

    An address or domain that belongs to several customers identifies nobody.
    """
    mail = address.strip().lower()
    person, _, domain = mail.rpartition("@")
    if not person or not domain or "@" in person:
        return None
    for column in (Contact.email, Contact.email2):
        rows = session.scalars(
            select(Contact).where(column == mail, Contact.customer_no.is_not(None))
        ).all()
        actor = _actor_of(session, list(rows), mail)
        if actor is not None:
            return actor
    owners = session.scalars(
        select(CustomerDomain.customer_no).where(CustomerDomain.domain == domain)
    )
    customers = _living(session, owners.all())
    if len(customers) != 1 or domain in PUBLIC_MAIL:
        return None
    return _contact_actor(customers[0], id_=f"customer:{customers[0].no}", name="", mail=mail)


def quarantine(
    work: Work, *, address: str, name: str, letter_id: str, subject: str, text: str
) -> SenderQuarantined:
    """Keep a letter of an unknown sender waiting and tell the managers, once per letter.

    The first words of `text` are kept for who decides; the letter itself stays in the inbox.

    Nothing that it says is obeyed, and no customer or contact is made of it.
    """
    mail = address.strip().lower()
    near = near_customers(work.session, mail=mail, name=name)
    told = SenderQuarantined(address=mail, letter_id=letter_id, near=near)
    known = select(Quarantine).where(Quarantine.letter_id == letter_id)
    if work.session.scalar(known) is not None:
        return told
    row = Quarantine(
        address=mail,
        name=" ".join(name.split())[:200],
        letter_id=letter_id,
        subject=" ".join(subject.split())[:200],
        excerpt=_beginning(text),
        received_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    for employee in work.session.scalars(select(Employee).where(Employee.active.is_(True))):
        if Role.MANAGER in employee.actor().roles:
            work.notify(employee.no, "quarantine", str(row.id))
    return work.happened(told)


def _beginning(text: str) -> str:
    words = " ".join(text[: 4 * _EXCERPT].split())
    return words if len(words) <= _EXCERPT else f"{words[: _EXCERPT - 1]}…"


def language_of(session: Session, actor: Actor) -> str:
    """The language of the customer somebody writes for; our own people work in English."""
    customer = session.get(Customer, actor.customer_no) if actor.customer_no else None
    return (customer.language if customer else "") or "en"


def sender_ignored(session: Session, address: str) -> bool:
    """Whether somebody has said that this address is not for us."""
    ignored = select(Quarantine.id).where(
        Quarantine.address == address.strip().lower(), Quarantine.state == "ignored"
    )
    return session.scalar(ignored.limit(1)) is not None


def adopt_sender(command: AdoptSender, work: Work) -> SenderAdopted:
    """Make the address a contact of the customer; doing it twice makes one contact.

    Raises:
        NotFound: no such customer.
        InvalidField: no mail address, or one of our own people's.
    """
    work.permit(command)
    customer = customer_of(work.session, command.customer_no, actor=work.actor)
    mail = _address(command.address)
    if work.session.scalar(select(Employee.no).where(Employee.email == mail)) is not None:
        raise InvalidField(field="E-mail", text=mail, why="that is one of our own people")
    contact = work.session.scalar(
        select(Contact).where(
            Contact.customer_no == customer.no, or_(Contact.email == mail, Contact.email2 == mail)
        )
    )
    if contact is None:
        name = card_checks.clean_line(command.name, field="Name") or mail
        contact = person_at(work, customer, name=name, email=mail)
    letters = _decide(work, mail, "adopted")
    read_again(work.session, letters, now=work.now)
    return work.happened(
        SenderAdopted(
            address=mail,
            customer_no=customer.no,
            customer_name=customer.name,
            contact_no=contact.no,
            letter_ids=letters,
        )
    )


def ignore_sender(command: IgnoreSender, work: Work) -> SenderIgnored:
    """Put the waiting letters of an address aside.

    Raises:
        NotFound: none of its letters waits.
    """
    work.permit(command)
    mail = command.address.strip().lower()
    letters = _decide(work, mail, "ignored")
    if not letters and not sender_ignored(work.session, mail):
        raise NotFound(kind="waiting letter from", text=mail[:80])
    return work.happened(SenderIgnored(address=mail, letter_ids=letters))


def person_at(work: Work, customer: Customer, *, name: str, email: str) -> Contact:
    """Add a person to a customer's company contact."""
    person = Contact(
        no=work.next_number("contact"),
        name=name,
        company_no=customer.contact_no or None,
        customer_no=customer.no,
        email=email,
        salesperson=customer.salesperson,
        language=customer.language,
    )
    work.session.add(person)
    work.session.flush()
    return person


def adopt_domain(session: Session, customer_no: str, address: str) -> None:
    """Remember an address's domain as the customer's, unless it is public, ours or taken."""
    domain = address.rpartition("@")[2]
    ours = session.scalar(select(Employee.no).where(Employee.email.endswith(f"@{domain}")))
    taken = session.scalar(
        select(CustomerDomain.domain).where(CustomerDomain.domain == domain).limit(1)
    )
    if not domain or domain in PUBLIC_MAIL or ours or taken:
        return
    session.add(CustomerDomain(customer_no=customer_no, domain=domain))
    session.flush()


def log_interaction(
    work: Work,
    customer: Customer,
    *,
    template: str,
    description: str,
    outgoing: bool,
    document: tuple[str, str] = ("", ""),
) -> None:
    """Write down that something passed between us and a customer; `document` is kind and number.

    It is kept with the person who acts, if he is the customer's contact, else with the firm.
    """
    actor = work.actor
    person = actor.id.removeprefix("contact:") if actor.id.startswith("contact:") else ""
    work.session.add(
        Interaction(
            contact_no=person or customer.contact_no,
            at=work.now,
            template=template,
            description=" ".join(description.split())[:200],
            outgoing=outgoing,
            document_kind=document[0],
            document_no=document[1],
            salesperson=(customer.salesperson or "") if actor.is_contact else actor.id,
        )
    )


def _actor_of(session: Session, contacts: list[Contact], mail: str) -> Actor | None:
    customers = _living(session, [contact.customer_no or "" for contact in contacts])
    if len(customers) != 1:
        return None
    people = [contact for contact in contacts if contact.type == "person"]
    known = (people or contacts)[0]
    name = known.name if known.type == "person" else ""
    return _contact_actor(customers[0], id_=f"contact:{known.no}", name=name, mail=mail)


def _living(session: Session, numbers: Iterable[str]) -> list[Customer]:
    found = {
        customer.no: customer
        for number in numbers
        if (customer := find_customer(session, number)) is not None
    }
    return list(found.values())


def _contact_actor(customer: Customer, *, id_: str, name: str, mail: str) -> Actor:
    return Actor(
        id=id_,
        name=name,
        roles=frozenset({Role.CONTACT}),
        customer_no=customer.no,
        email=mail,
    )


def _address(text: str) -> str:
    mail = card_checks.clean_email(text)
    if not mail or ";" in mail:
        raise InvalidField(field="E-mail", text=text[:80], why="please give one mail address")
    return mail


def _decide(work: Work, mail: str, state: str) -> tuple[str, ...]:
    rows = work.session.scalars(
        select(Quarantine)
        .where(Quarantine.address == mail, Quarantine.state == "waiting")
        .order_by(Quarantine.id)
    ).all()
    for row in rows:
        row.state, row.decided_by, row.decided_at = state, work.actor.id, work.now
    return tuple(row.letter_id for row in rows)


def near_customers(session: Session, *, mail: str, name: str) -> tuple[str, ...]:
    """Numbers of customers whose domain or name looks like the sender's, for a person to pick."""
    domains = {
        row.domain.partition(".")[0]: row.customer_no
        for row in session.scalars(select(CustomerDomain))
    }
    names = {row.name: row.no for row in session.execute(select(Customer.no, Customer.name)).all()}
    site = mail.rpartition("@")[2].partition(".")[0]
    found = [domains[near] for near in nearest(site, domains)]
    found += [names[near] for near in nearest(name, names)] if name else []
    return tuple(dict.fromkeys(found))[:3]
