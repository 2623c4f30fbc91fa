"""Databases for tests: statements are compiled once per process, and nobody waits for the disc.

SQLAlchemy keeps compiled statements per engine, and every test opens an engine of its own.
Here all engines of a kind keep them in one place. What is kept is the words of a statement
and how its columns are read, never a value or a row.

What a transaction wrote on SQLite is not forced onto the disc: that matters when the power
fails, not when a process is killed. Processes that tests start are as an installation has them.
"""

import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import LRUCache

_COMPILED: LRUCache[Any, Any] = LRUCache(4000)


class _Alike:
    """A dialect equal to every other of its kind, as kept statements are found by theirs."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


class Sqlite(_Alike, SQLiteDialect_pysqlite):
    supports_statement_cache = True

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_COMPILED)
        event.listen(engine, "checkout", _write_without_waiting)


class Postgres(_Alike, PGDialect_psycopg):
    supports_statement_cache = True

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_COMPILED)


def _write_without_waiting(
    connection: sqlite3.Connection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    if not record.info.get("hurried"):  # after the product's own settings of a connection
        connection.execute("PRAGMA synchronous=OFF")
        record.info["hurried"] = True


def hurry() -> None:
    """Have every engine that is created from here on made like this."""
    registry.register("sqlite", __name__, Sqlite.__name__)
    registry.register("postgresql.psycopg", __name__, Postgres.__name__)
