"""How soon a message is safe and its sender told so: `python -m benchmarks.acknowledging`.

A whole installation on SQLite, its workers at work. Slack gives three seconds; the floor is a
bare commit of the same bytes on the same disk. Times are milliseconds.
"""

import hashlib
import hmac
import json
import logging
import smtplib
import sqlite3
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Select, func, select

from bot.demo import free_port
from bot.founding import open_company
from bot.logs import set_up_logs
from bot.serving import Service
from bot.settings import Settings
from domain.durable import State
from domain.inbox import InboxRow

MESSAGES = 150
TOGETHER = 8
PER_CONNECTION = 50
SIGNED = b"signed in the benchmark"


def main() -> None:
    set_up_logs("error")
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # Slack is away, and that is meant
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        say("bare commit", [timed(commit) for commit in bare_commits(folder)])
        settings = installation(folder)
        open_company(settings.database, None, demo=True, today=datetime.now(UTC).date())
        service = Service(settings)
        service.start()
        try:
            measure(service, settings)
        finally:
            service.stop()


def measure(service: Service, settings: Settings) -> None:
    """Letters, then Slack events one after the other, then many at once; then wait for the work."""
    say("letter over SMTP", letters(settings))
    say("Slack event, in turn", [timed(event(settings, n)) for n in range(MESSAGES)])
    with ThreadPoolExecutor(TOGETHER) as senders:
        numbers = range(MESSAGES, 2 * MESSAGES)
        times = list(senders.map(lambda n: timed(event(settings, n)), numbers))
    say(f"Slack event, {TOGETHER} at once", times)
    began = time.monotonic()
    with service.house.database.reading() as session:
        left = session.scalar(pending()) or 0
    while left:
        time.sleep(0.2)
        with service.house.database.reading() as session:
            left = session.scalar(pending()) or 0
    print(f"all read {time.monotonic() - began:.1f} s after the last was acknowledged")


def pending() -> Select[int]:
    return select(func.count()).select_from(InboxRow).where(InboxRow.state == State.PENDING)


def installation(folder: Path) -> Settings:
    """Slack and the relay are away: their deliveries wait, and the doors must not care."""
    return Settings(
        database=f"sqlite:///{folder}/books.db",
        folder=folder,
        http_listen=f"127.0.0.1:{free_port()}",
        smtp_listen=f"127.0.0.1:{free_port()}",
        smtp_relay=SecretStr(f"smtp://127.0.0.1:{free_port()}?starttls=no"),
        mail_address="orders@nordwerk.example",
        slack_signing_secret=SecretStr(SIGNED.decode()),
        slack_bot_token=SecretStr("xoxb-benchmark"),
        slack_api_url=f"http://127.0.0.1:{free_port()}/api/",
        slack_team="T1",
    )


def bare_commits(folder: Path) -> list[Callable[[], None]]:
    """The floor: one row of the same size, committed as durably."""
    books = sqlite3.connect(folder / "floor.db", isolation_level=None)
    books.execute("PRAGMA journal_mode=WAL")
    books.execute("PRAGMA synchronous=FULL")
    books.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, body BLOB)")

    def commit() -> None:
        books.execute("BEGIN IMMEDIATE")
        books.execute("INSERT INTO inbox (body) VALUES (?)", (b"x" * 600,))
        books.execute("COMMIT")

    return [commit] * MESSAGES


def event(settings: Settings, number: int) -> Callable[[], None]:
    """One signed message event, as Slack posts it."""
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "user": "U01",
        "ts": f"{1_700_000_000 + number}.000100",
        "text": "do we have floor lamps?",
    }
    body = json.dumps(
        {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": said}
    ).encode()
    stamp = str(int(time.time()))
    seal = hmac.new(SIGNED, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        f"http://{settings.http_listen}/slack/events",
        body,
        {"Content-Type": "application/json", "X-Slack-Signature": f"v0={seal}",
         "X-Slack-Request-Timestamp": stamp},
    )  # fmt: skip

    def post() -> None:
        with urllib.request.urlopen(request, timeout=10) as answer:
            answer.read()

    return post


def letters(settings: Settings) -> list[float]:
    host, _, port = settings.smtp_listen.rpartition(":")
    times: list[float] = []
    for first in range(0, MESSAGES, PER_CONNECTION):
        with smtplib.SMTP(host, int(port), timeout=10) as client:
            client.ehlo()
            for number in range(first, first + PER_CONNECTION):
                sending = partial(client.send_message, letter(number))
                times.append(timed(sending))
    return times


def letter(number: int) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "somebody@stranger.example"
    made["To"] = "orders@nordwerk.example"
    made["Subject"] = f"Question {number}"
    made["Message-ID"] = f"<{number}.{time.time_ns()}@stranger.example>"
    made.set_content("Do you have floor lamps in stock?\n" * 8)
    return made


def timed(act: Callable[[], object]) -> float:
    """Milliseconds it took."""
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def say(what: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    print(
        f"{what:24} p50 {statistics.median(ordered):7.1f}   "
        f"p95 {ordered[int(len(ordered) * 0.95)]:7.1f}   "
        f"p99 {ordered[int(len(ordered) * 0.99)]:7.1f}   max {ordered[-1]:7.1f}"
    )


if __name__ == "__main__":
    main()
