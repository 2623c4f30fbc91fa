"""Payment terms: due dates, discounts and instalments (specification, sections 6 and 6.1)."""

from datetime import date
from decimal import Decimal

import pytest

from domain.calendar import DateFormula
from domain.errors import InvalidField
from domain.sales.terms import (
    InstalmentRow,
    PaymentTerms,
    Portion,
    check_terms,
    instalments,
    payment_discount,
    terms_dates,
)

D = Decimal
MARCH_2, MARCH_31 = date(2026, 3, 2), date(2026, 3, 31)
MONTH = PaymentTerms(
    code="1M(8D)",
    due_formula=DateFormula.parse("1M"),
    discount_formula=DateFormula.parse("8D"),
    discount_pct=D(2),
)


def terms(*rows: tuple[Portion, str, str]) -> PaymentTerms:
    """Terms with instalments given as (portion, value, due formula)."""
    return PaymentTerms(
        code="PARTS",
        due_formula=DateFormula.parse("14D"),
        discount_formula=DateFormula.parse("8D"),
        discount_pct=D(2),
        instalments=tuple(
            InstalmentRow(portion=portion, value=D(value), due_formula=DateFormula.parse(due))
            for portion, value, due in rows
        ),
    )


def split_of(
    agreed: PaymentTerms, *, net: str, vat: str, rounding: str = "0", day: date = MARCH_31
) -> list[tuple[str, date]]:
    parts = instalments(agreed, day, net=D(net), vat=D(vat), rounding=D(rounding))
    return [(str(part.amount), part.due_date) for part in parts]


def test_a_month_with_a_discount_within_eight_days() -> None:
    dates = terms_dates(MONTH, date(2026, 1, 31))

    assert dates.due_date == date(2026, 2, 28)
    assert dates.discount_date == date(2026, 2, 8)
    assert dates.discount_pct == D(2)


@pytest.mark.parametrize(
    ("formula", "document_date", "due"),
    [
        ("CM", MARCH_2, MARCH_31),
        ("CM+10D", MARCH_2, date(2026, 4, 10)),
        ("20D+D10", MARCH_2, date(2026, 4, 10)),
        ("CM+1D", date(2026, 1, 31), date(2026, 2, 1)),
        ("0D", MARCH_2, MARCH_2),
    ],
)
def test_the_due_date_follows_the_formula(formula: str, document_date: date, due: date) -> None:
    agreed = PaymentTerms(code=formula, due_formula=DateFormula.parse(formula))

    assert terms_dates(agreed, document_date).due_date == due


def test_a_credit_memo_has_a_discount_only_if_the_terms_say_so() -> None:
    generous = PaymentTerms(
        code="CMD",
        discount_formula=DateFormula.parse("8D"),
        discount_pct=D(2),
        discount_on_credit_memos=True,
    )

    assert terms_dates(MONTH, MARCH_2, credit_memo=True).discount_date is None
    assert terms_dates(MONTH, MARCH_2, credit_memo=True).discount_pct == 0
    assert terms_dates(generous, MARCH_2, credit_memo=True).discount_date == date(2026, 3, 10)


def test_two_percent_of_an_invoice_of_450() -> None:
    assert payment_discount(D("450.00"), D(2)) == D("9.00")
    assert payment_discount(D("-450.00"), D(2)) == D("-9.00")


def test_thirty_thirty_rest() -> None:
    agreed = terms(
        (Portion.PERCENT, "30", "0D"), (Portion.PERCENT, "30", "1M"), (Portion.REST, "0", "2M")
    )

    assert split_of(agreed, net="645.00", vat="161.25") == [
        ("241.88", date(2026, 3, 31)),
        ("241.88", date(2026, 4, 30)),
        ("322.49", date(2026, 5, 31)),
    ]


def test_a_rest_of_nothing_makes_no_instalment() -> None:
    agreed = terms((Portion.NET, "0", "0D"), (Portion.VAT, "0", "1M"), (Portion.REST, "0", "2M"))

    assert [amount for amount, _ in split_of(agreed, net="645.00", vat="161.25")] == [
        "645.00",
        "161.25",
    ]


def test_a_credit_memo_is_split_with_its_sign() -> None:
    agreed = terms(
        (Portion.PERCENT, "40", "0D"), (Portion.FIXED, "25.00", "0D"), (Portion.REST, "0", "1M")
    )

    assert [amount for amount, _ in split_of(agreed, net="-80.00", vat="-20.00")] == [
        "-40.00",
        "-25.00",
        "-35.00",
    ]


def test_a_fixed_amount_stops_at_what_is_left() -> None:
    agreed = terms(
        (Portion.FIXED, "80.00", "0D"), (Portion.FIXED, "80.00", "1M"), (Portion.REST, "0", "2M")
    )

    assert [amount for amount, _ in split_of(agreed, net="80.00", vat="20.00")] == [
        "80.00",
        "20.00",
    ]


def test_invoice_rounding_falls_into_the_rest() -> None:
    agreed = terms((Portion.NET, "0", "0D"), (Portion.VAT, "0", "0D"), (Portion.REST, "0", "1M"))

    assert [a for a, _ in split_of(agreed, net="80.01", vat="20.00", rounding="0.04")] == [
        "80.01",
        "20.00",
        "0.04",
    ]


def test_an_invoice_of_nothing_is_one_entry_on_the_document_date() -> None:
    agreed = terms((Portion.PERCENT, "50", "1M"), (Portion.REST, "0", "2M"))

    assert split_of(agreed, net="0.00", vat="0.00") == [("0.00", MARCH_31)]


def test_without_instalments_everything_is_due_at_once_or_on_the_agreed_date() -> None:
    assert split_of(MONTH, net="100.00", vat="25.00") == [("125.00", date(2026, 4, 30))]
    agreed = instalments(
        MONTH, MARCH_31, net=D("100.00"), vat=D("25.00"), due_date=date(2026, 4, 15)
    )
    assert [part.due_date for part in agreed] == [date(2026, 4, 15)]


def test_instalments_leave_no_payment_discount() -> None:
    agreed = terms((Portion.PERCENT, "50", "1M"), (Portion.REST, "0", "2M"))

    assert terms_dates(agreed, MARCH_2).discount_date is None


@pytest.mark.parametrize(
    "rows",
    [
        [(Portion.PERCENT, "50", "1M")],
        [(Portion.REST, "0", "1M"), (Portion.PERCENT, "50", "1M")],
        [(Portion.REST, "0", "1M"), (Portion.REST, "0", "2M")],
        [(Portion.PERCENT, "60", ""), (Portion.PERCENT, "60", ""), (Portion.REST, "0", "")],
        [(Portion.PERCENT, "-5", ""), (Portion.REST, "0", "")],
        [(Portion.FIXED, "0", ""), (Portion.REST, "0", "")],
    ],
)
def test_terms_that_cannot_split_a_total_are_refused(rows: list[tuple[Portion, str, str]]) -> None:
    with pytest.raises(InvalidField):
        check_terms(terms(*rows))


def test_sound_terms_pass() -> None:
    check_terms(MONTH)
    check_terms(PaymentTerms(code="COD"))
    check_terms(terms((Portion.PERCENT, "100", ""), (Portion.REST, "0", "1M")))
