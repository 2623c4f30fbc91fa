"""The words of papers and letters, per language.

A language is one file of data, `words/<language>.json`; a region may change a few words of it
in `words/<language>_<REGION>.json` ("sales tax" for "VAT" in the United States). Adding Italian
means adding `words/it.json` with the keys of `words/en.json`. What has no words yet is
written in English.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.units import format_unit

from domain.papers import Terms
from templates.pages import FOLDER, isolated, percent

_WORDS = FOLDER / "words"
_FALLBACK = "en"
_SPAN = re.compile(r"(\d{1,4})([DWMQY])")
_UNITS = {
    "D": ("duration-day", 1),
    "W": ("duration-week", 1),
    "M": ("duration-month", 1),
    "Q": ("duration-month", 3),
    "Y": ("duration-year", 1),
}


class Wording:
    """The words of one language, with the region's own words laid over them."""

    def __init__(self, language: str, words: Mapping[str, str]) -> None:
        self.language = language
        self.direction = str(Locale(language).text_direction)
        self._words = words

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def say(self, key: str, **values: object) -> str:
        """Word one thing: `say("page.vat", rate="19%", base="100.00 EUR")`.

        Raises:
            KeyError: there are no words under this key, or a value they need is missing.
        """
        said = {name: self.own(str(value)) for name, value in values.items()}
        return self._words[key].format_map(said)

    def own(self, text: str) -> str:
        """Text that is not of this language: in one written from right to left it is marked so."""
        return isolated(text) if self.direction == "rtl" else text

    def code(self, kind: str, code: str) -> str:
        """Word a code if we have words for it ("unit.HOUR"), else show the code as it is."""
        return self._words.get(f"{kind}.{code.upper()}", code)

    def unit(self, code: str, quantity: Decimal) -> str:
        """Word a unit of measure, in the plural where the quantity and our words have one."""
        if abs(quantity) != 1 and (many := self._words.get(f"units.{code.upper()}")):
            return many
        return self.code("unit", code)


@cache
def wording(language: str, region: str = "") -> Wording:
    """Find the words for a language, as spoken in a region (ISO 3166 alpha-2)."""
    spoken = language if language in languages() else _FALLBACK
    words = _read(spoken)
    if region.isalpha() and (_WORDS / f"{spoken}_{region}.json").is_file():
        words = words | _read(f"{spoken}_{region}")
    return Wording(spoken, MappingProxyType(words))


@cache
def languages() -> frozenset[str]:
    """The languages that have words."""
    return frozenset(path.stem for path in _WORDS.glob("*.json") if "_" not in path.stem)


def terms_text(terms: Terms, words: Wording, locale: str) -> str:
    """Word payment terms: "30 days net, 2% discount within 10 days"."""
    due = _period(terms.due_formula, words)
    sentences = [words.say("terms.net", period=due) if due else words.say("terms.at-once")]
    if terms.discount_pct:
        period = _period(terms.discount_formula, words) or terms.discount_formula
        rate = percent(terms.discount_pct, locale)
        sentences.append(words.say("terms.discount", rate=rate, period=period))
    return ", ".join(sentences)


def _period(formula: str, words: Wording) -> str:
    """Word a date formula such as "30D", "CM" or "CM+10D"; "" when it means at once.

    A formula that we cannot word is shown as it was written: terms are never guessed.
    """
    parts = [part for part in formula.upper().replace(" ", "").split("+") if part]
    worded = [_part(part, words) for part in parts]
    if None in worded:
        return formula
    return f" {words.say('terms.and')} ".join(part for part in worded if part)


def _part(part: str, words: Wording) -> str | None:
    if part == "CM":
        return words.say("terms.end-of-month")
    if not (span := _SPAN.fullmatch(part)):
        return None
    unit, times = _UNITS[span[2]]
    count = int(span[1]) * times
    return str(format_unit(count, unit, locale=words.language)) if count else ""


def _read(name: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((_WORDS / f"{name}.json").read_text(encoding="utf-8"))
    return words
