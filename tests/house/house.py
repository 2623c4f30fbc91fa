"""A running house in a folder of its own, entered by its doors and seen as people see it.

Gestures and letters go through the demo's console; requests that Slack or a mail server would
only send in bad times (again, at once, forged) are signed and sent from here.
"""

import hashlib
import hmac
import http.client
import json
import smtplib
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from bot.channels.console import payloads
from bot.channels.console.driver import Driver, SeenLetter
from bot.channels.console.inputs import find_action, pressed
from bot.channels.console.records import Json, Post
from bot.channels.console.settings import ConsoleSettings
from bot.clock import Clock
from bot.demo import Demo, free_port
from bot.settings import Settings
from domain.database import Database
from domain.durable import State
from domain.inbox import InboxRow
from domain.outbox import OutboxRow
from domain.sales.documents import SalesDocument

PATIENCE = 60.0  # seconds, on a machine that is busy with other things
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Visitor:
    """Somebody at the doors of a house that runs here or in another process."""

    def __init__(self, settings: Settings, cast: ConsoleSettings) -> None:
        self.settings = settings
        self.cast = cast
        self.driver = Driver(cast)
        self.database = Database(settings.database)

    # what people see

    def thread(self, person: str, ts: str) -> list[Post]:
        """The clerk's posts in a thread of this person's direct messages, oldest first."""
        return [post for post in self.driver.messages(person=person, thread=ts) if post.bot]

    def said(self, person: str, ts: str) -> list[str]:
        """What the clerk wrote there, without the files it sent along."""
        return [post.text for post in self.thread(person, ts) if post.text]

    def answer(self, person: str, ts: str, *, words: str = "") -> Post:
        """Wait for the clerk's newest post in a thread, or for the newest with these words."""

        def found() -> list[Post]:
            return [one for one in self.thread(person, ts) if one.text and words in one.text]

        self.wait(lambda: bool(found()), f"an answer with “{words}”")
        return found()[-1]

    def ask(self, person: str, text: str) -> Post:
        """Say something in direct messages and wait for the answer."""
        return self.answer(person, self.driver.say(person, text))

    def received(self, address: str) -> list[SeenLetter]:
        return [letter for letter in self.driver.letters(address) if not letter.sent]

    def wait(self, reached: Callable[[], bool], what: str) -> None:
        if not self.driver.wait_for(reached, timeout=PATIENCE):
            raise AssertionError(f"waited {PATIENCE:g} s in vain for {what}")

    def settle(self) -> None:
        """Wait until everything that came in is read and everything due went out."""
        self.wait(lambda: not self.pending(), "an idle house")

    # what the books hold

    def documents(self, customer_no: str = "") -> set[str]:
        """Numbers of all quotes and orders, or of one customer's."""
        asked = select(SalesDocument.number)
        if customer_no:
            asked = asked.where(SalesDocument.customer_no == customer_no)
        with self.database.reading() as session:
            return set(session.scalars(asked))

    def status(self, number: str) -> str:
        with self.database.reading() as session:
            return session.get_one(SalesDocument, number).status

    def pending(self) -> int:
        """How many rows of inbox and outbox wait to be dealt with."""
        return self._count(State.PENDING)

    def parked(self) -> int:
        """How many rows wait for a person, because they could not be dealt with."""
        return self._count(State.PARKED)

    def _count(self, state: State) -> int:
        with self.database.reading() as session:
            asked = (
                select(func.count()).select_from(table).where(table.state == state)
                for table in (InboxRow, OutboxRow)
            )
            return sum(session.scalar(one) or 0 for one in asked)

    def stored(self) -> dict[str, str]:
        """What came in so far, by key, and how it ended."""
        with self.database.reading() as session:
            return {row.key: row.outcome for row in session.scalars(select(InboxRow))}

    # requests as Slack would send them

    def event(self, person: str, text: str, *, ts: str = "", thread: str = "") -> bytes:
        """The body of a direct message's event; without `ts`, each call is another message."""
        who = self.driver.person(person)
        place = self.cast.direct_channel(who.id)
        named = ts or f"{time.time():.6f}"
        post = Post(channel=place, ts=named, user=who.id, text=text, thread_ts=thread)
        event = payloads.message_event(post, self.cast, files=())
        return json.dumps(payloads.envelope(event, self.cast, event_id=f"Ev{post.ts}")).encode()

    def press(self, person: str, post: Post, label: str, *, token: str = "") -> bytes:
        """The body of a press of a button on a post, seen or not; each call is another press.

        `token` replaces what stands behind the button.
        """
        found = find_action(post.blocks, label)
        if found is None:
            raise LookupError(f"no button “{label}” on {post.text[:60]!r}")
        action = pressed(*found, choice="", action_ts=f"{time.time():.6f}")
        action |= {"value": token or action["value"]}
        who = self.driver.person(person)
        body: Json = payloads.interaction("block_actions", who, self.cast, trigger_id="1.1")
        body |= payloads.message_click(post, self.cast, action=action, answer_to="")
        return urlencode({"payload": json.dumps(body)}).encode()

    def to_slack_door(self, body: bytes, *, secret: str = "", age: int = 0) -> int:
        """Send a request of this age (seconds) and return the HTTP status; 0 when none came."""
        stamp = str(int(time.time()) - age)
        key = (secret or self.settings.slack_signing_secret.get_secret_value()).encode()
        mac = hmac.new(key, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        kind = "application/json" if body[:1] == b"{" else "application/x-www-form-urlencoded"
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={mac}",
        }
        url = f"{self.settings.public_url}/slack/events"
        try:
            with _DIRECT.open(urllib.request.Request(url, body, headers), timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code
        except (OSError, http.client.HTTPException):
            return 0  # nobody is at the door

    # letters as a mail server would bring them

    def smtp(self) -> smtplib.SMTP:
        host, _, port = self.settings.smtp_listen.rpartition(":")
        return smtplib.SMTP(host, int(port), timeout=60)

    def post_letter(self, raw: bytes, sender: str) -> None:
        """Bring one letter by SMTP; it is stored when this returns."""
        with self.smtp() as client:
            client.sendmail(sender, [self.cast.clerk_address], raw)


class RunningHouse(Visitor):
    """The demo, running in this process. `stop` ends it."""

    def __init__(self, folder: Path) -> None:
        self.demo = Demo(folder, console_port=free_port(), fresh=False, clock=Clock())
        super().__init__(self.demo.settings, self.demo.console_settings)
        self.demo.start()

    def stop(self) -> None:
        self.demo.stop()
        self.database.close()


def at_once(calls: Sequence[Callable[[], int | None]]) -> list[int | None]:
    """Make all calls at the same time; their results in order."""
    with ThreadPoolExecutor(len(calls)) as threads:
        running = [threads.submit(call) for call in calls]
        return [one.result() for one in running]


def posts_only(posts: Sequence[Post], person: str) -> list[Post]:
    """Posts that this person alone was shown."""
    return [post for post in posts if post.only_for == person]


def interpreted(post: Post) -> str:
    """Everything in a post that Slack reads as markup; it escapes the rest itself."""
    return "\n".join([post.text, *_markup(list(post.blocks))])


def _markup(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield str(part.get("text"))
        for inner in part.values():
            yield from _markup(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _markup(inner)
