"""Quotes: an offer on negotiable terms, sent, accepted, declined or left to expire.

A quote reserves no stock and posts nothing. When the customer accepts, the agreed lines move
to a new order at the quoted prices, and the quote is kept: a year later we can still show
what was offered and when. Above the asker's limit an offer waits for an approval before it
leaves the house.

Source: Business Central, "Make Sales Quotes" (row 2 of the sales overview).
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from domain.approvals.asking import carry_over, end_approvals, standing_approval
from domain.approvals.rows import ApprovalRequest
from domain.calendar import DateFormula, check_not_before_document
from domain.parties.blocking import Action
from domain.sales.archive import archive
from domain.sales.conditions import conditions
from domain.sales.converting import make_order, nothing_left, quantities_taken
from domain.sales.documents import (
    DocumentFields,
    Kind,
    QuoteState,
    SalesDocument,
    Status,
    find_document,
    outcome_fields,
)
from domain.sales.drafting import Draft, checked_customer, clean_reference, draft
from domain.sales.limits import Halt, is_granted, stop_for_approval, subject
from domain.sales.line_changes import recalculate
from domain.sales.lines import SalesLine, goods, lines_of
from domain.sales.orders import ConfirmOrder, OrderAwaitsApproval, confirm_now, orders_directly
from domain.sales.quote_words import AcceptQuote as AcceptQuote
from domain.sales.quote_words import CreateQuote as CreateQuote
from domain.sales.quote_words import DeclineQuote as DeclineQuote
from domain.sales.quote_words import ExpireQuotes as ExpireQuotes
from domain.sales.quote_words import IssueQuote as IssueQuote
from domain.sales.quote_words import QuoteAccepted as QuoteAccepted
from domain.sales.quote_words import QuoteAwaitsApproval as QuoteAwaitsApproval
from domain.sales.quote_words import QuoteCreated as QuoteCreated
from domain.sales.quote_words import QuoteDeclined as QuoteDeclined
from domain.sales.quote_words import QuoteExpired as QuoteExpired
from domain.sales.quote_words import QuoteIssued as QuoteIssued
from domain.sales.quote_words import QuoteRenewed as QuoteRenewed
from domain.sales.quote_words import QuoteSent as QuoteSent
from domain.sales.quote_words import QuotesExpired as QuotesExpired
from domain.sales.quote_words import RenewQuote as RenewQuote
from domain.sales.quote_words import SendQuote as SendQuote
from domain.sales.seen import check_seen
from domain.sales.sending import mail_paper, paper_of, recipient_of
from domain.sales.settling import settle
from domain.sales.states import (
    CLOSED_QUOTES,
    MustBeApprovedFirst,
    QuoteNotIssued,
    StatusNotOpen,
    check_not_waiting,
)
from domain.work import Work

OFFERED = (QuoteState.SENT, QuoteState.ACCEPTED, QuoteState.PARTLY_WON)


def create_quote(command: CreateQuote, work: Work) -> QuoteCreated | QuoteAwaitsApproval:
    """Write an offer. What a contact asks for by mail is given at once, within our limits.

    Raises:
        Refusal: whatever `drafting.draft` refuses.
    """
    work.permit(command)
    valid_until = _validity(work, command.valid_until)
    made = draft(work, command, kind=Kind.QUOTE, valid_until=valid_until)
    if work.actor.is_contact:
        send = SendQuote(quote_no=made.document.number)
        halt = stop_for_approval(work, made.document, made.lines, command=send)
        if halt:
            fields = outcome_fields(made.document, made.paper, made.notices)
            return work.happened(quote_awaits(fields, halt))
        give(work, made.document, made.lines)
    return work.happened(QuoteCreated(**outcome_fields(made.document, made.paper, made.notices)))


def send_quote(command: SendQuote, work: Work) -> QuoteSent | QuoteAwaitsApproval:
    """Mail the offer. Above the asker's limit it waits for an approval first.

    Raises:
        PendingApprovalLocked, StatusNotOpen, QuoteExpired: its state forbids it.
        CustomerBlocked: the customer was blocked meanwhile.
        NoEmailAddress, InvalidField: nowhere to send it.
    """
    work.permit(command)
    quote = find_document(work, command.quote_no, kind=Kind.QUOTE)
    _check_givable(work, quote, command)
    recipient = recipient_of(work, quote, typed=command.recipient)
    lines = lines_of(work.session, quote.number)
    halt = stop_for_approval(work, quote, lines, command=command)
    paper = paper_of(work, quote)
    if halt:
        return work.happened(quote_awaits(outcome_fields(quote, paper), halt))
    give(work, quote, lines)
    mail_paper(work, quote, recipient=recipient, occasion="quote-sent")
    return work.happened(QuoteSent(**outcome_fields(quote, paper), recipient=recipient))


def issue_quote(command: IssueQuote, work: Work) -> QuoteIssued | QuoteAwaitsApproval:
    """Count the offer as given, without a mail; otherwise as `send_quote`."""
    work.permit(command)
    quote = find_document(work, command.quote_no, kind=Kind.QUOTE)
    _check_givable(work, quote, command)
    lines = lines_of(work.session, quote.number)
    halt = stop_for_approval(work, quote, lines, command=command)
    paper = paper_of(work, quote)
    if halt:
        return work.happened(quote_awaits(outcome_fields(quote, paper), halt))
    give(work, quote, lines)
    return work.happened(QuoteIssued(**outcome_fields(quote, paper)))


def accept_quote(command: AcceptQuote, work: Work) -> QuoteAccepted:
    """Turn a quote, or part of it, into an order at the quoted prices.

    Accepting what is taken already names the same order again: the customer's mail program
    may repeat the "yes", and a second order would be a second delivery.

    Raises:
        QuoteExpired: today is later than `valid_until` (that day still counts).
        QuoteNotIssued, MustBeApprovedFirst, StatusNotOpen: it cannot be taken as it stands.
        CustomerBlocked, ItemBlocked, VariantBlocked: blocked since the quote was made.
        ChangedMeanwhile: not the version shown.
    """
    work.permit(command)
    quote = find_document(work, command.quote_no, kind=Kind.QUOTE)
    lines = lines_of(work.session, quote.number)
    if quote.quote_state in (QuoteState.WON, QuoteState.PARTLY_WON) and nothing_left(lines):
        return _taken_before(work, quote)
    check_seen(work, quote, command.version)
    check_acceptable(work, quote, command)
    with work.session.no_autoflush:  # the quote is written once, together with its order
        return work.happened(_ordered(work, quote, lines, command))


def _ordered(
    work: Work, quote: SalesDocument, lines: Sequence[SalesLine], command: AcceptQuote
) -> QuoteAccepted:
    approval: ApprovalRequest | None
    if quote.quote_state == QuoteState.DRAFT:
        approval = _given_now(work, quote, lines, command)
    else:
        approval = standing_approval(work, quote.number, version=quote.version)
    first = not any(line.ordered_qty for line in lines)
    made = make_order(
        work,
        quote,
        lines,
        taken=quantities_taken(lines, command.lines),
        po_number=command.po_number,
        requested_delivery=command.requested_delivery,
    )
    _carry_approval(work, approval, quote=quote, order=made.document)
    if work.actor.is_contact and quote.salesperson_no:
        work.notify(quote.salesperson_no, "quote-accepted", made.document.number)
    numbers = (made.document.number,) if first else _orders_of(work, quote)
    return _accepted(work, made, command, quote=quote, numbers=numbers)


def decline_quote(command: DeclineQuote, work: Work) -> QuoteDeclined:
    """Note that the offer is lost, and why; declining twice tells the same again.

    Raises:
        PendingApprovalLocked, StatusNotOpen: it waits for approval, or an order was made of it.
    """
    work.permit(command)
    quote = find_document(work, command.quote_no, kind=Kind.QUOTE)
    paper = paper_of(work, quote)
    if quote.quote_state == QuoteState.LOST:
        return QuoteDeclined(**outcome_fields(quote, paper), reason=quote.decline_reason)
    check_not_waiting(quote)
    if quote.quote_state in (QuoteState.WON, QuoteState.PARTLY_WON):
        way_out = "Cancel the order instead."
        raise StatusNotOpen(document_no=quote.number, state=quote.quote_state, way_out=way_out)
    quote.quote_state = QuoteState.LOST
    quote.decline_reason = clean_reference(command.reason)
    end_approvals(work, quote.number)
    archive(work, quote, lines_of(work.session, quote.number))
    if work.actor.is_contact and quote.salesperson_no:
        work.notify(quote.salesperson_no, "quote-declined", quote.number)
    return work.happened(QuoteDeclined(**outcome_fields(quote, paper), reason=quote.decline_reason))


def renew_quote(command: RenewQuote, work: Work) -> QuoteRenewed:
    """Offer the same again: a new version at today's prices, to be sent.

    Raises:
        PendingApprovalLocked, StatusNotOpen: it waits for approval, or an order was made of it.
        ItemBlocked, VariantBlocked, PriceMissing, InvalidDate: it cannot be offered again.
    """
    work.permit(command)
    quote = find_document(work, command.quote_no, kind=Kind.QUOTE)
    check_not_waiting(quote)
    if quote.quote_state in (QuoteState.WON, QuoteState.PARTLY_WON):
        way_out = "Change the order that was made of it instead."
        raise StatusNotOpen(document_no=quote.number, state=quote.quote_state, way_out=way_out)
    checked_customer(work, quote.customer_no, action=Action.NEW_QUOTE)
    lines = lines_of(work.session, quote.number)
    archive(work, quote, lines)
    quote.version += 1
    quote.quote_state = QuoteState.DRAFT
    quote.order_date = quote.document_date = work.today
    quote.valid_until = _validity(work, command.valid_until)
    end_approvals(work, quote.number)
    wanted = [(line.item_no, line.variant) for line in goods(lines)]
    terms = conditions(work, quote, kept=(), wanted=wanted)
    recalculate(goods(lines), terms=terms)
    paper = settle(work, quote, lines, terms=terms)
    return work.happened(QuoteRenewed(**outcome_fields(quote, paper)))


def expire_quotes(command: ExpireQuotes, work: Work) -> QuotesExpired:
    """Mark offers whose last day lies before `until`; those without a date never expire."""
    work.permit(command)
    quotes = work.session.scalars(
        select(SalesDocument)
        .where(
            SalesDocument.kind == Kind.QUOTE,
            SalesDocument.quote_state.in_((QuoteState.DRAFT, QuoteState.SENT)),
            SalesDocument.status == Status.OPEN,
            SalesDocument.valid_until < command.until,
        )
        .order_by(SalesDocument.number)
        .with_for_update()
    ).all()
    for quote in quotes:
        quote.quote_state = QuoteState.EXPIRED
    numbers = tuple(quote.number for quote in quotes)
    return work.happened(QuotesExpired(until=command.until, quote_nos=numbers))


def _validity(work: Work, typed: date | None) -> date | None:
    """The last day of an offer made today. How long an offer holds is ours to say."""
    if typed is not None and not work.actor.is_contact:
        check_not_before_document(typed, document_date=work.today, field="Validity")
        return typed
    if not work.setup.quote_validity:
        return None
    return DateFormula.parse(work.setup.quote_validity).after(work.today)


def _check_givable(work: Work, quote: SalesDocument, command: SendQuote | IssueQuote) -> None:
    if not is_granted(work, quote, command.approval):
        check_not_waiting(quote)
    _check_in_time(work, quote)
    if quote.quote_state in CLOSED_QUOTES:
        raise StatusNotOpen(
            document_no=quote.number,
            state=quote.quote_state,
            way_out="Renew it to offer it again."
            if quote.quote_state == QuoteState.LOST
            else "An order was made of it already.",
            remedy=RenewQuote(quote_no=quote.number)
            if quote.quote_state == QuoteState.LOST
            else None,
        )
    checked_customer(work, quote.customer_no, action=Action.NEW_QUOTE)


def _check_in_time(work: Work, quote: SalesDocument) -> None:
    lapsed = quote.valid_until is not None and work.today > quote.valid_until
    if lapsed or quote.quote_state == QuoteState.EXPIRED:
        raise QuoteExpired(quote_no=quote.number, valid_until=quote.valid_until)


def check_acceptable(work: Work, quote: SalesDocument, command: AcceptQuote) -> None:
    """Refuse a quote that cannot be taken as it stands; see `accept_quote`."""
    if quote.status == Status.PENDING_APPROVAL:
        raise MustBeApprovedFirst(document_no=quote.number)
    if quote.quote_state == QuoteState.LOST:
        raise StatusNotOpen(
            document_no=quote.number,
            state="declined",
            way_out="Renew it to offer it again.",
            remedy=RenewQuote(quote_no=quote.number),
        )
    ours = not work.actor.is_contact
    if quote.quote_state == QuoteState.DRAFT and not (command.issue and ours):
        raise QuoteNotIssued(
            quote_no=quote.number,
            remedy=AcceptQuote(quote_no=quote.number, version=quote.version, issue=True),
        )
    if not (command.override_expiry and ours):
        _check_in_time(work, quote)


def quote_awaits(fields: DocumentFields, halt: Halt) -> QuoteAwaitsApproval:
    """The quote as it waits, for whom and why."""
    return QuoteAwaitsApproval(**fields, approvers=halt.approvers, reason=halt.reason)


def give(work: Work, quote: SalesDocument, lines: Sequence[SalesLine]) -> None:
    """From now on the customer has this version in his hands."""
    quote.status = Status.OPEN
    if quote.quote_state not in OFFERED:
        quote.quote_state = QuoteState.SENT
    quote.sent_at = work.now
    archive(work, quote, lines)


def _given_now(
    work: Work, quote: SalesDocument, lines: Sequence[SalesLine], command: AcceptQuote
) -> ApprovalRequest | None:
    """Issue and accept in one step, where nobody else must say yes."""
    halt = stop_for_approval(work, quote, lines, command=IssueQuote(quote_no=quote.number))
    if halt:
        raise MustBeApprovedFirst(
            document_no=quote.number, remedy=IssueQuote(quote_no=command.quote_no)
        )
    give(work, quote, lines)
    return halt.approval


def _carry_approval(
    work: Work, approval: ApprovalRequest | None, *, quote: SalesDocument, order: SalesDocument
) -> None:
    """An approved quote needs no second approval as an order, if nothing about it changed."""
    if approval is not None and order.net_amount == quote.net_amount:
        confirm = ConfirmOrder(order_no=order.number)
        carry_over(work, approval, subject=subject(order), command=confirm)


def _accepted(
    work: Work,
    made: Draft,
    command: AcceptQuote,
    *,
    quote: SalesDocument,
    numbers: tuple[str, ...],
) -> QuoteAccepted:
    approvers: tuple[str, ...] = ()
    notices = list(made.notices)
    if command.then_confirm or orders_directly(work):
        confirmed = confirm_now(work, made)
        notices = list(confirmed.notices)
        if isinstance(confirmed, OrderAwaitsApproval):
            approvers = confirmed.approvers
    fields = outcome_fields(made.document, made.paper, notices)
    fields["quote_state"] = str(quote.quote_state)
    return QuoteAccepted(
        **fields,
        quote_no=quote.number,
        order_no=made.document.number,
        order_nos=numbers,
        approvers=approvers,
    )


def _taken_before(work: Work, quote: SalesDocument) -> QuoteAccepted:
    """The orders that were made of a quote, the newest in full."""
    numbers = _orders_of(work, quote)
    order = find_document(work, numbers[-1], kind=Kind.ORDER)
    fields = outcome_fields(order, paper_of(work, order))
    fields["quote_state"] = str(quote.quote_state)
    return QuoteAccepted(**fields, quote_no=quote.number, order_no=order.number, order_nos=numbers)


def _orders_of(work: Work, quote: SalesDocument) -> tuple[str, ...]:
    return tuple(
        work.session.scalars(
            select(SalesDocument.number)
            .where(SalesDocument.quote_no == quote.number)
            .order_by(SalesDocument.created_at, SalesDocument.number)
        )
    )
