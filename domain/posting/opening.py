"""Opening the books of a company: its chart of accounts, and the stock it begins with.

What lies in the warehouse becomes item entries at the items' unit cost, so that from the first
day the stock is the sum of its entries. The value of that stock is for the accountant to book.
"""

from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.catalog.item_rows import Item
from domain.ledger.accounts import Accounts, add_default_chart
from domain.ledger.goods import Layers, Move, move_goods
from domain.ledger.goods_rows import MoveKind
from domain.ledger.journal import Journal
from domain.ledger.setup import PostingSetup
from domain.people import CLERK
from domain.stock.rows import StockBalance
from domain.work import Source, Work


def open_books(session: Session, *, on: date) -> None:
    """Write the chart, the posting set-up and opening entries for all stock there is."""
    session.flush()
    add_default_chart(session)
    session.add(PostingSetup())
    noon = datetime.combine(on, time(12), tzinfo=UTC)
    work = Work(session, now=noon, actor=CLERK, source=Source())
    found = session.execute(
        select(StockBalance, Item.unit_cost)
        .join(Item, Item.no == StockBalance.item_no)
        .where(StockBalance.on_hand != 0)
        .order_by(StockBalance.item_no, StockBalance.variant, StockBalance.location)
    )
    moves = [
        Move(
            kind=MoveKind.OPENING,
            item_no=balance.item_no,
            variant=balance.variant,
            location=balance.location,
            quantity=balance.on_hand,
            unit_cost=unit_cost,
        )
        for balance, unit_cost in found
    ]
    if not moves:
        return
    journal = Journal(
        work, kind="opening", source_no="", posting_date=on, accounts=Accounts(by_role={})
    )
    move_goods(journal, moves, Layers(()))
    journal.write("opening", "OPENING")
