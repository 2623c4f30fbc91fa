"""`Work`: one unit of work, from a message to its effects, committed or rolled back as a whole.

It carries what a capability may know of the outside: the day, the instant, on whose behalf,
because of which message. Nothing in `domain` reads a clock or the environment by itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain import history, numbering, outbox
from domain.codec import to_json
from domain.database import Database, Obeys, PayLink, write
from domain.errors import Command, Conflict, NotPermitted, Outcome
from domain.people import EVERYONE, Actor, Role, with_role
from domain.setup import CompanySetup, setup

Happened = TypeVar("Happened", bound=Outcome)
T = TypeVar("T")
_TRIES = 5
_TITLES = {
    Role.SALESPERSON: "a salesperson",
    Role.WAREHOUSE: "the warehouse",
    Role.ACCOUNTANT: "an accountant",
    Role.MANAGER: "a sales manager",
    Role.ADMINISTRATOR: "an administrator",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a request came from: the channel, the message and the conversation it belongs to.

    `language` is the one in which who asked is answered.
    """

    channel: str = "system"
    message_id: str = ""
    conversation: str = ""
    language: str = "en"


class Work:
    """One transaction on behalf of one actor. Make it with `begin`."""

    def __init__(
        self, session: Session, *, now: datetime, actor: Actor, source: Source, dry: bool = False
    ) -> None:
        self.session = session
        self.now = now.astimezone(UTC)
        self.actor = actor
        self.source = source
        self.dry = dry
        self.setup: CompanySetup = setup(session)
        self.today: date = self.now.astimezone(ZoneInfo(self.setup.time_zone)).date()

    def permit(self, command: Command) -> None:
        """Refuse unless one of the actor's roles may give this command.

        A command's class says who may (`may`, default everyone) and what it does (`doing`).

        Raises:
            NotPermitted: none of the roles may.
        """
        kind = type(command)
        may: frozenset[Role] = getattr(kind, "may", EVERYONE)
        if self.actor.roles & may:
            return
        titles = [_TITLES[role] for role in Role if role in may and role in _TITLES]
        doing = getattr(kind, "doing", kind.__name__)
        raise NotPermitted(what=doing, who_may=" or ".join(titles[:2]))

    def next_number(self, series: str) -> str:
        """Draw a document number; see `numbering.next_number`. Draw it last.

        Administrators are told when the series nears its end.
        """

        def warn(number: str) -> None:
            for person_no in with_role(self.session, Role.ADMINISTRATOR):
                self.notify(person_no, "numbers-end", f"{series} {number}")

        return numbering.next_number(self.session, series, self.today, warn=warn)

    def happened(self, outcome: Happened) -> Happened:
        """Write the outcome into the history and return it.

        A field named `paper` is left out: the frozen paper is stored on its own.
        """
        facts = to_json(outcome, without="paper")
        happened = history.entry(
            at=self.now,
            actor=(self.actor.id, self.actor.name),
            source=(self.source.channel, self.source.message_id),
            what=type(outcome).__name__,
            facts=facts,
        )
        write(self.session, [happened])
        return outcome

    def send(
        self,
        kind: str,
        payload: dict[str, object],
        *,
        key: str,
        lane: str,
        due: datetime | None = None,
    ) -> int | None:
        """Queue a delivery that happens after the commit, once per `key`."""
        return outbox.send(
            self.session, kind=kind, key=key, lane=lane, payload=payload, due=due or self.now
        )

    def notify(self, person_no: str, topic: str, subject: str, *, detail: str = "") -> None:
        """Tell one of our people about something; the bot words and shows it.

        `topic` names the kind of card ("approval", "approval-decided", "quarantine", ...),
        `subject` the record it is about, `detail` what the record does not tell.
        """
        self.send(
            "notice",
            {"person": person_no, "topic": topic, "subject": subject, "detail": detail},
            key=f"notice:{topic}:{subject}:{person_no}",
            lane=f"person:{person_no}",
        )

    def obey(self, name: str, fields: dict[str, object]) -> Outcome:
        """Obey a stored command in this transaction; `name` is its type's name.

        Raises:
            Refusal: the business says no by now; the caller lets it pass, so nothing stays.
        """
        commands: Obeys | None = self.session.info.get("commands")
        if commands is None:
            raise LookupError("this database was opened without its table of commands")
        return commands.obey(commands.read(name, fields), self)

    def pay_link(self, document_no: str) -> str:
        """The address where a bill is paid, empty where there is no web door."""
        make: PayLink | None = self.session.info.get("pay_link")
        return make(document_no) if make else ""

    def on_behalf_of(self, actor: Actor) -> "Work":
        """The same transaction in another person's name: an approved request runs as its asker."""
        return Work(self.session, now=self.now, actor=actor, source=self.source, dry=self.dry)


@contextmanager
def begin(
    database: Database,
    *,
    now: datetime,
    actor: Actor,
    source: Source | None = None,
    dry: bool = False,
) -> Iterator[Work]:
    """Open a unit of work: committed when the block ends, rolled back when it raises or is dry.

    Raises:
        Conflict: another transaction was in the way; nothing has been written.
    """
    with database.writing() as session:
        yield Work(session, now=now, actor=actor, source=source or Source(), dry=dry)
        session.flush()
        if dry:
            session.rollback()


def retrying(attempt: Callable[[], T], pause: Callable[[int], None]) -> T:
    """Run a whole command again when it collided with another, at most five times.

    `pause(n)` waits before try n + 1; the caller decides how long, tests do not wait.
    """
    for number in range(1, _TRIES):
        try:
            return attempt()
        except Conflict:
            pause(number)
    return attempt()
