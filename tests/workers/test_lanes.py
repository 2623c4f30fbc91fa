"""Lanes: rows of one conversation keep their order, others do not wait for them."""

from bot.delivery import Later
from bot.workers import Job
from domain.durable import State
from tests.workers.desk import Desk


def test_only_the_first_of_a_lane_is_due(desk: Desk) -> None:
    first = desk.send("one", "thread")
    desk.send("two", "thread")
    other = desk.send("three", "elsewhere")

    assert desk.due("outbox") == [first, other]


def test_a_lane_waits_for_its_first_row_even_while_that_pauses(desk: Desk) -> None:
    first = desk.send("one", "thread")
    second = desk.send("two", "thread")

    def busy(_job: Job) -> None:
        raise Later(30)

    desk.deal = busy
    desk.attempt("outbox", first)
    pausing = desk.due("outbox")
    desk.clock.pass_by(31)
    desk.deal = desk.finish
    desk.attempt("outbox", first)

    assert pausing == []
    assert desk.due("outbox") == [second]


def test_a_parked_row_does_not_hold_its_lane(desk: Desk) -> None:
    first = desk.send("one", "thread")
    second = desk.send("two", "thread")
    with desk.database.writing() as session:
        Job(table="outbox", id=first, attempts=0, row=desk.outgoing(first)).park(session, "no")

    assert desk.due("outbox") == [second]


def test_a_job_for_a_later_row_deals_with_the_earlier_ones_first(desk: Desk) -> None:
    for key in ("one", "two"):
        desk.send(key, "thread")
    last = desk.send("three", "thread")

    desk.attempts.attempt_in_turn("outbox", last)

    assert desk.seen == ["one", "two", "three"]


def test_a_job_for_a_later_row_waits_when_an_earlier_one_must(desk: Desk) -> None:
    desk.send("one", "thread", within=20)
    last = desk.send("two", "thread")

    seconds = desk.attempts.attempt_in_turn("outbox", last)

    assert (seconds, desk.seen) == (20.0, [])
    assert desk.outgoing(last).state == State.PENDING
