"""The declared sentences at work: which intents does a clause speak of, and how surely.

A sentence fits a clause when its parts stand there in order with few words between. Rare words
count more, skipped words cost, so the most specific saying wins.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from bot.intents.intent import Intent
from bot.intents.lexicon import FUNCTION
from bot.intents.tokens import stems

MOST_WAYS = 400  # alternatives of one bracket
WIDEST_GAP = 3  # words between two parts
GAP_COST = 0.12
_PART = re.compile(r"[()\[\]|]|\{\w+\}|[^\s()\[\]|{}]+")
_KIND_WEIGHT = {
    "item": 0.5,
    "lines": 0.6,
    "customer": 0.35,
    "date": 0.3,
    "money": 0.6,
    "percent": 0.6,
    "po": 0.5,
    "address": 0.7,
    "terms": 0.4,
    "name": 0.2,
    "person": 0.4,
    "company": 0.6,
    "document": 0.5,
    "number": 0.35,
    "count": 0.6,
}
_PAPER_WEIGHT = 0.8
Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a clause, or one thing found in it. `start` and `end` are tokens."""

    kinds: frozenset[str]
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a sentence: the ways to fill it, each a run of stems and "{kind}" marks."""

    ways: tuple[Way, ...]
    optional: bool
    firsts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One declared sentence of an intent. Weak ones have factor 0.5."""

    intent: str
    elements: tuple[Element, ...]
    factor: float
    written: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An intent heard in a clause; `first` and `last` are the pieces it was heard in."""

    intent: str
    score: float
    first: int
    last: int
    sentence: str


class Sayings:
    """All sentences of all intents, ready to be heard."""

    def __init__(self, intents: Iterable[Intent]) -> None:
        self._sentences = [sentence for intent in intents for sentence in _sentences(intent)]
        self._weights = _weights(self._sentences)
        self.words = {part for part in self._weights if part[0] != "{"}

    def hear(self, pieces: Sequence[Piece]) -> list[Hit]:
        """The best saying of every intent in this clause, best first; ties by name."""
        places = _places(pieces)
        best: dict[str, Hit] = {}
        for sentence in self._sentences:
            if not all(e.optional or not e.firsts.isdisjoint(places) for e in sentence.elements):
                continue
            hit = self._fit(sentence, pieces, places=places)
            if hit and (sentence.intent not in best or hit.score > best[sentence.intent].score):
                best[sentence.intent] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.intent))

    def _fit(
        self, sentence: Sentence, pieces: Sequence[Piece], *, places: dict[str, list[int]]
    ) -> Hit | None:
        states: dict[int, tuple[float, int]] = {-1: (0.0, -1)}  # last piece: score, first piece
        for element in sentence.elements:
            reached = dict(states) if element.optional else {}
            for last, (score, first) in states.items():
                for way in element.ways:
                    for begin, end, gap in _walks(way, pieces, places=places, after=last):
                        gained = score + sum(map(self._weight, way)) - GAP_COST * gap
                        if end not in reached or gained > reached[end][0]:
                            reached[end] = (gained, begin if first < 0 else first)
            states = reached
        states.pop(-1, None)
        if not states:
            return None
        last, (score, first) = max(states.items(), key=lambda pair: (pair[1][0], -pair[0]))
        if sentence.plain and score > 0.12 * 2:
            score += 0.9  # a sentence of nothing but small words must stand there word by word
        return Hit(sentence.intent, score * sentence.factor, first, last, sentence.written)

    def _weight(self, part: str) -> float:
        return self._weights.get(part, 0.5)


def _places(pieces: Sequence[Piece]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, piece in enumerate(pieces):
        if piece.stem:
            places[piece.stem].append(at)
        for kind in piece.kinds:
            places[f"{{{kind}}}"].append(at)
    return places


def _walks(
    way: Way, pieces: Sequence[Piece], *, places: dict[str, list[int]], after: int
) -> Iterator[tuple[int, int, int]]:
    """Where a way can stand behind a piece: its first and last piece and the words skipped."""
    for begin in places.get(way[0], ()):
        if begin <= after:
            continue
        gap = _words_between(pieces, after, second=begin) if after >= 0 else 0
        if gap > WIDEST_GAP:
            return
        end = begin
        for part in way[1:]:
            following = next((at for at in places.get(part, ()) if at > end), None)
            if following is None or (skipped := _words_between(pieces, end, second=following)) > 1:
                break
            gap, end = gap + skipped, following
        else:
            yield begin, end, gap


def _words_between(pieces: Sequence[Piece], first: int, *, second: int) -> int:
    return sum(1 for piece in pieces[first + 1 : second] if not piece.kinds)


@lru_cache(maxsize=4_000)
def elements(sentence: str) -> tuple[Element, ...]:
    """A sentence in our notation, as places and the ways to fill them.

    Raises:
        ValueError: a bracket is not closed, or holds too many alternatives.
    """
    parts = _PART.findall(sentence)
    found: list[Element] = []
    at = 0
    while at < len(parts):
        if parts[at] in {"(", "["}:
            ways, end = _choice(parts, at + 1)
            if end >= len(parts) or parts[end] != {"(": ")", "[": "]"}[parts[at]]:
                raise ValueError(f"a bracket is not closed in {sentence!r}")
            optional = parts[at] == "[" or () in ways
            at = end
        elif parts[at] in {")", "]", "|"}:
            raise ValueError(f"a bracket too many in {sentence!r}")
        else:
            ways, optional = [(parts[at],)], False
        stemmed = tuple(dict.fromkeys(filter(None, map(_stemmed, ways))))
        if stemmed:
            found.append(Element(stemmed, optional, frozenset(way[0] for way in stemmed)))
        at += 1
    return tuple(found)


def _choice(parts: list[str], at: int) -> tuple[list[Way], int]:
    ways: list[Way] = []
    current: list[Way] = [()]
    while at < len(parts) and parts[at] not in {")", "]"}:
        part = parts[at]
        if part == "|":
            ways, current = ways + current, [()]
        elif part in {"(", "["}:
            options, at = _choice(parts, at + 1)
            options = [*options, ()] if part == "[" else options
            current = [way + option for way in current for option in options]
        else:
            current = [(*way, part) for way in current]
        if len(current) > MOST_WAYS:
            raise ValueError("too many alternatives in one bracket")
        at += 1
    return ways + current, at


def _stemmed(way: Way) -> Way:
    return tuple(p for word in way for p in ((word,) if word[0] == "{" else stems(word)))


def _sentences(intent: Intent) -> Iterator[Sentence]:
    for written in intent.sentences:
        parts = elements(written)
        plain = all(p in FUNCTION for e in parts for way in e.ways for p in way)
        yield Sentence(intent.name, parts, 1.0, written, plain)
    for written in intent.weak:
        yield Sentence(intent.name, elements(written), 0.5, written)


def _weights(sentences: Sequence[Sentence]) -> dict[str, float]:
    """A word that few intents use tells much; function words tell next to nothing."""
    users: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for element in sentence.elements:
            for way in element.ways:
                for part in way:
                    users[part].add(sentence.intent)
    total = len({sentence.intent for sentence in sentences})
    weights = {}
    for part, names in users.items():
        if part[0] == "{":
            weights[part] = _KIND_WEIGHT.get(part[1:-1], _PAPER_WEIGHT)
        elif part in FUNCTION:
            weights[part] = 0.12
        else:
            weights[part] = 0.45 + 0.35 * log(1 + total / len(names))
    return weights
