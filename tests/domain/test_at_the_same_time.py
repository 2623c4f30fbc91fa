"""Several people at once, on a SQLite file and on PostgreSQL: the first counts, once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from domain.approvals.requests import ApproveRequest
from domain.commands import FUNCTIONS, Commands
from domain.database import Base, Database
from domain.errors import Command, Refusal
from domain.sales.changes import ChangeDocument
from domain.sales.lines import LineChange
from domain.sales.orders import ConfirmOrder, OrderAwaitsApproval
from domain.sales.quotes import AcceptQuote, QuoteAccepted
from domain.sales.showing import DocumentShown, DocumentsListed, ShowDocument, ShowDocuments
from domain.work import retrying
from tests.domain.desk import Desk, want
from tests.postgres import cluster as cluster
from tests.worlds.harbor import harbor


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def busy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Harbor Supply in a database that several connections share."""
    url = f"sqlite:///{tmp_path / 'harbor.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("cluster").new_database()
    database = Database(url)
    database.commands = Commands()
    Base.metadata.create_all(database.engine)
    with Session(database.engine) as session, session.begin():
        harbor(session)
    yield Desk(database=database)
    database.close()


def at_once(desk: Desk, *given: tuple[str, Command]) -> list[str]:
    """What came of commands given by several people in the same instant: names and codes."""

    def give(by: str, command: Command) -> str:
        def attempt() -> str:
            with desk.work(by) as work:
                told = FUNCTIONS[type(command)](command, work)
            return told.order_no if isinstance(told, QuoteAccepted) else type(told).__name__

        try:
            return retrying(attempt, lambda _: None)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(max_workers=len(given)) as people:
        return sorted(people.map(lambda pair: give(*pair), given))


def test_a_quote_accepted_by_four_at_once_is_one_order(busy: Desk) -> None:
    quote = busy.quote()
    accept = AcceptQuote(quote_no=quote.number)

    told = at_once(busy, ("gina", accept), ("mark", accept), ("nora", accept), ("olga", accept))

    assert set(told) == {"S-ORD1001"}
    orders = busy.give(ShowDocuments(kind="order"), DocumentsListed).rows
    assert len(orders) == 1


def test_of_two_who_approve_at_once_the_first_counts(busy: Desk) -> None:
    order = busy.order(want("CHAIR", 45), by="sally")
    busy.give(ConfirmOrder(order_no=order.number), OrderAwaitsApproval, by="sally")
    approve = ApproveRequest(document_no=order.number)

    told = at_once(busy, ("mark", approve), ("olga", approve))

    assert told == ["RequestApproved", "already_decided"]
    assert [letter["occasion"] for letter in busy.sent()] == ["order-confirmed"]


def test_of_two_changes_of_the_same_version_one_is_made(busy: Desk) -> None:
    order = busy.order()
    changes = [
        ChangeDocument(
            document_no=order.number,
            version=1,
            lines=(LineChange(op="set", item_no="CHAIR", quantity=Decimal(chairs)),),
        )
        for chairs in (11, 12)
    ]

    told = at_once(busy, ("gina", changes[0]), ("mark", changes[1]))

    shown = busy.give(ShowDocument(document_no=order.number), DocumentShown)
    assert told == ["DocumentChanged", "changed_meanwhile"]
    assert shown.version == 2
    assert shown.paper.lines[0].quantity in (11, 12)


def test_numbers_of_orders_written_at_once_have_no_gap(busy: Desk) -> None:
    quotes = [busy.quote() for _ in range(4)]
    people = ("gina", "mark", "nora", "olga")

    told = at_once(
        busy,
        *((by, AcceptQuote(quote_no=made.number)) for by, made in zip(people, quotes, strict=True)),
    )

    assert told == ["S-ORD1001", "S-ORD1002", "S-ORD1003", "S-ORD1004"]
