"""Moving stock: the on-hand balances, locked in one order, and the item entries with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.errors import Refusal
from domain.ledger.goods import Move, Moved, move_goods, open_layers
from domain.ledger.goods_rows import Place
from domain.ledger.journal import Journal
from domain.money import ZERO
from domain.stock.rows import StockBalance
from domain.work import Work


@dataclass(kw_only=True, eq=False)
class InsufficientStock(Refusal):
    """More is to leave than lies there, and the company does not want that."""

    item_no: str
    on_hand: Decimal
    wanted: Decimal

    def sentence(self) -> str:
        return (
            f"{self.item_no}: {self.wanted.normalize():f} are to leave and "
            f"{self.on_hand.normalize():f} lie in stock. Ship less, or wait for the goods."
        )


class Balances:
    """On-hand quantities of some places, locked until the transaction ends."""

    def __init__(self, rows: dict[Place, StockBalance], session: Session) -> None:
        self._rows = rows
        self._session = session

    def on_hand(self, place: Place) -> Decimal:
        row = self._rows.get(place)
        return row.on_hand if row else ZERO

    def change(self, place: Place, quantity: Decimal) -> None:
        """Add to what lies there; a place without a row gets one."""
        row = self._rows.get(place)
        if row is None:
            item, variant, location = place
            row = StockBalance(item_no=item, variant=variant, location=location)
            self._rows[place] = row
            self._session.add(row)
        row.on_hand += quantity


_LOCKED = (
    select(StockBalance)
    .where(StockBalance.item_no.in_(bindparam("items", expanding=True)))
    .order_by(StockBalance.item_no, StockBalance.variant, StockBalance.location)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def lock_balances(work: Work, places: Sequence[Place]) -> Balances:
    """Lock the balances of these items in the order of their keys, in one statement."""
    items = sorted({item for item, _, _ in places})
    if not items:
        return Balances({}, work.session)
    rows = work.session.scalars(_LOCKED, {"items": items})
    found = {(row.item_no, row.variant, row.location): row for row in rows}
    return Balances(found, work.session)


def shortages(balances: Balances, moves: Sequence[Move]) -> list[InsufficientStock]:
    """Where more is to leave than lies there, in the order of the moves."""
    leaving: dict[Place, Decimal] = {}
    for move in moves:
        leaving[move.place] = leaving.get(move.place, ZERO) - move.quantity
    return [
        InsufficientStock(item_no=place[0], on_hand=balances.on_hand(place), wanted=wanted)
        for place, wanted in leaving.items()
        if wanted > ZERO and wanted > balances.on_hand(place)
    ]


def move_stock(journal: Journal, moves: Sequence[Move], balances: Balances) -> list[Moved]:
    """Gather the item entries and change the balances."""
    if not moves:
        return []
    leaving = all(move.quantity < 0 for move in moves)
    places = [move.place for move in moves]
    layers = open_layers(journal.work.session, places, receipts_only=leaving)
    moved = move_goods(journal, moves, layers)
    for move in moves:
        balances.change(move.place, move.quantity)
    return moved
