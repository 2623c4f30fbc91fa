"""Amendments: a confirmed order that is changed and confirmed again, numbered from 1.

The new confirmation says what differs from the one the customer has.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from zoneinfo import ZoneInfo

from domain.papers import PaperChange
from domain.sales.archive import archived, view
from domain.sales.comparing import compared
from domain.sales.documents import SalesDocument
from domain.sales.lines import SalesLine
from domain.work import Work


class Amendment(TypedDict, total=False):
    """What a paper says of it, under the names of its facts."""

    amendment: int
    amends: date
    changes: tuple[PaperChange, ...]


def amendment(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> Amendment:
    """The amendment that the present version would be; empty while nothing was confirmed."""
    if not _amended(document) or document.confirmed_at is None:
        return Amendment()
    confirmed = archived(work, document.number, version=document.confirmed_version)
    return Amendment(
        amendment=document.amendments + 1,
        amends=document.confirmed_at.astimezone(ZoneInfo(work.setup.time_zone)).date(),
        changes=compared(confirmed, view(document, lines)),
    )


def count_confirmation(document: SalesDocument) -> bool:
    """Count what is confirmed now; whether it amends an earlier confirmation."""
    amended = _amended(document)
    document.amendments += int(amended)
    document.confirmed_version = document.version
    return amended


def _amended(document: SalesDocument) -> bool:
    return 0 < document.confirmed_version < document.version
