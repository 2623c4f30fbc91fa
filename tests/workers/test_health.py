"""The health page: alive, ready, and figures that name nobody."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.channels.health import health_routes
from domain.database import Base, Database
from tests.workers.desk import Desk


@pytest.fixture
def kept(sqlite_books: Database) -> Desk:
    return Desk(sqlite_books)


def client(desk: Desk) -> FlaskClient:
    app = Flask("health")
    app.register_blueprint(health_routes(desk.database, desk.clock))
    return app.test_client()


def test_a_house_at_work_is_ready(kept: Desk) -> None:
    kept.receive("message")
    kept.clock.pass_by(60)

    answer = client(kept).get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ready\n")


def test_rows_that_nobody_works_on_are_a_fault(kept: Desk) -> None:
    kept.send("letter")
    kept.clock.pass_by(301)

    answer = client(kept).get("/readyz")

    assert answer.status_code == 503
    assert "outbox" in answer.text


def test_a_database_without_the_newest_schema_is_not_ready(desk: Desk) -> None:
    Base.metadata.create_all(desk.database.engine)

    answer = client(desk).get("/readyz")

    assert answer.status_code == 503
    assert "revision none" in answer.text


def test_figures_tell_how_much_waits_and_for_how_long(kept: Desk) -> None:
    for key in ("orders@nordwerk.example", "second"):
        kept.receive(key)
    kept.clock.pass_by(90)

    figures = client(kept).get("/metrics").text

    assert 'salesclerk_rows{state="pending",table="inbox"} 2.0' in figures
    assert 'salesclerk_oldest_due_seconds{table="inbox"} 90.0' in figures
    assert "nordwerk" not in figures
