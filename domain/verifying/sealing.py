"""Posted rows against the seal their posting left: none changed, added or taken away."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from domain.database import Base
from domain.ledger.entries import Entry
from domain.ledger.journal import LedgerTransaction
from domain.ledger.seals import LedgerSeal, seal, sealed
from domain.verifying.checks import Checked, Wrong, checked

_AT_ONCE = 2_000  # rows read together


def seals(session: Session) -> Checked:
    """Every posting adds up to its seal."""
    parts: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for row in _rows(session, select(LedgerTransaction.__table__)):
        names[row["id"]] = row["source_no"]
        parts.setdefault(row["id"], []).append(sealed(LedgerTransaction.__tablename__, [row]))
    for table in _tables():
        for row in _rows(session, select(table)):
            key = row["transaction_id"]
            names[key] = row["document_no"]
            parts.setdefault(key, []).append(sealed(table.name, [row]))
    left = {row.transaction_id: row.digest for row in session.scalars(select(LedgerSeal))}
    wrong = []
    for key in sorted(parts.keys() | left.keys()):
        if key not in left:
            wrong.append(Wrong(number=names[key], says=f"posting {key} has no seal"))
        elif key not in parts:
            wrong.append(Wrong(number=f"posting {key}", says="is gone, its seal is there"))
        elif seal(parts[key]) != left[key]:
            says = f"posting {key} is not what its seal says: rows were changed, added or taken"
            wrong.append(Wrong(number=names[key], says=says))
    return checked("seals: posted rows are as they were posted", len(parts), wrong=wrong)


def _tables() -> Iterator[Table]:
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if issubclass(mapper.class_, Entry) and isinstance(table, Table):
            yield table


def _rows(session: Session, query: Select[Any]) -> Iterator[dict[str, Any]]:
    found = session.execute(query.execution_options(yield_per=_AT_ONCE))
    for row in found.mappings():
        yield dict(row)
