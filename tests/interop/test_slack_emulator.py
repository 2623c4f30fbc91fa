"""Our Slack door and sender against a workspace that somebody else wrote."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cheroot.wsgi import Server
from flask import Flask
from sqlalchemy import select

from bot.channels.blocks import Drawn, draw
from bot.channels.home import home_view
from bot.channels.slack import SlackSettings, build_app, slack_routes, web_client
from bot.channels.slack_events import commanded, filled, pressed, spoken
from bot.channels.slack_sending import SlackSender
from bot.clock import Clock
from bot.reply import Blank, Button, Paper, Reply, Table, Tone
from domain.database import Base, Database
from domain.errors import Command
from domain.inbox import InboxRow
from tests.interop import emulator
from tests.interop.emulator import BOT_TOKEN, BOT_USER, TEAM, Workspace, free_port, until

pytestmark = pytest.mark.interop
SECRET = "interop-signing-secret"
PDF = b"%PDF-1.7 \x00\xff not a real paper"


@dataclass(frozen=True, kw_only=True)
class Row:
    """An outbox row as the sender sees it."""

    kind: str
    payload: dict[str, Any]
    key: str = "reply:1"
    attempts: int = 1


@dataclass(frozen=True, kw_only=True)
class Decide(Command):
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The workspace, our inbox, and a sender that posts into the workspace."""

    slack: Workspace
    database: Database
    sender: SlackSender

    def inbox(self, kind: str) -> list[bytes]:
        with self.database.reading() as session:
            rows = select(InboxRow.body).where(InboxRow.kind == kind).order_by(InboxRow.id)
            return list(session.scalars(rows))

    def arrived(self, kind: str, count: int) -> list[bytes]:
        until(lambda: len(self.inbox(kind)) >= count)
        return self.inbox(kind)

    def say(self, text: str, *, thread_ts: str | None = None) -> str:
        alice = self.slack.client("xoxp-alice")
        posted = alice.chat_postMessage(channel=self.slack.channel, text=text, thread_ts=thread_ts)
        return str(posted["ts"])

    def deliver(self, kind: str, **payload: Any) -> dict[str, Any]:
        key = f"{kind}:{time.monotonic_ns()}"
        return self.sender.deliver(Row(kind=kind, key=key, payload=payload), lambda _: PDF)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    reason = emulator.why_not()
    if reason:
        pytest.skip(f"Slack emulator: {reason}")
    folder: Path = tmp_path_factory.mktemp("slack")
    database = Database(f"sqlite:///{folder}/company.sqlite")
    Base.metadata.create_all(database.engine)
    port = free_port()
    settings = SlackSettings(
        signing_secret=SECRET,
        bot_token=BOT_TOKEN,
        bot_user_id=BOT_USER,
        bot_id="B00000BOT",
        team_id=TEAM,
        api_url=f"http://127.0.0.1:{port}/api/",
    )
    flask = Flask("door")
    flask.register_blueprint(slack_routes(build_app(settings, database, Clock())))
    server = Server(("127.0.0.1", 0), flask, numthreads=8)
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    door = f"http://127.0.0.1:{server.bind_addr[1]}/slack/events"
    slack = Workspace(port=port, door=door, secret=SECRET)
    for token in (BOT_TOKEN, "xoxp-alice", "xoxp-maria"):
        slack.client(token).conversations_join(channel=slack.channel)
    yield Stage(slack=slack, database=database, sender=SlackSender(lambda: web_client(settings)))
    slack.close()
    server.stop()
    database.close()


def card() -> Drawn:
    reply = Reply(
        text="Order S-ORD1001 needs an approval.",
        facts=(("Customer", "Brandt & Söhne"), ("Net amount", "1,900.00 EUR")),
        lines=Table(head=("Item", "Quantity"), rows=(("Chair <Nova>", "20"),), numeric=(1,)),
        buttons=(
            Button(label="Approve", command=Decide(), tone=Tone.PRIMARY, confirm="Post it?"),
            Button(
                label="Reject",
                command=Decide(),
                tone=Tone.DANGER,
                blank=Blank(field="reason", label="Reason"),
            ),
            Button(label="PDF", paper=Paper(kind="quote", number="S-QUO1001")),
        ),
    )
    return draw(reply, ("1.aa", "2.bb", "3.cc"))


def post_card(stage: Stage, thread_ts: str) -> str:
    drawn = card()
    place = {"channel": stage.slack.channel, "thread_ts": thread_ts}
    return str(stage.deliver("slack.post", **place, text=drawn.text, blocks=drawn.blocks)["ts"])


def test_a_message_goes_through_the_door_and_is_answered_in_its_thread(stage: Stage) -> None:
    before = len(stage.inbox("slack.message"))
    ts = stage.say(f"<@{BOT_USER}> quote 20 Nova chairs for Brandt &amp; Söhne")

    said = spoken(stage.arrived("slack.message", before + 1)[-1], bot_user_id=BOT_USER)
    answer = post_card(stage, said.thread_ts)

    shown = stage.slack.message(answer)
    assert said.text == "quote 20 Nova chairs for Brandt & Söhne"
    assert (said.ts, said.user) == (ts, stage.slack.people["alice"])
    assert shown["thread_ts"] == ts
    assert [block["type"] for block in shown["blocks"]] == [
        "section",
        "section",
        "table",
        "actions",
    ]
    assert all(delivery["success"] for delivery in stage.slack.inside()["deliveries"])


def test_our_own_posts_do_not_wake_us(stage: Stage) -> None:
    before = len(stage.inbox("slack.message"))

    post_card(stage, stage.say("lunch?"))
    time.sleep(0.3)

    assert len(stage.inbox("slack.message")) == before


def test_a_reply_in_our_thread_needs_no_mention(stage: Stage) -> None:
    before = len(stage.inbox("slack.message"))
    root = stage.say(f"<@{BOT_USER}> quote 3")
    stage.arrived("slack.message", before + 1)

    stage.say("make it 5", thread_ts=root)

    last = spoken(stage.arrived("slack.message", before + 2)[-1])
    assert (last.text, last.thread_ts) == ("make it 5", root)


def test_a_click_reaches_us_with_its_token(stage: Stage) -> None:
    before = len(stage.inbox("slack.press"))
    ts = post_card(stage, stage.say("a root"))

    status = stage.slack.click("maria", ts, "Approve")

    press = pressed(stage.arrived("slack.press", before + 1)[-1])
    assert status == 200
    assert (press.token, press.user) == ("1.aa", stage.slack.people["maria"])
    assert press.message_ts == ts


def test_a_rejection_asks_for_its_reason_in_a_modal(stage: Stage) -> None:
    ts = post_card(stage, stage.say("a root"))
    before = len(stage.slack.inside()["views"])

    stage.slack.click("maria", ts, "Reject")
    until(lambda: len(stage.slack.inside()["views"]) > before)
    view = stage.slack.inside()["views"][-1]
    empty, complaint = stage.slack.submit("maria", view, "  ")
    status, _ = stage.slack.submit("maria", view, "Margin too low")

    form = filled(stage.arrived("slack.form", 1)[-1])
    assert view["blocks"][0]["label"]["text"] == "Reason"
    assert empty == 200
    assert json.loads(complaint)["errors"] == {"blank": "Please fill in: Reason"}
    assert status == 200
    assert (form.token, form.text, form.message_ts) == ("2.bb", "Margin too low", ts)
    assert len(stage.inbox("slack.form")) == 1


def test_a_decided_card_is_rewritten_and_has_no_buttons(stage: Stage) -> None:
    ts = post_card(stage, stage.say("a root"))
    drawn = draw(Reply(text="Order S-ORD1001 was approved by Maria."), ())

    stage.deliver(
        "slack.update", channel=stage.slack.channel, ts=ts, text=drawn.text, blocks=drawn.blocks
    )

    assert stage.slack.message(ts)["text"] == "Order S-ORD1001 was approved by Maria."
    with pytest.raises(LookupError):
        stage.slack.click("maria", ts, "Approve")


def test_a_paper_arrives_byte_for_byte_in_the_thread(stage: Stage) -> None:
    root = stage.say("a root")

    delivered = stage.deliver(
        "slack.file",
        channel=stage.slack.channel,
        thread_ts=root,
        filename="S-QUO1001.pdf",
        title="Quote S-QUO1001",
        paper={"kind": "quote", "number": "S-QUO1001", "version": 1},
    )

    files = stage.slack.client(BOT_TOKEN).files_list()["files"]
    shared = next(file for file in files if file["id"] == delivered["file"])
    assert shared["name"] == "S-QUO1001.pdf"
    assert stage.slack.bytes_of(shared["url_private_download"]) == PDF


def test_a_home_is_published(stage: Stage) -> None:
    alice = stage.slack.people["alice"]

    stage.deliver("slack.home", user=alice, view=home_view(name="Alice", sayings=("quote 3",)))

    homes = [view for view in stage.slack.inside()["views"] if view["type"] == "home"]
    assert "Nothing waits for you" in json.dumps(homes, ensure_ascii=False)


def test_a_direct_message_opens_its_channel(stage: Stage) -> None:
    maria = stage.slack.people["maria"]

    delivered = stage.deliver("slack.dm", user=maria, text="1 approval waits.", blocks=None)

    assert stage.slack.message(delivered["ts"])["text"] == "1 approval waits."


def test_a_post_is_found_again_after_a_crash(stage: Stage) -> None:
    payload = {"channel": stage.slack.channel, "thread_ts": stage.say("a root"), "text": "Done."}
    row = Row(kind="slack.post", key="reply:crash", payload=payload)
    first = stage.sender.deliver(row, lambda _: PDF)

    second = stage.sender.deliver(replace(row, attempts=2), lambda _: PDF)

    texts = [m["text"] for m in stage.slack.inside()["messages"] if m["text"] == "Done."]
    assert second == first
    assert len(texts) == 1


def test_a_command_reaches_us(stage: Stage) -> None:
    status, answer = stage.slack.command("alice", "quote 3 bicycles")

    said = commanded(stage.arrived("slack.command", 1)[-1])
    assert status == 200
    assert "quote 3 bicycles" in answer
    assert (said.text, said.channel) == ("quote 3 bicycles", stage.slack.channel)


def test_a_retried_event_is_stored_once_and_forged_ones_never(stage: Stage) -> None:
    before = len(stage.inbox("slack.message"))
    stage.say(f"<@{BOT_USER}> quote 7")
    stage.arrived("slack.message", before + 1)
    body = json.dumps({**stage.slack.last_event(), "type": "event_callback"})

    again = stage.slack.knock(body)[0]
    forged = stage.slack.knock(body, secret="guessed")[0]
    old = stage.slack.knock(body, age=301)[0]

    assert (again, forged, old) == (200, 401, 401)
    assert len(stage.inbox("slack.message")) == before + 1
