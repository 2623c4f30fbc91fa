"""What the console remembers: posts, shared files, open views and letters, as plain values."""

from dataclasses import asdict, dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Post:
    """One message in a channel. `ts` is its name, as in Slack; `text` is mrkdwn.

    `thread_ts` is empty for a message that answers none. `only_for` names the one person who
    sees an ephemeral post. `undelivered` says why the clerk's door did not take it.
    """

    channel: str
    ts: str
    user: str
    text: str
    bot: bool = False
    blocks: tuple[Json, ...] = ()
    thread_ts: str = ""
    files: tuple[str, ...] = ()
    only_for: str = ""
    edited: str = ""
    metadata: Json | None = None
    reactions: tuple[tuple[str, str], ...] = ()  # emoji and who
    undelivered: str = ""

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.ts}"

    def to_json(self) -> Json:
        return asdict(self)


def post_from_json(body: Json) -> Post:
    """Read a post back from its stored form."""
    listed = {name: tuple(body.get(name, ())) for name in ("blocks", "files")}
    reactions = tuple((emoji, who) for emoji, who in body.get("reactions", ()))
    return Post(**{**body, **listed, "reactions": reactions})


@dataclass(frozen=True, kw_only=True)
class SharedFile:
    """A file somebody uploaded. Its bytes lie beside it in the store; `size` is in bytes."""

    id: str
    name: str
    title: str
    mime: str
    size: int
    user: str
    created: int
    complete: bool = False

    def to_json(self) -> Json:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class OpenView:
    """A modal in front of one person. `hash` changes with every update, as in Slack."""

    id: str
    person: str
    view: Json
    hash: str
    root: str

    def to_json(self) -> Json:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class StoredLetter:
    """A letter in one mailbox. `when` is the instant in seconds; the bytes lie in the store."""

    id: str
    mailbox: str
    sent: bool  # written here, not received
    when: float
    envelope_from: str
    recipients: tuple[str, ...]

    def to_json(self) -> Json:
        return asdict(self)


def letter_from_json(body: Json) -> StoredLetter:
    """Read a letter's entry back from its stored form."""
    return StoredLetter(**{**body, "recipients": tuple(body["recipients"])})
