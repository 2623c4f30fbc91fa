"""Contacts and unknown senders, as rows. Finding out who writes is in `domain.parties.contacts`."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Key, Moment
from domain.master_data import Named


class Contact(Named, Base):
    """A firm or a person we talk to. A person belongs to at most one company contact.

    `customer_no` is the business relation; addresses are kept in lower case.
    """

    __tablename__ = "contact"

    no: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str] = mapped_column(default="person")  # company or person
    company_no: Mapped[str | None] = mapped_column(ForeignKey("contact.no"), default=None)
    customer_no: Mapped[str | None] = mapped_column(
        ForeignKey("customer.no"), default=None, index=True
    )
    vendor_no: Mapped[str | None] = mapped_column(ForeignKey("vendor.no"), default=None)
    email: Mapped[str] = mapped_column(default="", index=True)
    email2: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="")
    salesperson: Mapped[str | None] = mapped_column(ForeignKey("employee.no"), default=None)
    language: Mapped[str] = mapped_column(default="")
    exclude_from_segment: Mapped[bool] = mapped_column(default=False)
    privacy_blocked: Mapped[bool] = mapped_column(default=False)


class Quarantine(Base):
    """A letter from somebody we do not know. `state` is waiting, adopted or ignored.

    `letter_id` finds the letter again once somebody has said whose it is; `excerpt` is how it
    begins, for who decides.
    """

    __tablename__ = "quarantine"
    __table_args__ = (Index("ix_quarantine_address_state", "address", "state"),)

    id: Mapped[Key] = mapped_column(init=False)
    address: Mapped[str]
    name: Mapped[str]
    letter_id: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    excerpt: Mapped[str]
    received_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(default="waiting")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[Moment | None] = mapped_column(default=None)


class Interaction(Base):
    """Something that passed between us and a contact: a letter, a call, a paper sent."""

    __tablename__ = "interaction"
    __table_args__ = (Index("ix_interaction_contact_at", "contact_no", "at"),)

    id: Mapped[Key] = mapped_column(init=False)
    contact_no: Mapped[str] = mapped_column(ForeignKey("contact.no"))
    at: Mapped[Moment]
    template: Mapped[str]  # quote-sent, order-confirmed, mail-in, mail-out ...
    description: Mapped[str]
    outgoing: Mapped[bool]
    document_kind: Mapped[str] = mapped_column(default="")
    document_no: Mapped[str] = mapped_column(default="")
    salesperson: Mapped[str] = mapped_column(default="")
