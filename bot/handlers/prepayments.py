"""Prepayments: what is asked in advance, posted, and given back."""

from bot.handlers.extract import facts_of, paper_of, totals_of
from bot.handlers.handling import handles
from bot.reply import Button, Reply, Tone
from domain.posting.prepayment import (
    CreditPrepayment,
    PostPrepayment,
    PrepaymentPosted,
    SetPrepayment,
    credit_prepayment,
    post_prepayment,
    set_prepayment,
)
from domain.work import Work
from templates.pages import money


@handles(SetPrepayment)
def prepayment_set(command: SetPrepayment, work: Work) -> Reply:
    asked = set_prepayment(command, work)
    buttons = (
        Button(
            label="Post the prepayment invoice",
            command=PostPrepayment(order_no=asked.order_no),
            tone=Tone.PRIMARY,
            confirm=f"Post the prepayment invoice for {asked.order_no}?",
        ),
    )
    return Reply(
        text=f"{money(asked.total, asked.currency)} of {asked.order_no} is to be paid in advance.",
        facts=(("Still to invoice", money(asked.to_invoice, asked.currency)),),
        buttons=buttons if asked.to_invoice else (),
        document_no=asked.order_no,
        customer_no=asked.customer_no,
    )


@handles(PostPrepayment)
def prepayment_posted(command: PostPrepayment, work: Work) -> Reply:
    return _posted(post_prepayment(command, work), "is posted")


@handles(CreditPrepayment)
def prepayment_credited(command: CreditPrepayment, work: Work) -> Reply:
    return _posted(credit_prepayment(command, work), "gives it back")


def _posted(posted: PrepaymentPosted, what: str) -> Reply:
    mailed = (f"It goes to {posted.recipient}.",) if posted.recipient else ()
    return Reply(
        text=f"{posted.document_no} for {posted.order_no} of {posted.customer_name} {what}.",
        facts=facts_of(posted.paper),
        totals=totals_of(posted.paper),
        notes=(*posted.notices, *mailed),
        papers=(paper_of(posted.paper),),
        document_no=posted.order_no,
        customer_no=posted.customer_no,
    )
