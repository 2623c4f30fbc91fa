"""How an intent is declared: what people say for it, what it needs, and how we ask for the rest.

Sentence notation: `[word]` may be left out, `(a|b)` is one of these, `{slot}` stands for a thing
found in the text; a leading `~` lets the parts stand in any order. Case, punctuation, endings and
single slips of the pen do not matter, and a few other words may stand in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

STAFF = ("salesperson", "manager", "accountant", "warehouse")
EVERYONE = (*STAFF, "customer", "unknown")


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One thing a person can ask for, as data.

    `sentences` are sure signs, `weak` ones count half. `needs` are slots without which we ask
    ("customer|document": one of them is enough). `series` are the papers it applies to, the
    first is what a bare number means. `takes` are the other slots it may carry. `command` is the
    typed command of the domain, set by whoever knows the domain.
    """

    name: str
    sentences: tuple[str, ...]
    weak: tuple[str, ...] = ()
    reads_only: bool = False
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    asks: Mapping[str, str] = field(default_factory=dict)
    series: tuple[str, ...] = ()
    roles: tuple[str, ...] = EVERYONE
    command: type | None = None

    def __post_init__(self) -> None:
        unknown = [role for role in self.roles if role not in EVERYONE]
        if unknown or not self.name:
            raise ValueError(f"intent {self.name!r}: unknown roles {unknown}")

    @property
    def slots(self) -> tuple[str, ...]:
        """Every slot the intent may carry."""
        named = [slot for need in self.needs for slot in need.split("|")]
        return tuple(dict.fromkeys((*named, *self.takes)))
