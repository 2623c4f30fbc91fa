"""What the played Web API refuses, in Slack's own words."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.console.clerk import REASON, TOKEN, button
from tests.console.conftest import Stage


def client(stage: Stage, *, token: str = TOKEN) -> WebClient:
    return WebClient(token=token, base_url=f"{stage.settings.console_url}/api/")


def refusal(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def sections(count: int, *, length: int = 10) -> list[dict[str, Any]]:
    text = {"type": "mrkdwn", "text": "x" * length}
    return [{"type": "section", "text": text} for _ in range(count)]


def test_tokens_are_checked(stage: Stage) -> None:
    assert refusal(client(stage, token="xoxb-wrong").auth_test) == "invalid_auth"
    assert refusal(client(stage, token="").auth_test) == "not_authed"


def test_unknown_things_have_their_own_codes(stage: Stage) -> None:
    slack = client(stage)

    assert refusal(slack.chat_postMessage, channel="C404", text="x") == "channel_not_found"
    assert refusal(slack.users_info, user="U404") == "user_not_found"
    assert refusal(slack.users_lookupByEmail, email="a@b.example") == "users_not_found"
    assert refusal(slack.chat_update, channel="#sales", ts="1.2", text="x") == "message_not_found"
    assert refusal(slack.views_update, view_id="V404", view=REASON) == "not_found"
    assert refusal(slack.api_call, api_method="dnd.info") == "unknown_method"


def test_blocks_that_slack_refuses_are_refused(stage: Stage) -> None:
    slack = client(stage)
    twins = [button("y", "a"), button("z", "a")]
    empty_cell = {"type": "raw_text", "text": ""}
    refused: list[tuple[str, list[dict[str, Any]]]] = [
        ("invalid_blocks", sections(51)),
        ("invalid_blocks", sections(1, length=3001)),
        ("msg_blocks_too_long", sections(5, length=2700)),
        ("invalid_blocks", [{"type": "nonsense"}]),
        ("invalid_blocks", [{"type": "actions", "elements": [button("y" * 76, "a")]}]),
        ("invalid_blocks", [{"type": "actions", "elements": twins}]),
        ("invalid_blocks", [{"type": "actions", "elements": []}]),
        ("invalid_blocks", [{"type": "divider", "block_id": "a"}] * 2),
        ("invalid_blocks", [{"type": "table", "rows": [[empty_cell]]}]),
    ]

    for code, blocks in refused:
        assert refusal(slack.chat_postMessage, channel="#sales", text="x", blocks=blocks) == code

    assert stage.driver.messages("#sales") == ()


def test_a_message_needs_text_or_blocks(stage: Stage) -> None:
    slack = client(stage)

    assert refusal(slack.chat_postMessage, channel="#sales", text="") == "no_text"
    assert refusal(slack.chat_postMessage, channel="#sales", text="x" * 40_001) == "msg_too_long"


def test_a_trigger_opens_one_modal_and_only_soon(stage: Stage) -> None:
    slack = client(stage)
    trigger = stage.workspace.new_trigger("U01MARIA")
    slack.views_open(trigger_id=trigger, view=REASON)
    late = stage.workspace.new_trigger("U01MARIA")
    stage.workspace.clock = lambda: 4_000_000_000.0

    assert refusal(slack.views_open, trigger_id=trigger, view=REASON) == "exchanged_trigger_id"
    assert refusal(slack.views_open, trigger_id="1.2.x", view=REASON) == "invalid_trigger_id"
    assert refusal(slack.views_open, trigger_id=late, view=REASON) == "expired_trigger_id"


def test_a_modal_with_a_long_title_is_refused(stage: Stage) -> None:
    view = {**REASON, "title": {"type": "plain_text", "text": "t" * 25}}
    trigger = stage.workspace.new_trigger("U01MARIA")

    code = refusal(client(stage).views_open, trigger_id=trigger, view=view)

    assert code == "invalid_arguments"


def test_the_clerk_changes_and_deletes_only_its_own_messages(stage: Stage) -> None:
    slack = client(stage)
    theirs = stage.driver.say("Maria", "hello", channel="#sales")
    own = slack.chat_postMessage(channel="#sales", text="hi", thread_ts=theirs)

    changed = slack.chat_update(channel=own["channel"], ts=own["ts"], text="changed")
    code = refusal(slack.chat_update, channel="#sales", ts=theirs, text="mine")
    slack.chat_delete(channel=own["channel"], ts=own["ts"])

    assert changed["message"]["edited"]
    assert code == "cant_update_message"
    assert [post.text for post in stage.driver.messages("#sales")] == ["hello"]


def test_an_answer_to_an_answer_stays_in_the_thread(stage: Stage) -> None:
    slack = client(stage)
    root = slack.chat_postMessage(channel="#sales", text="root")["ts"]
    first = slack.chat_postMessage(channel="#sales", text="first", thread_ts=root)["ts"]

    slack.chat_postMessage(channel="#sales", text="second", thread_ts=first)

    thread = slack.conversations_replies(channel="C01SALES", ts=root)["messages"]
    assert [message["text"] for message in thread] == ["root", "first", "second"]


def test_a_sender_finds_its_own_message_again(stage: Stage) -> None:
    slack = client(stage)
    metadata = {"event_type": "reply", "event_payload": {"key": "outbox-7"}}
    posted = slack.chat_postMessage(channel="#sales", text="hi", metadata=metadata)
    slack.chat_postMessage(channel="#sales", text="below", thread_ts=posted["ts"])
    slack.files_upload_v2(channel="C01SALES", filename="a.pdf", content=b"%PDF")
    slack.chat_postEphemeral(channel="#sales", user="U02OMAR", text="only you")

    newest, oldest = slack.conversations_history(
        channel="C01SALES", limit=15, include_all_metadata=True
    )["messages"]
    plain = slack.conversations_history(channel="C01SALES", limit=15)["messages"][-1]

    assert newest["files"][0]["name"] == "a.pdf"
    assert (oldest["ts"], oldest["metadata"]) == (posted["ts"], metadata)
    assert "metadata" not in plain


def test_an_update_keeps_the_blocks_unless_they_are_taken_away(stage: Stage) -> None:
    slack = client(stage)
    ts = slack.chat_postMessage(channel="#sales", text="hi", blocks=sections(2))["ts"]

    kept = slack.chat_update(channel="C01SALES", ts=ts, text="still")["message"]
    bare = slack.chat_update(channel="C01SALES", ts=ts, text="bare", blocks=[])["message"]

    assert len(kept["blocks"]) == 2
    assert "blocks" not in bare


def test_reactions_status_prompts_and_links_are_kept(stage: Stage) -> None:
    slack = client(stage)
    ts = slack.chat_postMessage(channel="U01MARIA", text="hi")["ts"]

    slack.reactions_add(channel="D01MARIA", timestamp=ts, name="eyes")
    again = refusal(slack.reactions_add, channel="D01MARIA", timestamp=ts, name="eyes")
    slack.assistant_threads_setStatus(channel_id="D01MARIA", thread_ts=ts, status="is looking")
    prompts = [{"title": "Open quotes", "message": "show open quotes"}]
    slack.assistant_threads_setSuggestedPrompts(channel_id="D01MARIA", prompts=prompts)
    link = slack.chat_getPermalink(channel="D01MARIA", message_ts=ts)["permalink"]

    assert again == "already_reacted"
    assert stage.workspace.typing("D01MARIA", ts) == "is looking"
    assert stage.workspace.prompts("D01MARIA") == prompts
    assert link == f"{stage.settings.console_url}/#/slack/D01MARIA"


def test_an_upload_with_other_bytes_than_promised_is_refused(stage: Stage) -> None:
    slack = client(stage)
    promised = slack.files_getUploadURLExternal(filename="a.pdf", length=10)

    files = [{"id": promised["file_id"], "title": "A"}]

    assert refusal(slack.files_completeUploadExternal, files=files) == "file_not_found"


def test_an_ephemeral_message_is_shown_to_one_person(stage: Stage) -> None:
    slack = client(stage)

    slack.chat_postEphemeral(channel="#sales", user="U02OMAR", text="only you")

    (post,) = stage.driver.messages("#sales")
    assert post.only_for == "U02OMAR"
    wrong = refusal(slack.chat_postEphemeral, channel="#sales", user="U404", text="x")
    assert wrong == "user_not_in_channel"
