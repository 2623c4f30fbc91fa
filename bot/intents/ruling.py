"""What is left to say when no command is clear: silence, a polite no, or what to ask.

Also the doubts that keep a clear command from running: money that no line took as its price, two
readings that are as good, a cry for help that has nothing to do with our trade.
"""

from bot.intents import BY_NAME
from bot.intents.hearing import Heard
from bot.intents.lexicon import FUNCTION
from bot.intents.mood import Mood
from bot.intents.scene import Scene
from bot.intents.tokens import stems, tokenize
from bot.intents.understanding import Proposal, Slot, Understanding
from bot.intents.utterance import Utterance

_WANTING = frozenset(stems("need want order quote send offer price usual supply deliver require"))
_TRADE = frozenset(
    stems(
        "order quote offer invoice return deliver ship price stock pay catalogue article account "
        "customer buy purchase item product approve document"
    )
)

_SHORT_QUESTION = 8  # words


def doubted(heard: Heard, proposals: tuple[Proposal, ...]) -> list[str]:
    """What to ask when two readings are as good, or the sender does not know himself."""
    if any(p.intent == "record_payment" for p in proposals):
        return ["document", "customer"]
    if any("lines" in BY_NAME[p.intent].needs for p in proposals):
        return ["intent"]
    return ["intent", "document"]


def is_price_unread(proposals: tuple[Proposal, ...], scene: Scene) -> bool:
    """Money told beside lines to sell that no line took as its price: each, or for all?"""
    for proposal in proposals:
        if proposal.intent in {"create_quote", "create_order"} and len(proposals) == 1:
            prices = {line.price for line in proposal.lines}
            told = {money.amount for money in (*scene.money, *scene.bare_amounts)}
            return bool(told - prices)
    return False


def is_counter_offer(proposals: tuple[Proposal, ...], scene: Scene, *, staff: bool) -> bool:
    """A customer who accepts a quote at another discount has not accepted it."""
    accepts = any(p.intent == "accept_quote" for p in proposals)
    changes = any(p.intent == "change_document" for p in proposals)
    return accepts and not staff and not changes and bool(scene.percents)


def are_independent(clear: tuple[Proposal, ...], proposals: tuple[Proposal, ...]) -> bool:
    """May the clear commands run although another one is not clear?"""
    return any(not BY_NAME[p.intent].reads_only for p in clear) and all(
        p in clear or BY_NAME[p.intent].reads_only or not p.slots for p in proposals
    )


def is_foreign_help(proposals: tuple[Proposal, ...], scene: Scene, *, utterance: Utterance) -> bool:
    """A bare "can you help me?" behind a story that has nothing to do with our trade."""
    unsure = ("(help|", "trained-ear")
    bare = [p for p in proposals if p.intent == "help" and p.rule.startswith(unsure)]
    if not utterance.context.document:
        bare += [p for p in proposals if p.intent == "correct_invoice"]  # "can you fix it?"
    words = {stem for token, stem in zip(scene.tokens, scene.stems, strict=True) if token.is_word}
    telling = {word for word in words if word not in FUNCTION and len(word) > 2}
    ours = words & _TRADE or scene.documents or scene.table
    return len(bare) == len(proposals) == 1 and not ours and len(telling) > 4


def _looked_up(scene: Scene, *, asks: bool) -> Proposal | None:
    """ "What about S-ORD1001?", or only its number: how that paper stands."""
    named = {document.number for document in scene.documents if document.series}
    words = sum(token.is_word for token in scene.tokens)
    if len(named) != 1 or scene.wordings or words > (_SHORT_QUESTION if asks else 1):
        return None
    paper = scene.documents[0]
    about = Slot(name="about", value=paper.kind, rule="paper")
    number = Slot(name="document", value=paper.number, span=paper.span, rule=paper.rule)
    return Proposal(intent="check_status", slots=(about, number), rule="about-a-paper")


def is_only_polite(heard: Heard, scene: Scene) -> bool:
    """Nothing but small talk was heard, in a message that names a customer and says more."""
    idle = bool(heard.requests) and all(one.intent == "smalltalk" for one in heard.requests)
    return idle and bool(scene.clients) and len(scene.tokens) > _SHORT_QUESTION


def nothing_asked(heard: Heard, scene: Scene, *, utterance: Utterance) -> Understanding:
    """No command at all: silence, a polite no, or a question what is meant."""
    if heard.forbidden:
        return Understanding(expect="refuse", reason="not-permitted")
    if any(mood in {Mood.NEGATED, Mood.IMAGINED} for mood in heard.held_back):
        return Understanding(expect="ignore", reason="held-back")
    asks = "?" in utterance.text
    looked_up = _looked_up(scene, asks=asks)
    if looked_up is not None:
        return Understanding(expect="act", proposals=(looked_up,), reason="about-a-paper")
    near = [name for name in heard.near if utterance.sender_role in BY_NAME[name].roles]
    if near and not asks:
        needed = BY_NAME[near[0]].needs[:1]
        clarify = ("document",) if needed and "document" in needed[0] else ("item", "intent")
        bare = (Proposal(intent=near[0], rule="near", confidence=0.4),)
        return Understanding(expect="clarify", proposals=bare, clarify=clarify, reason="near")
    evidence = bool(scene.documents or scene.wordings or scene.table or scene.money)
    if evidence and len(tokenize(scene.text)) < 400 and (scene.wordings or scene.documents):
        clarify = (
            ("intent", "item") if any(w.match.sku is None for w in scene.wordings) else ("intent",)
        )
        counted = scene.table or any(w.quantity and not w.weak_quantity for w in scene.wordings)
        wanted = counted or _WANTING & set(scene.stems)
        if not wanted and not scene.documents and not scene.clients and len(scene.tokens) > 5:
            out = Proposal(intent="out_of_scope", rule="no-evidence", confidence=0.5)
            return Understanding(expect="refuse", proposals=(out,), reason="out-of-scope")
        if asks or scene.wordings or len(scene.tokens) <= 8:
            return Understanding(expect="clarify", clarify=clarify, reason="no-command")
        return Understanding(expect="ignore", reason="mention-only")
    if scene.clients and utterance.staff and not asks and len(scene.tokens) < 40:
        return Understanding(expect="clarify", clarify=("intent",), reason="only-a-customer")
    if asks or len(scene.tokens) > 3:
        out = Proposal(intent="out_of_scope", rule="no-evidence", confidence=0.6)
        return Understanding(expect="refuse", proposals=(out,), reason="out-of-scope")
    return Understanding(expect="ignore", reason="nothing-said")
