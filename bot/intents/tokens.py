"""Words of a message: where they stand, folded for comparison, cut back to their stem.

The grain is fine on purpose: "24-port" is two words and "27\\"" a number and an inch mark, so a
catalogue text and a hasty message meet on the same pieces.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 20_000  # characters of one message that are read; the rest is history or an attack
MOST_TOKENS = 4_000
_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "’": "'", "×": "x"}
)
_WORD = re.compile(
    r"""[xX×](?=\d)|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]{1,3})?\d*(?![^\W\d_])"""
    r"""|[^\W\d_]+|\n|[^\w\s]|_"""
)
_IRREGULAR = {
    "mice": "mous",
    "shelves": "shelf",
    "knives": "knif",
    "loaves": "loaf",
    "sent": "send",
    "paid": "pay",
    "left": "left",
    "is": "is",
    "this": "this",
    "boxs": "box",
    "feet": "foot",
    "has": "has",
    "was": "was",
    "does": "do",
    "us": "us",
    "as": "as",
    "plus": "plus",
    "yes": "yes",
    "gas": "gas",
    "ours": "our",
    "gray": "grey",
    "tire": "tyr",
    "tires": "tyr",
    "color": "colour",
    "aluminum": "aluminium",
    "children": "child",
    "women": "woman",
    "men": "man",
    "wired": "wired",
}
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign. `glued` when no blank stands before it."""

    text: str
    start: int
    end: int
    word: str
    stem: str
    line: int
    glued: bool

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case without accents: "Café Lumière" and "cafe lumiere" are the same name."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut endings the same crude way for everything we compare. Takes a folded word."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, instead in (
        ("ies", "y"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("xes", "x"),
        ("sses", "s"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            word = word[: -len(ending)] + instead
            break
    else:
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= 3 and _VOWEL.search(rest):
            word = rest
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def tokenize(text: str) -> tuple[Token, ...]:
    """Split a text, at most `LONGEST` characters of it. A line break is a token of its own."""
    found: list[Token] = []
    line, last_end = 0, -1
    for match in _WORD.finditer(text[:LONGEST]):
        piece = match.group()
        word = fold(piece).replace("'", "") if piece[0].isalpha() else fold(piece)
        if "'" in fold(piece) and fold(piece).endswith("'s"):
            word = fold(piece)[:-2] if word not in _CLITIC_WORDS else word
        glued = match.start() == last_end
        cut = stem(word) if piece[0].isalpha() else word
        found.append(Token(piece, match.start(), match.end(), word, cut, line, glued))
        last_end = match.end()
        line += piece == "\n"
        if len(found) >= MOST_TOKENS:
            break
    return tuple(found)


_CLITIC_WORDS = frozenset(
    {"whats", "wheres", "whens", "its", "thats", "lets", "hows", "heres", "whos"}
)


@lru_cache(maxsize=50_000)
def stems(text: str) -> tuple[str, ...]:
    """Stems of the words and numbers of a text, without signs except the inch mark."""
    return tuple(
        "inch" if token.text in {'"', "”", "″"} else token.stem
        for token in tokenize(text)
        if token.text[0].isalnum() or token.text in {'"', "”", "″"}
    )


def word_set(words: str) -> frozenset[str]:
    """Words that stand in a string with blanks between, as a set."""
    return frozenset(words.split())
