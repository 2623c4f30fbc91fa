"""Fixtures of the domain's tests."""

import pytest

from domain.database import Database
from tests.domain.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """Harbor Supply's desk on its work date; orders that come by mail stay open."""
    made = Desk(database=database)
    with made.work() as work:
        work.setup.mail_orders = "open"
    return made
