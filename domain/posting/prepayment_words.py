"""The words of prepayments: what may be asked for, and what will have happened."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command, Outcome
from domain.papers import PaperFacts
from domain.people import BOOKS, SALES, Role

ASKERS = SALES | BOOKS


@dataclass(frozen=True, kw_only=True)
class SetPrepayment(Command):
    """Say what an order asks in advance: a percentage, or a total with VAT (not both)."""

    may: ClassVar[frozenset[Role]] = ASKERS
    doing: ClassVar[str] = "set prepayments"

    order_no: str
    pct: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class PostPrepayment(Command):
    """Invoice what an order asks in advance, or what of it has not been invoiced yet."""

    may: ClassVar[frozenset[Role]] = ASKERS
    doing: ClassVar[str] = "post prepayment invoices"

    order_no: str


@dataclass(frozen=True, kw_only=True)
class CreditPrepayment(Command):
    """Give a prepayment back that is not deducted yet: all, or an amount with VAT."""

    may: ClassVar[frozenset[Role]] = ASKERS
    doing: ClassVar[str] = "credit prepayments"

    order_no: str
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class PrepaymentSet(Outcome):
    """What the order asks in advance in all, and what of it is still to be invoiced."""

    order_no: str
    customer_no: str
    customer_name: str
    status: str
    total: Decimal
    to_invoice: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class PrepaymentPosted(Outcome):
    """A prepayment was invoiced, or (kind prepayment_credit_memo) given back."""

    order_no: str
    kind: str
    document_no: str
    customer_no: str
    customer_name: str
    net_amount: Decimal
    vat: Decimal
    total: Decimal
    currency: str
    status: str
    paper: PaperFacts
    recipient: str = ""
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.document_no
