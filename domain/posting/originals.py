"""What can be copied: quotes, orders and drafts in any version, posted invoices and shipments.

Goods with the terms they had. What came back since of a posted document is left out.
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from domain.errors import NotFound
from domain.money import ZERO
from domain.posting.invoice_rows import INVOICE, PostedInvoiceLine
from domain.posting.posted_bills import Bill, load_bill
from domain.posting.returnable import left_of_bill
from domain.posting.shipment_rows import (
    SHIPMENT,
    PostedShipment,
    PostedShipmentLine,
    ShipmentLineState,
)
from domain.sales.archive import archived, view
from domain.sales.documents import DiscountKind, Kind, SalesDocument, look_up
from domain.sales.lines import LineRequest, SalesLine, goods, lines_of
from domain.work import Work


@dataclass(frozen=True, kw_only=True)
class Original:
    """What is copied: goods with the terms they had, and what was agreed for all of them."""

    number: str
    kind: Kind
    customer_no: str
    currency: str
    prices_include_vat: bool
    lines: tuple[LineRequest, ...]
    discount_pct: Decimal | None = None
    payment_terms: str = ""
    ship_to: str = ""


def find_original(work: Work, number: str, *, version: int | None) -> Original:
    """Find what is to be copied, wherever it stands.

    Raises:
        NotFound: there is none that can be copied and that the asker may see.
    """
    wanted = number.strip().upper()
    document = work.session.get(SalesDocument, wanted)
    if document is not None:
        return _of_document(work, look_up(work.session, wanted, actor=work.actor), version=version)
    shipment = work.session.scalar(
        select(PostedShipment).where(
            PostedShipment.document_no == wanted, PostedShipment.document_kind == SHIPMENT
        )
    )
    others = work.actor.is_contact and work.actor.customer_no
    if shipment is not None and others in (False, shipment.customer_no):
        return _of_shipment(work, shipment)
    try:
        return _of_bill(work, load_bill(work, wanted, kinds=(INVOICE,)))
    except NotFound as unknown:
        raise NotFound(kind="document", text=wanted[:40]) from unknown


def _of_document(work: Work, document: SalesDocument, *, version: int | None) -> Original:
    rows = lines_of(work.session, document.number)
    seen = view(document, rows)
    if version is not None and version != document.version:
        seen = archived(work, document.number, version=version)
    comments = {line.line_no: line.details for line in goods(rows)}
    ours = {line.line_no for line in rows if line.system}
    percent = seen.discount_kind == DiscountKind.PERCENT
    return Original(
        number=document.number,
        kind=Kind(document.kind),
        customer_no=document.customer_no,
        currency=document.currency,
        prices_include_vat=document.prices_include_vat,
        lines=tuple(
            LineRequest(
                item_no=line.item_no,
                quantity=line.quantity,
                unit=line.unit,
                variant=line.variant,
                unit_price=line.unit_price,
                discount_pct=line.discount_pct,
                comment=comments.get(line.line_no, ""),
            )
            for line in seen.lines
            if line.quantity and line.line_no not in ours
        ),
        discount_pct=seen.discount_value if percent else None,
        payment_terms=seen.payment_terms,
        ship_to=document.ship_to_code or seen.ship_to_address,
    )


def _of_bill(work: Work, bill: Bill) -> Original:
    """A posted invoice, less what came back or was credited since."""
    left = left_of_bill(work, bill)
    return Original(
        number=bill.number,
        kind=Kind.ORDER,
        customer_no=bill.head.customer_no,
        currency=bill.head.currency,
        prices_include_vat=bill.head.prices_include_vat,
        lines=tuple(_of_posted(each.line, each.left) for each in left if each.left),
        payment_terms=bill.head.payment_terms,
    )


def _of_shipment(work: Work, shipment: PostedShipment) -> Original:
    """A posted shipment, less what came back or was undone since."""
    order = look_up(work.session, shipment.order_no, actor=work.actor)
    rows = work.session.execute(
        select(PostedShipmentLine, ShipmentLineState)
        .join(ShipmentLineState, ShipmentLineState.entry_id == PostedShipmentLine.id)
        .where(
            PostedShipmentLine.document_no == shipment.document_no,
            PostedShipmentLine.quantity > ZERO,
            ShipmentLineState.undone.is_(False),
        )
        .order_by(PostedShipmentLine.line_no)
    ).all()
    return Original(
        number=shipment.document_no,
        kind=Kind.ORDER,
        customer_no=shipment.customer_no,
        currency=order.currency,
        prices_include_vat=order.prices_include_vat,
        lines=tuple(
            _of_posted(line, line.quantity - state.qty_returned)
            for line, state in rows
            if line.quantity != state.qty_returned
        ),
        payment_terms=order.payment_terms,
    )


def _of_posted(
    line: PostedInvoiceLine | PostedShipmentLine | SalesLine, left: Decimal
) -> LineRequest:
    return LineRequest(
        item_no=line.item_no,
        quantity=left,
        unit=line.unit,
        variant=line.variant,
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        comment=line.details,
    )
