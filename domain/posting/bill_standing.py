"""A posted invoice as it stands today: what is open, what came back, what forbids changing it.

Shared by everything that takes bills back. Whoever asks has locked the orders it charged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from domain.catalog.items import sellable_items
from domain.errors import Command, Refusal, Several
from domain.ledger.customers import standings
from domain.ledger.goods import item_states
from domain.ledger.goods_rows import ItemEntryState
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.parties.blocking import Action, check_not_blocked
from domain.parties.customer_rows import Customer
from domain.posting.correction_checks import CorrectedLine, InvoiceStanding
from domain.posting.goods_back import Returner
from domain.posting.invoice_rows import PREPAYMENT_INVOICE
from domain.posting.papers import mail_posted
from domain.posting.posted_bills import Bill, canceller_of, credited_so_far
from domain.posting.stock_moves import lock_balances
from domain.posting.unapplying import applications_of
from domain.posting.windows import PostingDateNotAllowed, window
from domain.posting.wishes import About
from domain.sales.documents import SalesDocument
from domain.work import Work


@dataclass(kw_only=True, eq=False)
class PostingDateClosed(PostingDateNotAllowed):
    """The invoice's own posting date is closed; today may be open."""

    code: ClassVar[str] = "posting_date_not_allowed"

    way_out: Command

    def remedies(self) -> tuple[Command, ...]:
        return (self.way_out,)


def lock_for(work: Work, bill: Bill) -> Customer:
    """Lock balances and then the customer, as every posting does; return the latter."""
    stocked = [line for line in bill.lines if line.stocked]
    lock_balances(work, [(line.item_no, line.variant, line.location) for line in stocked])
    query = select(Customer).where(Customer.no == bill.head.bill_to_no).with_for_update()
    return work.session.scalars(query.execution_options(populate_existing=True)).one()


def standing_of(work: Work, bill: Bill, *, entries: dict[int, list[int]]) -> InvoiceStanding:
    """An invoice as it stands: what is open, what came back, what cancelled it."""
    opened = standings(work.session, document_no=bill.number, only_open=False)
    own = {entry.entry_id for entry in opened}
    credited = credited_so_far(work, bill)
    states = item_states(work.session, [each for some in entries.values() for each in some])
    corrected = bill.head.corrects_no
    return InvoiceStanding(
        number=bill.number,
        total=bill.head.total,
        remaining=sum((entry.remaining for entry in opened), ZERO),
        closed_by_money=bool(applications_of(work, own)),
        cancelled_by=canceller_of(work, bill.number),
        cancels=corrected if corrected and canceller_of(work, corrected) == bill.number else "",
        is_prepayment=bill.head.document_kind == PREPAYMENT_INVOICE,
        lines=tuple(
            CorrectedLine(
                line_no=line.line_no,
                item_no=line.item_no,
                type=line.type,
                quantity=line.quantity,
                returned=max(
                    credited[line.line_no].quantity if line.line_no in credited else ZERO,
                    _missing(line.quantity_base, entries.get(line.line_no, []), states=states),
                ),
            )
            for line in bill.charged
        ),
    )


def date_problems(
    work: Work, *, on: date, goods: bool, retry: Command | None = None
) -> list[Refusal]:
    """What forbids posting a correction on a day; offers today where only the day is wrong."""
    found = window(work).hindrances(on, goods=goods, bill=True)
    if retry is None or on == work.today:
        return found
    return [
        PostingDateClosed(
            on=each.on, allow_from=each.allow_from, allow_until=each.allow_until, way_out=retry
        )
        if isinstance(each, PostingDateNotAllowed)
        else each
        for each in found
    ]


def about(bill: Bill) -> About:
    """What a wish about an invoice tells its decider."""
    head = bill.head
    return About(
        document_no=bill.number,
        document_kind=head.document_kind,
        customer_no=head.customer_no,
        customer_name=head.customer_name,
        amount=head.net,
        currency=head.currency,
        amount_lcy=head.total_lcy,
    )


def tell(work: Work, bill: Bill, paper: PaperFacts, *, notices: list[str]) -> str:
    """Queue the letter with the new paper to whoever got the invoice."""
    number = bill.head.order_no or bill.head.source_no
    document = work.session.get(SalesDocument, number)
    if document is None:
        return ""
    occasion = f"{paper.kind}-posted"
    return mail_posted(work, document, paper, occasion=occasion, notices=notices)


def returner_of(bill: Bill, *, source_no: str, on: date, reason: str = "") -> Returner:
    """On whose behalf goods of an invoice come back."""
    head = bill.head
    return Returner(
        source_no=source_no,
        customer_no=head.customer_no,
        customer_name=head.customer_name,
        bill_to_no=head.bill_to_no,
        salesperson_no=head.salesperson_no,
        gen_bus_group=head.gen_bus_group,
        on=on,
        reason=reason,
    )


def _missing(
    needed: Decimal, entries: Sequence[int], *, states: Mapping[int, ItemEntryState]
) -> Decimal:
    """How much of a line's goods has come back already by whatever way."""
    if not entries:
        return ZERO
    left = sum((abs(states[each].quantity) - states[each].returned for each in entries), ZERO)
    return max(abs(needed) - left, ZERO)


def blocks(work: Work, bill: Bill) -> list[Refusal]:
    found: list[Refusal] = []
    for number in dict.fromkeys((bill.head.customer_no, bill.head.bill_to_no)):
        try:
            check_not_blocked(work.session.get_one(Customer, number), Action.CREDIT_MEMO)
        except Refusal as refusal:
            found.append(refusal)
    goods = [(line.item_no, line.variant) for line in bill.lines if line.stocked]
    try:
        sellable_items(work.session, goods)
    except Several as several:
        found += several.refusals
    except Refusal as refusal:
        found.append(refusal)
    return found[:]
