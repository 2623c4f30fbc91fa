"""Order tables in plain text: a head with words such as Qty and Item, rows in columns below it.

Columns stand apart by bars, tabs or two blanks. A table without a head is left to the reader of
lists.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.intents.catalogue import Catalogue, Match
from bot.intents.lexicon import GENERIC_UNITS
from bot.intents.numbers import parse_number
from bot.intents.tokens import fold, stem, stems, word_set
from bot.intents.understanding import Span

_SPLIT = re.compile(r"\s*[|;\t]\s*|\s{2,}")
_HEADS = {
    "quantity": word_set(
        "qty quantity menge anzahl qte quantite cantidad amount count stk ordered pcs"
    ),
    "unit": word_set("uom unit einheit unite um me pack"),
    "item": word_set(
        "item article sku code artikel art ref no nr itemno partno part material number reference"
    ),
    "text": word_set(
        "description bezeichnung designation product name desc beschreibung descripcion produkt"
    ),
    "price": word_set("price unitprice preis prix precio rate"),
}
MOST_ROWS = 300


@dataclass(frozen=True, kw_only=True)
class TableLine:
    """One row of an order table."""

    sku: str | None
    candidates: tuple[str, ...]
    quantity: Decimal | None
    unit: str | None
    price: Decimal | None
    asked: str
    span: Span


def find_tables(text: str, *, catalogue: Catalogue) -> tuple[TableLine, ...]:
    """Rows of the tables of a text, in order."""
    found: list[TableLine] = []
    columns: list[str] | None = None
    offset = 0
    for line in text.split("\n")[:2_000]:
        cells = [cell.strip() for cell in _SPLIT.split(line.strip(" |"))]
        start = offset
        offset += len(line) + 1
        heads = _heads(cells)
        if heads is not None:
            columns = heads
            found.append(_nothing(start, len(line)))
        elif columns is not None and len(cells) > 1 and len(found) < MOST_ROWS:
            row = _row(
                cells, columns, catalogue=catalogue, span=Span(start=start, end=start + len(line))
            )
            if row is not None:
                found.append(row)
        elif line.strip(" |-+=_"):
            columns = None
    return tuple(found) if any(row.quantity is not None for row in found) else ()


def read_rows(rows: Sequence[Sequence[str]], *, catalogue: Catalogue) -> tuple[TableLine, ...]:
    """Rows that somebody else took from an attachment or an HTML table, head first."""
    nowhere = Span(start=0, end=0)
    columns: list[str] | None = None
    found = []
    for cells in rows[: MOST_ROWS + 1]:
        heads = _heads(list(cells))
        if heads is not None:
            columns = heads
            continue
        known = columns or _guessed(list(cells), catalogue)
        row = _row(list(cells), known, catalogue=catalogue, span=nowhere) if known else None
        if row is not None:
            found.append(row)
    return tuple(found)


def _guessed(cells: list[str], catalogue: Catalogue) -> list[str] | None:
    """Columns of a table without a head: one of our numbers, and a count beside it."""
    kinds = ["item" if catalogue.sku_of(cell) else "" for cell in cells]
    if "item" not in kinds:
        return None
    counts = [at for at, cell in enumerate(cells) if re.fullmatch(r"\d{1,6}", cell.strip())]
    for at in counts[:1]:
        kinds[at] = "quantity"
    return kinds if counts else None


def _nothing(start: int, length: int) -> TableLine:
    return TableLine(
        sku=None,
        candidates=(),
        quantity=None,
        unit=None,
        price=None,
        asked="",
        span=Span(start=start, end=start + length),
    )


def _heads(cells: list[str]) -> list[str] | None:
    """What each column holds, when this line is a head."""
    kinds = []
    for cell in cells:
        words = re.findall(r"[a-z]+", fold(cell))
        joined = "".join(words)
        kind = next(
            (
                k
                for k in ("price", "quantity", "unit", "text", "item")
                if joined in _HEADS[k] or any(w in _HEADS[k] for w in words)
            ),
            "",
        )
        kinds.append(kind if len(words) <= 3 else "")
    known = set(kinds) - {""}
    return kinds if "quantity" in known and known & {"item", "text"} and len(cells) > 1 else None


def _row(
    cells: list[str], columns: list[str], *, catalogue: Catalogue, span: Span
) -> TableLine | None:
    values: dict[str, str] = {}
    for kind, cell in zip(columns, cells, strict=False):
        if kind and kind not in values:
            values[kind] = cell
    counted = re.match(r"\s*([\d.,]+)\s*([^\W\d_]*)", values.get("quantity", ""))
    quantity = parse_number(counted[1].rstrip(".,")) if counted else None
    if quantity is None:
        return None
    match = _article(values, catalogue)
    price = re.search(r"\d[\d.,]*", values.get("price", ""))
    asked = " ".join(values[kind] for kind in ("item", "text") if values.get(kind))
    unit = _unit(
        values.get("unit") or (counted[2] if counted else ""), match.sku, catalogue=catalogue
    )
    return TableLine(
        sku=match.sku,
        candidates=match.candidates,
        quantity=quantity,
        unit=unit,
        price=parse_number(price[0].rstrip(".,")) if price else None,
        asked=asked,
        span=span,
    )


def _article(values: dict[str, str], catalogue: Catalogue) -> Match:
    sku = catalogue.sku_of(values.get("item", "")) if values.get("item") else None
    if sku:
        return Match(sku=sku, score=1.0, candidates=(sku,), rule="number")
    text = " ".join(values[kind] for kind in ("item", "text") if values.get(kind))
    for word in text.split()[:1]:  # "PT-2601 Dinner plate" in one column
        if any(char.isdigit() for char in word) and (sku := catalogue.sku_of(word.strip(",;:"))):
            return Match(sku=sku, score=1.0, candidates=(sku,), rule="number")
    return catalogue.find(stems(text))


def _unit(text: str, sku: str | None, *, catalogue: Catalogue) -> str | None:
    word = fold(text).strip(". ")
    if not word or word in GENERIC_UNITS:
        return None
    known = sorted(catalogue.units.get(stem(word), ()))
    if sku and known:
        article = catalogue.article(sku)
        return next((unit for unit in known if unit in article.units), None)
    return known[0] if known else None
