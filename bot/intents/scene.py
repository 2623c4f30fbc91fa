"""A message taken apart: words, papers, dates, money, names and lines, each with its place.

Nothing is decided here. The order of the finders matters: what is surely a paper or a date can
no longer be a quantity, and a delivery address never yields order lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.intents.addresses import find_address
from bot.intents.amounts import (
    Money,
    Said,
    find_addresses_of_mail,
    find_bare_amounts,
    find_money,
    find_percents,
    find_po_numbers,
    find_terms,
)
from bot.intents.catalogue import Catalogue, sku_key
from bot.intents.clients import ClientMention, Clients
from bot.intents.dates import DateMention, find_dates
from bot.intents.documents import ORDER, POSTED_RANGES, QUOTE, DocumentMention, find_documents
from bot.intents.languages import ENGLISH, in_english, language_of
from bot.intents.lexicon import SHORT_FORMS, Spelling
from bot.intents.lines import LineReader, Wording
from bot.intents.tables import TableLine, find_tables, read_rows
from bot.intents.tokens import Token, stem, tokenize
from bot.intents.understanding import Span

_SKU = re.compile(r"(?<![\w-])[^\W_]+(?:[-./][^\W_]+){0,4}(?![\w-])")
_SPACED_SKU = re.compile(r"(?<![\w-])([A-Za-z]{1,4}) (\d{2,6}(?:-?[A-Za-z0-9]{1,3})?)(?![\w-])")


MOST_TABLES = 20


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Everything found in one text. Spans are characters of `text`."""

    text: str
    tokens: tuple[Token, ...]
    stems: tuple[str, ...]
    documents: tuple[DocumentMention, ...]
    dates: tuple[DateMention, ...]
    money: tuple[Money, ...]
    bare_amounts: tuple[Money, ...]
    percents: tuple[tuple[Decimal, Span], ...]
    terms: tuple[Said, ...]
    po_numbers: tuple[Said, ...]
    mails: tuple[Said, ...]
    address: Said | None
    clients: tuple[ClientMention, ...]
    wordings: tuple[Wording, ...]
    table: tuple[TableLine, ...]
    blocked: tuple[bool, ...]
    language: str = ENGLISH
    said: str = ""  # the text in English words, for the rules that look for words


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What a text is read against: one company's names, ready to be asked."""

    catalogue: Catalogue
    clients: Clients
    spelling: Spelling
    line_reader: LineReader


@dataclass(frozen=True, kw_only=True)
class _Figures:
    """What is written in digits; `firm` are places that can be no address, `taken` no line."""

    mails: tuple[Said, ...]
    terms: tuple[Said, ...]
    skus: tuple[tuple[Span, str], ...]
    po_numbers: tuple[Said, ...]
    dates: tuple[DateMention, ...]
    money: tuple[Money, ...]
    percents: tuple[tuple[Decimal, Span], ...]
    documents: tuple[DocumentMention, ...]
    firm: tuple[Span, ...]
    taken: tuple[Span, ...]


def look(text: str, *, knowledge: Knowledge, today: date, month_first: bool, staff: bool) -> Scene:
    """Take a text apart. `staff` write "order no. 1022" of our orders, customers of theirs."""
    written = tokenize(text)
    text = text[: written[-1].end] if written else ""
    spoken = language_of(written)
    tokens = written if spoken == ENGLISH else in_english(written, spoken)
    stems = tuple(
        token.stem
        if _hyphened(tokens, at) or token.word != written[at].word
        else _stem(token, knowledge.spelling)
        for at, token in enumerate(tokens)
    )
    found = _figures(text, knowledge.catalogue, today=today, month_first=month_first, staff=staff)
    documents = tuple(
        d
        for d in found.documents
        if not _is_count(d, tokens, stems=stems, catalogue=knowledge.catalogue)
    )
    taken = (*found.taken, *_spans(documents))
    address, clients = _places(text, written, documents=documents, found=found, knowledge=knowledge)
    inside = (address.span,) if address else ()
    table = find_tables(text, catalogue=knowledge.catalogue)
    skus = {span for span, _ in found.skus}
    hidden = [span for span in taken if span not in skus]
    hidden += [*inside, *_spans(clients), *_times(text), *(line.span for line in table)]
    blocked = _blocked(tokens, hidden)
    wordings = knowledge.line_reader.read(
        tokens, stems, blocked=blocked, skus=_sku_tokens(tokens, found.skus, blocked=blocked)
    )
    return Scene(
        text=text,
        tokens=tokens,
        stems=stems,
        documents=tuple(d for d in documents if not _hit(d.span, inside)),
        dates=found.dates,
        money=found.money,
        bare_amounts=tuple(m for m in find_bare_amounts(text) if not _hit(m.span, taken)),
        percents=found.percents,
        terms=found.terms,
        po_numbers=found.po_numbers,
        mails=found.mails,
        address=address,
        clients=clients,
        wordings=wordings,
        table=table,
        blocked=blocked,
        language=spoken,
        said=text if spoken == ENGLISH else " ".join(token.word for token in tokens),
    )


def _figures(
    text: str, catalogue: Catalogue, *, today: date, month_first: bool, staff: bool
) -> _Figures:
    """Everything written in digits, the surest kinds first."""
    mails, terms = find_addresses_of_mail(text), find_terms(text)
    skus = _find_skus(text, catalogue)
    known = tuple(span for span, sku in skus if sku)
    pos = tuple(
        said
        for said in find_po_numbers(text)
        if not _is_ours(said, text, staff=staff) and not _hit(said.span, known)
    )
    skus = tuple(pair for pair in skus if not _hit(pair[0], _spans(pos)))
    firm = (*_spans(mails), *_spans(pos), *(span for span, _ in skus), *_spans(terms))
    dates = tuple(
        d for d in find_dates(text, today=today, month_first=month_first) if not _hit(d.span, firm)
    )
    firm = (*firm, *_spans(dates))
    money = tuple(m for m in find_money(text) if not _hit(m.span, firm))
    percents = tuple(p for p in find_percents(text) if not _hit(p[1], _spans(terms)))
    taken = (*firm, *_spans(money), *(span for _, span in percents))
    return _Figures(
        mails=mails,
        terms=terms,
        skus=skus,
        po_numbers=pos,
        dates=dates,
        money=money,
        percents=percents,
        documents=find_documents(text, taken=taken),
        firm=firm,
        taken=taken,
    )


def with_tables(
    scene: Scene, tables: Sequence[Sequence[Sequence[str]]], *, catalogue: Catalogue
) -> Scene:
    """The scene with the rows of attachments; a row that the text tells as well counts once."""
    told = {row.sku for row in scene.table if row.sku}
    named = [w.sku or w.match.sku for w in scene.wordings if w.quantity is not None]
    told |= {sku for sku in named if sku}
    rows = [row for table in tables[:MOST_TABLES] for row in read_rows(table, catalogue=catalogue)]
    new = tuple(row for row in rows if row.sku is None or row.sku not in told)
    return replace(scene, table=(*scene.table, *new)) if new else scene


def without_denied(scene: Scene, denied: Sequence[Span]) -> Scene:
    """The scene without the papers that shall be left alone, when others are named as well."""
    kept = tuple(d for d in scene.documents if not _hit(d.span, denied))
    return replace(scene, documents=kept) if kept else scene


def _places(
    text: str,
    tokens: Sequence[Token],
    *,
    documents: Sequence[DocumentMention],
    found: _Figures,
    knowledge: Knowledge,
) -> tuple[Said | None, tuple[ClientMention, ...]]:
    """The delivery address and the customers named outside it."""
    sure = tuple(d.span for d in documents if d.rule != "bare")
    taken = (*found.taken, *_spans(documents))
    address = find_address(text, taken=(*found.firm, *sure))
    if (
        address
        and not any(char.isdigit() for char in address.value)
        and (knowledge.clients.by_name(address.value))
    ):
        address = None  # "deliver to Brandt" names the customer, not a place
    inside = (address.span,) if address else ()
    return address, knowledge.clients.find(tokens, taken=(*taken, *inside))


def _stem(token: Token, spelling: Spelling) -> str:
    if not token.is_word:
        return token.stem
    word = SHORT_FORMS.get(token.word) or spelling.correct(token.word)
    return token.stem if word == token.word else stem(word)


def _hyphened(tokens: Sequence[Token], at: int) -> bool:
    """A single letter with a hyphen is part of a name: "u-lock" is no "you"."""
    following = at + 1 < len(tokens) and tokens[at + 1].text == "-" and tokens[at + 1].glued
    return len(tokens[at].text) == 1 and following


def _spans(
    mentions: Sequence[Said | Money | DateMention | DocumentMention | ClientMention],
) -> tuple[Span, ...]:
    return tuple(mention.span for mention in mentions)


def _hit(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _times(text: str) -> tuple[Span, ...]:
    found = re.finditer(
        r"\b\d{1,2}:\d{2}\b(?: ?[ap]m\b)?|\b\d{1,2} ?[ap]m\b|\+?\d{2,5}[ -]\d{3}[ -]\d{3,}", text
    )
    return tuple(Span(start=match.start(), end=match.end()) for match in found)


def _is_ours(said: Said, text: str, *, staff: bool) -> bool:
    """ "order no. 1022" from our own people, "ref 103047" from anybody: our number, not theirs."""
    if not said.value.isdigit():
        return False
    cue = text[said.span.start : said.span.end].lower()
    if re.match(r"p\.?\s?o|purchase|customer po", cue):
        return False
    if len(said.value) == 6 and said.value[:3] in POSTED_RANGES:
        return True
    plain = re.match(r"(?:our |confirmed )?order \d|bestellung", cue)
    return len(said.value) == 4 and (staff or bool(plain))


def _is_count(
    document: DocumentMention,
    tokens: Sequence[Token],
    *,
    stems: Sequence[str],
    catalogue: Catalogue,
) -> bool:
    """ "order 1200 envelopes": a quantity behind the verb, not the number of an order."""
    if document.rule not in {"worded", "bare"} or document.series not in {ORDER, QUOTE, ""}:
        return False
    if document.rule == "bare" and catalogue.holds(document.digits):
        before = [
            stem
            for token, stem in zip(tokens, stems, strict=True)
            if token.end <= document.span.start
        ]
        if before and (catalogue.holds(before[-1]) or before[-1] == "typ"):
            return True
    for token, found in zip(tokens, stems, strict=True):
        if token.start >= document.span.end:
            if not token.is_word:
                return token.text in {'"', "x"} or False
            return (
                token.word == "x"
                or catalogue.knows(found)
                or found in catalogue.units
                or token.word in {"pcs", "units", "pieces"}
            )
    return False


def _find_skus(text: str, catalogue: Catalogue) -> tuple[tuple[Span, str], ...]:
    found: list[tuple[Span, str]] = []
    for match in _SKU.finditer(text):
        piece = match.group()
        if len(piece) < 3 or not (
            any(char.isdigit() for char in piece) or ("-" in piece and piece.isupper())
        ):
            continue
        sku = catalogue.sku_of(piece)
        if sku is None and any(char.isdigit() for char in piece):
            sku = catalogue.misspelled_sku(piece)
        if sku is not None and not (piece.isdigit() and _documented(text, match.start())):
            found.append((Span(start=match.start(), end=match.end()), sku))
    for match in _SPACED_SKU.finditer(text):
        span = Span(start=match.start(), end=match.end())
        sku = catalogue.sku_of(sku_key(match.group()))
        if sku and not _hit(span, [other for other, _ in found]):
            found.append((span, sku))
    return tuple(sorted(found, key=lambda pair: pair[0].start))


def _documented(text: str, at: int) -> bool:
    return bool(
        re.search(
            r"(?:order|quote|invoice|shipment|return|blanket|po|inv|ord|quo)\W{0,3}$",
            text[max(0, at - 14) : at],
            re.I,
        )
    )


def _blocked(tokens: Sequence[Token], hidden: Sequence[Span]) -> tuple[bool, ...]:
    spans = sorted(hidden, key=lambda span: span.start)
    flags, at = [], 0
    reach = 0
    for token in tokens:
        while at < len(spans) and spans[at].start < token.end:
            reach = max(reach, spans[at].end)
            at += 1
        flags.append(token.start < reach and token.text != "\n")
    return tuple(flags)


def _sku_tokens(
    tokens: Sequence[Token], skus: Sequence[tuple[Span, str]], *, blocked: Sequence[bool]
) -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    by_start = {token.start: at for at, token in enumerate(tokens)}
    for span, sku in skus:
        at = by_start.get(span.start)
        if at is None or blocked[at]:
            continue
        after = at
        while after < len(tokens) and tokens[after].start < span.end:
            after += 1
        found[at] = (after, sku)
    return found
