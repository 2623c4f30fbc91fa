"""Every command with the function that obeys it: one explicit list, no scanning.

Buttons and waiting approvals store a command by its type's name; this table reads it back.
It is the top of `domain`: it may import every capability, and only `bot` imports it.
"""

from collections.abc import Callable
from typing import Any

from domain.codec import from_json
from domain.errors import Command, Outcome
from domain.work import Work

Obey = Callable[[Any, Work], Outcome]

FUNCTIONS: dict[type[Command], Obey] = {}

_BY_NAME = {kind.__name__: kind for kind in FUNCTIONS}


class Commands:
    """Reads stored commands back and obeys them; see `domain.database.Obeys`."""

    def read(self, name: str, fields: dict[str, object]) -> Command:
        """Rebuild a command.

        Raises:
            KeyError: no command has this name (any more).
            pydantic.ValidationError: its fields have changed since it was stored.
        """
        return from_json(_BY_NAME[name], fields)

    def obey(self, command: Command, work: Work) -> Outcome:
        return FUNCTIONS[type(command)](command, work)
