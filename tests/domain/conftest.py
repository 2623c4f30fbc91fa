"""Fixtures of the domain's tests."""

import pytest

from domain.database import Database
from tests.domain.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """Harbor Supply's desk on its work date."""
    return Desk(database=database)
