"""What a row of the table is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from domain.database import Base
from domain.errors import Command, Refusal
from tests.domain.desk import Desk

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A wrong request: `ask` prepares the company and returns the command that is refused.

    The refusal says `fact` and then `way_out`; `remedies` are the commands behind its buttons.
    """

    refusal: type[Refusal]
    ask: Callable[[Desk], Command]
    fact: str
    way_out: str
    by: str = "gina"
    remedies: tuple[type[Command], ...] = ()


def setting(desk: Desk, row: type[Row], key: object, **values: object) -> None:
    """An administrator has set this on a row of master data or of the set-up."""
    with _open(desk) as session:
        found = session.get_one(row, key)
        for name, value in values.items():
            assert hasattr(found, name), name
            setattr(found, name, value)


def entered(desk: Desk, *rows: Base) -> None:
    """An administrator has entered these rows."""
    with _open(desk) as session:
        session.add_all(rows)


def _open(desk: Desk) -> AbstractContextManager[Session]:
    return desk.database.writing()
