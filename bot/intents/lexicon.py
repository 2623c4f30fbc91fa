"""The words the reader knows apart from the catalogue: everyday English, short forms, units.

Everyday words are never "corrected" into ours, and never taken for a customer's name.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.intents.tokens import word_set

SHORT_FORMS = {
    "pls": "please",
    "plz": "please",
    "plse": "please",
    "thx": "thanks",
    "ty": "thanks",
    "thnx": "thanks",
    "tks": "thanks",
    "qte": "quote",
    "qty": "quantity",
    "ord": "order",
    "inv": "invoice",
    "cust": "customer",
    "del": "delivery",
    "cnf": "confirm",
    "shp": "shipment",
    "addr": "address",
    "appr": "approve",
    "u": "you",
    "ur": "your",
    "r": "are",
    "tmrw": "tomorrow",
    "amt": "amount",
    "pymt": "payment",
    "pmt": "payment",
    "dlvr": "deliver",
    "cxl": "cancel",
    "cncl": "cancel",
    "disc": "discount",
    "wanna": "want",
    "gimme": "give",
    "gonna": "going",
    "quo": "quote",
    "conf": "confirmation",
    "dupe": "duplicate",
    "sq": "quote",
    "replenish": "restock",
    "kindly": "please",
    "dispatch": "ship",
    "despatch": "ship",
    "dispatched": "shipped",
    "despatched": "shipped",
    "purge": "delete",
    "annul": "cancel",
    "void": "void",
}
GENERIC_UNITS = {
    "pc": "",
    "pcs": "",
    "piec": "",
    "piece": "",
    "each": "",
    "ea": "",
    "unit": "",
    "stk": "",
    "stuck": "",
    "stueck": "",
    "no": "",
    "nos": "",
    "off": "",
    "pz": "",
    "st": "",
    "szt": "",
    "x": "",
}
FUNCTION = word_set(
    "of the a an and or for to from on at by with in is are was were be it its this that these "
    "those we you i they he she me us them our your their my his her as if so but not no yes do "
    "does did can could would should will shall may might have has had please just only also too "
    "there here then than when where what which who how why some any all each every more up out "
    "off over per via about into onto until till before after now today still yet again"
)
# qualities that are never by themselves the thing
QUALITIES = word_set(
    "black white grey red blue green yellow brown tan cream silver gold oak walnut beech small "
    "big "
    "large medium mini long short wide narrow high low heavy light new old single double dual "
    "front rear left right soft hard full half round square standard basic premium mono color "
    "colour wireless cm mm m inch kg g l ml gb tb w v"
)


@cache
def everyday() -> frozenset[str]:
    """Everyday English words, folded."""
    text = files("bot.intents").joinpath("data/common_en.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


_ENDINGS = ("ed", "ing", "ly")


def is_slip(written: str, meant: str) -> bool:
    """A changed letter in a short word is another word ("dock" for "deck"), not a slip.

    Neither is another ending: "printed" is no slip for "printer".
    """
    inflected = written.endswith(_ENDINGS) and not meant.endswith(_ENDINGS)
    changed = len(written) == len(meant) <= 5 and sorted(written) != sorted(meant)
    return not (inflected or changed)


def _shared_start(one: str, other: str) -> int:
    """How many letters two words have in common from their start."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


class Spelling:
    """Corrects one slip (two in long words) towards a word we know, never between two of them."""

    def __init__(self, words: Iterable[str]) -> None:
        words = set(words)
        self._words = {word for word in words if word.isalpha() and len(word) >= 4}
        self._known = words | everyday() | FUNCTION
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._words):
            self._by_length.setdefault(len(word), []).append(word)
        self._seen: dict[str, str] = {}

    def add(self, words: Iterable[str]) -> None:
        """Learn the words of a changed article or customer."""
        for word in words:
            if word.isalpha() and len(word) >= 4 and word not in self._words:
                self._words.add(word)
                self._known |= {word}
                self._by_length.setdefault(len(word), []).append(word)
        self._seen.clear()

    def knows(self, word: str) -> bool:
        return word in self._known

    def correct(self, word: str) -> str:
        """The word meant, or the word itself when it is known or nothing is clearly near."""
        if len(word) < 4 or len(word) > 24 or word in self._known or not word.isalpha():
            return word
        if word not in self._seen:
            if len(self._seen) > 20_000:
                self._seen.clear()
            self._seen[word] = self._nearest(word)
        return self._seen[word]

    def _nearest(self, word: str) -> str:
        if word.endswith("s") and word[:-1] in self._known:
            return word
        most = 2 if len(word) >= 8 else 1
        lengths = range(len(word) - most, len(word) + most + 1)
        pool = [known for length in lengths for known in self._by_length.get(length, ())]
        near = process.extract(word, pool, scorer=OSA.distance, score_cutoff=most, limit=4)
        if not near:
            shorter = (
                self._nearest(word[:-1]) if word.endswith("s") and len(word) > 5 else word[:-1]
            )
            return shorter if shorter != word[:-1] else word
        near = [found for found in near if is_slip(word, found[0])]
        if not near:
            return word
        least = near[0][1]
        # a slip seldom hits the first letter
        best = [known for known, slips, _ in near if slips == least]
        first = max(best, key=lambda known: _shared_start(known, word))
        if first[0] == word[0]:
            return first
        return best[0] if len(best) == 1 and len(word) >= 5 else word
