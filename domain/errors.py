"""The words every capability is written in: commands, outcomes and the three kinds of "no".

A `Refusal` is the business saying no, a `Conflict` two writers colliding inside the database
(retried around the whole command). Everything else is a fault and stays an ordinary exception.
"""

import re
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something a person asks the system to do. Typed fields only, never raw text to interpret.

    `may` are the roles that may give it, `doing` what a refusal calls it ("send quotes").
    """

    may: ClassVar[frozenset[Any]]
    doing: ClassVar[str] = "do this"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What has happened, in the past tense. Nothing lazy is in it: it outlives the transaction."""


@dataclass(kw_only=True, eq=False)
class Refusal(Exception):
    """The business says no: typed fields, a stable code, a sentence and ways out.

    The code is the class name in snake case unless a class sets its own; channels, tests and
    the table in the specification know refusals by it. Never frozen: `contextlib.contextmanager`
    assigns `__traceback__`.
    """

    code: ClassVar[str] = "refusal"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def sentence(self) -> str:
        """Say what stands in the way, so that it can be shown as it is."""
        raise NotImplementedError

    def remedies(self) -> tuple[Command, ...]:
        """Commands that lead out; channels draw them as buttons."""
        return ()

    def __str__(self) -> str:
        return self.sentence()


@dataclass(kw_only=True, eq=False)
class Several(Refusal):
    """More than one thing is wrong; all of them are said at once."""

    refusals: tuple[Refusal, ...]

    def sentence(self) -> str:
        return "\n".join(refusal.sentence() for refusal in self.refusals)

    def remedies(self) -> tuple[Command, ...]:
        return tuple(remedy for refusal in self.refusals for remedy in refusal.remedies())


@dataclass(kw_only=True, eq=False)
class NotPermitted(Refusal):
    """The actor's roles do not allow the command (specification, section 15)."""

    what: str
    who_may: str = ""

    def sentence(self) -> str:
        tail = f" Please ask {self.who_may}." if self.who_may else ""
        return f"You may not {self.what}.{tail}"


@dataclass(kw_only=True, eq=False)
class NotFound(Refusal):
    """Nothing of this kind has that name or number, or the actor may not see it."""

    kind: str
    text: str
    near: tuple[str, ...] = ()

    def sentence(self) -> str:
        hint = f"Did you mean {_either(self.near)}?" if self.near else "Please check it."
        return f"I know no {self.kind} {self.text}. {hint}"


@dataclass(kw_only=True, eq=False)
class InvalidField(Refusal):
    """A value that cannot be right, whatever the rest of the request says."""

    field: str
    text: str
    why: str

    def sentence(self) -> str:
        return f"{self.field} {self.text}: {self.why}."


@dataclass(kw_only=True, eq=False)
class ChangedMeanwhile(Refusal):
    """The document changed since the asker saw it; the request is not replayed over the news."""

    number: str
    seen: int
    current: int

    def sentence(self) -> str:
        return (
            f"{self.number} has changed since you saw it (version {self.seen}, now "
            f"{self.current}). Please look at it again before you decide."
        )


class Conflict(Exception):
    """Two transactions collided in the database. `work.obey` retries the whole command."""


def _either(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} or {names[-1]}"
