"""One house per worker process of pytest: it takes seconds to start, and tests share it.

Tests therefore speak for different customers and people's threads, and count only their own.
"""

from collections.abc import Iterator

import pytest

from tests.house.house import RunningHouse


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    running = RunningHouse(tmp_path_factory.mktemp("house"))
    yield running
    running.stop()
