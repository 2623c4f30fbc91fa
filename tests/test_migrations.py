"""The schema as the revisions make it: complete, reversible, and guarded on both databases."""

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

import domain
from bot.migrating import differences, downgrade, head, migrate, revision_of, upgrade
from domain.database import Base, Database
from domain.ledger.entries import Entry
from migrations.append_only import APPEND_ONLY
from migrations.rows import metadata
from tests.postgres import Cluster, cluster

__all__ = ["cluster"]

BOTH = pytest.mark.parametrize(
    "empty", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
NEWEST_OF_THE_ENGINE = "03.04.00_50_post_add_retry_failed_job_procedure.sql"


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of one kind or the other."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/books.db"
    else:
        server: Cluster = request.getfixturevalue("cluster")
        yield server.new_database()


def connected(url: str) -> Iterator[Connection]:
    database = Database(url)
    with database.engine.connect() as connection:
        yield connection
    database.close()


def triggers(connection: Connection) -> set[str]:
    """Names of the triggers on our own tables."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%_refuses_%'"
    return set(connection.scalars(text(asked)))


def tables(connection: Connection) -> set[str]:
    """Our own tables; the job engine's are its own affair."""
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {name for name in names if not name.startswith("procrastinate_")}


@BOTH
def test_the_revisions_say_what_the_rows_say(empty: str) -> None:
    migrate(empty)

    for connection in connected(empty):
        changes = differences(connection)

    assert changes == [], "run: python -m bot.migrating first (or revision, after a release)"


@BOTH
def test_the_newest_revision_can_be_undone_and_done_again(empty: str) -> None:
    migrate(empty)

    for connection in connected(empty):
        before = (tables(connection), triggers(connection))
        connection.rollback()
        downgrade(connection, "-1")
        between = revision_of(connection)
        connection.rollback()
        upgrade(connection, "head")
        after = (tables(connection), triggers(connection))
        changes = differences(connection)

    assert between < head()
    assert after == before
    assert changes == []


@BOTH
def test_downgrading_to_the_beginning_leaves_no_table_of_ours(empty: str) -> None:
    migrate(empty)

    for connection in connected(empty):
        downgrade(connection, "base")
        left = set(inspect(connection).get_table_names())

    assert left == {"alembic_version"}


@BOTH
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_was_issued_is_never_changed(empty: str, statement: str) -> None:
    migrate(empty)
    row = (
        "INSERT INTO issued_paper (kind, number, version, issued_at, facts) "
        "VALUES ('quote', 'S-QUO1001', 1, 0, '{}')"
    )
    change = statement.format("issued_paper", "version", "2")

    for connection in connected(empty):
        connection.execute(text(row))
        connection.commit()
        with pytest.raises(DBAPIError, match="never changed"):
            connection.execute(text(change))
        connection.rollback()
        kept = connection.scalar(text("SELECT version FROM issued_paper"))

    assert kept == 1


@BOTH
def test_every_append_only_table_is_guarded(empty: str) -> None:
    migrate(empty)

    for connection in connected(empty):
        guarded = {name.partition("_refuses_")[0] for name in triggers(connection)}

    assert guarded == set(APPEND_ONLY)
    assert set(APPEND_ONLY) <= set(metadata.tables)


def test_every_ledger_and_posted_paper_is_append_only() -> None:
    posted = {
        str(mapper.local_table)
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Entry)
    }

    assert posted - set(APPEND_ONLY) == set()


def test_migrating_twice_is_quick_and_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/books.db"
    first = migrate(url)

    began = time.monotonic()
    second = migrate(url)

    assert (first, second) == (head(), head())
    assert time.monotonic() - began < 1.0


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/books.db"
    migrate(url)
    for connection in connected(url):
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()

    with pytest.raises(ValueError, match="newer"):
        migrate(url)


def test_every_module_with_a_table_is_known_to_the_migrations() -> None:
    defined = set()
    for file in Path(str(domain.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                named = [target for target in node.targets if isinstance(target, ast.Name)]
                if any(target.id == "__tablename__" for target in named):
                    defined.add(node.value.value)

    assert defined == set(metadata.tables)
    assert metadata is Base.metadata


def test_the_job_engine_ships_the_schema_that_the_revisions_made() -> None:
    shipped = sorted(file.name for file in Path(SchemaManager.get_migrations_path()).glob("*.sql"))

    assert shipped[-1] == NEWEST_OF_THE_ENGINE, "add a revision that runs the newer SQL files"
