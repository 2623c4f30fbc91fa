"""How a document loads its currency and rate; the arithmetic is `domain.catalog.exchange`.

An empty currency code means our own.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.catalog.exchange import Currency, ExchangeRate, NoExchangeRate
from domain.currencies import CurrencyRow, ExchangeRateRow
from domain.errors import InvalidField


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
