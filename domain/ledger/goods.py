"""The item ledger: every movement of goods, what it cost, and which receipt it was taken from.

Quantities are in base units, outbound ones negative, and costs (in local currency) carry the
quantity's sign. Cost is first in, first out per item, variant and location. The on-hand
balance is the room next door; whoever moves goods changes both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.database import table_of
from domain.ledger.accounts import Role
from domain.ledger.goods_rows import (
    CostKind,
    ItemApplication,
    ItemEntry,
    ItemEntryState,
    MoveKind,
    Place,
    ValueEntry,
)
from domain.ledger.journal import Journal
from domain.money import ZERO, round_to


@dataclass(frozen=True, kw_only=True)
class Move:
    """A movement to be posted. `unit_cost` counts where no receipt tells the cost.

    `cost` is the cost of a receipt that is known (a purchase, goods taken back), unsigned.
    """

    item_no: str
    quantity: Decimal
    kind: MoveKind = MoveKind.SALE
    variant: str = ""
    location: str = ""
    unit_cost: Decimal = ZERO
    cost: Decimal | None = None
    line_no: int = 0
    order_no: str = ""
    order_line_no: int = 0
    customer_no: str = ""
    from_entry: int = 0

    @property
    def place(self) -> Place:
        return (self.item_no, self.variant, self.location)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A posted movement; `cost` carries the quantity's sign."""

    entry_id: int
    cost: Decimal


@dataclass(kw_only=True)
class Layer:
    """An entry that is still open: a receipt with goods left, or a delivery without a receipt.

    `remaining_cost` is what the rest cost, or (negative) is assumed to cost.
    """

    entry_id: int
    place: Place
    remaining: Decimal
    remaining_cost: Decimal
    cost: Decimal
    expected_left: Decimal

    def take(self, quantity: Decimal) -> Decimal:
        """Take so much away, with the sign of `remaining`; return its cost, the last takes all."""
        part = self.remaining_cost
        if quantity != self.remaining:
            part = round_to(self.remaining_cost * quantity / self.remaining)
        self.remaining -= quantity
        self.remaining_cost -= part
        return part


class Layers:
    """The open entries of some places, in the order in which goods came and went."""

    def __init__(self, found: Iterable[Layer]) -> None:
        self._by_place: dict[Place, list[Layer]] = defaultdict(list)
        for layer in found:
            self._by_place[layer.place].append(layer)

    def inbound(self, place: Place) -> list[Layer]:
        return [layer for layer in self._by_place[place] if layer.remaining > 0]

    def waiting(self, place: Place) -> list[Layer]:
        """Deliveries that no receipt covers yet."""
        return [layer for layer in self._by_place[place] if layer.remaining < 0]

    def put(self, layer: Layer) -> None:
        self._by_place[layer.place].append(layer)


_state = table_of(ItemEntryState).c
_OPEN = (
    select(
        _state.entry_id,
        _state.item_no,
        _state.variant,
        _state.location,
        _state.remaining,
        _state.remaining_cost,
        _state.cost,
        _state.expected_left,
    )
    .where(
        _state.item_no.in_(bindparam("items", expanding=True)),
        _state.open.is_(True),
        _state.remaining > bindparam("above", type_=_state.remaining.type),
    )
    .order_by(_state.entry_id)
    .with_for_update()
)
_ANY = Decimal(-(10**12))  # no delivery lacks so much


def open_layers(
    session: Session, places: Collection[Place], *, receipts_only: bool = False
) -> Layers:
    """The open entries of these places, locked, in one statement.

    Goods that leave need the receipts alone; what comes in also covers deliveries that had none.
    """
    above = ZERO if receipts_only else _ANY
    items = sorted({item for item, _, _ in places})
    rows = session.execute(_OPEN, {"items": items, "above": above})
    return Layers(
        Layer(
            entry_id=entry_id,
            place=(item, variant, location),
            remaining=remaining,
            remaining_cost=remaining_cost,
            cost=cost,
            expected_left=expected,
        )
        for entry_id, item, variant, location, remaining, remaining_cost, cost, expected in rows
    )


def move_goods(journal: Journal, moves: Sequence[Move], layers: Layers) -> list[Moved]:
    """Gather movements with their applications and expected costs; earlier ones take first."""
    return [_move(journal, move, layers) for move in moves]


@dataclass(frozen=True, kw_only=True)
class Charged:
    """An invoice covers so much of a movement (in base units, with its sign) and earned this."""

    entry_id: int
    quantity: Decimal
    sales_amount: Decimal = ZERO


_STATES = (
    select(ItemEntryState)
    .where(ItemEntryState.entry_id.in_(bindparam("entries", expanding=True)))
    .order_by(ItemEntryState.entry_id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def item_states(session: Session, entry_ids: Collection[int]) -> dict[int, ItemEntryState]:
    """The state rows of these entries, locked, in one statement."""
    if not entry_ids:
        return {}
    rows = session.scalars(_STATES, {"entries": sorted(set(entry_ids))})
    return {row.entry_id: row for row in rows}


def invoice_goods(
    journal: Journal, charged: Sequence[Charged], states: dict[int, ItemEntryState]
) -> dict[int, Decimal]:
    """Make the expected cost of what is invoiced actual; return it per entry, signed."""
    costs: dict[int, Decimal] = {}
    for each in charged:
        state = states[each.entry_id]
        left = state.quantity - state.invoiced
        cost = state.expected_left
        if each.quantity != left:
            cost = round_to(state.expected_left * each.quantity / left)
        state.invoiced += each.quantity
        state.expected_left -= cost
        costs[each.entry_id] = costs.get(each.entry_id, ZERO) + cost
        add_value(
            journal,
            state,
            invoiced=each.quantity,
            cost_expected=-cost,
            cost_actual=cost,
            sales_amount=each.sales_amount,
        )
    return costs


def cost_of_part(state: ItemEntryState, quantity: Decimal) -> Decimal:
    """The unsigned cost of so many more pieces of a delivery that come back (exact cost)."""
    before = round_to(abs(state.cost) * state.returned / abs(state.quantity))
    upto = round_to(abs(state.cost) * (state.returned + quantity) / abs(state.quantity))
    return upto - before


def add_value(
    journal: Journal,
    state: ItemEntryState,
    *,
    kind: CostKind = CostKind.DIRECT,
    invoiced: Decimal = ZERO,
    cost_expected: Decimal = ZERO,
    cost_actual: Decimal = ZERO,
    sales_amount: Decimal = ZERO,
) -> None:
    """Gather a value entry of a movement."""
    journal.add(
        ValueEntry,
        item_entry_id=state.entry_id,
        kind=kind.value,
        item_no=state.item_no,
        invoiced=invoiced,
        cost_expected=cost_expected,
        cost_actual=cost_actual,
        sales_amount=sales_amount,
    )


def _move(journal: Journal, move: Move, layers: Layers) -> Moved:
    entry_id = journal.add(
        ItemEntry,
        kind=move.kind.value,
        line_no=move.line_no,
        order_no=move.order_no,
        order_line_no=move.order_line_no,
        customer_no=move.customer_no,
        item_no=move.item_no,
        variant=move.variant,
        location=move.location,
        quantity=move.quantity,
        from_entry=move.from_entry,
    )
    if move.quantity < 0:
        rest, remaining_cost, cost = _deliver(journal, move, entry_id, layers)
    else:
        rest, remaining_cost, cost = _receive(journal, move, entry_id, layers)
    journal.keep(ItemEntryState, **_state_values(move, entry_id, rest, (remaining_cost, cost)))
    expected = move.kind == MoveKind.SALE
    journal.add(
        ValueEntry,
        item_entry_id=entry_id,
        kind=CostKind.DIRECT.value,
        item_no=move.item_no,
        invoiced=ZERO,
        cost_expected=cost if expected else ZERO,
        cost_actual=ZERO if expected else cost,
        sales_amount=ZERO,
    )
    return Moved(entry_id=entry_id, cost=cost)


def _state_values(
    move: Move, entry_id: int, rest: Decimal, costs: tuple[Decimal, Decimal]
) -> dict[str, Any]:
    sold = move.kind == MoveKind.SALE
    return {
        "entry_id": entry_id,
        "item_no": move.item_no,
        "variant": move.variant,
        "location": move.location,
        "quantity": move.quantity,
        "open": bool(rest),
        "remaining": rest,
        "remaining_cost": costs[0],
        "cost": costs[1],
        "expected_left": costs[1] if sold else ZERO,
        "invoiced": ZERO if sold else move.quantity,
        "returned": ZERO,
    }


def _deliver(
    journal: Journal, move: Move, entry_id: int, layers: Layers
) -> tuple[Decimal, Decimal, Decimal]:
    """Take goods from the oldest receipts; what none covers costs the item's own unit cost."""
    wanted, cost = -move.quantity, ZERO
    for layer in layers.inbound(move.place):
        if not wanted:
            break
        taken = min(wanted, layer.remaining)
        cost += layer.take(taken)
        wanted -= taken
        _apply(journal, inbound=layer.entry_id, outbound=entry_id, quantity=taken)
        _keep_layer(journal, layer)
    assumed = round_to(wanted * move.unit_cost)
    cost += assumed
    if wanted:
        layers.put(
            Layer(
                entry_id=entry_id,
                place=move.place,
                remaining=-wanted,
                remaining_cost=-assumed,
                cost=-cost,
                expected_left=-cost,
            )
        )
    return -wanted, -assumed, -cost


def _receive(
    journal: Journal, move: Move, entry_id: int, layers: Layers
) -> tuple[Decimal, Decimal, Decimal]:
    """Put goods in; deliveries that had no receipt are covered first, oldest first."""
    cost = round_to(move.quantity * move.unit_cost) if move.cost is None else move.cost
    layer = Layer(
        entry_id=entry_id,
        place=move.place,
        remaining=move.quantity,
        remaining_cost=cost,
        cost=cost,
        expected_left=cost if move.kind == MoveKind.SALE else ZERO,
    )
    for waiting in layers.waiting(move.place):
        if not layer.remaining:
            break
        covered = min(layer.remaining, -waiting.remaining)
        dearer = layer.take(covered) + waiting.take(-covered)
        _apply(journal, inbound=entry_id, outbound=waiting.entry_id, quantity=covered)
        _adjust(journal, waiting, dearer=dearer)
        _keep_layer(journal, waiting)
    layers.put(layer)
    return layer.remaining, layer.remaining_cost, cost


def _adjust(journal: Journal, delivery: Layer, *, dearer: Decimal) -> None:
    """Correct an assumed cost by what the goods cost indeed; once invoiced, in the books too."""
    if not dearer:
        return
    delivery.cost -= dearer
    expected = bool(delivery.expected_left)
    if expected:
        delivery.expected_left -= dearer
    else:
        journal.book(Role.COGS, dearer)
        journal.book(Role.INVENTORY, -dearer)
    journal.add(
        ValueEntry,
        item_entry_id=delivery.entry_id,
        kind=CostKind.ADJUSTMENT.value,
        item_no=delivery.place[0],
        invoiced=ZERO,
        cost_expected=-dearer if expected else ZERO,
        cost_actual=ZERO if expected else -dearer,
        sales_amount=ZERO,
    )


def _apply(journal: Journal, *, inbound: int, outbound: int, quantity: Decimal) -> None:
    journal.add(ItemApplication, inbound_id=inbound, outbound_id=outbound, quantity=quantity)


def _keep_layer(journal: Journal, layer: Layer) -> None:
    journal.change(
        ItemEntryState,
        layer.entry_id,
        open=bool(layer.remaining),
        remaining=layer.remaining,
        remaining_cost=layer.remaining_cost,
        cost=layer.cost,
        expected_left=layer.expected_left,
    )
