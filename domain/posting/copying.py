"""Writing the same again: a new document from an old one, open, archived or posted.

Goods and quantities are copied; what came back since of a posted document is left out. Prices
are asked of the lists anew, or kept as they were agreed (specification, section 8.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from decimal import Decimal
from typing import ClassVar, cast

from domain.errors import Command, InvalidField, Refusal
from domain.money import ZERO
from domain.parties.customer_rows import Customer
from domain.parties.finding import customer_of
from domain.people import SALES_AND_CONTACT, Role
from domain.posting.direct import CreateInvoice, create_invoice
from domain.posting.originals import Original, find_original
from domain.sales.documents import (
    DocumentFields,
    DocumentOutcome,
    DocumentWaits,
    Kind,
)
from domain.sales.drafting import NewDocument
from domain.sales.line_changes import ADD, REMOVE
from domain.sales.lines import LineChange, LineRequest
from domain.sales.orders import CreateOrder, OrderAwaitsApproval, create_order
from domain.sales.quotes import CreateQuote, QuoteAwaitsApproval, create_quote
from domain.work import Work

_KINDS = (Kind.QUOTE, Kind.ORDER, Kind.INVOICE)
_WAITING = (OrderAwaitsApproval, QuoteAwaitsApproval)


@dataclass(frozen=True, kw_only=True)
class CopyDocument(Command):
    """Write the same again, for the same customer or `for_customer`.

    `kind` is quote, order or invoice (a draft); empty is that of the original, and an order
    for a posted one. `lines` are what shall be different. `recalculate` False keeps price and
    discount of every line, if customer, currency and VAT convention are the original's.
    `include_header` brings terms, discount and delivery address along. `version` is one that
    was archived. A contact repeats what is his, at today's prices.
    """

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT
    doing: ClassVar[str] = "copy documents"

    document_no: str
    for_customer: str = ""
    kind: str = ""
    lines: tuple[LineChange, ...] = ()
    po_number: str = ""
    requested_delivery: date | None = None
    recalculate: bool = True
    include_header: bool = True
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentCopied(DocumentWaits):
    """The same stands again. `approvers` is filled where somebody's yes is awaited."""

    source_no: str


@dataclass(kw_only=True, eq=False)
class NothingToCreate(Refusal):
    """Nothing is left of the original that could be ordered again."""

    document_no: str

    def sentence(self) -> str:
        return (
            f"Nothing of {self.document_no} is left to be copied. Name the articles and "
            "quantities instead."
        )


@dataclass(frozen=True, kw_only=True)
class Again:
    """A line to be written; `was` are the terms it had, None where something is different."""

    line: LineRequest
    was: LineRequest | None = None


def copy_document(command: CopyDocument, work: Work) -> DocumentCopied:
    """Write a quote, an order or a draft invoice over what another document holds.

    Raises:
        NotFound: no such document, version or customer, or it is not the asker's to see.
        NothingToCreate: everything on it came back, or was left out.
        Refusal: whatever writing a new document of that kind refuses.
    """
    work.permit(command)
    original = find_original(work, command.document_no, version=command.version)
    wanted_for = command.for_customer or original.customer_no
    customer = customer_of(work.session, wanted_for, actor=work.actor)
    same = customer.no == original.customer_no
    lines = _changed(original.lines, command.lines)
    if not lines:
        raise NothingToCreate(document_no=original.number)
    ours = same and not work.actor.is_contact
    keep = ours and not command.recalculate and _priced_alike(work, customer, original)
    header = ours and command.include_header
    wanted = NewDocument(
        customer_no=customer.no,
        lines=tuple(_request(line, original.number, keep=keep) for line in lines),
        requested_delivery=command.requested_delivery,
        po_number=command.po_number,
        discount_pct=original.discount_pct if header else None,
        payment_terms=original.payment_terms if header else "",
        ship_to=original.ship_to if header else "",
    )
    made = _write(work, _kind(command, original), wanted)
    moved = _other_prices(lines, made, original.number) if same else []
    return work.happened(
        DocumentCopied(
            **_told(made, moved),
            source_no=original.number,
            approvers=made.approvers if isinstance(made, _WAITING) else (),
            reason=made.reason if isinstance(made, _WAITING) else "",
        )
    )


def _kind(command: CopyDocument, original: Original) -> Kind:
    wanted = command.kind.strip().lower()
    if not wanted:
        return original.kind
    if wanted not in _KINDS:
        why = "I can write a quote, an order or an invoice"
        raise InvalidField(field="Kind", text=wanted[:40], why=why)
    return Kind(wanted)


def _changed(lines: Sequence[LineRequest], changes: Sequence[LineChange]) -> list[Again]:
    """The lines with what shall be different; what is not on them is added."""
    again = [
        Again(line=replace(line, unit_price=None, discount_pct=None), was=line) for line in lines
    ]
    for change in changes:
        item = change.item_no.strip().casefold()
        known = next((each for each in again if each.line.item_no.casefold() == item), None)
        if known is None or change.op == ADD:
            if change.op != REMOVE and change.quantity is not None:
                fresh = LineRequest(item_no=change.item_no, quantity=change.quantity)
                again.append(_different(fresh, change))
        elif change.op == REMOVE:
            again.remove(known)
        else:
            again[again.index(known)] = _different(known.line, change)
    return again


def _different(line: LineRequest, change: LineChange) -> Again:
    """A line with another quantity, unit, article or price; without a word for it, as it was."""
    if change.replace_with:
        line = replace(line, item_no=change.replace_with, unit="", variant="")
    return Again(
        line=replace(
            line,
            quantity=line.quantity if change.quantity is None else change.quantity,
            unit=change.unit or line.unit,
            unit_price=change.unit_price,
            discount_pct=change.discount_pct,
            requested_delivery=change.requested_delivery,
        )
    )


def _priced_alike(work: Work, customer: Customer, original: Original) -> bool:
    """Whether the original's prices mean the same today: its currency and VAT convention."""
    bill_to = work.session.get_one(Customer, customer.bill_to)
    currency = customer.currency or work.setup.currency
    return (currency, bill_to.prices_including_vat) == (
        original.currency,
        original.prices_include_vat,
    )


def _request(again: Again, number: str, *, keep: bool) -> LineRequest:
    if not keep or again.was is None:
        return again.line
    return replace(again.was, agreed_in=number)


def _write(work: Work, kind: Kind, wanted: NewDocument) -> DocumentOutcome:
    fields = {each.name: getattr(wanted, each.name) for each in dataclass_fields(NewDocument)}
    if kind == Kind.QUOTE:
        return create_quote(CreateQuote(**fields), work)
    if kind == Kind.INVOICE:
        return create_invoice(CreateInvoice(**fields), work)
    return create_order(CreateOrder(**fields), work)


def _told(made: DocumentOutcome, more: Sequence[str]) -> DocumentFields:
    fields = {name: getattr(made, name) for name in DocumentFields.__annotations__}
    fields["notices"] = (*made.notices, *more)
    return cast(DocumentFields, fields)


def _other_prices(lines: Sequence[Again], made: DocumentOutcome, number: str) -> list[str]:
    """Say where our prices have moved since."""
    said = []
    written = [line for line in made.paper.lines if line.position]
    for again, now in zip(lines, written, strict=False):  # a service charge comes last
        was = again.was
        if was is None or (was.unit_price, was.discount_pct) == (now.unit_price, now.discount_pct):
            continue
        said.append(
            f"{now.item_no}: {_price(was.unit_price, was.discount_pct)} in {number}, "
            f"{_price(now.unit_price, now.discount_pct)} now."
        )
    return said


def _price(price: Decimal | None, discount_pct: Decimal | None) -> str:
    less = f" less {discount_pct.normalize():f} %" if discount_pct else ""
    return f"{price or ZERO:,.2f}{less}"
