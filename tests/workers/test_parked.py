"""What was given up is listed by its reference, and gets a second chance when somebody says so."""

import pytest
from sqlalchemy import select

from bot.delivery import Undeliverable
from bot.parked import run_parked
from bot.wording import reference_of
from bot.workers import TRIES, Job
from domain import outbox
from domain.database import Database
from domain.durable import State
from domain.outbox import OutboxRow
from tests.workers.desk import Desk


@pytest.fixture
def kept(sqlite_books: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose database is the installation's."""
    monkeypatch.setenv("SALESCLERK_DATABASE", str(sqlite_books.url))
    return Desk(sqlite_books)


def give_up(_job: Job) -> None:
    raise Undeliverable("550 no such user")


def test_nothing_parked_is_said(kept: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_parked([]) == 0
    assert "Nothing is parked." in capsys.readouterr().out


def test_what_is_parked_is_listed_with_its_reason(
    kept: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.deal = give_up
    kept.attempt("outbox", kept.send("letter"))

    run_parked([])

    told = capsys.readouterr().out
    assert reference_of("letter") in told
    assert "550 no such user" in told


def test_a_named_row_is_tried_again_with_all_its_tries(kept: Desk) -> None:
    kept.deal = give_up
    row, other = kept.send("letter"), kept.send("other")
    for one in (row, other):
        kept.attempt("outbox", one)

    code = run_parked([reference_of("letter").lower()])

    revived = kept.outgoing(row)
    assert code == 0
    assert (revived.state, revived.attempts - revived.waits) == (State.PENDING, 0)
    assert kept.outgoing(other).state == State.PARKED
    assert TRIES["outbox"] > 1


def test_all_are_tried_again_at_once(kept: Desk) -> None:
    kept.deal = give_up
    rows = [("inbox", kept.receive("message")), ("outbox", kept.send("letter"))]
    for table, row in rows:
        kept.attempt(table, row)

    run_parked(["all"])

    assert kept.incoming(rows[0][1]).state == State.PENDING
    assert kept.outgoing(rows[1][1]).state == State.PENDING


def test_an_unknown_reference_is_refused_and_nothing_moves(
    kept: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.deal = give_up
    row = kept.send("letter")
    kept.attempt("outbox", row)

    code = run_parked(["F-000000", reference_of("letter")])

    assert code == 1
    assert "F-000000" in capsys.readouterr().err
    assert kept.outgoing(row).state == State.PARKED


def test_an_apology_does_not_stand_for_the_answer(kept: Desk) -> None:
    row = kept.receive("message")
    kept.deal = give_up
    kept.attempt("inbox", row)
    kept.send("reply:message")

    run_parked(["all"])

    with kept.database.writing() as session:
        answered = outbox.send(
            session, kind="mail", key="reply:message", lane="x", payload={}, due=kept.clock.now()
        )
        keys = set(session.scalars(select(OutboxRow.key)))
    assert answered is not None
    assert len(keys) == 2
