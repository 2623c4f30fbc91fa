"""When no declared sentence fits: what the things that were named suggest by themselves."""

from bot.intents.amending import Scope
from bot.intents.filling import Request
from bot.intents.hearing import Heard
from bot.intents.mood import Mood
from bot.intents.scene import Scene
from bot.intents.utterance import Utterance


def guess(heard: Heard, scene: Scene, subject: Scene | None, utterance: Utterance) -> Heard:
    """Counted lines with a delivery date or an order number are an order; else we ask which.

    Nothing is guessed when the message denied or only imagined something.
    """
    if any(mood in {Mood.NEGATED, Mood.IMAGINED} for mood in heard.held_back) or heard.forbidden:
        return heard
    counted = any(w.quantity is not None and not w.weak_quantity for w in scene.wordings) or any(
        row.quantity is not None for row in scene.table
    )
    if not counted or not scene.tokens:
        return heard
    po = bool(scene.po_numbers or (subject and subject.po_numbers))
    told = po or bool(scene.dates)
    mine = utterance.sender_role == "customer" and (po or bool(scene.table))
    ours = utterance.staff and told and any(mention.no for mention in scene.clients)
    if "?" in scene.text or utterance.sender_role == "unknown":
        return heard
    doubts = () if mine or ours else (("create_order", "create_quote"),)
    whole = Scope(start=0, end=len(scene.tokens))
    order = Request(intent="create_order", scopes=(whole,), rule="lines-and-terms", score=1.0)
    return Heard(requests=(order,), doubts=doubts, held_back=heard.held_back)
