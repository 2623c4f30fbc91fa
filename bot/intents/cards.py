"""A new customer's card, read from one line: name, address of mail, contact, tax number, terms."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.intents.amounts import find_vat
from bot.intents.lexicon import FUNCTION, everyday
from bot.intents.numbers import parse_number
from bot.intents.scene import Scene
from bot.intents.tokens import fold
from bot.intents.understanding import Slot, Span

_LEAD = re.compile(
    r"^.*?\b(?:new (?:customer|client|account)|(?:create|add|set ?up|register|onboard|open|"
    r"enter|make)(?: up)?(?: (?:a|an|the|us))?(?: new)?(?: (?:customer|client|account|card|"
    r"customer card|debtor)s?)?(?: card)?(?: account)?(?: for)?|neuer kunde|neukunde)\b[ "
    r"]?(?:called|named|account for|for|is|card for)?[:,–-]?[ ]*",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(
    r"[,;\n(]|\s[-–/|]+\s|\.\s|\s(?:as (?:a )?(?:new )?(?:customer|client)|in|from|based|with|"
    r"vat|contact|email|mail|net|located|at|is|to our|to the|please|pls|terms|payment|prepay|"
    r"tax|credit limit|they|their|ust)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:contact(?: person| is)?|attn\.?|c/o|contact name|ansprechpartner(?:in)?|ask for|"
    r"person)\b[ :]*(?:is |there is |will be )?((?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-ZÀ-Þ][\w'’.-]*(?: "
    r"(?:de |van |von )?[A-ZÀ-Þ][\w'’-]*){0,3})",
    re.IGNORECASE,
)
_CITY = re.compile(
    r"\b(?:in|from|based in|located in|city:?|of)\s+([A-ZÀ-Þ][\w'’.-]*(?:[ "
    r"-][A-ZÀ-Þ][\w'’-]*){0,2})"
)
_LIMIT = re.compile(
    r"\b(?:credit )?limit(?: of| is|:)?\s*(?:[€$£]|EUR|USD|GBP|CHF)?\s?(\d[\d.,]*)\s?(k\b)?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?:[ -][A-ZÀ-Þ][\w'’.-]*){0,2}(?: [A-Z]{2})?\Z")


def card_slots(text: str, scene: Scene) -> Iterator[Slot]:
    """The slots of `create_customer` that the text tells; nothing without a name."""
    lead = _LEAD.match(text)
    if lead is None:
        return
    end = _END.search(text, lead.end())
    stop = end.start() if end else len(text)
    name = text[lead.end() : stop].strip(" .:\"'")
    if len(name) < 2 or not (any(char.isupper() for char in name) or _is_name(lead.group(), name)):
        return
    yield Slot(name="name", value=name, span=Span(start=lead.end(), end=stop), rule="card")
    rest = text[stop:]
    for said in scene.mails[:1]:
        yield Slot(name="email", value=said.value, span=said.span, rule="mail")
    contact = _CONTACT.search(rest)
    if contact:
        yield Slot(name="contact", value=contact[1].rstrip("."), rule="card")
    vat = find_vat(text)
    if vat:
        yield Slot(name="vat_no", value=vat.value, span=vat.span, rule="vat")
    limit = _LIMIT.search(rest)
    if limit:
        amount = parse_number(limit[1].rstrip(".,"))
        if amount is not None:
            yield Slot(
                name="credit_limit", value=amount * (Decimal(1000) if limit[2] else 1), rule="card"
            )
    for said in scene.terms[:1]:
        yield Slot(name="payment_terms", value=said.value, span=said.span, rule="terms")
    city = _city(rest, contact[1] if contact else "")
    if city:
        yield Slot(name="city", value=city, rule="card")


def _is_name(lead: str, name: str) -> bool:
    """A name in small letters: only behind the word "customer", with a word nobody uses daily."""
    words = re.findall(r"[^\W\d_]+", fold(name))
    told = re.search(r"\b(?:customer|client|account|kunde|neukunde)\b", fold(lead))
    return bool(told) and len(words) <= 6 and any(word not in _PLAIN_WORDS for word in words)


_PLAIN_WORDS = everyday() | FUNCTION


def _city(rest: str, contact: str) -> str | None:
    match = _CITY.search(rest)
    if match and match[1] not in contact:
        return match[1]
    for part in re.split(r"[,;\n]|\s[-–/|]\s", rest):
        part = part.strip(" .")
        if (
            part
            and _PLACE.match(part)
            and part not in contact
            and not re.match(r"(?i)net|vat|contact|prepay|cod\b", part)
        ):
            return part
    return None
