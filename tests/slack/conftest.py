"""A company's empty inbox, and the Slack door in front of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_bolt import App
from sqlalchemy import select

from bot.channels.slack import build_app
from bot.clock import Clock
from domain.database import Base, Database
from domain.inbox import InboxRow
from tests.slack.fake_slack import FakeSlack
from tests.slack.requests import SETTINGS


@dataclass(frozen=True)
class Kept:
    """What a test wants to know of an inbox row."""

    kind: str
    key: str
    lane: str
    body: bytes
    envelope: dict[str, object]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/company.sqlite")
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def app(database: Database) -> App:
    return build_app(SETTINGS, database, Clock())


def inbox(database: Database) -> list[Kept]:
    with database.reading() as session:
        rows = session.scalars(select(InboxRow).order_by(InboxRow.id))
        return [Kept(r.kind, r.key, r.lane, r.body, dict(r.envelope)) for r in rows]
