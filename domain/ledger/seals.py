"""Seals: the digest of all that one posting wrote, so that a change of any of it can be seen.

Triggers keep posted rows from being changed; who can go round them can change them all the same.
Each posting therefore leaves the sum (modulo 2^256) of the SHA-256 digests of its rows, whatever
their order. A seal shows that a row was changed, added or taken away. It does not bind anybody
who computes it anew: for that a copy has to be kept elsewhere.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from domain.database import Base
from domain.ledger.entries import EntryKey

_ROOM = 1 << 256
Row = Mapping[str, Any]


class LedgerSeal(Base):
    """What the rows of one posting add up to; `digest` has 64 hexadecimal digits."""

    __tablename__ = "ledger_seal"

    transaction_id: Mapped[EntryKey]
    digest: Mapped[str] = mapped_column()


def sealed(table: str, rows: Iterable[Row]) -> int:
    """What rows of one table add to a seal. A row has a value for each of the table's columns."""
    return sum(_digest(table, row) for row in rows) % _ROOM


def seal(parts: Iterable[int]) -> str:
    """The digest of a posting whose tables add these parts."""
    return f"{sum(parts) % _ROOM:064x}"


def _digest(table: str, row: Row) -> int:
    """Of what is filled only, so that a column that is added later leaves old seals as they are."""
    told = [table]
    for name in sorted(row):
        value = row[name]
        if value:
            told += (name, _plain(value))
    return int.from_bytes(sha256(json.dumps(told).encode()).digest())


def _plain(value: object) -> str:
    """A value as it is read back from either database."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
