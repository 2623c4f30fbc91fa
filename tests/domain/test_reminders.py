"""Reminders and finance charges (specification, section 10): who is late, when, what it costs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from domain.ledger.customers import CustomerEntry, CustomerEntryState
from domain.parties.customer_rows import Customer
from domain.receivables.charges import ChargeInterest, InterestCharged
from domain.receivables.debtors import AppliesTo
from domain.receivables.disputes import DisputeInvoice, InvoiceDisputed, SettleDispute
from domain.receivables.issuing import IssueReminders, RemindersIssued, SendReminders
from domain.receivables.payments import PaymentRecorded, RecordPayment
from domain.receivables.reminder_rows import (
    FinanceChargeTerms,
    Reminder,
    ReminderLevel,
    ReminderTerms,
)
from domain.receivables.reminders import CreateReminders, RemindersCreated
from domain.sales.issued import paper
from tests.domain.books import accounts, owe, unbalanced
from tests.domain.desk import Desk


def terms(desk: Desk, **more: Any) -> None:
    """Level 1: grace 5D, fee 10.00, due 10D; level 2: grace 7D, fee 15.00, due 10D."""
    with desk.work("olga") as work:
        work.session.add(ReminderTerms(code="USUAL", is_default=True, **more))
        work.session.flush()
        for level, grace, fee in ((1, "5D", "10"), (2, "7D", "15")):
            row = ReminderLevel(
                terms_code="USUAL", level=level, grace=grace, due_formula="10D", fee=Decimal(fee)
            )
            work.session.add(row)


def interest_terms(desk: Desk, *, minimum: str = "0") -> None:
    with desk.work("olga") as work:
        work.session.add(
            FinanceChargeTerms(
                code="USUAL",
                is_default=True,
                pct=Decimal("1.5"),
                period_days=30,
                minimum=Decimal(minimum),
                due_formula="10D",
            )
        )


def psi_3(desk: Desk) -> None:
    """PSI-3 of 31 March: Birch owes 806.25, due on 14 April."""
    desk.today = date(2026, 3, 31)
    owe(desk, "PSI-3", "806.25", customer="C20000", due=date(2026, 4, 14))


def create(desk: Desk, on: date, **more: str) -> RemindersCreated:
    desk.today = on
    return desk.give(CreateReminders(**more), RemindersCreated, by="ada")


def send(desk: Desk, on: date, **more: str) -> RemindersIssued:
    desk.today = on
    return desk.give(SendReminders(**more), RemindersIssued, by="ada")


def nobody(desk: Desk, on: date) -> None:
    desk.today = on
    assert desk.codes(CreateReminders(), by="ada") == ["nothing_to_create"]


def mark(desk: Desk, number: str, **values: str) -> None:
    with desk.work("olga") as work:
        key = work.session.scalars(
            select(CustomerEntry.id).where(CustomerEntry.document_no == number)
        ).one()
        state = work.session.get_one(CustomerEntryState, key)
        for name, value in values.items():
            setattr(state, name, value)


def test_the_first_reminder_comes_when_its_grace_is_over_and_not_a_day_before(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)

    nobody(desk, date(2026, 4, 18))
    made = create(desk, date(2026, 4, 19))

    assert [one.total for one in made.reminders] == [Decimal("816.25")]
    assert made.reminders[0].due_date == date(2026, 4, 29)
    assert made.reminders[0].level == 1


def test_a_debt_on_a_reminder_not_yet_issued_is_not_taken_again(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    create(desk, date(2026, 4, 19))

    refused = desk.refused(CreateReminders(), by="ada")

    assert "wait to be issued" in refused.sentence()


def test_the_second_level_counts_from_the_first_deadline(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    send(desk, date(2026, 4, 19))

    nobody(desk, date(2026, 5, 5))
    second = send(desk, date(2026, 5, 6))

    assert [one.level for one in second.reminders] == [2]
    assert second.reminders[0].document_nos == ("PSI-3",)
    assert second.reminders[0].fee == Decimal("15.00")
    assert second.reminders[0].open == Decimal("816.25")  # the fee of the first is listed


def test_issuing_books_the_fee_and_freezes_the_paper(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)

    told = send(desk, date(2026, 4, 19)).reminders[0]

    assert told.number == "REM110001"
    booked = accounts(desk, "REM110001", ["2310", "6820", "6830"])
    assert booked == [Decimal("10.00"), Decimal("-10.00"), 0]
    assert unbalanced(desk) == []
    with desk.database.reading() as session:
        facts = paper(session, "reminder", number="REM110001", version=1)
    assert (facts.subtotal, facts.fee, facts.total) == (
        Decimal("806.25"),
        Decimal("10.00"),
        Decimal("816.25"),
    )
    assert facts.due_date == date(2026, 4, 29)
    assert [(one.number, one.days_overdue) for one in facts.entries] == [("PSI-3", 5)]
    assert [one["occasion"] for one in desk.sent()] == ["reminder-sent"]


@pytest.mark.parametrize("how", ["paid", "disputed", "on hold"])
def test_what_was_settled_before_issuing_is_never_reminded(desk: Desk, how: str) -> None:
    terms(desk)
    psi_3(desk)
    create(desk, date(2026, 4, 19))
    if how == "paid":
        payment = RecordPayment(
            customer_no="C20000",
            amount=Decimal("806.25"),
            applies_to=(AppliesTo(document_no="PSI-3"),),
        )
        desk.give(payment, PaymentRecorded, by="ada")
    else:
        mark(desk, "PSI-3", **({"dispute": "price"} if how == "disputed" else {"on_hold": "ask"}))

    told = desk.give(IssueReminders(), RemindersIssued, by="ada")

    assert told.reminders == ()
    assert "nothing is sent" in told.notices[0]
    assert desk.sent() == []
    with desk.database.reading() as session:
        assert [(one.state, one.number) for one in session.scalars(select(Reminder))] == [
            ("dropped", "")
        ]


def test_a_disputed_bill_is_reminded_again_when_it_is_settled(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    dispute = DisputeInvoice(document_no="psi-3", reason="wrong price")
    assert desk.give(dispute, InvoiceDisputed).reason == "wrong price"
    nobody(desk, date(2026, 4, 19))

    desk.give(SettleDispute(document_no="PSI-3"), InvoiceDisputed, by="ada")
    told = create(desk, date(2026, 4, 19))

    assert [one.document_nos for one in told.reminders] == [("PSI-3",)]
    assert desk.codes(dispute, by="wes") == ["not_permitted"]
    assert desk.codes(dispute, by="C20000") == ["not_permitted"]
    assert desk.codes(DisputeInvoice(document_no="PSI-99")) == ["not_found"]


def test_what_is_on_hold_triggers_nothing_and_is_listed_beside_others(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    owe(desk, "PSI-4", "100.00", customer="C20000", due=date(2026, 4, 10))
    mark(desk, "PSI-4", on_hold="awaits a credit memo")

    made = create(desk, date(2026, 4, 19)).reminders[0]

    assert made.document_nos == ("PSI-3",)
    assert made.open == Decimal("906.25")


def test_no_more_reminders_than_the_terms_allow(desk: Desk) -> None:
    terms(desk, most=1)
    psi_3(desk)
    send(desk, date(2026, 4, 19))

    nobody(desk, date(2026, 7, 1))


def test_beyond_the_last_level_it_is_repeated(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    for on in (date(2026, 4, 19), date(2026, 5, 6), date(2026, 6, 1)):
        last = send(desk, on)

    assert [one.level for one in last.reminders] == [2]


def test_small_debts_and_blocked_customers_are_passed_over_with_a_word(desk: Desk) -> None:
    terms(desk, minimum=Decimal(50))
    psi_3(desk)
    owe(desk, "PSI-5", "20.00", due=date(2026, 4, 1))
    owe(desk, "PSI-6", "500.00", customer="C50000", due=date(2026, 4, 1))
    with desk.work("olga") as work:
        work.session.get_one(Customer, "C50000").blocked = "all"

    told = send(desk, date(2026, 4, 19))

    assert [one.customer_no for one in told.reminders] == ["C20000"]
    assert len(told.notices) == 2


def test_each_customer_and_currency_has_a_reminder_of_its_own(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    owe(desk, "PSI-7", "100.00", customer="C20000", due=date(2026, 4, 1), currency="USD")
    owe(desk, "PSI-8", "40.00", due=date(2026, 4, 1))

    told = send(desk, date(2026, 4, 19))

    assert [(one.customer_no, one.currency, one.fee) for one in told.reminders] == [
        ("C10000", "EUR", Decimal("10.00")),
        ("C20000", "USD", Decimal("12.00")),  # 10.00 at 1.20
        ("C20000", "EUR", Decimal("10.00")),
    ]
    assert unbalanced(desk) == []


def test_only_accountants_remind(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    desk.today = date(2026, 4, 19)

    for command in (CreateReminders(), SendReminders(), IssueReminders(), ChargeInterest()):
        assert desk.codes(command, by="gina") == ["not_permitted"]
        assert desk.codes(command, by="C20000") == ["not_permitted"]


def test_proposing_takes_as_many_statements_for_three_debts_as_for_one(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    desk.today = date(2026, 4, 19)
    with desk.counted() as one:
        desk.give(CreateReminders(), RemindersCreated, by="ada")
    with desk.work("olga") as work:
        for row in work.session.scalars(select(Reminder)):
            row.state = "dropped"
    for number in ("PSI-8", "PSI-9"):
        owe(desk, number, "40.00", customer="C20000", due=date(2026, 4, 1))
    with desk.counted() as three:
        desk.give(CreateReminders(), RemindersCreated, by="ada")

    assert len(three) == len(one)


def test_interest_runs_by_the_day_from_the_due_date(desk: Desk) -> None:
    interest_terms(desk)
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    desk.today = date(2026, 5, 15)

    told = desk.give(ChargeInterest(), InterestCharged, by="ada")

    assert [one.interest for one in told.memos] == [Decimal("8.44")]
    booked = accounts(desk, told.memos[0].number, ["2310", "6820", "6830"])
    assert booked == [Decimal("8.44"), 0, Decimal("-8.44")]
    assert unbalanced(desk) == []
    with desk.database.reading() as session:
        facts = paper(session, "finance-charge", number=told.memos[0].number, version=1)
    assert facts.total == Decimal("8.44")
    assert [(one.number, one.amount) for one in facts.entries] == [("PSI-2", Decimal("8.44"))]


def test_interest_counts_on_from_the_last_charge_and_never_on_itself(desk: Desk) -> None:
    interest_terms(desk)
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    desk.today = date(2026, 5, 15)
    desk.give(ChargeInterest(), InterestCharged, by="ada")
    assert desk.codes(ChargeInterest(), by="ada") == ["nothing_to_create"]
    desk.today = date(2026, 6, 14)

    told = desk.give(ChargeInterest(), InterestCharged, by="ada")

    assert [one.interest for one in told.memos] == [Decimal("10.13")]  # 30 days: 10.125


def test_interest_below_the_minimum_is_not_charged(desk: Desk) -> None:
    interest_terms(desk, minimum="10")
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    desk.today = date(2026, 5, 15)

    refused = desk.refused(ChargeInterest(), by="ada")

    assert "8.44 EUR, below the minimum" in refused.sentence()
