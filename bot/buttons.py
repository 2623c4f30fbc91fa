"""Buttons: a command kept behind a signed token, and found again when it is pressed.

The token is the number of a stored offer with a signature, so it fits Slack's and a link's
limits whatever the command holds, and nobody can invent one. The command that runs is the
one that was offered, never the text of the button.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.reply import Paper, Reply
from domain.codec import to_json
from domain.commands import Commands
from domain.conversations import Offer
from domain.errors import Command, Refusal
from domain.people import Actor

_PAPER = "(paper)"  # what stands where a command's name would, for buttons that show a paper
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(kw_only=True, eq=False)
class ButtonUnknown(Refusal):
    """The token was not made by us, or its offer is gone."""

    code = "not_found"

    def sentence(self) -> str:
        return "I do not know this button any more. Please ask me again."


@dataclass(kw_only=True, eq=False)
class ButtonUsed(Refusal):
    """The button was pressed before; pressing it again does nothing."""

    code = "already_pressed"
    label: str
    by: str
    at: datetime

    def sentence(self) -> str:
        return f"“{self.label}” was already pressed by {self.by} at {self.at:%H:%M} UTC."


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What stands behind a button: a command to obey, or a paper to show."""

    offer_id: int
    label: str
    conversation: str
    command: Command | None
    paper: Paper | None


class Buttons:
    """Makes and reads tokens with the installation's secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def offer(
        self, session: Session, reply: Reply, *, conversation: str, now: datetime
    ) -> tuple[str, ...]:
        """Store what stands behind each button of a reply; return their tokens in order."""
        offers = [
            Offer(
                command=type(button.command).__name__ if button.command else _PAPER,
                fields=to_json(button.command or button.paper),
                label=button.label,
                blank=button.blank.field if button.blank else "",
                conversation=conversation,
                made_at=now,
            )
            for button in reply.buttons
        ]
        session.add_all(offers)
        session.flush()
        return tuple(self._token(offer.id) for offer in offers)

    def find(self, session: Session, token: str) -> Offer:
        """The offer behind a token.

        Raises:
            ButtonUnknown: the token is not ours or its offer is gone.
        """
        number = token.partition(".")[0]
        if not _NUMBER.fullmatch(number) or not token.isascii():
            raise ButtonUnknown  # before it is counted or compared: anybody may send anything
        if not hmac.compare_digest(token, self._token(int(number))):
            raise ButtonUnknown
        offer = session.get(Offer, int(number), with_for_update=True)
        if offer is None:
            raise ButtonUnknown
        return offer

    def press(
        self, session: Session, token: str, *, actor: Actor, now: datetime, text: str = ""
    ) -> Pressed:
        """Take what stands behind a token, once: a command is given to the first presser only.

        `text` fills the field that the button asks for. The mark is part of the caller's
        transaction, so a refused command can be pressed again.

        Raises:
            ButtonUnknown: the token is not ours or its offer is gone.
            ButtonUsed: somebody pressed it before.
        """
        offer = self.find(session, token)
        if offer.command == _PAPER:
            return _pressed(offer, paper=Paper(**offer.fields))  # type: ignore[arg-type]
        if offer.pressed_at is not None:
            raise ButtonUsed(label=offer.label, by=offer.pressed_by, at=offer.pressed_at)
        offer.pressed_at = now
        offer.pressed_by = actor.name
        fields = {**offer.fields, **({offer.blank: text} if offer.blank else {})}
        return _pressed(offer, command=Commands().read(offer.command, fields))

    def _token(self, number: int) -> str:
        mac = hmac.new(self._secret, f"offer:{number}".encode(), hashlib.sha256)
        return f"{number}.{mac.hexdigest()[:24]}"


def _pressed(
    offer: Offer, *, command: Command | None = None, paper: Paper | None = None
) -> Pressed:
    return Pressed(
        offer_id=offer.id,
        label=offer.label,
        conversation=offer.conversation,
        command=command,
        paper=paper,
    )
