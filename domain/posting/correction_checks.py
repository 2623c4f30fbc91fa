"""What stands in the way of cancelling or correcting a posted invoice; all of it at once.

Pure: the facts are gathered by `corrections`. A posted invoice is never changed, so each of
these is about what has happened to it since (specification, section 8.10).
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from domain.errors import Command, Refusal
from domain.money import ZERO

CORRECTABLE = frozenset({"item", "resource", "gl_account", "charge_item", "comment"})


@dataclass(frozen=True, kw_only=True)
class CorrectedLine:
    """A line of a posted invoice and what came back of it since."""

    line_no: int
    item_no: str
    type: str
    quantity: Decimal
    returned: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class InvoiceStanding:
    """A posted invoice as it stands today. Empty numbers mean that there is no such paper.

    `remaining` is what is open of `total`; `closed_by_money` tells that payments or credits
    were set against it (an invoice of 0.00 is closed without).
    """

    number: str
    total: Decimal
    remaining: Decimal
    closed_by_money: bool
    cancelled_by: str = ""
    cancels: str = ""  # the credit memo whose cancelling made this invoice
    is_prepayment: bool = False
    lines: tuple[CorrectedLine, ...] = field(default=())


@dataclass(kw_only=True, eq=False)
class AlreadyCanceled(Refusal):
    """The paper was cancelled before."""

    number: str
    cancelled_by: str

    def sentence(self) -> str:
        return (
            f"{self.number} has been cancelled already, with {self.cancelled_by}. Nothing of it is "
            "left to take back."
        )


@dataclass(kw_only=True, eq=False)
class IsCorrective(Refusal):
    """The invoice exists because a credit memo was cancelled."""

    number: str
    cancels: str

    def sentence(self) -> str:
        return (
            f"{self.number} was made by cancelling {self.cancels}, so it cannot be cancelled "
            "itself. Take the goods back with a return instead."
        )


@dataclass(kw_only=True, eq=False)
class InvoicePaid(Refusal):
    """Money or a credit was set against the invoice."""

    number: str
    total: Decimal
    remaining: Decimal
    ways_out: tuple[Command, ...] = ()

    def sentence(self) -> str:
        return (
            f"Of the {self.total:,.2f} of {self.number} only {self.remaining:,.2f} are open: it "
            "has been paid or credited in part or in full. Credit what is open, take the goods "
            "back with a return, or let an accountant cancel it and keep the payment on account."
        )

    def remedies(self) -> tuple[Command, ...]:
        return self.ways_out


@dataclass(kw_only=True, eq=False)
class GoodsReturned(Refusal):
    """Goods of the invoice have come back already."""

    code: ClassVar[str] = "already_returned"

    number: str
    item_no: str
    returned: Decimal

    def sentence(self) -> str:
        return (
            f"{self.returned.normalize():f} of {self.item_no} on {self.number} have come back "
            "already. Credit the rest with a return instead."
        )


@dataclass(kw_only=True, eq=False)
class LineTypeNotSupported(Refusal):
    """A line of a kind that cannot be taken back."""

    number: str
    line_no: int
    type: str

    def sentence(self) -> str:
        return (
            f"Line {self.line_no // 10_000} of {self.number} is of the kind {self.type}, which I "
            "cannot take back. Credit the other lines with a return instead."
        )


@dataclass(kw_only=True, eq=False)
class IsPrepaymentInvoice(Refusal):
    """Prepayment invoices are taken back with a prepayment credit memo."""

    code: ClassVar[str] = "prepayment_invoice"

    number: str
    ways_out: tuple[Command, ...] = ()

    def sentence(self) -> str:
        return f"{self.number} is a prepayment invoice. Use a prepayment credit memo for it."

    def remedies(self) -> tuple[Command, ...]:
        return self.ways_out


def standing_problems(
    invoice: InvoiceStanding,
    *,
    paid_ways_out: tuple[Command, ...] = (),
    prepaid_ways_out: tuple[Command, ...] = (),
    unapplies: bool = False,
) -> list[Refusal]:
    """What forbids cancelling the invoice. `unapplies` takes payments off it first.

    A paper that is cancelled, corrective or a prepayment is refused for that alone: the rest
    would only follow from it.
    """
    if invoice.is_prepayment:
        return [IsPrepaymentInvoice(number=invoice.number, ways_out=prepaid_ways_out)]
    if invoice.cancelled_by:
        return [AlreadyCanceled(number=invoice.number, cancelled_by=invoice.cancelled_by)]
    if invoice.cancels:
        return [IsCorrective(number=invoice.number, cancels=invoice.cancels)]
    found = _line_problems(invoice)
    paid = invoice.closed_by_money or invoice.remaining != invoice.total
    if paid and invoice.total and not unapplies and not _only_returned(found):
        found.insert(
            0,
            InvoicePaid(
                number=invoice.number,
                total=invoice.total,
                remaining=invoice.remaining,
                ways_out=paid_ways_out,
            ),
        )
    return found


def _line_problems(invoice: InvoiceStanding) -> list[Refusal]:
    found: list[Refusal] = []
    for line in invoice.lines:
        if line.type not in CORRECTABLE:
            found.append(
                LineTypeNotSupported(number=invoice.number, line_no=line.line_no, type=line.type)
            )
        if line.returned:
            found.append(
                GoodsReturned(number=invoice.number, item_no=line.item_no, returned=line.returned)
            )
    return found


def _only_returned(found: list[Refusal]) -> bool:
    """A return that was credited lowers what is open; the return is the reason to name."""
    return any(isinstance(refusal, GoodsReturned) for refusal in found)
