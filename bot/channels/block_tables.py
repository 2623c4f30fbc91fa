"""Lines of a document in Slack: a table block, or fixed-width text where tables are refused.

Table blocks reach workspaces in phases, so every table has a twin in plain text. Both take
whole rows only and return how many rows found no room.
"""

from collections.abc import Sequence
from typing import Any

from bot.channels import limits
from bot.channels.block_room import Room
from bot.channels.mrkdwn import clean, columns, cut, escape, length
from bot.reply import Table

_CELL = 400  # a cell longer than this is a text, not a figure
_PLAIN_CELL = 40
_PLAIN_SECTIONS = 4
_EMPTY = "–"  # Slack refuses empty cells
_FENCE = "```"


def table_block(table: Table, room: Room) -> tuple[list[dict[str, Any]], int]:
    """Draw a table block; return it (or nothing) and how many rows were left out."""
    rows: list[list[str]] = []
    for row in _square(table, _CELL)[: limits.TABLE_ROWS]:
        if not room.spend(sum(map(length, row))):
            break
        rows.append(row)
    missing = len(table.rows) + 1 - max(len(rows), 1)
    if len(rows) < 2:
        return [], len(table.rows)
    width = len(rows[0])
    return [
        {
            "type": "table",
            "column_settings": [
                {"align": "right"} if column in table.numeric else {"is_wrapped": True}
                for column in range(width)
            ],
            "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
        }
    ], missing


def fenced(table: Table, room: Room) -> tuple[list[dict[str, Any]], int]:
    """Draw the same rows as fixed-width text in sections."""
    lines = _aligned(_square(table, _PLAIN_CELL)[: limits.TABLE_ROWS], table.numeric)
    pages: list[list[str]] = [[]]
    taken = 0
    for line in lines:
        if _page_length(pages[-1], line) > limits.SECTION_TEXT:
            if len(pages) == _PLAIN_SECTIONS:
                break
            pages.append([])
        if not room.spend(length(line) + 1 + (0 if pages[-1] else 2 * len(_FENCE) + 2)):
            break
        pages[-1].append(line)
        taken += 1
    if taken < 2:
        return [], len(table.rows)
    texts = ["\n".join((_FENCE, *page, _FENCE)) for page in pages if page]
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
        for text in texts
    ], len(table.rows) + 1 - taken


def _square(table: Table, most: int) -> list[list[str]]:
    """Head and rows, each as wide as the head, every cell filled and of one line."""
    width = min(len(table.head), limits.TABLE_COLUMNS)
    return [
        [_cell(row[column] if column < len(row) else "", most) for column in range(width)]
        for row in (table.head, *table.rows[: limits.TABLE_ROWS])
    ]


def _cell(text: str, most: int) -> str:
    return cut(" ".join(clean(text[: 4 * most]).split()), most) or _EMPTY


def _aligned(rows: Sequence[Sequence[str]], numeric: Sequence[int]) -> list[str]:
    # a backtick in a stranger's text would end the fence
    safe = [[cell.replace("`", "'") for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*safe, strict=True)]
    return [
        escape("  ".join(_padded(row[n], widths[n], right=n in numeric) for n in range(len(row))))
        for row in safe
    ]


def _padded(cell: str, width: int, *, right: bool) -> str:
    space = " " * (width - columns(cell))
    return space + cell if right else cell + space


def _page_length(page: Sequence[str], line: str) -> int:
    return sum(length(kept) + 1 for kept in page) + length(line) + 2 * len(_FENCE) + 2
