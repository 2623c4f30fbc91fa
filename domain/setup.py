"""The company's setup: who we are on paper, and the switches of the sales area.

One row. Its meaning is the specification's section 2; changing it is an administrator's act.
"""

from decimal import Decimal

from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base
from domain.money import Amount, Percent


class CompanySetup(Base):
    """Letterhead, local currency, time zone and sales policies of the one company here."""

    __tablename__ = "company_setup"

    id: Mapped[int] = mapped_column(primary_key=True, init=False, default=1)
    name: Mapped[str]
    address: Mapped[str]  # lines parted by line breaks, as printed
    country: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    web: Mapped[str] = mapped_column(default="")
    register_entry: Mapped[str] = mapped_column(default="")
    directors: Mapped[str] = mapped_column(default="")
    vat_id: Mapped[str] = mapped_column(default="")
    tax_no: Mapped[str] = mapped_column(default="")
    bank: Mapped[str] = mapped_column(default="")
    iban: Mapped[str] = mapped_column(default="")
    bic: Mapped[str] = mapped_column(default="")
    tagline: Mapped[str] = mapped_column(default="")
    accent: Mapped[str] = mapped_column(default="#0b5d5b")
    currency: Mapped[str] = mapped_column(default="EUR")
    time_zone: Mapped[str] = mapped_column(default="Europe/Berlin")
    language: Mapped[str] = mapped_column(default="en")
    quote_validity: Mapped[str] = mapped_column(default="14D")
    outbound_handling: Mapped[str] = mapped_column(default="1D")
    shipping_time: Mapped[str] = mapped_column(default="2D")
    calc_invoice_discount: Mapped[bool] = mapped_column(default=True)
    invoice_rounding: Mapped[Amount] = mapped_column(default=Decimal(0))  # 0 is none
    ext_doc_no_mandatory: Mapped[bool] = mapped_column(default=False)
    archive_quotes: Mapped[bool] = mapped_column(default=True)
    archive_orders: Mapped[bool] = mapped_column(default=True)
    allow_vat_difference: Mapped[bool] = mapped_column(default=False)
    service_charge_item: Mapped[str] = mapped_column(default="")  # as what it is billed
    mail_orders: Mapped[str] = mapped_column(default="open")  # direct: confirmed at once
    max_discount_pct: Mapped[Percent] = mapped_column(default=Decimal(10))
    credit_policy: Mapped[str] = mapped_column(default="warn")  # warn, approve, block


def setup(session: Session) -> CompanySetup:
    """The company's one row.

    Raises:
        LookupError: no company has been created in this database.
    """
    row = session.get(CompanySetup, 1)
    if row is None:
        raise LookupError("this database holds no company: run `salesclerk company create`")
    return row
