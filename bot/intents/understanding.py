"""What a message means: proposals with slots, where each slot came from, and what is to be asked.

Values only. Nothing here looks anything up or decides; a stored `Understanding` can be printed
a year later to explain why the clerk did what it did.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

Expect = Literal["act", "clarify", "refuse", "ignore"]
Value = object


@dataclass(frozen=True, kw_only=True)
class Span:
    """Characters `start` (inclusive) to `end` (exclusive) of the text that was read."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One filled field. `span` is None when it came from the thread or the sender.

    `confidence` runs from 0 to 1; `alternatives` are values that were nearly as good.
    """

    name: str
    value: Value
    span: Span | None = None
    rule: str = ""
    confidence: float = 1.0
    alternatives: tuple[Value, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as it was said. `item` is a SKU, `quantity` counts `unit` or the base unit.

    `op` is "add", "remove", "set" or empty. `asked` is the wording when no single article fits;
    `line_no` counts from 1.
    """

    item: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    price: Decimal | None = None
    discount_pct: Decimal | None = None
    date: str | None = None
    op: str = ""
    replace_with: str | None = None
    line_no: int | None = None
    asked: str = ""
    candidates: tuple[str, ...] = ()
    span: Span | None = None

    def values(self) -> dict[str, object]:
        """The line in the format of the evaluation, without what was not said."""
        said: dict[str, object] = {
            "item": self.item,
            "quantity": self.quantity,
            "unit": self.unit,
            "price": self.price,
            "discount_pct": self.discount_pct,
            "date": self.date,
            "op": self.op or None,
            "replace_with": self.replace_with,
            "line_no": self.line_no,
        }
        return {name: value for name, value in said.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One command the message seems to ask for. `rule` names the saying or rule that found it."""

    intent: str
    slots: tuple[Slot, ...] = ()
    confidence: float = 1.0
    rule: str = ""

    def values(self) -> dict[str, object]:
        """Slots by name: lines as dicts, dates as a dict of ISO dates, numbers as Decimal."""
        return {slot.name: _plain(slot.value) for slot in self.slots}

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)

    def value(self, name: str) -> Value | None:
        slot = self.slot(name)
        return slot.value if slot else None

    @property
    def lines(self) -> tuple[Line, ...]:
        found = self.value("lines")
        return found if isinstance(found, tuple) else ()

    def with_slot(self, slot: Slot) -> "Proposal":
        """The same proposal with this slot filled anew."""
        kept = tuple(old for old in self.slots if old.name != slot.name)
        return replace(self, slots=(*kept, slot))

    def without(self, name: str) -> "Proposal":
        return replace(self, slots=tuple(old for old in self.slots if old.name != name))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer that may be offered as a button. `says` is what choosing it means as a message."""

    says: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The candidates for one doubtful thing. `mention` is how the message put it."""

    target: str
    mention: str = ""
    options: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """The reading of one message.

    `act`: run (or stage) every proposal, in order. `clarify`: ask for `clarify`, nothing runs;
    `proposals` then hold the partial command. `refuse` and `ignore`: nothing runs. `reason` is a
    short code for the log ("negated", "not-for-customers"), never shown as a sentence.
    """

    expect: Expect
    proposals: tuple[Proposal, ...] = ()
    clarify: tuple[str, ...] = ()
    choices: tuple[Choices, ...] = ()
    language: str = "en"
    reason: str = ""
    text: str = ""  # what the spans count in; empty where they are of earlier messages
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        return min((proposal.confidence for proposal in self.proposals), default=1.0)


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return [entry.values() if isinstance(entry, Line) else entry for entry in value]
    return dict(value) if isinstance(value, Mapping) else value
