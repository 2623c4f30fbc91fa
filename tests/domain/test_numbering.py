"""Number series: which number comes next, and when there is none (specification, section 2)."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from domain.money import round_to
from domain.numbering import (
    DateOrderViolation,
    NoSeriesExhausted,
    NumberSeries,
    following,
    next_number,
)
from domain.work import Work
from tests.domain.desk import Desk, want

MARCH_2, APRIL_1 = date(2026, 3, 2), date(2026, 4, 1)


def line(session: Session, start_no: str, since: date = date(2026, 1, 1), **more: object) -> None:
    fields = {"code": "SI", "starting_date": since, "start_no": start_no, **more}
    session.add(NumberSeries(**fields))  # type: ignore[arg-type]
    session.flush()


def drawn(work: Work, count: int, on: date = MARCH_2) -> list[str]:
    return [next_number(work.session, "SI", on) for _ in range(count)]


@pytest.mark.parametrize(
    ("number", "after"),
    [
        ("SI-000999", "SI-001000"),
        ("S-ORD1001", "S-ORD1002"),
        ("2026/09-A", "2026/10-A"),
        ("X9", "X10"),
    ],
)
def test_the_last_digits_are_counted_and_keep_their_width(number: str, after: str) -> None:
    assert following(number) == after


def test_a_number_without_digits_is_no_series() -> None:
    with pytest.raises(ValueError, match="no digits"):
        following("ABC")


def test_the_series_begins_at_its_first_number_and_takes_its_steps(work: Work) -> None:
    line(work.session, "SI-0010", increment=10)

    assert drawn(work, 3) == ["SI-0010", "SI-0020", "SI-0030"]


def test_the_newest_line_that_has_begun_counts(work: Work) -> None:
    line(work.session, "SI26-1", since=date(2026, 1, 1))
    line(work.session, "SI26Q2-1", since=APRIL_1)

    assert drawn(work, 1) == ["SI26-1"]
    assert drawn(work, 1, on=APRIL_1) == ["SI26Q2-1"]
    assert drawn(work, 1) == ["SI26-2"]


def test_beyond_its_end_a_series_has_no_number(work: Work) -> None:
    line(work.session, "SI-1", end_no="SI-2")
    drawn(work, 2)

    with pytest.raises(NoSeriesExhausted):
        drawn(work, 1)


def test_before_its_first_day_a_series_has_no_number(work: Work) -> None:
    line(work.session, "SI-1", since=APRIL_1)

    with pytest.raises(NoSeriesExhausted):
        drawn(work, 1)


def test_a_series_in_date_order_does_not_go_back(work: Work) -> None:
    line(work.session, "SI-1", date_order=True)
    drawn(work, 1, on=APRIL_1)

    with pytest.raises(DateOrderViolation):
        drawn(work, 1, on=MARCH_2)
    assert drawn(work, 1, on=APRIL_1) == ["SI-2"]


def test_administrators_hear_once_that_a_series_nears_its_end(desk: Desk) -> None:
    with desk.database.writing() as session:
        orders = session.get_one(NumberSeries, ("order", _since(session)))
        orders.warning_no, orders.end_no = "S-ORD1002", "S-ORD1003"

    for _ in range(3):
        desk.order(want("CHAIR", 1))

    told = [row for row in desk.sent("notice") if row["topic"] == "numbers-end"]
    assert [(row["person"], row["subject"]) for row in told] == [("olga", "order S-ORD1002")]


@pytest.mark.parametrize(
    ("exact", "step", "rounded"),
    [
        ("7.725", "0.05", "7.75"),
        ("3181.82", "1", "3182"),
        ("-2.505", "0.01", "-2.51"),
        ("2.504999", "0.01", "2.50"),
    ],
)
def test_money_is_rounded_to_steps_half_away_from_zero(exact: str, step: str, rounded: str) -> None:
    assert round_to(Decimal(exact), Decimal(step)) == Decimal(rounded)


def _since(session: Session) -> date:
    return next(
        row.starting_date for row in session.query(NumberSeries).filter_by(code="order").all()
    )
