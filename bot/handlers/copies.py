"""Copies of posted papers: what is sent, and how a bill stands meanwhile."""

from bot.handlers.extract import paper_of
from bot.handlers.handling import handles
from bot.reply import Reply
from domain.posting.posted_copies import SendPosted, send_posted
from domain.receivables.asked import Asked, asked_for
from domain.work import Work
from templates.pages import day, money


@handles(SendPosted)
def posted_sent(command: SendPosted, work: Work) -> Reply:
    sent = send_posted(command, work)
    kind = sent.kind.replace("-", " ")
    asked = asked_for(work.session, sent.number, on=work.today)
    if sent.recipient:
        text = f"{kind.capitalize()} {sent.number} is on its way to {sent.recipient}."
    else:
        text = f"Here is {kind} {sent.number}."
    return Reply(
        text=text,
        facts=_standing(asked) if asked else (),
        papers=() if sent.recipient else (paper_of(sent.paper),),
        pay_link=sent.paper.pay_link if asked and asked.payable and not sent.recipient else "",
        document_no=sent.number,
        customer_no=sent.customer_no,
    )


def _standing(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Whether a bill is paid, and what is open of it."""
    if not asked.payable:
        return (("State", asked.state.value),)
    return (
        ("State", asked.state.value),
        ("Open", money(asked.open, asked.currency)),
        ("Due", day(asked.due)),
    )
