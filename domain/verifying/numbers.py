"""Numbers of documents: none twice, none beyond its series, and no gap where none may be."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.numbering import NumberSeries
from domain.posting.invoice_rows import PostedInvoice
from domain.posting.shipment_rows import PostedShipment
from domain.receivables.reminder_rows import Reminder
from domain.sales.documents import SalesDocument
from domain.verifying.checks import Checked, Wrong, checked

_PARTS = re.compile(r"(.*?)(\d+)(\D*)")
_MOST_NAMED = 10


def numbers(session: Session) -> Checked:
    """Every series against the numbers that documents bear."""
    borne = _borne(session)
    wrong: list[Wrong] = []
    series = list(session.scalars(select(NumberSeries).order_by(NumberSeries.code)))
    for one in series:
        wrong += _of_series(one, borne)
    total = sum(len(counts) for counts in borne.values())
    return checked("numbers: none twice, and posted papers without gaps", total, wrong=wrong)


def _borne(session: Session) -> Mapping[str, Sequence[int]]:
    """The counts that are in use, by what stands before and after them."""
    columns = (
        SalesDocument.number,
        PostedShipment.document_no,
        PostedInvoice.document_no,
        Reminder.number,
    )
    found: dict[str, list[int]] = {}
    for column in columns:
        for number in session.scalars(select(column)):
            frame, count = _parted(number)
            found.setdefault(frame, []).append(count)
    return found


def _of_series(series: NumberSeries, borne: Mapping[str, Sequence[int]]) -> list[Wrong]:
    frame, first = _parted(series.start_no)
    counts = sorted(count for count in borne.get(frame, ()) if count >= first)
    last = _parted(series.last_used)[1] if series.last_used else first - series.increment
    wrong = [
        Wrong(number=_number(frame, count), says="is borne by two documents")
        for count, following in pairwise(counts)
        if count == following
    ]
    wrong += [
        Wrong(number=_number(frame, count), says=f"was never drawn from series {series.code}")
        for count in counts
        if count > last
    ]
    if not series.allow_gaps:
        missing = sorted(set(range(first, last + 1, series.increment)) - set(counts))
        wrong += [
            Wrong(number=_number(frame, count), says=f"is missing in series {series.code}")
            for count in missing[:_MOST_NAMED]
        ]
    return wrong


def _parted(number: str) -> tuple[str, int]:
    """Part "S-ORD1001" into its frame "S-ORD#" and its count."""
    found = _PARTS.fullmatch(number)
    return (f"{found[1]}#{found[3]}", int(found[2])) if found else (number, 0)


def _number(frame: str, count: int) -> str:
    return frame.replace("#", str(count))
