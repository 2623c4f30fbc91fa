"""Drawing an invoice from shipments: which deliveries a bill covers, oldest first.

Per line the deliveries are taken in their order until the billed quantity is covered; their
item entries give the cost, and get the sales amount in proportion.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.catalog.exchange import ExchangeRate
from domain.ledger.goods import Charged
from domain.money import QUANTITY_STEP, ZERO, round_to, split
from domain.posting.shipment_rows import ShipmentLineState, shipped_lines
from domain.posting.subject import Subject
from domain.sales.totals import DocumentTotals


@dataclass(frozen=True, kw_only=True)
class Part:
    """So much of one delivery; `base` in base units, both with the line's sign."""

    state: ShipmentLineState
    quantity: Decimal
    base: Decimal


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The deliveries a bill covers, by line number."""

    parts: Mapping[int, list[Part]] = field(default_factory=dict)

    def charged(self, totals: DocumentTotals, rate: ExchangeRate) -> list[Charged]:
        """What the item ledger is told: quantity and net sales amount in local currency."""
        nets = {line.line_no: rate.to_lcy(line.amount) for line in totals.lines}
        told: list[Charged] = []
        for line_no, parts in self.parts.items():
            goods = [part for part in parts if part.state.item_entry_id]
            shares = split(nets.get(line_no, ZERO), [part.base for part in goods])
            told += [
                Charged(entry_id=part.state.item_entry_id, quantity=-part.base, sales_amount=share)
                for part, share in zip(goods, shares, strict=True)
            ]
        return told

    def cost_of(self, line_no: int, costs: Mapping[int, Decimal]) -> Decimal:
        """The signed cost of the goods a line's bill covers."""
        entries = {part.state.item_entry_id for part in self.parts.get(line_no, ())}
        return sum((costs.get(entry, ZERO) for entry in entries), ZERO)

    @property
    def shipment_nos(self) -> tuple[str, ...]:
        """All deliveries the bill covers, in the order of its lines."""
        parts = (part for parts in self.parts.values() for part in parts)
        return tuple(dict.fromkeys(part.state.document_no for part in parts))

    def shipment_of(self, line_no: int) -> str:
        """The delivery a line bills; empty where there is none or several."""
        numbers = {part.state.document_no for part in self.parts.get(line_no, ())}
        return numbers.pop() if len(numbers) == 1 else ""


def draw(subject: Subject, quantities: Mapping[int, Decimal]) -> Drawn:
    """Take the quantities out of what was delivered for the document and count them there."""
    open_by_line: dict[int, list[ShipmentLineState]] = {}
    for state in shipped_lines(subject.work.session, subject.document.number):
        open_by_line.setdefault(state.order_line_no, []).append(state)
    parts: dict[int, list[Part]] = {}
    for line_no, quantity in quantities.items():
        left = quantity
        for state in open_by_line.get(line_no, ()):
            if not left:
                break
            part = _part(state, left)
            if part.quantity:
                parts.setdefault(line_no, []).append(part)
                left -= part.quantity
                state.qty_invoiced += part.quantity
    return Drawn(parts=parts)


def _part(state: ShipmentLineState, wanted: Decimal) -> Part:
    """As much of a delivery as is wanted and not invoiced; base units add up to its own."""
    free = state.not_invoiced
    quantity = wanted if abs(wanted) < abs(free) else free
    before = state.qty_invoiced
    whole = state.quantity

    def base(upto: Decimal) -> Decimal:
        return round_to(state.quantity_base * upto / whole, QUANTITY_STEP)

    return Part(state=state, quantity=quantity, base=base(before + quantity) - base(before))
