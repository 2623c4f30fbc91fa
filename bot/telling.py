"""Telling our own people: by direct message in Slack, or by mail where there is no Slack.

Cards about the same subject are remembered, so that all copies change when it is decided.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.buttons import Buttons
from bot.channels import blocks
from bot.channels.letter_keys import thread_name
from bot.channels.posting import MailRoom
from bot.clock import Clock
from bot.papers import file_name
from bot.reply import Paper, Reply
from domain.conversations import Conversation, cards_of, conversation
from domain.people import Employee
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Reaches people for one installation. `slack` says whether a workspace is connected."""

    buttons: Buttons
    room: MailRoom
    slack: bool
    clock: Clock

    def now(self) -> datetime:
        return self.clock.now()

    def tell(self, work: Work, person: Employee, reply: Reply, *, key: str, subject: str) -> None:
        """Send one person a card about a subject ("approval:S-ORD1001")."""
        by_slack = self.slack and bool(person.slack_id)
        thread = thread_name(self.room.secret, f"{person.no}:{subject}")
        place = f"person:{person.no}" if by_slack else f"mail:{thread}"
        tokens = self.buttons.offer(work.session, reply, conversation=place, now=work.now)
        if not by_slack:
            row = conversation(work.session, place, "mail")
            row.address = {"to": person.email, "name": person.name, "subject": reply.text[:120]}
            self.room.write(
                work,
                reply,
                tokens,
                to_name=person.name,
                to_address=person.email,
                subject=reply.text.split("\n")[0][:120],
                key=key,
                thread=thread,
            )
            return
        payload: dict[str, object] = {
            "user": person.slack_id,
            "key": key,
            "card": subject,
            "person": person.no,
            **drawn(reply, tokens),
        }
        work.send("slack.dm", payload, key=key, lane=f"person:{person.no}")

    def tell_in_thread(
        self, work: Work, person: Employee, document_no: str, *, reply: Reply, key: str
    ) -> bool:
        """Say it where this person talked about the document in Slack; False if nowhere."""
        rows = work.session.scalars(
            select(Conversation)
            .where(Conversation.document_no == document_no, Conversation.channel == "slack")
            .order_by(Conversation.updated_at.desc())
        )
        own = (row for row in rows if row.address.get("user") == person.slack_id)
        row = next(own, None) if self.slack else None
        if row is None:
            return False
        tokens = self.buttons.offer(work.session, reply, conversation=row.key, now=work.now)
        lane = row.key
        place = {name: row.address[name] for name in ("channel", "thread_ts")}
        work.send("slack.post", {**place, "key": key, **drawn(reply, tokens)}, key=key, lane=lane)
        for number, paper in enumerate(reply.papers):
            file = {**place, **file_payload(paper), "key": f"{key}:{number}"}
            work.send("slack.file", file, key=f"{key}:{number}", lane=lane)
        return True

    def rewrite(self, work: Work, subject: str, reply: Reply, *, key: str) -> None:
        """Show a card's present state wherever a copy of it was posted."""
        for card in cards_of(work.session, subject):
            payload = {**card.place, **drawn(reply, ())}
            work.send("slack.update", payload, key=f"{key}:{card.id}", lane=f"person:{card.person}")


def drawn(reply: Reply, tokens: tuple[str, ...]) -> dict[str, object]:
    """A reply as the arguments of a Slack post, with plainer blocks for older workspaces."""
    fancy = blocks.draw(reply, tokens)
    plain = blocks.draw(reply, tokens, plain=True)
    return {"text": fancy.text, "blocks": fancy.blocks, "plain_blocks": plain.blocks}


def file_payload(paper: Paper) -> dict[str, object]:
    """A paper as the arguments of a Slack file."""
    return {
        "filename": file_name(paper),
        "title": f"{paper.number} ({paper.kind.replace('-', ' ')})",
        "paper": {"kind": paper.kind, "number": paper.number, "version": paper.version},
    }
