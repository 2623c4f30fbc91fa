"""Requests that belong together: small ones that only detail a greater one are taken into it.

"… and please deliver by Friday" is no second command; "ship 1043 and invoice it" is two.
"""

import re
from dataclasses import replace

from bot.intents import BY_NAME
from bot.intents.documents import QUOTE
from bot.intents.filling import Request
from bot.intents.scene import Scene
from bot.intents.tokens import word_set

_CHANGES_OF = word_set(
    "accept_quote approve cancel_quote change_document check_availability "
    "confirm_order help post_invoice post_shipment price_inquiry "
    "promise_date repeat_order send_document smalltalk"
)
_CREATING = _CHANGES_OF | {"create_order", "create_quote"}
ABSORBS: dict[str, frozenset[str]] = {
    "create_quote": _CHANGES_OF | word_set("check_status create_order"),
    "create_order": _CHANGES_OF | word_set("create_return record_payment"),
    "create_return": _CREATING
    | word_set("cancel_invoice cancel_order check_status correct_invoice delegate"),
    "correct_invoice": _CREATING
    | word_set("cancel_invoice check_status create_return record_payment"),
    "cancel_invoice": word_set(
        "confirm_order correct_invoice create_return record_payment smalltalk"
    ),
    "cancel_order": word_set(
        "cancel_quote check_status create_order create_return promise_date smalltalk"
    ),
    "cancel_quote": word_set(
        "accept_quote create_order create_quote price_inquiry reject smalltalk"
    ),
    "accept_quote": word_set(
        "approve change_document confirm_order create_order create_quote "
        "post_shipment promise_date smalltalk"
    ),
    "change_document": word_set(
        "accept_quote approve cancel_quote change_document check_availability "
        "confirm_order create_order create_quote help post_shipment "
        "price_inquiry promise_date repeat_order smalltalk"
    ),
    "record_payment": word_set(
        "check_status confirm_order create_order post_invoice send_document smalltalk"
    ),
    "post_shipment": word_set("change_document check_status confirm_order create_order smalltalk"),
    "post_invoice": word_set("create_order smalltalk"),
    "reject": word_set("approve cancel_quote change_document price_inquiry smalltalk"),
    "approve": word_set("accept_quote confirm_order smalltalk"),
    "delegate": word_set("approve check_status reject request_approval send_document smalltalk"),
    "request_approval": word_set("approve delegate send_document smalltalk"),
    "create_customer": word_set("change_document create_order send_document smalltalk"),
    "merge_customers": word_set("change_document combine_shipments smalltalk"),
    "combine_shipments": word_set("create_order post_invoice post_shipment smalltalk"),
    "send_document": word_set(
        "check_status confirm_order create_order create_quote help smalltalk"
    ),
    "check_status": word_set(
        "check_availability create_order help post_shipment price_inquiry promise_date smalltalk"
    ),
    "check_availability": word_set("create_order help smalltalk"),
    "promise_date": word_set(
        "change_document check_availability check_status create_order "
        "create_quote post_shipment smalltalk"
    ),
    "price_inquiry": word_set("create_order create_quote smalltalk"),
    "pick_list": word_set("send_document smalltalk"),
    "help": word_set("create_order create_quote send_document smalltalk"),
    "forecast_entry": _CREATING,
    "drop_shipment": _CREATING,
    "assemble_order": _CREATING,
    "repeat_order": _CREATING,
    "release_blanket": _CREATING | word_set("create_blanket_order"),
    "create_blanket_order": _CREATING | word_set("release_blanket"),
    "create_recurring": _CREATING,
}

_NEXT_STEPS = {
    ("create_order", "confirm_order"),
    ("accept_quote", "confirm_order"),
    ("create_quote", "send_document"),
}
_DOES_IT = re.compile(
    r"\W*(?:(?:and|then|please|also)\W+)*(?:confirm|release|send) (?:it|that|this|them|the order)\b"
)


def joined(requests: list[Request], scene: Scene, *, staff: bool = False) -> list[Request]:
    """Requests of one kind in a row become one; details are taken into what they detail.

    `staff` says "order … and confirm it" as two commands, a customer waits for a confirmation.
    """
    requests = _without_idle_correction(requests, scene)
    kept: list[Request] = []
    for request in requests:
        request = _of_a_quote(request, scene)
        before = kept[-1] if kept else None
        if (
            before
            and before.intent == request.intent
            and not _own_papers(before, request, scene=scene)
        ):
            kept[-1] = replace(
                before,
                scopes=(*before.scopes, *request.scopes),
                score=max(before.score, request.score),
            )
        else:
            kept.append(request)
    return _absorbed(kept, scene, staff=staff)


def _without_idle_correction(requests: list[Request], scene: Scene) -> list[Request]:
    """ "Cancel invoice 103996, wrong address": nothing is said to put into a new one."""
    cancels = any(r.intent == "cancel_invoice" for r in requests)
    if not cancels or scene.wordings or scene.address or scene.po_numbers or scene.percents:
        return requests
    return [r for r in requests if r.intent != "correct_invoice"]


def _absorbed(requests: list[Request], scene: Scene, *, staff: bool) -> list[Request]:
    """Take every guest that only details a host into that host; the widest hosts go first."""
    kept = list(requests)
    for wanted in sorted(requests, key=lambda r: (-len(ABSORBS.get(r.intent, ())), -r.score)):
        host_at = next((at for at, request in enumerate(kept) if request is wanted), None)
        if host_at is None:
            continue
        host = kept[host_at]
        guests = [
            r
            for r in kept
            if r is not host
            and _absorbs(host, r, scene=scene)
            and not (staff and _releases(host, r, scene=scene))
        ]
        scopes = {*host.scopes, *(scope for guest in guests for scope in guest.scopes)}
        kept[host_at] = replace(host, scopes=tuple(sorted(scopes, key=lambda s: s.start)))
        kept = [r for r in kept if not any(r is guest for guest in guests)]
    return kept


def _absorbs(host: Request, guest: Request, *, scene: Scene) -> bool:
    if guest.intent not in ABSORBS.get(host.intent, frozenset()):
        return False
    if BY_NAME[host.intent].reads_only and guest.intent == "create_order":
        return not any(scope.holds(w) for scope in guest.scopes for w in scene.wordings)
    asks = BY_NAME[guest.intent].reads_only and host.intent == "create_order"
    if asks and _counted(guest, scene) and not _counted(host, scene):
        return False
    if host.intent == "price_inquiry" and _wants_paper(guest):
        return False
    mutual = host.intent in ABSORBS.get(guest.intent, frozenset())
    if mutual and not _wants_paper(host) and guest.score > host.score + 0.3:
        return False
    return not _stands_alone(guest, host, scene=scene)


def _wants_paper(request: Request) -> bool:
    """ "Please send me an offer": more than the price that was asked before."""
    return request.intent == "create_quote" and "quotation|" in request.rule


def _releases(host: Request, guest: Request, *, scene: Scene) -> bool:
    """ "Order 3 tables for Brandt and confirm it": what was just made is confirmed as well."""
    if (host.intent, guest.intent) not in _NEXT_STEPS:
        return False
    said = " ".join(token.word for s in guest.scopes for token in scene.tokens[s.start : s.end])
    return bool(_DOES_IT.match(said))


def _of_a_quote(request: Request, scene: Scene) -> Request:
    """ "Create the order" with nothing but a quote named: the quote has been accepted.

    One shipment alone is invoiced; nothing is combined.
    """
    named = {document.series for document in scene.documents}
    if request.intent == "combine_shipments" and len(scene.documents) == 1 and not scene.clients:
        return replace(request, intent="post_invoice")
    if request.intent == "create_order" and named == {QUOTE} and not scene.wordings:
        return replace(request, intent="accept_quote")
    return request


def _own_papers(first: Request, second: Request, *, scene: Scene) -> bool:
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


def _stands_alone(guest: Request, host: Request, *, scene: Scene) -> bool:
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
