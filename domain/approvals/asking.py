"""Asking for approval: storing the command that waits, and telling those who decide.

Capabilities call `ask` when a limit is exceeded and later pass the request's id back with
the command, so that obeying an approved command does not ask again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, insert, select

from domain.approvals.rows import (
    ApprovalEntry,
    ApprovalRequest,
    EntryState,
    RequestState,
    decide,
)
from domain.approvals.rules import LimitType, Person, Step, steps
from domain.codec import to_json
from domain.database import table_of, write
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

    request: ApprovalRequest
    waiting_for: tuple[str, ...] = ()


_OUR_PEOPLE = select(Employee).where(Employee.active.is_(True))


def people(work: Work) -> dict[str, Person]:
    """All our active people by number, as approval sees them today."""
    return {row.no: _person(row, work) for row in work.session.scalars(_OUR_PEOPLE)}


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
    waiting = made[1:]
    granted_by = "" if waiting else known[asker_no].name
    request = _stored(
        work, subject, command=command, asker_no=asker_no, reason=concession, granted_by=granted_by
    )
    _store_steps(work, request, made)
    if not waiting:
        return Asked(request=request)
    tell(work, waiting[0].person, topic="approval", request=request)
    return Asked(request=request, waiting_for=(known[waiting[0].person].name,))


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
    request = _stored(work, subject, command=command, asker_no="", locks=False, reason=reason)
    work.session.add(
        ApprovalEntry(request_id=request.id, sequence=1, approver_no=decider, state=EntryState.OPEN)
    )
    tell(work, decider, topic="approval", request=request)
    return Asked(request=request, waiting_for=(known[decider].name,))


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


_STANDING = (
    select(ApprovalRequest)
    .where(
        ApprovalRequest.document_no == bindparam("document"),
        ApprovalRequest.version == bindparam("version"),
        ApprovalRequest.state == RequestState.APPROVED,
        ApprovalRequest.locks.is_(True),
    )
    .order_by(ApprovalRequest.id.desc())
    .limit(1)
)


def standing_approval(work: Work, document_no: str, *, version: int) -> ApprovalRequest | None:
    """An approval of this version that still counts, whoever asked for it."""
    return work.session.scalar(_STANDING, {"document": document_no, "version": version})


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
    copy = _stored(
        work,
        subject,
        command=command,
        asker_no=request.asker_no,
        asked_by=request.asked_by,
        reason=request.reason,
        granted_by=request.decided_by,
    )
    work.session.execute(_COPY_STEPS, {"copy": copy.id, "original": request.id})


_step = table_of(ApprovalEntry).c
_kept = [column for column in _step if column.key != "request_id"]
_steps = select(bindparam("copy", type_=_step.request_id.type), *_kept)
_COPY_STEPS = insert(table_of(ApprovalEntry)).from_select(
    ["request_id", *(column.key for column in _kept)],
    _steps.where(_step.request_id == bindparam("original")),
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


def _stored(
    work: Work,
    subject: Subject,
    *,
    command: Command,
    asker_no: str,
    asked_by: str = "",
    locks: bool = True,
    reason: str = "",
    granted_by: str = "",
) -> ApprovalRequest:
    """The request as a row; with `granted_by` (a name) it is approved already."""
    request = ApprovalRequest(
        document_no=subject.document_no,
        document_kind=subject.document_kind,
        version=subject.version,
        customer_no=subject.customer_no,
        customer_name=subject.customer_name,
        command=type(command).__name__,
        fields=to_json(command),
        asker_no=asker_no,
        asked_by=asked_by or work.actor.name,
        asked_at=work.now,
        net_amount=subject.net_amount,
        currency=subject.currency,
        amount_lcy=subject.amount_lcy,
        locks=locks,
        reason=reason,
    )
    if granted_by:
        decide(request, RequestState.APPROVED, by=granted_by, at=work.now)
    write(work.session, [request])
    return request


def _store_steps(work: Work, request: ApprovalRequest, made: Sequence[Step]) -> None:
    entries = []
    for step in made:
        state = EntryState.CREATED
        if step.approved:
            state = EntryState.APPROVED
        elif step is made[1]:
            state = EntryState.OPEN
        entries.append(
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
    write(work.session, entries)


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
