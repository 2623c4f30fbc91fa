"""The mark of a handler: which command it answers.

A handler calls one domain function and words its outcome as a `Reply`. It decides nothing
about the business and knows no channel.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.reply import Reply
from domain.errors import Command
from domain.work import Work

C = TypeVar("C", bound=Command)
Handler = Callable[[Any, Work], Reply]

HANDLED = "_handles"


def handles(kind: type[C]) -> Callable[[Callable[[C, Work], Reply]], Callable[[C, Work], Reply]]:
    """Mark a function as the one that answers commands of this type."""

    def mark(function: Callable[[C, Work], Reply]) -> Callable[[C, Work], Reply]:
        setattr(function, HANDLED, kind)
        return function

    return mark
