"""The mail door's one duty: a letter is committed to the inbox before its sender is told 250."""

import time
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.channels.letter_keys import letter_key, same_message_id
from bot.clock import Clock
from domain.database import Database
from domain.inbox import InboxRow, receive
from domain.work import retrying
from mail.listener import RawLetter
from mail.threads import without_plus


class LetterBox:
    """Stores letters for one company. `addresses` are ours, without plus parts."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        addresses: tuple[str, ...],
        stored: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._addresses = frozenset(addresses)
        self._stored = stored

    def is_ours(self, address: str) -> bool:
        """Whether we take letters for this address: one of ours, with any plus part."""
        return without_plus(address) in self._addresses

    def accept(self, letter: RawLetter) -> None:
        """Commit one letter; the same letter again changes nothing.

        Raises:
            Conflict, sqlalchemy.exc.SQLAlchemyError: it is not stored; the sender keeps it.
        """
        key = letter_key(letter.content)

        def store() -> None:
            with self._database.writing() as session:
                alike = same_message_id(key)  # as a range, which the index of keys serves
                twin = select(InboxRow.id).where(
                    InboxRow.key >= f"{alike}:0", InboxRow.key < f"{alike}:g", InboxRow.key != key
                )
                envelope: dict[str, object] = {
                    "from": letter.envelope_from,
                    "recipients": list(letter.recipients),
                    "peer": letter.peer,
                    "via": letter.received_via,
                    "same_id_other_body": session.scalar(twin.limit(1)) is not None,
                }
                receive(
                    session,
                    channel="mail",
                    kind="mail.letter",
                    key=key,
                    lane=f"mail:{letter.envelope_from.lower() or key}",
                    body=letter.content,
                    now=self._clock.now(),
                    envelope=envelope,
                )

        try:
            retrying(store, lambda number: time.sleep(0.05 * number))
        except IntegrityError:
            return  # the same letter came in at the same moment and is stored
        self._stored()
