"""Which open entries a line of a bank statement pays: facts, the table of rules, the choice.

Pure reckoning over frozen values (domain.md 9.3). Three facts are found for a line and an
entry: is the party the customer, is the document named, does the amount fit. The first rule
of the table that fits gives the score; the best pairs are taken, each line once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rapidfuzz.distance import Levenshtein

from domain.money import ZERO
from domain.naming import folded, name_key
from domain.receivables.movements import BankLine

FULL, PARTIAL, NONE = "full", "partial", "none"
YES, MULTIPLE, NO = "yes", "multiple", "no"
ONE, SEVERAL = "one", "several"
_SHORTEST_EXTERNAL = 4
_NOT_CODE = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, kw_only=True)
class Payer:
    """A customer as payments know him. `accounts` hold letters and digits only."""

    no: str
    name: str
    city: str = ""
    address: str = ""
    accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """An open entry, signed. `numbers` are those it may be named by, in capitals."""

    entry_id: int
    customer_no: str
    document_no: str
    numbers: tuple[str, ...]
    posting_date: date
    due_date: date
    currency: str
    remaining: Decimal
    discount: Decimal = ZERO
    discount_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row of the table; None in `amount` means that it is not looked at."""

    party: str
    document: str
    amount: str | None


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What a line is taken for. Without `items` the money is the customer's, on account."""

    rule: str
    score: int
    review: bool
    party: str
    document: str
    amount: str
    customer_no: str
    items: tuple[OpenItem, ...] = ()
    gl_account: str = ""


def _rules(*rows: tuple[str, str, str | None]) -> tuple[Rule, ...]:
    return tuple(Rule(party=party, document=doc, amount=amount) for party, doc, amount in rows)


# In the order in which they are tried; the score is class * 1000 - place.
TABLE: Mapping[str, tuple[int, tuple[Rule, ...]]] = {
    "high": (
        4,
        _rules(
            (FULL, MULTIPLE, ONE),
            (FULL, MULTIPLE, SEVERAL),
            (FULL, YES, ONE),
            (FULL, YES, SEVERAL),
            (PARTIAL, MULTIPLE, ONE),
            (PARTIAL, MULTIPLE, SEVERAL),
            (PARTIAL, YES, ONE),
            (FULL, NO, ONE),
            (NONE, MULTIPLE, ONE),
            (NONE, MULTIPLE, SEVERAL),
        ),
    ),
    "medium": (
        3,
        _rules(
            (FULL, MULTIPLE, None),
            (FULL, YES, None),
            (FULL, NO, SEVERAL),
            (PARTIAL, MULTIPLE, None),
            (PARTIAL, YES, None),
            (NONE, YES, ONE),
            (NONE, MULTIPLE, None),
            (PARTIAL, NO, ONE),
            (NONE, YES, None),
        ),
    ),
    "low": (
        2,
        _rules(
            (FULL, NO, NONE),
            (PARTIAL, NO, SEVERAL),
            (PARTIAL, NO, NONE),
            (NONE, NO, ONE),
            (NONE, NO, SEVERAL),
        ),
    ),
}
_MAPPED = 3000  # above all of medium, below all of high


@dataclass(kw_only=True)
class Book:
    """What lines are looked up in: payers, open items, and words that stand for accounts."""

    payers: Sequence[Payer]
    items: Sequence[OpenItem]
    mappings: Mapping[str, str] = field(default_factory=dict)  # folded words -> account
    tolerance: Decimal = ZERO

    def __post_init__(self) -> None:
        self.keys = {payer.no: name_key(payer.name) for payer in self.payers}
        names = list(self.keys.values())
        self.unique = {no for no, key in self.keys.items() if names.count(key) == 1}


def propose(lines: Sequence[BankLine], book: Book) -> list[Pair | None]:
    """What each line is best taken for, None for nothing.

    All pairs compete: the best score first, then more documents, then the older debt. An item
    is used once, except by several lines of the same customer while something of it is left.
    """
    found = [(pair, number) for number, line in enumerate(lines) for pair in _pairs(line, book)]
    found.sort(key=lambda one: (-one[0].score, -len(one[0].items), _due(one[0]), one[1]))
    chosen: list[Pair | None] = [None] * len(lines)
    left = {item.entry_id: item.remaining for item in book.items}
    for pair, number in found:
        free = all(left[item.entry_id] for item in pair.items)
        if chosen[number] is not None or not free:
            continue
        chosen[number] = pair
        rest = lines[number].amount
        for item in sorted(pair.items, key=lambda one: (one.due_date, one.entry_id)):
            used = _capped(rest, left[item.entry_id])
            closes = pair.amount == ONE  # a discount may make up what is missing
            left[item.entry_id] = ZERO if closes else left[item.entry_id] - used
            rest -= used
    return chosen


def nearness_reached(one: str, other: str) -> bool:
    """Whether two names, folded, are alike in at least 95 of 100 letters, in any word order."""
    if not one or not other:
        return False
    pairs = ((one, other), (_sorted(one), _sorted(other)))
    return any(
        Levenshtein.distance(left, right) * 100 <= 5 * max(len(left), len(right))
        for left, right in pairs
    )


def named_in(number: str, text: str) -> bool:
    """Whether a document's number stands in a text as a whole: "PSI-10" does not name PSI-1."""
    pattern = rf"(?<![A-Z0-9]){re.escape(number)}(?![A-Z0-9])"
    return re.search(pattern, text) is not None


def _pairs(line: BankLine, book: Book) -> Iterable[Pair]:
    said = f"{line.text} {line.payment_reference}".upper()
    fitting = [
        item
        for item in book.items
        if item.remaining * line.amount > ZERO and item.posting_date <= line.on
    ]
    parties = {payer.no: _party(line, payer, book) for payer in book.payers}
    named = [item for item in fitting if _is_named(item, line, said)]
    in_range = [item for item in fitting if _fits(line, (item,), book.tolerance)]
    for item in fitting:
        party = parties.get(item.customer_no, NONE)
        theirs = [one for one in named if one.customer_no == item.customer_no]
        several_named = len({one.document_no for one in theirs}) > 1
        document = NO if item not in theirs else MULTIPLE if several_named else YES
        if document == MULTIPLE:
            amount = ONE if _fits(line, theirs, book.tolerance) else NONE
            items = tuple(theirs)
        else:
            rivals = [
                one for one in in_range if party == NONE or one.customer_no == item.customer_no
            ]
            amount = NONE if item not in in_range else ONE if len(rivals) == 1 else SEVERAL
            items = (item,)
        pair = _ruled(party, document, amount, item.customer_no, items)
        if pair is not None:
            yield pair
    for number, party in parties.items():
        if party != NONE and line.amount > ZERO:
            alone = _ruled(party, NO, NONE, number, ())
            if alone is not None:
                yield alone
    yield from _mapped(line, book)


def _ruled(
    party: str, document: str, amount: str, customer_no: str, items: tuple[OpenItem, ...]
) -> Pair | None:
    """The first rule that fits three facts; a customer alone is no reason to pay a document."""
    for name, (weight, rules) in TABLE.items():
        for place, rule in enumerate(rules, start=1):
            if (rule.party, rule.document) != (party, document):
                continue
            if rule.amount is not None and rule.amount != amount:
                continue
            return Pair(
                rule=f"{name} {place}",
                score=weight * 1000 - place,
                review=name != "high",
                party=party,
                document=document,
                amount=amount,
                customer_no=customer_no,
                items=() if document == NO and amount == NONE else items,
            )
    return None


def _mapped(line: BankLine, book: Book) -> Iterable[Pair]:
    said = folded(line.text)
    for words, account in book.mappings.items():
        if words and words in said:
            yield Pair(
                rule="mapping",
                score=_MAPPED + min(len(words), 900) + (1 if words == said else 0),
                review=False,
                party=NONE,
                document=NO,
                amount=NONE,
                customer_no="",
                gl_account=account,
            )


def _party(line: BankLine, payer: Payer, book: Book) -> str:
    account = _NOT_CODE.sub("", line.party_account.upper())
    if account and account in payer.accounts:
        return FULL
    key = book.keys[payer.no]
    if not nearness_reached(name_key(line.party_name or line.text), key):
        return NONE
    same_place = all(
        given and folded(given) == folded(own)
        for given, own in ((line.party_city, payer.city), (line.party_address, payer.address))
    )
    return FULL if same_place or payer.no in book.unique else PARTIAL


def _is_named(item: OpenItem, line: BankLine, said: str) -> bool:
    reference = line.payment_reference.strip().upper()
    for number in item.numbers:
        long_enough = number == item.document_no or len(number) >= _SHORTEST_EXTERNAL
        if long_enough and (number == reference or named_in(number, said)):
            return True
    return False


def _fits(line: BankLine, items: Sequence[OpenItem], tolerance: Decimal) -> bool:
    """Whether the amount pays the items in full, or less the discounts of that day."""
    whole = sum((item.remaining for item in items), ZERO)
    reduced = whole - sum((_discount(item, line.on) for item in items), ZERO)
    return any(abs(line.amount - wanted) <= tolerance for wanted in (whole, reduced))


def _discount(item: OpenItem, on: date) -> Decimal:
    in_time = item.discount_until is not None and on <= item.discount_until
    return item.discount if in_time else ZERO


def _due(pair: Pair) -> date:
    return min((item.due_date for item in pair.items), default=date.max)


def _capped(amount: Decimal, most: Decimal) -> Decimal:
    return min(amount, most) if most > ZERO else max(amount, most)


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))
