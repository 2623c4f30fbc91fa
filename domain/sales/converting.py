"""From quote to order: the agreed lines move over at the quoted prices and discounts.

The whole quote is taken, or parts of it; what was taken is counted on the quote's lines.
Deciding whether a quote may be taken is the business of `quotes`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.errors import NotFound, Refusal
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.parties.blocking import Action
from domain.sales.conditions import conditions
from domain.sales.credit import credit_notice
from domain.sales.documents import Kind, QuoteState, SalesDocument, Status
from domain.sales.drafting import (
    Draft,
    checked_customer,
    clean_reference,
    delivery_wish,
    keep,
    number_document,
)
from domain.sales.lines import STEP, LineRequest, SalesLine, check_quantity, goods
from domain.sales.pricing import put_item, raise_all
from domain.sales.scheduling import schedule, show_demand
from domain.sales.service_charge import without_charge
from domain.sales.settling import settle
from domain.work import Work

_NOT_COPIED = {
    "number",
    "kind",
    "status",
    "quote_state",
    "version",
    "valid_until",
    "sent_at",
    "accepted_at",
    "last_line_no",
    "incoming_message_id",
}


@dataclass(kw_only=True, eq=False)
class MoreThanQuoted(Refusal):
    """More is to be taken than the quote still offers; more of it is a change of the quote."""

    item_no: str
    left: Decimal

    def sentence(self) -> str:
        return (
            f"The quote offers {self.left.normalize():f} more of {self.item_no}. For another "
            "quantity please change the quote first."
        )


def quantities_taken(
    lines: Sequence[SalesLine], wanted: Sequence[LineRequest]
) -> dict[int, Decimal]:
    """How much of each line is taken, by line number; without wishes all that is left.

    A wish names the item, and the variant where lines differ by it, in the quote's own unit.

    Raises:
        NotFound: the quote has no such item. MoreThanQuoted: it offers less than that.
        ZeroQuantity, InvalidQuantity, QtyPrecision: no quantity.
    """
    offered = without_charge(goods(lines))
    left = {line.line_no: line.quantity - line.ordered_qty for line in offered}
    if not wanted:
        return {line_no: quantity for line_no, quantity in left.items() if quantity}
    taken: dict[int, Decimal] = {}
    refusals: list[Refusal] = []
    for wish in wanted:
        try:
            line = _line_for(wish, lines)
            check_quantity(wish.item_no, wish.quantity)
            if wish.quantity > left[line.line_no]:
                raise MoreThanQuoted(item_no=line.item_no, left=left[line.line_no])
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        taken[line.line_no] = wish.quantity
        left[line.line_no] -= wish.quantity
    raise_all(refusals)
    return taken


def make_order(
    work: Work,
    quote: SalesDocument,
    lines: Sequence[SalesLine],
    *,
    taken: Mapping[int, Decimal],
    po_number: str = "",
    requested_delivery: date | None = None,
    kind: Kind = Kind.ORDER,
) -> Draft:
    """Write the order for what was taken and count it on the quote, which is then won.

    With `kind` invoice it becomes a draft invoice instead.

    Raises:
        CustomerBlocked, ItemBlocked, VariantBlocked: blocked since the quote was made.
    """
    customer = checked_customer(work, quote.customer_no, action=Action.NEW_ORDER)
    notices: list[str] = []
    order = _header(work, quote, kind)
    order.prepayment_pct = customer.prepayment_pct
    if po_number:
        order.external_document_no = clean_reference(po_number)
    if requested_delivery is not None:
        order.requested_delivery = delivery_wish(
            work, requested_delivery, document=order, notices=notices
        )
    chosen = [line for line in goods(lines) if taken.get(line.line_no)]
    wanted = [(line.item_no, line.variant) for line in chosen]
    terms = conditions(work, order, kept=(), wanted=wanted, agreed=True)
    ordered = [_line(order, line, quantity=taken[line.line_no]) for line in chosen]
    for line in ordered:
        description = line.description
        put_item(line, terms.items[line.item_no], terms=terms)
        line.description = description  # as quoted, whatever the item is called by now
    schedule(work, order, ordered, notices=notices)
    number_document(work, order, ordered)
    paper = settle(work, order, ordered, terms=terms)
    _count(work, quote, lines, taken)
    keep(work, order, ordered)
    if kind == Kind.ORDER:
        show_demand(work, order, ordered, firm=False)
    notices += credit_notice(work, order)
    return Draft(document=order, lines=ordered, paper=paper, notices=notices)


def nothing_left(lines: Sequence[SalesLine]) -> bool:
    """Whether orders have taken everything that was quoted."""
    return all(line.ordered_qty >= line.quantity for line in without_charge(goods(lines)))


def _line_for(wish: LineRequest, lines: Sequence[SalesLine]) -> SalesLine:
    wanted = wish.item_no.strip().casefold()
    for line in goods(lines):
        same = line.item_no.casefold() == wanted and wish.variant in ("", line.variant)
        if same and line.ordered_qty < line.quantity:
            return line
    raise NotFound(kind="open line for", text=wish.item_no[:40])


def _header(work: Work, quote: SalesDocument, kind: Kind) -> SalesDocument:
    columns = {column.key for column in SalesDocument.__table__.columns} - _NOT_COPIED
    copied = {name: getattr(quote, name) for name in columns}
    copied |= {
        "document_date": work.today,
        "posting_date": work.today,
        "vat_date": work.today,
        "created_at": work.now,
        "created_by": work.actor.id,
        "quote_no": quote.number,
        "confirmed_at": None,
        "requested_delivery": _still_ahead(quote.requested_delivery, work),
        "incoming_message_id": work.source.message_id,
    }
    return SalesDocument(number="", kind=kind, status=Status.OPEN, **copied)


def _still_ahead(day: date | None, work: Work) -> date | None:
    return day if day is not None and day >= work.today else None


def _line(order: SalesDocument, line: SalesLine, *, quantity: Decimal) -> SalesLine:
    """The order's line: price and discount as quoted, whatever the lists say by now."""
    order.last_line_no += STEP
    return SalesLine(
        document_no="",
        line_no=order.last_line_no,
        item_no=line.item_no,
        variant=line.variant,
        description=line.description,
        details=line.details,
        unit=line.unit,
        qty_per_unit=line.qty_per_unit,
        quantity=quantity,
        quantity_base=round_to(quantity * line.qty_per_unit, QUANTITY_STEP),
        unit_price=line.unit_price,
        price_manual=line.price_manual,
        price_kept=True,
        price_note=f"as quoted in {line.document_no}",
        our_price=line.our_price,
        discount_pct=line.discount_pct,
        discount_manual=line.discount_manual,
        allow_invoice_disc=line.allow_invoice_disc,
        location=line.location,
        requested_delivery=line.requested_delivery,
        qty_to_ship=quantity,
        qty_to_invoice=quantity,
        quote_line_no=line.line_no,
    )


def _count(
    work: Work, quote: SalesDocument, lines: Sequence[SalesLine], taken: Mapping[int, Decimal]
) -> None:
    for line in goods(lines):
        line.ordered_qty += taken.get(line.line_no, ZERO)
    quote.quote_state = QuoteState.WON if nothing_left(lines) else QuoteState.PARTLY_WON
    quote.accepted_at = work.now
