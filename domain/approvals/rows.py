"""Approval requests as rows: the command that waits, and who must say yes in which order."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, Key, Moment
from domain.money import Amount


class RequestState(StrEnum):
    """Where a request stands. `ended`: it was approved, and the document reopened since."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    ENDED = "ended"


class EntryState(StrEnum):
    """Where one step stands; `created` waits for an earlier step."""

    CREATED = "created"
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class ApprovalRequest(Base):
    """A command that waits for somebody's yes, about one version of one document.

    `asker_no` is the employee in whose name it will be obeyed; empty obeys it in the
    approver's. `asked_by` is who asked, as shown. `locks` says that the document is locked
    until the decision, `amount_lcy` is the net amount compared with limits.
    """

    __tablename__ = "approval_request"
    __table_args__ = (
        Index("ix_approval_request_document", "document_no", "id"),
        Index("ix_approval_request_state", "state", "id"),
    )

    id: Mapped[Key] = mapped_column(init=False)
    document_no: Mapped[str]
    document_kind: Mapped[str]
    version: Mapped[int]
    customer_no: Mapped[str]
    customer_name: Mapped[str]
    command: Mapped[str]  # the type's name
    fields: Mapped[dict[str, object]] = mapped_column(JSON)
    asker_no: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[Moment]
    net_amount: Mapped[Amount]
    currency: Mapped[str]
    amount_lcy: Mapped[Amount]
    reason: Mapped[str] = mapped_column(default="")  # why somebody must be asked
    locks: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(default=RequestState.PENDING)
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    decided_by: Mapped[str] = mapped_column(default="")  # name
    comment: Mapped[str] = mapped_column(default="")


class ApprovalEntry(Base):
    """One step of a request. `stands_in_for` is the absent person whose step it is."""

    __tablename__ = "approval_entry"
    __table_args__ = (Index("ix_approval_entry_approver", "approver_no", "state"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("approval_request.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    approver_no: Mapped[str] = mapped_column(ForeignKey("employee.no"))
    state: Mapped[str] = mapped_column(default=EntryState.CREATED)
    stands_in_for: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[Moment | None] = mapped_column(default=None)
    decided_by: Mapped[str] = mapped_column(default="")  # employee no


def newest_request(session: Session, document_no: str) -> ApprovalRequest | None:
    """The request about a document that was asked last, decided or not."""
    return session.scalar(
        select(ApprovalRequest)
        .where(ApprovalRequest.document_no == document_no)
        .order_by(ApprovalRequest.id.desc())
        .limit(1)
    )


def pending_request(
    session: Session, document_no: str, *, approver_no: str = "", lock: bool = False
) -> ApprovalRequest | None:
    """The newest request that waits; one that waits for `approver_no` comes before others."""
    query = (
        select(ApprovalRequest)
        .where(
            ApprovalRequest.document_no == document_no,
            ApprovalRequest.state == RequestState.PENDING,
        )
        .order_by(ApprovalRequest.id.desc())
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    pending = list(session.scalars(query))
    mine = select(ApprovalEntry.request_id).where(
        ApprovalEntry.request_id.in_([request.id for request in pending]),
        ApprovalEntry.approver_no == approver_no,
        ApprovalEntry.state == EntryState.OPEN,
    )
    own = set(session.scalars(mine)) if approver_no and len(pending) > 1 else set()
    pending.sort(key=lambda request: request.id not in own)
    return pending[0] if pending else None


def entries_of(session: Session, request_id: int) -> list[ApprovalEntry]:
    """The steps of a request in their order, the asker's own first."""
    query = select(ApprovalEntry).where(ApprovalEntry.request_id == request_id)
    return list(session.scalars(query.order_by(ApprovalEntry.sequence)))


def decide(request: ApprovalRequest, state: RequestState, *, by: str, at: datetime) -> None:
    """Note what became of a request; `by` is a name."""
    request.state = state
    request.decided_by = by
    request.decided_at = at
