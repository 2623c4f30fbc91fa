"""What our people agree with a customer for a whole document: when to pay, in how many parcels.

A customer's contact is told that they stay as they are.
"""

from datetime import date
from decimal import Decimal

from domain.calendar import check_not_before_document
from domain.errors import InvalidField
from domain.money import CENT, ZERO
from domain.sales.documents import DiscountKind, SalesDocument
from domain.work import Work

PARTIAL, COMPLETE = "partial", "complete"


def set_discount_amount(
    work: Work, document: SalesDocument, amount: Decimal | None, *, notices: list[str]
) -> None:
    """So much off the whole document, in its price convention; None leaves it alone.

    Whether the lines bear so much is seen when the document is settled.

    Raises:
        InvalidField: no amount of money.
    """
    if amount is None:
        return
    if work.actor.is_contact:
        notices.append("A discount on the whole order is for our salespeople to give.")
        return
    if not amount.is_finite() or amount < ZERO or amount % CENT:
        why = "a discount is an amount of at least 0, with two decimals at most"
        raise InvalidField(field="Discount", text=f"{amount:f}", why=why)
    document.discount_kind = DiscountKind.AMOUNT
    document.discount_value = amount


def set_due_date(
    work: Work, document: SalesDocument, day: date | None, *, notices: list[str]
) -> None:
    """A due date agreed for this document, instead of what its terms say; None leaves it alone.

    Raises:
        InvalidDate: before the document's own date.
    """
    if day is None:
        return
    if work.actor.is_contact:
        notices.append("When our invoices are due is for our salespeople to agree.")
        return
    check_not_before_document(day, document_date=document.document_date, field="Due date")
    document.due_date = day


def set_shipping_advice(document: SalesDocument, advice: str) -> None:
    """Whether the goods may leave in parts ("partial") or in one delivery only ("complete").

    Raises:
        InvalidField: neither of the two.
    """
    wanted = advice.strip().lower()
    if not wanted:
        return
    if wanted not in (PARTIAL, COMPLETE):
        why = "goods are delivered partial or complete"
        raise InvalidField(field="Shipping advice", text=wanted[:40], why=why)
    document.shipping_advice = wanted
