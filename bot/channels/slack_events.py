"""What a stored Slack request says: from its body to plain values, and nothing is called.

Slack wraps what people write: mentions, links and mail addresses come in angle brackets and
`& < >` as entities. All of that is undone here, once. Every function accepts the body as it
was stored (JSON bytes) and tolerates absent fields, because test servers and older clients
send thinner bodies than Slack does today.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_BRACKETS = re.compile(r"<((?:[@#!]|https?:|mailto:|tel:)[^<>\n]{1,3000})>")
_SPACES = re.compile(r"[ \t\u00a0]+")
_SCHEME = re.compile(r"^(?:mailto|tel):")


@dataclass(frozen=True, kw_only=True)
class SharedFile:
    """A file somebody attached; its bytes are fetched with the bot's token."""

    id: str
    name: str
    mime: str
    size: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Somebody wrote to the clerk. `thread_ts` is the root of the thread: `ts` for a first word."""

    team: str
    channel: str
    user: str
    ts: str
    thread_ts: str
    text: str
    is_dm: bool
    called: bool = False  # named with @ in a channel
    files: tuple[SharedFile, ...] = ()

    @property
    def thread(self) -> str:
        return f"slack:{self.channel}:{self.thread_ts}"


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """Somebody pressed a button. `selected` is a choice's text; `token` is empty then.

    Pressed in the Home, `channel` and the two timestamps are empty.
    """

    user: str
    channel: str
    message_ts: str
    thread_ts: str
    token: str
    action: str
    response_url: str
    selected: str


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Somebody filled in what a button asked for. The place is where that button was pressed."""

    user: str
    token: str
    text: str
    channel: str = ""
    message_ts: str = ""
    thread_ts: str = ""


@dataclass(frozen=True, kw_only=True)
class Commanded:
    """Somebody typed the slash command; `response_url` takes answers for half an hour."""

    user: str
    channel: str
    text: str
    response_url: str


@dataclass(frozen=True, kw_only=True)
class HomeOpened:
    """Somebody opened the clerk: `tab` is "home" or "messages"."""

    user: str
    channel: str
    tab: str


def spoken(body: bytes, *, bot_user_id: str = "") -> Spoken:
    """Read a stored message; the mention that called the clerk is taken out of its text."""
    envelope = _read(body)
    event: Json = envelope.get("event") or {}
    ts = str(event.get("ts", ""))
    channel = str(event.get("channel", ""))
    return Spoken(
        team=str(envelope.get("team_id", "")),
        channel=channel,
        user=str(event.get("user", "")),
        ts=ts,
        thread_ts=str(event.get("thread_ts") or ts),
        text=flattened(event.get("text") or "", without=bot_of(envelope, bot_user_id)),
        is_dm=is_direct(event),
        called=event.get("type") == "app_mention",
        files=tuple(_file(file) for file in event.get("files") or ()),
    )


def pressed(body: bytes) -> Pressed:
    """Read a stored click."""
    payload = _read(body)
    action: Json = (payload.get("actions") or [{}])[0]
    action_id = str(action.get("action_id", ""))
    chosen = action.get("selected_option") or {}
    value = str(action.get("value") or "")
    is_choice = action_id.startswith("option:")
    channel, message_ts, thread_ts = place_of(payload)
    return Pressed(
        user=str((payload.get("user") or {}).get("id", "")),
        channel=channel,
        message_ts=message_ts,
        thread_ts=thread_ts,
        token="" if is_choice else value,
        action=action_id,
        response_url=str(payload.get("response_url") or ""),
        selected=value if is_choice else str(chosen.get("value") or ""),
    )


def filled(body: bytes) -> Filled:
    """Read a stored form."""
    payload = _read(body)
    view: Json = payload.get("view") or {}
    about = metadata_of(view)
    return Filled(
        user=str((payload.get("user") or {}).get("id", "")),
        token=about.get("token", ""),
        text=typed_into(view),
        channel=about.get("channel", ""),
        message_ts=about.get("message_ts", ""),
        thread_ts=about.get("thread_ts", ""),
    )


def commanded(body: bytes) -> Commanded:
    """Read a stored slash command."""
    payload = _read(body)
    return Commanded(
        user=str(payload.get("user_id", "")),
        channel=str(payload.get("channel_id", "")),
        text=flattened(payload.get("text") or ""),
        response_url=str(payload.get("response_url") or ""),
    )


def home_opened(body: bytes) -> HomeOpened:
    """Read a stored opening of the clerk's Home or its direct messages."""
    event: Json = _read(body).get("event") or {}
    return HomeOpened(
        user=str(event.get("user", "")),
        channel=str(event.get("channel", "")),
        tab=str(event.get("tab", "home")),
    )


def flattened(text: str, *, without: str = "") -> str:
    """Turn Slack's own writing into what the person wrote, leaving out the mention `without`."""
    text = _BRACKETS.sub(lambda found: _unwrapped(found[1], without), text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.splitlines()).strip()


def bot_of(envelope: Json, otherwise: str = "") -> str:
    """Find our own user id: Slack names it in the envelope, thinner senders do not."""
    for authorization in envelope.get("authorizations") or ():
        if authorization.get("is_bot") and authorization.get("user_id"):
            return str(authorization["user_id"])
    return otherwise


def is_direct(event: Json) -> bool:
    kind = event.get("channel_type")
    return kind == "im" or (kind is None and str(event.get("channel", "")).startswith("D"))


def place_of(payload: Json) -> tuple[str, str, str]:
    """Find where something was pressed: channel, message and root of its thread."""
    container: Json = payload.get("container") or {}
    message: Json = payload.get("message") or {}
    channel = str((payload.get("channel") or {}).get("id") or container.get("channel_id") or "")
    ts = str(container.get("message_ts") or message.get("ts") or "")
    root = message.get("thread_ts") or container.get("thread_ts") or ts
    return channel, ts, str(root)


def metadata_of(view: Json) -> dict[str, str]:
    """Read what our modal carries; a view that is not ours carries nothing."""
    try:
        about = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in about.items()} if isinstance(about, dict) else {}


def typed_into(view: Json) -> str:
    """Find the one text of our modal."""
    values = ((view.get("state") or {}).get("values") or {}).get("blank") or {}
    return str((values.get("text") or {}).get("value") or "").strip()


def _read(body: bytes) -> Json:
    read = json.loads(body)
    return read if isinstance(read, dict) else {}


def _file(file: Json) -> SharedFile:
    return SharedFile(
        id=str(file.get("id", "")),
        name=str(file.get("name") or file.get("title") or "file"),
        mime=str(file.get("mimetype") or ""),
        size=int(file.get("size") or 0),
        url=str(file.get("url_private_download") or file.get("url_private") or ""),
    )


def _unwrapped(inner: str, without: str) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return "" if target[1:] == without else f"@{label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        shown = label or target[1:].partition("^")[0]
        return shown if target.startswith("!date") or shown.startswith("@") else f"@{shown}"
    return label or _SCHEME.sub("", target)
