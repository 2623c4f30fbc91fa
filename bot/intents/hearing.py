"""From clauses to requests: which command each clause asks for, and which clauses belong together.

A saying is weighed with what else is known: the papers and lines named, the thread's document,
who is speaking. Then small requests that only detail a greater one are taken into it ("… and
please deliver by Friday" is no second command).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.intents import BY_NAME
from bot.intents.amending import Scope
from bot.intents.clauses import Clause, clauses_of, things_of
from bot.intents.documents import QUOTE, series_of
from bot.intents.filling import Request
from bot.intents.joining import joined
from bot.intents.languages import ENGLISH
from bot.intents.mood import NOT, Mood, is_imagined, is_report, is_stood_down, mood_of
from bot.intents.references import speaks_of_asked
from bot.intents.sayings import Hit, Sayings
from bot.intents.scene import Scene
from bot.intents.sentences import Things, saying_of
from bot.intents.stance import stance
from bot.intents.tokens import stem
from bot.intents.understanding import Span
from bot.intents.utterance import Utterance

THRESHOLD = 0.75
CLEAR = 0.85  # score of a saying by its words alone
NEAR = 0.12  # two readings this close are a doubt
_DECISIONS = frozenset({"approve", "reject"})
_VERDICTS = frozenset(map(stem, ("approve", "reject", "decline", "deny", "sign", "authorise")))
_WHOLE_PAPER = frozenset({"cancel_order", "cancel_quote", "cancel_invoice"})
# what only we do: told in the past, it is news; "Brandt accepted" and "they paid" are requests
OUR_ACTS = frozenset(
    {
        "cancel_order",
        "cancel_invoice",
        "approve",
        "reject",
        "merge_customers",
        "post_invoice",
        "correct_invoice",
        "confirm_order",
        "send_document",
        "request_approval",
        "delegate",
        "change_document",
        "create_quote",
        "combine_shipments",
    }
)
_SAME_TERMS = frozenset(
    map(
        stem,
        ("address", "terms", "conditions", "carrier", "place"),
    )
)
_OFFER = frozenset(map(stem, ("quote", "quotation", "offer", "estimate", "proposal", "proforma")))
_COURTESY = frozenset({"pleas", "can", "you", "could", "ok", "and", "no", "yes", "hi"})


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard: requests in the order of the text, and what was held back and why."""

    requests: tuple[Request, ...] = ()
    doubts: tuple[tuple[str, ...], ...] = ()  # intents that are nearly alike, for one clause each
    held_back: tuple[Mood, ...] = ()
    forbidden: tuple[str, ...] = ()
    near: tuple[str, ...] = ()  # said clearly, but nothing to apply it to
    denied: tuple[Span, ...] = ()  # "please don't touch S-ORD1809, …": what is left alone


class Ear:
    """Hears requests. `speech` weighs wordings that no declared sentence fits."""

    def __init__(self, sayings: Mapping[str, Sayings]) -> None:
        """`sayings` by language."""
        self._sayings = sayings

    def hear(self, scene: Scene, utterance: Utterance) -> Heard:
        things = things_of(scene)
        clauses = clauses_of(scene, things)
        requests: list[Request] = []
        doubts: list[tuple[str, ...]] = []
        held: list[Mood] = []
        forbidden: list[str] = []
        loose: list[Scope] = []
        near: list[str] = []
        denied: list[Span] = []
        condition = ""
        for clause in clauses:
            scope = Scope(start=clause.start, end=clause.end)
            weighed = self._weighed(
                clause, scene, things=things, utterance=utterance, held=held, near=near
            )
            weighed = _unless(condition, weighed, held=held)
            condition = "" if weighed else _condition(clause)
            if not weighed and NOT & set(clause.words):
                denied.append(clause.span(scene.tokens))
            if not weighed:
                if requests:
                    requests[-1] = replace(requests[-1], scopes=(*requests[-1].scopes, scope))
                else:
                    loose.append(scope)
                continue
            best = weighed[0]
            approval = next((h for h in weighed if h.intent in _DECISIONS), None)
            if approval and utterance.staff and _is_told_to(approval, clause, best=best):
                best = approval  # our own people say "approve" of approvals, customers of quotes
            best = _of_a_customer(best, weighed, scene=scene, utterance=utterance)
            if utterance.sender_role not in BY_NAME[best.intent].roles:
                forbidden.append(best.intent)
                continue
            rivals = _rivals(weighed, clause, scene=scene)
            if rivals:
                doubts.append((best.intent, *rivals))
            requests.append(
                Request(
                    intent=best.intent, scopes=(*loose, scope), rule=best.sentence, score=best.score
                )
            )
            loose = []
        whole = joined(requests, scene, staff=utterance.staff)
        if loose and whole:
            whole[0] = replace(whole[0], scopes=(*loose, *whole[0].scopes))
        return Heard(
            requests=tuple(whole),
            doubts=tuple(doubts),
            held_back=tuple(held),
            forbidden=tuple(forbidden),
            near=tuple(near),
            denied=tuple(denied),
        )

    def _weighed(
        self,
        clause: Clause,
        scene: Scene,
        *,
        things: Things,
        utterance: Utterance,
        held: list[Mood],
        near: list[str],
    ) -> list[Hit]:
        """The clause's readings above the threshold, best first, with the mood applied."""
        kept: list[Hit] = []
        span = clause.span(scene.tokens)
        text = scene.text[span.start : span.end]
        if scene.language != ENGLISH:
            text = " ".join(clause.words)
        for hit in self._sayings[scene.language].hear(clause.pieces):
            score = hit.score + evidence(hit.intent, clause, scene=scene, utterance=utterance)
            intent = BY_NAME[hit.intent]
            if hit.intent in _WHOLE_PAPER and _names_item(hit, clause):
                continue  # "drop the stands off the quote" cancels no quote
            if score < THRESHOLD:
                if hit.score >= CLEAR and not intent.reads_only:
                    near.append(hit.intent)
                continue
            mood = mood_of(
                clause,
                text,
                first_piece=hit.first,
                last_piece=hit.last,
                sentence=hit.sentence,
                denied_behind=scene.language != ENGLISH,
            )
            opening = _first_word(hit, clause)
            told = hit.intent in OUR_ACTS and is_report(text, opening)
            if hit.intent == "cancel_quote" and utterance.staff and not scene.clients:
                told = is_report(text, opening, of_ours=True)  # a colleague, not the customer
            if mood is Mood.REQUEST and (told or is_stood_down(scene.text)):
                mood = Mood.IMAGINED
            if mood is Mood.REQUEST and not intent.reads_only:
                saying = saying_of(hit, clause, scene=scene, things=things)
                mood = stance(saying, role=utterance.sender_role, channel=utterance.channel)
            if not intent.reads_only and mood is not Mood.REQUEST:
                if mood is not Mood.QUESTION or not kept:
                    held.append(mood)
                continue
            if intent.reads_only and mood is Mood.QUESTION:
                score += 0.5
            idle = mood is Mood.IMAGINED and "?" not in text and hit.intent != "smalltalk"
            if intent.reads_only and (mood is Mood.NEGATED or idle):
                held.append(mood)
                continue
            kept.append(replace(hit, score=score))
        if any(hit.intent != "smalltalk" for hit in kept):
            kept = [hit for hit in kept if hit.intent != "smalltalk"]
        return sorted(kept, key=lambda hit: (-hit.score, hit.intent))


def _condition(clause: Clause) -> str:
    """An if-clause that the next clause hangs on: "if the price is right, …"."""
    opening = clause.words[0] if clause.words else ""
    hangs = opening in {"if", "falls", "provided", "unless", "once"} and clause.words[-1] == ","
    return " ".join(clause.words) if hangs and is_imagined(" ".join(clause.words)) else ""


def _unless(condition: str, weighed: list[Hit], *, held: list[Mood]) -> list[Hit]:
    """What hangs on a condition is only imagined, whatever changes something."""
    if not condition or all(BY_NAME[hit.intent].reads_only for hit in weighed):
        return weighed
    held.append(Mood.IMAGINED)
    return [hit for hit in weighed if BY_NAME[hit.intent].reads_only]


def _names_item(hit: Hit, clause: Clause) -> bool:
    return any("item" in piece.kinds for piece in clause.pieces[hit.first + 1 : hit.last + 1])


def _first_word(hit: Hit, clause: Clause) -> str:
    piece = clause.pieces[hit.first]
    return clause.words[piece.start - clause.start]


def _of_a_customer(best: Hit, weighed: Sequence[Hit], *, scene: Scene, utterance: Utterance) -> Hit:
    """A customer who "approves" our quote accepts it; of anything else he may not dispose."""
    if utterance.sender_role != "customer" or best.intent not in _DECISIONS:
        return best
    series = {d.series for d in scene.documents} or {series_of(utterance.context.document or "")}
    quoted = QUOTE in series
    other = "accept_quote" if best.intent == "approve" else "cancel_quote"
    return replace(best, intent=other) if quoted else best


def _is_told_to(decision: Hit, clause: Clause, *, best: Hit) -> bool:
    """ "Approve quote 1035" is an order to us; "customer declined" only tells of somebody."""
    spoken = [piece.stem for piece in clause.pieces if piece.stem not in _COURTESY]
    return decision.score + 0.5 >= best.score and bool(spoken) and spoken[0] in _VERDICTS


def evidence(name: str, clause: Clause, *, scene: Scene, utterance: Utterance) -> float:
    """What else speaks for or against an intent, beside its words."""
    intent = BY_NAME[name]
    if name in {"smalltalk", "help"}:
        return (
            -0.2
            if any(piece.kinds & {"item", "document", "number"} for piece in clause.pieces)
            else 0.0
        )
    kinds = (
        frozenset().union(*(piece.kinds for piece in clause.pieces))
        if clause.pieces
        else frozenset()
    )
    score = 0.0
    if utterance.sender_role not in intent.roles:
        score -= 0.5
    score += _paper_evidence(name, clause, scene=scene, utterance=utterance)
    if name in _WHOLE_PAPER and any({"item", "percent"} & p.kinds for p in clause.pieces[1:]):
        score -= 0.6
    if name == "repeat_order" and _SAME_TERMS & {piece.stem for piece in clause.pieces}:
        score -= 3.0  # "same address as usual"
    lines = "lines" in intent.slots
    needs_lines = any("lines" in need for need in intent.needs)
    if "lines" in kinds or (scene.table and needs_lines):
        score += 0.4 if lines else -0.5
    elif "item" in kinds:
        score += 0.3 if lines else -0.2
    elif needs_lines and "lines|document" not in intent.needs:
        context = utterance.context
        asked = bool(context.last_lines) and speaks_of_asked(scene.said, context)
        told = scene.wordings or scene.table or asked
        score += 0.2 if told else -0.9 if intent.reads_only else -0.5
    if "address" in kinds and ("document" in kinds or utterance.context.document):
        billed = any(d.series.startswith("PS-") for d in scene.documents)
        wanted = "correct_invoice" if billed else "change_document"
        score += 0.8 if name == wanted else -0.4 if name == "post_shipment" else 0.0
    if name in {"send_document", "repeat_order"} and "cancel" in {p.stem for p in clause.pieces}:
        score -= 0.8  # "cancel it, it is a duplicate of S-ORD1204"
    if name == "record_payment":
        score += 0.4 if "money" in kinds else -0.4
    if name in {"create_order", "create_quote"} and kinds & {"customer"} and utterance.staff:
        score += 0.15
    if name == "create_order" and _OFFER & {piece.stem for piece in clause.pieces}:
        score -= 0.6  # "send us an offer for 2 sofas"
    if name == "create_order" and (scene.po_numbers or utterance.sender_role == "customer"):
        score += 0.15
    if utterance.sender_role in {"manager"} and name in {"approve", "reject", "delegate"}:
        score += 0.4
    if utterance.sender_role == "warehouse" and name == "post_shipment":
        score += 0.3
    return score


def _paper_evidence(name: str, clause: Clause, *, scene: Scene, utterance: Utterance) -> float:
    intent = BY_NAME[name]
    span = clause.span(scene.tokens)
    named = [d for d in scene.documents if span.start <= d.span.start < span.end]
    series = [d.series for d in named if d.series]
    creates = name in {
        "create_order",
        "create_quote",
        "create_blanket_order",
        "create_recurring",
        "create_customer",
    }
    if series:
        if creates:
            return -0.9
        if not intent.series:
            return -0.5
        return 0.6 if any(one in intent.series for one in series) else -1.2
    if named:
        return 0.2 if intent.series and not creates else -0.6
    if any(d.series in intent.series for d in scene.documents):
        return 0.3
    thread = utterance.context.document
    if thread:
        if creates:
            return -0.2
        return (
            0.4
            if series_of(thread) in intent.series
            else -0.7
            if intent.needs[:1] == ("document",)
            else 0.0
        )
    if (
        scene.documents
        and intent.needs[:1] == ("document",)
        and any(d.series for d in scene.documents)
    ):
        return -0.6
    return -0.3 if "document" in intent.needs and not named else 0.0


def _rivals(weighed: Sequence[Hit], clause: Clause, *, scene: Scene) -> tuple[str, ...]:
    """Other state-changing readings that are as good, when a bare number or nothing decides."""
    best = weighed[0]
    if BY_NAME[best.intent].reads_only:
        return ()
    near = [
        h.intent
        for h in weighed[1:4]
        if best.score - h.score < NEAR and not BY_NAME[h.intent].reads_only
    ]
    same_family = [name for name in near if name.split("_")[0] == best.intent.split("_")[0]]
    return tuple(same_family)
