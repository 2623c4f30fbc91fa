"""Date formulas and working days: what a due date and a delivery date may rely on."""

from datetime import date

import pytest

from domain.calendar import (
    DateFormula,
    InvalidDate,
    WorkingCalendar,
    check_not_before_document,
    country_calendar,
    is_working_day,
    nearest_working_day,
    working_date,
)
from domain.errors import InvalidField

OFFICE = WorkingCalendar(code="OFFICE", weekdays_off=frozenset({5, 6}))
MON, WED, FRI, SAT, SUN = (date(2026, 3, day) for day in (2, 4, 6, 7, 8))


def formula(text: str, *, language: str = "en") -> DateFormula:
    return DateFormula.parse(text, language=language)


@pytest.mark.parametrize(
    ("text", "start", "result"),
    [
        ("14D", date(2026, 3, 2), date(2026, 3, 16)),
        ("2W", date(2026, 3, 2), date(2026, 3, 16)),
        ("1M", date(2026, 1, 31), date(2026, 2, 28)),
        ("1M", date(2028, 1, 31), date(2028, 2, 29)),
        ("1Q", date(2026, 11, 30), date(2027, 2, 28)),
        ("1Y", date(2028, 2, 29), date(2029, 2, 28)),
        ("CM", date(2026, 3, 2), date(2026, 3, 31)),
        ("CW", date(2026, 3, 2), date(2026, 3, 8)),
        ("CQ", date(2026, 5, 2), date(2026, 6, 30)),
        ("CY", date(2026, 3, 2), date(2026, 12, 31)),
        ("CD", date(2026, 3, 2), date(2026, 3, 2)),
        ("-CM", date(2026, 3, 20), date(2026, 3, 1)),
        ("-CW", date(2026, 3, 4), date(2026, 3, 2)),
        ("1M+8D", date(2026, 1, 31), date(2026, 3, 8)),
        ("CM+10D", date(2026, 3, 2), date(2026, 4, 10)),
        ("20D+D10", date(2026, 3, 2), date(2026, 4, 10)),
        ("20D+D10", date(2026, 3, 21), date(2026, 4, 10)),
        ("20D+D10", date(2026, 3, 22), date(2026, 5, 10)),
        ("CM+1D", date(2026, 1, 31), date(2026, 2, 1)),
        ("D31", date(2026, 2, 10), date(2026, 2, 28)),
        ("D31", date(2026, 1, 31), date(2026, 1, 31)),
        ("-D10", date(2026, 3, 2), date(2026, 2, 10)),
        ("-1D", date(2026, 3, 1), date(2026, 2, 28)),
        ("0D", date(2026, 3, 2), date(2026, 3, 2)),
        ("", date(2026, 3, 2), date(2026, 3, 2)),
    ],
)
def test_a_formula_leads_to_the_day_the_contract_means(
    text: str, start: date, result: date
) -> None:
    assert formula(text).after(start) == result


def test_parts_are_applied_from_left_to_right() -> None:
    start = date(2026, 1, 31)

    assert formula("1M+1D").after(start) == date(2026, 3, 1)
    assert formula("1D+1M").after(start) == date(2026, 3, 1)
    assert formula("1D-1M").after(start) == date(2026, 1, 1)
    assert formula("-1M+1D").after(start) == date(2026, 1, 1)
    assert formula("1M-1D").after(start) == date(2026, 2, 27)


def test_going_back_undoes_the_last_part_first() -> None:
    assert formula("1M+8D").before(date(2026, 4, 10)) == date(2026, 3, 2)
    assert formula("-1D").before(date(2026, 3, 2)) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("typed", "language", "stored"),
    [
        (" 1m + 8d ", "en", "1M+8D"),
        ("<cm+10d>", "en", "CM+10D"),
        ("LM+10T", "de", "CM+10D"),
        ("1J-2T", "de", "1Y-2D"),
        ("+14D", "en", "14D"),
        ("20D+D10", "en", "20D+D10"),
        ("-1D", "en", "-1D"),
        ("", "en", ""),
    ],
)
def test_a_formula_is_stored_the_same_in_every_language(
    typed: str, language: str, stored: str
) -> None:
    assert str(formula(typed, language=language)) == stored
    assert formula(stored) == formula(typed, language=language)


@pytest.mark.parametrize(
    "typed", ["soon", "14", "D", "1M8D", "C", "D0", "D32", "1X", "1M+", "--1D", "99999Y", "1M," * 9]
)
def test_what_is_no_formula_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InvalidField) as refused:
        DateFormula.parse(typed, field="Due formula")

    assert refused.value.field == "Due formula"
    assert "14D" in str(refused.value)


def test_formulas_add_up() -> None:
    assert str(formula("1W") + formula("-1D")) == "1W-1D"


def test_days_count_working_days_only() -> None:
    assert working_date(FRI, formula("1D"), calendars=[OFFICE]) == date(2026, 3, 9)
    assert working_date(SAT, formula("1D"), calendars=[OFFICE]) == date(2026, 3, 9)
    assert working_date(MON, formula("5D"), calendars=[OFFICE]) == date(2026, 3, 9)
    assert working_date(MON, formula("1D"), calendars=[OFFICE], backward=True) == date(2026, 2, 27)


def test_weeks_and_months_count_calendar_days_and_then_move_to_a_working_day() -> None:
    assert working_date(date(2026, 2, 28), formula("1W"), calendars=[OFFICE]) == date(2026, 3, 9)
    assert working_date(date(2026, 2, 7), formula("1M"), calendars=[OFFICE]) == date(2026, 3, 9)
    assert working_date(
        date(2026, 3, 14), formula("1W"), calendars=[OFFICE], backward=True
    ) == date(2026, 3, 6)


def test_a_time_of_nothing_still_ends_on_a_working_day() -> None:
    assert working_date(SAT, formula("0D"), calendars=[OFFICE]) == date(2026, 3, 9)
    assert working_date(SAT, formula(""), calendars=[OFFICE]) == date(2026, 3, 9)
    assert working_date(SUN, formula("0D"), calendars=[OFFICE], backward=True) == FRI
    assert working_date(WED, formula("0D"), calendars=[OFFICE]) == WED


def test_a_day_counts_only_if_every_calendar_works() -> None:
    inventory = WorkingCalendar(code="MAIN", days_off=frozenset({date(2026, 3, 9)}))
    holiday = WorkingCalendar(code="CARRIER", annual_off=frozenset({(3, 10)}))

    arrival = working_date(FRI, formula("1D"), calendars=[OFFICE, inventory, holiday])

    assert arrival == date(2026, 3, 11)
    assert is_working_day(date(2027, 3, 9), [OFFICE, inventory, holiday])
    assert not is_working_day(date(2027, 3, 10), [OFFICE, inventory, holiday])


def test_a_working_saturday_is_an_exception_to_the_week() -> None:
    busy = WorkingCalendar(
        code="MAIN", weekdays_off=frozenset({5, 6}), days_worked=frozenset({SAT})
    )

    assert nearest_working_day(SAT, [busy]) == SAT
    assert nearest_working_day(SUN, [busy]) == date(2026, 3, 9)


def test_calendars_without_a_common_working_day_are_named() -> None:
    closed = WorkingCalendar(code="CLOSED", weekdays_off=frozenset(range(7)))

    with pytest.raises(ValueError, match="OFFICE and CLOSED"):
        nearest_working_day(MON, [OFFICE, closed])


def test_public_holidays_of_a_country_are_days_off() -> None:
    germany = country_calendar("DE", years=range(2026, 2028))
    bavaria = country_calendar("DE", region="BY", years=[2026])

    assert nearest_working_day(date(2026, 4, 3), [germany]) == date(2026, 4, 7)  # Easter
    assert germany.works_on(date(2026, 1, 6))
    assert not bavaria.works_on(date(2026, 1, 6))
    assert bavaria.code == "DE-BY"


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(InvalidField):
        country_calendar("XX", years=[2026])


def test_a_date_before_the_document_is_refused_and_its_own_day_is_not() -> None:
    check_not_before_document(MON, document_date=MON, field="Due date")

    with pytest.raises(InvalidDate) as refused:
        check_not_before_document(date(2026, 2, 27), document_date=MON, field="Due date")

    assert refused.value.code == "invalid_date"
    assert str(refused.value) == (
        "Due date 27 Feb 2026 is before the document date 02 Mar 2026. "
        "Please give that day or a later one."
    )
