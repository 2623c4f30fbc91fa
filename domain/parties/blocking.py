"""What may still be done with a blocked customer (specification, section 7.5).

A payment is taken from anybody: money that has come in must be entered.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Refusal
from domain.parties.customer_rows import Customer

SHIP, INVOICE, ALL = "ship", "invoice", "all"
_NEVER: frozenset[str] = frozenset()


class Action(StrEnum):
    """What a block may stand in the way of."""

    NEW_QUOTE = "make a quote"
    NEW_ORDER = "make an order"
    NEW_INVOICE = "make an invoice"
    NEW_INVOICE_AND_SHIP = "make an invoice that ships"
    SHIP = "ship"
    INVOICE_SHIPMENT = "invoice a shipment"
    CREDIT_MEMO = "make a credit memo or return"
    REMINDER = "send a reminder"
    PAYMENT = "enter a payment"
    REFUND = "refund or write off"


_BLOCKED_BY = {
    Action.NEW_QUOTE: frozenset({SHIP, INVOICE, ALL}),
    Action.NEW_ORDER: frozenset({SHIP, INVOICE, ALL}),
    Action.NEW_INVOICE: frozenset({INVOICE, ALL}),
    Action.NEW_INVOICE_AND_SHIP: frozenset({SHIP, INVOICE, ALL}),
    Action.SHIP: frozenset({SHIP, INVOICE, ALL}),
    Action.INVOICE_SHIPMENT: frozenset({INVOICE, ALL}),
    Action.CREDIT_MEMO: frozenset({ALL}),
    Action.REMINDER: frozenset({ALL}),
    Action.PAYMENT: _NEVER,
    Action.REFUND: frozenset({ALL}),
}


@dataclass(kw_only=True, eq=False)
class CustomerBlocked(Refusal):
    """The customer is blocked for this; `kind` is ship, invoice, all or privacy."""

    customer_no: str
    name: str
    kind: str
    action: str

    def sentence(self) -> str:
        why = "for privacy" if self.kind == "privacy" else f"({self.kind})"
        return (
            f"{self.name} ({self.customer_no}) is blocked {why}, so I cannot {self.action}. "
            "A manager or accountant can lift the block."
        )


def check_not_blocked(customer: Customer, action: Action) -> None:
    """Refuse an action the customer's block stands in the way of.

    Raises:
        CustomerBlocked: blocked for it; after a privacy block everything is.
    """
    kind = "privacy" if customer.privacy_blocked else customer.blocked
    if kind == "privacy" or kind in _BLOCKED_BY[action]:
        raise CustomerBlocked(
            customer_no=customer.no, name=customer.name, kind=kind, action=action.value
        )
