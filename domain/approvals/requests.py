"""Deciding over requests: approve, reject, cancel, and see what waits.

An approval obeys the stored command in the asker's name and in the same transaction; when
the business says no by then, nothing is recorded and the request stays open. The bot can
never decide. What a document does while it waits is the document's own affair: it is handed
back by the command `UnlockDocument`, whose function belongs to sales.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select

from domain.approvals.asking import tell
from domain.approvals.rows import (
    ApprovalEntry,
    ApprovalRequest,
    EntryState,
    RequestState,
    decide,
    entries_of,
    newest_request,
    pending_request,
)
from domain.approvals.telling import (
    RequestFacts,
    facts,
    facts_of,
    names_of_people,
    open_entries,
    waiting_for,
)
from domain.errors import ChangedMeanwhile, Command, InvalidField, NotFound, Outcome, Refusal
from domain.papers import PaperFacts
from domain.people import STAFF, Employee, Role
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class ApproveRequest(Command):
    """Yes: obey what waits. `version` is the document's version the decider was shown."""

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "decide over requests"

    document_no: str
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class RejectRequest(Command):
    """No, and why."""

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "decide over requests"

    document_no: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CancelRequest(Command):
    """The asker takes a request back, to change the document."""

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "cancel requests"

    document_no: str


@dataclass(frozen=True, kw_only=True)
class SendForApproval(Command):
    """Ask for the approval a document needs before it is sent or confirmed.

    Its function is `domain.sales.approving.send_for_approval`.
    """

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "send documents for approval"

    document_no: str


@dataclass(frozen=True, kw_only=True)
class UnlockDocument(Command):
    """Hand a document back that no longer waits: its request was rejected or cancelled.

    Its function is `domain.sales.approving.unlock_document`.
    """

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "unlock documents"

    document_no: str


@dataclass(frozen=True, kw_only=True)
class ShowRequests(Command):
    """What waits for my decision, and what of mine waits for others."""

    may: ClassVar[frozenset[Role]] = STAFF
    doing: ClassVar[str] = "see requests"


@dataclass(frozen=True, kw_only=True)
class RequestApproved(Outcome):
    """Somebody said yes. `obeyed` names the outcome of what waited, empty while others must.

    `order_no` is filled when an order came out of it.
    """

    document_no: str
    request: RequestFacts
    decided_by: str
    waiting_for: tuple[str, ...] = ()
    obeyed: str = ""
    order_no: str = ""
    status: str = ""
    notices: tuple[str, ...] = ()
    paper: PaperFacts | None = None


@dataclass(frozen=True, kw_only=True)
class RequestRejected(Outcome):
    """Somebody said no; the document is its asker's again."""

    document_no: str
    request: RequestFacts
    decided_by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RequestCancelled(Outcome):
    """The request was taken back; the document may be changed."""

    document_no: str
    request: RequestFacts


@dataclass(frozen=True, kw_only=True)
class RequestsShown(Outcome):
    """Requests that wait: for the asker's decision, and his own for others'."""

    to_decide: tuple[RequestFacts, ...]
    waiting: tuple[RequestFacts, ...]


@dataclass(kw_only=True, eq=False)
class NotYourRequest(Refusal):
    """The decision is somebody else's."""

    document_no: str
    approvers: tuple[str, ...]

    def sentence(self) -> str:
        names = " and ".join(self.approvers)
        return f"{self.document_no} waits for {names}, not for you. Please ask there."


@dataclass(kw_only=True, eq=False)
class OnlyOpenRequests(Refusal):
    """Nothing is waiting for a decision."""

    document_no: str
    why: str

    def sentence(self) -> str:
        return f"There is nothing to decide about {self.document_no}: {self.why}."


@dataclass(kw_only=True, eq=False)
class AlreadyDecided(Refusal):
    """Somebody was faster, or the same person pressed twice."""

    document_no: str
    state: str
    by: str
    at: datetime | None

    def sentence(self) -> str:
        when = f" on {self.at:%d %b %Y} at {self.at:%H:%M} UTC" if self.at else ""
        return (
            f"{self.document_no} was already {self.state} by {self.by}{when}. Nothing is left to "
            "decide."
        )


def approve_request(command: ApproveRequest, work: Work) -> RequestApproved:
    """Say yes. The last yes obeys what waits; an earlier one passes it to the next approver.

    Raises:
        NotYourRequest, AlreadyDecided, OnlyOpenRequests: there is nothing for the actor to do.
        ChangedMeanwhile: the request is about another version than the one shown.
        Refusal: whatever the stored command is refused for; the request then stays open.
    """
    work.permit(command)
    request = _waiting(work, command.document_no)
    if command.version is not None and command.version != request.version:
        raise ChangedMeanwhile(
            number=request.document_no, seen=command.version, current=request.version
        )
    entries = entries_of(work.session, request.id)
    _decide_entry(work, request, entries, EntryState.APPROVED)
    later = [entry for entry in entries if entry.state == EntryState.CREATED]
    if later:
        later[0].state = EntryState.OPEN
        tell(work, later[0].approver_no, topic="approval", request=request)
        work.session.flush()
        told = facts(work, request)
        return work.happened(
            RequestApproved(
                document_no=request.document_no,
                request=told,
                decided_by=work.actor.name,
                waiting_for=told.waiting_for,
            )
        )
    decide(request, RequestState.APPROVED, by=work.actor.name, at=work.now)
    work.session.flush()
    return work.happened(_obeyed(work, request))


def reject_request(command: RejectRequest, work: Work) -> RequestRejected:
    """Say no: all steps are closed and the document is open again.

    Raises:
        InvalidField: without a reason; the asker must know what to change.
        NotYourRequest, AlreadyDecided, OnlyOpenRequests: there is nothing for the actor to do.
    """
    work.permit(command)
    reason = " ".join(command.reason.split())[:500]
    if not reason:
        raise InvalidField(field="Reason", text="(empty)", why="say why, so that it can be changed")
    request = _waiting(work, command.document_no)
    entries = entries_of(work.session, request.id)
    _decide_entry(work, request, entries, EntryState.REJECTED)
    for entry in entries:
        entry.state = EntryState.REJECTED
    decide(request, RequestState.REJECTED, by=work.actor.name, at=work.now)
    request.comment = reason
    _hand_back(work, request)
    if request.asker_no:
        tell(work, request.asker_no, topic="approval-decided", request=request)
    return work.happened(
        RequestRejected(
            document_no=request.document_no,
            request=facts(work, request),
            decided_by=work.actor.name,
            reason=reason,
        )
    )


def cancel_request(command: CancelRequest, work: Work) -> RequestCancelled:
    """Take a request back. The asker and administrators may.

    Raises:
        OnlyOpenRequests, AlreadyDecided: nothing waits.
        NotYourRequest: somebody else asked.
    """
    work.permit(command)
    request = _waiting(work, command.document_no)
    if work.actor.id != request.asker_no and Role.ADMINISTRATOR not in work.actor.roles:
        raise NotYourRequest(
            document_no=request.document_no, approvers=(f"{request.asked_by} to take it back",)
        )
    for entry in entries_of(work.session, request.id):
        if entry.state == EntryState.OPEN:
            tell(work, entry.approver_no, topic="approval-decided", request=request)
        entry.state = EntryState.CANCELLED
    decide(request, RequestState.CANCELLED, by=work.actor.name, at=work.now)
    _hand_back(work, request)
    return work.happened(
        RequestCancelled(document_no=request.document_no, request=facts(work, request))
    )


def show_requests(command: ShowRequests, work: Work) -> RequestsShown:
    """List pending requests; an administrator may decide over all of them."""
    work.permit(command)
    pending = list(
        work.session.scalars(
            select(ApprovalRequest)
            .where(ApprovalRequest.state == RequestState.PENDING)
            .order_by(ApprovalRequest.id)
        )
    )
    open_by_request = open_entries(work, [request.id for request in pending])
    names = names_of_people(work)
    mine, others = [], []
    for request in pending:
        deciders = open_by_request.get(request.id, [])
        told = facts_of(request, tuple(names.get(no, no) for no in deciders))
        administers = Role.ADMINISTRATOR in work.actor.roles and work.actor.id != request.asker_no
        if work.actor.id in deciders or administers:
            mine.append(told)
        elif work.actor.id == request.asker_no:
            others.append(told)
    return RequestsShown(to_decide=tuple(mine), waiting=tuple(others))


def _waiting(work: Work, document_no: str) -> ApprovalRequest:
    number = document_no.strip().upper()[:40]
    request = pending_request(work.session, number, approver_no=work.actor.id, lock=True)
    if request is None:
        request = newest_request(work.session, number)
    if request is None:
        raise NotFound(kind="request about", text=number)
    if request.state in (RequestState.APPROVED, RequestState.REJECTED):
        raise AlreadyDecided(
            document_no=number,
            state=request.state,
            by=request.decided_by,
            at=request.decided_at,
        )
    if request.state != RequestState.PENDING:
        why = "the request was taken back; it can be sent for approval again"
        if request.state == RequestState.ENDED:
            why = "the document was reopened after its approval; confirm it to ask anew"
        raise OnlyOpenRequests(document_no=number, why=why)
    return request


def _decide_entry(
    work: Work, request: ApprovalRequest, entries: list[ApprovalEntry], state: EntryState
) -> None:
    """Close the actor's open step; an administrator may stand in for its approver."""
    actor = work.actor
    waiting = [entry for entry in entries if entry.state == EntryState.OPEN]
    own = [entry for entry in waiting if entry.approver_no == actor.id]
    if not own and Role.ADMINISTRATOR in actor.roles and actor.id != request.asker_no:
        own = waiting[:1]
    if not own:
        _refuse_decision(work, request, entries)
    entry = own[0]
    entry.state = state
    entry.decided_by = actor.id
    entry.decided_at = work.now


def _refuse_decision(work: Work, request: ApprovalRequest, entries: list[ApprovalEntry]) -> None:
    """Say why this person has no open step: decided already, too early, or not asked at all."""
    names = waiting_for(work, request)
    for entry in entries[1:]:
        if entry.approver_no == work.actor.id and entry.state == EntryState.APPROVED:
            raise AlreadyDecided(
                document_no=request.document_no,
                state="approved",
                by=work.actor.name,
                at=entry.decided_at,
            )
        if entry.approver_no == work.actor.id and entry.state == EntryState.CREATED:
            why = f"{' and '.join(names)} must decide first"
            raise OnlyOpenRequests(document_no=request.document_no, why=why)
    raise NotYourRequest(document_no=request.document_no, approvers=names)


def _obeyed(work: Work, request: ApprovalRequest) -> RequestApproved:
    """Obey what waited, in the asker's name, and tell the asker."""
    in_name = work
    asker = work.session.get(Employee, request.asker_no) if request.asker_no else None
    if asker is not None:
        in_name = work.on_behalf_of(asker.actor())
    done = in_name.obey(request.command, {**request.fields, "approval": request.id})
    if asker is not None:
        tell(work, asker.no, topic="approval-decided", request=request)
    paper = getattr(done, "paper", None)
    return RequestApproved(
        document_no=request.document_no,
        request=facts(work, request),
        decided_by=work.actor.name,
        obeyed=type(done).__name__,
        order_no=getattr(done, "order_no", ""),
        status=getattr(done, "status", ""),
        notices=getattr(done, "notices", ()),
        paper=paper if isinstance(paper, PaperFacts) else None,
    )


def _hand_back(work: Work, request: ApprovalRequest) -> None:
    work.session.flush()
    if request.locks:
        work.obey("UnlockDocument", {"document_no": request.document_no})
