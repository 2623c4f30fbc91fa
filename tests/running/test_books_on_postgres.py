"""The demo company on PostgreSQL: founded, dealt with, and proved, as on SQLite."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select, text

from bot.clock import Clock
from bot.engine_postgres import use_procrastinate
from bot.founding import open_company
from domain.commands import Commands
from domain.database import Database
from domain.outbox import OutboxRow
from domain.parties.customer_rows import Customer
from domain.sales.orders import ConfirmOrder, CreateOrder, OrderConfirmed, OrderCreated
from domain.sales.quotes import CreateQuote, QuoteCreated
from domain.verifying.everything import verify
from tests.domain.desk import Desk, want
from tests.postgres import Cluster, cluster

__all__ = ["cluster"]
pytestmark = pytest.mark.postgres
TODAY = date(2026, 11, 18)


@pytest.fixture
def desk(cluster: Cluster) -> Iterator[Desk]:
    """The demo company's desk, on a database of its own."""
    url = cluster.new_database()
    open_company(url, None, demo=True, today=TODAY)
    database = Database(url)
    database.commands = Commands()
    use_procrastinate(database, Clock())
    yield Desk(database=database, today=TODAY)
    database.close()


def somebody(desk: Desk) -> tuple[str, str, str]:
    """A customer, an article, and an employee without a limit."""
    with desk.database.reading() as session:
        customer = session.scalars(select(Customer.no).order_by(Customer.no)).first()
        article = session.scalar(
            text("SELECT item_no FROM stock_balance WHERE on_hand > 0 ORDER BY item_no LIMIT 1")
        )
        seller = session.scalar(text("SELECT no FROM employee WHERE sales_limit IS NULL LIMIT 1"))
    return str(customer), str(article), str(seller)


def test_quotes_and_orders_keep_the_books_good(desk: Desk) -> None:
    customer, article, seller = somebody(desk)
    lines = (want(article, 2),)

    quote = desk.give(CreateQuote(customer_no=customer, lines=lines), QuoteCreated, by=seller)
    with desk.work(seller) as work:
        assert work.obey("IssueQuote", {"quote_no": quote.number}) is not None
    order = desk.give(CreateOrder(customer_no=customer, lines=lines), OrderCreated, by=seller)
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed, by=seller)

    with desk.database.reading() as session:
        made = verify(session)
    assert [wrong for check in made for wrong in check.wrong] == []


def test_every_delivery_brings_its_job_along(desk: Desk) -> None:
    customer, article, seller = somebody(desk)
    lines = (want(article, 1),)
    order = desk.give(CreateOrder(customer_no=customer, lines=lines), OrderCreated, by=seller)

    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed, by=seller)

    with desk.database.reading() as session:
        deliveries = session.scalar(select(func.count()).select_from(OutboxRow))
        jobs = session.scalar(text("SELECT count(*) FROM procrastinate_jobs"))
    assert deliveries == jobs
    assert deliveries
