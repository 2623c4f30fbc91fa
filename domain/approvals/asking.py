"""Asking for approval: storing the command that waits, and telling those who decide.

Capabilities call `ask` when a limit is exceeded and later pass the request's id back with
the command, so that obeying an approved command does not ask again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from domain.approvals.rows import (
    ApprovalEntry,
    ApprovalRequest,
    EntryState,
    RequestState,
    decide,
    entries_of,
)
from domain.approvals.rules import LimitType, Person, Step, steps
from domain.codec import to_json
from domain.errors import Command
from domain.people import Employee, Role
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Approvable(Command):
    """A command that may have to wait. `approval` is the granted request it is obeyed under."""

    approval: int | None = None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a decision is about. `amount_lcy` is net, after discounts, in local currency."""

    document_no: str
    document_kind: str
    version: int
    customer_no: str
    customer_name: str
    net_amount: Decimal
    currency: str
    amount_lcy: Decimal


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What asking led to. Nobody to wait for means the asker's own limit covered it."""

    request_id: int
    waiting_for: tuple[str, ...] = ()


def people(work: Work) -> dict[str, Person]:
    """All our active people by number, as approval sees them today."""
    rows = work.session.scalars(select(Employee).where(Employee.active.is_(True)))
    return {row.no: _person(row, work) for row in rows}


def ask(
    work: Work,
    subject: Subject,
    *,
    command: Approvable,
    asker_no: str,
    limit_type: LimitType = LimitType.CHAIN,
    concession: str = "",
) -> Asked:
    """Find who must say yes. Nobody: the request is approved at once. Else the command waits.

    `concession` says what is given away beyond what anybody may grant himself.

    Raises:
        UserNotInSetup, NoQualifiedApprover, NoSubstitute: nobody can be asked.
    """
    known = people(work)
    made = steps(
        asker_no,
        known,
        amount=subject.amount_lcy,
        limit_type=limit_type,
        conceding=bool(concession),
    )
    request = _store(work, subject, command=command, asker_no=asker_no, reason=concession)
    _store_steps(work, request, made)
    waiting = made[1:]
    if not waiting:
        decide(request, RequestState.APPROVED, by=known[asker_no].name, at=work.now)
        work.session.flush()
        return Asked(request_id=request.id)
    tell(work, waiting[0].person, topic="approval", request=request)
    return Asked(request_id=request.id, waiting_for=(known[waiting[0].person].name,))


def ask_person(
    work: Work, subject: Subject, *, command: Approvable, decider_no: str, reason: str
) -> Asked:
    """Let one person decide over what a customer asked for; it is obeyed in the decider's name.

    The document is not locked meanwhile.
    """
    known = people(work)
    decider = steps(
        decider_no, known, amount=Decimal(0), limit_type=LimitType.SPECIFIC, specific=decider_no
    )[0].person
    request = _store(work, subject, command=command, asker_no="", locks=False, reason=reason)
    work.session.add(
        ApprovalEntry(request_id=request.id, sequence=1, approver_no=decider, state=EntryState.OPEN)
    )
    tell(work, decider, topic="approval", request=request)
    return Asked(request_id=request.id, waiting_for=(known[decider].name,))


def granted(work: Work, request_id: int | None, *, document_no: str, version: int) -> bool:
    """Whether this request was approved for this version and nothing has ended it since."""
    if request_id is None:
        return False
    request = work.session.get(ApprovalRequest, request_id)
    return (
        request is not None
        and request.locks
        and request.state == RequestState.APPROVED
        and request.document_no == document_no
        and request.version == version
    )


def standing_approval(work: Work, document_no: str, *, version: int) -> ApprovalRequest | None:
    """An approval of this version that still counts, whoever asked for it."""
    return work.session.scalar(
        select(ApprovalRequest)
        .where(
            ApprovalRequest.document_no == document_no,
            ApprovalRequest.version == version,
            ApprovalRequest.state == RequestState.APPROVED,
            ApprovalRequest.locks.is_(True),
        )
        .order_by(ApprovalRequest.id.desc())
        .limit(1)
    )


def end_approvals(work: Work, document_no: str) -> None:
    """A reopened document needs a new approval: those it had no longer count."""
    rows = work.session.scalars(
        select(ApprovalRequest).where(
            ApprovalRequest.document_no == document_no,
            ApprovalRequest.state == RequestState.APPROVED,
        )
    )
    for row in rows:
        row.state = RequestState.ENDED


def carry_over(work: Work, request: ApprovalRequest, *, subject: Subject, command: Command) -> None:
    """Let an approved quote's approval count for the order made from it, steps included."""
    copy = _store(work, subject, command=command, asker_no=request.asker_no, reason=request.reason)
    copy.asked_by = request.asked_by
    decide(copy, RequestState.APPROVED, by=request.decided_by, at=work.now)
    for entry in entries_of(work.session, request.id):
        work.session.add(
            ApprovalEntry(
                request_id=copy.id,
                sequence=entry.sequence,
                approver_no=entry.approver_no,
                state=entry.state,
                stands_in_for=entry.stands_in_for,
                decided_at=entry.decided_at,
                decided_by=entry.decided_by,
            )
        )


def tell(work: Work, person_no: str, *, topic: str, request: ApprovalRequest) -> None:
    """Tell one of our people about a request, once per request.

    `Work.notify` would tell about each document only once, and a document may be asked about
    again after it was rejected.
    """
    work.send(
        "notice",
        {"person": person_no, "topic": topic, "subject": request.document_no},
        key=f"notice:{topic}:{request.document_no}:{request.id}:{person_no}",
        lane=f"person:{person_no}",
    )


def _store(
    work: Work,
    subject: Subject,
    *,
    command: Command,
    asker_no: str,
    locks: bool = True,
    reason: str = "",
) -> ApprovalRequest:
    request = ApprovalRequest(
        document_no=subject.document_no,
        document_kind=subject.document_kind,
        version=subject.version,
        customer_no=subject.customer_no,
        customer_name=subject.customer_name,
        command=type(command).__name__,
        fields=to_json(command),
        asker_no=asker_no,
        asked_by=work.actor.name,
        asked_at=work.now,
        net_amount=subject.net_amount,
        currency=subject.currency,
        amount_lcy=subject.amount_lcy,
        locks=locks,
        reason=reason,
    )
    work.session.add(request)
    work.session.flush()
    return request


def _store_steps(work: Work, request: ApprovalRequest, made: Sequence[Step]) -> None:
    for step in made:
        state = EntryState.CREATED
        if step.approved:
            state = EntryState.APPROVED
        elif step is made[1]:
            state = EntryState.OPEN
        work.session.add(
            ApprovalEntry(
                request_id=request.id,
                sequence=step.sequence,
                approver_no=step.person,
                state=state,
                stands_in_for=step.stands_in_for,
                decided_at=work.now if step.approved else None,
                decided_by=step.person if step.approved else "",
            )
        )


def _person(row: Employee, work: Work) -> Person:
    away = (
        row.away_from is not None
        and row.away_from <= work.today
        and (row.away_until is None or work.today <= row.away_until)
    )
    return Person(
        no=row.no,
        name=row.name,
        limit=row.sales_limit,
        approver=row.approver_no,
        substitute=row.substitute_no,
        away=away,
        administrator=Role.ADMINISTRATOR.value in row.roles.split(),
    )
