"""Expected movements: what open orders will take and what supply will bring.

Sales, purchasing and assembly report their open lines here, a whole document at a time, so
that availability needs to ask nobody. Quotes and blanket orders report nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from domain.database import table_of
from domain.stock.rows import DEMAND, SUPPLY, ExpectedMovement, Location


@dataclass(frozen=True, kw_only=True)
class OpenLine:
    """What is still open of a document's line, in base units, and when it comes or goes."""

    line_no: int
    item_no: str
    quantity: Decimal
    day: date
    variant: str = ""
    location: str = ""


def expect_demand(
    session: Session,
    document_no: str,
    lines: Iterable[OpenLine],
    *,
    document_kind: str = "sales-order",
    firm: bool = True,
) -> None:
    """Replace what a document will take; `firm` once the order is confirmed.

    Lines of nothing, services and other goods that are not stocked must not be given.
    """
    _replace(session, document_no, lines, facts=(DEMAND, document_kind, firm))


def expect_supply(
    session: Session,
    document_no: str,
    lines: Iterable[OpenLine],
    *,
    document_kind: str = "purchase-order",
) -> None:
    """Replace what a document will bring; days already hold inbound handling and safety time."""
    _replace(session, document_no, lines, facts=(SUPPLY, document_kind, True))


def drop_demand(session: Session, document_no: str) -> None:
    """Expect nothing of a document any more: it is cancelled or done."""
    session.execute(
        delete(ExpectedMovement).where(
            ExpectedMovement.document_no == document_no, ExpectedMovement.kind == DEMAND
        )
    )


_moves = table_of(ExpectedMovement)
_FORGET = delete(_moves).where(_moves.c.document_no == bindparam("document"))
_EXPECT = insert(_moves)
_location = table_of(Location)
_DEFAULT = select(_location.c.code).where(_location.c.is_default.is_(True))


def default_location(session: Session) -> str:
    """Where goods leave when nobody says so: the location marked, else the unspecified one."""
    return session.scalar(_DEFAULT) or ""


def _replace(
    session: Session,
    document_no: str,
    lines: Iterable[OpenLine],
    *,
    facts: tuple[str, str, bool],
) -> None:
    kind, document_kind, firm = facts
    session.execute(_FORGET, {"document": document_no})
    rows = [
        {
            "kind": kind,
            "document_kind": document_kind,
            "document_no": document_no,
            "firm": firm,
            "line_no": line.line_no,
            "item_no": line.item_no,
            "variant": line.variant,
            "location": line.location,
            "day": line.day,
            "open_quantity": line.quantity,
            "reserved": Decimal(0),
        }
        for line in lines
    ]
    if rows:
        session.execute(_EXPECT, rows)
