"""Deliveries to Slack: once where it can be known, later where Slack asks for it, else given up."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.channels.slack import identified, web_client
from bot.channels.slack_sending import SlackSender
from bot.delivery import Later, Undeliverable
from tests.slack.fake_slack import FakeSlack
from tests.slack.requests import SETTINGS

pytestmark = pytest.mark.slow

BLOCKS = [{"type": "table", "rows": []}]
PLAIN = [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}]


@dataclass(frozen=True, kw_only=True)
class Row:
    kind: str = "slack.post"
    key: str = "reply:1"
    attempts: int = 1
    payload: dict[str, Any] = field(
        default_factory=lambda: {
            "channel": "C0SALES",
            "thread_ts": "1790000000.000100",
            "text": "Quote S-QUO1001 is ready.",
            "blocks": BLOCKS,
            "plain_blocks": PLAIN,
        }
    )


@pytest.fixture
def sender(slack: FakeSlack) -> SlackSender:
    return SlackSender(lambda: web_client(replace(SETTINGS, api_url=slack.url)))


def no_papers(paper: dict[str, Any]) -> bytes:
    raise AssertionError(f"nobody asked for {paper}")


def refused(error: str, *, status: int = 200, **headers: str) -> Any:
    return status, {"ok": False, "error": error}, headers


def test_a_post_names_the_place_where_it_stands(slack: FakeSlack, sender: SlackSender) -> None:
    result = sender.deliver(Row(), no_papers)

    (call,) = slack.of("chat.postMessage")
    assert result == {"channel": "C0SALES", "ts": "1790000099.000100"}
    assert call["thread_ts"] == "1790000000.000100"
    assert json.loads(_text(call["metadata"]))["event_payload"] == {"key": "reply:1"}


def test_blocks_that_a_workspace_does_not_know_are_replaced_once(
    slack: FakeSlack, sender: SlackSender
) -> None:
    slack.answers["chat.postMessage"] = [refused("invalid_blocks")]

    sender.deliver(Row(), no_papers)

    first, second = slack.of("chat.postMessage")
    assert "table" in _text(first["blocks"])
    assert "section" in _text(second["blocks"])


def test_plain_blocks_that_are_refused_too_are_given_up(
    slack: FakeSlack, sender: SlackSender
) -> None:
    slack.answers["chat.postMessage"] = [refused("invalid_blocks")] * 2

    with pytest.raises(Undeliverable, match="invalid_blocks"):
        sender.deliver(Row(), no_papers)


def test_slacks_patience_is_kept_to_the_second(slack: FakeSlack, sender: SlackSender) -> None:
    slack.answers["chat.postMessage"] = [refused("ratelimited", status=429, **{"Retry-After": "7"})]

    with pytest.raises(Later) as later:
        sender.deliver(Row(), no_papers)

    assert later.value.seconds == 7
    assert len(slack.of("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "answer",
    [
        refused("internal_error"),
        refused("service_unavailable", status=503),
        (502, "<html>Bad gateway</html>", {"Content-Type": "text/html"}),
        (500, "", {}),
    ],
)
def test_an_unwell_slack_is_tried_later(slack: FakeSlack, sender: SlackSender, answer: Any) -> None:
    slack.answers["chat.postMessage"] = [answer]

    with pytest.raises(Later):
        sender.deliver(Row(), no_papers)

    assert len(slack.of("chat.postMessage")) == 1


def test_an_unreachable_slack_is_tried_later() -> None:
    sender = SlackSender(lambda: web_client(SETTINGS))

    with pytest.raises(Later, match="cannot be reached"):
        sender.deliver(Row(), no_papers)


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "invalid_auth"])
def test_what_slack_refuses_for_good_is_given_up(
    slack: FakeSlack, sender: SlackSender, error: str
) -> None:
    slack.answers["chat.postMessage"] = [refused(error)]

    with pytest.raises(Undeliverable, match=error):
        sender.deliver(Row(), no_papers)


def test_a_second_attempt_finds_what_the_first_one_posted(
    slack: FakeSlack, sender: SlackSender
) -> None:
    mine = {"ts": "1790000050.1", "metadata": {"event_payload": {"key": "reply:1"}}}
    slack.answers["conversations.replies"] = [(200, {"ok": True, "messages": [{}, mine]}, {})]

    result = sender.deliver(Row(attempts=2), no_papers)

    assert result == {"channel": "C0SALES", "ts": "1790000050.1"}
    assert slack.of("chat.postMessage") == []


def test_a_second_attempt_posts_what_never_arrived(slack: FakeSlack, sender: SlackSender) -> None:
    result = sender.deliver(Row(attempts=2), no_papers)

    assert result["ts"] == "1790000099.000100"
    assert len(slack.of("chat.postMessage")) == 1


def test_a_channel_that_we_may_not_read_gets_the_message_again(
    slack: FakeSlack, sender: SlackSender
) -> None:
    slack.answers["conversations.replies"] = [refused("missing_scope")]

    sender.deliver(Row(attempts=2), no_papers)

    assert len(slack.of("chat.postMessage")) == 1


def test_an_answer_that_its_channel_refuses_goes_to_the_asker_directly(
    slack: FakeSlack, sender: SlackSender
) -> None:
    slack.answers["chat.postMessage"] = [refused("not_in_channel")]
    payload = {"channel": "C0SALES", "thread_ts": "1.1", "user": "U0ALICE", "text": "Done."}

    result = sender.deliver(Row(payload=payload), no_papers)

    _first, second = slack.of("chat.postMessage")
    assert second["channel"] == "D0ALICE"
    assert "thread_ts" not in second
    assert result["ts"] == "1790000099.000100"


def test_an_answer_to_the_home_goes_to_the_person_directly(
    slack: FakeSlack, sender: SlackSender
) -> None:
    paper = {"kind": "quote", "number": "S-QUO1001", "version": 1}

    sender.deliver(Row(payload={"channel": "U0ALICE", "text": "Done."}), no_papers)
    sender.deliver(
        Row(
            kind="slack.file",
            payload={"channel": "U0ALICE", "filename": "S-QUO1001.pdf", "paper": paper},
        ),
        lambda _: b"%PDF",
    )

    assert slack.of("chat.postMessage")[0]["channel"] == "D0ALICE"
    assert slack.of("files.completeUploadExternal")[0]["channel_id"] == "D0ALICE"


def test_an_update_without_blocks_takes_the_old_buttons_away(
    slack: FakeSlack, sender: SlackSender
) -> None:
    payload = {"channel": "C0SALES", "ts": "1.1", "text": "Approved."}

    result = sender.deliver(Row(kind="slack.update", payload=payload), no_papers)

    (call,) = slack.of("chat.update")
    assert _text(call["blocks"]) == "[]"
    assert result == {"channel": "C0SALES", "ts": "1.1"}


def test_a_direct_message_opens_its_channel_once(slack: FakeSlack, sender: SlackSender) -> None:
    row = Row(kind="slack.dm", payload={"user": "U0ALICE", "text": "1 approval", "blocks": PLAIN})

    first = sender.deliver(row, no_papers)
    sender.deliver(replace(row, key="reply:2"), no_papers)

    assert first["ts"] == "1790000099.000100"
    assert len(slack.of("conversations.open")) == 1
    assert [call["channel"] for call in slack.of("chat.postMessage")] == ["D0ALICE"] * 2


def test_a_whisper_reaches_one_person(slack: FakeSlack, sender: SlackSender) -> None:
    payload = {"channel": "C0SALES", "user": "U0ALICE", "text": "Only Maria may approve."}

    sender.deliver(Row(kind="slack.ephemeral", payload=payload), no_papers)

    (call,) = slack.of("chat.postEphemeral")
    assert call["user"] == "U0ALICE"


@pytest.mark.parametrize("channel", ["U0ALICE", "C0SALES"])
def test_a_whisper_that_finds_no_channel_becomes_a_direct_message(
    slack: FakeSlack, sender: SlackSender, channel: str
) -> None:
    slack.answers["chat.postEphemeral"] = [refused("user_not_in_channel")]
    payload = {"channel": channel, "user": "U0ALICE", "text": "Only Maria may approve."}

    sender.deliver(Row(kind="slack.ephemeral", payload=payload), no_papers)

    (call,) = slack.of("chat.postMessage")
    assert call["channel"] == "D0ALICE"


def test_an_answer_to_a_command_goes_to_the_commands_own_address(
    slack: FakeSlack, sender: SlackSender
) -> None:
    payload = {"text": "Done.", "response_url": f"{slack.base}/response/1"}

    sender.deliver(Row(kind="slack.ephemeral", payload=payload), no_papers)

    (call,) = slack.of("response/1")
    assert (call["text"], call["response_type"]) == ("Done.", "ephemeral")


def test_a_paper_is_uploaded_into_its_thread(slack: FakeSlack, sender: SlackSender) -> None:
    asked: list[object] = []
    payload = {
        "channel": "C0SALES",
        "thread_ts": "1790000000.000100",
        "filename": "S-QUO1001.pdf",
        "title": "Quote S-QUO1001",
        "paper": {"kind": "quote", "number": "S-QUO1001", "version": 1},
    }

    def papers(paper: dict[str, Any]) -> bytes:
        asked.append(paper)
        return b"%PDF-1.7 bytes \x00\xff"

    result = sender.deliver(Row(kind="slack.file", payload=payload), papers)

    assert asked == [payload["paper"]]
    assert slack.of("upload")[0]["raw"] == b"%PDF-1.7 bytes \x00\xff"
    assert slack.of("files.completeUploadExternal")[0]["thread_ts"] == "1790000000.000100"
    assert result["file"] == "F1"


def test_a_second_attempt_finds_the_file_that_was_shared(
    slack: FakeSlack, sender: SlackSender
) -> None:
    shared = {"ts": "1.2", "bot_id": "B1", "files": [{"id": "F7", "name": "S-QUO1001.pdf"}]}
    slack.answers["conversations.replies"] = [(200, {"ok": True, "messages": [shared]}, {})]
    payload = {"channel": "C1", "thread_ts": "1.1", "filename": "S-QUO1001.pdf", "paper": {}}

    result = sender.deliver(Row(kind="slack.file", attempts=2, payload=payload), no_papers)

    assert result["file"] == "F7"
    assert slack.of("files.completeUploadExternal") == []


def test_the_home_is_published_for_its_person(slack: FakeSlack, sender: SlackSender) -> None:
    view = {"type": "home", "blocks": []}

    sender.deliver(Row(kind="slack.home", payload={"user": "U1", "view": view}), no_papers)

    (call,) = slack.of("views.publish")
    assert call["user_id"] == "U1"


def test_a_status_that_cannot_be_shown_is_no_failure(slack: FakeSlack, sender: SlackSender) -> None:
    slack.answers["assistant.threads.setStatus"] = [refused("unknown_method")]
    payload = {"channel": "D1", "thread_ts": "1.1", "status": "is looking it up…"}

    result = sender.deliver(Row(kind="slack.status", payload=payload), no_papers)

    assert result == {"shown": False}


def test_a_kind_that_nobody_knows_is_given_up(sender: SlackSender) -> None:
    with pytest.raises(Undeliverable, match="pigeon"):
        sender.deliver(Row(kind="slack.pigeon"), no_papers)


def test_slack_tells_us_who_we_are(slack: FakeSlack) -> None:
    us = {"ok": True, "team_id": "T7", "user_id": "U7BOT", "bot_id": "B7"}
    slack.answers["auth.test"] = [(200, us, {})]

    filled = identified(replace(SETTINGS, api_url=slack.url, team_id=""))

    assert (filled.team_id, filled.bot_user_id, filled.bot_id) == ("T7", "U7BOT", "B7")


def test_without_slack_the_settings_stay_as_they_are() -> None:
    assert identified(SETTINGS) == SETTINGS


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
