"""The plain-text twin of a letter: the same words and figures, in aligned columns.

Written from the letter's own view, never stripped from its HTML. Lines keep to 76 columns,
except web addresses, which must stay whole to be followed.
"""

import textwrap
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from templates.letters import LetterFacts, LetterView

WIDTH = 76

_GAP = "  "
_NARROWEST = 16  # columns; a text column is not squeezed further

Rows = tuple[tuple[str, ...], ...]


def plain_text(view: "LetterView") -> str:
    """Write the letter as text; parts with nothing to say leave no gap."""
    facts = view.facts
    parts = [
        view.greeting,
        *(_wrapped(paragraph) for paragraph in facts.paragraphs),
        _labelled(facts.facts),
        "\n".join(filter(None, (_table(facts), view.more))),
        _totals(facts.totals),
        _choices(view),
        _pay(view),
        _links(view),
        *(_wrapped(note) for note in facts.notes),
        _wrapped(f"{view.attached_label}: {', '.join(facts.attached)}") if facts.attached else "",
        _wrapped(view.understood),
        "\n".join((view.regards, *facts.signature, facts.company)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def width(text: str) -> int:
    """Count the columns a text takes: wide East Asian signs two, combining marks none."""
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _wrapped(text: str, room: int = WIDTH) -> str:
    return "\n".join("\n".join(_lines(line, room)) for line in text.split("\n"))


def _lines(text: str, room: int) -> list[str]:
    # Item numbers and references hold hyphens; a reply may quote them, so they stay whole.
    return textwrap.wrap(text, room, break_on_hyphens=False) or [""]


def _padded(text: str, room: int, *, end: bool = False) -> str:
    blanks = " " * (room - width(text))
    return blanks + text if end else text + blanks


def _labelled(pairs: tuple[tuple[str, str], ...]) -> str:
    room = max((width(label) for label, _ in pairs), default=0) + 1
    lines: list[str] = []
    for label, value in pairs:
        first, *others = _lines(value, max(WIDTH - room - len(_GAP), _NARROWEST))
        lines.append(f"{_padded(label + ':', room)}{_GAP}{first}")
        lines.extend(f"{' ' * room}{_GAP}{other}" for other in others)
    return "\n".join(lines)


def _totals(pairs: tuple[tuple[str, str], ...]) -> str:
    labels = max((width(label) for label, _ in pairs), default=0)
    values = max((width(value) for _, value in pairs), default=0)
    return "\n".join(
        f"{_padded(label, labels)}{_GAP}{_padded(value, values, end=True)}"
        for label, value in pairs
    )


def _table(facts: "LetterFacts") -> str:
    """Write the extract in columns, or line by line where the columns cannot be narrow enough."""
    if not facts.rows:
        return ""
    every = (facts.head, *facts.rows)
    rooms = [max(width(row[at]) for row in every) for at in range(len(facts.head))]
    texts = [at for at in range(len(rooms)) if at not in facts.numeric]
    spare = WIDTH - sum(rooms) - len(_GAP) * (len(rooms) - 1)
    if spare < 0 and texts:
        widest = max(texts, key=lambda at: rooms[at])
        rooms[widest] += spare
        if rooms[widest] < _NARROWEST:
            return _listed(facts)
    elif spare < 0:
        return _listed(facts)
    written = [_row(row, rooms, facts.numeric) for row in every]
    rule = "-" * (sum(rooms) + len(_GAP) * (len(rooms) - 1))
    return "\n".join([written[0], rule, *written[1:]])


def _row(row: tuple[str, ...], rooms: list[int], numeric: tuple[int, ...]) -> str:
    """Write one row of the table, on as many lines as its longest cell needs."""
    cells = [_lines(text, room) for text, room in zip(row, rooms, strict=True)]
    height = max(len(cell) for cell in cells)
    lines = (
        _GAP.join(
            _padded(cell[line] if line < len(cell) else "", rooms[at], end=at in numeric)
            for at, cell in enumerate(cells)
        )
        for line in range(height)
    )
    return "\n".join(line.rstrip() for line in lines)


def _listed(facts: "LetterFacts") -> str:
    return "\n\n".join(_labelled(tuple(zip(facts.head, row, strict=True))) for row in facts.rows)


def _choices(view: "LetterView") -> str:
    facts = view.facts
    lines: Iterable[str] = (
        textwrap.fill(
            text,
            WIDTH,
            initial_indent=f"  {number}  ",
            subsequent_indent=" " * (len(str(number)) + 4),
            break_on_hyphens=False,
        )
        for number, text in enumerate(facts.options, start=1)
    )
    return "\n".join(part for part in (_wrapped(facts.question), *lines, view.choose) if part)


def _pay(view: "LetterView") -> str:
    link = view.facts.pay
    return f"{view.pay_lead}\n{link.label}:\n{link.url}" if link else ""


def _links(view: "LetterView") -> str:
    lines = (f"{link.label}:\n{link.url}" for link in view.facts.links)
    return "\n".join(part for part in (view.links_lead, *lines) if part)
