"""When no declared sentence fits: what the trained ear hears, else what the named things suggest.

Only a very sure ear that also finds the right kind of paper or lines leads to a command; anything
less becomes a question with the likely command as its choice.
"""

from dataclasses import replace

from bot.intents import BY_NAME
from bot.intents.amending import Scope
from bot.intents.clauses import Clause, clauses_of, things_of
from bot.intents.filling import Request
from bot.intents.hearing import Heard, evidence
from bot.intents.languages import ENGLISH
from bot.intents.lines import Wording
from bot.intents.mood import Mood, is_imagined, mood_of
from bot.intents.scene import Scene
from bot.intents.sentences import sentence_of
from bot.intents.speech import SURE, likely_intent
from bot.intents.stance import is_idle
from bot.intents.tokens import fold
from bot.intents.utterance import Utterance

UNANCHORED = 0.8  # how sure the ear must be when nothing of ours is named
_ANCHORS = frozenset({"document", "number", "lines", "item", "customer", "money", "percent"})


def guess(heard: Heard, scene: Scene, *, subject: Scene | None, utterance: Utterance) -> Heard:
    """Requests of a message in which no declared sentence was heard.

    Nothing is guessed when the message denied or only imagined something, or asked for what its
    sender may not have.
    """
    if any(mood in {Mood.NEGATED, Mood.IMAGINED} for mood in heard.held_back) or heard.forbidden:
        return heard
    if not scene.tokens:
        return heard
    things = things_of(scene)
    idle = any(
        is_idle(sentence_of(clause, scene=scene, things=things))
        for clause in clauses_of(scene, things)
    )
    if idle or is_imagined(fold(scene.said)):
        return replace(heard, held_back=(*heard.held_back, Mood.IMAGINED))
    return (
        _by_lines(heard, scene, subject=subject, utterance=utterance)
        or _by_ear(heard, scene, utterance=utterance)
        or heard
    )


def as_purchase(heard: Heard, scene: Scene, *, utterance: Utterance) -> Heard:
    """Counted lines under the customer's own order number are an order, however politely asked.

    "Could you get these over to us: …, our ref is NW-4410" only sounds like a question of when.
    """
    asked = {request.intent for request in heard.requests}
    ours = scene.documents or utterance.context.document
    if asked == {"change_document"} and scene.po_numbers and not ours:
        return _by_lines(heard, scene, subject=None, utterance=utterance) or heard
    polite = asked and asked <= {"promise_date", "check_availability"}
    if utterance.sender_role != "customer" or not polite or not scene.po_numbers:
        return heard
    return _by_lines(heard, scene, subject=None, utterance=utterance) or heard


def _by_ear(heard: Heard, scene: Scene, *, utterance: Utterance) -> Heard | None:
    """What the trained model makes of the whole message."""
    clauses = clauses_of(scene)
    pieces = tuple(piece for clause in clauses for piece in clause.pieces)
    anchored = any(piece.kinds & _ANCHORS for piece in pieces) or utterance.context.document
    found = likely_intent(pieces) if pieces else None
    if found is None:
        return None
    name, sure = found
    intent = BY_NAME[name]
    if not anchored and (intent.reads_only or sure < UNANCHORED):
        return None
    whole = Clause(start=0, end=len(scene.tokens), pieces=pieces, words=(), asks=False)
    speaks_for = evidence(name, whole, scene=scene, utterance=utterance)
    behind = scene.language != ENGLISH
    moods = {mood_of(clause, _text(scene, clause), denied_behind=behind) for clause in clauses}
    if utterance.sender_role not in intent.roles or speaks_for < -0.2:
        return None
    idle = moods & {Mood.NEGATED, Mood.IMAGINED}
    if idle or (not intent.reads_only and moods - {Mood.REQUEST}):
        return None
    request = Request(intent=name, scopes=(_all(scene),), rule="trained-ear", score=sure)
    told = bool(heard.held_back)  # a saying was heard, but not as a request
    certain = intent.reads_only or (sure >= SURE and speaks_for >= 0.3 and not told)
    doubts = () if certain else ((name,),)
    return Heard(requests=(request,), doubts=doubts, held_back=heard.held_back)


def _by_lines(
    heard: Heard, scene: Scene, *, subject: Scene | None, utterance: Utterance
) -> Heard | None:
    """Counted lines with a delivery date or an order number are an order; else we ask which."""
    counted = any(w.quantity is not None and not w.weak_quantity for w in scene.wordings) or any(
        row.quantity is not None for row in scene.table
    )
    if not counted or "?" in scene.text or utterance.sender_role == "unknown":
        return None
    if any(document.series for document in scene.documents):
        return None
    po = bool(scene.po_numbers or (subject and subject.po_numbers))
    listed = sum(w.quantity is not None and _opens_line(scene, w) for w in scene.wordings) > 1
    asked = bool({"pleas", "need"} & set(scene.stems))
    po = po or (listed and asked and bool(scene.dates))
    mine = utterance.sender_role == "customer" and (po or scene.table or scene.address)
    dated = po or bool(scene.dates)
    ours = utterance.staff and dated and any(mention.no for mention in scene.clients)
    doubts = () if mine or ours else (("create_order", "create_quote"),)
    order = Request(intent="create_order", scopes=(_all(scene),), rule="lines-and-terms", score=1.0)
    return Heard(requests=(order,), doubts=doubts, held_back=heard.held_back)


def _opens_line(scene: Scene, wording: Wording) -> bool:
    """Does it stand alone in its line, as in a list?"""
    before = scene.tokens[wording.start - 1].word if wording.start else "\n"
    return before in {"\n", "-", "*", "•", "–", "+", "|"}


def _all(scene: Scene) -> Scope:
    return Scope(start=0, end=len(scene.tokens))


def _text(scene: Scene, clause: Clause) -> str:
    span = clause.span(scene.tokens)
    return (
        scene.text[span.start : span.end] if scene.language == ENGLISH else " ".join(clause.words)
    )
