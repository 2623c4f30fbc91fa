"""PostgreSQL: workers on several processes under kills, restarts and lost jobs."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import Clock
from bot.engine_postgres import ghosts, reconcile
from domain import outbox
from domain.database import Database
from domain.durable import State
from tests.postgres import Cluster
from tests.workers.yard import Yard

pytestmark = pytest.mark.postgres
ROWS = 60


@pytest.fixture
def yard(postgres_books: Database, tmp_path: Path) -> Iterator[Yard]:
    made = Yard(postgres_books, tmp_path, hold=0.2)
    yield made
    made.stop()


def jobs(yard: Yard) -> int:
    with yard.database.reading() as session:
        return session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0


def test_a_row_and_its_job_are_one_transaction(yard: Yard) -> None:
    def write(key: str) -> None:
        with yard.database.writing() as session:
            outbox.send(session, kind="mail", key=key, lane=key, payload={}, due=Clock().now())
            if key == "refused":
                raise ValueError("the business says no")

    with pytest.raises(ValueError, match="says no"):
        write("refused")
    after_refusal = jobs(yard)
    write("kept")
    with yard.database.writing() as session:
        repeated = outbox.send(
            session, kind="mail", key="kept", lane="kept", payload={}, due=Clock().now()
        )

    assert (after_refusal, repeated, jobs(yard)) == (0, None, 1)


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_double_nothing(yard: Yard) -> None:
    yard.fill(ROWS, lanes=30)
    yard.start(3)
    for number in range(3):
        yard.wait(lambda number=number: len(yard.calls()) >= 20 * (number + 1), within=60)  # type: ignore[misc]
        yard.kill_one()
        yard.start()

    yard.wait(lambda: yard.count(State.DONE) == 2 * ROWS, within=90)

    assert set(yard.effects().values()) == {1}
    assert len(yard.effects()) == 2 * ROWS


@pytest.mark.slow
def test_a_restarted_server_loses_nothing(yard: Yard, cluster: Cluster) -> None:
    yard.fill(30)
    yard.start(2)
    yard.wait(lambda: len(yard.calls()) >= 10, within=60)

    cluster.stop(at_once=True)
    time.sleep(2)
    cluster.start()
    yard.wait(lambda: yard.count(State.DONE) == 60, within=90)

    assert set(yard.effects().values()) == {1}
    assert all(worker.poll() is None for worker in yard.workers)


@pytest.mark.slow
def test_lanes_keep_their_order_on_several_workers(yard: Yard) -> None:
    yard.fill(12, lanes=2)
    yard.start(2)

    yard.wait(lambda: yard.count(State.DONE) == 24, within=60)

    for lane in (0, 1):
        rows = [row for row in yard.order("outbox") if (row - 1) % 2 == lane]
        assert rows == sorted(rows)


@pytest.mark.slow
def test_a_message_is_picked_up_soon_and_a_later_one_when_it_is_due(yard: Yard) -> None:
    yard.start()
    warm = yard.send("warm", lane="a")
    yard.wait(lambda: ("outbox", warm) in yard.calls(), within=45)

    sent = time.monotonic()
    soon = yard.send("soon", lane="b")
    later = yard.send("later", lane="c", within=3)
    yard.wait(lambda: ("outbox", soon) in yard.calls(), within=5)
    picked_up = time.monotonic() - sent
    yard.wait(lambda: ("outbox", later) in yard.calls(), within=10)
    when_due = time.monotonic() - sent

    assert picked_up < 1.5
    assert 3 <= when_due < 7


def test_overdue_rows_without_a_job_are_given_one(yard: Yard) -> None:
    row = yard.send("lost", lane="a", within=-60)
    with yard.database.writing() as session:
        session.execute(text("TRUNCATE procrastinate_jobs CASCADE"))

    given = reconcile(yard.database.engine, Clock().now())
    again = reconcile(yard.database.engine, Clock().now())

    assert row
    assert (given, again, jobs(yard)) == (1, 0, 1)


def test_a_job_whose_last_status_was_lost_is_found(yard: Yard) -> None:
    yard.send("one", lane="a")
    with yard.database.writing() as session:
        session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
        session.execute(text("UPDATE procrastinate_events SET at = at - interval '1 hour'"))

    assert len(ghosts(yard.database.engine, Clock().now())) == 1


def test_a_job_under_way_is_no_ghost(yard: Yard) -> None:
    yard.send("one", lane="a")
    with yard.database.writing() as session:
        session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))

    assert ghosts(yard.database.engine, Clock().now()) == []
