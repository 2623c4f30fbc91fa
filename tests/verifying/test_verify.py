"""Good books are proved good; every kind of tampering is found, and the document named."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.founding import open_company
from bot.verifying import run_verify
from domain.database import Database
from domain.sales.issued import IssuedPaper
from domain.sales.orders import CancelOrder, ConfirmOrder, OrderCancelled, OrderConfirmed
from domain.verifying.everything import CHECKS, findings, verify
from tests.domain.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    """Harbor Supply after a day with quotes and orders of every state."""
    made = Desk(database=database)
    made.quote()
    confirmed = made.order(po="PO-1")
    made.give(ConfirmOrder(order_no=confirmed.number), OrderConfirmed)
    made.order(po="PO-2")
    cancelled = made.order(po="PO-3")
    made.give(CancelOrder(order_no=cancelled.number), OrderCancelled)
    return made


def off(desk: Desk) -> list[str]:
    """What is off now, a line each."""
    with desk.database.reading() as session:
        return findings(session)


def tamper(desk: Desk, statement: str) -> None:
    with desk.database.writing() as session:
        if not desk.database.is_sqlite:  # whoever may do this can go round the triggers
            session.execute(text("SET LOCAL session_replication_role = replica"))
        touched = session.execute(text(statement))
        assert touched.rowcount >= 1  # type: ignore[attr-defined]


def test_good_books_are_proved_good(desk: Desk) -> None:
    with desk.database.reading() as session:
        made = verify(session)

    assert [wrong for check in made for wrong in check.wrong] == []
    assert len(made) == len(CHECKS)


def test_the_demo_company_begins_with_good_books(demo: Database) -> None:
    with demo.reading() as session:
        made = verify(session)

    assert [wrong for check in made for wrong in check.wrong] == []
    assert sum(check.looked_at for check in made) > 0


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE sales_header SET total = total + 100 WHERE kind = 'order'", "the total is"),
        ("UPDATE sales_header SET net_amount = net_amount + 1", "the net amount is"),
        ("UPDATE sales_line SET line_amount = line_amount + 1", "the amount of line"),
        ("UPDATE sales_line SET unit_price = unit_price + 100000", "the amount of line"),
        ("UPDATE expected_movement SET open_quantity = 1", "the expected demand of line"),
        ("DELETE FROM expected_movement WHERE kind = 'demand'", "the expected demand of line"),
        (
            "UPDATE sales_header SET status = 'pending_approval' WHERE status = 'open'",
            "waits for approval, but nobody was asked",
        ),
        (
            "UPDATE number_series SET last_used = '' WHERE code = 'order'",
            "was never drawn from series order",
        ),
        (
            "UPDATE number_series SET last_used = start_no WHERE code = 'posted_invoice'",
            "is missing in series posted_invoice",
        ),
        ("UPDATE stock_balance SET on_hand = on_hand + 100000", "the stock is"),
    ],
)
def test_tampering_is_found(desk: Desk, statement: str, says: str) -> None:
    tamper(desk, statement)

    assert [one for one in off(desk) if says in one]


def test_a_paper_with_another_total_is_found(desk: Desk) -> None:
    with Session(desk.database.engine) as session:
        if not desk.database.is_sqlite:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        row = session.scalars(select(IssuedPaper)).first()
        assert row is not None
        row.facts = {**row.facts, "total": "1.00"}
        session.commit()
        number = row.number

    assert [one for one in off(desk) if one.startswith(f"{number}: version 1: the total is 1")]


def test_what_is_off_is_named(desk: Desk) -> None:
    order = desk.order(po="PO-9")

    tamper(desk, f"UPDATE sales_header SET total = total + 1 WHERE number = '{order.number}'")

    assert {one.partition(":")[0] for one in off(desk)} == {order.number}


def test_the_command_ends_with_1_where_something_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/books.db"
    monkeypatch.setenv("SALESCLERK_DATABASE", url)
    unmigrated = run_verify()
    open_company(url, None, demo=True, today=date(2026, 11, 18))
    good = run_verify()
    told = capsys.readouterr().out
    database = Database(url)
    with database.writing() as session:
        session.execute(text("UPDATE stock_balance SET on_hand = on_hand + 1"))
    database.close()

    bad = run_verify()

    assert (unmigrated, good, bad) == (2, 0, 1)
    assert "Nothing is off." in told
    assert "the stock is" in capsys.readouterr().out
