"""Whoever can write to the database's files can go round its triggers: `verify` finds out.

Every column of a row of every posted table and of the states beside them is changed, one after
the other, a row is taken away and one is added. What `verify` cannot see is named here, and
nothing else may escape it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Table,
    UniqueConstraint,
    and_,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from domain.database import Base
from domain.ledger.entries import Entry
from domain.ledger.journal import LedgerTransaction
from domain.ledger.seals import LedgerSeal
from domain.verifying.everything import findings
from migrations import append_only
from tests.conftest import _harbor_image, clone
from tests.domain.desk import Desk
from tests.verifying.trade import traded

pytestmark = pytest.mark.slow

STATES = (
    "customer_entry_state",
    "item_entry_state",
    "posted_shipment_line_state",
    "stock_balance",
)
TABLES = (*append_only.APPEND_ONLY, *STATES)
ROW = "a row taken away"
# What nothing in the books contradicts. It must shrink.
UNSEEN = {
    "history": "id at actor_id actor_name channel message_id what subject facts",
    "document_version": "document_no version archived_at archived_by snapshot",
    "issued_paper": "kind number version issued_at",  # of quotes and orders
    "cancelled_paper": "",
    "customer_entry_state": "closed_by closed_at on_hold applies_to_id last_reminder_level dispute",
    "posted_shipment_line_state": "quantity_base qty_returned",
    "stock_balance": "reserved",
}
UNSEEN_WITHOUT = {"history", "document_version", "issued_paper", "cancelled_paper"}


def is_entry(name: str) -> bool:
    return "transaction_id" in Base.metadata.tables[name].columns and name != "ledger_seal"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """One company for all: nothing of what an attacker does is kept."""
    database = clone(_harbor_image())
    made = Desk(database=database)
    traded(made)
    if database.is_sqlite:
        connection = database.engine.raw_connection()
        connection.cursor().execute("PRAGMA foreign_keys=OFF")
        connection.close()
    yield made
    database.close()


@contextmanager
def attacker(desk: Desk) -> Iterator[Session]:
    """Somebody who can do to the database whatever he likes; nothing of it is kept."""
    with Session(desk.database.engine) as session:
        if not desk.database.is_sqlite:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session
        session.rollback()


def changed(column: Column[Any], value: Any) -> Any:
    """Another value that the column can hold."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, dict):
        return {**value, "total": "1.00"}
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, Decimal):
        return value + 1
    if isinstance(value, int):
        return value + 10**8 if column.primary_key else value + 1
    if value is None:
        day = date(2026, 3, 9)
        return datetime(2026, 3, 9, tzinfo=UTC) if column.name.endswith("_at") else day
    return f"{value}x"


def chosen(session: Session, table: Table) -> dict[str, Any]:
    """The row with the most in it."""
    rows = [dict(row) for row in session.execute(select(table)).mappings()]
    return max(rows, key=lambda row: sum(bool(value) for value in row.values()))


def this(table: Table, row: dict[str, Any]) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))


def tried(desk: Desk, table: Table, row: dict[str, Any]) -> Iterable[Column[Any]]:
    """Every column; on PostgreSQL the first and the last that is filled, as it takes longer."""
    if desk.database.is_sqlite:
        return table.columns
    filled = [column for column in table.columns if row[column.name]]
    return (filled[0], filled[-1])


def unseen(desk: Desk, table: Table) -> Iterator[str]:
    """What can be done to a table without being found out."""
    with attacker(desk) as session:
        row = chosen(session, table)
    for column in tried(desk, table, row):
        with attacker(desk) as session:
            another = {column.name: changed(column, row[column.name])}
            session.execute(update(table).where(this(table, row)).values(another))
            if not findings(session):
                yield column.name
    with attacker(desk) as session:
        session.execute(delete(table).where(this(table, row)))
        if not findings(session):
            yield ROW


@pytest.mark.parametrize("name", TABLES)
def test_tampering_with_posted_rows_is_found(desk: Desk, name: str) -> None:
    with desk.database.reading() as session:
        assert findings(session) == []

    expected = set(UNSEEN.get(name, "").split()) | ({ROW} if name in UNSEEN_WITHOUT else set())
    found = set(unseen(desk, Base.metadata.tables[name]))

    assert found == expected if desk.database.is_sqlite else found <= expected


@pytest.mark.parametrize("name", [name for name in TABLES if is_entry(name)])
def test_a_forged_entry_is_found(desk: Desk, name: str) -> None:
    table = Base.metadata.tables[name]
    with attacker(desk) as session:
        row = chosen(session, table)
        forged = {**row, "id": row["id"] + 10**5}
        if "document_no" in _unique(table):
            forged["document_no"] += "0"
        session.execute(insert(table).values(forged))

        assert [one for one in findings(session) if one.startswith(row["document_no"])]


def test_a_whole_posting_taken_away_is_found(desk: Desk) -> None:
    """A payment's number may be missing; what it moved may not."""
    with attacker(desk) as session:
        of_payment = select(LedgerTransaction.id).where(LedgerTransaction.kind == "payment")
        newest = session.scalars(of_payment.order_by(LedgerTransaction.id.desc())).first()
        posted: list[type[Any]] = [*Entry.__subclasses__(), LedgerSeal]
        for row in posted:
            session.execute(delete(row).where(row.transaction_id == newest))
        session.execute(delete(LedgerTransaction).where(LedgerTransaction.id == newest))

        assert findings(session) != []


def _unique(table: Table) -> set[str]:
    constraints = (each for each in table.constraints if isinstance(each, UniqueConstraint))
    return {column.name for constraint in constraints for column in constraint.columns}
