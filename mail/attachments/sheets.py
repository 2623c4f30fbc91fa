"""Workbooks (XLSX, XLS, ODS) and CSV files as rows of cell texts.

Which column is the quantity is not decided here. Hidden sheets are left out: what a
person does not see is not ordered.
"""

import csv
import io

from mail.attachments.papers import MAX_CELLS, MAX_ROWS, Row, UnreadableEnclosure, cell
from mail.attachments.sandbox import read_apart
from mail.charsets import decoded

_DELIMITERS = ";\t|,"
_LOOKED_AT = 40  # lines that the delimiter is told from
_MAX_CSV = 2 * 1024 * 1024


def read_workbook(content: bytes) -> tuple[Row, ...]:
    """Every row with something in it, of all visible sheets.

    Raises:
        UnreadableEnclosure: damaged, protected, or built to unpack to too much.
    """
    found = read_apart("sheets", content)
    return tuple(
        Row(cells=tuple(cell(text) for text in cells), place=f"{sheet['name'][:40]}, row {at}")
        for sheet in found["sheets"]
        for at, cells in sheet["rows"]
    )


def read_csv(content: bytes) -> tuple[Row, ...]:
    """Every row with something in it; the delimiter is told from the first lines.

    Raises:
        UnreadableEnclosure: too large, too long, or not text.
    """
    if len(content) > _MAX_CSV:
        raise UnreadableEnclosure(reason="It is larger than 2 MB.")
    if b"\x00" in content[:1_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableEnclosure(reason="It is no text file.")
    declared = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else None
    text = decoded(content, declared)[0].removeprefix("\ufeff")
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            if len(rows) >= MAX_ROWS:
                raise UnreadableEnclosure(reason=f"It has more than {MAX_ROWS:,} rows.")
            if any(entry.strip() for entry in cells):
                kept = tuple(cell(entry) for entry in cells[:MAX_CELLS])
                rows.append(Row(cells=kept, place=f"line {reader.line_num}"))
    except csv.Error as fault:
        raise UnreadableEnclosure(reason="It is no readable CSV file.") from fault
    return tuple(rows)


def _delimiter(text: str) -> str:
    """The sign that parts most of the first lines into equally many cells.

    The comma is asked last: in half of Europe it stands inside the numbers.
    """
    lines = [line for line in text[:20_000].splitlines()[:_LOOKED_AT] if line.strip()]
    if not lines:
        return ","

    def evenness(sign: str) -> int:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count)
        return counts.count(usual) if usual else 0

    best = max(evenness(sign) for sign in _DELIMITERS)
    return next(sign for sign in _DELIMITERS if evenness(sign) == best) if best else ","
