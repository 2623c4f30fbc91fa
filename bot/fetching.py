"""Letters from a mailbox that is somebody else's server: fetched by IMAP into the letter box.

How far the mailbox was read is kept in a small file of the installation. Losing it does no
harm: what is fetched again has the key of what is stored already.
"""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from mail.listener import RawLetter
from mail.mailbox import Mailbox, MailboxSettings, Position

_PORTS = {"imaps": 993, "imap": 143}


class PositionFile:
    """A mailbox's position, in a file that is written anew as a whole."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> Position | None:
        """The position; None where there is no file, or nothing to make sense of in it."""
        try:
            kept = json.loads(self._file.read_text(encoding="ascii"))
            return Position(uid_validity=int(kept[0]), last_uid=int(kept[1]))
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def write(self, position: Position) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps([position.uid_validity, position.last_uid]), encoding="ascii")
        fresh.replace(self._file)


class Fetching(threading.Thread):
    """Watches one mailbox until it is stopped."""

    def __init__(self, url: str, accept: Callable[[RawLetter], None], *, folder: Path) -> None:
        super().__init__(name="mailbox", daemon=True)
        self._mailbox = Mailbox(
            mailbox_of(url), accept, position=PositionFile(folder / "mailbox.json")
        )
        self._stop_asked = threading.Event()

    def run(self) -> None:
        self._mailbox.run(self._stop_asked)

    def stop(self, timeout: float = 5.0) -> None:
        """End; a letter in hand is stored already, or is fetched next time."""
        self._stop_asked.set()
        if self.is_alive():
            self.join(timeout)


def mailbox_of(url: str) -> MailboxSettings:
    """A mailbox from `imaps://user:password@host/folder`; `imap://` begins TLS after connecting.

    `?tls=no` is for a server on this machine.

    Raises:
        ValueError: the address is none of these, or would send a password in the clear.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or not parts.username:
        raise ValueError("a mailbox is written imaps://user:password@host/folder")
    asked = parse_qs(parts.query).get("tls", [""])[0]
    tls = "yes" if parts.scheme == "imaps" else "no" if asked == "no" else "starttls"
    if tls == "no" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("a mailbox without TLS must be on this machine")
    return MailboxSettings(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        tls=tls,
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )
