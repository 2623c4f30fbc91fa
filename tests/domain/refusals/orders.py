"""Wrong requests about quotes and orders as they stand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.approvals.requests import CancelRequest, SendForApproval
from domain.errors import Command, Outcome
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.posting.copying import CopyDocument, NothingToCreate
from domain.posting.prepayment import PostPrepayment
from domain.sales.approving import NothingToApprove
from domain.sales.changes import ChangeDocument
from domain.sales.closing import CloseShort
from domain.sales.converting import MoreThanQuoted
from domain.sales.documents import SalesDocument
from domain.sales.keeping import HoldOrder, ResumeOrder
from domain.sales.lines import (
    HasPrepayment,
    LineChange,
    LineRequest,
    PrepaymentInvoiced,
    QuantityBelowShipped,
    SalesLine,
)
from domain.sales.orders import (
    CancelOrder,
    ConfirmOrder,
    CreateOrder,
    DuplicateExternalNo,
    ExternalDocumentNoRequired,
    ReopenOrder,
)
from domain.sales.quote_words import AcceptQuote, IssueQuote, QuoteExpired, RenewQuote, SendQuote
from domain.sales.seen import DocumentChangedMeanwhile
from domain.sales.sending import NoEmailAddress
from domain.sales.states import (
    ApprovalInProgress,
    DecisionNeeded,
    MustBeApprovedFirst,
    NothingToRelease,
    OrderOnHold,
    PendingApprovalLocked,
    QuoteNotIssued,
    StatusNotOpen,
)
from domain.setup import CompanySetup
from tests.domain.desk import Desk, want
from tests.domain.refusals.row import Wrong, setting
from tests.domain.test_approvals import asked
from tests.domain.test_prepayments import five_chairs
from tests.domain.test_shipments import confirmed, ship

D = Decimal


def _order(*lines: LineRequest, **more: object) -> CreateOrder:
    command = CreateOrder(customer_no="C10000", lines=lines or (want("CHAIR", 1),))
    return replace(command, **more)  # type: ignore[arg-type]


def _put(number: str, item_no: str, quantity: int, *, op: str = "set") -> ChangeDocument:
    line = LineChange(op=op, item_no=item_no, quantity=D(quantity))
    return ChangeDocument(document_no=number, lines=(line,))


def _used_order_number(desk: Desk) -> Command:
    desk.order(po="PO-7")
    return _order(po_number="PO-7")


def _without_order_number(desk: Desk) -> Command:
    setting(desk, CompanySetup, 1, ext_doc_no_mandatory=True)
    return ConfirmOrder(order_no=desk.order().number)


def _cancelled_order(desk: Desk) -> Command:
    number = desk.order().number
    desk.give(CancelOrder(order_no=number), Outcome)
    return ConfirmOrder(order_no=number)


def _held_order(desk: Desk) -> Command:
    number = desk.order().number
    desk.give(HoldOrder(order_no=number, reason="the address is unclear"), Outcome)
    return ConfirmOrder(order_no=number)


def _order_in_doubt(desk: Desk) -> Command:
    number = desk.order().number
    setting(desk, SalesLine, (number, 10000), needs_decision="which vendor delivers")
    return ConfirmOrder(order_no=number)


def _order_of_comments(desk: Desk) -> Command:
    number = desk.order().number
    return ChangeDocument(document_no=number, lines=(LineChange(op="remove", item_no="CHAIR"),))


def _copy_of_nothing(desk: Desk) -> Command:
    without = (LineChange(op="remove", item_no="CHAIR"),)
    return CopyDocument(document_no=desk.order().number, lines=without)


def _stale_confirmation(desk: Desk) -> Command:
    number = desk.order().number
    desk.give(_put(number, "CHAIR", 12), Outcome)
    return ConfirmOrder(order_no=number, version=1)


def _fewer_than_shipped(desk: Desk) -> Command:
    number = confirmed(desk)
    ship(desk, number, ("CHAIR", 4))
    return replace(_put(number, "CHAIR", 3), reopen=True)


def _fewer_than_prepaid(desk: Desk) -> Command:
    number = five_chairs(desk)
    desk.give(PostPrepayment(order_no=number), Outcome)
    return replace(_put(number, "CHAIR", 1), reopen=True)


def _cancel_prepaid(desk: Desk) -> Command:
    number = five_chairs(desk)
    desk.give(PostPrepayment(order_no=number), Outcome)
    return CancelOrder(order_no=number)


def _small_order_for_approval(desk: Desk) -> Command:
    number = desk.order(want("CHAIR", 5), by="sally").number
    return SendForApproval(document_no=number)


def _quote_taken_while_it_waits(desk: Desk) -> Command:
    number = desk.quote(want("CHAIR", 45), issued=False, by="sally").number
    desk.give(SendQuote(quote_no=number), Outcome, by="sally")
    return AcceptQuote(quote_no=number)


def _large_quote_in_one_step(desk: Desk) -> Command:
    number = desk.quote(want("CHAIR", 45), issued=False, by="sally").number
    return AcceptQuote(quote_no=number, issue=True)


def _old_quote(desk: Desk) -> Command:
    number = desk.quote().number
    desk.today = date(2026, 3, 17)
    return AcceptQuote(quote_no=number)


def _more_than_offered(desk: Desk) -> Command:
    return AcceptQuote(quote_no=desk.quote().number, lines=(want("CHAIR", 11),))


def _nobody_to_write_to(desk: Desk) -> Command:
    number = desk.quote(issued=False).number
    with desk.database.writing() as session:
        for contact in session.query(Contact).filter_by(customer_no="C10000"):
            contact.email = ""
        session.get_one(Customer, "C10000").email = ""
        session.get_one(SalesDocument, number).contact_email = ""
    return SendQuote(quote_no=number)


ROWS = (
    Wrong(
        refusal=DuplicateExternalNo,
        ask=_used_order_number,
        fact="The order number PO-7 was used before, for S-ORD1001.",
        way_out="Is this another order?",
        remedies=(CreateOrder,),
    ),
    Wrong(
        refusal=ExternalDocumentNoRequired,
        ask=_without_order_number,
        fact="S-ORD1001 needs the customer's own order number before it goes on.",
        way_out="Please enter it.",
    ),
    Wrong(
        refusal=StatusNotOpen,
        ask=_cancelled_order,
        fact="S-ORD1001 is cancelled.",
        way_out="Reopen it first.",
        remedies=(ReopenOrder,),
    ),
    Wrong(
        refusal=OrderOnHold,
        ask=_held_order,
        fact="S-ORD1001 is on hold: the address is unclear.",
        way_out="Let it go on first.",
        remedies=(ResumeOrder,),
    ),
    Wrong(
        refusal=DecisionNeeded,
        ask=_order_in_doubt,
        fact="S-ORD1001 needs a decision first: which vendor delivers.",
        way_out="Change what it is about.",
    ),
    Wrong(
        refusal=NothingToRelease,
        ask=_order_of_comments,
        fact="S-ORD1001 has no line with a quantity.",
        way_out="Add an item first.",
    ),
    Wrong(
        refusal=NothingToCreate,
        ask=_copy_of_nothing,
        fact="Nothing of S-ORD1001 is left to be copied.",
        way_out="Name the articles and quantities instead.",
    ),
    Wrong(
        refusal=DocumentChangedMeanwhile,
        ask=_stale_confirmation,
        fact="S-ORD1001 has changed since you saw it (version 1, now 2). Please look at it again "
        "before you decide.",
        way_out="Since then: CHAIR: quantity 10 → 12 PCS; Net amount 1,000.00 → 1,200.00 EUR.",
    ),
    Wrong(
        refusal=QuantityBelowShipped,
        ask=_fewer_than_shipped,
        fact="4 of CHAIR have been shipped already; the line cannot be set below that.",
        way_out="Undo a shipment or enter a return first.",
        remedies=(CloseShort,),
    ),
    Wrong(
        refusal=PrepaymentInvoiced,
        ask=_fewer_than_prepaid,
        fact="150.00 of CHAIR have been invoiced in advance; the line cannot go below that.",
        way_out="Credit the prepayment first.",
    ),
    Wrong(
        refusal=HasPrepayment,
        ask=_cancel_prepaid,
        fact="A prepayment of S-ORD1001 has been invoiced.",
        way_out="Credit the prepayment first.",
    ),
    Wrong(
        refusal=PendingApprovalLocked,
        ask=lambda desk: _put(asked(desk), "CHAIR", 40),
        by="sally",
        fact="S-ORD1001 waits for approval and is locked.",
        way_out="To change it, take the request back first.",
        remedies=(CancelRequest,),
    ),
    Wrong(
        refusal=ApprovalInProgress,
        ask=lambda desk: ReopenOrder(order_no=asked(desk)),
        by="sally",
        fact="S-ORD1001 waits for approval.",
        way_out="Take the request back to reopen it.",
        remedies=(CancelRequest,),
    ),
    Wrong(
        refusal=NothingToApprove,
        ask=_small_order_for_approval,
        by="sally",
        fact="S-ORD1001 needs nobody's approval: it is within your limit.",
        way_out="Confirm it right away.",
        remedies=(ConfirmOrder,),
    ),
    Wrong(
        refusal=MustBeApprovedFirst,
        ask=_quote_taken_while_it_waits,
        by="sally",
        fact="S-QUO1001 must be approved first.",
        way_out="The approvers have been asked.",
    ),
    Wrong(
        refusal=MustBeApprovedFirst,
        ask=_large_quote_in_one_step,
        by="sally",
        fact="S-QUO1001 must be approved first.",
        way_out="Issue it to ask for that.",
        remedies=(IssueQuote,),
    ),
    Wrong(
        refusal=QuoteNotIssued,
        ask=lambda desk: AcceptQuote(quote_no=desk.quote(issued=False).number),
        fact="Quote S-QUO1001 has not been sent in its present version.",
        way_out="Send it first.",
        remedies=(AcceptQuote,),
    ),
    Wrong(
        refusal=QuoteExpired,
        ask=_old_quote,
        fact="Quote S-QUO1001 was valid until 16 Mar 2026.",
        way_out="It can be renewed.",
        remedies=(RenewQuote, AcceptQuote),
    ),
    Wrong(
        refusal=MoreThanQuoted,
        ask=_more_than_offered,
        fact="The quote offers 10 more of CHAIR.",
        way_out="For another quantity please change the quote first.",
    ),
    Wrong(
        refusal=NoEmailAddress,
        ask=_nobody_to_write_to,
        fact="I have no mail address for Alder & Co, so S-QUO1001 was not sent.",
        way_out="Name a recipient, or enter an address on the customer's card.",
    ),
)
