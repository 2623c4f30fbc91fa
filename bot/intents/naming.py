"""Whom a request is for: the sender's company, a customer named, or a name nobody knows.

A name behind "for" that is no customer's is never passed over: the question that follows names
it and offers the customers whose names are most alike.
"""

import re
from collections.abc import Iterator, Sequence

from bot.intents.clients import ClientMention, Clients
from bot.intents.lexicon import FUNCTION, everyday
from bot.intents.scene import Scene
from bot.intents.tokens import Token, word_set
from bot.intents.understanding import Slot, Span

_CUES = frozenset({"for", "fur"})
_NO_NAME = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas delivery approval stock"
)
_JOINS = frozenset({"&", "-", "and", "+", "."})
LONGEST_NAME = 6  # tokens


def named_customer(mentions: Sequence[ClientMention]) -> Iterator[Slot]:
    """The first customer that is certain, else the first name that fits several."""
    for mention in mentions:
        if mention.no is not None:
            yield Slot(name="customer", value=mention.no, span=mention.span, rule=mention.rule)
            return
    for mention in mentions:
        yield Slot(
            name="customer",
            value=None,
            span=mention.span,
            rule=mention.rule,
            confidence=0.4,
            alternatives=mention.numbers,
        )
        return


def unknown_customer(scene: Scene, clients: Clients, *, whole: bool) -> Iterator[Slot]:
    """A name we do not have, behind "for": asked back with whoever is nearly called so.

    `whole` asks for two capitals or a legal form; one word may also be a colleague.
    """
    for at, token in enumerate(scene.tokens):
        if token.word not in _CUES:
            continue
        end = _end_of_name(scene, at + 1)
        words = [one for one in scene.tokens[at + 1 : end] if one.is_word]
        if not words or (whole and sum(one.text[0].isupper() for one in words) < 2):
            continue
        span = Span(start=scene.tokens[at + 1].start, end=scene.tokens[end - 1].end)
        said = scene.text[span.start : span.end]
        yield Slot(
            name="customer",
            value=None,
            span=span,
            rule="unknown-name",
            confidence=0.2,
            alternatives=clients.nearly(said),
        )
        return


def _end_of_name(scene: Scene, begin: int) -> int:
    taken = {at for wording in scene.wordings for at in range(wording.start, wording.end)}
    end = at = begin
    while at < min(begin + LONGEST_NAME, len(scene.tokens)):
        token = scene.tokens[at]
        if at in taken or scene.blocked[at]:
            break
        if _may_name(token):
            end = at + 1
        elif token.word not in _JOINS or at == begin:
            break
        at += 1
    return end


def _may_name(token: Token) -> bool:
    """A word nobody uses every day; a digit or a lone letter names no company."""
    if not token.is_word or len(token.word) < 3 or token.word in _NO_NAME:
        return bool(re.fullmatch(r"[A-Z]{2}", token.text))
    return token.word not in everyday() and token.word not in FUNCTION
