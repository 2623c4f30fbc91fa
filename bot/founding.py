"""Creating the company of a database, from the command line or for the demo."""

import sys
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.migrating import migrate
from bot.settings import read_settings
from domain.company import CompanyExists, Founded, create_company
from domain.database import Database
from domain.setup import CompanySetup


def found(*, demo: bool, source: Path | None) -> int:
    """Create the company and say what it begins with; exit code 1 when it cannot be made."""
    if not demo and source is None:
        print("Say which company: --demo, or --from FOLDER.", file=sys.stderr)
        return 2
    url = read_settings().database
    try:
        made = open_company(url, source, demo=demo, today=Clock().now().date())
    except (CompanyExists, ValueError, OSError) as refused:
        print(f"No company was made: {refused}.", file=sys.stderr)
        return 1
    print(
        f"{made.name}: {made.articles} articles, {made.customers} customers, "
        f"{made.employees} people."
    )
    return 0


def open_company(url: str, source: Path | None, *, demo: bool, today: date) -> Founded:
    """Bring the database up to date and create its company.

    Raises:
        CompanyExists: there is one already.
        ValueError, OSError: the folder cannot be read; nothing was written.
    """
    migrate(url)
    database = Database(url)
    try:
        with database.writing() as session:
            return create_company(session, source, demo=demo, today=today)
    finally:
        database.close()


def has_company(url: str) -> bool:
    """Whether a migrated database holds a company."""
    database = Database(url)
    try:
        with database.reading() as session:
            return session.scalar(select(CompanySetup.id)) is not None
    finally:
        database.close()


def is_ready(url: str) -> bool:
    """Whether there is a database with a company; asking makes no file."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).exists():
        return False
    try:
        return has_company(url)
    except DBAPIError:
        return False
