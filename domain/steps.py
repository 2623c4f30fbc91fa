"""What usually comes next for a document, for whoever looks at it: the buttons under an answer.

An offer of a next step is no promise: the command is checked when it is given.
"""

from domain.errors import Command
from domain.people import Actor
from domain.posting.ship import PostShipment
from domain.sales.documents import DocumentOutcome, QuoteState, Status
from domain.sales.orders import CancelOrder, ConfirmOrder, ReopenOrder
from domain.sales.quotes import AcceptQuote, DeclineQuote, RenewQuote, SendQuote


def next_commands(shown: DocumentOutcome, actor: Actor) -> tuple[Command, ...]:
    """Commands that fit the document's state and the actor's roles; the expected one first.

    They carry the version shown, so a document that changes meanwhile is not acted on blindly.
    """
    if shown.kind == "quote":
        return tuple(step for step in _quote_steps(shown) if actor.roles & type(step).may)
    # a customer takes an order back by writing, where a person reads why
    return () if actor.is_contact else _order_steps(shown)


def _quote_steps(shown: DocumentOutcome) -> tuple[Command, ...]:
    if shown.status == Status.PENDING_APPROVAL:
        return ()
    if shown.quote_state == QuoteState.DRAFT:
        return (SendQuote(quote_no=shown.number),)
    if shown.quote_state in (QuoteState.SENT, QuoteState.ACCEPTED, QuoteState.PARTLY_WON):
        return (
            AcceptQuote(quote_no=shown.number, version=shown.version),
            DeclineQuote(quote_no=shown.number),
        )
    if shown.quote_state == QuoteState.EXPIRED:
        return (RenewQuote(quote_no=shown.number),)
    return ()


def _order_steps(shown: DocumentOutcome) -> tuple[Command, ...]:
    if shown.kind != "order":
        return ()
    if shown.status == Status.OPEN:
        return (
            ConfirmOrder(order_no=shown.number, version=shown.version),
            CancelOrder(order_no=shown.number),
        )
    if shown.status == Status.RELEASED:
        return (
            PostShipment(order_no=shown.number),
            ReopenOrder(order_no=shown.number),
            CancelOrder(order_no=shown.number),
        )
    return ()
