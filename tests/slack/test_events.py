"""Reading what Slack sends: what the person wrote comes out, whatever Slack wrapped it in."""

import json

import pytest

from bot.channels.slack_events import flattened, pressed, spoken
from tests.slack.requests import BOT, event_body, message_event


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (f"<@{BOT}> quote 3", "quote 3"),
        (f"hey <@{BOT}>, quote 3", "hey , quote 3"),
        ("ask <@U2|maria> or <@U3>", "ask @maria or @U3"),
        ("mail <mailto:a@b.example|a@b.example> it", "mail a@b.example it"),
        ("call <tel:+49301234|+49 30 1234>", "call +49 30 1234"),
        ("call <tel:+49301234>", "call +49301234"),
        ("see <https://shop.example/1?a=1&amp;b=2>", "see https://shop.example/1?a=1&b=2"),
        ("see <http://shop.example|shop.example>", "see shop.example"),
        ("in <#C1|sales> and <#C2>", "in #sales and #C2"),
        ("<!here> <!subteam^S1|@sales>", "@here @sales"),
        ("by <!date^1392734382^{date}|18 Feb 2014>", "by 18 Feb 2014"),
        ("R&amp;D &lt;3 screws &gt; 2", "R&D <3 screws > 2"),
        ("&amp;lt; stays", "&lt; stays"),
        ("1 <2 and 3> 2", "1 <2 and 3> 2"),
        ("two\u00a0words  here\nnext line ", "two words here\nnext line"),
        ("שלום 👩‍👧", "שלום 👩‍👧"),
        ("", ""),
    ],
)
def test_slacks_wrapping_is_undone(written: str, meant: str) -> None:
    assert flattened(written, without=BOT) == meant


def test_a_huge_line_of_open_brackets_is_read_in_no_time() -> None:
    assert flattened("<@" * 20_000) == "<@" * 20_000


def test_a_thin_body_of_a_test_server_is_read() -> None:
    event = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.1", "text": "<@U0BOT> hi"}
    body = json.dumps({"event": event}).encode()

    said = spoken(body, bot_user_id=BOT)

    assert (said.text, said.thread_ts, said.is_dm, said.files) == ("hi", "1.1", False, ())


def test_a_direct_message_is_told_from_a_channel() -> None:
    direct = json.dumps(event_body(message_event())).encode()
    group = json.dumps(event_body(message_event(channel="G1", channel_type="mpim"))).encode()

    assert spoken(direct).is_dm
    assert not spoken(group).is_dm


def test_a_reply_belongs_to_the_conversation_of_its_root() -> None:
    body = json.dumps(event_body(message_event(thread_ts="1789.1"))).encode()

    assert spoken(body).thread == "slack:D0ALICE:1789.1"


def test_a_body_without_anything_is_read_as_nothing() -> None:
    assert pressed(b"{}").token == ""
    assert spoken(b"{}").text == ""
    assert spoken(b"[]").user == ""
