"""Two processes that receive the same event at once, on PostgreSQL, store it once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import App

from bot.channels.slack import build_app
from bot.clock import Clock
from domain.database import Base, Database
from tests.postgres import Cluster, cluster
from tests.slack.conftest import inbox
from tests.slack.requests import SETTINGS, event_body, message_event, send

__all__ = ["cluster"]  # pytest finds the fixture by its name here
pytestmark = pytest.mark.postgres


@pytest.fixture
def databases(cluster: Cluster) -> Iterator[tuple[Database, Database]]:
    address = cluster.new_database()
    first, second = Database(address), Database(address)
    Base.metadata.create_all(first.engine)
    yield first, second
    first.close()
    second.close()


def test_the_same_events_delivered_to_two_processes_are_stored_once(
    databases: tuple[Database, Database],
) -> None:
    apps: list[App] = [build_app(SETTINGS, database, Clock()) for database in databases]
    bodies = [event_body(message_event(ts=f"1790000000.{n:06}")) for n in range(30)]
    deliveries = [(apps[n % 2], bodies[n // 8]) for n in range(240)]

    with ThreadPoolExecutor(8) as pool:
        answers = {a.status for a in pool.map(lambda one: send(one[0], one[1]), deliveries)}

    assert answers == {200}
    assert len(inbox(databases[0])) == 30
