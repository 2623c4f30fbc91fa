"""What Bolt does badly when it is left alone, and what a hostile sender may try."""

import json
import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from cheroot.wsgi import Server
from flask import Flask
from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.channels.slack import build_app, slack_routes
from bot.channels.slack_door import answering
from bot.clock import Clock
from domain.database import Base, Database
from tests.slack.conftest import inbox
from tests.slack.fake_slack import FakeSlack
from tests.slack.requests import (
    SETTINGS,
    Json,
    click,
    click_body,
    command_fields,
    event_body,
    form_body,
    interaction,
    message_event,
    send,
    signed,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def door(app: App) -> Iterator[str]:
    """The door on a real web server; its address."""
    flask = Flask("door")
    flask.register_blueprint(slack_routes(app))
    server = Server(("127.0.0.1", 0), flask, numthreads=4)
    server.prepare()
    serving = threading.Thread(target=server.serve, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.bind_addr[1]}/slack/events"
    server.stop()
    serving.join(5)


def knock(url: str, body: str, headers: dict[str, str]) -> int:
    request = urllib.request.Request(url, body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def _authorised(**_: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-test")


def _shortcut(name: str) -> Json:
    return {"type": "shortcut", "callback_id": name, "user": {"id": "U1"}, "team": {"id": "T1"}}


def break_the_database(database: Database) -> None:
    Base.metadata.drop_all(database.engine)


def test_the_door_opens_without_slack(database: Database) -> None:
    began = time.perf_counter()

    build_app(SETTINGS, database, Clock())

    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    "event",
    [
        {"type": "file_shared", "file_id": "F1", "user_id": "U1", "event_ts": "1.1"},
        {"type": "file_created", "file_id": "F1", "user_id": "U1", "event_ts": "1.1"},
        {"type": "message", "subtype": "file_share", "user": "U0BOT", "ts": "1.1", "channel": "D1"},
        {"type": "reaction_added", "user": "U1", "reaction": "eyes", "event_ts": "1.1"},
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": ["U1"]}},
        {"type": "something_new_in_2027"},
    ],
)
def test_an_event_that_nobody_waits_for_is_answered_200(
    app: App, database: Database, event: Json
) -> None:
    answer = send(app, event_body(event))

    assert answer.status == 200
    assert inbox(database) == []


@pytest.mark.parametrize(
    "payload",
    [
        form_body("x", callback="of another app"),
        {"type": "shortcut", "callback_id": "x", "user": {"id": "U1"}, "team": {"id": "T1"}},
        {"type": "message_action", "callback_id": "x", "user": {"id": "U1"}, "team": {"id": "T1"}},
        {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": "A"},
    ],
)
def test_an_interaction_that_nobody_waits_for_is_answered_200(app: App, payload: Json) -> None:
    assert send(app, interaction(payload)).status == 200


def test_another_command_is_answered(app: App) -> None:
    answer = send(app, urlencode(command_fields("x", command="/other")))

    assert answer.status == 200
    assert "do not know" in answer.body


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(event_body(message_event())),
        interaction(click_body("press:0", "1.aa")),
        interaction(form_body("Margin too low")),
        urlencode(command_fields("quote 3")),
    ],
)
def test_what_cannot_be_stored_is_not_acknowledged(
    app: App, database: Database, raw: str, caplog: pytest.LogCaptureFixture
) -> None:
    break_the_database(database)

    began = time.perf_counter()
    answer = send(app, raw)

    assert answer.status == 500
    assert time.perf_counter() - began < 1.0  # and Slack does not wait three seconds for it
    assert "quote 3" not in caplog.text  # nor does the log tell what somebody wrote


def test_a_listener_can_neither_forget_to_acknowledge_nor_fail_after_it() -> None:
    def fails(body: Json) -> Json:
        raise RuntimeError("in the middle of the work")

    app = App(
        signing_secret=SETTINGS.signing_secret,
        authorize=_authorised,
        process_before_response=True,
    )
    app.shortcut("fails")(answering(fails))
    app.shortcut("works")(answering(lambda body: {}))

    began = time.perf_counter()
    failed = [send(app, interaction(_shortcut("fails"))).status for _ in range(15)]
    worked = send(app, interaction(_shortcut("works"))).status

    assert failed == [500] * 15
    assert worked == 200
    assert time.perf_counter() - began < 1.0


def test_slow_forms_do_not_delay_an_acknowledgement(database: Database) -> None:
    with FakeSlack() as slack:
        slack.delay = 1.0
        app = build_app(replace(SETTINGS, api_url=slack.url), database, Clock())
        for _ in range(12):
            click(app, "ask:1:Reason")

        began = time.perf_counter()
        answer = send(app, event_body(message_event()))
        took = time.perf_counter() - began

    assert answer.status == 200
    assert took < 0.5


def test_a_button_that_needs_a_text_opens_its_form_and_stores_nothing(database: Database) -> None:
    with FakeSlack() as slack:
        app = build_app(replace(SETTINGS, api_url=slack.url), database, Clock())

        answer = click(app, "ask:1:Why%20is%20it%20rejected%3F", "2.bb")
        (call,) = slack.wait_for("views.open")

    view = json.loads(call["view"]) if isinstance(call["view"], str) else call["view"]
    assert answer.status == 200
    assert call["trigger_id"] == "1.2.abc"
    assert view["blocks"][0]["label"]["text"] == "Why is it rejected?"
    assert json.loads(view["private_metadata"])["token"] == "2.bb"
    assert inbox(database) == []


def test_a_form_that_opens_too_late_is_explained_to_the_presser(database: Database) -> None:
    with FakeSlack() as slack:
        slack.answers["views.open"] = [(200, {"ok": False, "error": "expired_trigger_id"}, {})]
        app = build_app(replace(SETTINGS, api_url=slack.url), database, Clock())

        answer = click(app, "ask:1:Reason", "2.bb")
        (call,) = slack.wait_for("chat.postEphemeral")

    assert answer.status == 200
    assert "press the button again" in call["text"]


def test_a_wrong_signature_is_refused(app: App, database: Database, door: str) -> None:
    raw = json.dumps(event_body(message_event()))

    assert knock(door, raw, signed(raw, secret="another secret")) == 401
    assert knock(door, raw, {**signed(raw), "X-Slack-Signature": "v0=00"}) == 401
    assert knock(door, raw + " ", signed(raw)) == 401
    assert knock(door, raw, {"Content-Type": "application/json"}) == 401
    assert inbox(database) == []


@pytest.mark.parametrize(("age", "status"), [(301, 401), (290, 200), (-301, 401)])
def test_a_signature_holds_for_five_minutes(door: str, age: float, status: int) -> None:
    raw = json.dumps(event_body(message_event()))

    assert knock(door, raw, signed(raw, age=age)) == status


@pytest.mark.parametrize("raw", ["{", "[1]", "[" * 100_000, "payload=%7B", "\x00"])
def test_nonsense_is_refused_without_a_fault(app: App, raw: str) -> None:
    flask = Flask("door")
    flask.register_blueprint(slack_routes(app))

    answer = flask.test_client().post("/slack/events", data=raw, headers=signed("{}"))

    assert answer.status_code in {400, 401}


def test_a_huge_request_is_refused_unread(app: App) -> None:
    flask = Flask("door")
    flask.register_blueprint(slack_routes(app))

    answer = flask.test_client().post("/slack/events", data=b"x" * 2_000_001)

    assert answer.status_code == 413


def test_slacks_question_for_the_address_is_answered(door: str, app: App) -> None:
    raw = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1a"})

    answer = send(app, raw)

    assert knock(door, raw, signed(raw)) == 200
    assert "3eZbrw1a" in str(answer.body)


def test_socket_mode_enters_by_the_same_door(app: App, database: Database) -> None:
    frame = SocketModeRequest(
        type="events_api", envelope_id="e1", payload=event_body(message_event("quote 3"))
    )

    answer = run_bolt_app(app, frame)

    assert answer.status == 200
    assert len(inbox(database)) == 1


def test_acknowledging_is_quick_while_many_write(app: App, database: Database) -> None:
    def one(number: int) -> float:
        event = message_event(ts=f"1790000000.{number:06}")
        began = time.perf_counter()
        assert send(app, event_body(event, event_id=f"Ev{number}")).status == 200
        return time.perf_counter() - began

    with ThreadPoolExecutor(16) as pool:
        times = sorted(pool.map(one, range(200)))

    assert len(inbox(database)) == 200
    assert times[-3] < 2.5  # Slack waits three seconds


def test_a_thousand_repeated_and_shuffled_deliveries_make_one_row_each(
    app: App, database: Database
) -> None:
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    bodies = [
        event_body(message_event(f"quote {n}", ts=f"1790000000.{n:06}"), event_id=f"Ev{n}")
        for n in range(40)
    ]
    shuffled = [bodies[(step * 7) % 40] for step in range(1000)]

    with ThreadPoolExecutor(8) as pool:
        answers = {answer.status for answer in pool.map(lambda body: send(app, body), shuffled)}

    assert answers == {200}
    assert len(inbox(database)) == 40
