"""Several people post at once: numbers stay gapless, and nothing is posted twice (7.7.7)."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.commands import FUNCTIONS
from domain.errors import Command, Conflict, Outcome, Refusal
from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from domain.posting.invoice_rows import PostedInvoice
from domain.sales.orders import ConfirmOrder
from domain.work import retrying
from tests.domain.desk import Desk, want
from tests.domain.harbors import Postgres, on_file
from tests.domain.test_posting import off
from tests.postgres import Cluster, cluster

__all__ = ["cluster"]
THREADS, ORDERS = 8, 24


class PulledOut(Exception):
    """The power fails in the middle of a posting."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A desk at which several people may work at once."""
    if request.param == "sqlite":
        database = on_file(tmp_path / "books.db")
    else:
        found: Cluster = request.getfixturevalue("cluster")
        database = Postgres(found).copy()
    yield Desk(database=database)
    database.close()


def confirmed(desk: Desk) -> str:
    order = desk.order(want("CHAIR", 1), want("LAMP", 2))
    desk.give(ConfirmOrder(order_no=order.number), Outcome)
    return order.number


def post(desk: Desk, command: Command, *, fails: bool = False) -> Outcome:
    """Obey a command, again when it collided; `fails` breaks off before the commit."""

    def once() -> Outcome:
        with desk.work() as work:
            told = FUNCTIONS[type(command)](command, work)
            if fails:
                raise PulledOut
        return told

    return retrying(once, lambda _: None)


@pytest.mark.slow
def test_eight_people_post_and_a_third_of_it_fails_without_a_gap(shared: Desk) -> None:
    numbers = [confirmed(shared) for _ in range(ORDERS)]
    dice = random.Random(7)
    failing = [dice.random() < 0.3 for _ in numbers]

    def work_on(number: str, fails: bool) -> str:
        command = ShipAndInvoice(order_no=number)
        if fails:
            with pytest.raises(PulledOut):
                post(shared, command, fails=True)
        told = post(shared, command)
        assert isinstance(told, InvoicePosted)
        return told.invoice_no

    with ThreadPoolExecutor(THREADS) as people:
        drawn = list(people.map(work_on, numbers, failing))

    assert sorted(drawn) == [f"PS-INV{103001 + count}" for count in range(ORDERS)]
    assert off(shared) == []


def test_two_people_post_the_same_order_and_one_of_them_is_told(shared: Desk) -> None:
    number = confirmed(shared)
    command = ShipAndInvoice(order_no=number)

    def attempt(_: int) -> str:
        try:
            post(shared, command)
        except Refusal as refusal:
            return refusal.code
        except Conflict:
            return "conflict"
        return "posted"

    with ThreadPoolExecutor(2) as people:
        told = sorted(people.map(attempt, range(2)))

    assert told == ["nothing_to_post", "posted"]
    with shared.database.reading() as session:
        assert len(session.scalars(select(PostedInvoice.document_no)).all()) == 1
    assert off(shared) == []
