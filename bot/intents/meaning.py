"""Which command an intent means. An intent without an entry is understood, but not obeyed here."""

import re
from dataclasses import replace

from bot.intents.understanding import Proposal, Understanding
from domain.approvals.requests import (
    ApproveRequest,
    RejectRequest,
    SendForApproval,
    ShowRequests,
)
from domain.errors import Command
from domain.parties.customers import CreateCustomer
from domain.posting.copying import CopyDocument
from domain.posting.correcting import CorrectInvoice
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import PostInvoice, ShipAndInvoice
from domain.posting.navigate import ShowPosted
from domain.posting.posted_copies import SendPosted
from domain.posting.returning import CreateReturn
from domain.posting.ship import PostShipment
from domain.receivables.balances import ShowBalance
from domain.receivables.charges import ChargeInterest
from domain.receivables.disputes import DisputeInvoice, SettleDispute
from domain.receivables.issuing import SendReminders
from domain.receivables.payments import RecordPayment
from domain.receivables.statements import SendStatement
from domain.sales.asking import AskPrice
from domain.sales.changes import ChangeDocument
from domain.sales.copies import SendDocument
from domain.sales.header_changes import ChangeHeader
from domain.sales.orders import CancelOrder, ConfirmOrder, CreateOrder
from domain.sales.quotes import AcceptQuote, CreateQuote, DeclineQuote
from domain.sales.showing import ShowDocument, ShowDocuments
from domain.stock.availability import CheckAvailability

# What cannot be taken back is shown first and done by a button, a link or a plain "yes".
STAGED: frozenset[type[Command]] = frozenset(
    {
        ChangeHeader,
        PostShipment,
        PostInvoice,
        ShipAndInvoice,
        RecordPayment,
        CancelInvoice,
        CorrectInvoice,
        SendReminders,
        ChargeInterest,
    }
)

_BOTH = "ship_and_invoice"  # nobody says it in one verb; `in_one_step` makes it of the two
_POSTED = re.compile(r"P[SP]-|REM|FIN|STM", re.IGNORECASE)  # how the numbers of posted papers begin

COMMANDS: dict[str, type[Command]] = {
    "create_quote": CreateQuote,
    "accept_quote": AcceptQuote,
    "cancel_quote": DeclineQuote,
    "create_order": CreateOrder,
    "confirm_order": ConfirmOrder,
    "cancel_order": CancelOrder,
    "change_document": ChangeDocument,
    "send_document": SendDocument,
    "request_approval": SendForApproval,
    "approve": ApproveRequest,
    "reject": RejectRequest,
    "price_inquiry": AskPrice,
    "check_availability": CheckAvailability,
    "promise_date": CheckAvailability,
    "check_status": ShowDocument,
    "create_customer": CreateCustomer,
    "post_shipment": PostShipment,
    "post_invoice": PostInvoice,
    _BOTH: ShipAndInvoice,
    "record_payment": RecordPayment,
    "cancel_invoice": CancelInvoice,
    "create_return": CreateReturn,
    "repeat_order": CopyDocument,
    "correct_invoice": CorrectInvoice,
    "send_reminders": SendReminders,
    "charge_interest": ChargeInterest,
    "dispute_invoice": DisputeInvoice,
    "settle_dispute": SettleDispute,
}


def _names_only_a_customer(proposal: Proposal) -> bool:
    """Whether a change is about whom a document is for, and about nothing else."""
    said = {slot.name for slot in proposal.slots if slot.value}
    return "customer" in said and said <= {"customer", "document"}


def command_type(proposal: Proposal) -> type[Command] | None:
    """The type of command a proposal means, None where the clerk cannot obey it."""
    kind = COMMANDS.get(proposal.intent)
    about = proposal.value("about")
    if kind is ChangeDocument and _names_only_a_customer(proposal):
        return ChangeHeader
    if kind is SendDocument and proposal.value("doc_type") == "statement":
        return SendStatement
    if kind is SendDocument and _POSTED.match(str(proposal.value("document") or "")):
        return SendPosted
    if kind is ShowDocument and about in ("balance", "overdue"):
        return ShowBalance
    if kind is ShowDocument and _POSTED.match(str(proposal.value("document") or "")):
        return ShowPosted
    if kind is ShowDocument and not proposal.value("document"):
        if about == "approval":
            return ShowRequests
        if about == "invoice":
            return ShowBalance
        if about in ("order", "quote", None):
            return ShowDocuments
        return None
    if kind is CheckAvailability and not proposal.lines:
        return ShowDocument if proposal.value("document") else None
    return kind


def in_one_step(understanding: Understanding) -> Understanding:
    """ "Ship and invoice S-ORD1001" is one posting: neither happens without the other."""
    done = understanding.proposals
    if [one.intent for one in done] != ["post_shipment", "post_invoice"]:
        return understanding
    ship, bill = done
    named = {one.value("document") for one in done} - {None}
    if len(named) > 1 or bill.lines:
        return understanding
    document = ship.slot("document") or bill.slot("document")
    both = replace(ship.with_slot(document) if document else ship, intent=_BOTH)
    return replace(understanding, proposals=(both,))
