"""Fixtures every test may use: a database, built once per session and cloned per test.

It is SQLite in memory, or with `--database=postgres` on a private PostgreSQL. `database` is
Harbor Supply, `work` a unit of work in it on its work date; a date given with
`@pytest.mark.parametrize("work", [day], indirect=True)` replaces that date. `demo` is the
demo company's database.
"""

import gc
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from domain import commands, company
from domain.database import Base, Database
from domain.people import Employee
from domain.work import Work, begin
from tests.hurried_databases import hurry
from tests.on_postgres.copies import Copies
from tests.worlds.harbor import WORK_DATE, harbor

DEMO_DATE = date(2026, 11, 18)
Image = bytes | str  # a SQLite database's bytes, or the name of one on PostgreSQL

_copies = Copies()
_on_postgres = False


def clone(image: Image) -> Database:
    """A private copy of a database that was built before."""
    if isinstance(image, str):
        database = Database(_copies.copy(image))
    else:
        database = Database("sqlite://")
        _driver(database).deserialize(image)
    database.commands = commands.Commands()
    return database


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


@pytest.fixture
def database() -> Iterator[Database]:
    """Harbor Supply, as the specification's scenarios begin."""
    cloned = clone(_harbor_image())
    yield cloned
    cloned.close()


@pytest.fixture
def demo() -> Iterator[Database]:
    """The demo company on `DEMO_DATE`."""
    cloned = clone(_demo_image())
    yield cloned
    cloned.close()


@pytest.fixture
def work(database: Database, request: pytest.FixtureRequest) -> Iterator[Work]:
    """Gina's unit of work: salesperson and manager without a limit."""
    with database.reading() as session:
        gina = session.get_one(Employee, "gina").actor()
    day: date = getattr(request, "param", WORK_DATE)
    with begin(database, now=at_noon(day), actor=gina, dry=True) as opened:
        yield opened


def _driver(database: Database) -> sqlite3.Connection:
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


@cache
def _harbor_image() -> Image:
    return _image(harbor)


@cache
def _demo_image() -> Image:
    source = Path(company.__file__).parent / "demo"
    return _image(
        lambda session: company.create_company(session, source, demo=True, today=DEMO_DATE)
    )


def _image(fill: Callable[[Session], object]) -> Image:
    if _on_postgres:
        return _copies.template(fill)
    database = Database("sqlite://")
    Base.metadata.create_all(database.engine)
    with Session(database.engine) as session, session.begin():
        fill(session)
    return _driver(database).serialize()


def demo_file(path: Path) -> str:
    """The demo company as a database of its own, on SQLite in a file; returns its URL."""
    image = _demo_image()
    if isinstance(image, str):
        return _copies.copy(image)
    path.write_bytes(image)
    return f"sqlite:///{path}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite", action="store_true", help="write what was really said into transcripts"
    )
    parser.addoption(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="where the companies of the tests are kept",
    )


def pytest_configure(config: pytest.Config) -> None:
    global _on_postgres
    hurry()
    gc.set_threshold(20_000, 20, 20)  # test processes hold much that lives until their end
    _on_postgres = config.getoption("--database") == "postgres"


def pytest_unconfigure() -> None:
    _copies.remove()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take long, or one worker ends with them alone."""
    long = {
        item.path
        for item in items
        if any(item.get_closest_marker(name) for name in ("postgres", "interop", "slow"))
    }
    first = Path(__file__).parent / "on_postgres"
    items.sort(key=lambda item: (first not in item.path.parents, item.path not in long))
