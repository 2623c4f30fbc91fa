"""What an order's invoice is made of: its header, and its lines with the goods they cover."""

from collections.abc import Mapping
from decimal import Decimal

from domain.catalog.exchange import ExchangeRate
from domain.ledger.accounts import Role
from domain.money import QUANTITY_STEP, ZERO, round_to
from domain.posting.bill import BillHeader, BillLine
from domain.posting.drawing import Drawn
from domain.posting.paying import Due
from domain.posting.subject import Subject
from domain.sales.documents import Kind
from domain.sales.lines import SalesLine


def header_of(subject: Subject, payable: Due, *, rate: ExchangeRate) -> BillHeader:
    """The header of a bill for a document: who owes, on which terms."""
    document, bill_to = subject.document, subject.bill_to
    return BillHeader(
        source_no=document.number,
        order_no=document.number if document.kind == Kind.ORDER else "",
        customer_no=document.customer_no,
        customer_name=document.sell_to_name,
        bill_to_no=bill_to.no,
        document_date=subject.on,
        vat_date=subject.on,
        due_date=payable.parts[-1].due_date,
        currency=document.currency,
        rate=rate,
        prices_include_vat=document.prices_include_vat,
        vat_group=document.vat_group,
        gen_bus_group=bill_to.gen_bus_posting_group,
        posting_group=bill_to.customer_posting_group,
        discount_date=payable.dates.discount_date,
        discount_pct=payable.dates.discount_pct,
        discount_amount=payable.discount_amount,
        tolerance=payable.tolerance,
        payment_terms=document.payment_terms,
        payment_method=document.payment_method,
        balancing_account=payable.balancing_account,
        external_no=document.external_document_no,
        salesperson_no=document.salesperson_no,
    )


def bill_lines(
    subject: Subject,
    quantities: Mapping[int, Decimal],
    *,
    drawn: Drawn,
    costs: Mapping[int, Decimal],
) -> list[BillLine]:
    """The lines of the bill, with the cost of the goods they cover; comments in their places."""
    return [
        _bill_line(
            subject,
            line,
            quantities.get(line.line_no, ZERO),
            cost=-drawn.cost_of(line.line_no, costs),
            shipment_no=drawn.shipment_of(line.line_no),
        )
        for line in subject.lines
        if line.is_comment or quantities.get(line.line_no)
    ]


def _bill_line(
    subject: Subject, line: SalesLine, quantity: Decimal, *, cost: Decimal, shipment_no: str
) -> BillLine:
    is_order = subject.document.kind == Kind.ORDER
    card = subject.items.get(line.item_no)
    return BillLine(
        line_no=line.line_no,
        gen_key=subject.gen_key(line.item_no),
        stock_key=subject.stock_key(line),
        cost=cost,
        type=line.type,
        account_role=_role(line),
        order_no=line.document_no if is_order else "",
        order_line_no=line.line_no if is_order else 0,
        order_sign=1 if is_order and quantity else 0,
        shipment_no=shipment_no,
        item_no=line.item_no,
        variant=line.variant,
        description=line.description,
        details=line.details,
        unit=line.unit,
        base_unit=line.base_unit,
        qty_per_unit=line.qty_per_unit,
        quantity=quantity,
        quantity_base=_base(line, quantity),
        unit_price=line.unit_price,
        discount_pct=line.discount_pct,
        allow_invoice_disc=line.allow_invoice_disc,
        vat_group=line.vat_group,
        vat_identifier=line.vat_identifier,
        vat_pct=line.vat_pct,
        vat_calc_type=line.vat_calc_type,
        gen_prod_group=card.prod_group if card else "",
        location=line.location,
        stocked=line.stocked,
    )


def _role(line: SalesLine) -> str:
    """The account of a line that is no sale of goods or work."""
    if line.system:
        return Role.SERVICE_CHARGE.value
    return Role.FREIGHT.value if line.type == "charge_item" else ""


def _base(line: SalesLine, quantity: Decimal) -> Decimal:
    if quantity == line.quantity:
        return line.quantity_base
    return round_to(quantity * line.qty_per_unit, QUANTITY_STEP)
