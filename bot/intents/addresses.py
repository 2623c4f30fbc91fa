"""Where goods shall go, as written: found by its cue ("ship to", "deliver to") or by its shape."""

import re

from bot.intents.amounts import Said
from bot.intents.tokens import word_set
from bot.intents.understanding import Span

_STREET = re.compile(
    r"(?:\b(?:st|street|ave|avenue|road|rd|lane|ln|way|drive|dr|blvd|boulevard|court|ct|square|sq|"
    r"hill|green|close|terrace|place|pl|row|park|mall|crescent|grove|ring|quay|wharf|dock|bay|gate|highway|hwy|parkway|rue|"
    r"calle|avenida|via|viale|piazza|plaza|weg|platz|allee|gasse|ulica|ul|box|unit|suite|floor|"
    r"building|hall|house|annexe?|warehouse|yard|site)\b\.?|\b\w{1,30}(?:str(?:asse|aße|\.)|gata|"
    r"gatan|vej|straat))",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} "
    r"?[A-Z]{2}|[A-Z]\d[\dW] [A-Z\d]{4})\b"
)
_CUE = re.compile(
    r"(?:\b(?:ship|deliver|send)\b[^\n.:]{0,20}\bto\b[^\n.:\d]{0,40}\binstead ?[:,-]"
    r"|\b(?:ship(?:s|ped|ping)?|deliver(?:s|ed|y|ies)?|send|sent|goods|it|them|everything|"
    r"all)\b[^\n.?!:;]{0,28}?\b(?:to|at|is|go to)\b:?"
    r"|\b(?:ship|deliver(?:y)?|shipping)[ -]?(?:to|address|addr)\b[^\n:.]{0,40}?(?::|\bis\b|"
    r"\bto\b|\bnow\b|=)"
    r"|\b(?:new|different|other|delivery|shipping)\b[^\n.:]{0,20}\baddress\b[^\n:.]{0,30}?(?::|"
    r"\bis\b|\bto\b)"
    r"|\bchanged,? new is\b|\b(?:ship[ -]?to|lieferadresse|versand an|lieferung an|adresse de "
    r"livraison)\b:?"
    r"|\ban (?:die )?(?:folgende|neue|diese) (?:liefer)?(?:adresse|anschrift)\b[^\n.:\d]{0,20}:?"
    r"|\b(?:arrive|arriving|needed|required|drop(?:ped)? off)\b[^\n.?!:;]{0,40}?\bat\b)[ \t]*",
    re.IGNORECASE,
)
_END = re.compile(
    r"\n|;|(?-i:(?<!\b[A-Z][a-z]))(?<!\bSt)(?<!str)(?<!\bDr)\.(?=\s|$)|[?!]|\s+(?:instead|please|by|"
    r"before|on|until|asap|this time|thanks|with|and then|via|not to|rather|for now|for|from|"
    r"as|if|when|but)\b|,\s+(?:please|thanks|not|instead|po|by|asap|needed|delivery|with|our|"
    r"the)\b",
    re.IGNORECASE,
)
_NOT_A_PLACE = re.compile(
    r"(?:\W*(?:me|us|him|her|them|you|the customer|customer|client|their|the usual|usual|same|"
    r"be|follow|ok|okay|fine|possible|urgent|needed|required|free|due|not|still|already|good|"
    r"enough|included|welcome|correct|right|"
    r"confirm|order|ship|stock|do|make|get|have|my|see|an? |our order|invoice|next|this|that|"
    r"it)\b)",
    re.IGNORECASE,
)
_PLACE_CUE = re.compile(r"ship|deliver|goods|new|different|delivery|liefer|versand|adresse", re.I)
_LEAD_IN = re.compile(
    r"^(?:wrong|incorrect|old|outdated|not right|changed|different)\b[^\d\n]{0,30}?"
    r"\b(?:should be|must be|has to be|is|to|now)\b:? *",
    re.IGNORECASE,
)
# words that stand in articles and orders as well; without a postcode they make no address
_ALSO_ELSEWHERE = word_set(
    "floor unit box suite place row close green hill park ring bay dock gate hall house site yard "
    "pl st dr court ct crescent grove warehouse"
)
LONGEST = 160


def looks_like_address(text: str) -> bool:
    """A number and a street word, or a postcode, and not more than a line of it."""
    if not any(char.isdigit() for char in text) or len(text) > LONGEST:
        return False
    return bool(_STREET.search(text) or _POSTCODE.search(text))


def find_address(text: str, *, taken: tuple[Span, ...] = ()) -> Said | None:
    """The delivery address or place of a text. A place needs a cue, an address may stand alone."""
    best: Said | None = None
    for match in _CUE.finditer(text):
        said = _after(text, match.end())
        if said is None or any(
            said.span.overlaps(span) and span.start <= said.span.start for span in taken
        ):
            continue
        if looks_like_address(said.value):
            return said
        if best is None and _PLACE_CUE.match(match.group()) and _is_place(said.value):
            best = said
    return best or _standing_alone(text, taken)


def _after(text: str, at: int) -> Said | None:
    end = _END.search(text, at, at + LONGEST + 20)
    stop = end.start() if end else min(len(text), at + LONGEST)
    value = _LEAD_IN.sub("", text[at:stop].strip(" \t,:-"))
    if len(value) < 3 or _NOT_A_PLACE.match(value):
        return None
    start = text.index(value, at)
    return Said(value=value, span=Span(start=start, end=start + len(value)))


def _is_place(value: str) -> bool:
    """ "our Kassel site", "Augsburg": capitals, few words, nothing else."""
    words = value.split()
    return (
        len(words) <= 6
        and any(w[0].isupper() for w in words)
        and not any(c in value for c in "@#%€$£")
    )


def _is_numbered(line: str) -> bool:
    """A house number beside the street, or a postcode: "15, floor lamps 2" has neither."""
    return bool(_POSTCODE.search(line)) or any(
        re.search(r"\d\w?\s+(?:[\w'’.-]+\s+){0,2}\Z", line[: street.start()])
        or re.match(r"\.?\s*\d", line[street.end() :])
        for street in _STREET.finditer(line)
    )


def _is_sure(line: str) -> bool:
    """A postcode, or a word that only streets have."""
    words = {street[0].lower().rstrip(".") for street in _STREET.finditer(line)}
    return bool(words - _ALSO_ELSEWHERE or _POSTCODE.search(line))


def _standing_alone(text: str, taken: tuple[Span, ...]) -> Said | None:
    at = 0
    for line in text.split("\n")[:400]:
        stripped = line.strip()
        span = Span(start=at + line.find(stripped), end=at + line.find(stripped) + len(stripped))
        at += len(line) + 1
        street = _STREET.search(stripped)
        if (
            stripped.count(",") >= 2 - bool(_POSTCODE.search(stripped))
            and street
            and _is_sure(stripped)
            and _is_numbered(stripped)
            and looks_like_address(stripped)
            and len(stripped.split()) <= 14
            and not any(span.overlaps(other) for other in taken)
        ):
            return Said(value=stripped, span=span)
    return None
