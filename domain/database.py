"""The company's database: one per company, SQLite or PostgreSQL, and its transactions' rules.

SQLite runs in WAL with synchronous=FULL and every writing transaction begins IMMEDIATE, so
that two writers queue instead of failing half-way. PostgreSQL runs READ COMMITTED with row
locks taken in one order (document, balances, customer, number series last). Collisions of
either become one `Conflict`, which is retried around the whole command.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Protocol

from sqlalchemy import (
    BigInteger,
    Dialect,
    Engine,
    Insert,
    Integer,
    MetaData,
    Select,
    Table,
    bindparam,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    MappedAsDataclass,
    Session,
    SessionTransaction,
    make_transient_to_detached,
    mapped_column,
)
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

from domain.errors import Command, Conflict, Outcome

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLLISIONS = {"40001", "40P01", "55P03"}  # serialisation failure, deadlock, lock not available
_BUSY_MS = 30_000


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as microseconds since 1970: the same order and value everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


Moment = Annotated[datetime, mapped_column(Instant())]
Key = Annotated[
    int,
    mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
]


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The parent of every row. Rows never leave `domain`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Defer = Callable[[Session, str, int, str, datetime], None]
PayLink = Callable[[str], str]


class Obeys(Protocol):
    """The table of all commands: how a stored command is read back and obeyed."""

    def read(self, name: str, fields: dict[str, object]) -> Command: ...

    def obey(self, command: Command, work: Any) -> Outcome: ...


class _Session(Session):
    """A session that reads a row once and finds rows by key at a third of the usual cost.

    The identity map alone is weak and would read again. Building the statement of `get` costs
    more than running it, and a sale looks up two dozen rows.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.kept: list[object] = []

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        key = ident if isinstance(ident, tuple) else (ident,)
        if options or not isinstance(entity, type) or (entity, key, None) in self.identity_map:
            return super().get(entity, ident, **options)
        return self.scalar(_by_key(entity), dict(zip(_NAMES, key, strict=False)))


_WRITTEN = "written"  # in a session's info: what `write` put in, with its savepoint
_NAMES = ("first", "second", "third", "fourth")


@cache
def _by_key(entity: type[Any]) -> Select[Any]:
    """The row of one primary key, whose columns in their order are the parameters `_NAMES`."""
    columns = inspect(entity).primary_key
    return select(entity).where(
        *(column == bindparam(name) for column, name in zip(columns, _NAMES, strict=False))
    )


@event.listens_for(_Session, "loaded_as_persistent")
@event.listens_for(_Session, "pending_to_persistent")
@event.listens_for(_Session, "detached_to_persistent")
def _keep(session: Session, row: object) -> None:
    assert isinstance(session, _Session)
    session.kept.append(row)


class Database:
    """An open company database. `defer` hands due rows to an engine that runs elsewhere.

    `commands` obeys stored commands (an approved request); it is `domain.commands`, handed in
    because the kernel lies below the capabilities. `pay_link` makes the address where a bill
    is paid from its number; None where there is no web door.

    `defer(session, table, row id, lane, due)` is called inside the transaction that writes
    an inbox or outbox row; None where a thread of this process looks for due rows itself.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _open_engine(url)
        self._turn = threading.RLock()
        self.defer: Defer | None = None
        self.commands: Obeys | None = None
        self.pay_link: PayLink | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises.

        Raises:
            Conflict: another transaction was in the way; nothing has been written.
        """
        with self._in_turn(), _Session(self.engine, expire_on_commit=False) as session:
            session.info["defer"] = self.defer
            session.info["commands"] = self.commands
            session.info["pay_link"] = self.pay_link
            try:
                with session.begin():
                    yield session
                    session.flush()
            except StaleDataError as error:
                raise Conflict(str(error)) from error
            except DBAPIError as error:
                if is_collision(error):
                    raise Conflict(str(error.orig)) from error
                raise

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let the threads of this process write to SQLite one after the other.

        Its own way of waiting looks again after ever longer naps, and so is slow and unfair.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=_BUSY_MS / 1000):
            raise Conflict("another thread has been writing for too long")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view that takes no lock and must not write."""
        engine = self.engine.execution_options(read_only=True)
        with _Session(engine, autoflush=False, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        self.engine.dispose()


def table_of(entity: type[Base]) -> Table:
    """The table of a kind of rows, for statements that go past the unit of work."""
    table = entity.__table__
    assert isinstance(table, Table)
    return table


def write(session: Session, rows: Sequence[Base]) -> None:
    """Insert new rows of one kind in one statement, past the unit of work and a fifth of its cost.

    Afterwards they are in the session as if flushed. Of several rows whose key the database
    draws the keys stay unknown, and so they stay outside; a single one gets its key.
    """
    entity = type(rows[0])
    drawn = table_of(entity).autoincrement_column
    values = [_values(row) for row in rows]
    if drawn is not None:
        for known in values:
            del known[drawn.key]
        if len(rows) > 1:
            session.execute(insert_into(entity), values)
            return
        key = session.execute(_insert_returning(entity, drawn.key), values[0]).scalar_one()
        values[0][drawn.key] = key
    else:
        session.execute(insert_into(entity), values)
    for row, known in zip(rows, values, strict=True):
        vars(row).update(known)  # a default that nobody set is not an attribute's value yet
        make_transient_to_detached(row)
    session.add_all(rows)
    session.info.setdefault(_WRITTEN, []).append((session.get_nested_transaction(), rows))


@event.listens_for(_Session, "after_soft_rollback")
def _forget_written(session: Session, undone: SessionTransaction) -> None:
    """Rows that `write` put in are gone with their savepoint, and their keys are free again."""
    kept = []
    for written_in, rows in session.info.get(_WRITTEN, ()):
        if _is_within(written_in, undone):
            for row in rows:
                if row in session:
                    session.expunge(row)
        else:
            kept.append((written_in, rows))
    session.info[_WRITTEN] = kept


def _is_within(inner: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer


def _values(row: Base) -> dict[str, Any]:
    """A new row's columns, past the attributes that watch for changes."""
    values = {**_defaults(type(row)), **vars(row)}
    del values["_sa_instance_state"]
    return values


@cache
def _defaults(entity: type[Base]) -> dict[str, Any]:
    columns = table_of(entity).columns
    return {
        each.key: each.default.arg if isinstance(each.default, ScalarElementColumnDefault) else None
        for each in columns
    }


@cache
def _insert_returning(entity: type[Base], name: str) -> Any:
    return insert_into(entity).returning(table_of(entity).c[name])


def values_of(row: Base, names: Iterable[str]) -> dict[str, Any]:
    """The values of some columns, most of them past the attributes that watch for changes."""
    known = vars(row)
    return {name: known[name] if name in known else getattr(row, name) for name in names}


@cache
def insert_into(entity: type[Base]) -> Insert:
    """The statement that writes new rows of a kind from plain values."""
    return insert(table_of(entity))


def insert_once(
    session: Session,
    entity: type[Base],
    row: dict[str, object],
    *,
    unique: tuple[str, ...],
    returning: str,
) -> Any:
    """Write a row unless one with the same `unique` columns is there; return a column of it.

    None: it was there and stands as it was. One statement, where looking first takes two.
    """
    statement = _insert_once(session.get_bind().dialect.name, entity, unique, returning)
    return session.execute(statement, row).scalar()


@cache
def _insert_once(dialect: str, entity: type[Base], unique: tuple[str, ...], returning: str) -> Any:
    insert_ = sqlite_insert if dialect == "sqlite" else postgresql_insert
    table = table_of(entity)
    once = insert_(table).on_conflict_do_nothing(index_elements=unique)
    return once.returning(table.c[returning])


def is_collision(error: DBAPIError) -> bool:
    """Tell whether the database says "try again" rather than "this is wrong"."""
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.OperationalError):
        return "locked" in str(error.orig) or "busy" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) in _COLLISIONS


def _open_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=8)
    in_memory = parsed.database in (None, "", ":memory:")
    options: dict[str, Any] = {"connect_args": {"check_same_thread": False}}
    if in_memory:
        options["poolclass"] = StaticPool
    else:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
