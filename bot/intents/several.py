"""One request about several papers: "cancel S-ORD1001 and S-ORD1002" is two commands."""

import re
from dataclasses import replace

from bot.intents import BY_NAME
from bot.intents.details import paper_in
from bot.intents.documents import INVOICE, KIND, ORDER, QUOTE, DocumentMention, series_of
from bot.intents.filling import Filler, Request
from bot.intents.tokens import word_set
from bot.intents.understanding import Proposal

# commands about a whole paper; what changes lines says too much to be meant for several
_WHOLE = word_set(
    "approve reject delegate request_approval accept_quote cancel_quote cancel_order "
    "cancel_invoice confirm_order post_shipment post_invoice send_document check_status pick_list"
)
_LISTED = re.compile(
    r"\s*(?:,|;|and|&|\+|und|as well as|plus|\n)\s*(?:,\s*)?(?:(?:and|also|auch|then|the|our|"
    r"invoices?|orders?|quotes?|shipments?|rechnung|auftrag|angebot|no\.?|nr\.?|number)\s+)*#?\Z",
    re.IGNORECASE,
)
MOST_PAPERS = 20
_CANCELS = {ORDER: "cancel_order", QUOTE: "cancel_quote", INVOICE: "cancel_invoice"}


def for_each_paper(proposal: Proposal, request: Request, *, filler: Filler) -> tuple[Proposal, ...]:
    """The proposal once for every paper that is listed with its own; lines forbid it."""
    if request.intent not in _WHOLE or proposal.lines:
        return (proposal,)
    named = proposal.slot("document")
    if named is not None and proposal.value("doc_type") == "statement":
        return _beside_statement(proposal, request, filler=filler)
    listed = _listed(filler, request, first=str(proposal.value("document") or ""))
    if named is None or len(listed) < 2:
        return (proposal,)
    slots = [
        replace(named, value=paper.number, span=paper.span, rule=paper.rule)
        for paper in listed[:MOST_PAPERS]
    ]
    return tuple(
        replace(proposal.with_slot(slot), intent=_fitting(request.intent, str(slot.value)))
        for slot in slots
    )


def _fitting(intent: str, number: str) -> str:
    """ "Cancel S-ORD2104 and S-QUO2105": each in the way of its kind."""
    return _CANCELS.get(series_of(number), intent) if intent in _CANCELS.values() else intent


def _beside_statement(
    proposal: Proposal, request: Request, *, filler: Filler
) -> tuple[Proposal, ...]:
    """ "A statement and a copy of invoice 103710": a statement has no number, so these are two."""
    bare = replace(proposal, slots=tuple(s for s in proposal.slots if s.name != "document"))
    kind = paper_in("", KIND.get(series_of(str(proposal.value("document"))), ""))
    kept = proposal.slot("doc_type")
    mine = {d.number for d in filler.documents(request)}
    if kind is None or kept is None or proposal.value("document") not in mine:
        return (bare,)
    return (bare, proposal.with_slot(replace(kept, value=kind)))


def _listed(filler: Filler, request: Request, *, first: str) -> list[DocumentMention]:
    cancels = request.intent in _CANCELS.values()
    series = tuple(_CANCELS) if cancels else BY_NAME[request.intent].series
    mine = [d for d in filler.documents(request) if d.series in series or (d.series and not series)]
    text = filler.scene.text
    found: list[DocumentMention] = []
    for paper in mine:
        if not found:
            found = [paper] if paper.number == first else []
        elif paper.series != found[-1].series and not cancels:
            break
        elif _LISTED.match(text[found[-1].span.end : paper.span.start]):
            found += [paper] if paper.number not in {one.number for one in found} else []
        else:
            break
    return found
