"""Requests as Slack sends them: full bodies after the official samples, signed."""

import hashlib
import hmac
import json
import time
import urllib.parse
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.channels.slack import SlackSettings

Json = dict[str, Any]

SETTINGS = SlackSettings(
    signing_secret="a-secret-for-tests",
    bot_token="xoxb-test",
    api_url="http://127.0.0.1:9/api/",  # nobody listens: the door must not need Slack
    team_id="T1",
)
BOT, ALICE, DM, SALES = "U0BOT", "U0ALICE", "D0ALICE", "C0SALES"


def message_event(text: str = "quote 3 bicycles", **changed: object) -> Json:
    """The inner event of a direct message, with any field changed (None takes it away)."""
    event: Json = {
        "client_msg_id": "f3c1b6ae-9f0e-4b5f-8a3c-000000000001",
        "type": "message",
        "user": ALICE,
        "text": text,
        "team": "T1",
        "channel": DM,
        "channel_type": "im",
        "ts": "1790000000.000100",
        "event_ts": "1790000000.000100",
        "blocks": [{"type": "rich_text", "block_id": "b1", "elements": []}],
        **changed,
    }
    return {name: value for name, value in event.items() if value is not None}


def event_body(event: Json, *, event_id: str = "Ev1", **changed: object) -> Json:
    return {
        "token": "old-verification-token",
        "team_id": "T1",
        "context_team_id": "T1",
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": 1790000000,
        "authorizations": [{"team_id": "T1", "user_id": BOT, "is_bot": True}],
        "is_ext_shared_channel": False,
        "event_context": "4-x",
        **changed,
    }


def click_body(action_id: str, value: str, **changed: object) -> Json:
    return {
        "type": "block_actions",
        "user": {"id": ALICE, "username": "alice", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "old-verification-token",
        "container": {
            "type": "message",
            "message_ts": "1790000001.000200",
            "channel_id": DM,
            "is_ephemeral": False,
        },
        "trigger_id": "1.2.abc",
        "team": {"id": "T1", "domain": "acme"},
        "channel": {"id": DM, "name": "directmessage"},
        "message": {"ts": "1790000001.000200", "thread_ts": "1790000000.000100", "text": "x"},
        "response_url": "https://hooks.slack.com/actions/T1/1/x",
        "actions": [
            {
                "type": "button",
                "action_id": action_id,
                "block_id": "4.ab",
                "text": {"type": "plain_text", "text": "Reject"},
                "value": value,
                "action_ts": "1790000002.000300",
            }
        ],
        **changed,
    }


def form_body(text: str | None, *, about: Json | None = None, callback: str = "ask") -> Json:
    place = {"channel": DM, "message_ts": "1790000001.000200", "thread_ts": "1790000000.000100"}
    return {
        "type": "view_submission",
        "team": {"id": "T1", "domain": "acme"},
        "user": {"id": ALICE, "name": "alice", "team_id": "T1"},
        "api_app_id": "A1",
        "trigger_id": "1.3.abc",
        "view": {
            "id": "V1",
            "team_id": "T1",
            "type": "modal",
            "callback_id": callback,
            "private_metadata": json.dumps(about or {"token": "2.bb", **place}),
            "blocks": [{"type": "input", "block_id": "blank", "label": {"text": "Reason"}}],
            "state": {"values": {"blank": {"text": {"type": "plain_text_input", "value": text}}}},
        },
        "response_urls": [],
    }


def command_fields(text: str, **changed: str) -> dict[str, str]:
    return {
        "token": "old-verification-token",
        "team_id": "T1",
        "team_domain": "acme",
        "channel_id": SALES,
        "channel_name": "sales",
        "user_id": ALICE,
        "user_name": "alice",
        "command": "/clerk",
        "text": text,
        "api_app_id": "A1",
        "response_url": "https://hooks.slack.com/commands/1",
        "trigger_id": "1.4.abc",
        **changed,
    }


def signed(body: str, *, age: float = 0, secret: str = SETTINGS.signing_secret) -> dict[str, str]:
    """Headers of a request signed `age` seconds ago."""
    timestamp = str(int(time.time() - age))
    mac = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={mac.hexdigest()}",
        "Content-Type": "application/json"
        if body.startswith("{")
        else "application/x-www-form-urlencoded",
    }


def interaction(payload: Json) -> str:
    return urllib.parse.urlencode({"payload": json.dumps(payload)})


def send(app: App, body: Json | str, **headers: str) -> BoltResponse:
    """Dispatch a signed request: an event body, or a form that is encoded already."""
    raw = body if isinstance(body, str) else json.dumps(body)
    return app.dispatch(BoltRequest(body=raw, headers={**signed(raw), **headers}))


def click(app: App, action_id: str, value: str = "2.bb", **changed: object) -> BoltResponse:
    return send(app, interaction(click_body(action_id, value, **changed)))
