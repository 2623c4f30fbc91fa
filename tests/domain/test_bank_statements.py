"""Bank statements (specification, section 9.3): what a line is taken for, and what is posted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.ledger.setup import PostingRights
from domain.parties.customer_rows import CustomerBankAccount
from domain.receivables.bank_lines import TextMapping
from domain.receivables.bank_posting import PostStatement, StatementPosted
from domain.receivables.bank_statements import (
    AcceptLine,
    ImportStatement,
    LineAccepted,
    LineTold,
    StatementImported,
)
from domain.receivables.issuing import RemindersIssued, SendReminders
from domain.receivables.movements import BankLine
from domain.receivables.pairing import nearness_reached
from tests.domain.books import accounts, entry, left, owe, unbalanced
from tests.domain.desk import Desk
from tests.domain.test_reminders import psi_3, terms

IBAN = "DE48290500990001234567"
LATE = date(2026, 3, 20)


def line(amount: str, *, on: date = LATE, name: str = "", text: str = "", **more: Any) -> BankLine:
    more.setdefault("currency", "EUR")
    return BankLine(on=on, amount=Decimal(amount), party_name=name, text=text, **more)


@pytest.fixture
def books(desk: Desk) -> Desk:
    """PSI-1 450.00 with 9.00 off until 10 March, PSI-2 675.00, both Alder's; Birch's PSI-3."""
    owe(desk, "PSI-1", "450.00", discount="9.00", due=date(2026, 4, 2))
    owe(desk, "PSI-2", "675.00", due=date(2026, 4, 20))
    owe(desk, "PSI-3", "806.25", customer="C20000", due=date(2026, 4, 14))
    with desk.work("olga") as work:
        work.session.add(CustomerBankAccount(customer_no="C20000", iban=IBAN))
    desk.today = date(2026, 3, 25)
    return desk


def told(desk: Desk, *lines: BankLine, tolerance: str = "0") -> list[LineTold]:
    command = ImportStatement(lines=lines, tolerance=Decimal(tolerance))
    return list(desk.give(command, StatementImported, by="ada").lines)


def posted(desk: Desk, **more: Any) -> StatementPosted:
    return desk.give(PostStatement(**more), StatementPosted, by="ada")


# Scenarios 1, 2, 3, 4, 5, 6, 11 and 13 of section 9.3, with the rule and the score they name.
@pytest.mark.parametrize(
    ("given", "rule", "score", "papers"),
    [
        (line("450.00", name="ALDER & CO", text="PSI-1"), "high 3", 3997, ["PSI-1"]),
        (
            line("441.00", on=date(2026, 3, 9), text="payment PSI-1"),
            "medium 6",
            2994,
            ["PSI-1"],
        ),
        (
            line("441.00", on=date(2026, 3, 9), name="Alder & Co", text="payment PSI-1"),
            "high 3",
            3997,
            ["PSI-1"],
        ),
        (
            line("1125.00", name="ALDER & CO", text="PSI-1 and PSI-2"),
            "high 1",
            3999,
            ["PSI-1", "PSI-2"],
        ),
        (line("806.25", text="invoice 3"), "low 4", 1996, ["PSI-3"]),
        (line("806.25", party_account=IBAN), "high 8", 3992, ["PSI-3"]),
        (line("500.00", name="Birch Retail"), "low 1", 1999, []),
        (
            line("450.00", on=date(2026, 3, 9), name="ALDER & CO", text="PSI-1"),
            "high 3",
            3997,
            ["PSI-1"],
        ),
        (line("300.00", name="ALDER & CO", text="PSI-1"), "medium 2", 2998, ["PSI-1"]),
    ],
)
def test_a_line_is_taken_for_what_the_table_says(
    books: Desk, given: BankLine, rule: str, score: int, papers: list[str]
) -> None:
    [found] = told(books, given)

    assert (found.rule, found.score, list(found.document_nos)) == (rule, score, papers)
    assert found.review is not rule.startswith("high")


def test_a_sure_line_is_posted_and_closes_its_invoice(books: Desk) -> None:
    told(books, line("450.00", name="ALDER & CO", text="PSI-1"))

    done = posted(books)

    assert left(books, "PSI-1") == [0]
    assert accounts(books, done.lines[0].number, ["2920", "2310"]) == [
        Decimal("450.00"),
        Decimal("-450.00"),
    ]
    assert unbalanced(books) == []


def test_a_doubtful_line_is_accepted_first_and_takes_the_discount_of_its_day(books: Desk) -> None:
    [found] = told(books, line("441.00", on=date(2026, 3, 9), text="payment PSI-1"))
    assert books.codes(PostStatement(), by="ada") == ["unresolved_lines"]
    books.give(AcceptLine(line_id=found.line_id), LineAccepted, by="ada")

    done = posted(books)

    assert left(books, "PSI-1") == [0]
    assert accounts(books, done.lines[0].number, ["2920", "9250"]) == [
        Decimal("441.00"),
        Decimal("9.00"),
    ]


def test_a_sum_of_two_invoices_closes_both(books: Desk) -> None:
    told(books, line("1125.00", name="ALDER & CO", text="PSI-1 and PSI-2"))

    posted(books)

    assert left(books, "PSI-1", "PSI-2") == [0, 0]


def test_money_of_a_customer_alone_stays_on_account(books: Desk) -> None:
    told(books, line("500.00", name="Birch Retail"))

    done = posted(books, accept=True)

    assert done.lines[0].on_account == Decimal("500.00")
    assert left(books, "PSI-3") == [Decimal("806.25")]


def test_words_that_stand_for_an_account_are_booked_there(books: Desk) -> None:
    with books.work("olga") as work:
        work.session.add(TextMapping(words="ACCOUNT FEE", gl_account="9200"))
    [found] = told(books, line("-4.50", text="ACCOUNT FEE 03/2026"))

    done = posted(books)

    assert (found.rule, found.review) == ("mapping", False)
    assert 2999 < found.score < 3990
    assert accounts(books, done.lines[0].number, ["2920", "9200"]) == [
        Decimal("-4.50"),
        Decimal("4.50"),
    ]
    assert unbalanced(books) == []


def test_a_number_is_named_as_a_whole_only(books: Desk) -> None:
    [found] = told(books, line("12.00", text="PSI-10"))

    assert (found.state, found.document_nos) == ("unresolved", ())


def test_the_same_statement_twice_has_no_new_line(books: Desk) -> None:
    both = (line("450.00", name="ALDER & CO", text="PSI-1"), line("10.00", text="gift"))
    told(books, *both)

    again = books.refused(ImportStatement(lines=both), by="ada")
    more = books.give(
        ImportStatement(lines=(*both, line("11.00", text="gift"))), StatementImported, by="ada"
    )

    assert "all 2 lines of it" in again.sentence()
    assert (len(more.lines), more.repeated) == (1, 2)


@pytest.mark.parametrize(("confirmed", "on_account"), [("0.50", "0"), ("0", "0.30")])
def test_a_small_overpayment_is_written_off_after_a_yes_only(
    books: Desk, confirmed: str, on_account: str
) -> None:
    with books.work("olga") as work:
        work.session.add(PostingRights(employee_no="ada", write_off_limit=Decimal(5)))
    [found] = told(books, line("450.30", name="ALDER & CO", text="PSI-1"), tolerance="0.50")

    done = posted(books, write_off_up_to=Decimal(confirmed))

    assert found.rule == "high 3"
    assert done.lines[0].on_account == Decimal(on_account)
    assert left(books, "PSI-1", done.lines[0].number) == [0, -Decimal(on_account)]
    assert unbalanced(books) == []


def test_paying_in_full_in_time_takes_no_discount(books: Desk) -> None:
    told(books, line("450.00", on=date(2026, 3, 9), name="ALDER & CO", text="PSI-1"))

    done = posted(books)

    assert accounts(books, done.lines[0].number, ["2920", "9250"]) == [Decimal("450.00"), 0]


def test_money_out_settles_a_credit_of_that_amount_only(books: Desk) -> None:
    told(books, line("225.00", name="Alder & Co"))
    posted(books, accept=True)  # 225.00 of Alder on account is a credit

    [found] = told(books, line("-225.00", on=date(2026, 3, 25)))
    [other] = told(books, line("-99.00", on=date(2026, 3, 25)))
    books.give(AcceptLine(line_id=found.line_id), LineAccepted, by="ada")

    assert (found.rule, list(found.document_nos)) == ("low 4", ["PAY108001"])
    assert other.state == "unresolved"


def test_a_part_is_applied_and_the_rest_stays_open(books: Desk) -> None:
    told(books, line("300.00", name="ALDER & CO", text="PSI-1"))

    posted(books, accept=True)

    assert entry(books, "PSI-1").remaining == Decimal("150.00")


def test_a_line_in_another_currency_waits_and_the_others_are_proposed(books: Desk) -> None:
    dollars, euros = told(
        books,
        line("450.00", name="ALDER & CO", text="PSI-1", currency="USD"),
        line("450.00", name="ALDER & CO", text="PSI-1"),
    )

    assert (dollars.state, dollars.why) == ("unresolved", "currency_mismatch")
    assert euros.rule == "high 3"
    assert books.codes(PostStatement(accept=True), by="ada") == ["unresolved_lines"]


def test_who_names_a_reminder_pays_its_debts_and_its_fee(desk: Desk) -> None:
    terms(desk)
    psi_3(desk)
    desk.today = date(2026, 4, 19)
    desk.give(SendReminders(), RemindersIssued, by="ada")
    paid = line("816.25", on=desk.today, name="Birch Retail", text="REM110001")

    [found] = told(desk, paid)
    posted(desk)

    assert (found.rule, list(found.document_nos)) == ("high 1", ["PSI-3", "REM110001"])
    assert left(desk, "PSI-3", "REM110001") == [0, 0]


def test_two_lines_do_not_pay_one_invoice_twice(books: Desk) -> None:
    first, second = told(
        books,
        line("450.00", name="ALDER & CO", text="PSI-1", bank_reference="1"),
        line("450.00", name="ALDER & CO", text="PSI-1", bank_reference="2"),
    )

    assert list(first.document_nos) == ["PSI-1"]
    assert list(second.document_nos) == []


def test_importing_takes_as_many_statements_for_forty_lines_as_for_one(books: Desk) -> None:
    with books.counted() as one:
        told(books, line("450.00", name="ALDER & CO", text="PSI-1"))
    many = [line("1.00", text=f"gift {number}") for number in range(40)]
    with books.counted() as forty:
        told(books, *many)

    assert len(forty) == len(one)


def test_only_accountants_touch_the_bank(books: Desk) -> None:
    given = (line("1.00"),)

    for command in (ImportStatement(lines=given), PostStatement(), AcceptLine(line_id=1)):
        assert books.codes(command, by="gina") == ["not_permitted"]


def test_names_are_alike_at_95_of_100_letters_in_any_order() -> None:
    assert nearness_reached("alexander mueller handel", "alexander muller handel")
    assert nearness_reached("muster max", "max muster")
    assert not nearness_reached("alder", "older")
    assert not nearness_reached("", "alder")
