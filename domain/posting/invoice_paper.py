"""The invoice as a paper: what it shows, frozen when it is posted."""

from dataclasses import replace
from decimal import Decimal

from domain.money import ZERO
from domain.papers import PaperFacts, PaperLine
from domain.posting.bill import BillLine, Posted
from domain.posting.papers import INVOICE_PAPER, bill_base
from domain.posting.paying import Due
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
    shipments = dict.fromkeys(line.shipment_no for line in lines if line.shipment_no)
    several = len(payable.parts) > 1
    return freeze(
        subject.work,
        replace(
            base,
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
            shipment_nos=tuple(shipments),
            payment_state="paid" if posted.paid else "open",
            prepaid=prepaid,
        ),
        fresh=True,
    )


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
            )
        )
    return tuple(shown)


def _discount_pct(document: SalesDocument) -> Decimal:
    return document.discount_value if document.discount_kind == DiscountKind.PERCENT else ZERO
