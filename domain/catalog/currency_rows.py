"""Currencies and their rates, as the company keeps them, and how a document loads them.

The arithmetic is in `domain.catalog.exchange`. An empty currency code means our own.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.catalog.exchange import Currency, ExchangeRate, NoExchangeRate
from domain.database import Base
from domain.errors import InvalidField
from domain.money import Rate, UnitPrice


class CurrencyRow(Base):
    """A currency we trade in. Precisions are steps: 0.05 and 1 are steps as well."""

    __tablename__ = "currency"

    code: Mapped[str] = mapped_column(primary_key=True)  # ISO 4217
    name: Mapped[str] = mapped_column(default="")
    amount_precision: Mapped[UnitPrice] = mapped_column(default=Decimal("0.01"))
    unit_price_precision: Mapped[UnitPrice] = mapped_column(default=Decimal("0.00001"))


class ExchangeRateRow(Base):
    """From `day` on, `foreign_amount` of the currency is worth `lcy_amount` of ours."""

    __tablename__ = "exchange_rate"

    currency: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    foreign_amount: Mapped[Rate]
    lcy_amount: Mapped[Rate]


def currency_of(session: Session, code: str) -> Currency:
    """How a currency rounds.

    Raises:
        InvalidField: we do not trade in it.
    """
    row = session.get(CurrencyRow, code)
    if row is None:
        raise InvalidField(field="Currency", text=code, why="we do not trade in it")
    return Currency(
        code=row.code,
        amount_precision=row.amount_precision,
        unit_price_precision=row.unit_price_precision,
    )


def rate_of(session: Session, code: str, *, local: str, on: date) -> ExchangeRate:
    """The newest rate dated on or before `on`; our own currency is worth itself.

    Raises:
        NoExchangeRate: there is none.
    """
    if code in ("", local):
        return ExchangeRate(
            currency=local, day=on, foreign_amount=Decimal(1), lcy_amount=Decimal(1)
        )
    row = session.scalar(
        select(ExchangeRateRow)
        .where(ExchangeRateRow.currency == code, ExchangeRateRow.day <= on)
        .order_by(ExchangeRateRow.day.desc())
        .limit(1)
    )
    if row is None:
        raise NoExchangeRate(currency=code, day=on)
    return ExchangeRate(
        currency=row.currency,
        day=row.day,
        foreign_amount=row.foreign_amount,
        lcy_amount=row.lcy_amount,
    )
