"""Databases of their own for tests of durable work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.migrating import migrate
from domain.database import Base, Database
from tests.postgres import Cluster, cluster
from tests.workers.desk import Desk

__all__ = ["cluster"]


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A desk with an in-memory database and a clock that a test moves."""
    database = Database("sqlite://")
    Base.metadata.create_all(database.engine)
    yield Desk(database)
    database.close()


@pytest.fixture
def sqlite_books(tmp_path: Path) -> Iterator[Database]:
    """A SQLite file at the newest revision."""
    url = f"sqlite:///{tmp_path}/books.db"
    migrate(url)
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def postgres_books(cluster: Cluster) -> Iterator[Database]:
    """A PostgreSQL database at the newest revision."""
    url = cluster.new_database()
    migrate(url)
    database = Database(url)
    yield database
    database.close()
