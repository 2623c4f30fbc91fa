"""A small Bolt app with Slack's real signature check: the counterpart the console talks to.

It answers a message that says "quote" with a card, a file and a Home; its buttons approve, or
ask for a reason in a modal.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse, Respond, Say
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

PAPER = b"%PDF-1.7\n" + bytes(range(256)) * 40
SECRET, TOKEN = "console-signing-secret", "xoxb-console"


@dataclass
class Seen:
    """What reached the app, in the order in which it came."""

    events: list[dict[str, Any]] = field(default_factory=list)
    clicks: list[dict[str, Any]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    retries: list[str] = field(default_factory=list)
    event_ids: set[str] = field(default_factory=set)
    repeated: int = 0


def card(state: str = "pending", *, by: str = "") -> list[dict[str, Any]]:
    """A quote that waits for a decision, or the same card after it."""
    rows = [["Item", "Quantity"], ["Chair Nova", "20"]]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "Quote S-QUO1001"}},
        {"type": "table", "rows": [[{"type": "raw_text", "text": c} for c in r] for r in rows]},
    ]
    if state != "pending":
        text = {"type": "mrkdwn", "text": f"{state} by <@{by}>"}
        return [*blocks, {"type": "context", "elements": [text]}]
    question = {
        "title": {"type": "plain_text", "text": "Approve?"},
        "text": {"type": "plain_text", "text": "This makes an order."},
        "confirm": {"type": "plain_text", "text": "Approve it"},
        "deny": {"type": "plain_text", "text": "Back"},
    }
    terms = [("net14", "14 days net"), ("net30", "30 days net")]
    elements = [
        {**button("Approve", "approve"), "style": "primary", "confirm": question},
        {**button("Reject", "reject"), "style": "danger"},
        {
            "type": "static_select",
            "action_id": "terms",
            "placeholder": {"type": "plain_text", "text": "Terms"},
            "options": [
                {"text": {"type": "plain_text", "text": text}, "value": value}
                for value, text in terms
            ],
        },
    ]
    return [*blocks, {"type": "actions", "block_id": "decide", "elements": elements}]


def button(label: str, action_id: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "action_id": action_id, "value": "S-QUO1001@1", "text": text}


REASON = {
    "type": "modal",
    "callback_id": "reason",
    "title": {"type": "plain_text", "text": "Reject"},
    "submit": {"type": "plain_text", "text": "Reject"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        }
    ],
}


def clerk_door(console_url: str, *, seen: Seen) -> SlackRequestHandler:
    """The app as a WSGI door that checks signatures, as Slack's counterpart does."""
    app = App(
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id="T00DEMO", bot_token=TOKEN,
            bot_id="B00CLERK", bot_user_id="U00CLERK",
        ),
        client=WebClient(token=TOKEN, base_url=f"{console_url}/api/"),
        token_verification_enabled=False,
        process_before_response=True,
    )  # fmt: skip
    _remember(app, seen)
    _answer_messages(app)
    _answer_clicks(app, seen)
    _answer_commands(app, seen)
    return SlackRequestHandler(app)


def _remember(app: App, seen: Seen) -> None:
    @app.middleware
    def remember(req: BoltRequest, next: Any) -> Any:  # noqa: A002 - Bolt's own name
        if "x-slack-retry-num" in req.headers:
            seen.retries.append(req.headers["x-slack-retry-num"][0])
        name = req.body.get("event_id")
        if name in seen.event_ids:
            seen.repeated += 1
            return BoltResponse(status=200)
        if name:
            seen.event_ids.add(name)
            seen.events.append(req.body)
        return next()


def _answer_messages(app: App) -> None:
    @app.message("quote")
    def on_quote(message: dict[str, Any], say: Say, client: WebClient) -> None:
        say(text="Quote S-QUO1001 waits", blocks=card(), thread_ts=message["ts"])
        client.files_upload_v2(
            channel=message["channel"], thread_ts=message["ts"], filename="S-QUO1001.pdf",
            title="Quote S-QUO1001", content=PAPER, initial_comment="Your quote",
        )  # fmt: skip
        text = {"type": "mrkdwn", "text": "1 quote waits"}
        home = {
            "type": "home",
            "blocks": [
                {"type": "section", "text": text, "accessory": button("Approve", "approve_home")}
            ],
        }
        client.views_publish(user_id=message["user"], view=home)

    @app.message("crash")
    def on_crash() -> None:
        raise RuntimeError("the clerk stumbled")

    @app.event(re.compile(".*"))
    def on_other() -> None:
        return None


def _answer_clicks(app: App, seen: Seen) -> None:
    @app.action("approve")
    def on_approve(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        seen.clicks.append(body)
        client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="Approved",
            blocks=card("Approved", by=body["user"]["id"]),
        )  # fmt: skip

    @app.action(re.compile("terms|approve_home"))
    def on_terms(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        seen.clicks.append(body)
        if "response_url" in body:
            respond(text="Noted", replace_original=False)

    @app.action("reject")
    def on_reject(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        view = {**REASON, "private_metadata": json.dumps(where)}
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("reason")
    def on_reason(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        reason = view["state"]["values"]["why"]["text"]["value"]
        if len(reason) < 5:
            ack(response_action="errors", errors={"why": "Say why in at least 5 characters."})
            return
        ack()
        where = json.loads(view["private_metadata"])
        client.chat_update(**where, text=f"Rejected: {reason}", blocks=[])

    @app.view_closed("reason")
    def on_closed(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        seen.closed.append(body["user"]["id"])


def _answer_commands(app: App, seen: Seen) -> None:
    @app.command("/clerk")
    def on_command(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack(f"Working on: {command['text']}")
        respond(text="Done", response_type="ephemeral", replace_original=False)
