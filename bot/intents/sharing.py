"""What one request of a message names and the next leaves out: "ship and invoice 1043"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.intents import BY_NAME
from bot.intents.documents import series_of
from bot.intents.understanding import Proposal

_MAKING = frozenset({"create_quote", "create_order", "accept_quote", "repeat_order"})
_OF_THE_NEW = frozenset(
    {"confirm_order", "post_shipment", "post_invoice", "request_approval", "send_document"}
)


def makes_paper(proposals: Sequence[Proposal]) -> bool:
    """Whether one of these makes a quote or an order, whose number nobody knows yet."""
    return any(proposal.intent in _MAKING for proposal in proposals)


def is_of_thread(proposal: Proposal) -> bool:
    """Whether the next step is asked for without a number."""
    slot = proposal.slot("document")
    return proposal.intent in _OF_THE_NEW and (slot is None or slot.rule == "thread")


def shared(proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """What one request names and the next leaves out: "ship and invoice 1043"."""
    if len(proposals) < 2:
        return proposals
    done: list[Proposal] = []
    for proposal in proposals:
        if makes_paper(done) and is_of_thread(proposal):
            done.append(proposal.without("document"))  # it is about what was just made
            continue
        for name in ("document", "customer", "lines"):
            wanted = any(name in need.split("|") for need in BY_NAME[proposal.intent].needs)
            if not wanted or proposal.value(name) is not None:
                continue
            if name == "customer" and proposal.value("document") is not None:
                continue
            if name == "document" and proposal.value("doc_type") == "statement":
                continue  # a statement is of the account, not of a paper
            giver = next(
                (
                    o
                    for o in (*done[::-1], *proposals)
                    if o is not proposal and _gives(o, proposal, name=name)
                ),
                None,
            )
            slot = giver.slot(name) if giver else None
            if slot is not None:
                proposal = proposal.with_slot(replace(slot, rule="other-clause", span=None))
        done.append(proposal)
    return tuple(done)


def _gives(giver: Proposal, taker: Proposal, *, name: str) -> bool:
    value = giver.value(name)
    if value in (None, ()):
        return False
    if name != "document":
        return True
    series = BY_NAME[taker.intent].series
    return series_of(str(value)) in series or taker.intent == "send_document"
