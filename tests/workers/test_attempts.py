"""One attempt at a row: what it leaves behind when it succeeds, fails, waits, or is overtaken."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import Later, Undeliverable
from bot.leases import LEASE, Kept
from bot.wording import reference_of
from bot.workers import PATIENCE, TRIES, Finish, Job, LeaseLost, pause
from domain.durable import State
from domain.outbox import OutboxRow, send
from tests.workers.desk import Desk

SECRET = "the customer's own words"


def test_a_delivery_is_done_once_however_often_it_is_tried(desk: Desk) -> None:
    row = desk.send("letter")

    desk.attempt("outbox", row)
    desk.attempt("outbox", row)

    assert desk.seen == ["letter"]
    assert desk.outgoing(row).state == State.DONE


def test_what_a_delivery_writes_is_committed_together_with_done(desk: Desk) -> None:
    row = desk.send("letter")

    def deliver(job: Job) -> Finish:
        def finish(session: Session) -> None:
            session.get_one(OutboxRow, job.id).result = {"ts": "1.2"}

        return finish

    def and_break(_job: Job) -> Finish:
        def finish(session: Session) -> None:
            session.get_one(OutboxRow, row).result = {"ts": "1.1"}
            session.flush()
            raise OSError("the disk is full")

        return finish

    desk.deal = and_break
    desk.attempt("outbox", row)
    interrupted = desk.outgoing(row)
    desk.clock.pass_by(5)
    desk.deal = deliver
    desk.attempt("outbox", row)

    assert (interrupted.state, interrupted.result) == (State.PENDING, {})
    assert (desk.outgoing(row).state, desk.outgoing(row).result) == (State.DONE, {"ts": "1.2"})


def test_a_reader_that_was_overtaken_leaves_nothing(desk: Desk) -> None:
    row = desk.receive("message")

    def overtaken(job: Job) -> None:
        with desk.database.writing() as session:
            job.finish(session)
        with desk.database.writing() as session:
            send(session, kind="mail", key="twice", lane="x", payload={}, due=desk.clock.now())
            job.finish(session)  # LeaseLost

    desk.deal = overtaken
    desk.attempt("inbox", row)

    with desk.database.reading() as session:
        assert session.scalar(select(OutboxRow)) is None


def test_a_late_comer_cannot_finish_what_another_attempt_has_claimed(desk: Desk) -> None:
    row = desk.send("letter")
    held: list[Job] = []

    def sleep(job: Job) -> None:
        held.append(job)
        if len(held) == 1:
            desk.clock.pass_by(LEASE.total_seconds() + 1)
            desk.attempt("outbox", row)  # another worker, once the lease is over

    desk.deal = sleep
    desk.attempt("outbox", row)

    assert [job.attempts for job in held] == [1, 2]
    with pytest.raises(LeaseLost), desk.database.writing() as session:
        held[0].finish(session)


def test_a_row_that_somebody_is_trying_is_left_alone(desk: Desk) -> None:
    row = desk.send("letter")
    again: list[float | None] = []

    def meanwhile(_job: Job) -> None:
        again.append(desk.attempt("outbox", row))

    desk.deal = meanwhile
    desk.attempt("outbox", row)

    assert desk.seen == ["letter"]
    assert again[0] is not None


def test_a_long_delivery_keeps_its_claim(desk: Desk) -> None:
    row = desk.send("letter")
    again: list[float | None] = []

    def deliver_slowly(job: Job) -> None:
        for _ in range(5):
            desk.clock.pass_by(LEASE.total_seconds() / 2)
            kept = Kept(
                desk.database, desk.clock, kind=OutboxRow, row_id=row, attempts=job.attempts
            )
            kept.renew()
            kept.__exit__(None, None, None)
            again.append(desk.attempt("outbox", row))

    desk.deal = deliver_slowly
    desk.attempt("outbox", row)

    assert desk.seen == ["letter"]
    assert None not in again
    assert desk.outgoing(row).state == State.DONE


def test_a_row_that_is_not_due_is_left_alone(desk: Desk) -> None:
    row = desk.send("reminder", within=60)

    seconds = desk.attempt("outbox", row)

    assert (seconds, desk.seen) == (60.0, [])


def test_a_fault_is_tried_again_with_growing_pauses_and_then_parked(desk: Desk) -> None:
    row = desk.receive("message")

    def break_down(_job: Job) -> None:
        raise ValueError(SECRET)

    desk.deal = break_down
    pauses = []
    while (seconds := desk.attempt("inbox", row)) is not None:
        pauses.append(seconds)
        desk.clock.pass_by(seconds)

    parked = desk.incoming(row)
    assert parked.state == State.PARKED
    assert len(desk.seen) == TRIES["inbox"]
    assert pauses == sorted(pauses)
    assert pauses == [pause(row, tried) for tried in range(1, TRIES["inbox"])]


def test_the_words_of_a_fault_are_kept_nowhere(desk: Desk) -> None:
    row = desk.receive("message")

    def break_down(_job: Job) -> None:
        raise ValueError(SECRET)

    desk.deal = break_down
    desk.attempt("inbox", row)

    assert SECRET not in desk.incoming(row).error
    assert "ValueError" in desk.incoming(row).error


def test_the_people_concerned_get_the_reference_of_a_parked_message(desk: Desk) -> None:
    row = desk.receive("message")

    def refuse(_job: Job) -> None:
        raise Undeliverable("nobody can read this")

    desk.deal = refuse
    desk.attempt("inbox", row)

    assert desk.incoming(row).state == State.PARKED
    assert desk.parked == [reference_of("message")]


def test_a_row_that_kills_its_workers_ends(desk: Desk) -> None:
    row = desk.send("poison")

    class Killed(BaseException):
        """Stands for kill -9: nothing of ours runs afterwards."""

    def kill(_job: Job) -> None:
        raise Killed

    desk.deal = kill
    for _ in range(TRIES["outbox"]):
        with pytest.raises(Killed):
            desk.attempt("outbox", row)
        desk.clock.pass_by(LEASE.total_seconds() + 1)
    desk.attempt("outbox", row)

    assert desk.outgoing(row).state == State.PARKED
    assert len(desk.seen) == TRIES["outbox"]


def test_asking_for_patience_is_no_fault(desk: Desk) -> None:
    row = desk.send("post")

    def busy(_job: Job) -> None:
        raise Later(30, "Slack asks for patience")

    desk.deal = busy
    for _ in range(3 * TRIES["outbox"]):
        desk.clock.pass_by(desk.attempt("outbox", row) or 0)
    desk.deal = desk.finish
    desk.attempt("outbox", row)

    assert desk.outgoing(row).state == State.DONE
    assert desk.outgoing(row).waits == 3 * TRIES["outbox"]


def test_patience_ends_after_two_days(desk: Desk) -> None:
    row = desk.send("letter")

    def away(_job: Job) -> None:
        raise Later(4 * 3600, "the relay is away")

    desk.deal = away
    waited = 0.0
    while (seconds := desk.attempt("outbox", row)) is not None:
        waited += seconds
        desk.clock.pass_by(seconds)

    assert waited == PATIENCE.total_seconds()
    assert desk.outgoing(row).state == State.PARKED
    assert "the relay is away" in desk.outgoing(row).error


def test_a_refusal_by_the_other_side_is_parked_at_once(desk: Desk) -> None:
    row = desk.send("letter")

    def refuse(_job: Job) -> None:
        raise Undeliverable("550 no such user")

    desk.deal = refuse
    seconds = desk.attempt("outbox", row)

    assert seconds is None
    assert desk.outgoing(row).error == "550 no such user"
    assert len(desk.parked) == 1  # whoever looks after it is told
