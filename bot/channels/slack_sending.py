"""Deliveries to Slack: one outbox row in, one call of the Web API out, and what became of it.

Slack has no key that would make a second post harmless. So every message carries its outbox
key in its metadata, and a second attempt first looks whether the first one arrived. Nothing
is tried again in here: the worker waits and comes back (`Later`), or gives up
(`Undeliverable`). Blocks that a workspace does not know yet are replaced by plain ones, once.
"""

import http.client
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.channels.slack_refusals import (
    BUSY_SECONDS,
    keeps_us_out,
    meaning,
    with_plain_fallback,
)
from bot.delivery import Later, Undeliverable

Json = dict[str, Any]

_EVENT_TYPE = "salesclerk_delivery"
_LOOK_BACK = 200  # messages
_AWAY_SECONDS = 15.0
_PERSON = ("U", "W")  # how user ids begin
_MOVABLE = {"slack.post", "slack.file", "slack.ephemeral"}  # with `user`: who asked


class Delivery(Protocol):
    """What the sender needs to know of an outbox row; `attempts` counts the one under way."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def attempts(self) -> int: ...


@dataclass(frozen=True)
class _Moved:
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int


Papers = Callable[[Json], bytes]


class SlackSender:
    """Delivers rows of the kinds `slack.*`. One sender serves all threads.

    `client` makes a client for one delivery; it must not retry on its own.
    """

    def __init__(self, client: Callable[[], WebClient]) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._direct: dict[str, str] = {}  # user id -> channel of our direct messages
        self._send: dict[str, Callable[[Delivery, Papers], Json]] = {
            "slack.post": lambda row, _: self._post(row, self._place(row.payload)),
            "slack.dm": lambda row, _: self._post(row, self._direct_channel(row.payload["user"])),
            "slack.update": lambda row, _: self._update(row),
            "slack.ephemeral": lambda row, _: self._whisper(row),
            "slack.file": self._file,
            "slack.home": lambda row, _: self._home(row),
            "slack.status": lambda row, _: self._status(row),
        }

    def deliver(self, row: Delivery, papers: Papers) -> Json:
        """Deliver one row; `papers` makes the bytes of a paper named in a payload.

        The answer names `channel` and `ts` where there is a message to come back to.

        Raises:
            Later: Slack is busy, away or asks for patience.
            Undeliverable: Slack refuses for good, or nobody here knows this kind.
        """
        send = self._send.get(row.kind)
        if send is None:
            raise Undeliverable(f"no Slack delivery is called {row.kind}")
        try:
            return self._or_directly(row, lambda one: send(one, papers))
        except SlackApiError as error:
            raise meaning(error) from error
        except (SlackClientError, OSError, http.client.HTTPException) as error:
            raise Later(
                _AWAY_SECONDS, f"Slack cannot be reached: {type(error).__name__}"
            ) from error

    def _or_directly(self, row: Delivery, send: Callable[[Delivery], Json]) -> Json:
        """Answer in direct messages where the channel of the question does not let us in."""
        try:
            return send(row)
        except SlackApiError as error:
            asker = row.payload.get("user")
            if row.kind not in _MOVABLE or not asker or not keeps_us_out(error):
                raise
        payload = {**row.payload, "channel": asker, "thread_ts": None}
        return send(_Moved(row.kind, row.key, payload, row.attempts))

    def _post(self, row: Delivery, channel: str) -> Json:
        thread_ts = row.payload.get("thread_ts") or None
        if row.attempts > 1:
            found = self._posted_before(row.key, channel, thread_ts)
            if found:
                return {"channel": channel, "ts": found}
        metadata = {"event_type": _EVENT_TYPE, "event_payload": {"key": row.key}}
        client = self._client()
        answer = with_plain_fallback(
            row.payload,
            lambda blocks: client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=row.payload["text"],
                blocks=blocks,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        return {"channel": str(answer["channel"]), "ts": str(answer["ts"])}

    def _update(self, row: Delivery) -> Json:
        client = self._client()
        channel, ts = row.payload["channel"], row.payload["ts"]
        with_plain_fallback(
            row.payload,
            lambda blocks: client.chat_update(
                channel=channel,
                ts=ts,
                text=row.payload["text"],
                # without blocks the old ones, and their buttons, would stay
                blocks=blocks or [],
            ),
        )
        return {"channel": channel, "ts": ts}

    def _whisper(self, row: Delivery) -> Json:
        """Tell one person only: through the command's own address where there is one."""
        payload = row.payload
        if payload.get("response_url"):
            return self._respond(row)
        if str(payload["channel"])[:1] in _PERSON:
            return self._post(row, self._place(payload))  # nobody else is there to overhear
        client = self._client()
        answer = with_plain_fallback(
            payload,
            lambda blocks: client.chat_postEphemeral(
                channel=payload["channel"],
                user=payload["user"],
                thread_ts=payload.get("thread_ts") or None,
                text=payload["text"],
                blocks=blocks,
            ),
        )
        return {"channel": payload["channel"], "ts": str(answer.get("message_ts") or "")}

    def _respond(self, row: Delivery) -> Json:
        answer = WebhookClient(str(row.payload["response_url"]), retry_handlers=[]).send(
            text=row.payload["text"],
            blocks=row.payload.get("blocks"),
            response_type="ephemeral",
            replace_original=False,
        )
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Later(BUSY_SECONDS, f"response_url answered {answer.status_code}")
        if answer.status_code != 200:
            raise Undeliverable(f"response_url answered {answer.status_code}")
        return {}

    def _file(self, row: Delivery, papers: Papers) -> Json:
        payload = row.payload
        channel = self._place(payload)
        thread_ts = payload.get("thread_ts") or None
        if row.attempts > 1:
            found = self._shared_before(payload, channel, thread_ts)
            if found:
                return found
        answer = self._client().files_upload_v2(
            channel=channel,
            thread_ts=thread_ts,
            filename=payload["filename"],
            title=payload.get("title") or payload["filename"],
            initial_comment=payload.get("text") or None,
            content=papers(payload["paper"]),
        )
        files = answer.get("files") or [{}]
        return {"channel": channel, "file": str(files[0].get("id", ""))}

    def _home(self, row: Delivery) -> Json:
        view, user = row.payload["view"], row.payload["user"]
        self._client().views_publish(user_id=user, view=view)
        return {"user": user}

    def _status(self, row: Delivery) -> Json:
        """Show that we are at work. It is a courtesy: where Slack has none, nothing is lost."""
        payload = row.payload
        try:
            self._client().assistant_threads_setStatus(
                channel_id=payload["channel"],
                thread_ts=payload["thread_ts"],
                status=payload.get("status", ""),
            )
        except (SlackClientError, OSError, http.client.HTTPException):
            return {"shown": False}
        return {"shown": True}

    def _place(self, payload: Mapping[str, Any]) -> str:
        """Find the channel; what was asked for in the Home names a person in its place."""
        channel = str(payload.get("channel") or payload["user"])
        return self._direct_channel(channel) if channel[:1] in _PERSON else channel

    def _direct_channel(self, user: str) -> str:
        with self._lock:
            known = self._direct.get(user)
        if known:
            return known
        opened = str(self._client().conversations_open(users=[user])["channel"]["id"])
        with self._lock:
            self._direct[user] = opened
        return opened

    def _posted_before(self, key: str, channel: str, thread_ts: str | None) -> str:
        for message in self._recent(channel, thread_ts):
            metadata = message.get("metadata") or {}
            if (metadata.get("event_payload") or {}).get("key") == key:
                return str(message["ts"])
        return ""

    def _shared_before(
        self, payload: Mapping[str, Any], channel: str, thread_ts: str | None
    ) -> Json:
        """Find the file by its name: Slack keeps no metadata on messages that share files."""
        for message in self._recent(channel, thread_ts):
            for shared in message.get("files") or ():
                if message.get("bot_id") and shared.get("name") == payload["filename"]:
                    return {"channel": channel, "file": shared.get("id"), "ts": message["ts"]}
        return {}

    def _recent(self, channel: str, thread_ts: str | None) -> list[Json]:
        client = self._client()
        try:
            if thread_ts:
                answer = client.conversations_replies(
                    channel=channel, ts=thread_ts, limit=_LOOK_BACK, include_all_metadata=True
                )
            else:
                answer = client.conversations_history(
                    channel=channel, limit=_LOOK_BACK, include_all_metadata=True
                )
        except SlackApiError as error:
            if isinstance(meant := meaning(error), Later):
                raise meant from error
            return []  # we may not read here: better said twice than never
        return list(answer.get("messages") or ())
