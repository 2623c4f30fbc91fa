"""Sentences that remember what they were made of, so that they can be said in another language.

The English text is the sentence itself: whoever only wants text has it, and nothing else needs
to know. `bot.retelling` words it anew from the template and the values (exact figures, days).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self


class Sum(NamedTuple):
    """An amount of money in a sentence: `figure` is how English writes it ("1,234.50")."""

    amount: Decimal
    currency: str
    figure: str


class Said(str):
    """One sentence in English, with its template and the values that were put into it."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, template: str, values: Mapping[str, object], *, text: str = "") -> Self:
        """Make one; `text` is the English where it is not simply the filled template."""
        filled = text or template.format(**{name: _english(one) for name, one in values.items()})
        # a name that ends in a full stop ("Kestrel Inc.") also ends the sentence
        said = cls(filled.replace("..", "."))
        said.template, said.values = template, values
        return said


class SaidTogether(str):
    """Several sentences as one text, each still to be told apart."""

    __slots__ = ("parts", "separator")
    parts: tuple[str, ...]
    separator: str


def said(template: str, /, **values: object) -> Said:
    """Say a sentence: `said("{number} is cancelled.", number="S-ORD1001")`.

    Values are names and numbers as they are, `date`, `Decimal` (a quantity or percentage) or
    `Sum`; none is worded beforehand, or another language would say it in English.
    """
    return Said.of(template, values)


def together(parts: Iterable[str], separator: str = "\n") -> str:
    """Join texts; the whole can be retold when its parts can."""
    kept = tuple(part for part in parts if part)
    if len(kept) == 1:
        return kept[0]
    joined = SaidTogether(separator.join(kept))
    joined.parts, joined.separator = kept, separator
    return joined


def _english(value: object) -> object:
    if isinstance(value, Sum):
        return f"{value.figure} {value.currency}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return f"{value:%d %b %Y}"
    return value
