"""To which deliveries a charge (freight, insurance) belongs: its parts, as people assigned them."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base
from domain.money import Amount


class ChargeAssignment(Base):
    """So much (net, in the document's currency) of a charge line belongs to one line.

    `target_no` is a posted shipment or return receipt, or the document itself.
    """

    __tablename__ = "charge_assignment"

    document_no: Mapped[str] = mapped_column(primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    target_no: Mapped[str] = mapped_column(primary_key=True)
    target_line_no: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Amount]


def assignments(
    session: Session, document_no: str, line_nos: Collection[int]
) -> list[ChargeAssignment]:
    """How these charge lines of a document are assigned, in one statement."""
    return list(
        session.scalars(
            select(ChargeAssignment)
            .where(
                ChargeAssignment.document_no == document_no,
                ChargeAssignment.line_no.in_(sorted(line_nos)),
            )
            .order_by(
                ChargeAssignment.line_no,
                ChargeAssignment.target_no,
                ChargeAssignment.target_line_no,
            )
        )
    )


def forget_charges(session: Session, document_no: str, line_no: int | None = None) -> None:
    """Drop the assignments of a charge line, or of a whole document that goes."""
    query = delete(ChargeAssignment).where(ChargeAssignment.document_no == document_no)
    if line_no is not None:
        query = query.where(ChargeAssignment.line_no == line_no)
    session.execute(query)
