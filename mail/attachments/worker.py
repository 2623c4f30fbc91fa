"""The room with locked doors: reads one workbook or PDF from standard input, prints JSON.

Started as a program of its own by `mail.attachments.sandbox`, since such files can be
built to eat memory or crash the library. Uses nothing of ours, so that it starts fast.
"""

import contextlib
import io
import json
import resource
import sys
import zipfile
from typing import Any

_MEMORY = 1024 * 1024 * 1024
_CPU_SECONDS = 10
_MAX_UNPACKED = 50 * 1024 * 1024
_MAX_RATIO = 100
_MAX_SHEETS = 20
_MAX_ROWS = 5_000
_MAX_CELLS = 60
_MAX_PAGES = 50
_MAX_LINES = 20_000


class _RefusedError(Exception):
    """Said to the caller as it is."""


def _check_archive(content: bytes) -> None:
    """Refuse a workbook that unpacks to far more than it weighs, before unpacking it."""
    if not content.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        total = sum(entry.file_size for entry in entries)
        if total > _MAX_UNPACKED or len(entries) > 2_000:
            raise _RefusedError("It unpacks to more than 50 MB.")
        if total > 1_000_000 and total > _MAX_RATIO * max(1, len(content)):
            raise _RefusedError("It unpacks to more than a hundred times its size.")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}" if abs(value) < 1e15 else str(value)
    return str(value)[:500]


def read_sheets(content: bytes) -> dict[str, Any]:
    import python_calamine

    _check_archive(content)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for about in book.sheets_metadata[:_MAX_SHEETS]:
        if about.visible != python_calamine.SheetVisibleEnum.Visible:
            continue
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        rows: list[tuple[int, list[str]]] = []
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [_cell(value) for value in row[:_MAX_CELLS]]
            if len(rows) >= _MAX_ROWS:
                raise _RefusedError("It has more than 5,000 rows.")
            if any(cells):
                rows.append((number, cells))
        sheets.append({"name": about.name, "rows": rows})
    return {"sheets": sheets}


def read_pages(content: bytes) -> dict[str, Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    if len(document) > _MAX_PAGES:
        raise _RefusedError("It has more than 50 pages.")
    pages, lines = [], 0
    for page in document:
        text = page.get_textpage().get_text_bounded()
        found = [line.rstrip()[:1_000] for line in text.replace("\r", "").split("\n")]
        lines += len(found)
        if lines > _MAX_LINES:
            raise _RefusedError("It has too many lines.")
        pages.append(found)
    return {"pages": pages}


def main(kind: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 1))
    content = sys.stdin.buffer.read()
    try:
        # Libraries may write warnings to standard output; the answer alone belongs there.
        with contextlib.redirect_stdout(sys.stderr):
            answer = read_sheets(content) if kind == "sheets" else read_pages(content)
    except _RefusedError as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "It needs too much memory."}
    except BaseException as fault:  # whatever a broken file does to the library
        answer = {"refused": f"It is damaged or protected ({type(fault).__name__})."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
