"""Every wrong request is refused with its code, a fact, a way out and, where one exists, a button.

The table stands in `tests/domain/refusals`. A refusal without a row fails here, and so does a
code of the specification that nobody accounts for.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest

from domain import commands
from domain.errors import Command, Refusal, Several
from domain.work import begin
from tests.domain.desk import Desk
from tests.domain.refusals import charging, lines, money, orders, people, posting, receivables
from tests.domain.refusals.row import Wrong
from tests.domain.refusals.specified import DOORS, NOT_BUILT, NOTICES, OTHERWISE, SECTION_16

ROWS = (
    *people.ROWS,
    *lines.ROWS,
    *orders.ROWS,
    *posting.ROWS,
    *money.ROWS,
    *charging.ROWS,
    *receivables.ROWS,
)


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every refusal the domain knows."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("domain.") and each is not Several:
            yield each
        yield from refusals(each)


def the_one(refused: Refusal) -> Refusal:
    if isinstance(refused, Several):
        (refused,) = refused.refusals
    return refused


def obeyed(desk: Desk, remedy: Command, *, by: str) -> Refusal | None:
    """What a way out leads to, tried without keeping it: nothing, or another refusal."""
    noon = datetime.combine(desk.today, time(12), tzinfo=UTC)
    try:
        with begin(desk.database, now=noon, actor=desk.actor(by), dry=True) as work:
            commands.FUNCTIONS[type(remedy)](remedy, work)
    except Refusal as refused:
        return refused
    return None


def name(row: Wrong) -> str:
    return row.refusal.code


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_wrong_request_is_told_what_is_wrong_and_what_to_do(desk: Desk, row: Wrong) -> None:
    command = row.ask(desk)

    refused = the_one(desk.refused(command, by=row.by))

    assert type(refused) is row.refusal
    assert refused.sentence() == f"{row.fact} {row.way_out}"
    assert tuple(type(remedy) for remedy in refused.remedies()) == row.remedies


@pytest.mark.parametrize("row", [row for row in ROWS if row.remedies], ids=name)
def test_the_button_leads_out(desk: Desk, row: Wrong) -> None:
    command = row.ask(desk)
    refused = the_one(desk.refused(command, by=row.by))

    met = [obeyed(desk, remedy, by=row.by) for remedy in refused.remedies()]

    assert met == [None] * len(row.remedies)


def test_every_refusal_has_its_row() -> None:
    told = {row.refusal for row in ROWS}

    assert {each.__name__ for each in set(refusals()) - told} == set()


def test_every_specified_code_is_met_or_accounted_for() -> None:
    known = {row.refusal.code for row in ROWS}
    elsewhere = set(NOT_BUILT) | set(NOTICES) | set(DOORS) | set(OTHERWISE)

    assert SECTION_16 - known - elsewhere == set()
    assert elsewhere & known == set(), "met by now: take it off the list"
    assert elsewhere - SECTION_16 == set()
