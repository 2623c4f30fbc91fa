"""What the clerk remembers of its conversations, so that a restart forgets nothing.

State of a dialogue, the commands behind buttons, and where a card was shown. It is kept
here because it is written in the transaction of the command it belongs to.
"""

from datetime import datetime

from sqlalchemy import JSON, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Key, Moment


class Conversation(Base):
    """One thread on one channel: what it is about and what was asked last.

    `address` tells where replies go (Slack channel and thread, or the mail thread).
    """

    __tablename__ = "conversation"

    key: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    address: Mapped[dict[str, object]] = mapped_column(JSON, default_factory=dict)
    state: Mapped[dict[str, object]] = mapped_column(JSON, default_factory=dict)
    document_no: Mapped[str] = mapped_column(default="", index=True)
    customer_no: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[Moment | None] = mapped_column(default=None)


class Offer(Base):
    """A command behind a button or link. Pressing it twice is explained, not obeyed twice."""

    __tablename__ = "offer"

    id: Mapped[Key] = mapped_column(init=False)
    command: Mapped[str]  # the command's type name
    fields: Mapped[dict[str, object]] = mapped_column(JSON)
    label: Mapped[str]
    conversation: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[Moment]
    blank: Mapped[str] = mapped_column(default="")  # the field that the presser's text fills
    pressed_at: Mapped[Moment | None] = mapped_column(default=None)
    pressed_by: Mapped[str] = mapped_column(default="")


class ShownCard(Base):
    """Where a card about a subject was shown, so that all its copies can be rewritten."""

    __tablename__ = "shown_card"
    __table_args__ = (Index("ix_shown_card_subject", "subject"),)

    id: Mapped[Key] = mapped_column(init=False)
    subject: Mapped[str]
    channel: Mapped[str]
    place: Mapped[dict[str, object]] = mapped_column(JSON)
    person: Mapped[str]
    shown_at: Mapped[Moment]


def conversation(session: Session, key: str, channel: str) -> Conversation:
    """The conversation with this key, begun when there is none yet."""
    found = session.get(Conversation, key)
    if found is None:
        found = Conversation(key=key, channel=channel)
        session.add(found)
    return found


def cards_of(session: Session, subject: str) -> list[ShownCard]:
    return list(session.scalars(select(ShownCard).where(ShownCard.subject == subject)))


def show_card(
    session: Session,
    *,
    subject: str,
    channel: str,
    place: dict[str, object],
    person: str,
    at: datetime,
) -> None:
    """Remember one copy of a card."""
    session.add(
        ShownCard(subject=subject, channel=channel, place=place, person=person, shown_at=at)
    )


def place_of_token(session: Session, token: str) -> Conversation:
    """The conversation in which a button was offered; the token's signature is checked elsewhere.

    Raises:
        LookupError: there is no such offer or conversation.
    """
    number = token.partition(".")[0]
    offer = session.get(Offer, int(number)) if number.isdecimal() else None
    found = session.get(Conversation, offer.conversation) if offer else None
    if found is None:
        raise LookupError(f"no conversation for offer {number[:20]}")
    return found
