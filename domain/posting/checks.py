"""Checks before posting: everything that is wrong, said at once, before anything is written.

They follow the order of the specification (section 7.1). What a document's state forbids
comes alone, because nothing else about it matters then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, select

from domain.catalog.items import ItemBlocked, VariantBlocked
from domain.database import table_of
from domain.errors import Command, Refusal
from domain.money import ZERO
from domain.parties.blocking import Action, check_not_blocked
from domain.parties.customer_rows import Customer
from domain.posting.advances import money_missing
from domain.posting.assigning import unassigned
from domain.posting.subject import Subject
from domain.sales.changes import ChangeDocument
from domain.sales.documents import Kind, SalesDocument, Status
from domain.sales.header_terms import COMPLETE, PARTIAL
from domain.sales.orders import ExternalDocumentNoRequired, ReopenOrder
from domain.sales.states import (
    DecisionNeeded,
    MustBeApprovedFirst,
    OrderNotConfirmed,
    OrderOnHold,
    StatusNotOpen,
)
from domain.stock.rows import Location

Quantities = Mapping[int, Decimal]


@dataclass(kw_only=True, eq=False)
class NotPostable(Refusal):
    """Quotes and blanket orders promise; only what follows from them is posted."""

    document_no: str
    kind: str

    def sentence(self) -> str:
        return (
            f"{self.document_no} is a {self.kind.replace('_', ' ')} and cannot be posted. Make an "
            "order of it first."
        )


@dataclass(kw_only=True, eq=False)
class NothingToPost(Refusal):
    """No line has anything left for what was asked."""

    document_no: str
    way_out: str = "Name the lines and how many, if more is to go."

    def sentence(self) -> str:
        return f"There is nothing left to post on {self.document_no}. {self.way_out}"


@dataclass(kw_only=True, eq=False)
class ShippingAdviceComplete(Refusal):
    """The customer wants everything in one delivery."""

    document_no: str
    item_nos: tuple[str, ...]

    def sentence(self) -> str:
        return (
            f"{self.document_no} is to be delivered complete, and this shipment leaves out "
            f"{', '.join(self.item_nos)}. Ship everything, or change the order to part deliveries."
        )

    def remedies(self) -> tuple[Command, ...]:
        number = self.document_no
        return (ChangeDocument(document_no=number, shipping_advice=PARTIAL, reopen=True),)


@dataclass(kw_only=True, eq=False)
class DropShipmentNotLinked(Refusal):
    """The vendor delivers this line, and no purchase order says so yet."""

    document_no: str
    line_no: int
    item_no: str

    def sentence(self) -> str:
        return (
            f"{self.item_no} on {self.document_no} is delivered by the vendor, and no purchase "
            "order is linked to it yet. Leave it out of this shipment until then."
        )


@dataclass(kw_only=True, eq=False)
class WarehouseRequired(Refusal):
    """Goods leave this location by warehouse documents only."""

    location: str

    def sentence(self) -> str:
        return (
            f"At {self.location} goods leave by warehouse documents only. Ship from another "
            "place, or let an administrator change that."
        )


def check_state(document: SalesDocument, *, again: Command | None = None) -> None:
    """Refuse a document whose state forbids posting; `again` is the command that confirms too.

    Raises:
        NotPostable, StatusNotOpen, MustBeApprovedFirst, OrderNotConfirmed, OrderOnHold,
        NothingToPost, DecisionNeeded: what stands in the way.
    """
    number = document.number
    if document.kind not in (Kind.ORDER, Kind.INVOICE):
        raise NotPostable(document_no=number, kind=str(document.kind))
    if document.status == Status.PENDING_APPROVAL:
        raise MustBeApprovedFirst(document_no=number)
    if document.status == Status.CANCELLED:
        raise StatusNotOpen(
            document_no=number,
            state=document.status,
            way_out="Reopen it first.",
            remedy=ReopenOrder(order_no=number),
        )
    if document.status == Status.COMPLETED:
        way_out = "It is complete; what comes next needs a new order."
        raise NothingToPost(document_no=number, way_out=way_out)
    if document.status == Status.OPEN and document.kind == Kind.ORDER:
        raise OrderNotConfirmed(order_no=number, remedy=again)
    if document.on_hold:
        raise OrderOnHold(document_no=number, reason=document.on_hold)


def hindrances(
    subject: Subject, *, ship: Quantities, invoice: Quantities, goods_move: bool, bill: bool
) -> list[Refusal]:
    """Everything else that stands in the way of posting these quantities."""
    found = subject.window.hindrances(subject.on, goods=goods_move, bill=bill)
    document = subject.document
    mandatory = bill and subject.work.setup.ext_doc_no_mandatory
    if mandatory and not document.external_document_no:
        found.append(ExternalDocumentNoRequired(document_no=document.number))
    found += _blocks(subject, ship=ship, bill=bill)
    found += _line_problems(subject, ship=ship, invoice=invoice)
    if document.kind == Kind.ORDER:
        found += money_missing(
            subject.work, document, subject.lines, ship=ship, setup=subject.window.setup
        )
    if ship:
        found += _shipping(subject, ship)
    return found + unassigned(subject, invoice)


def _blocks(subject: Subject, *, ship: Quantities, bill: bool) -> list[Refusal]:
    found: list[Refusal] = []
    if ship:
        found += _blocked(subject.customer, Action.SHIP)
    if bill:
        found += _blocked(subject.bill_to, Action.INVOICE_SHIPMENT)
    return found[:1]


def _blocked(customer: Customer, action: Action) -> list[Refusal]:
    try:
        check_not_blocked(customer, action)
    except Refusal as refusal:
        return [refusal]
    return []


def _line_problems(subject: Subject, *, ship: Quantities, invoice: Quantities) -> list[Refusal]:
    found: list[Refusal] = []
    for line in subject.sold:
        shipped_now = bool(ship.get(line.line_no))
        if not shipped_now and not invoice.get(line.line_no):
            continue
        card = subject.items.get(line.item_no)
        if card is None or card.blocked:
            found.append(ItemBlocked(item_no=line.item_no, description=line.description))
        elif (line.item_no, line.variant) in subject.blocked_variants:
            found.append(VariantBlocked(item_no=line.item_no, variant=line.variant))
        if shipped_now and line.drop_shipment and not line.purchase_order_no:
            found.append(
                DropShipmentNotLinked(
                    document_no=line.document_no, line_no=line.line_no, item_no=line.item_no
                )
            )
        reason = line.needs_decision or subject.document.needs_decision
        if shipped_now and reason:
            found.append(DecisionNeeded(document_no=line.document_no, reason=reason))
    return found


_location = table_of(Location).c
_GUARDED = select(_location.code).where(
    _location.code.in_(bindparam("places", expanding=True)), _location.require_shipment.is_(True)
)


def _shipping(subject: Subject, ship: Quantities) -> list[Refusal]:
    found: list[Refusal] = []
    document = subject.document
    stocked = [line for line in subject.sold if line.stocked and not line.drop_shipment]
    if document.shipping_advice == COMPLETE:
        short = tuple(
            line.item_no
            for line in stocked
            if line.qty_shipped + ship.get(line.line_no, ZERO) != line.quantity
        )
        if short:
            found.append(ShippingAdviceComplete(document_no=document.number, item_nos=short))
    places = sorted({line.location for line in stocked if ship.get(line.line_no)} - {""})
    if places:
        guarded = subject.work.session.execute(_GUARDED, {"places": places}).scalars()
        found += [WarehouseRequired(location=code) for code in guarded]
    return found
