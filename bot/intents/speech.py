"""The trained ear for wordings that no declared sentence fits: a small spaCy pipeline of ours.

It only proposes. What it hears of a command that changes anything is asked back, unless it is
very sure and a paper of the right kind is named.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.intents.sayings import Piece
from bot.intents.training import MODEL, NOBODY, spoken_doc

SURE = 0.9
LIKELY = 0.6
LONGEST = 60  # pieces
_MARKS = (
    "lines",
    "item",
    "customer",
    "quote",
    "order",
    "invoice",
    "draft",
    "shipment",
    "credit",
    "return",
    "blanket",
    "date",
    "money",
    "percent",
    "po",
    "address",
    "terms",
    "number",
    "document",
)


@lru_cache(maxsize=2)
def _pipeline(folder: Path) -> Any:
    if not (folder / "meta.json").exists():
        return None
    import spacy

    return spacy.load(folder)


def masked(pieces: Sequence[Piece]) -> str:
    """A clause as the model knows clauses: stems, and marks for the things in it."""
    words = []
    for piece in pieces[:LONGEST]:
        mark = next((mark for mark in _MARKS if mark in piece.kinds), None)
        if mark:
            words.append(f"{{{mark}}}")
        elif piece.stem:
            words.append(piece.stem)
    return " ".join(words)


def likely_intent(pieces: Sequence[Piece], *, folder: Path = MODEL) -> tuple[str, float] | None:
    """The intent the model hears and how sure it is; None when it hears none, or is not trained."""
    nlp = _pipeline(folder)
    if nlp is None:
        return None
    doc = nlp.get_pipe("textcat")(spoken_doc(nlp, masked(pieces)))
    intent, score = max(doc.cats.items(), key=lambda pair: (pair[1], pair[0]))
    return None if intent == NOBODY or score < LIKELY else (intent, round(float(score), 3))
