"""What a person sees on opening the clerk in Slack: decisions that wait, documents, examples."""

from bot.buttons import Buttons
from bot.channels.home import Recent, Waiting, home_view
from bot.handlers.approvals import approval_card
from domain.approvals.requests import ShowRequests, show_requests
from domain.sales.showing import ShowDocuments, show_documents
from domain.work import Work
from templates.pages import money

_SAYINGS = (
    "quote 20 Nova chairs black for Brandt, 5 % off",
    "order 4 dual motor desks for Harbor Dental, PO 4711",
    "how many docking stations do we have?",
    "what waits for my approval?",
)


def home_of(work: Work, buttons: Buttons) -> dict[str, object]:
    """Draw the Home of the actor."""
    waiting = []
    for request in show_requests(ShowRequests(), work).to_decide:
        card = approval_card(request, None)
        tokens = buttons.offer(
            work.session, card, conversation=f"person:{work.actor.id}", now=work.now
        )
        waiting.append(Waiting(reply=card, tokens=tokens))
    listed = show_documents(ShowDocuments(), work)
    recent = [
        Recent(
            number=row.number,
            about=f"{row.customer_name} · {money(row.total, row.currency)} · {row.state}",
        )
        for row in listed.rows[:8]
    ]
    return home_view(name=work.actor.name, waiting=waiting, recent=recent, sayings=_SAYINGS)
