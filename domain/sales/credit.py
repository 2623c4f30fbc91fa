"""Credit: a notice when a customer's open orders pass his limit. It stops nothing by itself."""

from sqlalchemy import func, select

from domain.money import ZERO
from domain.parties.customer_rows import Customer
from domain.sales.documents import Kind, SalesDocument, Status
from domain.work import Work

_OPEN = (Status.OPEN, Status.PENDING_APPROVAL, Status.PENDING_PREPAYMENT, Status.RELEASED)


def credit_notice(work: Work, document: SalesDocument) -> list[str]:
    """Say when this document and the customer's other open orders pass the credit limit.

    Amounts include VAT, in local currency. A customer's contact is told nothing.
    """
    customer = work.session.get_one(Customer, document.bill_to_no)
    if not customer.credit_limit or work.actor.is_contact:
        return []
    others = work.session.scalar(
        select(func.coalesce(func.sum(SalesDocument.total_lcy), 0)).where(
            SalesDocument.customer_no == document.customer_no,
            SalesDocument.kind == Kind.ORDER,
            SalesDocument.status.in_(_OPEN),
            SalesDocument.number != document.number,
        )
    )
    exposure = (others or ZERO) + document.total_lcy
    if exposure <= customer.credit_limit:
        return []
    local = work.setup.currency
    return [
        f"{customer.name} would owe {exposure:,.2f} {local} with this; the credit limit is "
        f"{customer.credit_limit:,.2f} {local}."
    ]
