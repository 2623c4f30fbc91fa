"""Document numbers: whatever people write for one of our papers becomes its canonical number.

Canonicalised, not looked up: whether the paper exists is the domain's to say.
"""

import re
from dataclasses import dataclass

from bot.intents.understanding import Span

QUOTE, ORDER, DRAFT, INVOICE = "S-QUO", "S-ORD", "S-INV", "PS-INV"
CREDIT, SHIPMENT, RETURN, BLANKET = "PS-CR", "PS-SHP", "S-RET", "S-BLK"
POSTED_RANGES = {"102": SHIPMENT, "103": INVOICE, "104": CREDIT}
KIND = {
    QUOTE: "quote",
    ORDER: "order",
    DRAFT: "draft",
    INVOICE: "invoice",
    CREDIT: "credit",
    SHIPMENT: "shipment",
    RETURN: "return",
    BLANKET: "blanket",
    "P-ORD": "purchase",
    "A-ORD": "assembly",
    "PS-RCT": "receipt",
    "PAY": "payment",
    "PP-INV": "prepayment",
}
_FULL = re.compile(
    r"(?<![\w-])(PS-INV|PS-CR|PS-SHP|PS-RCT|PP-INV|S-QUO|S-ORD|S-INV|S-RET|S-BLK|P-ORD|A-ORD|PAY"
    r"|PSINV|PSCR|PSSHP|SQUO|SORD|SINV|SRET|SBLK)[ \t]?[-#:]?[ \t]?(\d{3,8})(?!\w)",
    re.IGNORECASE,
)
_WORDS = (
    (DRAFT, r"draft[ \t]+(?:sales[ \t]+)?(?:invoice|inv)"),
    (
        BLANKET,
        r"(?:blanket|frame|framework|rahmen)[ \t]*-?(?:sales[ \t]+)?(?:order|contract|"
        r"agreement|vertrag)?",
    ),
    (BLANKET, r"blk|call[ -]?off[ \t]+(?:contract|order)"),
    (RETURN, r"return(?:[ \t]+order)?|rma|ret"),
    (CREDIT, r"credit[ \t]?(?:memo|note)|cr|gutschrift"),
    (SHIPMENT, r"shipments?|deliver(?:y|ies)|delivery[ \t]+notes?|shp|shipping"),
    (
        INVOICE,
        r"(?:posted[ \t]+|sales[ \t]+)?(?:invoices?|invs?|invoicing)|rechnung|facture|factura",
    ),
    (QUOTE, r"quotes?|quotations?|offers?|quo|sq|q|angebot|devis|estimates?|presupuesto"),
    (ORDER, r"(?:sales[ \t]+)?orders?|ords?|so|auftrag|commande|pedido|bestellung"),
)
_WORDED = re.compile(
    "|".join(rf"(?P<k{at}>(?<![\w-]){words})" for at, (_, words) in enumerate(_WORDS)),
    re.IGNORECASE,
)
_AFTER_WORD = re.compile(
    r"\s*(?:no\.?|nr\.?|number|num)?\s*[-#:.]?\s*#?\s*(\d{3,8})(?![\w%])(?!-\d|[.,]\d)", re.I
)
_NEXT = re.compile(
    r"\s*(?:,|and|&|\+|und|et|or)\s*(?:also\s+|auch\s+)?(?:,\s*)?#?\s*(\d{4,8})(?![\w.%-]*[A-Za-z%])",
    re.I,
)
_KIND_BEHIND = re.compile(
    r"(?<![\w.,-])#?(\d{4,6})\s*\(\s*(?:the\s+|an?\s+)?(quote|order|invoice|shipment|return|"
    r"blanket|draft)",
    re.IGNORECASE,
)
_BEHIND = {
    "quote": QUOTE,
    "order": ORDER,
    "invoice": INVOICE,
    "shipment": SHIPMENT,
    "return": RETURN,
    "blanket": BLANKET,
    "draft": DRAFT,
}
_PRICED = re.compile(r"(?:\bat|@|\bprice|\bfor only|\btotal)[ ]?[€$£]?[ ]?$", re.I)
_BARE = re.compile(
    r"(?<![\w.,/:#€$£@+-])(?<!\d )#?([1-9]\d{3}|[1-9]\d{5})(?![\w/:%\"”€$£-]|[.,]\d| \d)"
)


@dataclass(frozen=True, kw_only=True)
class DocumentMention:
    """A paper named in the text. `series` is empty for a bare number of four digits."""

    series: str
    digits: str
    span: Span
    rule: str

    @property
    def number(self) -> str:
        return self.series + self.digits

    @property
    def kind(self) -> str:
        return KIND.get(self.series, "number")


def series_of(number: str) -> str:
    """The series of a canonical number, or an empty string."""
    return number.rstrip("0123456789")


def find_documents(text: str, *, taken: tuple[Span, ...] = ()) -> tuple[DocumentMention, ...]:
    """All papers named in a text, in order. `taken` are characters that mean something else."""
    found: list[DocumentMention] = []

    def add(series: str, digits: str, *, start: int, end: int, rule: str) -> None:
        span = Span(start=start, end=end)
        if not any(span.overlaps(other) for other in (*taken, *(m.span for m in found))):
            found.append(DocumentMention(series=series, digits=digits, span=span, rule=rule))

    for match in _FULL.finditer(text):
        add(_series(match[1]), match[2], start=match.start(), end=match.end(), rule="full-number")
        _more(text, match.end(), series=_series(match[1]), add=add)
    for match in _KIND_BEHIND.finditer(text):
        series = _ranged(match[1]) or _BEHIND[match[2].lower()]
        add(series, match[1], start=match.start(), end=match.end(), rule="kind-behind")
    for match in _WORDED.finditer(text):
        number = _AFTER_WORD.match(text, match.end())
        if number is None:
            continue
        series = _WORDS[int((match.lastgroup or "k0")[1:])][0]
        series = _agreed(series, number[1])
        if series:
            add(series, number[1], start=match.start(), end=number.end(), rule="worded")
            _more(text, number.end(), series=series, add=add)
    for match in _BARE.finditer(text):
        if _PRICED.search(text, max(0, match.start() - 8), match.start()):
            continue
        series = _ranged(match[1])
        if series or len(match[1]) == 4:
            add(series, match[1], start=match.start(), end=match.end(), rule="bare")
    return tuple(sorted(found, key=lambda mention: mention.span.start))


def _series(written: str) -> str:
    written = written.upper()
    if "-" in written or written == "PAY":
        return written
    return written.replace("PS", "PS-", 1) if written.startswith("PS") else "S-" + written[1:]


def _ranged(digits: str) -> str:
    return POSTED_RANGES.get(digits[:3], "") if len(digits) == 6 else ""


def _agreed(series: str, digits: str) -> str:
    """The series word and the digits together; a draft has four digits, a posted paper six."""
    if len(digits) == 6:
        return _ranged(digits) or (series if series.startswith("PS") else "")
    if len(digits) < 4:
        return ""
    if series == INVOICE and len(digits) == 4:
        return DRAFT
    return series


def _more(text: str, at: int, *, series: str, add: object) -> None:
    """Numbers that follow in a list: "shipments 102011, 102014 and 102019"."""
    assert callable(add)
    while True:
        match = _NEXT.match(text, at)
        if match is None or not _agreed(series, match[1]):
            return
        add(
            _agreed(series, match[1]),
            match[1],
            start=match.start(1),
            end=match.end(1),
            rule="listed",
        )
        at = match.end()
