"""An installation on a stage: transcripts enter by its real doors, its answers are read.

Slack requests are signed and dispatched to the door, letters go into the letter box, the
workers' own code deals with both. Only the far ends are played: what would reach Slack or a
relay is kept and read aloud, and papers are not printed.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bot import read_aloud
from bot.assembly import House, Outside
from bot.channels import slack_events
from bot.channels.console import payloads
from bot.channels.console.records import Post, SharedFile
from bot.channels.console.settings import Person
from bot.clock import Clock
from bot.stage_cast import OURS, SECRET, cast_of, stage_settings
from bot.workers import due_rows
from domain.papers import PaperFacts
from mail.letter import Attachment, read_letter
from mail.listener import RawLetter
from mail.sending import Sent

_NOTHING = "(nothing)\n"
_ACT = re.compile(r"/act/([^\s)\"<]+)")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One thing that left the house: `audience` is "slack:CHANNEL" or "mail:ADDRESS"."""

    audience: str
    kind: str
    ts: str
    payload: Mapping[str, Any]


@dataclass(kw_only=True)
class FarEnds:
    """Slack, the relay and the printer as the house meets them: they take all and keep it."""

    heard: list[Heard] = field(default_factory=list)
    shared: dict[str, bytes] = field(default_factory=dict)  # files in Slack, by name

    def deliver(self, row: Any, papers: Callable[[Any], bytes]) -> dict[str, Any]:
        """Take a delivery to Slack and give it a timestamp."""
        payload = dict(row.payload)
        channel = str(payload.get("channel") or "D" + str(payload.get("user", ""))[1:])
        ts = f"1790000000.{len(self.heard) + 1:06d}"
        self.heard.append(Heard(audience=f"slack:{channel}", kind=row.kind, ts=ts, payload=payload))
        return {"channel": channel, "ts": ts}

    def send(self, raw: bytes, envelope_from: str, *, recipients: tuple[str, ...]) -> Sent:
        """Take a letter's bytes as a relay does."""
        letter = read_letter(raw)
        payload = {
            "subject": letter.subject,
            "text": letter.text,
            "message_id": letter.message_id,
            "files": [file.name for file in letter.attachments],
        }
        for recipient in recipients:
            heard = Heard(audience=f"mail:{recipient}", kind="mail", ts="", payload=payload)
            self.heard.append(heard)
        return Sent(code=250, text="taken")

    def fetch(self, shared: slack_events.SharedFile) -> Attachment:
        """Hand out a file that somebody shared in Slack."""
        content = self.shared[shared.name]
        digest = hashlib.sha256(content).hexdigest()
        return Attachment(name=shared.name, mime_type=shared.mime, content=content, sha256=digest)

    def render(self, facts: PaperFacts, own: object = None) -> bytes:
        """What stands for a printed paper here; printing has tests of its own."""
        return f"%PDF-1.7 {facts.kind} {facts.number}".encode()


class StageClock(Clock):
    """A clock that stands still until somebody moves it."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Stage:
    """Plays one transcript against the company in the database at `url`, beginning on `day`.

    `settings` are those that differ from every stage's.
    """

    def __init__(
        self,
        url: str,
        *,
        folder: Path,
        day: date,
        far: FarEnds | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.clock = StageClock(datetime.combine(day, time(9), tzinfo=UTC))
        self.far = far or FarEnds()
        self.house = House(
            stage_settings(url, folder, **(settings or {})),
            self.clock,
            renderer=self.far,
            outside=Outside(slack=self.far, relay=self.far, files=self.far),
        )
        self._web = self.house.web_app(lambda: None).test_client()
        self._box = self.house.letter_box(lambda: None)
        self._cast = cast_of(self.house)
        self._threads: dict[str, str] = {}
        self._read: dict[str, int] = {}
        self._speaker = ""
        self._count = 0

    def close(self) -> None:
        self.house.close()

    def play(self, kind: str, who: str, text: str) -> None:
        """Play one block of a transcript; see `bot.transcripts`."""
        self.clock.moment += timedelta(minutes=1)
        self._count += 1
        {
            "slack": self._slack,
            "click": self._click,
            "mail": self._mail,
            "link": self._link,
            "today": self._today,
        }[kind](who, text.strip("\n"))
        # what reached the speaker before and nobody asked for is no answer to this
        heard = sum(1 for one in self.far.heard if one.audience == self._speaker)
        self._read[self._speaker] = heard
        self.work()

    def answer(self, who: str) -> str:
        """What somebody was answered next; without a name, whoever spoke last."""
        audience = self._audience(who) if who else self._speaker
        heard = [one for one in self.far.heard if one.audience == audience]
        position = self._read.get(audience, 0)
        said: list[str] = []
        while position < len(heard):
            one = heard[position]
            if said and one.kind not in ("slack.file", "slack.update"):
                break
            said += _aloud(one)
            position += 1
        self._read[audience] = position
        return "".join(said) or _NOTHING

    def _slack(self, who: str, text: str) -> None:
        speaker, *rest = who.split()
        person = self._person(speaker)
        channel = next((one for one in rest if one.startswith("#")), "")
        place = self._cast.find_channel(channel or person.id) or ""
        self._speaker = f"slack:{place}"
        ts = f"17900{self._count:05d}.000100"
        key = f"{place}:{person.id}"
        if "with" in rest:  # goes on in the thread of somebody else
            other = self._person(rest[rest.index("with") + 1])
            self._threads[key] = self._threads[f"{place}:{other.id}"]
        root = "" if "new" in rest else self._threads.get(key, "")
        self._threads[key] = root or ts
        text, name, content = _file_of(text)
        files = (self._shared(name, content, person),) if name else ()
        typed = payloads.typed_text(text, self._cast)
        post = Post(channel=place, ts=ts, user=person.id, text=typed, thread_ts=root)
        event = payloads.message_event(post, self._cast, files=files)
        if channel and f"<@{self._cast.bot_user_id}>" in typed:
            event = payloads.mention_event(event)
        body = payloads.envelope(event, self._cast, event_id=f"Ev{self._count}")
        self._post_to_door(json.dumps(body).encode(), "application/json")

    def _shared(self, name: str, content: bytes, person: Person) -> SharedFile:
        """A file that somebody shares in Slack."""
        self.far.shared[name] = content
        return SharedFile(
            id=f"F{self._count}",
            name=name,
            title=name,
            mime="",
            size=len(content),
            user=person.id,
            created=0,
        )

    def _click(self, who: str, text: str) -> None:
        """Press the newest button with this label that the person can see."""
        person = self._person(who.split()[0])
        label, _, filled = text.partition(": ")
        message, element = self._button(person, label)
        self._speaker = message.audience
        place = message.audience.removeprefix("slack:")
        thread = str(message.payload.get("thread_ts") or message.ts)
        if element["action_id"].startswith("ask:"):
            self._fill(person, element["value"], filled, place=(place, message.ts, thread))
            return
        post = Post(
            channel=place,
            ts=message.ts,
            user=self._cast.bot_user_id,
            text=str(message.payload.get("text")),
            bot=True,
            blocks=tuple(message.payload["blocks"]),
            thread_ts=str(message.payload.get("thread_ts") or ""),
        )
        action = {**element, "action_ts": f"1790000000.{self._count:06d}"}
        body = payloads.interaction("block_actions", person, self._cast, trigger_id="1.1")
        body |= payloads.message_click(post, self._cast, action=action, answer_to="")
        self._post_form({"payload": json.dumps(body)})

    def _fill(self, person: Person, token: str, text: str, *, place: tuple[str, str, str]) -> None:
        """Submit the form that a button opens, as Slack does once it is filled in."""
        about = dict(zip(("channel", "message_ts", "thread_ts"), place, strict=True))
        view = {
            "id": f"V{self._count}",
            "type": "modal",
            "callback_id": "ask",
            "private_metadata": json.dumps({"token": token, **about}),
            "blocks": [{"type": "input", "block_id": "blank", "label": {"text": "Reason"}}],
            "state": {"values": {"blank": {"text": {"value": text}}}},
        }
        body = payloads.interaction("view_submission", person, self._cast, trigger_id="1.1")
        self._post_form({"payload": json.dumps({**body, "view": view})})

    def _mail(self, who: str, text: str) -> None:
        """Put a letter into the box; "Re:" answers a letter to this address, or to `with` whom.

        That is the newest one with this subject, or simply the newest.
        """
        who, _, other = who.partition(" with ")
        head, _, body = text.partition("\n\n")
        letter = EmailMessage(policy=SMTP)
        letter["From"] = who
        letter["To"] = OURS
        letter["Message-ID"] = f"<{self._count}@{who.rpartition('@')[2]}>"
        subject = head.removeprefix("Subject: ")
        answered = [one for one in self.far.heard if one.audience == f"mail:{other or who}"]
        answered.sort(key=lambda one: str(one.payload["subject"]).startswith(subject))
        if subject.lower().startswith("re:") and answered:
            letter["In-Reply-To"] = f"<{answered[-1].payload['message_id']}>"
        letter["Subject"] = subject
        body, name, content = _file_of(body)
        letter.set_content(body + "\n")
        if name:
            letter.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        self._speaker = f"mail:{who}"
        self._box.accept(
            RawLetter(
                content=letter.as_bytes(),
                envelope_from=who,
                recipients=(OURS,),
                peer="127.0.0.1",
                received_via="smtp",
            )
        )

    def _link(self, who: str, text: str) -> None:
        """Open the signed link with this label in the newest letter, and press its button."""
        label, _, filled = text.partition(": ")
        self._speaker = f"mail:{who}"
        letters = (one for one in reversed(self.far.heard) if one.audience == f"mail:{who}")
        newest = next(one for one in letters if f"{label}:" in str(one.payload["text"]))
        lines = str(newest.payload["text"]).splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{label}:"))
        token = next(found[1] for line in lines[at:] if (found := _ACT.search(line)))
        self._web.post(f"/act/{token}", data={"text": filled})

    def _today(self, _who: str, text: str) -> None:
        self.clock.moment = datetime.combine(date.fromisoformat(text), time(9), tzinfo=UTC)

    def work(self) -> None:
        """Let the workers' code deal with everything that is due."""
        for _ in range(200):
            with self.house.database.reading() as session:
                due = [
                    (table, row)
                    for table in ("inbox", "outbox")
                    for row in due_rows(session, table, now=self.clock.now())
                ]
            if not due:
                return
            for table, row in due:
                self.house.attempts.attempt(table, row)

    def _button(self, person: Person, label: str) -> tuple[Heard, dict[str, Any]]:
        own = self._cast.direct_channel(person.id)
        places = {f"slack:{own}", *(f"slack:{one.id}" for one in self._cast.channels)}
        for message in reversed(self.far.heard):
            if message.audience not in places:
                continue
            for block in message.payload.get("blocks") or ():
                for element in block.get("elements") or ():
                    if element.get("text", {}) and _says(element, label):
                        return message, element
        raise LookupError(f"{person.real_name} sees no button “{label}”")

    def _person(self, name: str) -> Person:
        person = self._cast.person(name)
        if person is None:
            raise LookupError(f"nobody here is called {name}")
        return person

    def _audience(self, who: str) -> str:
        if "@" in who:
            return f"mail:{who}"
        return f"slack:{self._cast.find_channel(who if who[0] == '#' else self._person(who).id)}"

    def _post_form(self, fields: dict[str, str]) -> None:
        self._post_to_door(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def _post_to_door(self, body: bytes, kind: str) -> None:
        stamp = str(int(Clock().now().timestamp()))
        mac = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={mac.hexdigest()}",
        }
        answer = self._web.post("/slack/events", data=body, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"the door answered {answer.status_code}")


def _file_of(text: str) -> tuple[str, str, bytes]:
    """What is written, and the name and content of the file that a line "file: NAME" begins."""
    written, begins, file = f"\n{text}".partition("\nfile: ")
    name, _, content = file.partition("\n")
    return (written.strip("\n"), name, content.encode()) if begins else (text, "", b"")


def _says(element: Mapping[str, Any], label: str) -> bool:
    text = element.get("text")
    return isinstance(text, dict) and text.get("text") == label


def _aloud(one: Heard) -> list[str]:
    if one.kind == "slack.update" or one.kind == "slack.home":
        return []
    if one.kind == "slack.file":
        return [f"(pdf) {one.payload['filename']}\n"]
    if one.kind == "mail":
        return [read_aloud.letter(one.payload)]
    if one.kind == "slack.ephemeral":
        return [f"(only you) {one.payload['text']}\n"]
    return [read_aloud.slack_message(one.payload)]
