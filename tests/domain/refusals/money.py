"""Wrong requests to take back, to credit and to settle."""

from datetime import date
from decimal import Decimal

from domain.errors import Command, Outcome
from domain.ledger.setup import PostingSetup
from domain.posting.bill_standing import PostingDateClosed
from domain.posting.correction_checks import (
    AlreadyCanceled,
    GoodsReturned,
    InvoicePaid,
    IsCorrective,
    IsPrepaymentInvoice,
    LineTypeNotSupported,
)
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import ShipAndInvoice
from domain.posting.prepayment import CreditPrepayment
from domain.posting.rebilling import CancelCreditMemo, CreditApplied
from domain.posting.return_credits import CreditReturn, SalesNotInvoicedYet
from domain.posting.returnable import ReturnExceedsShipped, ReturnWish
from domain.posting.returning import CorrectiveCreditMemo, CreateReturn
from domain.posting.unapplying import UnapplyOrder
from domain.receivables.applications import Unapply
from domain.receivables.payments import PaymentToleranceWarning, RecordPayment
from domain.receivables.refunds import Refund, RefundExceedsOpen
from tests.domain.desk import Desk, want
from tests.domain.refusals.row import Wrong, setting
from tests.domain.test_payments import LATE, configure, pay, payment
from tests.domain.test_payments import psi_1 as owed
from tests.domain.test_prepayments import ask, five_chairs
from tests.domain.test_returns import announce, bring_back, receive, sold
from tests.domain.test_shipments import confirmed, ship

D = Decimal
BILL, CREDIT = "PS-INV103001", "PS-CR104001"
CANCEL = CancelInvoice(invoice_no=BILL)


def _cancelled(desk: Desk) -> None:
    sold(desk)
    desk.give(CANCEL, Outcome, by="ada")


def _cancel_twice(desk: Desk) -> Command:
    _cancelled(desk)
    return CANCEL


def _cancel_what_was_billed_again(desk: Desk) -> Command:
    _cancelled(desk)
    desk.give(CancelCreditMemo(credit_memo_no=CREDIT), Outcome, by="ada")
    return CancelInvoice(invoice_no="PS-INV103002")


def _cancel_paid(desk: Desk) -> Command:
    sold(desk)
    pay(desk, "125.00", BILL)
    return CANCEL


def _cancel_returned(desk: Desk) -> Command:
    sold(desk)
    bring_back(desk, BILL, "CHAIR", 1)
    return CANCEL


def _cancel_an_exchange(desk: Desk) -> Command:
    number = confirmed(desk, want("CHAIR", 6), want("CHAIR", -1))
    desk.give(ShipAndInvoice(order_no=number), Outcome)
    return CANCEL


def _cancel_a_prepayment(desk: Desk) -> Command:
    return CancelInvoice(invoice_no=ask(desk, five_chairs(desk)).number)


def _cancel_a_used_credit(desk: Desk) -> Command:
    _cancelled(desk)
    desk.give(Unapply(document_no=CREDIT), Outcome, by="ada")
    return CancelCreditMemo(credit_memo_no=CREDIT)


def _cancel_in_a_closed_month(desk: Desk) -> Command:
    sold(desk)
    desk.today = LATE
    setting(desk, PostingSetup, 1, allow_from=date(2026, 3, 10))
    return CANCEL


def _return_too_many(desk: Desk) -> Command:
    bring_back(desk, sold(desk), "CHAIR", 2)
    nine = (ReturnWish(item_no="CHAIR", quantity=D(9)),)
    return CreateReturn(document_no=BILL, lines=nine)


def _credit_what_was_never_billed(desk: Desk) -> Command:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 9))
    number = announce(desk, order_no, "CHAIR", 4)
    receive(desk, number)
    return CreditReturn(return_no=number)


def _short_within_tolerance(desk: Desk) -> Command:
    owed(desk, tolerance="5.00")
    configure(desk, warn_tolerance=True)
    desk.today = LATE
    return payment("447.00", "PSI-1")


def _older_application_first(desk: Desk) -> Command:
    owed(desk)
    first = pay(desk, "100.00", "PSI-1").number
    pay(desk, "200.00", "PSI-1")
    return Unapply(document_no=first)


def _pay_out_too_much(desk: Desk) -> Command:
    return Refund(document_no=pay(desk, "225.00").number, amount=D(226))


ROWS = (
    Wrong(
        refusal=AlreadyCanceled,
        ask=_cancel_twice,
        by="ada",
        fact="PS-INV103001 has been cancelled already, with PS-CR104001.",
        way_out="Nothing of it is left to take back.",
    ),
    Wrong(
        refusal=IsCorrective,
        ask=_cancel_what_was_billed_again,
        by="ada",
        fact="PS-INV103002 was made by cancelling PS-CR104001, so it cannot be cancelled itself.",
        way_out="Take the goods back with a return instead.",
    ),
    Wrong(
        refusal=InvoicePaid,
        ask=_cancel_paid,
        by="ada",
        fact="Of the 1,125.00 of PS-INV103001 only 1,000.00 are open: it has been paid or credited "
        "in part or in full.",
        way_out="Credit what is open, take the goods back with a return, or let an accountant "
        "cancel it and keep the payment on account.",
        remedies=(CorrectiveCreditMemo, CancelInvoice),
    ),
    Wrong(
        refusal=GoodsReturned,
        ask=_cancel_returned,
        by="ada",
        fact="1 of CHAIR on PS-INV103001 have come back already.",
        way_out="Credit the rest with a return instead.",
    ),
    Wrong(
        refusal=LineTypeNotSupported,
        ask=_cancel_an_exchange,
        by="ada",
        fact="Line 2 of PS-INV103001 is of the kind exchange, which I cannot take back.",
        way_out="Credit the other lines with a return instead.",
    ),
    Wrong(
        refusal=IsPrepaymentInvoice,
        ask=_cancel_a_prepayment,
        by="ada",
        fact="PP-INV109001 is a prepayment invoice.",
        way_out="Use a prepayment credit memo for it.",
        remedies=(CreditPrepayment,),
    ),
    Wrong(
        refusal=CreditApplied,
        ask=_cancel_a_used_credit,
        by="ada",
        fact="PS-CR104001 was set against other papers than PS-INV103001.",
        way_out="Take those applications back first.",
    ),
    Wrong(
        refusal=PostingDateClosed,
        ask=_cancel_in_a_closed_month,
        by="ada",
        fact="Nothing can be posted on 02 Mar 2026: posting is open from 10 Mar 2026.",
        way_out="An accountant can change that, or choose another posting date.",
        remedies=(CancelInvoice,),
    ),
    Wrong(
        refusal=ReturnExceedsShipped,
        ask=_return_too_many,
        fact="CHAIR: 9 cannot come back; 8 are still with the customer.",
        way_out="Return no more than that.",
    ),
    Wrong(
        refusal=SalesNotInvoicedYet,
        ask=_credit_what_was_never_billed,
        by="ada",
        fact="CHAIR of S-RET1001 has not been billed yet.",
        way_out="Invoice order S-ORD1001 first; then it can be credited.",
    ),
    Wrong(
        refusal=PaymentToleranceWarning,
        ask=_short_within_tolerance,
        by="ada",
        fact="3.00 EUR are missing on PSI-1.",
        way_out="That is within the tolerance: shall I write it off, or leave it open?",
        remedies=(RecordPayment, RecordPayment),
    ),
    Wrong(
        refusal=UnapplyOrder,
        ask=_older_application_first,
        by="ada",
        fact="PAY108002 was applied after PAY108001 to the same entry.",
        way_out="Take the newest application back first.",
        remedies=(Unapply,),
    ),
    Wrong(
        refusal=RefundExceedsOpen,
        ask=_pay_out_too_much,
        by="ada",
        fact="Of PAY108001 225.00 EUR are open;",
        way_out="more cannot be paid out.",
        remedies=(Refund,),
    ),
)
