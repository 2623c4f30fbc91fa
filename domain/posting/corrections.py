"""Cancelling posted invoices and credit memos: exact opposites, goods back, orders reopened.

A posted paper is never changed. Cancelling an invoice posts a credit memo for all of it, puts
its goods up again at the cost they left with, settles the two against each other and gives the
quantities back to the order (specification, section 8.10).
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.approvals.asking import Approvable
from domain.errors import NotPermitted, Outcome
from domain.ledger.customers import standings
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.papers import PaperFacts
from domain.people import BOOKS, SALES_AND_CONTACT, Role
from domain.posting.bill_standing import (
    about,
    blocks,
    date_problems,
    lock_for,
    returner_of,
    standing_of,
    tell,
)
from domain.posting.correction_checks import LineTypeNotSupported, standing_problems
from domain.posting.credit_figures import whole_bill
from domain.posting.crediting import Credited, Memo, post_credit
from domain.posting.goods_back import Back, BackLine, take_goods_back
from domain.posting.invoice_rows import INVOICE, PREPAYMENT_INVOICE
from domain.posting.order_effects import (
    Restored,
    TakenBack,
    lock_orders,
    orders_of,
    take_back_onto,
)
from domain.posting.posted_bills import Bill, CancelledPaper, charged_entries, load_bill
from domain.posting.prepayment_words import CreditPrepayment
from domain.posting.returning import CorrectiveCreditMemo
from domain.posting.unapplying import applications_of, take_back
from domain.posting.wishes import WishNoted, may_give, wish
from domain.sales.pricing import raise_all
from domain.work import Work

FREE_PAYMENTS = frozenset({Role.ACCOUNTANT, Role.ADMINISTRATOR})


@dataclass(frozen=True, kw_only=True)
class CancelInvoice(Approvable):
    """Take a posted invoice back as a whole. Posted on the invoice's day unless said otherwise.

    `unapply_first` frees it from payments, which then stay on account.
    """

    may: ClassVar[frozenset[Role]] = SALES_AND_CONTACT | BOOKS
    doing: ClassVar[str] = "cancel invoices"

    invoice_no: str
    posting_date: date | None = None
    unapply_first: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class InvoiceCancelled(Outcome):
    """The invoice is taken back by a credit memo; goods are in stock, orders open again.

    `restored` are the orders that can be shipped again, or cancelled. `on_account` is credit
    that is left, because the invoice had been settled by other means.
    """

    document_no: str
    credit_memo_no: str
    receipt_no: str
    customer_no: str
    customer_name: str
    total: Decimal
    currency: str
    on_account: Decimal
    restored: tuple[Restored, ...]
    freed: tuple[str, ...]
    paper: PaperFacts
    recipient: str = ""
    notices: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.credit_memo_no


def cancel_invoice(command: CancelInvoice, work: Work) -> InvoiceCancelled | WishNoted:
    """Take an invoice back. A salesperson or customer asks for it: an accountant decides.

    Raises:
        AlreadyCanceled, IsCorrective, InvoicePaid, GoodsReturned, LineTypeNotSupported,
        IsPrepaymentInvoice, CustomerBlocked, ItemBlocked,
        PostingDateNotAllowed, PostingPeriodClosed, MissingAccount: all at once.
    """
    work.permit(command)
    bill = load_bill(work, command.invoice_no, kinds=(INVOICE, PREPAYMENT_INVOICE))
    if not may_give(work, BOOKS):
        return wish(work, command, about=about(bill), deciders=BOOKS, what=f"cancel {bill.number}")
    if command.unapply_first and not may_give(work, FREE_PAYMENTS):
        raise NotPermitted(what="take payments off an invoice", who_may="an accountant")
    return work.happened(cancelled(work, bill, command))


def cancelled(work: Work, bill: Bill, command: CancelInvoice) -> InvoiceCancelled:
    """Cancel an invoice that was found; see `cancel_invoice`."""
    orders = lock_orders(work, orders_of(bill))
    entries = charged_entries(work, bill)
    lock_for(work, bill)
    on = command.posting_date or bill.head.posting_date
    check_cancelling(work, bill, command=command, entries=entries, on=on)
    freed = _freed(work, bill, on=work.today) if command.unapply_first else ()
    notices: list[str] = []
    back = _goods_back(work, bill, entries=entries, on=on)
    credited = _credit(work, bill, back=back, on=on, reason=command.reason)
    work.session.add(CancelledPaper(number=bill.number, cancelled_by=credited.number))
    restored = tuple(
        take_back_onto(work, document, whole_taken(bill, document.number))
        for document in orders.values()
    )
    recipient = tell(work, bill, credited.paper, notices=notices)
    return InvoiceCancelled(
        document_no=bill.number,
        credit_memo_no=credited.number,
        receipt_no=back.receipt_no if back else "",
        customer_no=bill.head.customer_no,
        customer_name=bill.head.customer_name,
        total=credited.totals.total,
        currency=bill.head.currency,
        on_account=credited.on_account,
        restored=restored,
        freed=freed,
        paper=credited.paper,
        recipient=recipient,
        notices=(*_words(bill, back=back, restored=restored), *notices),
    )


def check_cancelling(
    work: Work,
    bill: Bill,
    *,
    command: CancelInvoice,
    entries: dict[int, list[int]],
    on: date,
) -> None:
    """Refuse what stands in the way, everything at once."""
    standing = standing_of(work, bill, entries=entries)
    number = bill.number
    ways = (
        CorrectiveCreditMemo(invoice_no=number),
        replace(command, unapply_first=True),
    )
    found = standing_problems(
        standing,
        paid_ways_out=ways,
        prepaid_ways_out=(CreditPrepayment(order_no=bill.head.order_no),),
        unapplies=command.unapply_first,
    )
    for line in bill.charged:
        if line.quantity < ZERO and not line.prepayment:
            found.append(LineTypeNotSupported(number=number, line_no=line.line_no, type="exchange"))
    found += blocks(work, bill)
    retry = replace(command, posting_date=work.today)
    found += date_problems(work, on=on, goods=bool(entries), retry=retry)
    raise_all(found)


def whole_taken(bill: Bill, order_no: str) -> dict[int, TakenBack]:
    """All that an invoice charged of one order, taken back."""
    taken: dict[int, TakenBack] = {}
    for line in bill.charged:
        if line.order_no == order_no and line.order_sign:
            known = taken.get(line.order_line_no, TakenBack())
            taken[line.order_line_no] = TakenBack(
                shipped=known.shipped + line.quantity, invoiced=known.invoiced + line.quantity
            )
    return taken


def _freed(work: Work, bill: Bill, *, on: date) -> tuple[str, ...]:
    """Take every application off the invoice; return the papers that stand open for it."""
    own = [
        entry.entry_id
        for entry in standings(work.session, document_no=bill.number, only_open=False)
    ]
    freed: list[str] = []
    for application in applications_of(work, own):
        journal = Journal(work, kind="unapplication", source_no=bill.number, posting_date=on)
        entries = take_back(journal, application)
        journal.write(bill.head.document_kind, bill.number)
        freed += [each.document_no for each in entries if each.entry_id not in own]
    return tuple(dict.fromkeys(freed))


def _goods_back(work: Work, bill: Bill, *, entries: dict[int, list[int]], on: date) -> Back | None:
    lines = [
        BackLine(
            line_no=line.line_no,
            item_no=line.item_no,
            quantity=line.quantity,
            quantity_base=line.quantity_base,
            entries=tuple(entries[line.line_no]),
            variant=line.variant,
            description=line.description,
            details=line.details,
            unit=line.unit,
            base_unit=line.base_unit,
            qty_per_unit=line.qty_per_unit,
            unit_price=line.unit_price,
            discount_pct=line.discount_pct,
            location=line.location,
        )
        for line in bill.charged
        if line.stocked and entries.get(line.line_no)
    ]
    if not lines:
        return None
    returner = returner_of(bill, source_no=bill.number, on=on)
    return take_goods_back(work, returner, lines, paper=bill.paper)


def _credit(work: Work, bill: Bill, *, back: Back | None, on: date, reason: str) -> Credited:
    memo = Memo(
        source_no=bill.number,
        on=on,
        quantities=whole_bill(bill),
        takes_back=frozenset(line.line_no for line in bill.charged if line.order_sign),
        entries=back.entries if back else {},
        reasons={line.line_no: reason for line in bill.charged if reason},
    )
    return post_credit(work, bill, memo, totals=bill.totals())


def _words(bill: Bill, *, back: Back | None, restored: tuple[Restored, ...]) -> tuple[str, ...]:
    """What the reader should know: goods are back, and what is to be delivered again."""
    words = []
    if back is not None:
        words.append(f"The goods of {bill.number} are back in stock ({back.receipt_no}).")
    for order in restored:
        what = ", ".join(
            f"{quantity.normalize():f} {unit} {item_no}"
            for item_no, quantity, unit in order.outstanding
        )
        if what:
            words.append(f"Order {order.order_no} is open for {what} again.")
    return tuple(words)
