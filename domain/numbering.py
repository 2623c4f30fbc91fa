"""Number series: every document's number, drawn inside the transaction that makes the document.

A rolled-back transaction gives its number back, so posted series have no gaps. The series
row is locked from the draw to the commit: draw last (specification, section 2).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from domain.database import Base, table_of
from domain.errors import Refusal

_DIGITS = re.compile(r"(\d+)(?!.*\d)")


class NumberSeries(Base):
    """One line of a series: valid from `starting_date` until a newer line begins.

    `last_used` and `last_date_used` are empty before the first draw. With `date_order` a
    number may not be dated before the one drawn last.
    """

    __tablename__ = "number_series"

    code: Mapped[str] = mapped_column(primary_key=True)
    starting_date: Mapped[date] = mapped_column(primary_key=True)
    start_no: Mapped[str]
    end_no: Mapped[str] = mapped_column(default="")
    warning_no: Mapped[str] = mapped_column(default="")
    increment: Mapped[int] = mapped_column(default=1)
    last_used: Mapped[str] = mapped_column(default="")
    last_date_used: Mapped[date | None] = mapped_column(default=None)
    date_order: Mapped[bool] = mapped_column(default=False)
    allow_gaps: Mapped[bool] = mapped_column(default=True)


@dataclass(kw_only=True, eq=False)
class NoSeriesExhausted(Refusal):
    """The series has no number left, or no line that is valid on the date."""

    series: str
    on: date

    def sentence(self) -> str:
        return (
            f"The number series {self.series} has no number left for {self.on:%d %b %Y}. "
            "An administrator must extend it."
        )


@dataclass(kw_only=True, eq=False)
class DateOrderViolation(Refusal):
    """The series is in date order and a later number has been drawn already."""

    series: str
    on: date
    last_date: date

    def sentence(self) -> str:
        return (
            f"Numbers of {self.series} follow their dates: {self.on:%d %b %Y} lies before "
            f"{self.last_date:%d %b %Y}, the date of the last one. Please post on that day "
            "or a later one."
        )


_lines = table_of(NumberSeries).c
_LINE_IN_FORCE = (
    select(table_of(NumberSeries))
    .where(_lines.code == bindparam("series"), _lines.starting_date <= bindparam("day"))
    .order_by(_lines.starting_date.desc())
    .limit(1)
    .with_for_update()
)
_DRAWN = (
    update(table_of(NumberSeries))
    .where(_lines.code == bindparam("series"), _lines.starting_date == bindparam("since"))
    .values(last_used=bindparam("number"), last_date_used=bindparam("day"))
)


def next_number(
    session: Session, code: str, on: date, *, warn: Callable[[str], None] | None = None
) -> str:
    """Draw the next number of a series for a document dated `on`.

    `warn` is given the first number at or beyond the line's `warning_no`.

    Raises:
        NoSeriesExhausted: beyond `end_no`, or no line is valid yet.
        DateOrderViolation: `date_order` and `on` lies before the last date used.
    """
    line = session.execute(_LINE_IN_FORCE, {"series": code, "day": on}).first()
    if line is None:
        raise NoSeriesExhausted(series=code, on=on)
    if line.date_order and line.last_date_used and on < line.last_date_used:
        raise DateOrderViolation(series=code, on=on, last_date=line.last_date_used)
    number = following(line.last_used, line.increment) if line.last_used else line.start_no
    if line.end_no and _tail(number) > _tail(line.end_no):
        raise NoSeriesExhausted(series=code, on=on)
    session.execute(
        _DRAWN,
        {
            "series": code,
            "since": line.starting_date,
            "number": number,
            "day": max(on, line.last_date_used or on),
        },
    )
    if warn is not None and _passes(line.warning_no, before=line.last_used, now=number):
        warn(number)
    return number


def _passes(warning_no: str, *, before: str, now: str) -> bool:
    """Whether the warning number lies between the last number and this one, inclusive."""
    limit = _tail(warning_no)
    return bool(warning_no) and _tail(before) < limit <= _tail(now)


def following(number: str, step: int = 1) -> str:
    """Count the last group of digits up, keeping its width: "SI-000999" gives "SI-001000"."""
    found = _DIGITS.search(number)
    if found is None:
        raise ValueError(f"{number!r} has no digits to count")
    digits = found[1]
    return f"{number[: found.start()]}{int(digits) + step:0{len(digits)}d}{number[found.end() :]}"


def _tail(number: str) -> int:
    found = _DIGITS.search(number)
    return int(found[1]) if found else 0
