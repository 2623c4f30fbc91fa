"""EDIFACT purchase orders (ORDERS, ORDCHG, ORDRSP) of any directory.

One pass over the file cuts it into segments. Meaning is read only from the segments
that an order desk needs; the rest is skipped. Decimal commas are understood.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from mail.attachments.papers import (
    MAX_ROWS,
    OrderPaper,
    PaperLine,
    UnreadableEnclosure,
    cell,
    number,
)

_MAX_FILE = 5 * 1024 * 1024
_KINDS = {"ORDERS": "order", "ORDCHG": "change", "ORDRSP": "response"}
_HELD = 0xE000  # escaped signs are moved here while the segments are cut
_DATE_FORMATS = {"102": "%Y%m%d", "203": "%Y%m%d%H%M", "101": "%y%m%d", "2": "%d%m%y"}
_WANTED = ("2", "69", "358", "64", "67")  # requested, promised, estimated, earliest, latest

Segment = tuple[str, list[list[str]]]


@dataclass(kw_only=True)
class _Draft:
    kind: str = ""
    number: str = ""
    of_order: str = ""
    cancelled: bool = False
    dates: dict[str, date] = field(default_factory=dict)
    currency: str = ""
    buyer: str = ""
    buyer_id: str = ""
    note: str = ""
    lines: list[PaperLine] = field(default_factory=list)


def read_edifact(content: bytes) -> OrderPaper:
    """The first order of an interchange.

    Raises:
        UnreadableEnclosure: no EDIFACT order, damaged, or too large.
    """
    if len(content) > _MAX_FILE:
        raise UnreadableEnclosure(reason="It is larger than 5 MB.")
    text = content.decode("latin-1").lstrip("\ufeff \r\n")
    if not text.startswith(("UNA", "UNB", "UNH")):
        raise UnreadableEnclosure(reason="It is no EDIFACT file.")
    draft = _Draft()
    for segment, elements in _segments(text):
        if segment == "UNT" and draft.kind:
            break
        _read_segment(draft, segment, elements)
        if len(draft.lines) > MAX_ROWS:
            raise UnreadableEnclosure(reason=f"It has more than {MAX_ROWS:,} lines.")
    if not draft.kind or not draft.number:
        raise UnreadableEnclosure(reason="It is no EDIFACT order.")
    return OrderPaper(
        kind="cancellation" if draft.cancelled else draft.kind,
        number=draft.number,
        of_order=draft.of_order,
        issued_on=draft.dates.get("137"),
        currency=draft.currency,
        buyer=draft.buyer,
        buyer_id=draft.buyer_id,
        wanted_on=_wanted(draft.dates),
        note=draft.note,
        lines=tuple(draft.lines),
    )


def _segments(text: str) -> Iterator[Segment]:
    """Cut the file by the signs that UNA declares, or the usual ones."""
    component, element, release, end = ":", "+", "?", "'"
    if text.startswith("UNA") and len(text) > 9:
        component, element, release, end = text[3], text[4], text[6], text[8]
        text = text[9:]
    if release.strip():
        held = re.escape(release) + r"(.)"
        text = re.sub(held, lambda found: chr(_HELD + min(ord(found[1]), 255)), text, flags=re.S)
    for raw in text.split(end):
        parts = raw.strip("\r\n ").split(element)
        if parts[0]:
            yield (
                parts[0].strip().upper(),
                [[_released(piece) for piece in part.split(component)] for part in parts[1:]],
            )


def _released(piece: str) -> str:
    if piece.isascii():
        return piece
    return "".join(
        chr(ord(sign) - _HELD) if _HELD <= ord(sign) < _HELD + 256 else sign for sign in piece
    )


def _at(elements: list[list[str]], element: int, component: int = 0) -> str:
    """One component, "" where the segment is shorter."""
    if element >= len(elements) or component >= len(elements[element]):
        return ""
    return cell(elements[element][component])


def _read_segment(draft: _Draft, segment: str, elements: list[list[str]]) -> None:
    if segment == "UNH":
        draft.kind = _KINDS.get(_at(elements, 1), "")
    elif not draft.kind:
        return
    elif segment == "BGM":
        draft.number = _at(elements, 1)
        draft.cancelled = _at(elements, 2) == "1"
    elif segment == "LIN":
        draft.lines.append(_new_line(elements, at=len(draft.lines) + 1))
    elif draft.lines:
        draft.lines[-1] = _with_detail(draft.lines[-1], segment, elements)
    else:
        _read_head(draft, segment, elements)


def _read_head(draft: _Draft, segment: str, elements: list[list[str]]) -> None:
    if segment == "DTM":
        draft.dates.update(_dated(elements))
    elif segment == "RFF" and _at(elements, 0) == "ON":
        draft.of_order = _at(elements, 0, 1)
    elif segment == "CUX":
        draft.currency = _at(elements, 0, 1)
    elif segment == "FTX" and not draft.note:
        draft.note = cell(" ".join(elements[3])) if len(elements) > 3 else ""
    elif segment == "NAD" and _at(elements, 0) == "BY":
        draft.buyer_id = _at(elements, 1)
        draft.buyer = _at(elements, 3) or _at(elements, 2)


def _new_line(elements: list[list[str]], *, at: int) -> PaperLine:
    standard = _at(elements, 2) if _at(elements, 2, 1) in ("EN", "SRV", "UP") else ""
    line = PaperLine(
        line_no=_at(elements, 0),
        place=f"LIN segment {at}",
        quantity=None,
        standard_item=standard,
        action=_at(elements, 1),
    )
    return line if standard else _numbered(line, _at(elements, 2), _at(elements, 2, 1))


def _numbered(line: PaperLine, item: str, kind: str) -> PaperLine:
    """Put an item number where its qualifier says it belongs."""
    if not item:
        return line
    if kind in ("SA", "VN"):
        return replace(line, seller_item=item)
    if kind in ("IN", "BP"):
        return replace(line, buyer_item=item)
    if kind in ("EN", "SRV", "UP"):
        return replace(line, standard_item=item)
    return line


def _with_detail(line: PaperLine, segment: str, elements: list[list[str]]) -> PaperLine:
    if segment == "PIA":
        for at in range(1, min(len(elements), 6)):
            line = _numbered(line, _at(elements, at), _at(elements, at, 1))
    elif segment == "IMD" and not line.description:
        words = elements[2][3:5] if len(elements) > 2 else []
        return replace(line, description=cell(" ".join(words)))
    elif segment == "QTY" and _at(elements, 0) in ("21", "1", "12"):
        return replace(
            line, quantity=_decimal(_at(elements, 0, 1)), unit=_at(elements, 0, 2) or line.unit
        )
    elif segment == "PRI" and _at(elements, 0) in ("AAA", "AAB", "CAL"):
        if line.price is None or _at(elements, 0) == "AAA":
            return replace(line, price=_unit_price(elements))
    elif segment == "DTM" and (wanted := _wanted(dict(_dated(elements)))):
        return replace(line, wanted_on=wanted)
    return line


def _unit_price(elements: list[list[str]]) -> Decimal | None:
    price, base = _decimal(_at(elements, 0, 1)), _decimal(_at(elements, 0, 4))
    return price / base if price is not None and base else price


def _decimal(text: str) -> Decimal | None:
    return number(text.replace(",", "."))


def _dated(elements: list[list[str]]) -> Iterable[tuple[str, date]]:
    """(qualifier, date) of a DTM segment, nothing if the date cannot be read."""
    form = _DATE_FORMATS.get(_at(elements, 0, 2) or "102")
    try:
        # A calendar date without an instant; no time zone is meant.
        read = datetime.strptime(_at(elements, 0, 1), form or "").date()  # noqa: DTZ007
    except ValueError:
        return ()
    return ((_at(elements, 0), read),)


def _wanted(dates: dict[str, date]) -> date | None:
    return next((dates[kind] for kind in _WANTED if kind in dates), None)
