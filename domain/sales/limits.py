"""Stopping at a limit: whether a document needs somebody's yes before it goes on.

Two limits are asked: the asker's own for the net amount, and the company's
`max_discount_pct` for what is sold below our price, which only unlimited people pass alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from domain.approvals.asking import (
    Approvable,
    Asked,
    Subject,
    ask,
    ask_person,
    granted,
    standing_approval,
)
from domain.approvals.rows import ApprovalRequest
from domain.approvals.rules import UserNotInSetup
from domain.people import Employee, Role
from domain.sales.concessions import concessions, why_it_waits
from domain.sales.documents import SalesDocument, Status
from domain.sales.lines import SalesLine
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Halt:
    """Whose yes a document waits for; nobody's: it goes on, and the halt is false.

    `reason` names a discount that is too high; empty where it is the amount. `approval` is the
    request: the one that waits, or the one that lets the document go on.
    """

    approvers: tuple[str, ...] = ()
    reason: str = ""
    approval: ApprovalRequest | None = None

    def __bool__(self) -> bool:
        return bool(self.approvers)


def stop_for_approval(
    work: Work, document: SalesDocument, lines: Sequence[SalesLine], *, command: Approvable
) -> Halt:
    """Ask for approval of an amount or a discount that the asker may not grant alone.

    When somebody must say yes, the document is locked and the command stored. An approval of
    this version that still counts is not asked for again.

    Raises:
        NoQualifiedApprover, UserNotInSetup, NoSubstitute: nobody can be asked.
    """
    allowed = _allowed_before(work, document, command)
    if allowed is not None:
        return Halt(approval=allowed)
    return _halt(work, document, command, reason=_too_low(work, document, lines))


def stop_for_discount(
    work: Work, document: SalesDocument, lines: Sequence[SalesLine], *, command: Approvable
) -> Halt:
    """As `stop_for_approval`, but only a discount stops: who posts bills needs no sales limit."""
    reason = _too_low(work, document, lines)
    if not reason or _allowed_before(work, document, command) is not None:
        return Halt()
    return _halt(work, document, command, reason=reason)


def _allowed_before(
    work: Work, document: SalesDocument, command: Approvable
) -> ApprovalRequest | None:
    if is_granted(work, document, command.approval):
        return work.session.get_one(ApprovalRequest, command.approval)
    return standing_approval(work, document.number, version=document.version)


def _too_low(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> str:
    allowed = work.setup.max_discount_pct
    found = concessions(document, lines, allowed_pct=allowed)
    return why_it_waits(found, lines, allowed_pct=allowed)


def _halt(work: Work, document: SalesDocument, command: Approvable, *, reason: str) -> Halt:
    asked = ask(
        work,
        subject(document),
        command=command,
        asker_no=asker(work, document),
        concession=reason,
    )
    if asked.waiting_for:
        document.status = Status.PENDING_APPROVAL
    return Halt(approvers=asked.waiting_for, reason=reason, approval=asked.request)


def is_granted(work: Work, document: SalesDocument, approval: int | None) -> bool:
    """Whether a command comes from a granted request about the document as it stands."""
    return granted(work, approval, document_no=document.number, version=document.version)


def ask_salesperson(
    work: Work, document: SalesDocument, *, command: Approvable, reason: str
) -> Asked:
    """Put a customer's wish before the salesperson in charge of the document."""
    return ask_person(
        work,
        subject(document),
        command=command,
        decider_no=in_charge(work, document),
        reason=reason,
    )


def asker(work: Work, document: SalesDocument) -> str:
    """In whose name and against whose limit something is asked.

    A customer's order counts against his salesperson's limit.
    """
    if not work.actor.is_contact:
        return work.actor.id
    return in_charge(work, document)


def in_charge(work: Work, document: SalesDocument) -> str:
    """The document's salesperson, else the one with the lowest limit.

    Raises:
        UserNotInSetup: we have no salespeople.
    """
    rows = work.session.scalars(
        select(Employee).where(Employee.active.is_(True)).order_by(Employee.no)
    ).all()
    if any(row.no == document.salesperson_no for row in rows):
        return document.salesperson_no
    sellers = [row for row in rows if Role.SALESPERSON.value in row.roles.split()]
    if not sellers:
        raise UserNotInSetup(person=document.salesperson_no or "The salesperson")
    limited = [row for row in sellers if row.sales_limit is not None] or sellers
    return min(limited, key=lambda row: row.sales_limit or 0).no


def subject(document: SalesDocument) -> Subject:
    """What an approver decides about."""
    return Subject(
        document_no=document.number,
        document_kind=str(document.kind),
        version=document.version,
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        net_amount=document.net_amount,
        currency=document.currency,
        amount_lcy=document.net_lcy,
    )
