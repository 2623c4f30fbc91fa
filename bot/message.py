"""One message as the clerk sees it, whatever door it came through."""

from dataclasses import dataclass
from datetime import datetime

from domain.people import Actor


@dataclass(frozen=True, kw_only=True)
class Message:
    """What somebody said to the clerk.

    `text` is the new text only: quoted history and signatures are in `quoted`.
    `thread` names the conversation across channels ("slack:D01:1710.22", "mail:TOKEN"); the
    state of the dialogue hangs on it. `tables` are rows read from HTML tables or attachments,
    `forwarded` the text of a forwarded mail and `forwarded_from` its sender, when one of our
    own people passes it on.
    """

    id: str
    channel: str  # slack, mail, console, terminal
    thread: str
    actor: Actor
    sender_name: str
    sender_address: str = ""
    received: datetime
    text: str
    subject: str = ""
    quoted: str = ""
    forwarded: str = ""
    forwarded_from: str = ""
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
