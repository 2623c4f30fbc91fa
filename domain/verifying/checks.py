"""What a check tells: what it looked at, how much of that, and what is off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One thing that is off: the number of the document, series or account, and what is wrong."""

    number: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A check that was made. `what` reads on from a count: "120 documents: totals ..."."""

    what: str
    looked_at: int
    wrong: tuple[Wrong, ...] = ()


Check = Callable[[Session], Checked]


def checked(what: str, looked_at: int, *, wrong: Iterable[Wrong]) -> Checked:
    return Checked(what=what, looked_at=looked_at, wrong=tuple(wrong))


def differs(number: str, name: str, *, is_: Decimal, should: Decimal) -> Wrong:
    """A figure that is not what its parts add up to."""
    return Wrong(number=number, says=f"{name} is {_plain(is_)}, its parts make {_plain(should)}")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
