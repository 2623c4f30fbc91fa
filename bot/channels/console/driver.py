"""Driving the console from a program: the demo tour, transcripts over real doors, tests.

The driver presses what the page presses: it asks the running console over HTTP, and the console
builds and signs the payloads. It sees what people see, plus ephemeral posts of everybody.
"""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from bot.channels.console.gestures import Upload
from bot.channels.console.multipart import multipart
from bot.channels.console.records import Json, Post, post_from_json
from bot.channels.console.settings import ConsoleSettings, Person

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 60.0  # seconds; a letter is only taken when it is stored
PAUSE = 0.05
_pause = threading.Event()  # never set: waiting for it is a pause


class Refused(Exception):
    """The console did not do it; the text is the sentence the page would show."""


@dataclass(frozen=True, kw_only=True)
class SeenLetter:
    """A letter in a mailbox, as its owner sees it. `files` are name and size in bytes."""

    id: str
    sent: bool
    from_address: str
    to: str
    subject: str
    text: str
    html: str
    message_id: str
    in_reply_to: str
    files: tuple[tuple[str, int], ...]


class Driver:
    """Hands for everybody in the workspace of a running console.

    A person is named by id, short name, first name or full name; a channel by its name or id,
    and no channel means the direct messages with the bot.
    """

    def __init__(self, settings: ConsoleSettings) -> None:
        self._settings = settings

    # Slack

    def say(
        self,
        person: str,
        text: str,
        *,
        channel: str = "",
        thread: str = "",
        uploads: Sequence[Upload] = (),
    ) -> str:
        """Write a message and return its `ts`; the clerk's door has acknowledged it.

        Raises:
            Refused: the door did not take it, or there is nothing to send.
        """
        fields = {"person": person, "text": text, "channel": channel, "thread": thread}
        said = self._send("/console/say", fields, uploads)
        if said["fault"]:
            raise Refused(f"The message was not delivered: {said['fault']}.")
        return str(said["ts"])

    def send_again(self, person: str, ts: str) -> None:
        """Deliver a message again that the clerk's door did not take.

        Raises:
            Refused: it was delivered, or the door still does not take it.
        """
        fields = {"person": person, "channel": self._channel_of(person, ts), "ts": ts}
        self._taken(self._send("/console/again", fields))

    def click(
        self, person: str, ts: str, label: str, *, channel: str = "", choice: str = ""
    ) -> None:
        """Press a button, by its label or action id, or choose an option of a menu.

        The question that a button may ask first counts as answered with yes.

        Raises:
            Refused: no such button stands on the message, or the door did not take it.
        """
        where = channel or self._channel_of(person, ts)
        fields = {"person": person, "channel": where, "ts": ts, "what": label, "choice": choice}
        self._taken(self._send("/console/click", fields))

    def click_in_view(self, person: str, view_id: str, label: str, *, choice: str = "") -> None:
        """Press a button of a modal or of the Home (`home_id`)."""
        fields = {"person": person, "view": view_id, "what": label, "choice": choice}
        self._taken(self._send("/console/click", fields))

    def submit(self, person: str, view_id: str, values: Mapping[str, str]) -> dict[str, str]:
        """Fill in a modal by label, action id or block id, and submit it.

        Returns the complaints by block id; empty when the clerk took it.
        """
        fields = {"person": person, "view": view_id, "values": dict(values)}
        errors: dict[str, str] = self._send("/console/submit", fields)["errors"]
        return errors

    def close(self, person: str, view_id: str) -> None:
        self._send("/console/close", {"person": person, "view": view_id})

    def command(self, person: str, text: str, *, channel: str = "") -> None:
        """Give the slash command with this text."""
        fields = {"person": person, "text": text, "channel": channel}
        self._taken(self._send("/console/command", fields))

    def open_home(self, person: str) -> None:
        self._taken(self._send("/console/tab", {"person": person, "tab": "home"}))

    def retry_last_event(self, times: int = 1) -> list[int]:
        """Deliver the last event again under its old id; returns the HTTP statuses."""
        statuses: list[int] = self._send("/console/retry", {"times": times})["statuses"]
        return statuses

    def messages(
        self, channel: str = "", thread: str = "", *, person: str = ""
    ) -> tuple[Post, ...]:
        """Read a channel, oldest first, or one thread; `person` means their direct messages."""
        where = channel or self.person(person).id
        query = urlencode({"thread": thread} if thread else {})
        found = self._get(f"/console/posts/{quote(where)}?{query}")
        return tuple(post_from_json(body) for body in found)

    def modal(self, person: str) -> Json | None:
        """Read the modal in front of a person: `id`, and `view` with its blocks."""
        modal: Json | None = self._get(f"/console/modal/{self.person(person).id}")
        return modal

    def home(self, person: str) -> Json | None:
        """Read the Home that the clerk published for a person."""
        home: Json | None = self._get(f"/console/home/{self.person(person).id}")
        return home

    def home_id(self, person: str) -> str:
        return f"VHOME{self.person(person).id}"

    def file(self, file_id: str) -> bytes:
        return self._bytes(f"/files/{file_id}/content")

    def person(self, key: str) -> Person:
        found = self._settings.person(key)
        if found is None:
            raise Refused(f"Nobody here is called {key}.")
        return found

    # mail

    def mail(
        self,
        from_address: str,
        subject: str,
        body: str,
        *,
        in_reply_to: str = "",
        to: str = "",
        html: str = "",
        attachments: Sequence[Upload] = (),
        quoted: bool = False,
    ) -> str:
        """Send a letter by SMTP and return its Message-ID.

        `in_reply_to` is the Message-ID of a letter in the sender's mailbox, `quoted` puts that
        letter below the answer. Without `to` it goes where a reply goes, or to the clerk.
        """
        fields = {
            "from": from_address,
            "subject": subject,
            "body": body,
            "answers": in_reply_to,
            "to": to,
            "html": html,
            "quote": "true" if quoted else "",
        }
        return str(self._send("/console/mail", fields, attachments)["message_id"])

    def letters(self, address: str) -> tuple[SeenLetter, ...]:
        """Read a mailbox, sent and received letters, oldest first."""
        found = self._get(f"/console/mailbox/{quote(address)}")["letters"]
        return tuple(_seen(body) for body in found)

    def letter_file(self, letter: SeenLetter, name: str) -> bytes:
        """Read the bytes of a file in a letter, by its name."""
        names = [known for known, _ in letter.files]
        if name not in names:
            raise Refused(f"The letter has no file {name}.")
        return self._bytes(f"/console/letter/{letter.id}/file/{names.index(name)}")

    def wait_for(self, predicate: Callable[[], object], timeout: float = 10.0) -> bool:
        """Ask again and again until `predicate` says yes; False after `timeout` seconds."""
        for _ in range(max(1, round(timeout / PAUSE))):
            if predicate():
                return True
            _pause.wait(PAUSE)
        return bool(predicate())

    # the wire

    def _channel_of(self, person: str, ts: str) -> str:
        """Find the conversation of this person that holds a message."""
        own = self.person(person).id
        for where in (own, *(channel.id for channel in self._settings.channels)):
            if any(post.ts == ts for post in self.messages(where)):
                return where
        raise Refused("This message is no longer there.")

    def _taken(self, answer: Json) -> None:
        if answer["fault"]:
            raise Refused(f"The clerk's door did not take this: {answer['fault']}.")

    def _get(self, path: str) -> Any:
        return json.loads(self._bytes(path))

    def _bytes(self, path: str) -> bytes:
        return self._ask(urllib.request.Request(self._settings.console_url + path))  # noqa: S310

    def _send(self, path: str, fields: Json, uploads: Sequence[Upload] = ()) -> Json:
        if uploads:
            texts = {name: str(value) for name, value in fields.items()}
            kind, body = multipart(texts, [(each.name, each.content) for each in uploads])
        else:
            kind, body = "application/json", json.dumps(fields).encode()
        headers = {"Content-Type": kind, "X-Console": "1"}
        url = self._settings.console_url + path
        answer: Json = json.loads(self._ask(urllib.request.Request(url, body, headers)))  # noqa: S310
        return answer

    def _ask(self, request: urllib.request.Request) -> bytes:
        try:
            with _DIRECT.open(request, timeout=PATIENCE) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as refused:
            with refused:
                raise Refused(_sentence(refused.read())) from None


def _seen(body: Json) -> SeenLetter:
    plain = ("id", "sent", "from_address", "to", "subject", "text", "html", "message_id")
    files = tuple((each["name"], each["size"]) for each in body["files"])
    kept = {name: body[name] for name in plain}
    return SeenLetter(**kept, in_reply_to=body["in_reply_to"], files=files)


def _sentence(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return "The console refused this."
