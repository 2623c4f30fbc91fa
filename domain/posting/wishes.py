"""Wishes: a command somebody may only ask for, put before one who may give it.

A salesperson asks for an invoice to be cancelled, an accountant for a write-off above his
limit. The command is stored as an approval request and obeyed in the decider's name; nothing
is locked meanwhile.
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from domain.approvals.asking import Approvable, Subject, ask_person, people
from domain.approvals.rows import ApprovalRequest, RequestState, pending_request
from domain.approvals.rules import NoQualifiedApprover
from domain.approvals.telling import waiting_for
from domain.codec import to_json
from domain.errors import Outcome
from domain.people import Employee, Role
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class About:
    """What a wish is about: a paper of a customer, and the money at stake."""

    document_no: str
    document_kind: str
    customer_no: str
    customer_name: str
    amount: Decimal
    currency: str
    amount_lcy: Decimal


@dataclass(frozen=True, kw_only=True)
class WishNoted(Outcome):
    """What was asked for waits for the yes of `approvers`."""

    document_no: str
    customer_no: str
    customer_name: str
    what: str
    approvers: tuple[str, ...]


def may_give(work: Work, roles: frozenset[Role]) -> bool:
    """Whether the actor may give a command himself, and need not ask for it."""
    return bool(work.actor.roles & roles)


def wish(
    work: Work, command: Approvable, *, about: About, deciders: frozenset[Role], what: str
) -> WishNoted:
    """Put the command before somebody of these roles; asking twice asks once.

    `what` says it in words: "cancel PS-INV103001".

    Raises:
        NoQualifiedApprover: nobody has such a role.
    """
    pending = pending_request(work.session, about.document_no)
    if pending is not None and pending.command == type(command).__name__:
        approvers = waiting_for(work, pending)
    else:
        subject = Subject(
            document_no=about.document_no,
            document_kind=about.document_kind,
            version=1,
            customer_no=about.customer_no,
            customer_name=about.customer_name,
            net_amount=about.amount,
            currency=about.currency,
            amount_lcy=about.amount_lcy,
        )
        asked = ask_person(
            work,
            subject,
            command=command,
            decider_no=_decider(work, deciders, amount=about.amount_lcy),
            reason=f"{work.actor.name} asks to {what}",
        )
        approvers = asked.waiting_for
    return work.happened(
        WishNoted(
            document_no=about.document_no,
            customer_no=about.customer_no,
            customer_name=about.customer_name,
            what=what,
            approvers=approvers,
        )
    )


def was_granted(work: Work, command: Approvable, *, document_no: str) -> bool:
    """Whether exactly this command is obeyed because somebody said yes to it."""
    if command.approval is None:
        return False
    request = work.session.get(ApprovalRequest, command.approval)
    if request is None or request.state != RequestState.APPROVED:
        return False
    asked = {**request.fields, "approval": command.approval}
    same = request.command == type(command).__name__ and asked == to_json(command)
    return same and request.document_no == document_no


def _decider(work: Work, roles: frozenset[Role], *, amount: Decimal) -> str:
    """The asker's approver where he has such a role, else the first of our people who has."""
    known = people(work)
    rows = work.session.scalars(
        select(Employee).where(Employee.active.is_(True)).order_by(Employee.no)
    )
    able = [
        row.no
        for row in rows
        if row.no != work.actor.id and {Role(role) for role in row.roles.split()} & roles
    ]
    if not able:
        raise NoQualifiedApprover(asker=work.actor.name, amount=amount)
    own = known.get(work.actor.id)
    if own is not None and own.approver in able:
        return own.approver
    return able[0]
