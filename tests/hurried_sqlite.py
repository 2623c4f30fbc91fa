"""SQLite for tests: statements are compiled once per process, and nobody waits for the disc.

SQLAlchemy keeps compiled statements per engine, and every test opens an engine of its own.
Here all engines on SQLite keep them in one place. What is kept is the words of a statement
and how its columns are read, never a value or a row.

What a transaction wrote is not forced onto the disc: that matters when the power fails, not
when a process is killed. Processes that tests start are as an installation has them.
"""

import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import LRUCache

_COMPILED: LRUCache[Any, Any] = LRUCache(4000)


class OneSqlite(SQLiteDialect_pysqlite):
    """Equal to every other of its kind, as kept statements are found by their dialect."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OneSqlite)

    def __hash__(self) -> int:
        return hash(OneSqlite)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_COMPILED)
        event.listen(engine, "checkout", _write_without_waiting)


def _write_without_waiting(
    connection: sqlite3.Connection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    if not record.info.get("hurried"):  # after the product's own settings of a connection
        connection.execute("PRAGMA synchronous=OFF")
        record.info["hurried"] = True


def hurry() -> None:
    """Have every engine on SQLite that is created from here on made like this."""
    registry.register("sqlite", __name__, OneSqlite.__name__)
