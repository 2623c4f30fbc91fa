"""Statements (specification, section 10): an account over a period, its age, to whom it goes."""

from datetime import date
from decimal import Decimal

from domain.papers import PaperFacts
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.receivables.debtors import AppliesTo
from domain.receivables.payments import PaymentRecorded, RecordPayment
from domain.receivables.statements import SendStatement, StatementSent
from domain.sales.issued import paper
from tests.domain.books import owe
from tests.domain.desk import Desk

END = date(2026, 5, 15)


def alder(desk: Desk) -> None:
    """PSI-1 450.00 and PSI-2 675.00 of 20 March; 200.00 paid on PSI-1 on 10 April."""
    owe(desk, "PSI-1", "450.00", due=date(2026, 4, 2))
    desk.today = date(2026, 3, 20)
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    desk.today = date(2026, 4, 10)
    payment = RecordPayment(amount=Decimal(200), applies_to=(AppliesTo(document_no="PSI-1"),))
    desk.give(payment, PaymentRecorded, by="ada")
    desk.today = END


def statement(desk: Desk, command: SendStatement, *, by: str = "ada") -> PaperFacts:
    told = desk.give(command, StatementSent, by=by)
    return facts_of(desk, told.statements[0].number)


def facts_of(desk: Desk, number: str) -> PaperFacts:
    with desk.database.reading() as session:
        return paper(session, "statement", number=number, version=1)


def test_the_account_runs_from_opening_to_balance_with_its_age(desk: Desk) -> None:
    alder(desk)

    facts = statement(desk, SendStatement(customer_no="C10000", start=date(2026, 3, 1)))

    assert facts.opening_balance == 0
    assert [(one.kind, one.running) for one in facts.entries] == [
        ("invoice", Decimal("450.00")),
        ("invoice", Decimal("1125.00")),
        ("payment", Decimal("925.00")),
    ]
    assert facts.total == Decimal("925.00")
    assert [*map(str, facts.ageing)] == ["0", "675.00", "250.00", "0", "0"]
    assert (facts.period_from, facts.issued) == (date(2026, 3, 1), END)


def test_a_later_beginning_takes_the_balance_over(desk: Desk) -> None:
    alder(desk)

    facts = statement(desk, SendStatement(customer_no="C10000", start=date(2026, 4, 1)))

    assert facts.opening_balance == Decimal("1125.00")
    assert [one.running for one in facts.entries] == [Decimal("925.00")]


def test_open_items_are_what_is_left_with_the_days_they_are_late(desk: Desk) -> None:
    alder(desk)

    facts = statement(desk, SendStatement(customer_no="C10000", open_only=True))

    assert [(one.number, one.remaining, one.days_overdue) for one in facts.entries] == [
        ("PSI-1", Decimal("250.00"), 43),
        ("PSI-2", Decimal("675.00"), 25),
    ]
    assert facts.total == Decimal("925.00")
    assert facts.period_from is None


def test_a_past_day_is_shown_as_it_was(desk: Desk) -> None:
    alder(desk)

    facts = statement(desk, SendStatement(customer_no="C10000", end=date(2026, 4, 5)))

    assert facts.total == Decimal("1125.00")
    assert [*map(str, facts.ageing)] == ["675.00", "450.00", "0", "0", "0"]


def test_each_currency_has_a_statement_of_its_own(desk: Desk) -> None:
    alder(desk)
    owe(desk, "PSI-9", "50.00", due=END, currency="USD")

    told = desk.give(SendStatement(customer_no="C10000"), StatementSent, by="ada")

    assert [(one.number, one.currency, one.balance) for one in told.statements] == [
        ("STM112001", "EUR", Decimal("925.00")),
        ("STM112002", "USD", Decimal("50.00")),
    ]
    assert len(desk.sent()) == 2


def test_it_goes_to_the_customer_once_and_to_a_contact_with_his_answer(desk: Desk) -> None:
    alder(desk)

    told = desk.give(SendStatement(customer_no="C10000"), StatementSent, by="gina")
    asked = desk.give(SendStatement(), StatementSent, by="C10000")

    assert told.recipient
    assert [one["occasion"] for one in desk.sent()] == ["statement-sent"]
    assert asked.recipient == ""
    assert asked.customer_no == "C10000"


def test_a_contact_gets_only_his_own_and_only_where_he_writes_from(desk: Desk) -> None:
    alder(desk)

    other = SendStatement(customer_no="C20000")
    elsewhere = SendStatement(recipient="somebody@else.example")

    assert desk.codes(other, by="C10000") == ["not_found"]
    assert desk.codes(elsewhere, by="C10000") == ["invalid_field"]
    assert desk.codes(other, by="wes") == ["not_permitted"]


def test_without_an_address_nothing_is_issued(desk: Desk) -> None:
    alder(desk)
    with desk.work("olga") as work:
        customer = work.session.get_one(Customer, "C10000")
        customer.email = ""
        contact = work.session.get(Contact, customer.contact_no)
        if contact is not None:
            contact.email = ""

    assert desk.codes(SendStatement(customer_no="C10000"), by="ada") == ["no_email_address"]


def test_a_period_must_make_sense(desk: Desk) -> None:
    alder(desk)
    backwards = SendStatement(customer_no="C10000", start=END, end=date(2026, 5, 1))
    ahead = SendStatement(customer_no="C10000", end=date(2026, 6, 1))

    assert desk.codes(backwards, by="ada") == ["invalid_field"]
    assert desk.codes(ahead, by="ada") == ["invalid_field"]
