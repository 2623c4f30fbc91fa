"""The small print of a request: reasons, kinds, papers, ways of paying, who shall get it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.intents.tokens import fold, word_set

_REASONS = (
    (
        "duplicate",
        r"\bduplicate|\bdupes?\b|\btwice\b|\bdouble\b(?! (?:check|motor|arm|bed|sided))|"
        r"\bdoppelt|\bentered two times|\balready (?:have|ordered|invoiced) ",
    ),
    (
        "missing_po",
        r"\b(?:po|purchase order|order number|reference)\b[^.\n]{0,40}\bmissing|"
        r"\bmissing\b[^.\n]{0,25}\b(?:po|purchase order|order number|reference)\b|\b(?:without|"
        r"no|forgot)\b[^.\n]{0,12}\b(?:po|purchase order)\b|\b(?:wrong|needs? (?:the|our|a)) "
        r"(?:po|purchase order)\b",
    ),
    (
        "wrong_address",
        r"\b(?:wrong|false|incorrect|old|not (?:the |our )?(?:right|correct)) (?:\w+ "
        r"){0,2}address|\baddress\b[^.\n]{0,20}\b(?:wrong|incorrect|old|not correct|outdated)",
    ),
    (
        "wrong_customer",
        r"\b(?:wrong|false|incorrect|another|different) (?:customer|client|company|account|"
        r"debtor)|\bnot (?:for )?(?:us|our)\b[^.\n]{0,10}\binvoice|\b(?:belongs|went|"
        r"addressed) to (?:another|the wrong|the false)",
    ),
    (
        "no_longer_needed",
        r"\bbrauch\w* [^.\n]{0,40}nicht mehr|\bnicht mehr (?:benotigt|gebraucht)|"
        r"(?:\b(?:no longer|not)|n.?t) (?:\w+ ){0,2}?(?:need|want|require)\w*(?: \w+){0,2}(?: "
        r"(?:any ?more|any longer|now))?|\bchanged (?:\w+ )?mind|\bno longer (?:need|want|"
        r"required|interested)|\bproject (?:is |was |has been |got )?(?:cancel|dead|stopped|"
        r"postponed|off)|\bclosing (?:down|the)|\bplans? (?:have |has )?changed|"
        r"\b(?:fell|fallen|falls) through\b|\bcalled off\b",
    ),
    (
        "too_expensive",
        r"\btoo (?:expensive|much|pricey|dear|costly)\b(?! (?:was|were|sent|deliver))|"
        r"\bcheaper\b|\b(?:over|beyond|above|exceeds?|out of) (?:\w+ )?budget|\bbetter "
        r"(?:price|offer|deal)\b|\bbudget\b[^.\n]{0,15}\b(?:cut|too small|not enough)|"
        r"\bundercut",
    ),
    (
        "late",
        r"\b(?:too|so|weeks?|days?|months?|very|arrived|came|delivered|delivery|was|is|been) "
        r"late\b|\blate\b|\bdelay|\bcannot wait|\bcan.?t wait|\bwait(?:ed|ing)? (?:any longer|"
        r"too long|for (?:weeks|months|ages))|\boverdue delivery|\bmissed (?:the )?(?:deadline|"
        r"date)|\btook (?:us |them |you )?(?:far |way |much )?too long|\btoo slow",
    ),
    (
        "damaged",
        r"\bdamage|\bbroken\b|\btorn\b|\bscratch|\bcrack|\bdent(?:ed|s)?\b|\bbent\b|\bsmash|"
        r"\bsplit\b|\bripped\b|\bcrushed|\bchipped|\bleak|\bsoaked|\bwet\b|\bshatter|"
        r"\bpunctured|\bopened bags|\bkaputt|\bbeschadigt|\bendommag",
    ),
    (
        "defective",
        r"\bstopped \w+ing\b|"
        r"\bdead on arrival|\bdoa\b|\bdefect|\bfault|\b(?:does|do|did|is|are|will|wo|"
        r"would)(?:n.?t| not|nt) (?:\w+ )?(?:work|focus|turn|start|charge|switch|function|"
        r"power|open|close|lock|fit properly|hold|boot|light|print|connect|seal|rise|heat|cool|"
        r"run|read)|\bnot working|\bmalfunction|\bstopped working|\bwont (?:turn|start|work|"
        r"charge)|\bflicker|\bstale\b|\bmould|\bmold|\bexpired|\bout of date|\bspoil|\bdead\b",
    ),
    (
        "wrong_item",
        r"\b(?:found|got|received|delivered|sent|came) [^.\n]{1,40} instead of\b|"
        r"\bwrong (?:item|article|product|colou?r|size|model|one|goods|type|version|variant|"
        r"part|chairs?|desks?|thing)s?|\bbut (?:i|we) (?:had |have )?(?:asked|ordered|wanted|"
        r"needed)|\binstead of (?:the )?\w+(?: \w+)? (?:i|we) ordered|\bnot what (?:i|we) "
        r"ordered|\bincorrect (?:item|product)|\b(?:ordered|asked for|wanted) "
        r"[^.\n]{1,40}\b(?:but|and) (?:got|received|you sent)|\breceived [^.\n]{1,40} instead|"
        r"\bsent (?:us|me) the wrong",
    ),
    (
        "quantity",
        r"\b(?:wrong|incorrect) (?:quantit|qty|number|amount of|count)|\bquantit(?:y|ies) "
        r"(?:is|was|were|are|wrong)|\b\d+ [^.\n]{0,30}\bnot \d+|\b\d+ (?:and )?not \d+|"
        r"\b(?:only|just) (?:received|got|delivered|\d+ (?:arrived|came|were delivered))|\btoo "
        r"(?:many|few)\b|\binstead of \d+|\bordered only \d+|\b(?:short|over)[- ]?(?:ship|"
        r"deliver)|\bshould be \d+ (?:pcs|pieces|units|boxes|not)",
    ),
    (
        "price",
        r"\bpric(?:e|es|ing)\b|\bmargin|\b\d+ ?% is too|\bdiscount (?:is )?too|\bovercharg|"
        r"\bundercharg|\b(?:agreed|agreement)\b|\bshould be [€$£]?\d+[.,]?\d* (?:each|per|a "
        r"piece)|\b(?:charged|billed) (?:too|us)",
    ),
)
_REASON_RULES = tuple((name, re.compile(pattern)) for name, pattern in _REASONS)
_PAPERS = (
    ("order_confirmation", r"\border confirm|\bconfirmation\b|\bauftragsbest"),
    (
        "delivery_note",
        r"\bdelivery[ -]?note|\bpacking (?:slip|list)|\blieferschein|\bproof of delivery|"
        r"\bdispatch note|\bbon de livraison",
    ),
    ("credit_memo", r"\bcredit (?:memo|note)|\bgutschrift"),
    ("statement", r"\bstatement|\bkontoauszug|\breleve"),
    ("pick_list", r"\bpick(?:ing)?[ -]?(?:list|slip)"),
    ("invoice", r"\binvoices?\b|\binv\b|\bbill\b|\brechnung|\bfacture|\bfactura"),
    ("quote", r"\bquotes?\b|\bquotation|\boffers?\b|\bangebot|\bdevis|\bestimate"),
    ("order_confirmation", r"\border\b"),
)
_PAPER_RULES = tuple((name, re.compile(pattern)) for name, pattern in _PAPERS)
_METHODS = (
    ("paypal", r"\bpay ?pal\b"),
    ("ach", r"\bach\b"),
    ("check", r"(?<!please )(?<!kindly )(?<!to )(?<!you )\bche(?:ck|que)s?\b"),
    ("card", r"\b(?:credit |debit )?card\b|\bvisa\b|\bmastercard\b|\bamex\b"),
    ("cash", r"\bcash\b"),
    (
        "wire",
        r"\bwire[ds]?\b|\bwire transfer|\bbank transfer|\btransfer(?:red)?\b|\bswift\b|"
        r"\bsepa\b|\buberw|\bvirement",
    ),
)
_METHOD_RULES = tuple((name, re.compile(pattern)) for name, pattern in _METHODS)
_FREQUENCIES = (
    (
        "biweekly",
        r"\bbi-?weekly|\bfortnight|\bevery (?:two|2|other|second) weeks?|\bevery 14 days|"
        r"\balle zwei wochen",
    ),
    ("quarterly", r"\bquarter|\bevery (?:three|3) months|\bvierteljahr"),
    ("monthly", r"\bmonth|\bmonatlich|\bmensuel|\bmensual"),
    (
        "weekly",
        r"\bweek|\b(?:every|each) (?:mon|tues|wednes|thurs|fri|satur|sun)day|\bwochentlich|"
        r"\bhebdo",
    ),
)
_FREQUENCY_RULES = tuple((name, re.compile(pattern)) for name, pattern in _FREQUENCIES)
_ABOUT = (
    (
        "approval",
        r"\bapprov|\bsign ?off|\bwaiting (?:on|for) (?:me|my)|\bpending (?:on|for|with) me",
    ),
    (
        "overdue",
        r"\boverdue|\bbehind\b|\bpast due|\barrears|\blate (?:payments?|payers?|on)|"
        r"\blate paying|paying "
        r"late|\bdunning",
    ),
    (
        "balance",
        r"\bbalance|\bow(?:e|es|ing)\b|\boutstanding\b|\baccount\b|\bsaldo|\bopen (?:amount|"
        r"items|invoices?)|\bhow much (?:do|does)|\bunpaid invoices?|\binvoices? (?:is |are )?"
        r"(?:still )?(?:open|unpaid)|\bschuld|\boffene[nr]? (?:posten|rechnung)|"
        r"\brechnung(?:en)? [^.?!]{0,30}\boffen",
    ),
    ("return", r"\breturns?\b|\brma\b|\bcredit (?:note|memo)"),
    (
        "shipment",
        r"\bship|\bgo(?:ne|ne out| out)\b|\bleft\b|\bdeliver|\btrack|\bdispatch|\bon its way|"
        r"\bremainder|\brest\b|\barriv|\bon the way|\bparcel|\bpackage|\bsent\b|\bout the door|"
        r"\bpicked up",
    ),
)
_ABOUT_RULES = tuple((name, re.compile(pattern)) for name, pattern in _ABOUT)
_PAPER_OF_KIND: Mapping[str, str] = {
    "quote": "quote",
    "order": "order_confirmation",
    "invoice": "invoice",
    "draft": "invoice",
    "credit": "credit_memo",
    "shipment": "delivery_note",
}
_NAME = r"[A-ZÀ-Þ][\w'’.-]*(?: (?:de |van |von |der )?[A-ZÀ-Þ][\w'’-]*){0,3}"
_TO = re.compile(
    rf"\b(?:to|for|an|à) (?:my colleague |our |Mr\.? |Ms\.? |Mrs\.? |Dr\.? )?({_NAME})"
)
_FROM_WHOM = re.compile(rf"\b(?:from|by|ask|have|get) ({_NAME})")
_WHOSE_APPROVAL = re.compile(
    rf"\b({_NAME})['’]s? (?:approval|ok|okay|sign-?off|signature|blessing|go-ahead)\b"
)
_VERB_NAME = re.compile(
    rf"\b(?:[Mm]ail|[Ee]mail|[Ss]end|[Ff]orward|[Rr]esend|[Gg]ive|[Ll]et|[Aa]sk|[Hh]ave|"
    rf"[Ss]hoot|[Gg]et|[Bb]ring|[Cc]c) ({_NAME})"
)
_DECIDES = re.compile(
    rf"\b(?:[Ll]et|[Hh]ave|[Aa]sk)? ?({_NAME}) (?:to |should |can |shall |will )?"
    r"(?:decides?|approves?|handles?|takes?|signs?|looks?|deals?|covers?)\b"
)
_TO_ANY = re.compile(r"\bto ([a-z][\w'’-]+)\b")
_TO_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_VENDOR = re.compile(
    rf"\b(?:have|let|ask|from|by|via|through|vendor|supplier|manufacturer)(?: is| =|:)? "
    rf"(?:vendor |supplier )?({_NAME})"
)
_NUMBERED = re.compile(r"[A-Z]{1,3}-")  # "the invoice for S-ORD1001" goes to nobody by that name
_NOT_NAMES = word_set(
    "approval signoff sign pdf the a an us me them him her invoice order quote you our my "
    "customer client s vendor it this "
    "monday tuesday wednesday thursday friday january february december please po delivery january"
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A detail, and the characters that told it."""

    value: str
    start: int
    end: int


def _first(rules: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> Told | None:
    said = fold(text)
    for name, pattern in rules:
        match = pattern.search(said)
        if match:
            return Told(value=name, start=match.start(), end=match.end())
    return None


def reason_in(text: str) -> Told | None:
    return _first(_REASON_RULES, text)


def payment_method_in(text: str) -> Told | None:
    return _first(_METHOD_RULES, text)


def frequency_in(text: str) -> Told | None:
    return _first(_FREQUENCY_RULES, text)


def about_in(text: str, kind: str) -> str:
    """What a question is about; `kind` is the kind of paper it names, or empty."""
    told = _first(_ABOUT_RULES, text)
    sooner = {"approval", "overdue"} if kind == "invoice" else {"approval", "overdue", "balance"}
    if kind in {"invoice", "quote", "return"} and (told is None or told.value not in sooner):
        return kind
    if told is not None:
        return told.value
    return {"draft": "invoice", "credit": "invoice", "shipment": "shipment"}.get(kind, "order")


def paper_in(text: str, kind: str) -> str | None:
    """Which paper is asked for; the kind of a named document decides when no word does."""
    told = _first(_PAPER_RULES[:5], text)
    if told is not None:
        return told.value
    if kind == "order" and re.search(r"\b(?:invoice|rechnung|facture)\b", fold(text)):
        return "invoice"
    if kind in _PAPER_OF_KIND:
        return _PAPER_OF_KIND[kind]
    told = _first(_PAPER_RULES[5:], text)
    return told.value if told else None


def return_kind_in(text: str) -> str:
    """A return unless credit or a replacement is asked for."""
    said = fold(text)
    if re.search(
        r"\breplac|\bexchange|\bnew ones?\b|\bswap|\bersatz|\banother one\b|\bsend (?:a )?new", said
    ):
        return "replacement"
    if re.search(r"\bcredit|\brefund|\bgutschrift|\bmoney back|\bavoir\b", said) and not re.search(
        r"\breturn (?:them|it|these)|\bsend (?:them|it) back", said
    ):
        return "credit"
    return "return"


def recipient_in(text: str, *, names: frozenset[str], asked_of: bool = False) -> Told | None:
    """A mail address, else the person behind "to". `names` are first names we know, folded."""
    match = _TO_MAIL.search(text)
    if match:
        return Told(value=match.group().rstrip("."), start=match.start(), end=match.end())
    found = list(_TO.finditer(text))
    if asked_of:
        found += [*_FROM_WHOM.finditer(text), *_WHOSE_APPROVAL.finditer(text)]
    for match in found:
        if fold(match[1].split()[0]) not in _NOT_NAMES and not _NUMBERED.match(match[1]):
            return Told(value=match[1].rstrip(".,'’"), start=match.start(1), end=match.end(1))
    for match in _VERB_NAME.finditer(text):
        if fold(match[1].split()[0]) in names:
            return Told(value=match[1], start=match.start(1), end=match.end(1))
    for match in _TO_ANY.finditer(text):
        if match[1] in names:
            return Told(value=match[1], start=match.start(1), end=match.end(1))
    return None


def decider_in(text: str, *, names: frozenset[str]) -> Told | None:
    """Who shall decide instead: "hand it to Ruth", "let Ruth decide"."""
    match = _DECIDES.search(text)
    if match and fold(match[1].split()[0]) not in _NOT_NAMES:
        start = match.start(1)
        name = re.sub(r"^(?:Let|Have|Ask) ", "", match[1])
        return Told(value=name, start=start, end=match.end(1))
    return recipient_in(text, names=names)


def vendor_in(text: str) -> Told | None:
    for match in _VENDOR.finditer(text):
        if fold(match[1].split()[0]) not in _NOT_NAMES and not _NUMBERED.match(match[1]):
            return Told(value=match[1], start=match.start(1), end=match.end(1))
    return None
