"""What was said is kept for a while, what came of it for good.

Messages and deliveries hold people's words and papers' bytes. Documents, ledgers and the
history do not depend on them, so their rows go after a time that the installation sets
(spec/engine.md: raw mail with a retention setting, done rows purged in slices).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.durable import State
from domain.inbox import InboxRow
from domain.outbox import OutboxRow
from domain.parties.contact_rows import Quarantine


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """How many rows went."""

    messages: int = 0
    deliveries: int = 0

    @property
    def total(self) -> int:
        return self.messages + self.deliveries


def forget_messages(session: Session, *, before: datetime, most: int = 500) -> Forgotten:
    """Delete messages that were dealt with, and deliveries made, before a moment.

    At most `most` of each go in one call, oldest first, so that a long-lived installation is
    never locked for long. What waits, is put aside for a person, or lies in quarantine stays.
    """
    waiting = select(Quarantine.letter_id).where(Quarantine.state == "waiting")
    messages = (
        select(InboxRow.id)
        .where(
            InboxRow.state == State.DONE,
            InboxRow.due < before,
            InboxRow.key.not_in(waiting),
        )
        .order_by(InboxRow.due)
        .limit(most)
    )
    deliveries = (
        select(OutboxRow.id)
        .where(OutboxRow.state == State.DONE, OutboxRow.due < before)
        .order_by(OutboxRow.due)
        .limit(most)
    )
    old_messages = list(session.scalars(messages))
    old_deliveries = list(session.scalars(deliveries))
    if old_messages:
        session.execute(delete(InboxRow).where(InboxRow.id.in_(old_messages)))
    if old_deliveries:
        session.execute(delete(OutboxRow).where(OutboxRow.id.in_(old_deliveries)))
    return Forgotten(messages=len(old_messages), deliveries=len(old_deliveries))
