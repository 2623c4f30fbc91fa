"""Real processes: `serve` takes a letter, a worker answers it, and ends in good order when told."""

import os
import smtplib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from bot.demo import free_port
from bot.founding import open_company
from domain.database import Database
from domain.parties.contact_rows import Contact
from tests.postgres import Cluster, cluster

__all__ = ["cluster"]
pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent
WITHIN = 60.0  # seconds


class Postbox:
    """Takes every letter, as a relay does."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(envelope.original_content or b"")
        return "250 taken"


@dataclass(frozen=True, kw_only=True)
class Place:
    """An installation's environment and the far ends a test looks at."""

    environment: dict[str, str]
    postbox: Postbox
    smtp_port: int
    http_port: int
    sender: str

    @contextmanager
    def running(self, *commands: str) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Run `salesclerk COMMAND` for each, and end them as a supervisor would."""
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "bot", *command.split()],
                cwd=ROOT,
                env=os.environ | self.environment,
            )
            for command in commands
        ]
        try:
            yield started
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(WITHIN)

    def write(self, text: str) -> None:
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = "orders@nordwerk.example"
        letter["Subject"] = "A question"
        letter["Message-ID"] = f"<{time.time_ns()}@customer.example>"
        letter["Date"] = datetime.now(UTC)
        letter.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=10) as client:
            client.send_message(letter)

    def ready(self) -> str:
        try:
            url = f"http://127.0.0.1:{self.http_port}/readyz"
            with urllib.request.urlopen(url, timeout=2) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The demo company on one database or the other, without Slack."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/books.db"
    else:
        server: Cluster = request.getfixturevalue("cluster")
        url = server.new_database()
    open_company(url, None, demo=True, today=datetime.now(UTC).date())
    database = Database(url)
    with database.reading() as session:
        sender = session.scalars(
            select(Contact.email).where(Contact.customer_no.is_not(None), Contact.email != "")
        ).first()
    database.close()
    postbox, smtp, http, relay = Postbox(), free_port(), free_port(), free_port()
    sink = Controller(postbox, hostname="127.0.0.1", port=relay)
    sink.start()
    environment = {
        "SALESCLERK_DATABASE": url,
        "SALESCLERK_FOLDER": str(tmp_path / "var"),
        "SALESCLERK_HTTP_LISTEN": f"127.0.0.1:{http}",
        "SALESCLERK_SMTP_LISTEN": f"127.0.0.1:{smtp}",
        "SALESCLERK_SMTP_RELAY": f"smtp://127.0.0.1:{relay}?starttls=no",
        "SALESCLERK_MAIL_ADDRESS": "orders@nordwerk.example",
        "SALESCLERK_MAIL_TRUST": "address",
        "SALESCLERK_RENDER_WORKERS": "1",
        "SALESCLERK_SECRET_KEY": "for this test",
    }
    yield Place(
        environment=environment, postbox=postbox, smtp_port=smtp, http_port=http,
        sender=str(sender),
    )  # fmt: skip
    sink.stop()


def wait_for(place: Place, letters: int) -> None:
    end = time.monotonic() + WITHIN
    while len(place.postbox.letters) < letters and time.monotonic() < end:
        time.sleep(0.1)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_serve_alone_answers_a_letter_and_ends_well(place: Place) -> None:
    with place.running("serve") as (served,):
        _until_ready(place)
        place.write("Do you have floor lamps in stock?")
        wait_for(place, 1)

    assert len(place.postbox.letters) == 1
    assert b"Re: A question" in place.postbox.letters[0]
    assert served.returncode == 0


@pytest.mark.postgres
@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_workers_answer_what_serve_stored(place: Place) -> None:
    with place.running("serve", "worker --concurrency 2", "worker") as processes:
        _until_ready(place)
        for _ in range(2):
            place.write("Do you have floor lamps in stock?")
        wait_for(place, 2)

    assert len(place.postbox.letters) == 2
    assert [process.returncode for process in processes] == [0, 0, 0]


def _until_ready(place: Place) -> None:
    end = time.monotonic() + WITHIN
    while place.ready() != "ready\n":
        assert time.monotonic() < end, "not ready in time"
        time.sleep(0.1)
