"""SQL statements are compiled once per test process, not again for every test's database.

SQLAlchemy keeps compiled statements per engine, and every test opens an engine of its own.
Here all engines on SQLite keep them in one place. What is kept is the words of a statement
and how its columns are read, never a value or a row.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
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


def compile_once() -> None:
    """Let every engine on SQLite that is created from here on share its statements."""
    registry.register("sqlite", __name__, OneSqlite.__name__)
