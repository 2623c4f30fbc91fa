"""How names are compared: without case, accents, punctuation and legal forms.

People write "Brandt Soehne", the register says "Brandt & Söhne GmbH"; both are one firm here.
Nothing in this module decides that two firms are the same: it only says that names look it.
"""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_AND = re.compile(r"[&+]|\b(?:und|and|et|y|og|och|en)\b")
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")  # "S.A.R.L.", "B.V."
_SPELT_UMLAUT = re.compile(r"([aou])e+")
_NO_WORD = re.compile(r"[^\w]+|_")
_LEGAL_FORMS = re.compile(
    r"(?:gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|se|eg|ek|ev|co|cie|company|corp|corporation|inc"
    r"|incorporated|llc|llp|lp|ltd|limited|plc|pty|sarl|sas|sa|srl|spa|sl|slu|bv|nv|vof|as|asa"
    r"|aps|ab|oy|oyj|kk|sp|zoo|spzoo|kft|doo)"
)
_NEAR_ENOUGH = 70


def folded(text: str) -> str:
    """Text for comparing: lower case, no accents, umlauts or punctuation, single blanks."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in apart if not unicodedata.combining(c))
    bare = plain.casefold().translate(_LETTERS)
    words = _NO_WORD.sub(" ", _ABBREVIATION.sub(lambda short: short[0].replace(".", ""), bare))
    return _SPELT_UMLAUT.sub(r"\1", " ".join(words.split()))


def name_key(name: str) -> str:
    """A firm's name without its legal form and without "and": equal keys look like one firm."""
    words = _and_dropped(name).split()
    while len(words) > 1 and _LEGAL_FORMS.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def nearest(text: str, names: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` of the names that look like the text, best first; none that is far off."""
    known = {name: folded(name) for name in names}
    found = process.extract(
        folded(text), known, scorer=fuzz.WRatio, limit=limit, score_cutoff=_NEAR_ENOUGH
    )
    return tuple(name for _, _, name in found)


def _and_dropped(name: str) -> str:
    return folded(_AND.sub(" ", name.casefold())) or folded(name)
