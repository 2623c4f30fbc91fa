"""The approval side of sales documents: asking on purpose, and handing a document back.

Which command waits follows from the document: a quote waits to be sent, an order to be
confirmed. Deciding is in `domain.approvals.requests`.
"""

from dataclasses import dataclass

from domain.approvals.asking import Approvable
from domain.approvals.requests import SendForApproval, UnlockDocument
from domain.approvals.rows import pending_request
from domain.errors import Command, Refusal
from domain.sales.documents import (
    DocumentOutcome,
    DocumentWaits,
    Kind,
    Status,
    find_document,
    outcome_fields,
)
from domain.sales.limits import stop_for_approval
from domain.sales.lines import goods, lines_of
from domain.sales.orders import ConfirmOrder
from domain.sales.quotes import SendQuote
from domain.sales.sending import paper_of
from domain.sales.states import ApprovalInProgress, StatusNotOpen, check_not_waiting
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class SentForApproval(DocumentWaits):
    """The document is locked and waits for the yes of `approvers`."""


@dataclass(frozen=True, kw_only=True)
class DocumentUnlocked(DocumentOutcome):
    """The document is open again."""


@dataclass(kw_only=True, eq=False)
class NothingToApprove(Refusal):
    """Nobody has to say yes: it is empty, or within the asker's own limit."""

    document_no: str
    remedy: Command | None = None

    def sentence(self) -> str:
        if self.remedy is None:
            return f"{self.document_no} has nothing on it to approve. Add an item first."
        done = "Confirm" if isinstance(self.remedy, ConfirmOrder) else "Send"
        return (
            f"{self.document_no} needs nobody's approval: it is within your limit. {done} it right "
            "away."
        )

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,) if self.remedy else ()


def send_for_approval(command: SendForApproval, work: Work) -> SentForApproval:
    """Ask for the approval a document needs before it is sent or confirmed.

    Raises:
        PendingApprovalLocked: it waits already. StatusNotOpen: its state needs none.
        NothingToApprove: nobody has to say yes.
    """
    work.permit(command)
    document = find_document(work, command.document_no)
    check_not_waiting(document)
    draft = document.quote_state in ("", "draft")
    if document.status != Status.OPEN or not draft:
        state = document.quote_state or document.status
        way_out = "Only a draft is sent for approval."
        raise StatusNotOpen(document_no=document.number, state=state, way_out=way_out)
    lines = lines_of(work.session, document.number)
    if not any(line.quantity for line in goods(lines)):
        raise NothingToApprove(document_no=document.number)
    waits: Approvable = SendQuote(quote_no=document.number)
    if document.kind == Kind.ORDER:
        waits = ConfirmOrder(order_no=document.number, version=document.version)
    halt = stop_for_approval(work, document, lines, command=waits)
    if not halt:
        raise NothingToApprove(document_no=document.number, remedy=waits)
    fields = outcome_fields(document, paper_of(work, document))
    return work.happened(SentForApproval(**fields, approvers=halt.approvers, reason=halt.reason))


def unlock_document(command: UnlockDocument, work: Work) -> DocumentUnlocked:
    """Hand a document back whose request was decided against or taken back.

    Raises:
        ApprovalInProgress: a request still waits.
    """
    work.permit(command)
    document = find_document(work, command.document_no)
    pending = pending_request(work.session, document.number)
    if pending is not None and pending.locks:
        raise ApprovalInProgress(document_no=document.number)
    if document.status == Status.PENDING_APPROVAL:
        document.status = Status.OPEN
    return DocumentUnlocked(**outcome_fields(document, paper_of(work, document)))
