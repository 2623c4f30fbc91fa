"""The service charge of a customer's discount code: one line that the system itself keeps.

It is written when the code asks for it, rises and falls with the row that is reached, and goes
when none asks any more. It is billed whole with the first invoice (specification, section 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from domain.errors import Refusal
from domain.money import ZERO
from domain.sales.conditions import Conditions
from domain.sales.documents import SalesDocument
from domain.sales.lines import STEP, SalesLine
from domain.sales.pricing import measure, put_item

_WHY = "charged with your terms"


@dataclass(kw_only=True, eq=False)
class MissingChargeArticle(Refusal):
    """A discount code charges something, and nobody said as which article it is billed."""

    code: ClassVar[str] = "missing_posting_setup"

    customer_name: str

    def sentence(self) -> str:
        return (
            f"The terms of {self.customer_name} ask for a service charge, and no article is named "
            "for it. An administrator can name one in the company's set-up."
        )


def keep_service_charge(
    session: Session,
    document: SalesDocument,
    lines: list[SalesLine],
    charge: Decimal,
    *,
    terms: Conditions,
) -> None:
    """Let `lines` hold the charge's line at this amount, or none where it is zero.

    What was billed already stays as it is.

    Raises:
        MissingChargeArticle: nobody said which article the charge is.
    """
    known = next((line for line in lines if line.system), None)
    if known is not None and known.qty_invoiced:
        return
    if not charge:
        if known is not None:
            lines.remove(known)
            if inspect(known).persistent:
                session.delete(known)
        return
    if known is None:
        known = _line(document, terms)
        lines.append(known)
        if inspect(document).persistent:
            session.add(known)
    known.unit_price = charge
    known.quantity = known.quantity_base = known.qty_to_invoice = Decimal(1)
    known.qty_to_ship = known.outstanding


def without_charge(lines: Iterable[SalesLine]) -> list[SalesLine]:
    """The lines people wrote; the system's own is made anew wherever it belongs."""
    return [line for line in lines if not line.system]


def _line(document: SalesDocument, terms: Conditions) -> SalesLine:
    item = terms.items.get(terms.charge_item)
    if item is None:
        raise MissingChargeArticle(customer_name=document.bill_to_name)
    document.last_line_no += STEP
    line = SalesLine(
        document_no=document.number,
        line_no=document.last_line_no,
        item_no=item.no,
        location=document.location,
        system=True,
        price_manual=True,
        discount_manual=True,
        allow_invoice_disc=False,
        price_note=_WHY,
    )
    put_item(line, item, terms=terms)
    measure(line, item, unit=item.base_unit, quantity=Decimal(1), notices=[])
    line.discount_pct = ZERO
    return line
