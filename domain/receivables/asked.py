"""What an invoice asks for today, for whoever holds its payment link or its letter.

Looked up anew each time, so that a link in a letter of last month is never stale: part
payments, credit memos and a discount that has lapsed show at once (domain.md 9.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calendar import DateFormula
from domain.ledger.customers import Standing, standings
from domain.ledger.setup import posting_setup
from domain.money import ZERO
from domain.posting.invoice_rows import INVOICE, PREPAYMENT_INVOICE, PostedInvoice
from domain.posting.posted_bills import CancelledPaper

PAYABLE = {INVOICE: "invoice", PREPAYMENT_INVOICE: "prepayment-invoice"}  # kind -> its paper


class BillState(StrEnum):
    """What a customer is told about his bill."""

    OPEN = "open"
    PARTLY_PAID = "partly paid"
    PAID = "paid"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A bill as it stands today, in its own currency.

    `open` is all that is left of it; `amount` what settles what is due next: `open`, or the
    instalments that have fallen due (at least the next), less `discount` where the day is in
    time. `discount_until` is inclusive.
    """

    number: str
    paper: str  # kind of its frozen paper
    payer_no: str
    buyer: str
    currency: str
    total: Decimal
    open: Decimal
    amount: Decimal
    due: date
    state: BillState
    discount: Decimal = ZERO
    discount_until: date | None = None

    @property
    def payable(self) -> bool:
        return self.state in (BillState.OPEN, BillState.PARTLY_PAID)


def asked_for(session: Session, number: str, *, on: date) -> Asked | None:
    """What a posted invoice or prepayment invoice asks for on a day; None for anything else."""
    bill = session.scalar(
        select(PostedInvoice).where(
            PostedInvoice.document_no == number, PostedInvoice.document_kind.in_(PAYABLE)
        )
    )
    if bill is None:
        return None
    entries = standings(session, document_no=number, only_open=False, lock=False)
    left = [entry for entry in entries if entry.remaining > ZERO]
    wanted = [entry for entry in left if entry.due_date <= on] or left[:1]
    grace = posting_setup(session).discount_grace
    until = left[0].discount_date if left else None
    reach = DateFormula.parse(grace).after(until) if until and grace else until
    in_time = until is not None and reach is not None and on <= reach
    discount = _sum_of(entry.discount for entry in wanted) if in_time else ZERO
    owed = _sum_of(entry.remaining for entry in left)
    wanted_sum = _sum_of(entry.remaining for entry in wanted)
    return Asked(
        number=number,
        paper=PAYABLE[bill.document_kind],
        payer_no=bill.bill_to_no,
        buyer=bill.customer_name,
        currency=bill.currency,
        total=bill.total,
        open=owed,
        amount=wanted_sum - min(discount, wanted_sum),
        due=wanted[0].due_date if wanted else bill.due_date,
        state=_state(session, number, entries=entries, owed=owed),
        discount=discount,
        discount_until=until if discount else None,
    )


def _state(session: Session, number: str, *, entries: list[Standing], owed: Decimal) -> BillState:
    if not owed:
        cancelled = session.get(CancelledPaper, number) is not None
        return BillState.CANCELLED if cancelled else BillState.PAID
    whole = _sum_of(entry.amount for entry in entries)
    return BillState.PARTLY_PAID if owed < whole else BillState.OPEN


def _sum_of(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
