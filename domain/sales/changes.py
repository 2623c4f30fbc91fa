"""Changing a quote or an order: a new version, and what is different, in words.

The version before stays readable in the archive. A customer changes his quote himself; a
change of his order is put before the salesperson. After a change an earlier approval no
longer counts, and an offer or confirmation has to be given again.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.approvals.asking import Approvable, end_approvals
from domain.calendar import check_not_before_document
from domain.errors import Command
from domain.papers import PaperFacts
from domain.parties.blocking import Action
from domain.people import SALES_AND_CONTACT, Role
from domain.sales.archive import archive, view
from domain.sales.closing import CloseShort
from domain.sales.comparing import differences
from domain.sales.conditions import Conditions, conditions
from domain.sales.credit import credit_notice
from domain.sales.documents import (
    DocumentOutcome,
    Kind,
    QuoteState,
    SalesDocument,
    Status,
    outcome_fields,
)
from domain.sales.drafting import (
    checked_customer,
    clean_reference,
    delivery_wish,
    set_discount,
    set_ship_to,
    set_terms,
)
from domain.sales.header_terms import set_discount_amount, set_due_date, set_shipping_advice
from domain.sales.limits import stop_for_approval
from domain.sales.line_changes import change_lines, check_changes, new_items, recalculate
from domain.sales.lines import LineChange as LineChange
from domain.sales.lines import QuantityBelowShipped, SalesLine, goods, lines_of
from domain.sales.orders import CONFIRMED, OrderAwaitsApproval, ReopenOrder, ask_first, reopened
from domain.sales.quotes import QuoteAwaitsApproval, RenewQuote, SendQuote, give, quote_awaits
from domain.sales.scheduling import schedule, show_demand
from domain.sales.seen import find_as_seen
from domain.sales.sending import paper_of
from domain.sales.settling import settle
from domain.sales.states import (
    CLOSED_QUOTES,
    NothingToRelease,
    StatusNotOpen,
    check_not_waiting,
)
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class ChangeDocument(Approvable):
    """Change what is given and leave the rest. `version` is the one shown.

    `reopen` opens a confirmed order for the change. `recalculate` asks the price lists again
    for every line whose price nobody typed, also for terms agreed in a quote. `due_date` is
    agreed for this document, whatever its terms say; `discount_amount` is off the whole, in the
    document's price convention; `shipping_advice` is partial or complete.
    """

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "change documents"

    document_no: str
    version: int | None = None
    lines: tuple[LineChange, ...] = ()
    discount_pct: Decimal | None = None
    discount_amount: Decimal | None = None
    requested_delivery: date | None = None
    valid_until: date | None = None
    ship_to: str = ""
    po_number: str = ""
    payment_terms: str = ""
    due_date: date | None = None
    shipping_advice: str = ""
    reopen: bool = False
    recalculate: bool = False


@dataclass(frozen=True, kw_only=True)
class DocumentChanged(DocumentOutcome):
    """The document stands in a new version. No changes: it was as wanted already."""

    changes: tuple[str, ...]


def change_document(
    command: ChangeDocument, work: Work
) -> DocumentChanged | QuoteAwaitsApproval | OrderAwaitsApproval:
    """Change a document and say what is different.

    Raises:
        PendingApprovalLocked, StatusNotOpen: its state forbids it; the sentence says how to
            leave that state.
        ChangedMeanwhile: not the version shown.
        Refusal: whatever new lines and dates are refused for when a document is written.
    """
    work.permit(command)
    document = find_as_seen(work, command.document_no, seen=command.version)
    check_changes(command.lines, document=document, actor=work.actor)
    if work.actor.is_contact and document.kind == Kind.ORDER:
        check_changeable(document, reopening=None)
        wish = _without_our_terms(command, version=document.version)
        return ask_first(work, document, command=wish, reason="asks to change it")
    check_changeable(document, reopening=None if command.reopen else replace(command, reopen=True))
    if document.status in CONFIRMED:
        reopened(work, document)
    with work.session.no_autoflush:  # the lines are written once, when all are settled
        return _changed(work, document, command)


def _changed(
    work: Work, document: SalesDocument, command: ChangeDocument
) -> DocumentChanged | QuoteAwaitsApproval:
    lines = lines_of(work.session, document.number)
    before = view(document, lines)
    archive(work, document, lines)
    notices: list[str] = []
    action = Action.NEW_QUOTE if document.kind == Kind.QUOTE else Action.NEW_ORDER
    customer = checked_customer(work, document.customer_no, action=action)
    terms = conditions(
        work,
        document,
        kept={line.item_no for line in goods(lines)},
        wanted=new_items(command.lines),
    )
    lines = _new_lines(work, document, lines, command=command, terms=terms, notices=notices)
    if not goods(lines):
        raise NothingToRelease(document_no=document.number)
    set_discount(work, document, command.discount_pct, notices=notices)
    set_discount_amount(work, document, command.discount_amount, notices=notices)
    set_terms(work, document, command.payment_terms, notices=notices)
    set_due_date(work, document, command.due_date, notices=notices)
    set_shipping_advice(document, command.shipping_advice)
    if command.ship_to:
        set_ship_to(work, document, command.ship_to, customer=customer, notices=notices)
    _set_dates(work, document, command, notices=notices)
    if command.po_number:
        document.external_document_no = clean_reference(command.po_number)
    if not differences(before, view(document, lines)):
        fields = outcome_fields(document, paper_of(work, document), notices)
        return DocumentChanged(**fields, changes=())
    document.version += 1
    end_approvals(work, document.number)
    schedule(work, document, lines, notices=notices)
    paper = settle(work, document, lines, terms=terms)
    notices += credit_notice(work, document)
    changes = differences(before, view(document, lines))
    work.session.flush()
    return stand_changed(work, document, lines, paper=paper, changes=changes, notices=notices)


def stand_changed(
    work: Work,
    document: SalesDocument,
    lines: list[SalesLine],
    *,
    paper: PaperFacts,
    changes: tuple[str, ...],
    notices: list[str],
) -> DocumentChanged | QuoteAwaitsApproval:
    """What the new version means: demand for an order, a new offer for a quote.

    The customer who changes his own quote is given the new version with the reply.
    """
    if document.kind == Kind.ORDER:
        show_demand(work, document, lines, firm=False)
    elif document.kind == Kind.QUOTE:
        document.quote_state = QuoteState.DRAFT
        if work.actor.is_contact:
            send = SendQuote(quote_no=document.number)
            halt = stop_for_approval(work, document, lines, command=send)
            if halt:
                fields = outcome_fields(document, paper, notices)
                return work.happened(quote_awaits(fields, halt))
            give(work, document, lines)
    return work.happened(
        DocumentChanged(**outcome_fields(document, paper, notices), changes=changes)
    )


def _new_lines(
    work: Work,
    document: SalesDocument,
    lines: list[SalesLine],
    *,
    command: ChangeDocument,
    terms: Conditions,
    notices: list[str],
) -> list[SalesLine]:
    try:
        kept, added, removed = change_lines(
            document, lines, command.lines, terms=terms, actor=work.actor, notices=notices
        )
    except QuantityBelowShipped as below:
        rest = CloseShort(order_no=document.number, line_no=below.line_no)
        raise replace(below, remedy=rest if command.reopen else None) from below
    if command.recalculate:
        recalculate(goods(kept), terms=terms)
    work.session.add_all(added)
    for line in removed:
        work.session.delete(line)
    return kept


def _set_dates(
    work: Work, document: SalesDocument, command: ChangeDocument, *, notices: list[str]
) -> None:
    """A new delivery date holds for every line that has none of its own."""
    if command.requested_delivery is not None:
        wish = delivery_wish(work, command.requested_delivery, document=document, notices=notices)
        document.requested_delivery = wish or document.requested_delivery
    if command.valid_until is None or document.kind != Kind.QUOTE:
        return
    if work.actor.is_contact:
        notices.append("How long the offer holds is for our salespeople to say.")
        return
    check_not_before_document(
        command.valid_until, document_date=document.document_date, field="Validity"
    )
    document.valid_until = command.valid_until


def check_changeable(document: SalesDocument, *, reopening: Command | None) -> None:
    """Refuse a document whose state forbids changing it.

    `reopening` is the command that opens a confirmed order first; None where that is meant.
    """
    check_not_waiting(document)
    number = document.number
    if document.kind == Kind.QUOTE and document.quote_state in CLOSED_QUOTES:
        remedy = None
        if document.quote_state in (QuoteState.LOST, QuoteState.EXPIRED):
            remedy = RenewQuote(quote_no=number)
        way_out = "Renew it to offer it again." if remedy else "Change the order instead."
        raise StatusNotOpen(
            document_no=number, state=document.quote_state, way_out=way_out, remedy=remedy
        )
    if document.status in CONFIRMED and reopening is not None:
        raise StatusNotOpen(
            document_no=number,
            state="confirmed",
            way_out="Reopen it to change it; then it has to be confirmed again.",
            remedy=reopening,
        )
    if document.status == Status.CANCELLED:
        raise StatusNotOpen(
            document_no=number,
            state=document.status,
            way_out="Reopen it first.",
            remedy=ReopenOrder(order_no=number),
        )
    if document.status == Status.COMPLETED:
        way_out = "What was billed is corrected with a return or a credit memo."
        raise StatusNotOpen(document_no=number, state=document.status, way_out=way_out)


def _without_our_terms(command: ChangeDocument, *, version: int) -> ChangeDocument:
    """A contact's wish as it is stored: without the prices and terms that are ours to give."""
    lines = tuple(replace(line, unit_price=None, discount_pct=None) for line in command.lines)
    return replace(
        command,
        version=version,
        lines=lines,
        discount_pct=None,
        discount_amount=None,
        payment_terms="",
        due_date=None,
        reopen=True,
        recalculate=False,
    )
