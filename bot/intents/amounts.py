"""Money, percentages, payment terms and the customer's own order number, found in a text."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.intents.numbers import parse_number
from bot.intents.understanding import Span

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "us$": "USD", "c$": "CAD", "ca$": "CAD"}
_CODES = "EUR|USD|GBP|CHF|NOK|SEK|DKK|CAD|AUD|JPY|PLN|CZK|HUF|NZD"
_NAMES = {
    "euro": "EUR",
    "euros": "EUR",
    "dollar": "USD",
    "dollars": "USD",
    "bucks": "USD",
    "pounds": "GBP",
    "quid": "GBP",
    "kroner": "",
    "francs": "CHF",
    "yen": "JPY",
}
_NUMBER = r"\d{1,3}(?:[ '](?=\d{3}))?\d{0,9}(?:[.,]\d{1,9}){0,3}"
_MONEY = re.compile(
    rf"(?P<before>us\$|ca?\$|[€$£¥]|\b(?:{_CODES})\b)[ ]?(?P<n1>{_NUMBER})(?P<k1>[ ]?k\b)?(?:[ "
    rf"]?(?P<tail>{_CODES})\b)?"
    rf"|(?<![\w.,-])(?P<n2>{_NUMBER})(?P<k2>[ ]?k)?[ ]?(?P<after>[€$£¥](?!\d)|(?:{_CODES})\b|"
    rf"(?:{'|'.join(_NAMES)})\b)",
    re.IGNORECASE,
)
_CENTS = re.compile(
    r"(?<![\w.,/-])\d{1,3}(?:[.,]?\d{3}){0,3}[.,]\d{2}(?![\w.,/%:\"”-]|[ ]?(?:x|cm|mm|m|l|kg|g)\b)"
)
_PERCENT = re.compile(
    r"(?<![\w.,])(\d{1,2}(?:[.,]\d{1,2})?)[ ]?(?:%|percent\b|pct\b|prozent\b|per cent\b)", re.I
)
_TERMS = (
    (
        re.compile(
            r"\b(\d{1,2})[ ]?(?:%[ ]?)?/[ ]?(\d{1,2}),?[ ]?(?:-[ ]?)?net[ ]?(\d{1,3})\b", re.I
        ),
        r"\1/\2NET\3",
    ),
    (
        re.compile(r"\b(\d{1,2})[ ]?%[ ](\d{1,2})(?:[ ]days)?,?[ ]net[ ](\d{1,3})\b", re.I),
        r"\1/\2NET\3",
    ),
    (re.compile(r"\b(?:net|netto)[ -]?(\d{1,3})\b(?:[ ]days)?", re.I), r"NET\1"),
    (re.compile(r"\b(\d{1,3})[ ]days?[ ](?:net|credit|payment|terms)\b", re.I), r"NET\1"),
    (
        re.compile(r"\bpayment[ ](?:terms[ ])?(?:in|within|is|of|:)?[ ]?(\d{1,3})[ ]days\b", re.I),
        r"NET\1",
    ),
    (
        re.compile(
            r"\b(?:pre-?pay(?:ment|s|ing|id)?|pay(?:ing|s)?[ ](?:before|in advance|up ?front)|"
            r"payment (?:in advance|up ?front|before)|cash in advance|vorkasse|cash with order|"
            r"proforma payment)\b",
            re.I,
        ),
        "PREPAY",
    ),
    (re.compile(r"\b(?:cod|cash on delivery|pay on delivery|nachnahme)\b", re.I), "COD"),
)
_PO = re.compile(
    r"(?<![\w-])(?:(?:p\.?[ ]?o\.?|purchase[ ]order|customer[ ]po)(?![a-z])(?:['’]s\b)?"
    r"(?:[ ]?(?:no|nr|num|number|ref|is|will be)\b\.?)*"
    r"|(?:our|their|your|his|her|customer)[ ](?:order|own|po|purchase)?[ ]?(?:order[ "
    r"])?(?:ref(?:erence)?|no\.?|number|nr\.?)(?:[ ](?:is|no\.?|number))?"
    r"|(?:order|purchase)[ ](?:no|nr|ref|number)\b\.?"
    r"|(?:bestell(?:ung|nummer|-nr\.?)(?:[ ](?:lautet|ist))?|bon de commande|"
    r"zamowienie|confirm(?:ed)? order|our order|ordernr\.?|reference|ref(?:\.|:|\b)))"
    r"[ ]?(?:[#:=-][ ]?){0,3}(?P<po>[A-Za-z]{0,6}[-/.]?\d[\w/.-]{0,24}|"
    r"[A-Za-z]{1,6}[-/][\w/-]{1,24})",
    re.IGNORECASE,
)
_PO_OF = re.compile(
    r"\bp\.?o\.?\b(?: number| no\.?)? (?:for|on|of) [^\n]{1,30}? (?:is|:|=) "
    r"?#?(?P<po>[\w/-]{2,25})",
    re.IGNORECASE,
)
_PO_PREFIXED = re.compile(r"(?<![\w-])(?P<po>PO-\d[\w-]{1,20})(?![\w-])", re.IGNORECASE)
_OURS = re.compile(r"(?:p?s-?(?:quo|ord|inv|cr|shp|ret|blk)|quo|ord|inv)[- #]?\d", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_VAT = re.compile(
    r"\b(?:vat|ust-?id(?:nr)?|tva|tax|btw|nif|cif|uid|gst|ein)(?:[ ]?(?:no|nr|id|number|"
    r"reg)\b\.?)*[ ]?[:#]?[ ]?"
    r"(?P<vat>[A-Z]{2,3}[- ]?\d[\dA-Z .-]{5,14}[\dA-Z]|\d[\d-]{6,12}\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount; `currency` is empty when it was not told."""

    amount: Decimal
    currency: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Said:
    """A short text or number of some kind, and where it stands."""

    value: str
    span: Span


def find_money(text: str) -> tuple[Money, ...]:
    """Amounts with a currency sign, code or name; "1.2k" is 1,200."""
    found = []
    for match in _MONEY.finditer(text):
        number = (match["n1"] or match["n2"]).replace(" ", "").replace("'", "")
        amount = parse_number(number.rstrip(".,"))
        if amount is None:
            continue
        sign = (match["tail"] or match["before"] or match["after"]).lower()
        currency = _SIGNS.get(sign) or _NAMES.get(sign, sign.upper())
        if match["k1"] or match["k2"]:
            amount *= 1000
        span = Span(start=match.start(), end=match.end())
        found.append(Money(amount=amount, currency=currency, span=span))
    return tuple(found)


def find_bare_amounts(text: str) -> tuple[Money, ...]:
    """Numbers with cents and no currency ("310.00"); money only where money is talked about."""
    found = []
    for match in _CENTS.finditer(text):
        amount = parse_number(match.group())
        if amount is not None:
            span = Span(start=match.start(), end=match.end())
            found.append(Money(amount=amount, currency="", span=span))
    return tuple(found)


def find_percents(text: str) -> tuple[tuple[Decimal, Span], ...]:
    found = []
    for match in _PERCENT.finditer(text):
        value = parse_number(match[1], comma_decimal=False)
        if value is not None:
            found.append((value, Span(start=match.start(), end=match.end())))
    return tuple(found)


def find_terms(text: str) -> tuple[Said, ...]:
    """Payment terms in our notation: NET30, 2/10NET30, PREPAY, COD."""
    found: list[Said] = []
    for pattern, template in _TERMS:
        for match in pattern.finditer(text):
            span = Span(start=match.start(), end=match.end())
            if not any(span.overlaps(other.span) for other in found):
                found.append(Said(value=match.expand(template), span=span))
    return tuple(found)


def find_po_numbers(text: str) -> tuple[Said, ...]:
    """The customer's own order numbers, as typed; never one of our document numbers."""
    found: list[Said] = []
    for pattern in (_PO_PREFIXED, _PO_OF, _PO):
        for match in pattern.finditer(text):
            value = match["po"].rstrip(".,-/")
            start = match.start("po") if pattern is _PO_OF else match.start()
            span = Span(start=start, end=match.start("po") + len(value))
            if not value or not any(char.isdigit() for char in value) or _OURS.match(value):
                continue
            if not any(span.overlaps(other.span) for other in found):
                found.append(Said(value=value, span=span))
    return tuple(sorted(found, key=lambda said: said.span.start))


def find_addresses_of_mail(text: str) -> tuple[Said, ...]:
    return tuple(
        Said(value=match.group().rstrip("."), span=Span(start=match.start(), end=match.end()))
        for match in _MAIL.finditer(text)
    )


def find_vat(text: str) -> Said | None:
    match = _VAT.search(text)
    if match is None:
        return None
    return Said(value=match["vat"].strip(), span=Span(start=match.start(), end=match.end()))
