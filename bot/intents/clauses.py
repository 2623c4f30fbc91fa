"""A text cut into clauses, one request each, as rows of words and things.

"Ship 1043 and invoice it" is two clauses, "20 lamps and 3 desks" is one: a clause begins at a
sentence, at a list line, or where "and", "then" or a comma is followed by a word of command.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.intents.languages import ENGLISH
from bot.intents.lexicon import FUNCTION, everyday
from bot.intents.sayings import Piece
from bot.intents.scene import Scene
from bot.intents.tokens import Token, fold, stem, word_set
from bot.intents.understanding import Span

COMMANDS = frozenset(
    stem(word)
    for word in word_set(
        "cancel ship invoice send mail email add remove drop take move push change post print "
        "create enter book release confirm approve reject merge record apply repeat swap replace "
        "put set update resend bill check tell give deliver quote turn convert make hand delegate "
        "accept correct credit return combine forward scrap order need only when where what whats "
        "how do leave postpone please can could knock stick throw let bump raise lower reduce "
        "increase book"
    )
)
_JOINS = frozenset(
    {"and", "then", "also", "&", ",", "plus", "und", "et", "but", "so", "-", "–", ";"}
)
_SOFT = word_set("then also please can could you i we would to just only kindly pls plz you")
_LEGAL = word_set(
    "gmbh ag ltd limited llc llp inc corp co sa sarl srl bv as ab aps kk oy sl plc kg"
)
_ABBREVIATED = word_set("mr mrs ms dr no nr str approx tel incl excl ca art ref qty pcs pc resp vs")
_ANY_PAPER = frozenset({"number", "document", "quote", "order"})  # a bare number of four digits
MOST_CLAUSES = 60


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Tokens `start` (inclusive) to `end` (exclusive) of a scene, and what stands there."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    words: tuple[str, ...]
    asks: bool  # ends in a question mark
    sentence: tuple[int, int] = (0, 0)  # the tokens of the sentence it is a part of

    def span(self, tokens: Sequence[Token]) -> Span:
        return Span(start=tokens[self.start].start, end=tokens[self.end - 1].end)


def clauses_of(
    scene: Scene, things: Mapping[int, tuple[int, frozenset[str]]] | None = None
) -> tuple[Clause, ...]:
    """The clauses of a scene, in order. Empty ones are left out."""
    things = things_of(scene) if things is None else things
    cuts = [0, *_cuts(scene, things), len(scene.tokens)]
    ends = sentence_ends(scene, things)
    found = []
    for start, end in pairwise(cuts):
        clause = _clause(scene, things, start=start, end=end)
        if clause.pieces:
            after = bisect_right(ends, start)
            begin = ends[after - 1] if after else 0
            close = ends[after] if after < len(ends) else len(scene.tokens)
            found.append(replace(clause, sentence=(begin, close)))
        if len(found) >= MOST_CLAUSES:
            break
    return tuple(found)


def _clause(
    scene: Scene, things: Mapping[int, tuple[int, frozenset[str]]], *, start: int, end: int
) -> Clause:
    pieces: list[Piece] = []
    at = start
    while at < end:
        if at in things:
            after, kinds = things[at]
            pieces.append(Piece(kinds, "", at, after))
            at = max(after, at + 1)
            continue
        token = scene.tokens[at]
        if token.is_word or token.is_number:
            kinds = _kinds_of_word(scene, at, start=start)
            pieces.append(Piece(kinds, "" if kinds else scene.stems[at], at, at + 1))
        at += 1
    words = tuple(token.word for token in scene.tokens[start:end])
    marks = [word for word in words if word in {"?", ".", "!"}]
    return Clause(
        start=start,
        end=end,
        pieces=tuple(pieces),
        words=words,
        asks=bool(marks) and marks[-1] == "?",
    )


def _kinds_of_word(scene: Scene, at: int, *, start: int) -> frozenset[str]:
    token = scene.tokens[at]
    if token.is_number:
        return frozenset({"count"})
    if token.word in _LEGAL and token.text[0].isupper():
        return frozenset({"company", "name"})
    if scene.language != ENGLISH and scene.stems[at] != stem(fold(token.text)):
        return frozenset()  # a German noun
    capital = token.text[0].isupper() and not (token.text.isupper() and len(token.text) > 1)
    if capital and at > start and token.word not in everyday() and token.word not in FUNCTION:
        return frozenset({"person", "name"})
    return frozenset()


def sentence_ends(
    scene: Scene, things: Mapping[int, tuple[int, frozenset[str]]]
) -> tuple[int, ...]:
    """The tokens behind which a sentence ends; a line ends one unless it ends in a comma."""
    inside = {at for start, (after, _) in things.items() for at in range(start + 1, after)}
    tokens = scene.tokens
    return tuple(
        at
        for at in range(1, len(tokens))
        if at not in inside
        and _ends_sentence(tokens, at - 1)
        and not (tokens[at - 1].word == "\n" and at > 1 and tokens[at - 2].word == ",")
    )


def things_of(scene: Scene) -> dict[int, tuple[int, frozenset[str]]]:
    """What was found, by the token where it starts: (token after, kinds)."""
    spans: list[tuple[Span, frozenset[str]]] = []
    for document in scene.documents:
        paper = frozenset({"document", document.kind}) if document.series else _ANY_PAPER
        spans.append((document.span, paper))
    spans += [(m.span, frozenset({"date"})) for m in scene.dates]
    spans += [(m.span, frozenset({"money"})) for m in (*scene.money, *scene.bare_amounts)]
    spans += [(span, frozenset({"percent"})) for _, span in scene.percents]
    spans += [(said.span, frozenset({"terms"})) for said in scene.terms]
    spans += [(said.span, frozenset({"po"})) for said in scene.po_numbers]
    spans += [(said.span, frozenset({"mail", "name", "person"})) for said in scene.mails]
    spans += [(mention.span, frozenset({"customer"})) for mention in scene.clients]
    if scene.address:
        spans.append((scene.address.span, frozenset({"address"})))
    by_start = {token.start: at for at, token in enumerate(scene.tokens)}
    things: dict[int, tuple[int, frozenset[str]]] = {}
    for span, kinds in spans:
        at = by_start.get(span.start)
        if at is not None:
            after = at
            while after < len(scene.tokens) and scene.tokens[after].start < span.end:
                after += 1
            things[at] = (after, kinds)
    for row in scene.table:
        if row.span.end == 0:  # from an attachment
            continue
        at = next(
            (i for i, t in enumerate(scene.tokens) if t.start >= row.span.start and t.text != "\n"),
            None,
        )
        if at is not None:
            after = at
            while after < len(scene.tokens) and scene.tokens[after].start < row.span.end:
                after += 1
            things[at] = (
                after,
                frozenset({"lines", "item"} if row.quantity is not None else {"head"}),
            )
    for wording in scene.wordings:
        named = {"item", "lines"} if wording.quantity is not None else {"item"}
        things[wording.start] = (wording.end, frozenset(named))
    return things


def _cuts(scene: Scene, things: Mapping[int, tuple[int, frozenset[str]]]) -> list[int]:
    inside = {at for start, (after, _) in things.items() for at in range(start + 1, after)}
    cuts = []
    for at in range(1, len(scene.tokens)):
        if at not in inside and (
            _ends_sentence(scene.tokens, at - 1) or _joins_command(scene, at - 1)
        ):
            cuts.append(at)
    return cuts


def _ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.word == "\n":
        return True
    if token.word in {"?", "!", ";"}:
        return True
    if token.word == "/" and at and tokens[at - 1].word == "/":
        return True
    if token.word != ".":
        return False
    follows = at + 1 >= len(tokens) or not tokens[at + 1].glued
    if at > 0 and tokens[at - 1].word in _ABBREVIATED and tokens[at].glued:
        return False
    if at > 0 and tokens[at - 1].word in _LEGAL and tokens[at].glued:
        return at + 1 >= len(tokens) or not tokens[at + 1].text[0].islower()
    initial = at > 0 and len(tokens[at - 1].text) == 1 and tokens[at - 1].is_word
    return follows and not initial


def _joins_command(scene: Scene, at: int) -> bool:
    """Does a new request begin behind this "and" or comma?"""
    tokens = scene.tokens
    if tokens[at].word not in _JOINS or (tokens[at].glued and tokens[at].word in {"-", "–"}):
        return False
    ahead = at + 1
    behind = [token.word for token in tokens[ahead : ahead + 2]]
    if scene.language != ENGLISH and behind[:1] == ["please"] and tokens[at].word == ",":
        return True  # the verb stands at the end
    if behind[:1] in (["can"], ["could"]) and behind[1:] in (["you"], ["i"], ["we"]):
        return True
    while ahead < len(tokens) and tokens[ahead].word in _SOFT | _JOINS and ahead < at + 5:
        ahead += 1
    if ahead >= len(tokens) or not tokens[ahead].is_word:
        return False
    return scene.stems[ahead] in COMMANDS
