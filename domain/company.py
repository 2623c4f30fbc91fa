"""Creating a company: the defaults of a German seller, filled from a folder of any trade.

It lies above every capability, because a company's first rows belong to all of them. A
company is created once, in an empty database whose tables exist already.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import company_defaults as defaults
from domain import company_files as files
from domain.posting.opening import open_books
from domain.setup import CompanySetup
from domain.stock.expected import default_location

DEMO = Path(__file__).parent / "demo"


class CompanyExists(ValueError):
    """The database holds a company already; a second one would mix with it."""


@dataclass(frozen=True, kw_only=True)
class Founded:
    """What a new company begins with."""

    name: str
    articles: int
    customers: int
    employees: int


def create_company(
    session: Session, folder: Path | None, *, demo: bool = False, today: date
) -> Founded:
    """Fill an empty database from a folder; without one, or with `demo`, as the demo company.

    A folder needs `catalog.json` and `customers.json`. Without `company.json` and
    `employees.json` the demo company's seller and people stand in until somebody changes
    them; without `stock.json` there is no stock. First exchange rates date from a year ago.

    Raises:
        CompanyExists: this database has a company.
        FileNotFoundError, ValueError: the folder cannot be read; nothing has been written.
    """
    if session.scalar(select(CompanySetup.id)) is not None:
        raise CompanyExists("this database holds a company already")
    source = DEMO if folder is None or demo else folder
    read = files.read_folder(source, example=DEMO)
    defaults.add_number_series(session)
    defaults.add_locations(session)
    defaults.add_terms(session, extra=read.terms)
    defaults.add_reminder_terms(session)
    files.add_company(session, read.company)
    session.flush()
    setup = session.get_one(CompanySetup, 1)
    defaults.add_currencies(session, read.currencies, local=setup.currency, on=today)
    defaults.add_vat(session)
    session.flush()
    defaults.add_templates(session)
    files.add_employees(session, read.employees)
    files.add_items(session, read.catalog)
    files.add_customers(session, read.customers, seller=setup.country, on=today)
    files.add_stock(session, read.stock, location=default_location(session), on=today)
    open_books(session, on=today)
    return Founded(
        name=setup.name,
        articles=len(read.catalog),
        customers=len(read.customers),
        employees=len(read.employees),
    )
