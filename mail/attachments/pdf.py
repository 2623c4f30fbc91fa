"""PDF files as lines of text, page by page. A scan has no text and needs a person."""

from mail.attachments.papers import Row, UnreadableEnclosure, cell
from mail.attachments.sandbox import read_apart


def read_pdf(content: bytes) -> tuple[Row, ...]:
    """The lines of text in reading order, one cell each.

    Raises:
        UnreadableEnclosure: damaged, protected, more than 50 pages, or no text in it.
    """
    if not content.lstrip()[:5].startswith(b"%PDF"):
        raise UnreadableEnclosure(reason="It is no PDF file.")
    pages = read_apart("pages", content)["pages"]
    rows = tuple(
        Row(cells=(cell(line),), place=f"page {page}, line {at}")
        for page, lines in enumerate(pages, start=1)
        for at, line in enumerate(lines, start=1)
        if line.strip()
    )
    if not rows:
        raise UnreadableEnclosure(reason="It holds no text, as a scanned page does.")
    return rows
