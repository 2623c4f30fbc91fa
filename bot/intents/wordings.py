"""Where in a text something of the catalogue is worded, from its quantity to the end of its name.

A wording ends before the next thing that is no part of an article's name. Qualities that follow
behind a comma ("20 Nova chairs, the grey ones") belong to it.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.intents.catalogue import Match, strong
from bot.intents.counting import NOT_COUNTED, Counting
from bot.intents.lexicon import GENERIC_UNITS, everyday
from bot.intents.tokens import word_set

_FILLERS = word_set(
    'of the a an in with those your these x " ” ″ inch ones one - – / size no type our'
)
_BETWEEN = frozenset({",", "(", "the", "-", "–", "in", "those", "with", "/", "of", "these"})
_BEFORE_NUMBER = word_set("( [ , : - – # . art artikel article item no nr sku code ref")
MOST_LINES = 200
_ALSO_VERBS = word_set(
    "bin stick book lock switch pump label light stand table box bag case pack cover file shelve"
)


def _coded(word: str) -> bool:
    """A short name such as "p200"."""
    return word[0].isalpha() and any(char.isdigit() for char in word)


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
    uncertain: bool = False  # "10 or 12": the sender has not made up his mind


class WordingFinder(Counting):
    """Walks once over the words of one text."""

    def all(self) -> tuple[Wording, ...]:
        found: list[Wording] = []
        at = 0
        while at < len(self.tokens) and len(found) < MOST_LINES:
            wording = self.at(at)
            if wording is None:
                at += 1
                continue
            if self.range_end(at):
                wording = replace(wording, quantity=None, uncertain=True)
            if self._only_unit(wording):
                self._count_last(found, wording)
            elif found and self._numbers_the_last(found[-1], wording):
                found[-1] = replace(
                    found[-1], end=wording.end, match=wording.match, sku=wording.sku
                )
            else:
                found.append(self._with_qualities(wording))
                wording = found[-1]
            at = max(wording.end, at + 1)
        return tuple(found)

    def _numbers_the_last(self, last: Wording, wording: Wording) -> bool:
        """ "10 electric desks (1130-D)": the number says which desks, and is no second line."""
        if wording.sku is None or wording.quantity is not None or last.sku is not None:
            return False
        between = {token.word for token in self.tokens[last.end : wording.start]}
        return last.quantity is not None and between <= _BEFORE_NUMBER

    def _only_unit(self, wording: Wording) -> bool:
        """ "5 sacks": a count of something named before."""
        return wording.sku is None and self._only_units(wording.words)

    def _only_units(self, words: tuple[str, ...]) -> bool:
        units = self.catalogue.units
        return all(word in units or word in GENERIC_UNITS for word in strong(words))

    def _count_last(self, found: list[Wording], wording: Wording) -> None:
        open_at = [at for at, one in enumerate(found) if one.quantity is None]
        if len(open_at) == 1 and wording.quantity is not None:
            unit = wording.unit or next(
                iter(sorted(self.catalogue.units.get(wording.words[-1], ()))), None
            )
            found[open_at[0]] = replace(found[open_at[0]], quantity=wording.quantity, unit=unit)

    def at(self, at: int) -> Wording | None:
        """The wording that starts here, if one does."""
        if self.blocked[at] and at not in self.skus:
            return None
        told = (None, None, False, at) if at in self.skus else self._quantity(at)
        quantity, unit, weak, begin = told
        if begin >= len(self.tokens):
            return None
        if begin in self.skus and not (begin != at and self.tokens[begin].word == "\n"):
            return self._numbered(at, begin, quantity=quantity, unit=unit)
        end = self._extent(begin, counted=quantity is not None)
        while end > begin and self._trailing(end - 1):
            end -= 1
        words = self._words(begin, end)
        if not strong(words) or (quantity is None and self._is_verb(at, end)):
            return None
        match = self.catalogue.find(words)
        if quantity is not None and self._only_units(words):
            return Wording(
                start=at, end=end, words=words, quantity=quantity, unit=unit, match=match
            )
        if not self._believable(words, match, quantity=quantity, at=at, unit=unit):
            return None
        wording = Wording(
            start=at,
            end=end,
            words=words,
            quantity=quantity,
            unit=unit,
            match=match,
            weak_quantity=weak,
        )
        return self._with_later_quantity(wording) if quantity is None else wording

    def _is_verb(self, at: int, end: int) -> bool:
        """ "Bin invoice 103217", "stick two lamps on it": no bin and no stick is wanted."""
        word, behind = self._word(at), end
        if end != at + 1 or word not in _ALSO_VERBS or behind >= len(self.tokens):
            return False
        starts = self._previous(at) in {"", "\n", ".", ",", "please", "pls", "and", "then"}
        goes_on = self._word(behind) in {"the", "a", "an", "this", "that", "it", "them", "another"}
        return starts and (goes_on or self.blocked[behind] or self._number(behind) is not None)

    def _numbered(
        self, at: int, begin: int, *, quantity: Decimal | None, unit: str | None
    ) -> Wording:
        after, sku = self.skus[begin]
        known = Match(sku=sku or None, score=1.0, candidates=(sku,) if sku else (), rule="number")
        wording = Wording(
            start=at,
            end=after,
            words=self._words(begin, after),
            quantity=quantity,
            unit=unit,
            match=known,
            sku=sku or None,
        )
        end = self._extent(after, counted=True)  # the description beside the number
        if end > after and any(self._is_named(i) for i in range(after, end)):
            wording = replace(wording, end=end)
        if quantity is None and self._ends_line(end):
            return self._counted_behind(wording)
        return self._with_later_quantity(wording) if quantity is None else wording

    def _ends_line(self, at: int) -> bool:
        """A number, perhaps a unit, and then the line is over: "GV-M 2 cases"."""
        counted = self._number(at)
        if counted is None:
            return False
        _, after = self._unit_at_end(counted[1])
        return self._word(after) in {"", "\n", ",", "."}

    def _counted_behind(self, wording: Wording) -> Wording:
        counted = self._number(wording.end)
        if counted is None:
            return wording
        unit, after = self._unit_at_end(counted[1])
        return replace(wording, quantity=counted[0], unit=unit, end=after)

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

    def _number_in_name(self, at: int, begin: int) -> bool:
        if self._is_quality_number(at):
            return True
        before, number = self._stem(at - 1), self._stem(at)
        if at > begin and (before, number) in self.catalogue.pairs:
            return True
        counted = self._number(at)
        if self.tokens[at].is_word:
            return False
        if at > begin and counted and self._belongs(begin, at, number=format(counted[0], "f")):
            glued = self.tokens[at].glued or before in {"-", "x", "/", "of", "size"}
            glued = glued or self.catalogue.together((before, number, self._stem(at + 1)))
            return glued or self._word(counted[1]) in {"", "\n", ".", ",", ")", '"', "”", "-"}
        return False

    def _belongs(self, begin: int, at: int, *, number: str) -> bool:
        """Is there an article with this number among those the words so far may mean?"""
        known = [word for word in self._words(begin, at) if self.catalogue.knows(word)]
        return self.catalogue.knows(number) and self.catalogue.together((*known[-1:], number))

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
        return (
            self._is_named(at)
            or (at < len(self.tokens) and self._is_quality_number(at))
            or (
                at < len(self.tokens)
                and self.tokens[at].is_number
                and self.catalogue.knows(self._stem(at))
            )
            or (self._word(at) in {"the", "of"} and self._is_named(at + 1))
        )

    def _may_be_name(self, at: int, *, counted: bool) -> bool:
        """A word nobody knows, in a place where a name is expected."""
        word = self.tokens[at].word
        return counted and self.tokens[at].is_word and len(word) > 2 and not self._is_familiar(at)

    def _is_familiar(self, at: int) -> bool:
        return self.tokens[at].word in self.familiar or self.stems[at] in self.familiar

    def _trailing(self, at: int) -> bool:
        word = self.tokens[at].word
        return (not self.tokens[at].text[0].isalnum() and word not in {'"', "”", "″"}) or (
            word in _FILLERS and word not in {'"', "”", "″", "inch"}
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
            if match.rule == "name" and match.sku and any(map(_coded, words)):
                return True  # "price of p200"
            content = [word for word in strong(words) if not word[0].isdigit()]
            if len(content) == 1 and self._everyday_only(at, content[0]):
                return False
            whole = match.rule == "name" and len(strong(words)) > 1
            return (named or whole) and bool(match.sku or match.candidates)
        if named or unit:
            return True
        if match.sku and match.score > 0.8:
            return True
        unknown = [
            word for word in words if not self.catalogue.knows(word) and word not in self.familiar
        ]
        told = [word for word in strong(words) if word not in self.familiar]
        counted = quantity is not None and not unknown and bool(match.candidates)
        if counted and len(told) == len(strong(words)):
            return True  # "20 inner tubes": all of it is in names, though no kind's own
        return bool(unknown) and self._expected(at)

    def _expected(self, at: int) -> bool:
        """At the start of a line, after a comma or a colon: where lists have their lines."""
        if self._previous(at) in {"us", "me"}:
            return self.tokens[at].word not in {"a", "an", "one"}
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
            "supply",
            "deliver",
            "buy",
            "purchase",
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
            listed = self._ends_line(at) and not self._is_quality_number(at)
            return self._counted_behind(wording) if listed else wording
        counted = self._number(at)
        if counted is None or self._is_quality_number(at):
            return wording
        value, after = counted
        value = -value if self._is_negative(at) else value
        unit, after = self._unit_at_end(after)
        if value % 1 and unit is None:
            return wording  # "rye flour, 18.90": a price
        if (
            self._is_named(after)
            or self._word(after) in {"of", "x", "more", "additional", "extra", "further"}
            or self._word(after) in NOT_COUNTED
        ):
            return wording
        return replace(wording, quantity=value, unit=unit, end=after)

    def _everyday_only(self, at: int, stem: str) -> bool:
        """ "the rest": a common word that also happens to be in some article's name."""
        near = range(at, min(at + 4, len(self.tokens)))
        return any(self.stems[i] == stem and self.tokens[i].word in everyday() for i in near)

    def _with_qualities(self, wording: Wording) -> Wording:
        """ "20 Nova chairs, the grey ones", "6 switches, 24 port PoE": what follows tells which."""
        if wording.sku is not None:
            return wording
        at = wording.end
        while at < len(self.tokens) and self.tokens[at].word in _BETWEEN and at < wording.end + 4:
            at += 1
        if at == wording.end or at >= len(self.tokens) or at in self.skus:
            return wording
        if (self._number(at) and not self._is_quality_number(at)) or self.tokens[at].word in {
            "a",
            "an",
        }:
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
