"""The Slack door: stored before it is acknowledged, once, and only from our own people."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from slack_bolt import App

from bot.channels.slack import build_app
from bot.channels.slack_events import commanded, filled, home_opened, pressed, spoken
from bot.clock import Clock
from domain.conversations import conversation
from domain.database import Database
from tests.slack.conftest import inbox
from tests.slack.requests import (
    ALICE,
    BOT,
    DM,
    SALES,
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
)

IN_CHANNEL = {"channel": SALES, "channel_type": "channel"}
IN_THREAD = {**IN_CHANNEL, "thread_ts": "1789999999.000001", "ts": "1790000005.000001"}


def test_a_direct_message_is_stored_as_it_came(app: App, database: Database) -> None:
    answer = send(app, event_body(message_event("quote 3 bicycles")))

    (row,) = inbox(database)
    assert answer.status == 200
    assert (row.kind, row.lane) == ("slack.message", f"slack:{DM}:1790000000.000100")
    assert spoken(row.body).text == "quote 3 bicycles"
    assert row.envelope["user"] == ALICE
    assert b"old-verification-token" not in row.body


def test_a_message_delivered_five_times_is_stored_once(app: App, database: Database) -> None:
    body = event_body(message_event())

    answers = [send(app, body, **{"X-Slack-Retry-Num": str(n)}) for n in range(5)]

    assert [answer.status for answer in answers] == [200] * 5
    assert len(inbox(database)) == 1


def test_the_same_message_delivered_at_once_to_many_threads_is_stored_once(
    app: App, database: Database
) -> None:
    body = event_body(message_event())

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send(app, body), range(24)))

    assert {answer.status for answer in answers} == {200}
    assert len(inbox(database)) == 1


def test_a_mention_reported_as_message_and_as_mention_is_stored_once(
    app: App, database: Database
) -> None:
    said = message_event(f"<@{BOT}> quote 3", **IN_CHANNEL)
    mention = {**said, "type": "app_mention"}

    send(app, event_body(said, event_id="Ev1"))
    send(app, event_body(mention, event_id="Ev2"))

    (row,) = inbox(database)
    assert spoken(row.body).text == "quote 3"


def test_chatter_in_a_channel_is_not_ours(app: App, database: Database) -> None:
    answer = send(app, event_body(message_event("lunch?", **IN_CHANNEL)))

    assert answer.status == 200
    assert inbox(database) == []


def test_a_reply_in_a_thread_we_do_not_know_is_not_ours(app: App, database: Database) -> None:
    send(app, event_body(message_event("and a helmet", **IN_THREAD)))

    assert inbox(database) == []


def test_a_reply_in_a_thread_where_we_were_asked_needs_no_mention(
    app: App, database: Database
) -> None:
    root = {**IN_CHANNEL, "ts": "1789999999.000001"}
    send(app, event_body(message_event(f"<@{BOT}> quote 3", **root), event_id="Ev1"))

    send(app, event_body(message_event("and a helmet", **IN_THREAD), event_id="Ev2"))

    first, second = inbox(database)
    assert first.lane == second.lane == f"slack:{SALES}:1789999999.000001"


def test_a_reply_in_a_thread_of_a_conversation_needs_no_mention(
    app: App, database: Database
) -> None:
    with database.writing() as session:
        conversation(session, f"slack:{SALES}:1789999999.000001", "slack")

    send(app, event_body(message_event("approve it", **IN_THREAD)))

    assert len(inbox(database)) == 1


def test_a_reply_under_our_own_message_needs_no_mention(app: App, database: Database) -> None:
    send(app, event_body(message_event("thanks", **IN_THREAD, parent_user_id=BOT)))

    assert len(inbox(database)) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"subtype": "message_changed", "user": None, "message": {"text": "x"}},
        {"subtype": "message_deleted", "user": None},
        {"subtype": "bot_message", "bot_id": "B9", "user": None},
        {"bot_id": "B9", "user": "U9"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"subtype": "channel_join"},
    ],
)
def test_edits_bots_and_our_own_words_are_ignored(
    app: App, database: Database, changed: Json
) -> None:
    answer = send(app, event_body(message_event(**changed)))

    assert answer.status == 200
    assert inbox(database) == []


@pytest.mark.parametrize(
    "body",
    [
        event_body(message_event(), team_id="T9"),
        event_body(message_event(team="T9")),
        event_body(message_event(user_team="T9", source_team="T9")),
    ],
)
def test_messages_of_other_workspaces_are_ignored(app: App, database: Database, body: Json) -> None:
    answer = send(app, body)

    assert answer.status == 200
    assert inbox(database) == []


def test_clicks_and_commands_of_other_workspaces_are_ignored(app: App, database: Database) -> None:
    guest = {"id": "U9", "team_id": "T9"}

    click(app, "press:0", user=guest)
    click(app, "press:0", team={"id": "T9"})
    send(app, urlencode(command_fields("quote 3", team_id="T9")))

    assert inbox(database) == []


def test_a_message_with_a_file_is_stored_with_its_file(app: App, database: Database) -> None:
    file = {"id": "F1", "name": "order.csv", "mimetype": "text/csv", "size": 12, "url_private": "u"}

    send(app, event_body(message_event("", subtype="file_share", files=[file])))

    (row,) = inbox(database)
    (shared,) = spoken(row.body).files
    assert (shared.name, shared.mime, shared.size, shared.url) == ("order.csv", "text/csv", 12, "u")


def test_a_click_is_stored_with_its_token_and_its_thread(app: App, database: Database) -> None:
    answer = click(app, "press:0", "1.aa")

    (row,) = inbox(database)
    press = pressed(row.body)
    assert answer.status == 200
    assert (row.kind, row.lane) == ("slack.press", f"slack:{DM}:1790000000.000100")
    assert (press.user, press.token, press.action) == (ALICE, "1.aa", "press:0")
    assert press.message_ts == "1790000001.000200"
    assert press.response_url.startswith("https://hooks.slack.com/")


def test_the_same_click_sent_twice_is_stored_once_but_two_clicks_are_two(
    app: App, database: Database
) -> None:
    body = click_body("press:0", "1.aa")
    again = json.loads(json.dumps(body))
    again["actions"][0]["action_ts"] = "1790000009.000000"

    for payload in (body, body, again):
        send(app, interaction(payload))

    assert len(inbox(database)) == 2


def test_a_chosen_option_is_its_text_and_no_token(app: App, database: Database) -> None:
    click(app, "option:2", "1210-B")

    press = pressed(inbox(database)[0].body)
    assert (press.selected, press.token) == ("1210-B", "")


def test_a_click_in_the_home_has_no_channel(app: App, database: Database) -> None:
    click(app, "press:0", container={"type": "view", "view_id": "V1"}, channel=None, message=None)

    (row,) = inbox(database)
    assert row.lane == f"slack:{ALICE}:home"
    assert pressed(row.body).channel == ""


def test_a_filled_form_is_stored_with_token_text_and_place(app: App, database: Database) -> None:
    answer = send(app, interaction(form_body(" Margin too low ")))

    (row,) = inbox(database)
    form = filled(row.body)
    assert answer.status == 200
    assert answer.body == ""
    assert (row.kind, row.lane) == ("slack.form", f"slack:{DM}:1790000000.000100")
    assert (form.user, form.token, form.text) == (ALICE, "2.bb", "Margin too low")
    assert form.channel == DM


@pytest.mark.parametrize("text", [None, "", "   \n"])
def test_a_form_without_text_says_so_at_its_field(
    app: App, database: Database, text: str | None
) -> None:
    answer = send(app, interaction(form_body(text)))

    said = json.loads(answer.body)
    assert said == {"response_action": "errors", "errors": {"blank": "Please fill in: Reason"}}
    assert inbox(database) == []


def test_a_form_submitted_twice_is_stored_once(app: App, database: Database) -> None:
    for _ in range(2):
        send(app, interaction(form_body("Margin too low")))

    assert len(inbox(database)) == 1


def test_a_command_is_repeated_to_its_author_and_stored_once(app: App, database: Database) -> None:
    raw = urlencode(command_fields("quote 3 <bicycles>"))

    first, _second = send(app, raw), send(app, raw)

    (row,) = inbox(database)
    assert json.loads(first.body)["text"] == "You asked: quote 3 &lt;bicycles&gt;"
    assert row.kind == "slack.command"
    assert commanded(row.body).channel == SALES
    assert commanded(row.body).text == "quote 3 <bicycles>"


def test_an_opened_home_is_stored(app: App, database: Database) -> None:
    event = {"type": "app_home_opened", "user": ALICE, "channel": DM, "tab": "home"}

    send(app, event_body(event))

    (row,) = inbox(database)
    opened = home_opened(row.body)
    assert (row.kind, row.lane) == ("slack.home", f"slack:{ALICE}:home")
    assert (opened.user, opened.tab) == (ALICE, "home")


def test_a_worker_is_woken_after_the_commit(database: Database) -> None:
    seen: list[int] = []
    app = build_app(SETTINGS, database, Clock(), stored=lambda: seen.append(len(inbox(database))))

    send(app, event_body(message_event()))

    assert seen == [1]


def test_bolt_sets_no_level_for_our_logs(app: App) -> None:
    assert app.name.startswith("slack_bolt.")  # it sets one for the loggers of this name
    assert logging.getLogger("salesclerk").level == logging.NOTSET
