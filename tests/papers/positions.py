"""What stands where on a printed page: words with their places, read back from the PDF.

Golden files keep one line per printed line: its distance from the top edge in mm, then each
word with its distance from the left edge. Run `python -m tests.papers.positions` to write them
anew after a deliberate change of layout, and look at the difference.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from domain.papers import KINDS, PaperFacts
from tests.papers.posted import posted
from tests.papers.samples import WINGTIP, order, quote

GOLDEN = Path(__file__).parent / "golden"
TOLERANCE = 1  # mm; text engines of different versions round differently

_MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    """A word and its box: mm from the left and top edges of its page (counted from 1)."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def papers() -> dict[str, PaperFacts]:
    """The papers whose layout is kept as golden files."""
    return {
        "quote-3-lines": quote(3),
        "quote-24-lines": quote(24),
        "order-german": order(6, language="de", locale="de_DE", version=2),
        "quote-us-letter": quote(5, buyer=WINGTIP, locale="en_US", currency="USD"),
        "order-gross": order(4, gross=True),
        **{kind: posted(kind, 3) for kind in KINDS if kind not in ("quote", "order-confirmation")},
    }


def words(pdf: bytes) -> list[Word]:
    """Read all words of all pages, in the order of the file."""
    document = pypdfium2.PdfDocument(pdf)
    return [word for number, page in enumerate(document, 1) for word in _page(page, number)]


def text(pdf: bytes) -> str:
    """All words in reading order, joined by single spaces."""
    return " ".join(word.text for word in words(pdf))


def layout(pdf: bytes) -> str:
    """Write the golden form of a PDF."""
    lines: dict[tuple[int, int], list[Word]] = {}
    for word in words(pdf):
        lines.setdefault((word.page, round(word.bottom)), []).append(word)
    written = []
    for (page, bottom), found in sorted(lines.items()):
        found.sort(key=lambda word: word.left)
        told = " ".join(f"{round(word.left)}:{word.text}" for word in found)
        written.append(f"{page}/{bottom} {told}")
    return "\n".join(written) + "\n"


def differences(golden: str, printed: str) -> list[str]:
    """List golden words that are missing, or stand elsewhere by more than the tolerance."""
    there = list(_places(printed))
    lost = []
    for place in _places(golden):
        twin = next((other for other in there if _same(place, other)), None)
        if twin is None:
            lost.append(f"missing at page {place[0]}, {place[1]} mm, {place[2]} mm: {place[3]}")
        else:
            there.remove(twin)
    return lost + [f"new at page {page}, {y} mm, {x} mm: {word}" for page, y, x, word in there]


def _places(layout: str) -> Iterator[tuple[int, int, int, str]]:
    for line in layout.splitlines():
        where, *told = line.split(" ")
        page, bottom = where.split("/")
        for one in told:
            left, _, word = one.partition(":")
            yield int(page), int(bottom), int(left), word


def _same(one: tuple[int, int, int, str], other: tuple[int, int, int, str]) -> bool:
    return (
        one[0] == other[0]
        and one[3] == other[3]
        and abs(one[1] - other[1]) <= TOLERANCE
        and abs(one[2] - other[2]) <= TOLERANCE
    )


def _page(page: pypdfium2.PdfPage, number: int) -> Iterator[Word]:
    read = page.get_textpage()
    height = page.get_height()
    signs: list[tuple[str, tuple[float, float, float, float]]] = []
    for index in range(read.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(read, index))
        box = _box(read, index)
        if signs and (sign.isspace() or not sign.isprintable() or _apart(signs[-1][1], box)):
            yield _word(signs, number, height)
            signs = []
        if sign.isprintable() and not sign.isspace():
            signs.append((sign, box))
    if signs:
        yield _word(signs, number, height)


def _box(read: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """The box of a character: its advance and its line, not its ink, so that rows line up."""
    rectangle = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(read, index, ctypes.byref(rectangle))
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _apart(last: tuple[float, ...], box: tuple[float, ...]) -> bool:
    return abs(box[1] - last[1]) > 3 or box[0] - last[2] > 4 or box[0] < last[0] - 4


def _word(
    signs: list[tuple[str, tuple[float, float, float, float]]], page: int, height: float
) -> Word:
    boxes = [box for _, box in signs]
    return Word(
        page=page,
        text="".join(sign for sign, _ in signs),
        left=min(box[0] for box in boxes) / _MM,
        right=max(box[2] for box in boxes) / _MM,
        top=(height - max(box[3] for box in boxes)) / _MM,
        bottom=(height - min(box[1] for box in boxes)) / _MM,
    )


def rewrite() -> None:
    """Write all golden files from what is printed now."""
    from templates.pdf import render  # imports WeasyPrint

    GOLDEN.mkdir(exist_ok=True)
    for name, facts in papers().items():
        (GOLDEN / f"{name}.txt").write_text(layout(render(facts)), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
