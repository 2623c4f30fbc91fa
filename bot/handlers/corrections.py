"""Taking back: cancelled invoices, credit memos, returns."""

from bot.handlers.extract import facts_of, paper_of, totals_of
from bot.handlers.handling import handles
from bot.reply import Reply, Table
from domain.posting.corrections import CancelInvoice, cancel_invoice
from domain.posting.returning import (
    CorrectiveCreditMemo,
    CreateReturn,
    ReturnCreated,
    corrective_credit_memo,
    create_return,
)
from domain.posting.wishes import WishNoted
from domain.work import Work
from templates.pages import quantity


@handles(CancelInvoice)
def invoice_cancelled(command: CancelInvoice, work: Work) -> Reply:
    cancelled = cancel_invoice(command, work)
    if isinstance(cancelled, WishNoted):
        return wish_noted(cancelled, work)
    goods = " The goods are in stock again." if cancelled.restored else ""
    mailed = f"The credit memo goes to {cancelled.recipient}." if cancelled.recipient else ""
    return Reply(
        text=(
            f"Invoice {cancelled.document_no} is cancelled by credit memo "
            f"{cancelled.credit_memo_no}.{goods}"
        ),
        facts=facts_of(cancelled.paper),
        totals=totals_of(cancelled.paper),
        notes=(*cancelled.notices, *((mailed,) if mailed else ())),
        papers=(paper_of(cancelled.paper),),
        document_no=cancelled.credit_memo_no,
        customer_no=cancelled.customer_no,
    )


@handles(CreateReturn)
def return_created(command: CreateReturn, work: Work) -> Reply:
    made = create_return(command, work)
    if isinstance(made, WishNoted):
        return wish_noted(made, work)
    return _announced(f"Return {made.document_no} of {made.source_no} is announced.", made)


@handles(CorrectiveCreditMemo)
def credit_memo_drafted(command: CorrectiveCreditMemo, work: Work) -> Reply:
    made = corrective_credit_memo(command, work)
    if isinstance(made, WishNoted):
        return wish_noted(made, work)
    return _announced(f"Credit memo {made.document_no} is drafted, to edit and post.", made)


def wish_noted(noted: WishNoted, work: Work) -> Reply:
    """Somebody may only ask for it: whose yes is awaited, or that somebody looks at it."""
    if work.actor.is_contact:
        return Reply(
            text=(
                f"We have noted your wish about {noted.document_no}. A colleague looks at it and "
                "answers you."
            ),
            waits=True,
            document_no=noted.document_no,
        )
    return Reply(
        text=f"To {noted.what} needs the yes of {' or '.join(noted.approvers)}; I have asked.",
        waits=True,
        document_no=noted.document_no,
        customer_no=noted.customer_no,
    )


def _announced(text: str, made: ReturnCreated) -> Reply:
    rows = tuple(
        (line.item_no, line.description, f"{quantity(line.quantity)} {line.unit}", line.settlement)
        for line in made.lines
    )
    return Reply(
        text=text,
        facts=(
            ("Customer", made.customer_name),
            *((("Reason", made.reason),) if made.reason else ()),
        ),
        lines=Table(head=("Item", "Description", "Quantity", "Wanted"), rows=rows, numeric=(2,)),
        document_no=made.document_no,
        customer_no=made.customer_no,
    )
