"""The worker's side of Slack: a stored request becomes a message or a press, and is answered.

Who speaks is the employee behind the Slack user id. An unknown id is looked up once by the
mail address that Slack verified; display names never count, guests and bots never speak.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.buttons import Buttons
from bot.channels import blocks, slack_events
from bot.channels.enclosures import Cells, Enclosed, enclosed, readable
from bot.channels.mrkdwn import escaped
from bot.channels.slack_events import SharedFile
from bot.channels.slack_files import Files, fetched
from bot.channels.slack_refusals import meaning
from bot.clock import Clock
from bot.conversation import Clerk, Press
from bot.delivery import Later
from bot.homes import home_of
from bot.message import Message
from bot.reply import Reply
from bot.telling import drawn, file_payload
from bot.workers import Job
from domain import outbox
from domain.conversations import conversation
from domain.database import Database
from domain.inbox import InboxRow
from domain.people import STRANGER, Actor, employee_of_email, employee_of_slack
from domain.work import Source, Work, begin
from mail.attachments.bank import BankFile

_NO_ORDER = (
    "I read orders in CSV, Excel, OpenDocument, PDF with text, UBL and EDIFACT, but not {name}: "
    "paste its lines here."
)
_STRANGER = (
    "I do not know you yet. Ask an administrator to enter your mail address with your employee "
    "card; I recognise people by the address Slack has verified."
)


@dataclass(frozen=True, kw_only=True)
class SlackAnswer:
    """Answers one stored request in its thread. `pressed` is the message whose button it was.

    `redraw` draws the Home anew in which the button was pressed, for a press there.
    """

    job: Job
    channel: str
    thread_ts: str
    user: str
    pressed: dict[str, Any] | None = None
    label: str = ""
    notes: tuple[str, ...] = ()
    redraw: Callable[[Work], dict[str, object]] | None = None

    def reply(self, work: Work, reply: Reply, tokens: tuple[str, ...]) -> None:
        """Queue the reply, its papers, and the pressed message without its buttons."""
        lane = f"slack:{self.channel}:{self.thread_ts}"
        key = f"reply:{self.job.row.key}"
        if self.redraw is not None:
            _send_home(work, self.user, self.redraw(work), key=f"home:{self.job.row.key}")
        if self.pressed is not None and reply.refused:
            told = {"channel": self.channel, "user": self.user, "text": reply.text}
            work.send("slack.ephemeral", {**told, "thread_ts": self.thread_ts}, key=key, lane=lane)
            return
        # the user is who is told directly where we may not post in the channel
        place: dict[str, object] = {
            "channel": self.channel,
            "thread_ts": self.thread_ts,
            "user": self.user,
        }
        reply = replace(reply, notes=(*reply.notes, *self.notes))
        post = {**place, "key": key, **drawn(reply, tokens)}
        work.send("slack.post", post, key=key, lane=lane)
        for number, paper in enumerate(reply.papers):
            file = {**place, **file_payload(paper), "key": f"file:{number}:{key}"}
            work.send("slack.file", file, key=f"file:{number}:{key}", lane=lane)
        if self.pressed is not None:
            self._settle(work, lane)
        if work.source.conversation:
            _note_place(work.session, work.source.conversation, self)

    def done(self, session: Session, outcome: str) -> None:
        self.job.finish(session, outcome)

    def park(self, session: Session, reference: str) -> None:
        self.job.park(session, reference)

    def _settle(self, work: Work, lane: str) -> None:
        """Take the buttons off the message they were pressed on, and say who pressed."""
        message = self.pressed or {}
        ts = str(message.get("ts", ""))
        if not ts:
            return
        settled = without_buttons(message.get("blocks") or [])
        settled.append(blocks.mrkdwn_section(escaped(f"✓ {self.label} · {work.actor.name}", 200)))
        changed: dict[str, object] = {
            "channel": self.channel,
            "ts": ts,
            "text": message.get("text") or "Done.",
            "blocks": settled,
        }
        work.send("slack.update", changed, key=f"settle:{self.job.row.key}", lane=lane)


class SlackWork:
    """Reads stored Slack requests for one company."""

    def __init__(
        self,
        clerk: Clerk,
        database: Database,
        clock: Clock,
        *,
        client: WebClient,
        files: Files,
        buttons: Buttons,
    ) -> None:
        self._clerk = clerk
        self._database = database
        self._clock = clock
        self._client = client
        self._files = files
        self._buttons = buttons

    def read(self, job: Job) -> None:
        """Deal with one row of the inbox; see `bot.workers`."""
        kind = job.row.kind.removeprefix("slack.")
        {
            "message": self._message,
            "command": self._command,
            "press": self._press,
            "form": self._form,
            "home": self._home,
        }[kind](job)

    def _message(self, job: Job) -> None:
        said = slack_events.spoken(_body(job))
        answer = SlackAnswer(
            job=job, channel=said.channel, thread_ts=said.thread_ts, user=said.user
        )
        actor = self._person(said.user)
        if actor is None:
            self._unknown(job, answer)
            return
        shared = self._shared(said.files)
        # a file alone asks for something too; its lines are most likely an order's
        alone = "order" if shared.tables else "help" if said.files else ""
        self._tell(
            job,
            replace(answer, notes=shared.notes),
            actor=actor,
            text=said.text or alone,
            thread=said.thread,
            direct=said.is_dm or said.called,
            tables=shared.tables,
            statements=shared.statements,
        )

    def _shared(self, files: Sequence[SharedFile]) -> Enclosed:
        """The tables in the files of a message, and what is to be said about the others."""
        came, missing = fetched(files, self._files)
        found = enclosed(came)
        unread = tuple(_NO_ORDER.format(name=one.name) for one in came if not readable(one))
        return replace(found, notes=(*found.notes, *missing, *unread))

    def _command(self, job: Job) -> None:
        asked = slack_events.commanded(_body(job))
        answer = SlackAnswer(job=job, channel=asked.channel, thread_ts="", user=asked.user)
        thread = f"slack:{asked.channel}:{asked.user}"
        self._hear(job, answer, text=asked.text or "help", thread=thread)

    def _press(self, job: Job) -> None:
        body = _body(job)
        pressed = slack_events.pressed(body)
        raw = json.loads(body)
        answer = SlackAnswer(
            job=job,
            channel=pressed.channel or pressed.user,
            thread_ts=pressed.thread_ts,
            user=pressed.user,
            pressed=raw.get("message") or {},
            label=_label(raw),
            redraw=None if pressed.channel else self._home_view,
        )
        thread = f"slack:{answer.channel}:{pressed.thread_ts}"
        if pressed.selected:
            self._hear(job, answer, text=pressed.selected, thread=thread)
            return
        self._take(job, answer, token=pressed.token, thread=thread)

    def _form(self, job: Job) -> None:
        filled = slack_events.filled(_body(job))
        answer = SlackAnswer(
            job=job,
            channel=filled.channel or filled.user,
            thread_ts=filled.thread_ts,
            user=filled.user,
            redraw=None if filled.channel else self._home_view,
        )
        thread = f"slack:{answer.channel}:{filled.thread_ts}"
        self._take(job, answer, token=filled.token, thread=thread, text=filled.text)

    def _home(self, job: Job) -> None:
        opened = slack_events.home_opened(_body(job))
        actor = self._person(opened.user)
        source = Source(channel="slack", message_id=job.row.key)
        who = actor or STRANGER
        with begin(self._database, now=self._clock.now(), actor=who, source=source) as work:
            if actor is not None and opened.tab == "home":
                view = self._home_view(work)
                _send_home(work, opened.user, view, key=f"reply:{job.row.key}")
            job.finish(work.session, "home")

    def _home_view(self, work: Work) -> dict[str, object]:
        return home_of(work, self._buttons)

    def _take(
        self, job: Job, answer: SlackAnswer, *, token: str, thread: str, text: str = ""
    ) -> None:
        actor = self._person(answer.user)
        if actor is None:
            self._unknown(job, answer)
            return
        press = Press(
            id=job.row.key, channel="slack", thread=thread, actor=actor, token=token, text=text
        )
        self._clerk.press(press, answer)

    def _hear(self, job: Job, answer: SlackAnswer, *, text: str, thread: str) -> None:
        actor = self._person(answer.user)
        if actor is None:
            self._unknown(job, answer)
            return
        self._tell(job, answer, actor=actor, text=text, thread=thread)

    def _tell(
        self,
        job: Job,
        answer: SlackAnswer,
        *,
        actor: Actor,
        text: str,
        thread: str,
        direct: bool = True,
        tables: tuple[Cells, ...] = (),
        statements: tuple[BankFile, ...] = (),
    ) -> None:
        message = Message(
            id=job.row.key,
            channel="slack",
            thread=thread,
            actor=actor,
            sender_name=actor.name,
            sender_address=actor.email,
            received=_stored(job).received_at,
            text=text,
            direct=direct,
            tables=tables,
            statements=statements,
        )
        self._clerk.hear(message, answer)

    def _person(self, user: str) -> Actor | None:
        with self._database.reading() as session:
            known = employee_of_slack(session, user)
            if known is not None:
                return known.actor()
        address = self._verified_address(user)
        if not address:
            return None
        with self._database.writing() as session:
            found = employee_of_email(session, address)
            if found is None or found.slack_id:
                return None
            found.slack_id = user
            return found.actor()

    def _verified_address(self, user: str) -> str:
        try:
            told = self._client.users_info(user=user)
        except SlackApiError as error:
            why = meaning(error)
            if isinstance(why, Later):
                raise why from error  # Slack is busy or away: who this is will be known then
            return ""
        person: dict[str, Any] = told.get("user") or {}
        barred = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
        if any(person.get(flag) for flag in barred):
            return ""
        return str((person.get("profile") or {}).get("email") or "")

    def _unknown(self, job: Job, answer: SlackAnswer) -> None:
        with self._database.writing() as session:
            outbox.send(
                session,
                kind="slack.ephemeral",
                key=f"reply:{job.row.key}",
                lane=f"slack:{answer.channel}:{answer.thread_ts}",
                payload={"channel": answer.channel, "user": answer.user, "text": _STRANGER},
                due=job.row.due,
            )
            job.finish(session, "unknown person")


def without_buttons(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks of a message that can be pressed no more."""
    return [block for block in drawn if block.get("type") != "actions"]


def _note_place(session: Session, thread: str, answer: SlackAnswer) -> None:
    """Remember where a conversation is held, for what is told in it later."""
    row = conversation(session, thread, "slack")
    row.address = {
        "channel": answer.channel,
        "thread_ts": answer.thread_ts,
        "user": answer.user,
    }


def _send_home(work: Work, user: str, view: dict[str, object], *, key: str) -> None:
    payload: dict[str, object] = {"user": user, "view": view}
    work.send("slack.home", payload, key=key, lane=f"slack:{user}:home")


def _stored(job: Job) -> InboxRow:
    if not isinstance(job.row, InboxRow):
        raise TypeError("only rows of the inbox are read")
    return job.row


def _body(job: Job) -> bytes:
    return _stored(job).body


def _label(payload: dict[str, Any]) -> str:
    action = (payload.get("actions") or [{}])[0]
    return str((action.get("text") or {}).get("text") or "")
