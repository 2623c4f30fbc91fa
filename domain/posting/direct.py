"""Invoices without an order: written as a draft, changed freely, shipped and billed in one post.

A draft has a number of its own (S-INV); the bill gets the posted one. What needs an order
(part deliveries, goods a vendor delivers) is refused on a draft.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from domain.errors import Command, InvalidField, Refusal
from domain.people import SALES, Role
from domain.sales.converting import make_order, nothing_left, quantities_taken
from domain.sales.documents import (
    DocumentOutcome,
    Kind,
    SalesDocument,
    find_document,
    outcome_fields,
)
from domain.sales.drafting import NewDocument, draft
from domain.sales.lines import LineRequest, SalesLine, lines_of
from domain.sales.orders import CreateOrder
from domain.sales.quotes import AcceptQuote, check_acceptable
from domain.sales.states import StatusNotOpen
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class CreateInvoice(NewDocument):
    """Write a draft invoice, from lines or from a quote the customer said yes to."""

    may: ClassVar[frozenset[Role]] = SALES | {Role.ACCOUNTANT}
    doing: ClassVar[str] = "make invoices"

    customer_no: str = ""
    lines: tuple[LineRequest, ...] = ()
    quote_no: str = ""


@dataclass(frozen=True, kw_only=True)
class InvoiceDrafted(DocumentOutcome):
    """A draft invoice stands; nothing is posted yet."""


@dataclass(kw_only=True, eq=False)
class OrderRequired(Refusal):
    """An invoice alone cannot do this; an order can."""

    document_no: str
    why: str
    remedy: Command

    def sentence(self) -> str:
        return f"{self.document_no} {self.why}. Make it an order for that."

    def remedies(self) -> tuple[Command, ...]:
        return (self.remedy,)


def create_invoice(command: CreateInvoice, work: Work) -> InvoiceDrafted:
    """Write a draft invoice; post it with `PostInvoice`.

    Raises:
        InvalidField: neither lines nor a quote, or both.
        QuoteExpired, QuoteNotIssued, StatusNotOpen: the quote cannot be taken.
        Refusal: whatever `drafting.draft` refuses.
    """
    work.permit(command)
    if bool(command.quote_no) == bool(command.lines):
        raise InvalidField(field="Invoice", text="lines", why="name items, or one quote")
    if not command.quote_no:
        made = draft(work, command, kind=Kind.INVOICE)
        fields = outcome_fields(made.document, made.paper, made.notices)
        return work.happened(InvoiceDrafted(**fields))
    quote = find_document(work, command.quote_no, kind=Kind.QUOTE)
    check_acceptable(work, quote, AcceptQuote(quote_no=quote.number))
    lines = lines_of(work.session, quote.number)
    if nothing_left(lines):
        way_out = "All of it is on an order or an invoice already."
        raise StatusNotOpen(document_no=quote.number, state=quote.quote_state, way_out=way_out)
    made = make_order(work, quote, lines, taken=quantities_taken(lines, ()), kind=Kind.INVOICE)
    fields = outcome_fields(made.document, made.paper, made.notices)
    return work.happened(InvoiceDrafted(**fields))


def order_reasons(document: SalesDocument, lines: list[SalesLine]) -> list[Refusal]:
    """What on a draft invoice needs an order."""
    found: list[Refusal] = []
    remedy = _as_order(document, lines)
    for line in lines:
        why = ""
        if line.drop_shipment:
            why = f"has {line.item_no}, which the vendor delivers"
        elif line.qty_to_ship != line.quantity:
            why = f"would ship only a part of {line.item_no}"
        elif line.promised_delivery:
            why = f"promises {line.item_no} for a later day"
        if why:
            found.append(OrderRequired(document_no=document.number, why=why, remedy=remedy))
    return found


def _as_order(document: SalesDocument, lines: list[SalesLine]) -> CreateOrder:
    requests = (
        LineRequest(
            item_no=line.item_no,
            quantity=line.quantity,
            unit=line.unit,
            variant=line.variant,
            unit_price=line.unit_price,
            discount_pct=line.discount_pct,
        )
        for line in lines
    )
    made = CreateOrder(customer_no=document.customer_no, lines=tuple(requests))
    return replace(made, po_number=document.external_document_no, confirm=True)
