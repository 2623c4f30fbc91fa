"""The demo company's reader, built once, and a short way to ask it something."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.intents.reading import Reader
from bot.intents.understanding import Understanding
from bot.intents.utterance import Context, Utterance
from bot.intents.world import World

TODAY = date(2026, 11, 18)  # a Wednesday
DEMO = Path(__file__).parents[2] / "domain" / "demo"

Ask = Callable[..., Understanding]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(World.from_folder(DEMO))


@pytest.fixture
def ask(reader: Reader) -> Ask:
    """Read a message of a salesperson on a Wednesday in November, unless told otherwise."""

    def read(text: str, *, context: Context | None = None, **told: Any) -> Understanding:
        told.setdefault("sender_role", "salesperson")
        return reader.read(Utterance(text=text, today=TODAY, context=context or Context(), **told))

    return read


def commands(understood: Understanding) -> list[tuple[str, dict[str, object]]]:
    """Intents and slots, for comparison."""
    return [(proposal.intent, proposal.values()) for proposal in understood.proposals]
