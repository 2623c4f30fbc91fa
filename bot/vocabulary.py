"""`docs/vocabulary.md`: every command, who may give it, its fields, and how people say it.

Written from the declarations themselves, so it cannot say anything else than the code does;
a test fails while the page is stale.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from itertools import groupby
from pathlib import Path
from typing import get_type_hints

from bot.intents import BY_NAME, INTENTS
from bot.intents.intent import Intent
from bot.intents.meaning import COMMANDS
from domain.commands import FUNCTIONS
from domain.errors import Command
from domain.people import EVERYONE, Role

PAGE = Path(__file__).resolve().parent.parent / "docs" / "vocabulary.md"
_SAYINGS = 6
_AREAS = {
    "sales": "Quotes, orders and questions about them",
    "approvals": "Approvals",
    "parties": "Customers and senders",
    "catalog": "Articles and prices",
    "stock": "Stock and dates",
    "supply": "Purchasing and assembly",
    "ledger": "Ledgers",
    "posting": "Shipping and billing",
    "receivables": "Payments and reminders",
}
_HEAD = """\
# Vocabulary

Every command Salesclerk obeys. Written by `salesclerk vocabulary` from the declarations in the
code; please change those, not this page.

In the sayings `[word]` may be left out, `(a|b)` is one of these, `{slot}` stands for a thing found
in the message, and a leading `~` lets the parts stand in any order. Case, endings and single
slips of the pen do not matter, and a few other words may stand in between.
"""
_SHOWN = {
    "str": "text",
    "int": "whole number",
    "bool": "yes or no",
    "Decimal": "number",
    "date": "date",
    "datetime": "moment",
}


def run_vocabulary(*, check: bool) -> int:
    """Write the page, or only tell whether it is stale (exit code 1)."""
    page = vocabulary()
    if check:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page
        if stale:
            print(f"docs/{PAGE.name} is stale: run `salesclerk vocabulary`.", file=sys.stderr)
        return int(stale)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    print(f"docs/{PAGE.name}: {len(FUNCTIONS)} commands.")
    return 0


def vocabulary() -> str:
    """The whole page."""
    ordered = sorted(FUNCTIONS, key=lambda kind: list(_AREAS).index(_area(kind)))
    parts = [_HEAD]
    for area, kinds in groupby(ordered, key=_area):
        parts.append(f"\n## {_AREAS[area]}\n")
        parts += ["".join(_entry(kind)) for kind in kinds]
    parts.append("".join(_other_intents()))
    return "".join(parts)


def _area(kind: type[Command]) -> str:
    """The capability a command belongs to: the folder its module is in."""
    return kind.__module__.split(".")[1]


def _entry(kind: type[Command]) -> Iterator[str]:
    yield f"\n### {kind.__name__}\n\n{_first_line(kind)}\n\n"
    yield f"Who may: {_who_may(kind)}.\n"
    rows = [_row(kind, field) for field in fields(kind)]
    if rows:
        yield "\n| field | is | |\n| --- | --- | --- |\n"
        yield from rows
    said = [name for name, meant in COMMANDS.items() if meant is kind and name in BY_NAME]
    if not said:
        yield "\nGiven by button or link, in answer to a question, or by a run of the clerk.\n"
    for name in said:
        yield "".join(_sayings(BY_NAME[name]))


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _who_may(kind: type[Command]) -> str:
    may: frozenset[Role] = getattr(kind, "may", EVERYONE)
    if may == EVERYONE:
        return "everyone"
    titles = {Role.CONTACT: "the customer's contact", Role.CLERK: "the clerk itself"}
    return ", ".join(titles.get(role, role.value) for role in Role if role in may)


def _row(kind: type[Command], field: Field[object]) -> str:
    needed = field.default is MISSING and field.default_factory is MISSING
    return f"| `{field.name}` | {_type_of(kind, field.name)} | {'needed' if needed else ''} |\n"


def _type_of(kind: type[Command], name: str) -> str:
    """A field's type in plain words: `tuple[LineRequest, ...]` is "list of line request"."""
    hint = get_type_hints(kind)[name]
    text = hint.__name__ if isinstance(hint, type) and not hasattr(hint, "__args__") else str(hint)
    text = re.sub(r"\b[a-z_]+(?:\.[a-z_]+)*\.(?=[A-Za-z])", "", text).replace(" | None", "")
    listed = re.fullmatch(r"tuple\[(\w+), \.\.\.\]", text)
    word = listed[1] if listed else text
    plain = _SHOWN.get(word) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word).lower()
    plain = plain.replace("|", "or")
    return f"list of {plain}" if listed else plain


def _sayings(intent: Intent) -> Iterator[str]:
    yield f"\nPeople say (`{intent.name}`):\n\n"
    for sentence in intent.sentences[:_SAYINGS]:
        yield f"- `{sentence}`\n"
    more = len(intent.sentences) - _SAYINGS
    if more > 0:
        yield f"- … and {more} more\n"


def _other_intents() -> Iterator[str]:
    """What is understood without being a command: small talk, and what is a person's work."""
    others = [intent for intent in INTENTS if intent.name not in COMMANDS]
    yield "\n## Understood without a command of its own\n\n"
    yield "Salesclerk knows what is meant, and answers in words or hands it to a person.\n\n"
    for intent in others:
        first = f": `{intent.sentences[0]}`" if intent.sentences else ""
        yield f"- `{intent.name}`{first}\n"
