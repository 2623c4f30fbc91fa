"""Customers as rows: the card, and what hangs on it (addresses, domains, aliases, accounts).

Changing them is in `domain.parties.customers`; people at a customer are contacts.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base, Moment
from domain.master_data import Named
from domain.money import Amount, Percent


class Customer(Named, Base):
    """Somebody who buys from us.

    `name_key` is the name folded for comparing. `credit_limit` is in local currency, 0 means
    none is set. `blocked` is empty, ship, invoice or all. An empty `bill_to_customer_no` is
    the customer itself, an empty `currency` ours. `merged_into` makes the row a hidden alias.
    `einvoice` (xrechnung, ubl, empty for none besides the PDF), `buyer_reference` (a Leitweg-ID)
    and `einvoice_address` ("SCHEME:ADDRESS") are what bills say and where they are received.
    """

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_name_key", "name_key"),)

    no: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]
    name2: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    address2: Mapped[str] = mapped_column(default="")
    post_code: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    county: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")  # ISO 3166 alpha-2
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")  # several parted by ";"
    language: Mapped[str] = mapped_column(default="")
    format_region: Mapped[str] = mapped_column(default="")  # locale of numbers and dates
    currency: Mapped[str] = mapped_column(default="")
    contact_no: Mapped[str] = mapped_column(default="")
    salesperson: Mapped[str | None] = mapped_column(ForeignKey("employee.no"), default=None)
    bill_to_customer_no: Mapped[str] = mapped_column(default="")
    payment_terms: Mapped[str | None] = mapped_column(
        ForeignKey("payment_terms.code"), default=None
    )
    payment_method: Mapped[str | None] = mapped_column(
        ForeignKey("payment_method.code"), default=None
    )
    reminder_terms: Mapped[str] = mapped_column(default="")
    finance_charge_terms: Mapped[str] = mapped_column(default="")
    gen_bus_posting_group: Mapped[str] = mapped_column(default="")
    vat_bus_posting_group: Mapped[str] = mapped_column(default="")
    customer_posting_group: Mapped[str] = mapped_column(default="")
    vat_registration_no: Mapped[str] = mapped_column(default="", index=True)
    prices_including_vat: Mapped[bool] = mapped_column(default=False)
    allow_line_disc: Mapped[bool] = mapped_column(default=True)
    price_group: Mapped[str] = mapped_column(default="")
    discount_group: Mapped[str] = mapped_column(default="")
    invoice_disc_code: Mapped[str] = mapped_column(default="")
    credit_limit: Mapped[Amount] = mapped_column(default=Decimal(0))
    blocked: Mapped[str] = mapped_column(default="")
    blocked_reason: Mapped[str] = mapped_column(default="")
    privacy_blocked: Mapped[bool] = mapped_column(default=False)
    location: Mapped[str] = mapped_column(default="")
    shipment_method: Mapped[str] = mapped_column(default="")
    shipping_agent: Mapped[str] = mapped_column(default="")
    shipping_agent_service: Mapped[str] = mapped_column(default="")
    shipping_time: Mapped[str] = mapped_column(default="")
    shipping_advice: Mapped[str] = mapped_column(default="partial")
    combine_shipments: Mapped[bool] = mapped_column(default=False)
    reserve: Mapped[str] = mapped_column(default="optional")
    prepayment_pct: Mapped[Percent] = mapped_column(default=Decimal(0))
    application_method: Mapped[str] = mapped_column(default="manual")
    block_payment_tolerance: Mapped[bool] = mapped_column(default=False)
    base_calendar: Mapped[str] = mapped_column(default="")
    document_sending_profile: Mapped[str] = mapped_column(default="")
    einvoice: Mapped[str] = mapped_column(default="")
    buyer_reference: Mapped[str] = mapped_column(default="")
    einvoice_address: Mapped[str] = mapped_column(default="")
    copy_sell_to_address: Mapped[bool] = mapped_column(default=True)
    merged_into: Mapped[str] = mapped_column(default="")
    created_on: Mapped[date | None] = mapped_column(default=None)
    last_modified: Mapped[Moment | None] = mapped_column(default=None)

    @property
    def bill_to(self) -> str:
        return self.bill_to_customer_no or self.no

    @property
    def address_lines(self) -> tuple[str, ...]:
        """As written on an envelope, empty lines left out."""
        town = f"{self.post_code} {self.city}".strip()
        lines = (self.name, self.name2, self.address, self.address2, town)
        return tuple(line for line in lines if line)


class ShipToAddress(Base):
    """Another door of a customer. Filled fields win over the customer's own."""

    __tablename__ = "ship_to_address"

    customer_no: Mapped[str] = mapped_column(ForeignKey("customer.no"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    address2: Mapped[str] = mapped_column(default="")
    post_code: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    shipping_agent: Mapped[str] = mapped_column(default="")
    shipping_agent_service: Mapped[str] = mapped_column(default="")
    shipment_method: Mapped[str] = mapped_column(default="")
    salesperson: Mapped[str | None] = mapped_column(ForeignKey("employee.no"), default=None)
    is_default: Mapped[bool] = mapped_column(default=False)

    @property
    def address_lines(self) -> tuple[str, ...]:
        """As written on an envelope, empty lines left out."""
        town = f"{self.post_code} {self.city}".strip()
        lines = (self.name, self.contact, self.address, self.address2, town)
        return tuple(line for line in lines if line)


class CustomerDomain(Named, Base):
    """A mail domain whose senders belong to the customer. Never one of a public mail service."""

    __tablename__ = "customer_domain"

    customer_no: Mapped[str] = mapped_column(ForeignKey("customer.no"), primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True, index=True)  # lower case


class CustomerAlias(Named, Base):
    """What people also call the customer."""

    __tablename__ = "customer_alias"

    customer_no: Mapped[str] = mapped_column(ForeignKey("customer.no"), primary_key=True)
    alias: Mapped[str] = mapped_column(primary_key=True)
    folded: Mapped[str] = mapped_column(index=True)


class CustomerBankAccount(Base):
    """An account the customer pays from."""

    __tablename__ = "customer_bank_account"

    customer_no: Mapped[str] = mapped_column(ForeignKey("customer.no"), primary_key=True)
    iban: Mapped[str] = mapped_column(primary_key=True, index=True)  # no blanks, capitals
    bank_name: Mapped[str] = mapped_column(default="")


class CustomerTemplate(Base):
    """Defaults for a new customer's card.

    `countries` are those it is meant for, parted by blanks; "*" is every other one.
    """

    __tablename__ = "customer_template"

    code: Mapped[str] = mapped_column(primary_key=True)
    description: Mapped[str] = mapped_column(default="")
    countries: Mapped[str] = mapped_column(default="")
    gen_bus_posting_group: Mapped[str] = mapped_column(default="")
    vat_bus_posting_group: Mapped[str] = mapped_column(default="")
    customer_posting_group: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    payment_terms: Mapped[str | None] = mapped_column(
        ForeignKey("payment_terms.code"), default=None
    )
    location: Mapped[str] = mapped_column(default="")
    price_group: Mapped[str] = mapped_column(default="")
    discount_group: Mapped[str] = mapped_column(default="")
    invoice_disc_code: Mapped[str] = mapped_column(default="")
    prices_including_vat: Mapped[bool] = mapped_column(default=False)
