"""From clauses to requests: which command each clause asks for, and which clauses belong together.

A saying is weighed with what else is known: the papers and lines named, the thread's document,
who is speaking. Then small requests that only detail a greater one are taken into it ("… and
please deliver by Friday" is no second command).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.intents import BY_NAME
from bot.intents.amending import Scope
from bot.intents.clauses import Clause, clauses_of
from bot.intents.documents import QUOTE, series_of
from bot.intents.filling import Request
from bot.intents.mood import Mood, mood_of
from bot.intents.sayings import Hit, Sayings
from bot.intents.scene import Scene
from bot.intents.tokens import stem
from bot.intents.utterance import Utterance

THRESHOLD = 0.75
CLEAR = 0.85  # score of a saying by its words alone
NEAR = 0.12  # two readings this close are a doubt
_CHANGES_OF = frozenset(
    {
        "change_document",
        "confirm_order",
        "send_document",
        "post_shipment",
        "accept_quote",
        "promise_date",
        "check_availability",
        "repeat_order",
        "approve",
        "cancel_quote",
        "price_inquiry",
        "smalltalk",
        "help",
        "post_invoice",
    }
)
_CREATING = _CHANGES_OF | {"create_order", "create_quote"}
ABSORBS: dict[str, frozenset[str]] = {
    "create_quote": _CHANGES_OF | {"create_order", "check_status"},
    "create_order": _CHANGES_OF | {"record_payment", "create_return"},
    "create_return": _CREATING | {"cancel_invoice", "correct_invoice", "cancel_order",
        "check_status", "delegate"},
    "correct_invoice": _CREATING | {"cancel_invoice", "create_return", "check_status",
        "record_payment"},
    "cancel_invoice": frozenset({"create_return", "correct_invoice", "confirm_order", "smalltalk",
        "record_payment"}),
    "cancel_order": frozenset({"cancel_quote", "create_order", "smalltalk", "promise_date",
        "create_return", "check_status"}),
    "cancel_quote": frozenset({"create_quote", "create_order", "smalltalk", "reject",
        "price_inquiry", "accept_quote"}),
    "accept_quote": frozenset({"create_order", "confirm_order", "approve", "smalltalk",
        "change_document", "create_quote", "post_shipment", "promise_date"}),
    "change_document": _CREATING - {"send_document", "post_invoice"} | {"check_availability"},
    "record_payment": frozenset({"confirm_order", "smalltalk", "create_order", "post_invoice",
        "check_status", "send_document"}),
    "post_shipment": frozenset({"create_order", "smalltalk", "change_document", "check_status",
        "confirm_order"}),
    "post_invoice": frozenset({"create_order", "smalltalk"}),
    "reject": frozenset({"approve", "smalltalk", "change_document", "price_inquiry",
        "cancel_quote"}),
    "approve": frozenset({"accept_quote", "confirm_order", "smalltalk"}),
    "delegate": frozenset({"approve", "reject", "request_approval", "send_document", "smalltalk",
        "check_status"}),
    "request_approval": frozenset({"approve", "send_document", "smalltalk", "delegate"}),
    "create_customer": frozenset({"create_order", "smalltalk", "change_document", "send_document"}),
    "merge_customers": frozenset({"smalltalk", "combine_shipments", "change_document"}),
    "combine_shipments": frozenset({"post_invoice", "post_shipment", "create_order", "smalltalk"}),
    "send_document": frozenset({"create_quote", "create_order", "confirm_order", "check_status",
        "smalltalk", "help"}),
    "check_status": frozenset({"promise_date", "create_order", "smalltalk", "post_shipment",
        "help", "price_inquiry", "check_availability"}),
    "check_availability": frozenset({"smalltalk", "create_order", "help"}),
    "promise_date": frozenset({"create_order", "create_quote", "check_availability", "smalltalk",
        "check_status", "change_document", "post_shipment"}),
    "price_inquiry": frozenset({"smalltalk", "create_order", "create_quote"}),
    "pick_list": frozenset({"send_document", "smalltalk"}),
    "help": frozenset({"smalltalk", "create_order", "send_document", "create_quote"}),
    "forecast_entry": _CREATING,
    "drop_shipment": _CREATING,
    "assemble_order": _CREATING,
    "repeat_order": _CREATING,
    "release_blanket": _CREATING | {"create_blanket_order"},
    "create_blanket_order": _CREATING | {"release_blanket"},
    "create_recurring": _CREATING,
}  # fmt: skip


_DECISIONS = frozenset({"approve", "reject"})
_VERDICTS = frozenset(map(stem, ("approve", "reject", "decline", "deny", "sign", "authorise")))
_COURTESY = frozenset({"pleas", "can", "you", "could", "ok", "and", "no", "yes", "hi"})


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard: requests in the order of the text, and what was held back and why."""

    requests: tuple[Request, ...] = ()
    doubts: tuple[tuple[str, ...], ...] = ()  # intents that are nearly alike, for one clause each
    held_back: tuple[Mood, ...] = ()
    forbidden: tuple[str, ...] = ()
    near: tuple[str, ...] = ()  # said clearly, but nothing to apply it to


class Ear:
    """Hears requests. `speech` weighs wordings that no declared sentence fits."""

    def __init__(self, sayings: Sayings) -> None:
        self._sayings = sayings

    def hear(self, scene: Scene, utterance: Utterance) -> Heard:
        clauses = clauses_of(scene)
        requests: list[Request] = []
        doubts: list[tuple[str, ...]] = []
        held: list[Mood] = []
        forbidden: list[str] = []
        loose: list[Scope] = []
        near: list[str] = []
        for clause in clauses:
            scope = Scope(start=clause.start, end=clause.end)
            weighed = self._weighed(clause, scene, utterance, held, near)
            if not weighed:
                if requests:
                    requests[-1] = replace(requests[-1], scopes=(*requests[-1].scopes, scope))
                else:
                    loose.append(scope)
                continue
            best = weighed[0]
            approval = next((h for h in weighed if h.intent in _DECISIONS), None)
            if approval and utterance.staff and _is_told_to(approval, clause, best):
                best = approval  # our own people say "approve" of approvals, customers of quotes
            if utterance.sender_role not in BY_NAME[best.intent].roles:
                forbidden.append(best.intent)
                continue
            rivals = _rivals(weighed, clause, scene)
            if rivals:
                doubts.append((best.intent, *rivals))
            requests.append(
                Request(
                    intent=best.intent, scopes=(*loose, scope), rule=best.sentence, score=best.score
                )
            )
            loose = []
        joined = _joined(requests, scene)
        if loose and joined:
            joined[0] = replace(joined[0], scopes=(*loose, *joined[0].scopes))
        return Heard(
            requests=tuple(joined),
            doubts=tuple(doubts),
            held_back=tuple(held),
            forbidden=tuple(forbidden),
            near=tuple(near),
        )

    def _weighed(
        self, clause: Clause, scene: Scene, utterance: Utterance, held: list[Mood], near: list[str]
    ) -> list[Hit]:
        """The clause's readings above the threshold, best first, with the mood applied."""
        kept: list[Hit] = []
        span = clause.span(scene.tokens)
        text = scene.text[span.start : span.end]
        for hit in self._sayings.hear(clause.pieces):
            score = hit.score + evidence(hit.intent, clause, scene, utterance)
            intent = BY_NAME[hit.intent]
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
            )
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


def _is_told_to(decision: Hit, clause: Clause, best: Hit) -> bool:
    """ "Approve quote 1035" is an order to us; "customer declined" only tells of somebody."""
    spoken = [piece.stem for piece in clause.pieces if piece.stem not in _COURTESY]
    return decision.score + 0.5 >= best.score and bool(spoken) and spoken[0] in _VERDICTS


def evidence(name: str, clause: Clause, scene: Scene, utterance: Utterance) -> float:
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
    score += _paper_evidence(name, clause, scene, utterance)
    lines = "lines" in intent.slots
    needs_lines = any("lines" in need for need in intent.needs)
    if "lines" in kinds or (scene.table and needs_lines):
        score += 0.4 if lines else -0.5
    elif "item" in kinds:
        score += 0.3 if lines else -0.2
    elif needs_lines and "lines|document" not in intent.needs:
        score += 0.2 if scene.wordings or scene.table else -0.9 if intent.reads_only else -0.5
    if "address" in kinds and ("document" in kinds or utterance.context.document):
        billed = any(d.series.startswith("PS-") for d in scene.documents)
        wanted = "correct_invoice" if billed else "change_document"
        score += 0.8 if name == wanted else -0.4 if name == "post_shipment" else 0.0
    if name == "record_payment":
        score += 0.4 if "money" in kinds else -0.4
    if name in {"create_order", "create_quote"} and kinds & {"customer"} and utterance.staff:
        score += 0.15
    if name == "create_order" and (scene.po_numbers or utterance.sender_role == "customer"):
        score += 0.15
    if utterance.sender_role in {"manager"} and name in {"approve", "reject", "delegate"}:
        score += 0.4
    if utterance.sender_role == "warehouse" and name == "post_shipment":
        score += 0.3
    return score


def _paper_evidence(name: str, clause: Clause, scene: Scene, utterance: Utterance) -> float:
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


def _rivals(weighed: Sequence[Hit], clause: Clause, scene: Scene) -> tuple[str, ...]:
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


def _joined(requests: list[Request], scene: Scene) -> list[Request]:
    """Requests of one kind in a row become one; details are taken into what they detail."""
    joined: list[Request] = []
    for request in requests:
        request = _of_a_quote(request, scene)
        before = joined[-1] if joined else None
        if before and before.intent == request.intent and not _own_papers(before, request, scene):
            joined[-1] = replace(
                before,
                scopes=(*before.scopes, *request.scopes),
                score=max(before.score, request.score),
            )
        else:
            joined.append(request)
    return _absorbed(joined, scene)


def _absorbed(requests: list[Request], scene: Scene) -> list[Request]:
    """Take every guest that only details a host into that host; the widest hosts go first."""
    kept = list(requests)
    for wanted in sorted(requests, key=lambda r: (-len(ABSORBS.get(r.intent, ())), -r.score)):
        host_at = next((at for at, request in enumerate(kept) if request is wanted), None)
        if host_at is None:
            continue
        host = kept[host_at]
        guests = [r for r in kept if r is not host and _absorbs(host, r, scene)]
        scopes = {*host.scopes, *(scope for guest in guests for scope in guest.scopes)}
        kept[host_at] = replace(host, scopes=tuple(sorted(scopes, key=lambda s: s.start)))
        kept = [r for r in kept if not any(r is guest for guest in guests)]
    return kept


def _absorbs(host: Request, guest: Request, scene: Scene) -> bool:
    if guest.intent not in ABSORBS.get(host.intent, frozenset()):
        return False
    mutual = host.intent in ABSORBS.get(guest.intent, frozenset())
    if mutual and guest.score > host.score + 0.3:
        return False
    return not _stands_alone(guest, host, scene)


def _of_a_quote(request: Request, scene: Scene) -> Request:
    """ "Create the order" with nothing but a quote named: the quote has been accepted."""
    named = {document.series for document in scene.documents}
    if request.intent == "create_order" and named == {QUOTE} and not scene.wordings:
        return replace(request, intent="accept_quote")
    return request


def _own_papers(first: Request, second: Request, scene: Scene) -> bool:
    mine, theirs = _papers(first, scene), _papers(second, scene)
    return bool(mine and theirs and mine != theirs)


def _papers(request: Request, scene: Scene) -> set[str]:
    return {
        d.number
        for d in scene.documents
        for s in request.scopes
        if scene.tokens[s.start].start <= d.span.start < scene.tokens[s.end - 1].end
    }


def _counted(request: Request, scene: Scene) -> bool:
    return any(s.start <= w.start < s.end for w in scene.wordings for s in request.scopes)


def _stands_alone(guest: Request, host: Request, scene: Scene) -> bool:
    """A guest with a paper of its own, or with lines beside a host that has lines, stays."""
    mine, theirs = _papers(host, scene), _papers(guest, scene)
    if theirs and theirs != mine and guest.intent != "create_order":
        return host.intent not in {"create_return", "correct_invoice"} or bool(mine)
    guest_creates = guest.intent in {"create_order", "create_quote", "create_return"}
    if guest.intent == "send_document" and host.intent in {
        "create_order",
        "create_quote",
        "accept_quote",
    }:
        return bool(theirs)
    return (
        guest_creates
        and _counted(guest, scene)
        and _counted(host, scene)
        and host.intent != "create_quote"
        and guest.intent != "create_order"
    )
