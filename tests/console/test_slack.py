"""The played Slack against a real Bolt app: signed events, clicks, modals, files, commands."""

import pytest
from slack_sdk import WebClient

from bot.channels.console.door import Door
from bot.channels.console.driver import Refused
from bot.channels.console.gestures import Upload
from tests.console.clerk import PAPER, TOKEN
from tests.console.conftest import Stage


def quoted(stage: Stage, *, channel: str = "") -> tuple[str, str]:
    """Ask for a quote; the message's and the card's `ts`."""
    asked = stage.driver.say("Maria", "@Salesclerk quote 20 Nova chairs", channel=channel)
    person = "" if channel else "Maria"
    for post in stage.driver.messages(channel, asked, person=person):
        if post.blocks:
            return asked, post.ts
    raise AssertionError("no card")


def test_a_direct_message_arrives_signed_and_the_answer_stands_in_its_thread(stage: Stage) -> None:
    asked, card = quoted(stage)

    event = stage.seen.events[-1]["event"]
    thread = stage.driver.messages("", asked, person="Maria")
    assert (event["type"], event["channel_type"], event["channel"]) == ("message", "im", "D01MARIA")
    assert event["text"] == "<@U00CLERK> quote 20 Nova chairs"
    assert stage.seen.events[-1]["authorizations"][0]["is_bot"] is True
    assert [post.ts for post in thread][:2] == [asked, card]
    assert [block["type"] for block in thread[1].blocks] == ["header", "table", "actions"]


def test_a_mention_in_a_channel_arrives_as_mention_and_as_message(stage: Stage) -> None:
    stage.driver.say("Maria", "@Salesclerk hello <b> & you", channel="#sales")

    kinds = [(each["event"]["type"], each["event"]["text"]) for each in stage.seen.events]
    text = "<@U00CLERK> hello &lt;b&gt; &amp; you"
    assert kinds == [("app_mention", text), ("message", text)]
    assert len({each["event_id"] for each in stage.seen.events}) == 2


def test_an_answer_in_a_thread_names_the_thread_and_its_author(stage: Stage) -> None:
    asked, _ = quoted(stage)

    stage.driver.say("Maria", "make it 30", thread=asked)

    event = stage.seen.events[-1]["event"]
    assert (event["thread_ts"], event["parent_user_id"]) == (asked, "U01MARIA")


def test_addresses_and_links_are_wrapped_as_slack_wraps_them(stage: Stage) -> None:
    stage.driver.say("Maria", "mail tom@x.example or see https://a.example/b?c=1&d=2.")

    assert stage.seen.events[-1]["event"]["text"] == (
        "mail <mailto:tom@x.example|tom@x.example> or see <https://a.example/b?c=1&amp;d=2>."
    )


def test_a_wrong_secret_is_refused_with_401_and_the_writer_is_told(stage: Stage) -> None:
    settings = stage.with_secret("another secret")
    door = Door(settings.door_url, secret="another secret", clock=lambda: 0.0, patience=3)

    answer = door.deliver_event({"type": "event_callback", "event": {"event_ts": "1.0"}})

    assert answer.status == 401
    assert answer.fault() == "HTTP 401"
    assert stage.seen.events == []


def test_a_message_the_door_does_not_take_is_marked_and_can_be_sent_again(stage: Stage) -> None:
    broken = stage.closing.pop(0)  # the clerk's door goes away
    broken()

    with pytest.raises(Refused, match="not delivered"):
        stage.driver.say("Maria", "quote 20 chairs")

    (post,) = stage.driver.messages("", person="Maria")
    assert "no answer" in post.undelivered
    stage.start_door()
    stage.driver.send_again("Maria", post.ts)
    (heard, *_) = stage.driver.messages("", post.ts, person="Maria")
    assert heard.undelivered == ""
    assert stage.seen.events[-1]["event"]["ts"] == post.ts


def test_a_click_carries_the_message_and_rewrites_the_card(stage: Stage) -> None:
    _, card = quoted(stage, channel="#sales")

    stage.driver.click("Omar", card, "Approve")

    (click,) = stage.seen.clicks
    (action,) = click["actions"]
    assert (action["action_id"], action["value"]) == ("approve", "S-QUO1001@1")
    assert (action["block_id"], click["user"]["id"]) == ("decide", "U02OMAR")
    assert click["message"]["ts"] == click["container"]["message_ts"] == card
    after = next(post for post in stage.driver.messages("#sales") if post.ts == card)
    assert after.blocks[-1]["type"] == "context"
    with pytest.raises(Refused, match="no button Approve"):
        stage.driver.click("Omar", card, "Approve")


def test_choosing_from_a_menu_is_answered_through_the_response_address(stage: Stage) -> None:
    asked, card = quoted(stage)

    stage.driver.click("Maria", card, "30 days net")

    (action,) = stage.seen.clicks[0]["actions"]
    whispered = stage.driver.messages("", asked, person="Maria")[-1]
    assert action["selected_option"]["value"] == "net30"
    assert (whispered.text, whispered.only_for) == ("Noted", "U01MARIA")


def test_a_modal_shows_complaints_until_it_is_filled_in_rightly(stage: Stage) -> None:
    _, card = quoted(stage)
    stage.driver.click("Maria", card, "Reject")
    modal = stage.driver.modal("Maria")
    assert modal is not None

    empty = stage.driver.submit("Maria", modal["id"], {"Reason": " "})
    short = stage.driver.submit("Maria", modal["id"], {"Reason": "no"})
    good = stage.driver.submit("Maria", modal["id"], {"text": "Margin too low"})

    assert empty == {"why": "Please complete this required field."}
    assert short == {"why": "Say why in at least 5 characters."}
    assert good == {}
    assert stage.driver.modal("Maria") is None
    texts = [post.text for post in stage.driver.messages("", person="Maria")]
    assert "Rejected: Margin too low" in texts


def test_closing_a_modal_is_told_when_it_asked_for_that(stage: Stage) -> None:
    _, card = quoted(stage)
    stage.driver.click("Maria", card, "Reject")
    modal = stage.driver.modal("Maria")
    assert modal is not None

    stage.driver.close("Maria", modal["id"])

    assert stage.seen.closed == ["U01MARIA"]
    assert stage.driver.modal("Maria") is None


def test_a_file_shared_by_the_clerk_has_the_same_bytes_and_its_comment(stage: Stage) -> None:
    asked, _ = quoted(stage)

    shared = stage.driver.messages("", asked, person="Maria")[-1]

    assert (shared.text, shared.thread_ts) == ("Your quote", asked)
    assert stage.driver.file(shared.files[0]) == PAPER


def test_a_file_shared_by_a_person_can_be_fetched_by_the_clerk(stage: Stage) -> None:
    upload = Upload(name="order.csv", content=b"item;quantity\r\n1110-W;20\r\n")

    stage.driver.say("Maria", "see the list", uploads=(upload,))

    event = stage.seen.events[-1]["event"]
    (listed,) = event["files"]
    assert (event["subtype"], listed["name"], listed["size"]) == ("file_share", "order.csv", 26)
    assert stage.driver.file(listed["id"]) == upload.content


def test_a_command_is_answered_to_its_giver_only(stage: Stage) -> None:
    stage.driver.command("Maria", "help", channel="#sales")

    said = [(post.text, post.only_for) for post in stage.driver.messages("#sales")]
    assert sorted(said) == [("Done", "U01MARIA"), ("Working on: help", "U01MARIA")]


def test_the_home_is_published_and_its_buttons_work(stage: Stage) -> None:
    quoted(stage)

    stage.driver.open_home("Maria")
    stage.driver.click_in_view("Maria", stage.driver.home_id("Maria"), "Approve")

    assert stage.seen.events[-1]["event"]["tab"] == "home"
    assert stage.seen.clicks[0]["container"]["type"] == "view"


def test_a_retry_keeps_its_event_id(stage: Stage) -> None:
    stage.driver.say("Maria", "hello")

    statuses = stage.driver.retry_last_event(3)

    assert statuses == [200, 200, 200]
    assert stage.seen.repeated == 3
    assert stage.seen.retries == ["1", "2", "3"]


def test_an_event_that_fails_is_tried_once_more(stage: Stage) -> None:
    stage.driver.say("Maria", "crash")  # the first delivery ends in HTTP 500

    assert stage.seen.retries == ["1"]
    assert stage.seen.repeated == 1


def test_nobody_reads_or_presses_in_somebody_elses_direct_messages(stage: Stage) -> None:
    _, card = quoted(stage)

    with pytest.raises(Refused):
        stage.driver.click("Omar", card, "Approve", channel="D01MARIA")
    with pytest.raises(Refused):
        stage.driver.say("Omar", "hello", channel="D01MARIA")

    assert stage.seen.clicks == []


def test_conversations_survive_a_restart(stage: Stage) -> None:
    asked, card = quoted(stage)
    stage.restart_console()

    thread = stage.driver.messages("", asked, person="Maria")
    assert [post.ts for post in thread][:2] == [asked, card]
    assert stage.driver.file(thread[2].files[0]) == PAPER
    assert stage.driver.home("Maria") is not None
    stage.driver.click("Maria", card, "Approve")
    assert stage.driver.say("Maria", "hello") > thread[-1].ts


def test_the_clerks_client_cannot_tell_the_difference(stage: Stage) -> None:
    client = WebClient(token=TOKEN, base_url=f"{stage.settings.console_url}/api/")

    who = client.auth_test()
    found = client.users_lookupByEmail(email="OMAR@harbor.example")
    direct = client.conversations_open(users="U02OMAR")
    names = {
        each["id"] for each in client.conversations_list(types="public_channel,im")["channels"]
    }

    assert (who["user_id"], who["bot_id"]) == ("U00CLERK", "B00CLERK")
    assert found["user"]["profile"]["real_name"] == "Omar Haddad"
    assert direct["channel"]["id"] == "D02OMAR"
    assert names == {"C01SALES", "D01MARIA", "D02OMAR"}
