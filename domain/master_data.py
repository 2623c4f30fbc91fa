"""The version of our master data: a number that grows with every change of article or customer.

Whoever keeps a copy of names (the reader of messages) compares versions instead of tables.
"""

from sqlalchemy import event, select
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from domain.database import Base


class MasterDataVersion(Base):
    """One row, counted up in the transaction that changes a named record."""

    __tablename__ = "master_data_version"

    id: Mapped[int] = mapped_column(primary_key=True, init=False, default=1)
    version: Mapped[int] = mapped_column(default=1)


class Named:
    """Mark of rows whose names people use: writing one makes kept copies stale."""


def version(session: Session) -> int:
    """The number kept copies are compared with; 0 before the first record."""
    return session.scalar(select(MasterDataVersion.version)) or 0


def touch(session: Session) -> None:
    """Make kept copies stale. Flushing a `Named` row does it by itself; bulk writes must call."""
    row = session.get(MasterDataVersion, 1)
    if row is None:
        session.add(MasterDataVersion())
    else:
        row.version = MasterDataVersion.version + 1


@event.listens_for(Session, "before_flush")
def _touch_before_flush(session: Session, _flush: UOWTransaction, _only: object) -> None:
    written = (*session.new, *session.deleted)
    if any(isinstance(row, Named) for row in written) or any(
        isinstance(row, Named) and session.is_modified(row) for row in session.dirty
    ):
        touch(session)
