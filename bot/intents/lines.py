"""Order lines in running text and lists: how many, of what, at what price.

A wording runs from its quantity to the next thing that is no part of an article's name. What the
catalogue cannot settle stays a line with candidates; it is never dropped, because an order that
silently misses a line is worse than a question.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.intents.catalogue import Catalogue, Match, strong
from bot.intents.lexicon import FUNCTION, GENERIC_UNITS, QUALITIES, everyday
from bot.intents.numbers import number_at
from bot.intents.tokens import Token
from bot.intents.understanding import Line, Span

_FILLERS = frozenset(
    'of the a an in with those your these x " ” ″ inch ones one - – / size no type our'.split()
)
_NOT_COUNTED = frozenset(
    "day days week weeks month months year years hour hours minute minutes people folks person "
    "percent pct am pm o'clock th nd rd st times employees staff colleagues".split()
)
_NOT_A_COUNT_AFTER = frozenset(
    "at @ line item room floor # than not dock no number week kw page sku net version section "
    "instead place".split()
)
_BETWEEN = frozenset({",", "(", "the", "-", "–", "in", "those", "with", "/", "of", "these"})
MOST_LINES = 200


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A piece of text that may be a line, before prices and operations are known."""

    start: int  # token
    end: int  # token, exclusive
    words: tuple[str, ...]
    quantity: Decimal | None
    unit: str | None
    match: Match
    weak_quantity: bool = False  # "a desk": one, unless somebody says how many of each
    sku: str | None = None


class LineReader:
    """Finds wordings in a tokenised text with the help of one catalogue."""

    def __init__(self, catalogue: Catalogue, *, familiar: frozenset[str] = frozenset()) -> None:
        """`familiar` are stems that are no article's name, such as the words of commands."""
        self._catalogue = catalogue
        self._familiar = familiar | everyday() | FUNCTION

    def read(
        self,
        tokens: Sequence[Token],
        stems: Sequence[str],
        *,
        blocked: Sequence[bool],
        skus: dict[int, tuple[int, str]],
    ) -> tuple[Wording, ...]:
        """`stems` are the spelling-corrected stems of the tokens, `skus` the article numbers by
        the token where they start: (token after, SKU; an empty SKU is a number we do not know)."""
        run = _Run(self._catalogue, self._familiar, tokens, stems, blocked, skus)
        return run.all()


class _Run:
    def __init__(
        self, catalogue: Catalogue, familiar: frozenset[str], tokens: Sequence[Token],
        stems: Sequence[str], blocked: Sequence[bool], skus: dict[int, tuple[int, str]],
    ) -> None:  # fmt: skip
        self.catalogue, self.familiar, self.tokens, self.stems = catalogue, familiar, tokens, stems
        self.blocked, self.skus = blocked, skus

    def all(self) -> tuple[Wording, ...]:
        found: list[Wording] = []
        at = 0
        while at < len(self.tokens) and len(found) < MOST_LINES:
            wording = self.at(at)
            if wording is None:
                at += 1
                continue
            if self._only_unit(wording):
                self._count_last(found, wording)
            else:
                found.append(self._with_qualities(wording))
                wording = found[-1]
            at = max(wording.end, at + 1)
        return tuple(found)

    def _only_unit(self, wording: Wording) -> bool:
        """"5 sacks": a count of something named before."""
        units = self.catalogue.units
        return wording.sku is None and all(w in units or w in GENERIC_UNITS for w in strong(wording.words))

    def _count_last(self, found: list[Wording], wording: Wording) -> None:
        open_at = [at for at, one in enumerate(found) if one.quantity is None]
        if len(open_at) == 1 and wording.quantity is not None:
            unit = wording.unit or next(iter(sorted(self.catalogue.units.get(wording.words[-1], ()))), None)
            found[open_at[0]] = replace(found[open_at[0]], quantity=wording.quantity, unit=unit)

    def at(self, at: int) -> Wording | None:
        """The wording that starts here, if one does."""
        if self.blocked[at] and at not in self.skus:
            return None
        quantity, unit, weak, begin = self._quantity(at)
        if begin >= len(self.tokens):
            return None
        if begin in self.skus and not (begin != at and self.tokens[begin].word == "\n"):
            return self._numbered(at, begin, quantity, unit)
        end = self._extent(begin, counted=quantity is not None)
        while end > begin and self._trailing(end - 1):
            end -= 1
        words = self._words(begin, end)
        if not strong(words):
            return None
        match = self.catalogue.find(words)
        if not self._believable(words, match, quantity=quantity, at=at, unit=unit):
            return None
        wording = Wording(start=at, end=end, words=words, quantity=quantity, unit=unit,
                          match=match, weak_quantity=weak)  # fmt: skip
        return self._with_later_quantity(wording) if quantity is None else wording

    def _numbered(self, at: int, begin: int, quantity: Decimal | None, unit: str | None) -> Wording:
        after, sku = self.skus[begin]
        known = Match(sku=sku or None, score=1.0, candidates=(sku,) if sku else (), rule="number")
        wording = Wording(start=at, end=after, words=self._words(begin, after), quantity=quantity,
                          unit=unit, match=known, sku=sku or None)  # fmt: skip
        end = self._extent(after, counted=True)  # the description beside the number
        if end > after and any(self._is_named(i) for i in range(after, end)):
            wording = replace(wording, end=end)
        return self._with_later_quantity(wording) if quantity is None else wording

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
        if self._previous(at) in _NOT_A_COUNT_AFTER:
            return None, None, False, at
        value, after = counted
        if self._word(after) in {"x", "*"}:
            after += 1
        if self._word(after) in _NOT_COUNTED or self._word(after) in {":", "%"}:
            return None, None, False, at
        unit, after = self._unit(self._skip_more(after))
        return value, unit, False, self._skip(after)

    def _number(self, at: int) -> tuple[Decimal, int] | None:
        if at >= len(self.tokens) or self.blocked[at]:
            return None
        counted = number_at(self.tokens, at)
        if counted is None or counted.value > 10_000_000:
            return None
        return counted.value, counted.after

    def _is_quality_number(self, at: int) -> bool:
        """ "8 port switch": the number belongs to the name, because the catalogue says so."""
        counted = self._number(at)
        if counted is None:
            return False
        value, after = counted
        while self._word(after) in {"-", "x"} and after + 1 < len(self.stems) and self.tokens[after].glued:
            after += 1
        following = self._stem(after)
        pairs = self.catalogue.pairs
        if following in {'"', "”", "″"}:
            following = "inch"
        if after < len(self.tokens) and self.blocked[after]:
            return False
        number = format(value, "f")
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

    def _extent(self, begin: int, *, counted: bool) -> int:
        """The token after the last one that may belong to the name."""
        at, unknown, named = begin, 0, False
        while at < len(self.tokens):
            if self.blocked[at] or self.tokens[at].word == "\n":
                break
            if at in self.skus:
                break
            if self._is_named(at):
                named = True
            elif self.tokens[at].is_number or self._number(at):
                if not self._number_in_name(at, begin):
                    break
            elif not self._joins(at, begin):
                if (
                    not self._may_be_name(at, counted=counted)
                    or unknown >= 2
                    or (named and not self._is_named(at + 1))
                ):
                    break
                unknown += 1
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
        if word in everyday() and word not in self.catalogue.vocabulary and stem not in self.catalogue.vocabulary:
            return False  # "fine" has the stem of the bicycle Finn
        return self.catalogue.knows(stem)

    def _number_in_name(self, at: int, begin: int) -> bool:
        if self._is_quality_number(at):
            return True
        before, number = self._stem(at - 1), self._stem(at)
        if at > begin and (before, number) in self.catalogue.pairs:
            return True
        counted = self._number(at)
        if self.tokens[at].is_word:
            return False
        if at > begin and counted and self.catalogue.knows(format(counted[0], "f")):
            glued = self.tokens[at].glued or before in {"-", "x", "/", "of", "size"}
            return (
                glued
                or self._word(counted[1]) in {"", "\n", ".", ",", ")", '"', "”", "-"}
            )
        return False

    def _joins(self, at: int, begin: int) -> bool:
        word = self.tokens[at].word
        if word in {"of", "in", "the", "those", "ones", "size", "inch"}:
            return at == begin or self._continues(at + 1)
        if word in {'"', "”", "″", "'"}:
            return at > begin
        if word in {"-", "–", "/", "x", "+", "."}:
            return (
                at > begin
                and self.tokens[at].glued
                and at + 1 < len(self.tokens)
                and self.tokens[at + 1].glued
            )
        return False

    def _continues(self, at: int) -> bool:
        return self._is_named(at) or (at < len(self.tokens) and self._is_quality_number(at)) or (
            at < len(self.tokens) and self.tokens[at].is_number and self.catalogue.knows(self._stem(at))
        ) or (self._word(at) in {"the", "of"} and self._is_named(at + 1))  # fmt: skip

    def _may_be_name(self, at: int, *, counted: bool) -> bool:
        """A word nobody knows, in a place where a name is expected."""
        word = self.tokens[at].word
        return counted and self.tokens[at].is_word and len(word) > 2 and not self._is_familiar(at)

    def _is_familiar(self, at: int) -> bool:
        return self.tokens[at].word in self.familiar or self.stems[at] in self.familiar

    def _trailing(self, at: int) -> bool:
        word = self.tokens[at].word
        return (
            not self.tokens[at].text[0].isalnum()
            and word not in {'"', "”", "″"}
            or word in _FILLERS
            and word not in {'"', "”", "″", "inch"}
        )

    def _words(self, begin: int, end: int) -> tuple[str, ...]:
        words = []
        at = begin
        while at < end:
            counted = self._number(at)
            if counted and self.tokens[at].is_word:  # "six door", "ten eighty p"
                words.append(format(counted[0], "f"))
                at = counted[1]
                continue
            if self.tokens[at].text in {'"', "”", "″"}:
                words.append("inch")
            elif self.tokens[at].text[0].isalnum() and self.tokens[at].word != "x":
                words.append(self.stems[at])
            at += 1
        return tuple(words)

    def _believable(
        self,
        words: tuple[str, ...],
        match: Match,
        *,
        quantity: Decimal | None,
        at: int,
        unit: str | None,
    ) -> bool:
        named = any(self.catalogue.is_head(word) for word in words)
        if match.sku and match.rule == "name" and quantity is not None:
            return len(strong(words)) > 1 or named or quantity is not None
        if not any(len(word) > 1 for word in strong(words)):
            return False
        if quantity is None:
            content = [word for word in strong(words) if not word[0].isdigit()]
            if len(content) == 1 and self._everyday_only(at, content[0]):
                return False
            return named and bool(match.sku or match.candidates)
        if named or unit:
            return True
        if match.sku and match.score > 0.8:
            return True
        unknown = [
            word for word in words if not self.catalogue.knows(word) and word not in self.familiar
        ]
        return bool(unknown) and self._expected(at)

    def _expected(self, at: int) -> bool:
        """At the start of a line, after a comma or a colon: a place where lists have their lines."""
        return at == 0 or self._previous(at) in {
            "\n",
            ",",
            ":",
            "-",
            "*",
            "•",
            "add",
            "order",
            "quote",
            "need",
            "and",
            "offer",
        }

    def _with_later_quantity(self, wording: Wording) -> Wording:
        """ "Chain oil x 10", "cargo bike Muli, 2 units", "1310-4: 3"."""
        at = wording.end
        while self._word(at) in {
            ":",
            "x",
            "-",
            "–",
            ",",
            "=",
            "(",
            "|",
            "*",
            "qty",
            "quantity",
            "\t",
        }:
            at += 1
        if at == wording.end and self._word(at) not in {"x"}:
            return wording
        counted = self._number(at)
        if counted is None or self._is_quality_number(at):
            return wording
        value, after = counted
        unit, after = self._unit_at_end(after)
        if (
            self._is_named(after)
            or self._word(after) in {"of", "x"}
            or self._word(after) in _NOT_COUNTED
        ):
            return wording
        return replace(wording, quantity=value, unit=unit, end=after)

    def _unit_at_end(self, at: int) -> tuple[str | None, int]:
        if self._word(at) in GENERIC_UNITS or self._stem(at) in GENERIC_UNITS:
            return None, at + 1
        known = self.catalogue.units.get(self._stem(at))
        return (sorted(known)[0], at + 1) if known else (None, at)

    def _everyday_only(self, at: int, stem: str) -> bool:
        """"the rest": a common word that also happens to be in some article's name."""
        near = range(at, min(at + 4, len(self.tokens)))
        return any(self.stems[i] == stem and self.tokens[i].word in everyday() for i in near)

    def _with_qualities(self, wording: Wording) -> Wording:
        """"20 Nova chairs, the grey ones", "6 switches, 24 port PoE": what follows tells which."""
        if wording.sku is not None:
            return wording
        at = wording.end
        while at < len(self.tokens) and self.tokens[at].word in _BETWEEN and at < wording.end + 4:
            at += 1
        if at == wording.end or at >= len(self.tokens) or at in self.skus:
            return wording
        if self._number(at) and not self._is_quality_number(at) or self.tokens[at].word in {"a", "an"}:
            return wording
        end = self._extent(at, counted=False)
        while end > at and self._trailing(end - 1):
            end -= 1
        if end == at or not strong(self._words(at, end)):
            return wording
        words = wording.words + self._words(at, end)
        match = self.catalogue.find(words)
        if match.sku is None or match.score < 0.75 or wording.match.sku not in {None, match.sku}:
            return wording
        return replace(wording, words=words, end=end, match=match)

    def _previous(self, at: int) -> str:
        return self.tokens[at - 1].word if at > 0 else ""

    def _word(self, at: int) -> str:
        return self.tokens[at].word if at < len(self.tokens) else ""

    def _stem(self, at: int) -> str:
        return self.stems[at] if 0 <= at < len(self.stems) else ""


def plain_line(wording: Wording, tokens: Sequence[Token], text: str, catalogue: Catalogue) -> Line:
    """The line as far as it is told. Spelled packings the article does not have are left out."""
    sku = wording.sku or wording.match.sku
    unit = wording.unit
    if sku and unit:
        article = catalogue.article(sku)
        if unit == article.base_unit or (unit not in article.units and _alike(unit, article.base_unit)):
            unit = None
    span = Span(start=tokens[wording.start].start, end=tokens[wording.end - 1].end)
    return Line(item=sku, quantity=wording.quantity, unit=unit, asked=text[span.start : span.end],
                candidates=wording.match.candidates, span=span)  # fmt: skip


_PACKS = ({"sack", "bag"}, {"pack", "packet", "package", "ream"}, {"box", "case", "carton", "crate"})


def _alike(said: str, base: str) -> bool:
    """Two words for the same packing: a sack is a bag."""
    return any({said, base} <= kin for kin in _PACKS)


__all__ = ["QUALITIES", "LineReader", "Wording", "plain_line"]
