"""Orders in files that came along: sheets, PDF text, UBL and EDIFACT, as tables to be read.

What cannot be read is named with its reason, never passed over in silence. Everything that
comes out of here is a stranger's claim, read like the words of the letter itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mail.attachments.bank import BankFile, is_camt, read_bank_table, read_camt
from mail.attachments.edifact import read_edifact
from mail.attachments.papers import OrderPaper, Row, UnreadableEnclosure
from mail.attachments.pdf import read_pdf
from mail.attachments.sheets import read_csv, read_workbook
from mail.attachments.ubl import read_ubl
from mail.letter import Attachment

Cells = tuple[tuple[str, ...], ...]
_MOST_FILES = 10
_MOST_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """Tables and bank statements found in files, and what is to be said about the others."""

    tables: tuple[Cells, ...] = ()
    statements: tuple[BankFile, ...] = ()
    notes: tuple[str, ...] = ()


def enclosed(files: Sequence[Attachment]) -> Enclosed:
    """Read the files that may hold an order; pictures and signatures are left alone."""
    tables: list[Cells] = []
    statements: list[BankFile] = []
    notes: list[str] = []
    for file in files[:_MOST_FILES]:
        read = _reader_of(file)
        if read is None:
            continue
        try:
            if is_camt(file.content):
                statements.append(read_camt(file.content))
                continue
            table = read(file)
        except UnreadableEnclosure as unreadable:
            notes.append(f"I could not read {file.name}: {unreadable.reason}.")
            continue
        bank = read_bank_table(table)
        if bank is not None:
            statements.append(bank)
        elif table:
            tables.append(table[:_MOST_ROWS])
    return Enclosed(tables=tuple(tables), statements=tuple(statements), notes=tuple(notes))


def readable(file: Attachment) -> bool:
    """Tell whether this is a kind of file in which orders are read."""
    return _reader_of(file) is not None


def _reader_of(file: Attachment) -> Callable[[Attachment], Cells] | None:
    ending = file.name.lower().rpartition(".")[2]
    return _READERS.get(ending)


def _rows(rows: Iterable[Row]) -> Cells:
    return tuple(tuple(row.cells) for row in rows)


def _order(paper: OrderPaper) -> Cells:
    """An order paper as the table a person would have typed."""
    head = ("Item", "Description", "Quantity", "Unit", "Price")
    lines = tuple(
        (
            line.seller_item or line.buyer_item or line.standard_item,
            line.description,
            str(line.quantity or ""),
            line.unit,
            str(line.price or ""),
        )
        for line in paper.lines
    )
    return (head, *lines)


_READERS: dict[str, Callable[[Attachment], Cells]] = {
    "csv": lambda file: _rows(read_csv(file.content)),
    "xlsx": lambda file: _rows(read_workbook(file.content)),
    "xls": lambda file: _rows(read_workbook(file.content)),
    "ods": lambda file: _rows(read_workbook(file.content)),
    "pdf": lambda file: _rows(read_pdf(file.content)),
    "xml": lambda file: _order(read_ubl(file.content)),
    "edi": lambda file: _order(read_edifact(file.content)),
}
