"""All checks, in the order they are reported: the one place that says whether books are sound."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from domain.verifying import books, documents, goods, numbers, sealing
from domain.verifying.checks import Check, Checked

POSTED: tuple[Check, ...] = (
    numbers.numbers,
    sealing.seals,
    books.balanced,
    books.open_amounts,
    books.receivables,
    books.bills,
    books.discounts,
    goods.stock,
    goods.applied,
    goods.costs,
    goods.shipments,
    goods.receipts,
    goods.order_quantities,
)
CHECKS: tuple[Check, ...] = (
    documents.line_totals,
    documents.header_totals,
    documents.papers,
    documents.demand,
    documents.approvals,
    *POSTED,
)


def verify(session: Session) -> tuple[Checked, ...]:
    """Make every check; nothing is written."""
    return tuple(check(session) for check in CHECKS)


def findings(session: Session, checks: Sequence[Check] = CHECKS) -> list[str]:
    """What is off, a sentence each that begins with the document's number; none in sound books."""
    return [f"{wrong.number}: {wrong.says}" for check in checks for wrong in check(session).wrong]
