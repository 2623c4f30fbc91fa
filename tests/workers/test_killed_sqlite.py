"""SQLite: the one process is killed again and again, and still every row is dealt with once."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.leases import LEASE
from domain.database import Database
from domain.durable import State
from tests.workers.yard import Yard

ROWS = 120
KILLS = 4


@pytest.fixture
def yard(sqlite_books: Database, tmp_path: Path) -> Iterator[Yard]:
    made = Yard(sqlite_books, tmp_path, hold=0.03)
    yield made
    made.stop()


@pytest.mark.slow
def test_four_kills_lose_nothing_and_double_nothing(yard: Yard) -> None:
    yard.fill(ROWS, lanes=40)
    for _ in range(KILLS):
        yard.start()
        before = len(yard.calls())
        yard.wait(lambda before=before: len(yard.calls()) >= before + 8, within=45)  # type: ignore[misc]
        yard.kill_one()
    interrupted = yard.count(State.PENDING)

    yard.start()
    yard.wait(lambda: yard.count(State.DONE) == 2 * ROWS, within=60)

    assert interrupted > 0
    assert set(yard.effects().values()) == {1}
    assert len(yard.effects()) == 2 * ROWS
    assert len(yard.calls()) - 2 * ROWS <= 3 * KILLS  # only what was in hand is called again


@pytest.mark.slow
def test_a_lane_keeps_its_order_through_a_kill(yard: Yard) -> None:
    yard.fill(20, lanes=1)
    yard.start()
    yard.wait(lambda: len(yard.calls()) >= 8, within=45)
    yard.kill_one()

    yard.start()
    yard.wait(lambda: yard.count(State.DONE) == 40, within=30)

    for duty in ("inbox", "outbox"):
        assert yard.order(duty) == sorted(yard.order(duty))


@pytest.mark.slow
def test_what_was_in_hand_is_tried_again_at_once_after_a_restart(yard: Yard) -> None:
    yard.fill(20)
    yard.start()
    yard.wait(lambda: len(yard.calls()) >= 5, within=45)
    yard.kill_one()

    yard.start()
    before = len(yard.calls())
    yard.wait(lambda: len(yard.calls()) > before, within=45)  # it is up
    began = time.monotonic()
    yard.wait(lambda: yard.count(State.DONE) == 40, within=45)

    assert time.monotonic() - began < LEASE.total_seconds() / 2
