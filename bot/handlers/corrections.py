"""Taking back: cancelled invoices, credit memos, returns."""

from dataclasses import replace

from bot.handlers.extract import facts_of, paper_of, totals_of
from bot.handlers.handling import handles
from bot.handlers.sales import awaits_approval, document_reply
from bot.reply import Button, Reply, Table, Tone
from domain.posting.correcting import (
    CorrectInvoice,
    DifferencePosted,
    InvoiceReplaced,
    correct_invoice,
)
from domain.posting.corrections import CancelInvoice, cancel_invoice
from domain.posting.rebilling import CancelCreditMemo, CreditMemoCancelled, cancel_credit_memo
from domain.posting.return_credits import (
    CreditPosted,
    CreditReturn,
    GrantAllowance,
    ReplaceReturned,
    credit_return,
    grant_allowance,
    replace_returned,
)
from domain.posting.returning import (
    CorrectiveCreditMemo,
    CreateReturn,
    ReturnCreated,
    corrective_credit_memo,
    create_return,
)
from domain.posting.returns import ReceiveReturn, receive_return
from domain.posting.wishes import WishNoted
from domain.said import said
from domain.sales.orders import OrderAwaitsApproval
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
        would=(
            f"I would cancel invoice {cancelled.document_no} by credit memo "
            f"{cancelled.credit_memo_no}."
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
    reply = _announced(f"Return {made.document_no} of {made.source_no} is announced.", made)
    if not work.actor.roles & ReceiveReturn.may:
        return reply
    arrived = Button(
        label="The goods are back",
        command=ReceiveReturn(return_no=made.document_no),
        tone=Tone.PRIMARY,
        confirm=f"Take all goods of {made.document_no} into stock?",
    )
    return replace(reply, buttons=(arrived,))


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
            text=said(
                "We have noted your wish about {number}. A colleague looks at it and answers you.",
                number=noted.document_no,
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


@handles(CorrectInvoice)
def invoice_corrected(command: CorrectInvoice, work: Work) -> Reply:
    corrected = correct_invoice(command, work)
    if isinstance(corrected, WishNoted):
        return wish_noted(corrected, work)
    if isinstance(corrected, InvoiceReplaced):
        replaced = f" and drafted anew as {corrected.draft_no}" if corrected.draft_no else ""
        return Reply(
            text=(
                f"Invoice {corrected.document_no} is cancelled by "
                f"{corrected.cancelled.credit_memo_no}{replaced}."
            ),
            would=(
                f"I would cancel invoice {corrected.document_no} by "
                f"{corrected.cancelled.credit_memo_no}"
                f"{' and draft it anew' if corrected.draft_no else ''}."
            ),
            notes=corrected.cancelled.notices,
            papers=(paper_of(corrected.cancelled.paper),),
            document_no=corrected.draft_no or corrected.document_no,
            customer_no=corrected.cancelled.customer_no,
        )
    reply = _posted(
        f"The difference to {corrected.document_no} is posted as {corrected.posted_no}.", corrected
    )
    would = f"I would post the difference to {corrected.document_no} as {corrected.posted_no}."
    return replace(reply, would=would)


@handles(CancelCreditMemo)
def credit_memo_cancelled(command: CancelCreditMemo, work: Work) -> Reply:
    cancelled = cancel_credit_memo(command, work)
    if isinstance(cancelled, WishNoted):
        return wish_noted(cancelled, work)
    return _posted(
        f"Credit memo {cancelled.document_no} is cancelled by invoice {cancelled.invoice_no}.",
        cancelled,
    )


@handles(ReceiveReturn)
def return_received(command: ReceiveReturn, work: Work) -> Reply:
    received = receive_return(command, work)
    return Reply(
        text=f"The goods of {received.document_no} are back: {received.receipt_no}.",
        notes=received.notices,
        buttons=(
            Button(
                label="Credit it",
                command=CreditReturn(return_no=received.document_no),
                tone=Tone.PRIMARY,
                confirm=f"Post the credit memo for {received.document_no}?",
            ),
        )
        if work.actor.roles & CreditReturn.may
        else (),
        papers=(paper_of(received.paper),) if received.paper else (),
        document_no=received.document_no,
        customer_no=received.customer_no,
    )


@handles(CreditReturn)
def return_credited(command: CreditReturn, work: Work) -> Reply:
    credited = credit_return(command, work)
    return _posted(f"{credited.document_no} is credited: {credited.credit_memo_no}.", credited)


@handles(GrantAllowance)
def allowance_granted(command: GrantAllowance, work: Work) -> Reply:
    granted = grant_allowance(command, work)
    return _posted(f"An allowance is credited: {granted.credit_memo_no}.", granted)


@handles(ReplaceReturned)
def returned_replaced(command: ReplaceReturned, work: Work) -> Reply:
    order = replace_returned(command, work)
    if isinstance(order, OrderAwaitsApproval):
        return awaits_approval(order, work)
    return document_reply(f"Order {order.number} replaces what came back.", order, work)


def _posted(text: str, posted: CreditPosted | CreditMemoCancelled | DifferencePosted) -> Reply:
    mailed = (f"It goes to {posted.recipient}.",) if posted.recipient else ()
    return Reply(
        text=text,
        facts=facts_of(posted.paper),
        totals=totals_of(posted.paper),
        notes=(*posted.notices, *mailed),
        papers=(paper_of(posted.paper),),
        document_no=posted.paper.number,
        customer_no=posted.customer_no,
    )
