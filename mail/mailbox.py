"""Letters fetched from a mailbox by IMAP: stored by us first, moved away second.

Read marks mean nothing here, since people open the mailbox too. What was stored is
remembered by UID; if the connection dies between storing and moving, the letter is
moved next time and not fetched again.
"""

import logging
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any, Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mail.addresses import addresses_of
from mail.fences import MAX_MESSAGE, header_block, header_too_complex
from mail.line_ends import with_crlf
from mail.listener import RawLetter

_log = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0
_ENVELOPE_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


@dataclass(frozen=True, kw_only=True)
class MailboxSettings:
    """Where the letters lie. Times in seconds.

    `tls` is "yes" (from the start), "starttls" or "no". IDLE is renewed after
    `idle_seconds`; without IDLE the mailbox is looked into every `poll_seconds`. Where
    the host wants XOAUTH2, `access_token` gives a fresh token and the password is unused.
    """

    host: str
    user: str
    password: str = field(default="", repr=False)
    port: int = 993
    tls: str = "yes"
    folder: str = "INBOX"
    processed_folder: str = "Processed"
    too_large_folder: str = "Too large"
    access_token: Callable[[], str] | None = None
    idle_seconds: float = 540.0
    poll_seconds: float = 60.0
    timeout: float = 60.0


@dataclass(frozen=True, kw_only=True)
class Position:
    """How far a folder was stored. Only valid while the server keeps `uid_validity`."""

    uid_validity: int
    last_uid: int


class Positions(Protocol):
    """Where the position is kept between runs."""

    def read(self) -> Position | None: ...

    def write(self, position: Position) -> None: ...


class Mailbox:
    """Fetches on the thread that calls `run`."""

    def __init__(
        self,
        settings: MailboxSettings,
        accept: Callable[[RawLetter], None],
        *,
        position: Positions,
    ) -> None:
        self._settings = settings
        self._accept = accept
        self._positions = position

    def run(self, stop: threading.Event) -> None:
        """Fetch until `stop` is set; connect again, ever more slowly, when something fails."""
        wait = _FIRST_WAIT
        while not stop.is_set():
            try:
                with self._connected() as client:
                    self.fetch_new(client)
                    wait = _FIRST_WAIT
                    self._watch(client, stop)
            except (OSError, IMAPClientError) as fault:
                _log.warning("mailbox %s: %s; again in %.0f s", self._settings.host, fault, wait)
                stop.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            except Exception:  # storing failed: the letter stays in the mailbox
                _log.exception("a letter from the mailbox could not be stored")
                stop.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    def fetch_once(self) -> int:
        """Connect, fetch what is there, leave. How many letters were stored."""
        with self._connected() as client:
            return self.fetch_new(client)

    def fetch_new(self, client: IMAPClient) -> int:
        """Store and move what is new on an open connection; how many were stored."""
        state = client.select_folder(self._settings.folder)
        validity = int(state[b"UIDVALIDITY"])
        known = self._positions.read()
        last = known.last_uid if known and known.uid_validity == validity else 0
        stored = 0
        for uid in sorted(client.search("ALL")):
            folder = self._settings.processed_folder
            if uid > last:
                folder = self._store(client, uid)
                self._positions.write(Position(uid_validity=validity, last_uid=uid))
                last = uid
                stored += 1
            self._move(client, uid, folder=folder)
        return stored

    def _store(self, client: IMAPClient, uid: int) -> str:
        """Store one letter; the folder it belongs into from now on."""
        size = _field(client.fetch([uid], ["RFC822.SIZE"]), uid, b"RFC822.SIZE")
        if not isinstance(size, int) or size > MAX_MESSAGE:
            _log.warning("letter %s of %s bytes is too large and was put aside", uid, size)
            return self._settings.too_large_folder
        content = _field(client.fetch([uid], ["BODY.PEEK[]"]), uid, b"BODY[]")
        if isinstance(content, bytes):
            self._accept(self._raw_letter(with_crlf(content)))
        return self._settings.processed_folder

    def _raw_letter(self, content: bytes) -> RawLetter:
        sender, recipients = _envelope(content)
        return RawLetter(
            content=content,
            envelope_from=sender,
            recipients=recipients or (self._settings.user,),
            peer=self._settings.host,
            received_via="imap",
        )

    def _move(self, client: IMAPClient, uid: int, *, folder: str) -> None:
        if client.has_capability("MOVE"):
            client.move([uid], folder)
            return
        client.copy([uid], folder)
        client.delete_messages([uid])
        client.expunge([uid] if client.has_capability("UIDPLUS") else None)

    def _watch(self, client: IMAPClient, stop: threading.Event) -> None:
        """Wait for news and fetch them, until `stop` or a fault."""
        while not stop.is_set():
            if client.has_capability("IDLE"):
                self._idle(client, stop)
            else:
                stop.wait(self._settings.poll_seconds)
                client.noop()
            if not stop.is_set():
                self.fetch_new(client)

    def _idle(self, client: IMAPClient, stop: threading.Event) -> None:
        client.idle()
        waited = 0.0
        news: list[Any] = []
        while not news and waited < self._settings.idle_seconds and not stop.is_set():
            news = client.idle_check(timeout=1)
            waited += 1
        client.idle_done()

    def _connected(self) -> IMAPClient:
        settings = self._settings
        context = ssl.create_default_context() if settings.tls != "no" else None
        client = IMAPClient(
            settings.host,
            port=settings.port,
            ssl=settings.tls == "yes",
            ssl_context=context,
            timeout=settings.timeout,
        )
        try:
            if settings.tls == "starttls":
                client.starttls(context)
            if settings.access_token is not None:
                client.oauth2_login(settings.user, settings.access_token())
            else:
                client.login(settings.user, settings.password)
            for folder in (settings.processed_folder, settings.too_large_folder):
                if not client.folder_exists(folder):
                    client.create_folder(folder)
        except BaseException:
            client.shutdown()
            raise
        return client


def _field(answer: Any, uid: int, name: bytes) -> Any:
    """One field of a fetched message; None if somebody else has just moved it."""
    return answer.get(uid, {}).get(name)


def _envelope(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Sender and recipients as the delivering server wrote them into the header."""
    if header_too_complex(content):
        return "", ()
    head = message_from_bytes(header_block(content) + b"\r\n\r\n")
    values: Sequence[tuple[str, str]] = [
        (name.lower(), str(value)) for name, value in head.raw_items()
    ]
    delivered = [value for name, value in values if name in _ENVELOPE_HEADERS]
    named = delivered or [value for name, value in values if name in ("to", "cc")]
    paths = [value.strip() for name, value in values if name == "return-path"]
    senders = addresses_of(paths or [value for name, value in values if name == "from"])
    bounced = bool(paths) and paths[0] == "<>"
    sender = senders[0].address if senders and not bounced else ""
    return sender, tuple(dict.fromkeys(one.address for one in addresses_of(named)))
