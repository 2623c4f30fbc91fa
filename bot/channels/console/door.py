"""Knocking at the clerk's Slack door: signed requests over HTTP, as Slack sends them."""

import hashlib
import hmac
import http.client
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.console.records import Json

_NO_REDIRECT_OR_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the door said. `status` 0 means that nobody answered in time; `body` says why."""

    status: int
    body: str

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300

    def fault(self) -> str:
        """Say why the request was not taken; empty when it was."""
        if self.taken:
            return ""
        return f"HTTP {self.status}" if self.status else self.body


def signature(secret: str, *, timestamp: str, body: bytes) -> str:
    """Compute the value of `X-Slack-Signature` over the raw body."""
    base = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Door:
    """The clerk's door at `url`. The last event is kept, so that it can be sent again."""

    def __init__(self, url: str, *, secret: str, clock: Callable[[], float], patience: float):
        self._url = url.rstrip("/") + "/slack/events"
        self._secret = secret
        self._clock = clock
        self._patience = patience  # seconds
        self._lock = threading.Lock()
        self._last_event: Json | None = None

    def deliver_event(self, body: Json) -> Answer:
        """Send an event; when it is not taken, send it once more, marked as a retry."""
        with self._lock:
            self._last_event = body
        answer = self._event(body, retry=0, reason="")
        if answer.taken:
            return answer
        return self._event(body, retry=1, reason="http_error" if answer.status else "http_timeout")

    def retry_last_event(self, times: int) -> list[Answer]:
        """Send the last event again with the same event id, as Slack does after a slow ack."""
        with self._lock:
            body = self._last_event
        if body is None:
            return []
        return [self._event(body, retry=turn + 1, reason="http_timeout") for turn in range(times)]

    def interact(self, payload: Json) -> Answer:
        """Send a click or a submitted modal."""
        return self.send_form({"payload": json.dumps(payload)})

    def send_form(self, fields: dict[str, str]) -> Answer:
        """Send a form body, such as a slash command."""
        body = urllib.parse.urlencode(fields).encode()
        return self._post(body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _event(self, body: Json, *, retry: int, reason: str) -> Answer:
        headers = {"Content-Type": "application/json"}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return self._post(json.dumps(body).encode(), headers)

    def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        timestamp = str(int(self._clock()))
        signed = {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp=timestamp, body=body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        # the address is our own settings' web door, never anything a user typed
        request = urllib.request.Request(self._url, body, headers | signed)  # noqa: S310
        try:
            with _NO_REDIRECT_OR_PROXY.open(request, timeout=self._patience) as answer:
                text = answer.read(_LONGEST_ANSWER).decode(errors="replace")
                return Answer(status=answer.status, body=text)
        except urllib.error.HTTPError as refused:
            with refused:
                text = refused.read(_LONGEST_ANSWER).decode(errors="replace")
            return Answer(status=refused.code, body=text)
        except (OSError, http.client.HTTPException) as fault:
            return Answer(status=0, body=f"no answer from {self._url}: {fault}")
