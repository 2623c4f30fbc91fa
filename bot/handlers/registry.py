"""The table from command type to handler, built from an explicit list of modules.

No scanning of folders: "go to definition" works for the whole path. A command with two
handlers is refused when the table is built.
"""

from types import ModuleType

from bot.handlers import (
    approvals,
    bank,
    billing,
    copies,
    corrections,
    customers,
    fulfilment,
    keeping,
    online,
    payments,
    planning,
    prepayments,
    receivables,
    sales,
)
from bot.handlers.handling import HANDLED, Handler
from bot.reply import Reply
from domain.errors import Command
from domain.work import Work

MODULES = (
    bank,
    copies,
    sales,
    keeping,
    fulfilment,
    billing,
    corrections,
    prepayments,
    payments,
    online,
    receivables,
    customers,
    approvals,
    planning,
)


def answer(command: Command, work: Work) -> Reply:
    """Obey a command and word what happened.

    Raises:
        Refusal: the business says no; nothing of this command stays.
    """
    return HANDLERS[type(command)](command, work)


def handlers_of(modules: tuple[ModuleType, ...]) -> dict[type[Command], Handler]:
    """Collect the marked functions of these modules.

    Raises:
        ValueError: two functions claim the same command.
    """
    table: dict[type[Command], Handler] = {}
    for module in modules:
        for function in vars(module).values():
            kind = getattr(function, HANDLED, None)
            if kind is None or function.__module__ != module.__name__:
                continue
            if kind in table:
                raise ValueError(f"{kind.__name__} has two handlers")
            table[kind] = function
    return table


HANDLERS = handlers_of(MODULES)
