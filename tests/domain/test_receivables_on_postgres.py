"""The same promises of corrections and returns, with the payments in them, on PostgreSQL."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from domain.database import Database
from tests.domain import test_corrections, test_returns
from tests.domain.desk import Desk
from tests.domain.harbors import Postgres
from tests.postgres import Cluster, cluster

__all__ = ["cluster"]
pytestmark = pytest.mark.postgres


def _promises(module: ModuleType) -> dict[str, object]:
    """The tests of a module that work at a desk."""
    return {name: value for name, value in vars(module).items() if name.startswith("test_")}


for _module in (test_corrections, test_returns):
    globals().update(_promises(_module))


@pytest.fixture(scope="module")
def template(cluster: Cluster) -> Postgres:
    return Postgres(cluster)


@pytest.fixture
def database(template: Postgres) -> Iterator[Database]:
    copied = template.copy()
    yield copied
    copied.close()


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database=database)
