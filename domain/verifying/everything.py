"""All checks, in the order they are reported."""

from sqlalchemy.orm import Session

from domain.verifying import books, documents, numbers
from domain.verifying.checks import Check, Checked

CHECKS: tuple[Check, ...] = (
    numbers.numbers,
    documents.line_totals,
    documents.header_totals,
    documents.papers,
    documents.demand,
    documents.approvals,
    books.balanced,
    books.stock,
    books.open_amounts,
    books.bills,
)


def verify(session: Session) -> tuple[Checked, ...]:
    """Make every check; nothing is written."""
    return tuple(check(session) for check in CHECKS)
