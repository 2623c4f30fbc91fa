"""What stays of a partly invoiced line when its price, discount or quantity changes.

The invoiced part keeps the terms it was billed at; only the rest is charged at the new ones.
It is reckoned from the line as it stood, which is what the invoices charged to the cent
(specification, section 4).
"""

from decimal import Decimal

from domain.sales.lines import SalesLine
from domain.sales.part_billing import BillableLine, Billed, billed_upto
from domain.sales.taxes import VatSetup
from domain.sales.totals import DocumentLine

_ANY_VAT = VatSetup(identifier="")  # amounts of a line do not depend on its tax


def standing_of(line: SalesLine) -> Billed:
    """What had been billed when the line was last changed."""
    return Billed(
        quantity=line.standing_qty,
        gross=line.standing_gross,
        line_amount=line.standing_amount,
        inv_discount=line.standing_discount,
    )


def keep_billed(line: SalesLine, *, step: Decimal) -> None:
    """Let what is billed of a line stand, before its terms change. `step` is the currency's."""
    billed = billed_upto(_billable(line), step) if line.qty_invoiced else Billed()
    line.standing_qty = billed.quantity
    line.standing_gross = billed.gross
    line.standing_amount = billed.line_amount
    line.standing_discount = billed.inv_discount


def document_line(line: SalesLine, setup: VatSetup) -> DocumentLine:
    """A line as the arithmetic sees it, with the amounts it was settled with."""
    return DocumentLine(
        line_no=line.line_no,
        quantity=line.quantity,
        gross=line.line_amount + line.discount_amount,
        line_amount=line.line_amount,
        vat=setup,
        quantity_base=line.quantity_base,
        allow_invoice_disc=line.allow_invoice_disc,
        inv_discount=line.inv_discount_amount,
    )


def _billable(line: SalesLine) -> BillableLine:
    whole = document_line(line, _ANY_VAT)
    return BillableLine(line=whole, quantity=line.qty_invoiced, standing=standing_of(line))
