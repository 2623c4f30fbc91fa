"""Which article a wording means: candidates by letter groups, then judged word by word.

A wording that fits several variants alike (a colour is missing) is answered with all of them,
and a wording whose numbers contradict an article ("34 inch" against 27) never picks it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.intents.lexicon import FUNCTION, QUALITIES, is_slip
from bot.intents.ngrams import LetterIndex
from bot.intents.numbers import SMALL
from bot.intents.tokens import fold, stem, stems, word_set
from bot.intents.world import Article

ACCEPT = 0.60  # share of the wording's weight that the article must explain
LEAD = 0.10  # how far the best must be ahead of the next
MOST_CANDIDATES = 40
_LOOKALIKES = str.maketrans("OoIl", "0011")
WEAK = word_set(
    "of the a an in with and for or set pack pair box size type x per on by to de mit und no "
    "st "
    "one ones those these type color colour new our your all each from model item article piece "
    "pcs unit"
)


@dataclass(frozen=True, kw_only=True)
class Match:
    """What a wording means. `sku` is None when nothing fits or several fit alike.

    `score` is the share of the wording that is explained, 0 to 1. `candidates` are the SKUs
    that are left, best first: one when it is certain, several for a question.
    """

    sku: str | None
    score: float
    candidates: tuple[str, ...] = ()
    rule: str = ""


class _Entry:
    """One article prepared for judging: its words, and its names as sets of words."""

    __slots__ = ("article", "heads", "names", "words")

    def __init__(self, article: Article) -> None:
        self.article = article
        names = (article.description, *article.synonyms)
        self.names = tuple(frozenset(_telling(name_stems(name))) for name in names)
        self.heads = frozenset(filter(None, map(head_of, names)))
        self.words = frozenset(word for name in names for word in name_stems(name)) | {
            fold(article.group)
        }


def name_stems(text: str) -> tuple[str, ...]:
    """Stems of an article's name, number words as digits: "Two-seat" is "2 seat"."""
    words = (str(SMALL[w]) if w in SMALL and w != "one" else w for w in stems(text))
    return tuple(word for word in words if word != "x")


def head_of(name: str) -> str:
    """The last word of a name that is no quality: "tube" in "kids bike tube"."""
    words = [w for w in name_stems(name.partition(",")[0]) if w.isalpha() and w not in WEAK]
    return next((word for word in reversed(words) if word not in QUALITIES), "")


def strong(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in WEAK and word)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without weak words, unless one word alone would be left: "DE keyboard"."""
    kept = strong(words)
    return kept if len(kept) > 1 or len(kept) == len(words) else words


def sku_key(text: str) -> str:
    """A SKU without its hyphens and case; "bk 2107" and "BK-2107" are the same."""
    return "".join(char for char in fold(text) if char.isalnum())


def shape(text: str) -> str:
    """The form of a number: "BK-2107" is "AA-9999"."""
    return "".join("9" if c.isdigit() else "A" if c.isalpha() else c for c in text)


class Catalogue:
    """All articles, ready to be asked. Built once; `replace` takes changed articles in quickly."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._entries: dict[str, _Entry] = {}
        self._by_key: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[frozenset[str], set[str]] = defaultdict(set)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self.vocabulary: dict[str, str] = {}
        self.joined: dict[str, tuple[str, str]] = {}
        self.pairs: set[tuple[str, str]] = set()
        self.units: dict[str, set[str]] = defaultdict(set)
        self._ends: Counter[str] = Counter()
        self._inside: Counter[str] = Counter()
        self._shapes: set[str] = set()
        self._letters = LetterIndex()
        for article in articles:
            self._add(article)
        self._letters.build()

    def replace(self, article: Article) -> None:
        """Take a new or changed article in; the next question knows it."""
        self.remove(article.sku)
        self._add(article)

    def remove(self, sku: str) -> None:
        entry = self._entries.pop(sku, None)
        if entry is None:
            return
        for index in (self._by_key, self._by_name, self._by_word):
            for owners in index.values():
                owners.discard(sku)
        self._letters.remove(sku)

    def article(self, sku: str) -> Article:
        return self._entries[sku].article

    def __contains__(self, sku: object) -> bool:
        return sku in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def sku_of(self, text: str) -> str | None:
        """The article with exactly this number, ours or a customer's own."""
        owners = self._by_key.get(sku_key(text), set())
        return next(iter(owners)) if len(owners) == 1 else None

    def misspelled_sku(self, text: str) -> str | None:
        """An article for a number with one harmless slip: O for 0, I for 1, two signs swapped.

        A changed digit is never corrected, because the result is often another article. An
        empty string means: this looks like one of our numbers, and we do not have it.
        """
        key = sku_key(text)
        mended = text.translate(_LOOKALIKES)
        if len(key) < 4 or not {shape(text), shape(mended)} & self._shapes:
            return None
        swapped = {key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(len(key) - 1)}
        alike = {
            sku_key(mended),
            *(key.replace(wrong, right) for wrong, right in ("o0", "0o", "i1", "l1")),
        }
        found = {sku for slip in swapped | alike for sku in self._by_key.get(slip, ())}
        return found.pop() if len(found) == 1 else ""

    def keys(self) -> Iterable[str]:
        return self._by_key.keys()

    def knows(self, word: str) -> bool:
        """Is the stem part of some article's name? Function words never are."""
        return word not in FUNCTION and self.holds(word)

    def holds(self, word: str) -> bool:
        return bool(self._by_word.get(word)) or word in self.joined

    def is_head(self, word: str) -> bool:
        """Does the stem name a thing ("desk"), not a quality of one ("oak")?"""
        if word in self.joined:
            word = self.joined[word][1]
        if word in QUALITIES or word not in self._ends:
            return False
        return self._ends[word] * 3 >= self._inside[word]

    def find(self, words: Sequence[str]) -> Match:
        """Judge a wording, given as stems. At most `MOST_CANDIDATES` articles are compared."""
        wording = strong(self._normal(words))
        if not wording:
            return Match(sku=None, score=0.0)
        exact = self._by_name.get(frozenset(wording), set()) or self._by_name.get(
            frozenset(self._normal(words)), set()
        )
        if len(exact) == 1:
            return Match(sku=next(iter(exact)), score=1.0, candidates=tuple(exact), rule="name")
        judged = self._of_kind(
            wording,
            sorted(
                ((self._judge(wording, self._entries[sku]), sku) for sku in self._near(wording)),
                key=lambda pair: (-pair[0][0], -pair[0][1], pair[1]),
            ),
        )
        return self._decide(judged)

    def nearest(self, text: str, *, most: int = 3) -> tuple[str, ...]:
        """The articles most alike, however little; to be shown in a question, never to be taken."""
        words = [word for word in strong(self._normal(stems(text))) if not word[0].isdigit()]
        return tuple(self._letters.nearest(" ".join(words), most)[:most])

    def together(self, words: Iterable[str]) -> bool:
        """Is there an article whose names hold all these stems?"""
        owners = [self._by_word.get(word, set()) for word in words]
        return bool(owners) and bool(set.intersection(*owners))

    def _of_kind(
        self, wording: tuple[str, ...], judged: list[tuple[tuple[float, float], str]]
    ) -> list[tuple[tuple[float, float], str]]:
        """Among the best, a "kids bike" is a bicycle and not the tube for one."""
        things = [word for word in wording if self.is_head(word)]
        if not things or not judged:
            return judged
        best = judged[0][0][0]
        level = [pair for pair in judged if best - pair[0][0] < LEAD]
        kind = [pair for pair in level if things[-1] in self._entries[pair[1]].heads]
        return [*kind, *judged[len(level) :]] if kind else judged

    def _decide(self, judged: list[tuple[tuple[float, float], str]]) -> Match:
        if not judged or judged[0][0][0] < ACCEPT:
            near = tuple(sku for (cover, _), sku in judged[:5] if cover >= 0.34)
            return Match(sku=None, score=judged[0][0][0] if judged else 0.0, candidates=near)
        best = judged[0][0]
        level = [pair for pair in judged if best[0] - pair[0][0] < LEAD]
        if len(level) == 1:
            return Match(sku=judged[0][1], score=best[0], candidates=(judged[0][1],), rule="words")
        whole = [sku for (_, name), sku in level if name >= 0.999]
        if len(whole) == 1 and best[0] >= 0.999:
            return Match(sku=whole[0], score=best[0], candidates=(whole[0],), rule="name")
        return Match(sku=None, score=best[0], candidates=tuple(sku for _, sku in level[:12]))

    def _judge(self, wording: tuple[str, ...], entry: _Entry) -> tuple[float, float]:
        """How much of the wording the article explains, and how near one of its names is."""
        total = explained = 0.0
        for word in wording:
            weight = self.weight(word)
            total += weight
            explained += weight * _agreement(word, entry.words)
        name = max((_alike(wording, name) for name in entry.names), default=0.0)
        return explained / total if total else 0.0, name

    def weight(self, word: str) -> float:
        """Rare words tell more; numbers count double, because they may not be wrong."""
        owners = len(self._by_word.get(word, ()))
        base = log(1 + (1 + len(self._entries)) / (1 + owners)) if owners else 2.0
        return base * (1.6 if word[0].isdigit() else 1.0)

    def _near(self, wording: tuple[str, ...]) -> list[str]:
        sets = sorted((self._by_word[w] for w in wording if w in self._by_word), key=len)
        found: set[str] = set()
        if sets:
            common = set.intersection(*sets)
            found |= set(sorted(common)[: MOST_CANDIDATES * 2])
            for owners in sets[:3]:
                if len(owners) <= MOST_CANDIDATES:
                    found |= owners
        found |= set(self._letters.nearest(" ".join(wording), MOST_CANDIDATES))
        return sorted(sku for sku in found if sku in self._entries)

    def _normal(self, words: Sequence[str]) -> list[str]:
        normal: list[str] = []
        for word in words:
            word = str(SMALL[word]) if word in SMALL and word != "one" else word
            if word not in self._by_word and word in self.joined:
                normal += self.joined[word]
            elif normal and word not in self._by_word and normal[-1] + word in self._by_word:
                normal[-1] += word
            else:
                normal.append(word)
        return normal

    def _add(self, article: Article) -> None:
        entry = _Entry(article)
        self._entries[article.sku] = entry
        for key in (article.sku, *article.references):
            self._by_key[sku_key(key)].add(article.sku)
            if "-" in key and any(char.isdigit() for char in key):
                self._shapes.add(shape(key))
        for name in entry.names:
            self._by_name[name].add(article.sku)
        for word in entry.words:
            self._by_word[word].add(article.sku)
        for text in (article.description, *article.synonyms):
            self._learn(text)
        for unit in (article.base_unit, *article.units):
            self.units[stem(fold(unit))].add(unit)
        self._letters.add(article.sku, (article.description, *article.synonyms, article.sku))

    def _learn(self, text: str) -> None:
        words = name_stems(text)
        for word in fold(text).replace("-", " ").replace("/", " ").split():
            self.vocabulary.setdefault(word.strip(',.;:()"'), word)
        head = [
            word for word in stems(text.partition(",")[0]) if word.isalpha() and word not in WEAK
        ]
        self._inside.update(set(head))
        self._ends.update([word for word in head if word not in QUALITIES][-1:])
        for first, second in pairwise(words):
            self.pairs.add((first, second))
            if first.isalpha() and second.isalpha() and first not in WEAK and second not in WEAK:
                self.joined.setdefault(first + second, (first, second))


@lru_cache(maxsize=100_000)
def _agreement(word: str, words: frozenset[str]) -> float:
    if word in words:
        return 1.0
    if word[0].isdigit() or len(word) < 3:
        return -0.6 if word[0].isdigit() else 0.0
    best = 0.0
    for other in words:
        if len(other) < 3 or other[0].isdigit():
            continue
        if len(word) >= 4 and (other.startswith(word) or word.startswith(other)):
            best = max(best, 0.8 if len(other) > 3 else 0.0)
        slips = OSA.distance(word, other, score_cutoff=2)
        if slips == 1 and len(word) >= 4 and is_slip(word, other):
            best = max(best, 0.85)
        elif slips == 2 and len(word) >= 7:
            best = max(best, 0.75)
    return best


def _alike(wording: Sequence[str], name: frozenset[str]) -> float:
    if frozenset(wording) == name:
        return 1.0
    return float(fuzz.token_sort_ratio(" ".join(wording), " ".join(sorted(name)))) / 101.0
