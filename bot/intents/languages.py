"""Languages beside English: what their words mean, and the sayings their word order makes.

A message in another language is read through the English meaning of its words, one word for one,
so every place in the text stays where it was. A language is a folder of data: `words.txt` with
meanings, `sayings.txt` with sentences in those meanings. Nothing is translated for people.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from bot.intents.intent import Intent
from bot.intents.lexicon import FUNCTION, everyday
from bot.intents.tokens import Token, stem, word_set

ENGLISH = "en"
_ENDINGS = ("nen", "ern", "en", "er", "es", "em", "te", "e", "n", "s", "t")
_SPELLED_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_KINDRED = word_set(
    "in an am so war die will also hat rest arm stand wand bin name box monitor der des den im "
    "um man warm art note handy gift fast wo was filter butter toner stick scanner panel per pro "
    "pedal pipette couch sofa"
)
SHORTEST_PART = 3  # letters of a noun within a noun
LONGEST_WORD = 60  # letters; whatever is longer was not written by a person


class Language:
    """One language: `meaning` of a folded word, or None when the word is not known."""

    def __init__(self, code: str) -> None:
        self.code = code
        folder = files("bot.intents").joinpath("data", code)
        self._words: dict[str, str] = {}
        for line in _lines(folder.joinpath("words.txt").read_text(encoding="utf-8")):
            meaning, _, words = line.partition(":")
            for word in words.split():
                self._words.setdefault(word, meaning.strip())
        self._sayings: dict[str, list[str]] = defaultdict(list)
        for line in _lines(folder.joinpath("sayings.txt").read_text(encoding="utf-8")):
            intent, _, sentence = line.partition("|")
            self._sayings[intent.strip()].append(sentence.strip())

    def meaning(self, word: str) -> tuple[str, ...] | None:
        """The English word, or the two of a compound."""
        if len(word) > LONGEST_WORD:
            return None
        known = self._known(word)
        if known is not None:
            return (known,)
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head = self._known(word[:at]) or self._known(word[:at].removesuffix("s"))
            tail = self._known(word[at:])
            if head and tail and head not in FUNCTION and tail not in FUNCTION:
                return (head, tail)
        return None

    def _known(self, word: str) -> str | None:
        spelled = word
        for written, letter in _SPELLED_OUT:
            spelled = spelled.replace(written, letter)
        participle = spelled.removeprefix("ge") if len(spelled) > 7 else spelled
        for form in (word, spelled, participle):
            if form in self._words:
                return self._words[form]
            for ending in _ENDINGS:
                cut = form.removesuffix(ending)
                if cut != form and len(cut) >= SHORTEST_PART and cut in self._words:
                    return self._words[cut]
        return None

    def sayings(self, intents: Sequence[Intent]) -> tuple[Intent, ...]:
        """The intents with the sayings of this language beside the English ones."""
        return tuple(
            replace(intent, sentences=(*intent.sentences, *self._sayings[intent.name]))
            if intent.name in self._sayings
            else intent
            for intent in intents
        )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


CODES = ("de",)
_TELLING = 3  # English words that tell: a name and a thank you may be from anybody


@cache
def language(code: str) -> Language:
    return Language(code)


def language_of(tokens: Sequence[Token]) -> str:
    """The language most words are from; English when in doubt."""
    return clear_language(tokens) or ENGLISH


def clear_language(tokens: Sequence[Token]) -> str:
    """The language most words are from, empty where too few words tell ("12 x 1210-G")."""
    words = [token.word for token in tokens[:400] if token.is_word and token.word not in _KINDRED]
    english = sum(word in everyday() or word in FUNCTION for word in words)
    for code in CODES:
        foreign = sum(
            word not in everyday() and word not in FUNCTION and bool(language(code).meaning(word))
            for word in words
        )
        if foreign > english and (foreign >= 2 or len(words) <= 2):
            return code
    return ENGLISH if english >= _TELLING else ""


def in_english(tokens: Sequence[Token], code: str) -> tuple[Token, ...]:
    """The same tokens with the English meaning of the words that have one."""
    return tuple(_meant(token, code) for token in tokens)


def _meant(token: Token, code: str) -> Token:
    parts = language(code).meaning(token.word) if token.is_word else None
    if parts is None:
        return token
    return replace(token, word="".join(parts), stem="".join(stem(part) for part in parts))
