"""The invoice as a paper: what it shows, frozen when it is posted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, func, select

from domain.catalog.exchange import ExchangeRate
from domain.database import table_of
from domain.money import ZERO
from domain.papers import PaperFacts, PaperLine
from domain.posting.bill import BillLine, Posted
from domain.posting.drawing import Drawn
from domain.posting.papers import INVOICE_PAPER, bill_base, with_local_vat
from domain.posting.paying import Due
from domain.posting.shipment_rows import PostedShipment
from domain.posting.subject import Subject
from domain.sales.documents import DiscountKind, Kind, SalesDocument
from domain.sales.issued import freeze
from domain.sales.totals import DocumentTotals


def invoice_paper(
    subject: Subject,
    posted: Posted,
    lines: list[BillLine],
    *,
    totals: DocumentTotals,
    payable: Due,
    drawn: Drawn,
    rate: ExchangeRate,
    prepaid: Decimal = ZERO,
) -> PaperFacts:
    document = subject.document
    base = bill_base(
        subject.work,
        document,
        totals=totals,
        bill_to=subject.bill_to,
        discount_pct=_discount_pct(document),
    )
    numbers = (*drawn.shipment_nos, *(line.shipment_no for line in lines if line.shipment_no))
    shipments = tuple(dict.fromkeys(numbers))
    several = len(payable.parts) > 1
    facts = with_local_vat(base, local=subject.work.setup.currency, rate=rate)
    return freeze(
        subject.work,
        replace(
            facts,
            kind=INVOICE_PAPER,
            number=posted.number,
            issued=subject.on,
            lines=paper_lines(lines, totals),
            order_no=document.number if document.kind == Kind.ORDER else "",
            due_date=payable.parts[-1].due_date,
            discount_date=payable.dates.discount_date,
            discount_pct=payable.dates.discount_pct,
            discount_amount=payable.discount_amount,
            instalments=tuple((part.due_date, part.amount) for part in payable.parts)
            if several
            else (),
            shipment_nos=shipments,
            supplied=_last_delivery(subject, shipments),
            payment_state="paid" if posted.paid else "open",
            pay_link="" if posted.paid else subject.work.pay_link(posted.number),
            prepaid=prepaid,
        ),
    )


_shipment = table_of(PostedShipment).c
_SUPPLIED = select(func.max(_shipment.posting_date)).where(
    _shipment.document_no.in_(bindparam("numbers", expanding=True))
)


def _last_delivery(subject: Subject, shipment_nos: tuple[str, ...]) -> date | None:
    """The day of supply (VAT directive, article 226(7)): when the last of the goods left."""
    if not shipment_nos:
        return None
    return subject.work.session.execute(_SUPPLIED, {"numbers": shipment_nos}).scalar()


def paper_lines(lines: list[BillLine], totals: DocumentTotals) -> tuple[PaperLine, ...]:
    """The lines of a bill as its paper shows them."""
    amounts = {line.line_no: line for line in totals.lines}
    shown: list[PaperLine] = []
    running, position = ZERO, 0
    for line in lines:
        found = amounts.get(line.line_no)
        if found is None:
            shown.append(PaperLine(position=0, description=line.description))
            continue
        position += 1
        running += found.line_amount
        shown.append(
            PaperLine(
                position=position,
                item_no=line.item_no,
                description=line.description,
                details=line.details,
                quantity=line.quantity,
                unit=line.unit,
                base_quantity=line.quantity_base,
                base_unit=line.base_unit,
                unit_price=line.unit_price,
                discount_pct=line.discount_pct,
                amount=found.line_amount,
                vat_pct=line.vat_pct,
                running_total=running,
                shipment_no=line.shipment_no,
                vat_identifier=line.vat_identifier,
                net_amount=found.amount,
            )
        )
    return tuple(shown)


def _discount_pct(document: SalesDocument) -> Decimal:
    return document.discount_value if document.discount_kind == DiscountKind.PERCENT else ZERO
