"""Pricing a line: our lists' best price, or what one of our people typed.

The one place where a line gets its price and discount. A customer cannot set a price: when
the one he wrote differs from ours, ours stands and he is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.calendar import check_not_before_document
from domain.catalog.items import ItemFacts
from domain.catalog.prices import LinePrice
from domain.errors import InvalidField, Refusal, Several
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.people import Actor
from domain.said import said
from domain.sales.conditions import Conditions
from domain.sales.documents import Kind, SalesDocument
from domain.sales.line_amounts import HUNDRED, PERCENT_STEP, InvalidLineAmount
from domain.sales.lines import (
    STEP,
    LineRequest,
    SalesLine,
    check_comment,
    check_price,
    check_quantity,
    check_step,
)
from domain.sales.taxes import CalcType


@dataclass(kw_only=True, eq=False)
class PriceMissing(Refusal):
    """Neither a list nor the item knows a price; we never sell for nothing by accident."""

    item_no: str
    description: str

    def sentence(self) -> str:
        return (
            f"{self.item_no} {self.description} has no price in our lists. One of our "
            "salespeople must name one."
        )


def check_requests(
    requests: Sequence[LineRequest], *, document: SalesDocument, actor: Actor
) -> None:
    """Refuse what no line can hold, all of it at once, before anything is loaded.

    Goods that come back (a negative quantity) stand on orders and invoices only, and our people
    enter them.
    """
    negative = document.kind in (Kind.ORDER, Kind.INVOICE) and not actor.is_contact
    refusals: list[Refusal] = []
    if not requests:
        raise InvalidField(field="Lines", text="(none)", why="name at least one item")
    for request in requests:
        try:
            check_quantity(request.item_no, request.quantity, negative=negative)
            if not actor.is_contact:
                check_price(request.item_no, request.unit_price)
                check_discount(request.discount_pct)
                check_line_date(request.requested_delivery, document=document)
        except Refusal as refusal:
            refusals.append(refusal)
    raise_all(refusals)


def check_discount(pct: Decimal | None) -> None:
    """Refuse a typed line discount outside 0 to 100 %, or finer than five decimals.

    Raises:
        InvalidLineAmount, InvalidField: what is wrong with it.
    """
    if pct is None:
        return
    if not pct.is_finite() or not ZERO <= pct <= HUNDRED:
        given = pct if pct.is_finite() else ZERO
        raise InvalidLineAmount(field="line discount %", given=given, lowest=ZERO, highest=HUNDRED)
    if pct % PERCENT_STEP:
        why = "a percentage has at most five decimals"
        raise InvalidField(field="Line discount", text=f"{pct:f}", why=why)


def check_line_date(day: date | None, *, document: SalesDocument) -> None:
    """Refuse a delivery date typed by our people that lies before the document's own."""
    if day is not None:
        check_not_before_document(
            day, document_date=document.document_date, field="Requested delivery"
        )


def new_line(
    document: SalesDocument,
    request: LineRequest,
    *,
    terms: Conditions,
    actor: Actor,
    notices: list[str],
) -> SalesLine:
    """Make one line at our price, or at the price one of our people typed.

    `notices` gets what was assumed or overruled. The line is not added to the session.

    Raises:
        InvalidField, QtyPrecision, PriceMissing: the item has no such unit, is not sold in
            such parts, or has no price.
    """
    item = terms.items[request.item_no]
    unit = item.unit(request.unit)
    document.last_line_no += STEP
    day = request.requested_delivery
    if day is not None and day < document.document_date:
        text = "The delivery date {day} for {item} has passed; I left it out."
        notices.append(said(text, day=day, item=item.no))
        day = None
    line = SalesLine(
        document_no=document.number,
        line_no=document.last_line_no,
        item_no=item.no,
        variant=request.variant,
        details=check_comment(request.comment),
        location=document.location,
        requested_delivery=day,
    )
    put_item(line, item, terms=terms)
    measure(line, item, unit=unit, quantity=request.quantity, notices=notices)
    price_line(line, terms=terms)
    if request.agreed_in and not actor.is_contact:
        _keep_terms(line, request)
    else:
        type_terms(line, request.unit_price, request.discount_pct, actor=actor, notices=notices)
    check_priced(line)
    return line


def put_item(line: SalesLine, item: ItemFacts, *, terms: Conditions) -> None:
    """Fill what a line copies from its item."""
    vat = terms.vat_of(item)
    line.item_no = item.no
    line.type = "charge_item" if item.is_charge else "item"
    line.description = item.described(line.variant)
    line.base_unit = item.base_unit
    line.stocked = item.is_stocked
    line.vat_group = item.vat_group
    line.vat_identifier = vat.identifier
    line.vat_pct = vat.pct if vat.calc_type is CalcType.NORMAL else ZERO
    line.vat_calc_type = vat.calc_type.value


def measure(
    line: SalesLine, item: ItemFacts, *, unit: str, quantity: Decimal, notices: list[str]
) -> None:
    """Set unit and quantity; packings are counted in base units too, and that is said.

    Raises:
        QtyPrecision: not a multiple of what the item is sold in.
    """
    line.unit = unit
    line.qty_per_unit = item.units[unit]
    line.quantity = quantity
    line.quantity_base = round_to(quantity * line.qty_per_unit, QUANTITY_STEP)
    check_step(item.no, line.quantity_base, step=item.qty_step)
    line.qty_to_ship = quantity - line.qty_shipped
    line.qty_to_invoice = quantity - line.qty_invoiced
    if unit != item.base_unit:
        notices.append(
            said(
                "{item}: {quantity} {unit} = {base} {base_unit}.",
                item=item.no,
                quantity=quantity,
                unit=unit,
                base=line.quantity_base,
                base_unit=item.base_unit,
            )
        )


def price_line(line: SalesLine, *, terms: Conditions) -> None:
    """Give a line our lists' price and discount for its item, unit and quantity."""
    found = look_up_price(line, terms=terms)
    line.unit_price = found.unit_price
    line.discount_pct = found.discount_pct
    line.allow_invoice_disc = found.allow_invoice_disc
    line.price_note = "" if found.price_missing else found.explanation
    line.price_manual = line.discount_manual = line.price_kept = False


def look_up_price(line: SalesLine, *, terms: Conditions) -> LinePrice:
    """What our lists ask for a line; it is noted as `our_price` beside what may be typed."""
    item = terms.items[line.item_no]
    vat = terms.vat_of(item)
    found = terms.prices.price(
        item.no,
        line.quantity,
        unit=line.unit,
        variant=line.variant,
        vat_pct=(vat.gross_of_one[0] - 1) * HUNDRED,
        vat_per_unit=vat.gross_of_one[1],
    )
    line.our_price = found.price_after_discount
    return found


def type_terms(
    line: SalesLine,
    unit_price: Decimal | None,
    discount_pct: Decimal | None,
    *,
    actor: Actor,
    notices: list[str],
) -> None:
    """Take a typed price and discount from our people; tell a customer that ours stand."""
    if actor.is_contact:
        _tell_ours(line, unit_price, discount_pct, notices)
        return
    if unit_price is not None:
        line.unit_price = unit_price
        line.price_manual = True
        line.price_note = f"{_plain(unit_price)} typed by {actor.name}"
    if discount_pct is not None:
        line.discount_pct = discount_pct
        line.discount_manual = True


def _keep_terms(line: SalesLine, request: LineRequest) -> None:
    """Price and discount as another document agreed them, until somebody recalculates."""
    line.unit_price = line.unit_price if request.unit_price is None else request.unit_price
    line.discount_pct = line.discount_pct if request.discount_pct is None else request.discount_pct
    line.price_kept = True
    line.price_note = f"as in {request.agreed_in}"


def check_priced(line: SalesLine) -> None:
    """Refuse a line that nobody has priced; a price of 0 must have been typed."""
    if not line.unit_price and not line.price_manual and not line.price_note:
        raise PriceMissing(item_no=line.item_no, description=line.description)


def raise_all(refusals: Sequence[Refusal]) -> None:
    """Raise nothing, the one refusal, or all of them together."""
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Several(refusals=tuple(refusals))


def _tell_ours(
    line: SalesLine, unit_price: Decimal | None, discount_pct: Decimal | None, notices: list[str]
) -> None:
    if unit_price is not None and unit_price.is_finite() and unit_price != line.unit_price:
        notices.append(
            said(
                "{item}: you wrote a price of {typed}; our price is {ours} per {unit}.",
                item=line.item_no,
                typed=unit_price,
                ours=line.unit_price,
                unit=line.unit,
            )
        )
    if discount_pct is not None and discount_pct.is_finite() and discount_pct != line.discount_pct:
        notices.append(
            said(
                "{item}: you wrote a discount of {typed} %; ours is {ours} %.",
                item=line.item_no,
                typed=discount_pct,
                ours=line.discount_pct,
            )
        )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
