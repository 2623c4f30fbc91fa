"""Words that belong to no single capability: refusals, faults, remedies, several replies as one."""

import hashlib
from collections.abc import Sequence
from dataclasses import fields, replace

from bot.reply import Button, Paper, Reply, Tone
from bot.retelling import sentence_of
from domain.errors import Command, NotFound, NotPermitted, Refusal
from domain.people import Actor
from domain.said import said
from domain.said import together as in_one

_PAPER_NAMES = {
    "quote": "quote",
    "order-confirmation": "the order confirmation of",
}
# What a remedy's button says; a command without an entry is called by its own name.
_LABELS = {
    "PostShipment": "Ship",
    "PostInvoice": "Post the invoice",
    "CancelInvoice": "Cancel the invoice",
    "CorrectInvoice": "Correct the invoice",
    "ShipAndInvoice": "Ship and invoice",
    "RecordPayment": "Book the payment",
    "ShowDebtors": "Who owes what",
    "PostStatement": "Accept all and post",
    "SendReminders": "Send the reminders",
    "ChargeInterest": "Charge the interest",
    "UndoShipment": "Undo the shipment",
    "AssignCharge": "Assign by amount",
    "ChangeHeader": "Change it",
    "CloseShort": "Close the rest",
    "AcceptQuote": "Accept",
    "CancelOrder": "Cancel the order",
    "DeclineQuote": "Decline",
    "RenewQuote": "Renew the quote",
    "IssueQuote": "Issue the quote",
    "SendQuote": "Send the quote",
    "ReopenOrder": "Reopen the order",
    "ConfirmOrder": "Confirm the order",
    "CancelRequest": "Withdraw the request",
    "SendForApproval": "Send for approval",
    "ApproveRequest": "Approve",
    "ShowDocument": "Show it",
}
# What is asked once more before it is done, because it cannot simply be taken back.
_SURE = {
    "PostShipment": "Ship everything that is still outstanding?",
    "CancelOrder": "Cancel this order?",
}
# What only concerns ourselves is not explained to customers.
_OUR_AFFAIR = ("pending_approval_locked", "must_be_approved_first", "approval_in_progress")
_PATIENCE = "It is still being looked at here, so I have changed nothing."
_NOT_BY_MAIL = "I cannot do that for you by mail."
_OURS = ("override_expiry", "issue", "unapply_first")
_NUMBERS = ("document_no", "order_no", "quote_no", "invoice_no")
_DANGEROUS = ("Cancel", "Delete", "Decline", "Reject")


def paper_name(paper: Paper) -> str:
    """How a sentence calls a paper: "quote S-QUO1001"."""
    return f"{_PAPER_NAMES.get(paper.kind, paper.kind)} {paper.number}"


def shown(paper: Paper) -> Reply:
    """The answer to a button that shows a paper."""
    return Reply(text=said("Here is {number}.", number=paper_name(paper)), papers=(paper,))


def refusal(refused: Refusal, actor: Actor) -> Reply:
    """The sentence of a refusal, with the ways out that are open to the actor as buttons."""
    if actor.is_contact and refused.code in _OUR_AFFAIR:
        return Reply(text=_PATIENCE, refused=True, needs_person=True)
    if actor.is_contact and isinstance(refused, NotPermitted):
        return Reply(text=_NOT_BY_MAIL, refused=True, needs_person=True)
    remedies = refused.remedies()
    open_to_actor = tuple(remedy for remedy in remedies if _may(actor, remedy))
    return Reply(
        text=sentence_of(refused),
        buttons=tuple(command_button(remedy) for remedy in open_to_actor),
        needs_person=actor.is_contact and bool(remedies) and not open_to_actor,
        document_no=_about(refused),
        refused=True,
    )


def _may(actor: Actor, remedy: Command) -> bool:
    """Whether a way out is open to somebody; ways round an agreed term are ours alone."""
    switched = any(getattr(remedy, name, False) is True for name in _OURS)
    return bool(actor.roles & type(remedy).may) and not (actor.is_contact and switched)


def _about(refused: Refusal) -> str:
    """The document that stands in the way, for the next "and now ship it"."""
    if isinstance(refused, NotFound):
        return ""
    numbers = (getattr(refused, name, "") for name in _NUMBERS)
    return next((number for number in numbers if isinstance(number, str) and number), "")


def command_button(remedy: Command) -> Button:
    """A command as a button, named by what it does."""
    name = type(remedy).__name__
    switches = [field.name for field in fields(remedy) if getattr(remedy, field.name) is True]
    label = _LABELS.get(name) or _spoken(name)
    if "confirm" in switches:
        label = f"{label} all the same"
    elif getattr(remedy, "template", ""):
        label = f"{label}: {getattr(remedy, 'template', '')}"
    elif "override_expiry" in switches:
        label = "Accept it all the same"
    elif "issue" in switches:
        label = "Issue and accept"
    elif "reopen" in switches:
        label = "Reopen and change"
    tone = Tone.DANGER if name.startswith(_DANGEROUS) else Tone.PLAIN
    return Button(label=label, command=remedy, tone=tone, confirm=_SURE.get(name))


def fault(reference: str) -> Reply:
    """What a person is told when something broke on our side."""
    return Reply(
        text=said(
            "Something went wrong on my side, and nothing was changed. Your message is kept; "
            "please mention {reference} when you ask about it.",
            reference=reference,
        ),
        refused=True,
    )


def reference_of(message_id: str) -> str:
    """A short name for a message that people can say on the telephone."""
    digest = hashlib.sha256(message_id.encode()).hexdigest()
    return f"F-{digest[:6].upper()}"


def together(replies: Sequence[Reply]) -> Reply:
    """One reply for a message that asked for several things, in the order it asked for them."""
    if not replies:
        return Reply(text="", silent=True)
    if len(replies) == 1:
        return replies[0]
    last = replies[-1]
    done = {reply.document_no for reply in replies[1:]} - {""}
    if len(done) == 1 and replies[0].document_no in done:  # the same paper, in its last state
        texts = "\n".join(reply.text for reply in replies if reply.text)
        notes = dict.fromkeys(note for reply in replies for note in reply.notes)
        return replace(last, text=texts, notes=tuple(notes))
    shown = max((n for n, reply in enumerate(replies) if reply.lines), default=-1)
    listed = tuple(
        " · ".join(row)
        for reply in replies[: max(shown, 0)]
        if reply.lines
        for row in reply.lines.rows
    )
    return Reply(
        text=in_one(reply.text for reply in replies),
        facts=tuple(fact for reply in replies for fact in reply.facts),
        lines=next((reply.lines for reply in reversed(replies) if reply.lines), None),
        totals=next((reply.totals for reply in reversed(replies) if reply.lines), ()),
        buttons=tuple(button for reply in replies for button in reply.buttons),
        papers=tuple(paper for reply in replies for paper in reply.papers),
        notes=(*listed, *(note for reply in replies for note in reply.notes)),
        options=last.options,
        document_no=last.document_no,
        customer_no=last.customer_no,
        refused=any(reply.refused for reply in replies),
        needs_person=any(reply.needs_person for reply in replies),
        way_back=last.way_back,
        silent=all(reply.silent for reply in replies),
    )


def _spoken(name: str) -> str:
    """ "CancelOrder" as a button says it: "Cancel order"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip().capitalize()
