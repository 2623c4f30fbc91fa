"""Currencies and their rates, as the company keeps them.

Rows only: how amounts are converted is arithmetic of the catalogue's prices.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base
from domain.money import Rate, UnitPrice


class CurrencyRow(Base):
    """A currency we trade in. Precisions are steps: 0.05 and 1 are steps as well."""

    __tablename__ = "currency"

    code: Mapped[str] = mapped_column(primary_key=True)  # ISO 4217
    name: Mapped[str] = mapped_column(default="")
    amount_precision: Mapped[UnitPrice] = mapped_column(default=Decimal("0.01"))
    unit_price_precision: Mapped[UnitPrice] = mapped_column(default=Decimal("0.00001"))
    max_vat_difference: Mapped[UnitPrice] = mapped_column(default=Decimal(0))  # typed by hand


class ExchangeRateRow(Base):
    """From `day` on, `foreign_amount` of the currency is worth `lcy_amount` of ours."""

    __tablename__ = "exchange_rate"

    currency: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    foreign_amount: Mapped[Rate]
    lcy_amount: Mapped[Rate]
