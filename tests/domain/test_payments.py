"""Payments (specification, sections 7.4, 7.7, 5.2 and 10): what money does to open invoices."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.approvals.requests import ApproveRequest, RequestApproved
from domain.ledger.setup import PostingRights, PostingSetup
from domain.outbox import OutboxRow
from domain.parties.customer_rows import Customer
from domain.posting.unapplying import UnapplyOrder
from domain.posting.wishes import WishNoted
from domain.receivables.applications import ApplyPayment, PaymentApplied, Unapplied, Unapply
from domain.receivables.balances import BalanceTold, LedgerShown, ShowBalance, ShowLedger
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import (
    PaymentRecorded,
    PaymentToleranceWarning,
    RecordPayment,
)
from domain.receivables.refunds import (
    Refund,
    Refunded,
    RefundExceedsOpen,
    WriteOff,
    WrittenOff,
)
from domain.vat import VatPostingSetup
from tests.domain.books import account, accounts, entry, left, owe, unbalanced
from tests.domain.desk import Desk

IN_TIME, LATE = date(2026, 3, 9), date(2026, 3, 20)


def pay(desk: Desk, amount: str, *numbers: str, on: date = LATE, **more: Any) -> PaymentRecorded:
    """Money comes in for these papers."""
    desk.today = max(desk.today, on)
    return desk.give(payment(amount, *numbers, on=on, **more), PaymentRecorded, by="ada")


def payment(amount: str, *numbers: str, on: date = LATE, **more: Any) -> RecordPayment:
    papers = tuple(AppliesTo(document_no=number) for number in numbers)
    more.setdefault("customer_no", "C10000")
    return RecordPayment(amount=Decimal(amount), paid_on=on, applies_to=papers, **more)


def psi_1(desk: Desk, *, tolerance: str = "0") -> None:
    """PSI-1 of scenario 7.7.1: 450.00, of which 90.00 are VAT, 9.00 off until 10 March."""
    owe(desk, "PSI-1", "450.00", vat="90.00", discount="9.00", tolerance=tolerance)


def configure(desk: Desk, **values: Any) -> None:
    with desk.work("olga") as work:
        row = work.session.get_one(PostingSetup, 1)
        for name, value in values.items():
            setattr(row, name, value)


def allow_write_off(desk: Desk, limit: str) -> None:
    with desk.work("olga") as work:
        work.session.add(PostingRights(employee_no="ada", write_off_limit=Decimal(limit)))


def test_a_payment_in_time_takes_the_discount_and_closes_the_invoice(desk: Desk) -> None:
    psi_1(desk)

    told = pay(desk, "441.00", "PSI-1", on=IN_TIME)

    assert told.document_no == "PAY108001"
    assert told.applied[0].discount == Decimal("9.00")
    assert [told.on_account, told.balance] == [0, 0]
    assert left(desk, "PSI-1", "PAY108001") == [0, 0]
    booked = accounts(desk, "PAY108001", ["2920", "9250", "2310", "5610"])
    assert booked == [Decimal("441.00"), Decimal("9.00"), Decimal("-450.00"), 0]
    assert unbalanced(desk) == []


def test_the_same_payment_too_late_leaves_the_discount_open(desk: Desk) -> None:
    psi_1(desk)

    told = pay(desk, "441.00", "PSI-1", on=LATE)

    assert left(desk, "PSI-1") == [Decimal("9.00")]
    assert told.notices == ("9.00 EUR of PSI-1 are still open.",)


def test_paying_in_full_in_time_uses_no_discount(desk: Desk) -> None:
    psi_1(desk)

    told = pay(desk, "450.00", "PSI-1", on=IN_TIME)

    assert told.applied[0].discount == 0
    assert account(desk, "9250") == 0


def test_days_of_grace_lengthen_the_time_for_the_discount(desk: Desk) -> None:
    psi_1(desk)
    configure(desk, discount_grace="3D")

    told = pay(desk, "441.00", "PSI-1", on=date(2026, 3, 13))

    assert told.applied[0].discount == Decimal("9.00")


def test_a_difference_within_the_tolerance_is_written_off(desk: Desk) -> None:
    psi_1(desk, tolerance="5.00")

    told = pay(desk, "447.00", "PSI-1")

    assert told.applied[0].tolerance == Decimal("3.00")
    assert left(desk, "PSI-1") == [0]
    assert account(desk, "9255") == Decimal("3.00")


def test_a_difference_beyond_the_tolerance_stays_open(desk: Desk) -> None:
    psi_1(desk, tolerance="5.00")

    pay(desk, "441.00", "PSI-1")

    assert left(desk, "PSI-1") == [Decimal("9.00")]
    assert account(desk, "9255") == 0


def test_a_customer_without_tolerance_stays_open(desk: Desk) -> None:
    psi_1(desk, tolerance="5.00")
    with desk.work("olga") as work:
        work.session.get_one(Customer, "C10000").block_payment_tolerance = True

    pay(desk, "447.00", "PSI-1")

    assert left(desk, "PSI-1") == [Decimal("3.00")]


def test_where_the_setup_wants_it_a_person_decides_about_the_difference(desk: Desk) -> None:
    psi_1(desk, tolerance="5.00")
    configure(desk, warn_tolerance=True)
    desk.today = LATE

    refused = desk.refused(payment("447.00", "PSI-1"), by="ada")
    assert isinstance(refused, PaymentToleranceWarning)
    forgive, keep = refused.remedies()
    told = desk.give(keep, PaymentRecorded, by="ada")

    assert refused.difference == Decimal("3.00")
    assert isinstance(forgive, RecordPayment)
    assert forgive.tolerate is True
    assert told.applied[0].left == Decimal("3.00")


def test_the_discount_lowers_the_vat_where_the_setup_says_so(desk: Desk) -> None:
    with desk.work("olga") as work:
        row = work.session.get_one(VatPostingSetup, ("DOMESTIC", "VAT25"))
        row.adjust_for_payment_discount = True
    psi_1(desk)

    pay(desk, "441.00", "PSI-1", on=IN_TIME)
    booked = accounts(desk, "PAY108001", ["9250", "5610", "2310"])
    desk.give(Unapply(document_no="PSI-1"), Unapplied, by="ada")

    assert booked == [Decimal("7.20"), Decimal("1.80"), Decimal("-450.00")]
    assert [account(desk, "9250"), account(desk, "5610")] == [0, Decimal("-90.00")]
    assert left(desk, "PSI-1", "PAY108001") == [Decimal("450.00"), Decimal("-441.00")]
    assert unbalanced(desk) == []


def test_part_payments_and_a_write_off_close_an_invoice(desk: Desk) -> None:
    owe(desk, "PSI-2", "675.00", vat="135.00")
    allow_write_off(desk, "10")

    first = pay(desk, "300.00", "PSI-2").applied[0].left
    second = pay(desk, "75.00", "PSI-2").applied[0].left
    third = pay(desk, "295.00", "PSI-2").applied[0].left
    command = WriteOff(document_no="PSI-2", amount=Decimal("5.00"), reason="small rest")
    told = desk.give(command, WrittenOff, by="ada")

    assert [first, second, third] == [Decimal("375.00"), Decimal("300.00"), Decimal("5.00")]
    assert [told.left, told.balance] == [0, 0]
    assert account(desk, "9260") == Decimal("5.00")


def test_an_overpayment_stays_on_account_and_can_be_written_off(desk: Desk) -> None:
    owe(desk, "PSI-2", "675.00")
    allow_write_off(desk, "15")

    told = pay(desk, "690.00", "PSI-2")
    closed = desk.give(WriteOff(document_no=told.number), WrittenOff, by="ada")

    assert told.on_account == Decimal("15.00")
    assert told.balance == Decimal("-15.00")
    assert [closed.left, closed.balance] == [0, 0]
    assert account(desk, "9260") == Decimal("-15.00")


def test_a_write_off_above_the_limit_waits_for_somebody_elses_yes(desk: Desk) -> None:
    from_ada = WriteOff(document_no="PSI-1", reason="bankrupt")
    psi_1(desk)
    allow_write_off(desk, "10")

    noted = desk.give(from_ada, WishNoted, by="ada")

    before = left(desk, "PSI-1")
    desk.give(ApproveRequest(document_no="PSI-1"), RequestApproved, by="olga")

    assert noted.approvers == ("Olga Ort",)
    assert before == [Decimal("450.00")]
    assert left(desk, "PSI-1") == [0]


def test_an_advance_is_applied_and_unapplied(desk: Desk) -> None:
    psi_1(desk)
    advance = pay(desk, "300.00").number
    papers = (AppliesTo(document_no="PSI-1", amount=Decimal("200.00")),)

    applied = desk.give(
        ApplyPayment(payment_no=advance, applies_to=papers), PaymentApplied, by="ada"
    )
    between = left(desk, "PSI-1", advance)
    desk.give(Unapply(document_no=advance), Unapplied, by="ada")

    assert applied.on_account == Decimal("100.00")
    assert between == [Decimal("250.00"), Decimal("-100.00")]
    assert left(desk, "PSI-1", advance) == [Decimal("450.00"), Decimal("-300.00")]


def test_the_newest_application_is_taken_back_first(desk: Desk) -> None:
    psi_1(desk)
    first = pay(desk, "100.00", "PSI-1").number
    second = pay(desk, "200.00", "PSI-1").number

    refused = desk.refused(Unapply(document_no=first), by="ada")
    assert isinstance(refused, UnapplyOrder)
    assert refused.newer_no == second
    desk.give(refused.remedies()[0], Unapplied, by="ada")
    desk.give(Unapply(document_no=first), Unapplied, by="ada")

    assert left(desk, "PSI-1", first, second) == [
        Decimal("450.00"),
        Decimal("-100.00"),
        Decimal("-200.00"),
    ]


def test_taking_back_twice_is_refused(desk: Desk) -> None:
    psi_1(desk)
    number = pay(desk, "100.00", "PSI-1").number
    desk.give(Unapply(document_no=number), Unapplied, by="ada")

    assert desk.codes(Unapply(document_no=number), by="ada") == ["invalid_field"]


def test_one_payment_for_several_invoices_is_taken_back_for_one_of_them(desk: Desk) -> None:
    psi_1(desk)
    owe(desk, "PSI-2", "675.00")
    number = pay(desk, "1125.00", "PSI-1", "PSI-2").number

    told = desk.give(Unapply(document_no="PSI-2"), Unapplied, by="ada")

    assert {paper.document_no for paper in told.reopened} == {"PSI-2", number}
    assert left(desk, "PSI-1", "PSI-2", number) == [0, Decimal("675.00"), Decimal("-675.00")]


def test_without_papers_named_the_oldest_debts_are_paid_if_wanted(desk: Desk) -> None:
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    psi_1(desk)

    told = pay(desk, "500.00", oldest_first=True)

    assert [each.document_no for each in told.applied] == ["PSI-1", "PSI-2"]
    assert left(desk, "PSI-1", "PSI-2") == [0, Decimal("625.00")]


def test_a_payment_needs_its_debt_to_be_that_customers_and_open(desk: Desk) -> None:
    psi_1(desk)
    owe(desk, "PSI-3", "806.25", customer="C20000")
    pay(desk, "450.00", "PSI-1")

    assert desk.codes(payment("10.00", "PSI-1"), by="ada") == ["invalid_field"]
    assert desk.codes(payment("10.00", "PSI-3"), by="ada") == ["not_found"]
    assert desk.codes(payment("10.00", "PSI-9"), by="ada") == ["not_found"]


@pytest.mark.parametrize("amount", ["0", "-5", "1.005", "NaN", "1E+20"])
def test_money_that_cannot_be_is_refused(desk: Desk, amount: str) -> None:
    desk.today = LATE

    assert desk.codes(payment(amount), by="ada") == ["invalid_field"]


def test_money_cannot_come_on_a_day_to_come(desk: Desk) -> None:
    assert desk.codes(payment("5.00", on=date(2026, 3, 3)), by="ada") == ["invalid_field"]


def test_only_a_bookkeeper_enters_payments(desk: Desk) -> None:
    desk.today = LATE

    for person in ("sally", "wes", "mark", "C10000"):
        assert desk.codes(payment("5.00"), by=person) == ["not_permitted"]


def test_money_of_a_blocked_customer_is_taken_and_not_paid_back(desk: Desk) -> None:
    with desk.work("olga") as work:
        work.session.get_one(Customer, "C10000").blocked = "all"

    told = pay(desk, "100.00")

    assert desk.codes(Refund(document_no=told.number), by="ada") == ["customer_blocked"]
    assert desk.codes(WriteOff(document_no=told.number), by="ada") == ["customer_blocked"]


def test_a_closed_period_takes_no_payment(desk: Desk) -> None:
    configure(desk, allow_from=LATE)
    desk.today = LATE

    assert desk.codes(payment("5.00", on=IN_TIME), by="ada") == ["posting_date_not_allowed"]


def test_a_credit_is_paid_out_in_parts_and_never_more_than_is_open(desk: Desk) -> None:
    credit = pay(desk, "225.00").number

    first = desk.give(Refund(document_no=credit, amount=Decimal("125.00")), Refunded, by="ada")
    second = desk.give(Refund(document_no=credit, amount=Decimal("100.00")), Refunded, by="ada")
    refused = desk.refused(Refund(document_no=credit, amount=Decimal("1.00")), by="ada")

    assert [first.left, second.left] == [Decimal("100.00"), 0]
    assert isinstance(refused, RefundExceedsOpen)
    assert refused.most == 0
    assert left(desk, credit, first.document_no, second.document_no) == [0, 0, 0]
    assert account(desk, "2920") == 0


def test_a_payment_at_a_better_rate_brings_an_exchange_gain(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")

    told = pay(desk, "1250.00", "PSI-7", on=date(2026, 4, 1), customer_no="C30000", currency="USD")

    booked = accounts(desk, told.number, ["2920", "2310", "9310"])
    assert booked == [Decimal("1041.67"), Decimal("-1000.00"), Decimal("-41.67")]
    assert not entry(desk, "PSI-7").open
    assert entry(desk, "PSI-7").remaining_lcy == 0


def test_a_part_payment_brings_its_part_of_the_gain(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")

    told = pay(desk, "500.00", "PSI-7", on=date(2026, 4, 1), customer_no="C30000", currency="USD")

    opened = entry(desk, "PSI-7")
    assert account(desk, "9310") == Decimal("-16.67")
    assert (opened.remaining, opened.remaining_lcy) == (Decimal("750.00"), Decimal("600.00"))
    assert told.balance == Decimal("600.00")


def test_taking_back_a_foreign_payment_reverses_the_gain(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")
    pay(desk, "500.00", "PSI-7", on=date(2026, 4, 1), customer_no="C30000", currency="USD")

    desk.give(Unapply(document_no="PSI-7"), Unapplied, by="ada")

    assert account(desk, "9310") == 0
    assert entry(desk, "PSI-7").remaining_lcy == Decimal("1000.00")
    assert unbalanced(desk) == []


def test_euros_pay_a_debt_in_dollars_at_the_days_rate(desk: Desk) -> None:
    owe(desk, "PSI-7", "1250.00", customer="C30000", currency="USD")

    told = pay(desk, "1041.67", "PSI-7", on=date(2026, 4, 1), customer_no="C30000")

    assert told.on_account == 0
    assert told.applied[0].paid == Decimal("1250.00")
    assert account(desk, "9310") == Decimal("-41.67")
    assert entry(desk, "PSI-7").remaining_lcy == 0


def test_the_salesperson_hears_of_the_money(desk: Desk) -> None:
    told = pay(desk, "5.00")

    with desk.database.reading() as session:
        notices = [row.payload for row in session.query(OutboxRow) if row.kind == "notice"]
    assert ("gina", "payment", told.number) in [
        (row["person"], row["topic"], row["subject"]) for row in notices
    ]


def test_what_a_customer_owes_is_told_with_its_age(desk: Desk) -> None:
    psi_1(desk)
    desk.today = LATE
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    pay(desk, "200.00", "PSI-1", on=date(2026, 4, 10))
    desk.today = date(2026, 5, 15)

    told = desk.give(ShowBalance(customer_no="C10000"), BalanceTold, by="sally")

    assert told.balance_lcy == told.overdue_lcy == Decimal("925.00")
    assert [each.days_overdue for each in told.entries] == [43, 25]
    assert list(told.ageing[0].amounts) == [0, Decimal("675.00"), Decimal("250.00"), 0, 0]


def test_the_account_shows_running_balances_and_the_age_on_its_last_day(desk: Desk) -> None:
    psi_1(desk)
    desk.today = LATE
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    pay(desk, "200.00", "PSI-1", on=date(2026, 4, 10))
    desk.today = date(2026, 6, 1)
    pay(desk, "725.00", on=date(2026, 6, 1), oldest_first=True)

    command = ShowLedger(customer_no="C10000", start=date(2026, 3, 1), end=date(2026, 5, 15))
    told = desk.give(command, LedgerShown, by="C10000")

    assert told.opening == ()
    assert [row.balance for row in told.rows] == [
        Decimal("450.00"),
        Decimal("1125.00"),
        Decimal("925.00"),
    ]
    assert [row.kind for row in told.rows] == ["invoice", "invoice", "payment"]
    assert told.closing == (("EUR", Decimal("925.00")),)
    assert list(told.ageing[0].amounts) == [0, Decimal("675.00"), Decimal("250.00"), 0, 0]


def test_a_contact_sees_no_other_customers_account(desk: Desk) -> None:
    assert desk.codes(ShowBalance(customer_no="C20000"), by="C10000") == ["not_found"]
    assert desk.codes(ShowBalance(customer_no="C10000"), by="wes") == ["not_permitted"]
    own = desk.give(ShowBalance(), BalanceTold, by="C10000")
    assert own.customer_no == "C10000"
