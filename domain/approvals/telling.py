"""A request as cards and lists show it: plain facts, with the names of who must decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from domain.approvals.rows import ApprovalEntry, ApprovalRequest, EntryState
from domain.people import Employee
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """One request as its card shows it. `net_amount` is in `currency`; `waiting_for` names."""

    document_no: str
    document_kind: str
    version: int
    customer_no: str
    customer_name: str
    net_amount: Decimal
    currency: str
    asked_by: str
    asked_at: datetime
    command: str
    reason: str = ""
    waiting_for: tuple[str, ...] = ()


def waiting_for(work: Work, request: ApprovalRequest) -> tuple[str, ...]:
    """The names of those whose decision is awaited now."""
    deciders = open_entries(work, [request.id]).get(request.id, [])
    names = names_of_people(work)
    return tuple(names.get(no, no) for no in deciders)


def facts(work: Work, request: ApprovalRequest) -> RequestFacts:
    return facts_of(request, waiting_for(work, request))


def facts_of(request: ApprovalRequest, deciders: tuple[str, ...]) -> RequestFacts:
    return RequestFacts(
        document_no=request.document_no,
        document_kind=request.document_kind,
        version=request.version,
        customer_no=request.customer_no,
        customer_name=request.customer_name,
        net_amount=request.net_amount,
        currency=request.currency,
        asked_by=request.asked_by,
        asked_at=request.asked_at,
        command=request.command,
        reason=request.reason,
        waiting_for=deciders,
    )


def open_entries(work: Work, request_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = work.session.execute(
        select(ApprovalEntry.request_id, ApprovalEntry.approver_no).where(
            ApprovalEntry.request_id.in_(request_ids), ApprovalEntry.state == EntryState.OPEN
        )
    )
    found: dict[int, list[str]] = {}
    for request_id, approver_no in rows:
        found.setdefault(request_id, []).append(approver_no)
    return found


def names_of_people(work: Work) -> dict[str, str]:
    rows = work.session.execute(select(Employee.no, Employee.name))
    return {row.no: row.name for row in rows}
