"""From a proposal to a typed command: the last step before the domain.

A slot bears the name of the command's field it fills, up to the few names below, so one
function builds every command. What the text left open is filled from the thread; what is
still missing becomes a question, and nothing runs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.intents.understanding import Line, Proposal
from domain.catalog.wanted import LineRequest
from domain.errors import Command
from domain.posting.correcting import CorrectedTerms
from domain.posting.quantities import LineQuantity
from domain.posting.returning import ReturnWish
from domain.receivables.balances import ShowBalance
from domain.receivables.charges import ChargeInterest
from domain.receivables.debtors import AppliesTo
from domain.receivables.issuing import SendReminders
from domain.receivables.owing import ShowDebtors
from domain.sales.lines import LineChange

# field of a command <- slot of a proposal, where the names differ
_DOCUMENTS = (
    "document_no",
    "quote_no",
    "order_no",
    "invoice_no",
    "shipment_no",
    "return_no",
    "number",
)
_SLOT_OF = {
    "paid_on": "payment",
    "due_date": "due",
    "customer_no": "customer",
    "for_customer": "customer",
    "document_no": "document",
    "quote_no": "document",
    "order_no": "document",
}
_AFTER_REJECT = re.compile(
    r"(?:\b[A-Z]+-[A-Z]+\d+(?: is)?(?: rejected)?|\breject(?:ed)?(?: it| that| this)?(?! [A-Z]+-))"
    r"\b[ ,:;.-]*"
    r"(?:because|since|as|reason)?[ ,:-]*(?P<reason>[^\n]{3,300})",
)
# The paper is for who speaks: "send me the PDF", "can I see it", "print S-ORD1001".
_TO_ME = re.compile(
    r"\b(?:send|resend|mail|e-?mail|forward|give|get|show|shoot|share|print|hand|pass)"
    r"(?:ing)? (?:me|us|it to me|that to me|myself)\b|\bto (?:me|myself)\b"
    r"|\b(?:can|could|may|let) (?:i|me|we) (?:have|see|get|look)\b|\b(?:i|we) need\b"
    r"|\b(?:print|download|show)\b"
    r"|\b(?:schick|sende?|mail|gib|zeig|druck)e?(?: mir| uns| es mir)\b|\ban mich\b",
    re.IGNORECASE,
)
_ASKED_AS = {
    "invoice_no": "document",
    "shipment_no": "document",
    "return_no": "document",
    "number": "document",
    "customer_no": "customer",
    "document_no": "document",
    "quote_no": "document",
    "order_no": "document",
    "lines": "item",
    "reason": "reason",
    "name": "name",
}

# Slots that somebody would miss if they were dropped without a word.
_WEIGHTY = {
    "ship_to": "the delivery address",
    "requested_delivery": "the delivery date",
    "valid_until": "the validity",
    "payment_terms": "the payment terms",
    "payment_method": "the way of payment",
    "discount_pct": "the discount",
    "po_number": "the order number of the customer",
}


class Missing(Exception):
    """A required field that neither the text nor the thread fills; `target` is what to ask for."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.target = target


@dataclass(frozen=True, kw_only=True)
class Thread:
    """What the conversation knows: its document and customer, and how to find "the last order".

    `last` looks up the newest document of a kind ("quote", "order") that the actor may see.
    `said` is the message itself, for reasons that are kept as they were written; `speaker` is
    the address of who says it, where "me" is one of our own people.
    """

    document_no: str
    customer_no: str
    last: Callable[[str], str]
    said: str = ""
    speaker: str = ""


def command_of(proposal: Proposal, kind: type[Command], thread: Thread) -> Command:
    """Build the command that a proposal means.

    Raises:
        Missing: a required field is not filled.
    """
    said = _said(proposal)
    if kind is ShowBalance and not said.get("customer") and _WHO.search(thread.said):
        return ShowDebtors(overdue_only=said.get("about") == "overdue")
    if kind in _TO_EVERYBODY and not _THESE.search(thread.said):
        thread = replace(thread, customer_no="")
    if proposal.intent == "reject":
        said["reason"] = _reason_in(thread.said) or said.get("reason")
    if proposal.intent == "send_document" and _TO_ME.search(thread.said):
        said.setdefault("recipient", thread.speaker)
    given: dict[str, Any] = {}
    for field in fields(kind):
        value = _value(field.name, str(field.type), said, thread)
        if value is not None:
            given[field.name] = value
        elif field.default is MISSING and field.default_factory is MISSING:
            raise Missing(_ASKED_AS.get(field.name, field.name))
    if kind is ShowBalance and not given.get("customer_no"):
        raise Missing("customer")
    return kind(**given)


def overlooked(proposal: Proposal, kind: type[Command]) -> tuple[str, ...]:
    """What was said and understood but has no place in the command, in words for a note."""
    taken = {_SLOT_OF.get(field.name, field.name) for field in fields(kind)}
    said = _said(proposal)
    return tuple(word for name, word in _WEIGHTY.items() if said.get(name) and name not in taken)


# What goes to everybody unless a customer is named, or meant by a word such as "them".
_TO_EVERYBODY: frozenset[type[Command]] = frozenset({SendReminders, ChargeInterest})
_THESE = re.compile(r"\b(?:them|him|her|it|they|this customer)\b", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?:who|whoever|which customers?|any(?:body|one)|every(?:body|one)|customers|debtors)\b",
    re.IGNORECASE,
)


def _reason_in(text: str) -> str:
    """The reason as it was written: what follows the document's number or the word itself."""
    found = _AFTER_REJECT.search(text)
    return found["reason"].strip(" ,.;:-\n") if found else ""


def _said(proposal: Proposal) -> dict[str, Any]:
    """The slots by name, with the entries of `dates` beside them."""
    said = {slot.name: slot.value for slot in proposal.slots}
    dates = said.pop("dates", None)
    if isinstance(dates, Mapping):
        said.update(dates)
    return said


def _value(name: str, kind: str, said: Mapping[str, Any], thread: Thread) -> Any:
    if name in _DOCUMENTS:
        return _document(str(said.get("document") or ""), thread)
    if name == "customer_no":
        return said.get("customer") or thread.customer_no or None
    if name == "lines":
        lines = said.get("lines") or ()
        build = next((make for word, make in _LINES.items() if word in kind), request_of)
        return tuple(build(line) for line in lines) or None
    if name == "applies_to":
        named = [said["document"]] if said.get("document") else said.get("documents") or ()
        return tuple(AppliesTo(document_no=str(number)) for number in named) or None
    value = said.get(_SLOT_OF.get(name, name))
    if value is None or value == "":
        return None
    if "date" in kind and isinstance(value, str):
        return date.fromisoformat(value)
    if "Decimal" in kind:
        return Decimal(str(value))
    return value


def _document(text: str, thread: Thread) -> str | None:
    if text.startswith("@last:"):
        return thread.last(text.removeprefix("@last:")) or None
    return text or thread.document_no or None


def request_of(line: Line) -> LineRequest:
    """One line as a quote, an order or a question wants it.

    Raises:
        Missing: no article, or no quantity.
    """
    if line.item is None:
        raise Missing("item")
    return LineRequest(
        item_no=line.item,
        quantity=Decimal(1) if line.quantity is None else line.quantity,
        unit=line.unit or "",
        unit_price=line.price,
        discount_pct=line.discount_pct,
        requested_delivery=date.fromisoformat(line.date) if line.date else None,
    )


def change_of(line: Line) -> LineChange:
    """One line as a change of a document; without a word for it, the new value is set."""
    return LineChange(
        op=line.op or "set",
        item_no=line.item or "",
        line_no=line.line_no,
        quantity=line.quantity,
        unit=line.unit or "",
        unit_price=line.price,
        discount_pct=line.discount_pct,
        requested_delivery=date.fromisoformat(line.date) if line.date else None,
        replace_with=line.replace_with or "",
    )


def quantity_of(line: Line) -> LineQuantity:
    """So much of one line, as it is shipped or invoiced; without a quantity all that is open."""
    return LineQuantity(line_no=line.line_no, item_no=line.item or "", quantity=line.quantity)


def return_of(line: Line) -> ReturnWish:
    """So much of one line comes back; without a quantity all that is left of it."""
    return ReturnWish(line_no=line.line_no, item_no=line.item or "", quantity=line.quantity)


def terms_of(line: Line) -> CorrectedTerms:
    """The price or discount a line of an invoice should have had."""
    return CorrectedTerms(
        line_no=line.line_no,
        item_no=line.item or "",
        unit_price=line.price,
        discount_pct=line.discount_pct,
    )


_LINES: dict[str, Callable[[Line], object]] = {
    "LineChange": change_of,
    "LineQuantity": quantity_of,
    "ReturnWish": return_of,
    "CorrectedTerms": terms_of,
    "LineRequest": request_of,
}
