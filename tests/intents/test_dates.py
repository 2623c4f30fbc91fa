"""Dates: what people write, read on a Wednesday."""

from datetime import date

import pytest

from bot.intents.dates import find_dates

TODAY = date(2026, 11, 18)

SAID = (
    ("tomorrow", "2026-11-19"), ("tmrw", "2026-11-19"), ("day after tomorrow", "2026-11-20"),
    ("yesterday", "2026-11-17"), ("friday", "2026-11-20"), ("this friday", "2026-11-20"),
    ("next friday", "2026-11-27"), ("wednesday", "2026-11-25"), ("last friday", "2026-11-13"),
    ("tuesday next week", "2026-11-24"), ("mon dec 14", "2026-12-14"), ("dec 18", "2026-12-18"),
    ("18 dec", "2026-12-18"), ("1st december", "2026-12-01"), ("3rd of January", "2027-01-03"),
    ("15 January 2027", "2027-01-15"), ("December 31, 2026", "2026-12-31"), ("KW 50", "2026-12-07"),
    ("week 2", "2027-01-11"), ("calendar week 50", "2026-12-07"), ("CW 49", "2026-11-30"),
    ("end of the month", "2026-11-30"), ("end of next month", "2026-12-31"), ("EOM", "2026-11-30"),
    ("end of january", "2027-01-31"), ("end of the week", "2026-11-20"),
    ("by the 3rd", "2026-12-03"),
    ("in two weeks", "2026-12-02"), ("within 3 days", "2026-11-21"), ("in a month", "2026-12-18"),
    ("two weeks from today", "2026-12-02"), ("a week from Monday", "2026-11-30"),
    ("in 3 working days", "2026-11-23"), ("2026-12-01", "2026-12-01"), ("30/11/2026", "2026-11-30"),
    ("14.12.2026", "2026-12-14"), ("3.12.", "2026-12-03"), ("mid december", "2026-12-15"),
    ("early january", "2027-01-01"), ("before christmas", "2026-12-24"),
    ("nächsten Freitag", "2026-11-27"),
    ("übermorgen", "2026-11-20"), ("vendredi", "2026-11-20"), ("12. Dezember", "2026-12-12"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "day"), SAID)
def test_a_date_is_read_as_people_mean_it(text: str, day: str) -> None:
    found = find_dates(f"please deliver {text}", today=TODAY)

    assert [mention.day.isoformat() for mention in found] == [day]


@pytest.mark.parametrize(("text", "day"), [("12/03/2026", "2026-12-03"), ("12/15", "2026-12-15")])
def test_an_american_writes_the_month_first(text: str, day: str) -> None:
    found = find_dates(text, today=TODAY, month_first=True)

    assert [mention.day.isoformat() for mention in found] == [day]


@pytest.mark.parametrize("text", ["10", "2 desks", "1420-F", "May I ask", "asap", "11-34 cassette"])
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text, today=TODAY) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in march", "2027-03-01", "2027-03-31"),
        ("all november shipments", "2026-11-01", "2026-11-30"),
        ("calendar 2027", "2027-01-01", "2027-12-31"),
        ("Q1 2027", "2027-01-01", "2027-03-31"),
        ("next month", "2026-12-01", "2026-12-31"),
    ],
)
def test_a_month_or_year_is_a_stretch_with_both_ends(text: str, first: str, last: str) -> None:
    (mention,) = find_dates(text, today=TODAY)

    assert (mention.day.isoformat(), str(mention.until)) == (first, last)
