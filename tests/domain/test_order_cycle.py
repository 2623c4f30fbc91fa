"""What a whole sale costs: quote, order, release, ship, invoice, however long and however late.

The benchmark `benchmarks.order_cycle` measures the time; here is what can be counted.
"""

import pytest
from sqlalchemy import text

from domain.catalog.wanted import LineRequest
from domain.posting.invoice import InvoicePosted, PostInvoice
from domain.posting.ship import PostShipment, ShipmentPosted
from domain.sales.orders import ConfirmOrder, OrderConfirmed
from domain.sales.quotes import AcceptQuote, QuoteAccepted
from tests.domain.desk import Desk, want

SOLD = ("CHAIR", "LAMP", "BOOK", "TABLE", "LEG", "TOP")
SET_UP = {"location", "item_category", "employee", "posting_setup", "role_account"}  # a few rows


def sell(desk: Desk, lines: int) -> list[str]:
    """Sell so many lines, from quote to invoice; the SQL statements it took."""
    wanted: list[LineRequest] = [want(SOLD[number % len(SOLD)], 1) for number in range(lines)]
    with desk.counted() as given:
        quote = desk.quote(*wanted, issued=False)
        accepted = desk.give(AcceptQuote(quote_no=quote.number, issue=True), QuoteAccepted)
        order_no = accepted.order_no
        desk.give(ConfirmOrder(order_no=order_no), OrderConfirmed)
        desk.give(PostShipment(order_no=order_no), ShipmentPosted)
        billed = desk.give(PostInvoice(document_no=order_no), InvoicePosted)
    assert billed.status == "completed"
    return [statement for statement in given if not statement.startswith("BEGIN")]


def test_a_sale_takes_at_most_150_statements_however_many_lines_it_has(desk: Desk) -> None:
    sell(desk, 1)

    ten, two_hundred = len(sell(desk, 10)), len(sell(desk, 200))

    assert ten <= 150
    assert abs(two_hundred - ten) <= 5


def test_a_sale_reads_nothing_that_grows_from_end_to_end(desk: Desk) -> None:
    if not desk.database.is_sqlite:
        pytest.skip("PostgreSQL reads tables of a few rows from end to end, whatever their indexes")
    sell(desk, 2)

    read = {
        statement
        for statement in sell(desk, 3)
        if statement.startswith(("SELECT", "UPDATE", "DELETE"))
    }

    scanned = set()
    with desk.database.reading() as session:
        for statement in sorted(read):
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?")
            )
            steps = [str(row[3]).split() for row in plan]
            scanned |= {step[1] for step in steps if step[0] == "SCAN"}
        tables = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    assert scanned & tables <= SET_UP
