"""Money before goods: what stands in the way of posting while the customer still has to pay.

An order with a prepayment waits for its prepayment invoice, and for the money where the
set-up says so. Terms "pay before delivery" need the money for what is shipped now and was
shipped before; payments that name the order count (specification, section 9.6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from domain.errors import Command, Refusal
from domain.ledger.customers import CustomerEntry
from domain.ledger.setup import PostingSetup
from domain.money import ZERO, round_to
from domain.parties.terms import PaymentTerms
from domain.posting.prepaid import is_asked, settle_prepayment, unpaid_papers
from domain.posting.prepayment_words import PostPrepayment
from domain.sales.documents import SalesDocument, Status
from domain.sales.lines import SalesLine
from domain.work import Work


@dataclass(kw_only=True, eq=False)
class PrepaymentUnposted(Refusal):
    """The prepayment this order needs has not been invoiced."""

    order_no: str

    def sentence(self) -> str:
        return f"Order {self.order_no} needs a prepayment. Post its prepayment invoice first."

    def remedies(self) -> tuple[Command, ...]:
        return (PostPrepayment(order_no=self.order_no),)


@dataclass(kw_only=True, eq=False)
class PrepaymentUnpaid(Refusal):
    """The prepayment was invoiced and has not been paid."""

    order_no: str
    invoice_no: str

    def sentence(self) -> str:
        return (
            f"The prepayment invoice {self.invoice_no} of order {self.order_no} is not paid yet. "
            "The order goes on when the money is here."
        )


@dataclass(kw_only=True, eq=False)
class PaymentRequired(Refusal):
    """Terms want the money before the goods leave; `missing` includes VAT."""

    order_no: str
    missing: Decimal
    currency: str

    def sentence(self) -> str:
        return (
            f"Order {self.order_no} is paid before delivery: {self.missing:,.2f} {self.currency} "
            "are missing for what is to be shipped. Ship less, or wait for the money."
        )


def money_missing(
    work: Work,
    document: SalesDocument,
    lines: list[SalesLine],
    *,
    ship: Mapping[int, Decimal],
    setup: PostingSetup,
) -> list[Refusal]:
    """What the customer still has to pay before this can be posted.

    An order that has all it waited for is released here.
    """
    settle_prepayment(work, document, lines)
    if document.status == Status.PENDING_PREPAYMENT:
        if not is_asked(work, document, lines):
            return [PrepaymentUnposted(order_no=document.number)]
        unpaid = unpaid_papers(work, document.number)
        if setup.check_prepayment and unpaid:
            return [PrepaymentUnpaid(order_no=document.number, invoice_no=unpaid[0])]
    if not ship or not document.payment_terms:
        return []
    terms = work.session.get(PaymentTerms, document.payment_terms)
    if terms is None or not terms.pay_before_delivery:
        return []
    needed = _value(document, lines, ship)
    missing = needed - advance_paid(work, document.number)
    if missing <= ZERO:
        return []
    currency = document.currency
    return [PaymentRequired(order_no=document.number, missing=missing, currency=currency)]


def advance_paid(work: Work, order_no: str) -> Decimal:
    """What has been paid for an order by name, in the currency of the payments."""
    paid = work.session.scalar(
        select(func.sum(CustomerEntry.amount)).where(
            CustomerEntry.for_order == order_no,
            CustomerEntry.document_kind.in_(("payment", "refund")),
        )
    )
    return -(paid or ZERO)


def _value(document: SalesDocument, lines: list[SalesLine], ship: Mapping[int, Decimal]) -> Decimal:
    """Incl. VAT, what was shipped and is shipped now is worth."""
    total = ZERO
    for line in lines:
        upto = line.qty_shipped + ship.get(line.line_no, ZERO)
        if line.quantity and upto:
            total += round_to((line.net_amount + line.vat_amount) * upto / line.quantity)
    return min(total, document.total)
