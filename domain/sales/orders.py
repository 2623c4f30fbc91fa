"""Orders: what a customer has bought and we have confirmed, and taking it back again.

An order that is open already counts as demand; confirming releases it to the warehouse and
tells the customer. Above the asker's limit confirming waits for an approval. Nothing here
ships, invoices or posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy import func, select

from domain.approvals.asking import Approvable, end_approvals
from domain.approvals.rows import pending_request
from domain.approvals.telling import waiting_for
from domain.catalog.items import check_sellable
from domain.errors import Command, Refusal
from domain.parties.blocking import Action
from domain.people import SALES, SALES_AND_CONTACT, Role
from domain.sales.amending import count_confirmation
from domain.sales.archive import archive
from domain.sales.closing import CloseShort, give_back, was_closed_short
from domain.sales.documents import (
    DocumentOutcome,
    DocumentWaits,
    Kind,
    SalesDocument,
    Status,
    find_document,
    outcome_fields,
)
from domain.sales.drafting import Draft, NewDocument, checked_customer, clean_reference, draft
from domain.sales.limits import ask_salesperson, is_granted, stop_for_approval
from domain.sales.lines import HasPrepayment, SalesLine, goods, lines_of
from domain.sales.scheduling import forget_demand, show_demand
from domain.sales.seen import find_as_seen
from domain.sales.sending import NoEmailAddress, mail_paper, paper_of, recipient_of
from domain.sales.states import (
    ApprovalInProgress,
    DecisionNeeded,
    NothingToRelease,
    OrderOnHold,
    StatusNotOpen,
    check_not_waiting,
)
from domain.work import Work

CONFIRMED = (Status.RELEASED, Status.PENDING_PREPAYMENT)


@dataclass(frozen=True, kw_only=True)
class CreateOrder(NewDocument):
    """Write an order. `confirm` accepts a customer order number that was used before.

    `then_confirm` releases and confirms it in the same step, as a customer's mail does.
    """

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "make orders"

    confirm: bool = False
    then_confirm: bool = False


@dataclass(frozen=True, kw_only=True)
class ConfirmOrder(Approvable):
    """Release an order and confirm it to the customer. `version` is the one shown."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "confirm orders"

    order_no: str
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReopenOrder(Command):
    """Open a confirmed or cancelled order again, to change it."""

    may: ClassVar[frozenset[Role]] = SALES
    doing: ClassVar[str] = "reopen orders"

    order_no: str


@dataclass(frozen=True, kw_only=True)
class CancelOrder(Approvable):
    """Withdraw an order of which nothing was posted. A customer's wish waits for our yes."""

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "cancel orders"

    order_no: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderCreated(DocumentOutcome):
    """An order stands, open until it is confirmed."""


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(DocumentOutcome):
    """The order is released and the customer has been told, or is told with the reply.

    `recipient` is empty where no letter was queued. `amendment` counts confirmations after
    the first.
    """

    recipient: str = ""
    amendment: int = 0


@dataclass(frozen=True, kw_only=True)
class OrderAwaitsApproval(DocumentWaits):
    """What was asked for waits for the yes of `approvers`."""


@dataclass(frozen=True, kw_only=True)
class OrderReopened(DocumentOutcome):
    """The order is open again; an earlier approval no longer counts."""


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(DocumentOutcome):
    """The order is withdrawn and takes no stock any more."""

    reason: str = ""


@dataclass(kw_only=True, eq=False)
class DuplicateExternalNo(Refusal):
    """The customer has used this order number before: most likely it is the same order."""

    po_number: str
    document_no: str
    remedy: Command

    def sentence(self) -> str:
        return (
            f"The order number {self.po_number} was used before, for {self.document_no}. "
            "Is this another order?"
        )

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,)


@dataclass(kw_only=True, eq=False)
class ExternalDocumentNoRequired(Refusal):
    """Our setup wants the customer's own order number on every order."""

    document_no: str

    def sentence(self) -> str:
        return (
            f"{self.document_no} needs the customer's own order number before it goes on. Please "
            "enter it."
        )


def create_order(
    command: CreateOrder, work: Work
) -> OrderCreated | OrderConfirmed | OrderAwaitsApproval:
    """Write an order and count it as demand; with `then_confirm` confirm it as well.

    Raises:
        DuplicateExternalNo: the customer's order number was used before.
        Refusal: whatever `drafting.draft` and, with `then_confirm`, confirming refuse.
    """
    work.permit(command)
    if not command.confirm:
        _check_reference(work, command)
    made = draft(work, command, kind=Kind.ORDER)
    show_demand(work, made.document, made.lines, firm=False)
    if command.then_confirm or orders_directly(work):
        return confirm_now(work, made)
    return work.happened(OrderCreated(**outcome_fields(made.document, made.paper, made.notices)))


def confirm_order(command: ConfirmOrder, work: Work) -> OrderConfirmed | OrderAwaitsApproval:
    """Release an order and send its confirmation; confirming twice tells the same again.

    Raises:
        PendingApprovalLocked, StatusNotOpen, OrderOnHold, DecisionNeeded: its state forbids it.
        NothingToRelease, ExternalDocumentNoRequired: something is missing on it.
        CustomerBlocked, ItemBlocked, VariantBlocked: blocked since it was written.
        ChangedMeanwhile: not the version shown.
    """
    work.permit(command)
    document = find_as_seen(work, command.order_no, kind=Kind.ORDER, seen=command.version)
    if document.status in CONFIRMED:
        return OrderConfirmed(**outcome_fields(document, paper_of(work, document)))
    lines = lines_of(work.session, document.number)
    return _confirmed(work, document, lines, command=command, notices=[])


def reopen_order(command: ReopenOrder, work: Work) -> OrderReopened:
    """Open an order again. Its approval ends; an open order stays as it is.

    Raises:
        ApprovalInProgress: it waits for a decision.
        StatusNotOpen: it is completed.
    """
    work.permit(command)
    document = find_document(work, command.order_no, kind=Kind.ORDER)
    return reopened(work, document)


def cancel_order(command: CancelOrder, work: Work) -> OrderCancelled | OrderAwaitsApproval:
    """Withdraw an order of which nothing was shipped; cancelling twice tells the same again.

    A customer's contact asks for it: the salesperson in charge decides.

    Raises:
        PendingApprovalLocked, StatusNotOpen: its state forbids it.
        HasPrepayment: something of it was invoiced in advance.
    """
    work.permit(command)
    document = find_document(work, command.order_no, kind=Kind.ORDER)
    paper = paper_of(work, document)
    if document.status == Status.CANCELLED:
        return OrderCancelled(**outcome_fields(document, paper), reason=document.reason)
    check_not_waiting(document)
    lines = lines_of(work.session, document.number)
    if document.status == Status.COMPLETED or any(line.qty_shipped for line in lines):
        way_out = "Goods have left already; what is outstanding can be closed short."
        raise StatusNotOpen(
            document_no=document.number,
            state="partly shipped",
            way_out=way_out,
            remedy=CloseShort(order_no=document.number)
            if document.status in CONFIRMED and any(line.outstanding for line in lines)
            else None,
        )
    if any(line.prepaid for line in lines):
        raise HasPrepayment(document_no=document.number)
    if work.actor.is_contact:
        return ask_first(work, document, command=command, reason="asks to cancel it")
    document.status = Status.CANCELLED
    document.reason = clean_reference(command.reason)
    end_approvals(work, document.number)
    archive(work, document, lines)
    forget_demand(work, document)
    return work.happened(OrderCancelled(**outcome_fields(document, paper), reason=document.reason))


def reopened(work: Work, document: SalesDocument) -> OrderReopened:
    """Open an order that was found and locked already; see `reopen_order`."""
    paper = paper_of(work, document)
    if document.status == Status.OPEN:
        return OrderReopened(**outcome_fields(document, paper))
    if document.status == Status.PENDING_APPROVAL:
        raise ApprovalInProgress(document_no=document.number)
    lines = lines_of(work.session, document.number)
    short = was_closed_short(lines)
    if document.status == Status.COMPLETED and not short:
        way_out = "What was billed is taken back with a return or a credit memo."
        raise StatusNotOpen(document_no=document.number, state="completed", way_out=way_out)
    if short:
        paper = give_back(work, document, lines)
    document.status = Status.OPEN
    end_approvals(work, document.number)
    show_demand(work, document, lines, firm=False)
    return work.happened(OrderReopened(**outcome_fields(document, paper)))


def confirm_now(work: Work, made: Draft) -> OrderConfirmed | OrderAwaitsApproval:
    """Confirm an order in the step that wrote it, whoever asked for that."""
    command = ConfirmOrder(order_no=made.document.number)
    return _confirmed(work, made.document, made.lines, command=command, notices=made.notices)


def orders_directly(work: Work) -> bool:
    """Whether what a customer orders is confirmed with the reply; the setup's `mail_orders`."""
    return work.actor.is_contact and work.setup.mail_orders == "direct"


def ask_first(
    work: Work, document: SalesDocument, *, command: Approvable, reason: str
) -> OrderAwaitsApproval:
    """Put a contact's wish about an order before the salesperson; asking twice asks once."""
    pending = pending_request(work.session, document.number)
    if pending is not None:
        approvers = waiting_for(work, pending)
    else:
        said = f"{work.actor.name} {reason}"
        asked = ask_salesperson(work, document, command=command, reason=said)
        approvers = asked.waiting_for
    notice = f"{' and '.join(approvers)} will look at it and answer."
    return work.happened(
        OrderAwaitsApproval(
            **outcome_fields(document, paper_of(work, document), [notice]), approvers=approvers
        )
    )


def _confirmed(
    work: Work,
    document: SalesDocument,
    lines: Sequence[SalesLine],
    *,
    command: ConfirmOrder,
    notices: list[str],
) -> OrderConfirmed | OrderAwaitsApproval:
    if not is_granted(work, document, command.approval):
        check_not_waiting(document)
    _check_releasable(work, document, lines)
    paper = paper_of(work, document)
    waits = replace(command, version=document.version)
    halt = stop_for_approval(work, document, lines, command=waits)
    if halt:
        fields = outcome_fields(document, paper, notices)
        return work.happened(
            OrderAwaitsApproval(**fields, approvers=halt.approvers, reason=halt.reason)
        )
    document.status = Status.RELEASED
    if document.prepayment_pct:
        document.status = Status.PENDING_PREPAYMENT
        notices.append(f"A prepayment of {document.prepayment_pct.normalize():f} % comes first.")
    document.confirmed_at = work.now
    show_demand(work, document, lines, firm=True)
    archive(work, document, lines)
    amended = count_confirmation(document)
    recipient = _mailed(work, document, notices, amended=amended)
    return work.happened(
        OrderConfirmed(
            **outcome_fields(document, paper, notices),
            recipient=recipient,
            amendment=document.amendments if amended else 0,
        )
    )


def _mailed(work: Work, document: SalesDocument, notices: list[str], *, amended: bool) -> str:
    """Queue the confirmation; an order without an address is confirmed all the same."""
    try:
        recipient = recipient_of(work, document)
    except NoEmailAddress:
        notices.append("There is no mail address, so the confirmation was not sent.")
        return ""
    occasion = "order-amended" if amended else "order-confirmed"
    mail_paper(work, document, recipient=recipient, occasion=occasion)
    return recipient


def _check_releasable(work: Work, document: SalesDocument, lines: Sequence[SalesLine]) -> None:
    if document.status in (Status.CANCELLED, Status.COMPLETED):
        raise StatusNotOpen(
            document_no=document.number,
            state=document.status,
            way_out="Reopen it first."
            if document.status == Status.CANCELLED
            else "There is nothing left to confirm.",
            remedy=ReopenOrder(order_no=document.number)
            if document.status == Status.CANCELLED
            else None,
        )
    if document.on_hold:
        raise OrderOnHold(document_no=document.number, reason=document.on_hold)
    for reason in (document.needs_decision, *(line.needs_decision for line in lines)):
        if reason:
            raise DecisionNeeded(document_no=document.number, reason=reason)
    sold = [line for line in goods(lines) if line.quantity]
    if not sold:
        raise NothingToRelease(document_no=document.number)
    if work.setup.ext_doc_no_mandatory and not document.external_document_no:
        raise ExternalDocumentNoRequired(document_no=document.number)
    checked_customer(work, document.customer_no, action=Action.NEW_ORDER)
    check_sellable(work.session, [(line.item_no, line.variant) for line in sold])


def _check_reference(work: Work, command: CreateOrder) -> None:
    reference = clean_reference(command.po_number)
    if not reference:
        return
    known = work.session.scalar(
        select(SalesDocument.number)
        .where(
            SalesDocument.customer_no == command.customer_no.strip().upper(),
            SalesDocument.kind == Kind.ORDER,
            SalesDocument.status != Status.CANCELLED,
            func.lower(SalesDocument.external_document_no) == reference.lower(),
        )
        .limit(1)
    )
    if known is not None:
        raise DuplicateExternalNo(
            po_number=reference, document_no=known, remedy=replace(command, confirm=True)
        )
