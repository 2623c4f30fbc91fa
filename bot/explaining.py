""" "Why?": what a document waits for, what its prices rest on, and how a message was read.

Nothing is guessed here: the reasons are those that were stored when it happened.
"""

from dataclasses import replace

from bot.intents.understanding import Line, Proposal
from bot.memory import Memory
from bot.reply import Reply
from domain.approvals.story import story_of
from domain.errors import NotFound
from domain.people import Actor
from domain.said import said
from domain.work import Work
from templates.pages import money, quantity

_NAMED = {
    "document": "Document",
    "customer": "Customer",
    "discount_pct": "Discount",
    "po_number": "Their number",
    "payment_terms": "Payment terms",
    "ship_to": "Delivery address",
    "amount": "Amount",
    "recipient": "Recipient",
}
_FROM_THREAD = "from this conversation"
_LONGEST = 80  # characters of a quotation


def explain(known: Memory, actor: Actor, work: Work) -> Reply:
    """Why the last answer was what it was; a customer's "why" is read by a person as well."""
    waits = _why_it_waits(known.context.document or "", actor, work)
    if waits is not None:
        return replace(waits, needs_person=actor.is_contact)
    if actor.is_contact:
        return Reply(text="I have passed your question on.", needs_person=True)
    if not known.how:
        return Reply(text="I have done nothing here yet, so there is nothing to explain.")
    return Reply(text="This is how I read your last request:", facts=known.how)


def how_read(proposal: Proposal, text: str) -> tuple[tuple[str, str], ...]:
    """What was understood, each with the words it came from."""
    facts = [("Wish", proposal.intent.replace("_", " "))]
    for slot in proposal.slots:
        if slot.name not in _NAMED or slot.value in (None, ""):
            continue
        quoted = text[slot.span.start : slot.span.end][:_LONGEST].strip() if slot.span else ""
        source = f"from “{quoted}”" if quoted else _FROM_THREAD
        facts.append((_NAMED[slot.name], f"{slot.value}, {source}"))
    facts += [("Line", _line(line, text)) for line in proposal.lines[:9]]
    return tuple(facts)


def _line(line: Line, text: str) -> str:
    quoted = text[line.span.start : line.span.end][:_LONGEST].strip() if line.span else ""
    count = f"{quantity(line.quantity)} × " if line.quantity is not None else ""
    done = f"{line.op} " if line.op else ""
    source = f"from “{quoted}”" if quoted else _FROM_THREAD
    return f"{done}{count}{line.item or 'not known'}, {source}"


def _why_it_waits(number: str, actor: Actor, work: Work) -> Reply | None:
    """What an approval is awaited for; None where nothing waits."""
    try:
        story = story_of(work, number)
    except NotFound:
        return None
    if not story.waits:
        return None
    if actor.is_contact:
        waits = "{number} is looked at by a colleague before it is released."
        return Reply(text=said(waits, number=number))
    request = story.request
    net = money(request.net_amount, request.currency)
    reason = request.reason or (
        f"its net amount of {net} is above what {request.asked_by} may release alone"
    )
    return Reply(
        text=f"{number} waits because {reason}.",
        facts=(("Asked by", request.asked_by), ("Decided by", " or ".join(request.waiting_for))),
        document_no=number,
    )
