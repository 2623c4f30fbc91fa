"""How many, and in which unit: the quantity in front of (or behind) an article's name.

"8 port switch" has no quantity, because the catalogue knows an article with 8 ports.
"""

from collections.abc import Sequence
from decimal import Decimal

from bot.intents.catalogue import Catalogue
from bot.intents.lexicon import FUNCTION, GENERIC_UNITS, everyday
from bot.intents.numbers import number_at
from bot.intents.tokens import Token, word_set

NOT_COUNTED = word_set(
    "day days week weeks month months year years hour hours minute minutes people folks person "
    "percent pct am pm o'clock th nd rd st times employees staff colleagues"
)
_NOT_A_COUNT_AFTER = word_set(
    "at @ line item pos position room floor # than not dock no number week kw page sku net version "
    "section instead place"
)

_LISTED = word_set("pos no nr item line lfd")  # "Pos. 10  GN-1165  12 pcs"


class Counting:
    """Numbers and units among the words of one text, with one catalogue at hand."""

    def __init__(
        self,
        catalogue: Catalogue,
        familiar: frozenset[str],
        *,
        tokens: Sequence[Token],
        stems: Sequence[str],
        blocked: Sequence[bool],
        skus: dict[int, tuple[int, str]],
    ) -> None:
        self.catalogue, self.familiar, self.tokens, self.stems = catalogue, familiar, tokens, stems
        self.blocked, self.skus = blocked, skus

    def _quantity(self, at: int) -> tuple[Decimal | None, str | None, bool, int]:
        """How many, in which unit, only by an article?, and the token where the name begins."""
        tokens, begin = self.tokens, at
        if tokens[at].word == "x" and self._number(at + 1):
            begin = at + 1
        if tokens[begin].word == "another" and self._number(begin + 1):
            begin += 1
        weak = tokens[begin].word in {"a", "an", "one", "un", "une", "ein", "eine", "another"}
        counted = self._number(begin)
        if counted is None or self._is_quality_number(begin):
            if not weak or self._previous(at) in {"what", "such", "quite", "not"}:
                return None, None, False, at
            value, after = Decimal(1), begin + 1
            unit, after = self._unit(after)
            return value, unit, unit is None and tokens[begin].word != "one", self._skip(after)
        numbered = self._previous(at) == "." and self._previous(at - 1) in _LISTED
        if numbered or self._previous(at) in _NOT_A_COUNT_AFTER:
            return None, None, False, at
        if self.range_end(begin):
            _, after = self._unit(self._skip_more(self.range_end(begin)))
            return None, None, False, self._skip(after)
        value, after = counted
        value = -value if self._is_negative(begin) else value
        after = self._out_of(after)
        if self._word(after) in {"x", "*"}:
            after += 1
        if self._word(after) in NOT_COUNTED or self._word(after) in {":", "%"}:
            return None, None, False, at
        unit, after = self._unit(self._skip_more(after))
        return value, unit, False, self._skip(after)

    def range_end(self, at: int) -> int:
        """The token behind "10 or 12", "8-10", "between 20 and 30"; 0 when no range begins here.

        "From 10 to 12" is a change and no range.
        """
        first = self._number(at)
        if first is None or self._previous(at) in {"from", "von", "-"}:
            return 0
        join = first[1]
        second = self._number(join + 1)
        if second is None or self._is_quality_number(at) or second[1] == join + 1:
            return 0
        word, value, other = self._word(join), first[0], second[0]
        if word in {"-", "–"}:
            glued = self.tokens[join].glued and self.tokens[join + 1].glued
            return second[1] if glued and value < other else 0
        if word in {"to", "bis", "till", "up"}:
            return second[1] if value < other else 0
        if word in {"and", "und"}:
            return second[1] if self._previous(at) in {"between", "zwischen"} else 0
        return second[1] if word in {"or", "oder", "ou"} else 0

    def _out_of(self, at: int) -> int:
        """ "3 of the 5 stirrers": three; the five only tell how many there are."""
        if self._word(at) != "of":
            return at
        at_number = at + 1 + (self._word(at + 1) in {"the", "these", "those", "our", "your"})
        whole = self._number(at_number)
        if whole is None or self._is_quality_number(at_number):
            return at
        return whole[1]

    def _is_negative(self, at: int) -> bool:
        """ "-5 chairs" in a sentence; at the start of a line the hyphen only marks a list."""
        if self._previous(at) == "minus":
            return True
        if self._previous(at) not in {"-", "−"} or not self.tokens[at].glued:
            return False
        before = self._previous(at - 1)
        return before not in {"", "\n"} and not self.tokens[at - 1].glued

    def _number(self, at: int) -> tuple[Decimal, int] | None:
        if at >= len(self.tokens) or self.blocked[at]:
            return None
        counted = number_at(self.tokens, at)
        if counted is None:
            return None
        return counted.value, counted.after

    def _is_quality_number(self, at: int) -> bool:
        """ "8 port switch": the number belongs to the name, because the catalogue says so."""
        counted = self._number(at)
        if counted is None:
            return False
        value, after = counted
        while (
            self._word(after) in {"-", "x"}
            and after + 1 < len(self.stems)
            and self.tokens[after].glued
        ):
            after += 1
        following = self._stem(after)
        pairs = self.catalogue.pairs
        if following in {'"', "”", "″"}:
            following = "inch"
        if after < len(self.tokens) and self.blocked[after]:
            return False
        number = format(value, "f")
        if value % 1 and self.catalogue.together((number, following)):
            return True  # "0.3 paper cups": nobody orders a third of a cup
        return (number, following) in pairs or (self._stem(at), following) in pairs

    def _unit(self, at: int) -> tuple[str | None, int]:
        unit = self._stem(at)
        if at < len(self.tokens) and self.blocked[at]:
            return None, at
        if self._word(at) in GENERIC_UNITS or unit in GENERIC_UNITS:
            return None, at + 1 + (self._word(at + 1) == ".")
        known = self.catalogue.units.get(unit) or self.catalogue.units.get(self._word(at))
        if known and (
            self._word(at + 1) in {"of", "the", "-", "x"}
            or self._is_named(at + 1)
            or self._later(at + 1)
        ):
            return sorted(known)[0], at + 1
        return None, at

    def _later(self, at: int) -> bool:
        """A unit may be followed by words with a slip or a number that starts a name."""
        return self._is_quality_number(at) or at in self.skus or self._word(at) in {"a", "an"}

    def _skip_more(self, at: int) -> int:
        while self._word(at) in {
            "more",
            "additional",
            "extra",
            "further",
            "new",
            "of",
            "*",
            "broken",
            "damaged",
            "faulty",
            "defective",
            "missing",
            "wrong",
            "cracked",
            "torn",
        } and at < len(self.tokens):
            at += 1
        return at

    def _skip(self, at: int) -> int:
        skipped = {
            "of",
            "the",
            "those",
            "your",
            "these",
            "our",
            "x",
            "*",
            "more",
            "-",
            "such",
            "extra",
            "additional",
            "that",
        }
        while self._word(at) in skipped and at + 1 < len(self.tokens):
            at += 1
        return at

    def _is_named(self, at: int) -> bool:
        if at >= len(self.tokens) or self.blocked[at] or not self.tokens[at].is_word:
            return False
        stem, word = self._stem(at), self.tokens[at].word
        if word in FUNCTION and self.tokens[at].text.isupper() and len(word) > 1:
            return self.catalogue.holds(stem)
        if word in FUNCTION:
            return (self._stem(at - 1), stem) in self.catalogue.pairs and (
                stem,
                self._stem(at + 1),
            ) in self.catalogue.pairs
        if (
            word in everyday()
            and word not in self.catalogue.vocabulary
            and stem not in self.catalogue.vocabulary
        ):
            return False  # "fine" has the stem of the bicycle Finn
        return self.catalogue.knows(stem)

    def _previous(self, at: int) -> str:
        return self.tokens[at - 1].word if at > 0 else ""

    def _word(self, at: int) -> str:
        return self.tokens[at].word if at < len(self.tokens) else ""

    def _stem(self, at: int) -> str:
        return self.stems[at] if 0 <= at < len(self.stems) else ""

    def _unit_at_end(self, at: int) -> tuple[str | None, int]:
        if self._word(at) in GENERIC_UNITS or self._stem(at) in GENERIC_UNITS:
            return None, at + 1
        known = self.catalogue.units.get(self._stem(at))
        return (sorted(known)[0], at + 1) if known else (None, at)
