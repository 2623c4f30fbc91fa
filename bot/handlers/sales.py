"""Quotes and orders: call one domain function, word what happened, offer the next steps."""

from dataclasses import replace
from itertools import chain, repeat

from bot.handlers.extract import facts_of, lines_of, paper_of, totals_of, voice_in
from bot.handlers.handling import handles
from bot.reply import Button, Reply, Table, Tone
from bot.retelling import retold
from bot.wording import command_button
from domain.said import Said, said
from domain.sales.changes import ChangeDocument, DocumentChanged, change_document
from domain.sales.copies import SendDocument, send_document
from domain.sales.documents import DocumentOutcome, DocumentWaits
from domain.sales.going_back import change_back
from domain.sales.header_changes import ChangeHeader, change_header
from domain.sales.keeping import DeleteDocument
from domain.sales.orders import (
    CancelOrder,
    ConfirmOrder,
    CreateOrder,
    OrderAwaitsApproval,
    ReopenOrder,
    cancel_order,
    confirm_order,
    create_order,
    reopen_order,
)
from domain.sales.quotes import (
    AcceptQuote,
    CreateQuote,
    DeclineQuote,
    IssueQuote,
    QuoteAwaitsApproval,
    RenewQuote,
    SendQuote,
    accept_quote,
    create_quote,
    decline_quote,
    issue_quote,
    renew_quote,
    send_quote,
)
from domain.sales.showing import ShowDocument, ShowDocuments, show_document, show_documents
from domain.sales.typing_vat import TypeVat, type_vat
from domain.steps import next_commands
from domain.work import Work
from templates.pages import day, money


@handles(CreateQuote)
def quote_created(command: CreateQuote, work: Work) -> Reply:
    made = create_quote(command, work)
    if isinstance(made, QuoteAwaitsApproval):
        return _quote_noted(made, work) if work.actor.is_contact else awaits_approval(made, work)
    if work.actor.is_contact:
        reply = document_reply(
            said(
                "Thank you for your enquiry. Here is our quote {number}. To order, simply "
                "answer this mail with a yes.",
                number=made.number,
            ),
            made,
            work,
        )
        return replace(reply, way_back=DeclineQuote(quote_no=made.number))
    reply = document_reply(f"Quote {made.number} for {made.customer_name}.", made, work)
    return replace(reply, way_back=DeleteDocument(document_no=made.number))


@handles(SendQuote)
def quote_sent(command: SendQuote, work: Work) -> Reply:
    sent = send_quote(command, work)
    if isinstance(sent, QuoteAwaitsApproval):
        return awaits_approval(sent, work)
    return _brief(f"Quote {sent.number} is on its way to {sent.recipient}.", sent, work)


@handles(IssueQuote)
def quote_issued(command: IssueQuote, work: Work) -> Reply:
    issued = issue_quote(command, work)
    if isinstance(issued, QuoteAwaitsApproval):
        return awaits_approval(issued, work)
    return _brief(f"Quote {issued.number} is issued.", issued, work)


@handles(AcceptQuote)
def quote_accepted(command: AcceptQuote, work: Work) -> Reply:
    accepted = accept_quote(command, work)
    text = f"Quote {accepted.quote_no} is now order {accepted.order_no}."
    if work.actor.is_contact:
        text = thanks(accepted)
    reply = document_reply(text, accepted, work)
    return replace(reply, way_back=CancelOrder(order_no=accepted.order_no))


@handles(DeclineQuote)
def quote_declined(command: DeclineQuote, work: Work) -> Reply:
    declined = decline_quote(command, work)
    text = said("Quote {number} is closed: declined.", number=declined.number)
    reply = _brief(text, declined, work)
    return replace(
        reply,
        would=f"I would close quote {declined.number} as declined.",
        way_back=RenewQuote(quote_no=declined.number),
    )


@handles(RenewQuote)
def quote_renewed(command: RenewQuote, work: Work) -> Reply:
    renewed = renew_quote(command, work)
    return document_reply(f"Quote {renewed.number} is renewed at today's prices.", renewed, work)


@handles(CreateOrder)
def order_created(command: CreateOrder, work: Work) -> Reply:
    made = create_order(command, work)
    if isinstance(made, OrderAwaitsApproval):
        return _order_noted(made, work) if work.actor.is_contact else awaits_approval(made, work)
    text = f"Order {made.number} for {made.customer_name}."
    if work.actor.is_contact:
        text = thanks(made)
    reply = document_reply(text, made, work)
    return replace(reply, way_back=CancelOrder(order_no=made.number))


@handles(ConfirmOrder)
def order_confirmed(command: ConfirmOrder, work: Work) -> Reply:
    confirmed = confirm_order(command, work)
    if isinstance(confirmed, OrderAwaitsApproval):
        return awaits_approval(confirmed, work)
    amends = f" (amendment {confirmed.amendment})" if confirmed.amendment else ""
    reply = document_reply(f"Order {confirmed.number} is confirmed{amends}.", confirmed, work)
    return replace(reply, way_back=ReopenOrder(order_no=confirmed.number))


@handles(ReopenOrder)
def order_reopened(command: ReopenOrder, work: Work) -> Reply:
    reopened = reopen_order(command, work)
    reply = _brief(f"Order {reopened.number} is open again and can be changed.", reopened, work)
    return replace(
        reply,
        would=f"I would open order {reopened.number} again.",
        way_back=ConfirmOrder(order_no=reopened.number),
    )


@handles(CancelOrder)
def order_cancelled(command: CancelOrder, work: Work) -> Reply:
    cancelled = cancel_order(command, work)
    if isinstance(cancelled, OrderAwaitsApproval):
        return awaits_approval(cancelled, work)
    reply = _brief(said("Order {number} is cancelled.", number=cancelled.number), cancelled, work)
    return replace(
        reply,
        would=f"I would cancel order {cancelled.number}.",
        way_back=ReopenOrder(order_no=cancelled.number),
    )


@handles(ChangeDocument)
def document_changed(command: ChangeDocument, work: Work) -> Reply:
    changed = change_document(command, work)
    if isinstance(changed, (QuoteAwaitsApproval, OrderAwaitsApproval)):
        return awaits_approval(changed, work)
    return _changed(changed, work)


@handles(ChangeHeader)
def header_changed(command: ChangeHeader, work: Work) -> Reply:
    changed = change_header(command, work)
    if isinstance(changed, QuoteAwaitsApproval):
        return awaits_approval(changed, work)
    would = f"I would change {changed.number}: it becomes {changed.customer_name}'s, like this."
    return replace(_changed(changed, work), would=would)


@handles(SendDocument)
def document_sent(command: SendDocument, work: Work) -> Reply:
    sent = send_document(command, work)
    if isinstance(sent, QuoteAwaitsApproval):
        return awaits_approval(sent, work)
    if sent.recipient == work.actor.email:
        reply = _brief(said("Here is {number}.", number=sent.number), sent, work)
        return replace(reply, papers=(paper_of(sent.paper),))
    return _brief(f"{sent.number} is on its way to {sent.recipient}.", sent, work)


@handles(ShowDocument)
def document_shown(command: ShowDocument, work: Work) -> Reply:
    shown = show_document(command, work)
    text = said(
        "{number} for {customer} is {state}.",
        number=shown.number,
        customer=shown.customer_name,
        state=state_of(shown),
    )
    return document_reply(text, shown, work)


@handles(ShowDocuments)
def documents_listed(command: ShowDocuments, work: Work) -> Reply:
    listed = show_documents(command, work)
    if not listed.rows:
        return Reply(text="There is nothing of that kind.")
    language = work.source.language
    rows = tuple(
        (
            row.number,
            row.customer_name,
            day(row.document_date, language),
            retold(row.state, language),
            money(row.total, row.currency, language),
        )
        for row in listed.rows
    )
    table = Table(head=("Number", "Customer", "Date", "State", "Total"), rows=rows, numeric=(4,))
    text = said("{count} documents:", count=len(rows)) if len(rows) > 1 else "1 document:"
    return Reply(text=text, lines=table)


@handles(TypeVat)
def vat_typed(command: TypeVat, work: Work) -> Reply:
    typed = type_vat(command, work)
    against = f"{money(typed.difference, typed.currency)} against our own figure"
    return document_reply(
        f"The VAT {typed.identifier} of {typed.number} is set by hand, {against}.", typed, work
    )


def _changed(changed: DocumentChanged, work: Work) -> Reply:
    """The new version, and in sentences what is different in it."""
    if not changed.changes:
        same = said("{number} stands like that already.", number=changed.number)
        return document_reply(same, changed, work)
    text = said(
        "{number} is changed (version {version}).", number=changed.number, version=changed.version
    )
    reply = document_reply(text, changed, work)
    notes = (*changed.changes, *reply.notes)
    return replace(
        reply,
        would=f"I would change {changed.number} to what follows.",
        notes=notes,
        way_back=change_back(changed.number, work),
    )


def thanks(made: DocumentOutcome) -> str:
    """What a customer reads who has ordered: confirmed at once, or booked and still open."""
    if made.status == "released":
        return said(
            "Thank you for your order. We have booked it as {number} and confirm it as follows; "
            "the order confirmation is attached.",
            number=made.number,
        )
    return said(
        "Thank you for your order. We have booked it as {number} and will confirm it soon.",
        number=made.number,
    )


def state_of(shown: DocumentOutcome) -> str:
    """The state in words: what a quote became, else where the document stands."""
    return (shown.quote_state or shown.status).replace("_", " ")


def next_steps(shown: DocumentOutcome, work: Work) -> tuple[Button, ...]:
    """What the domain says may come next, as buttons; the first is the expected one."""
    return tuple(
        replace(command_button(step), tone=Tone.PRIMARY) if first else command_button(step)
        for first, step in zip(
            chain((True,), repeat(False)), next_commands(shown, work.actor), strict=False
        )
    )


def document_reply(text: str, shown: DocumentOutcome, work: Work) -> Reply:
    """A sentence with the whole document under it, and what may come next."""
    own = work.actor.is_contact
    voice = voice_in(work.source.language)
    if not isinstance(text, Said):
        text = text.replace("..", ".")  # "Kestrel Logistics Inc." at the end of a sentence
    return Reply(
        text=text,
        facts=facts_of(shown.paper, voice)[1 if own else 0 :],  # who they are customers know
        lines=lines_of(shown.paper, voice),
        totals=totals_of(shown.paper, voice),
        notes=shown.notices,
        buttons=next_steps(shown, work),
        papers=(paper_of(shown.paper),),
        document_no=shown.paper.number,
        customer_no=shown.customer_no,
    )


def _order_noted(made: OrderAwaitsApproval, work: Work) -> Reply:
    """A customer's order that somebody has to release: all of it, but no confirmation yet."""
    voice = voice_in(work.source.language)
    return Reply(
        text=said(
            "Thank you for your order. We have noted it as {number}, as follows. A colleague "
            "releases it first; then you get our order confirmation.",
            number=made.number,
        ),
        facts=facts_of(made.paper, voice)[1:],
        lines=lines_of(made.paper, voice),
        totals=totals_of(made.paper, voice),
        notes=made.notices,
        document_no=made.number,
        customer_no=made.customer_no,
        waits=True,
        way_back=CancelOrder(order_no=made.number),
    )


def _quote_noted(made: QuoteAwaitsApproval, work: Work) -> Reply:
    """A customer's enquiry whose offer somebody has to release: what was asked for, no prices."""
    goods = lines_of(made.paper, voice_in(work.source.language))
    return Reply(
        text=said(
            "Thank you for your enquiry. We prepare our quote {number} for what follows. A "
            "colleague looks at it first and sends it to you.",
            number=made.number,
        ),
        lines=Table(head=goods.head[:3], rows=tuple(row[:3] for row in goods.rows), numeric=(2,)),
        document_no=made.number,
        customer_no=made.customer_no,
        waits=True,
    )


def _brief(text: str, shown: DocumentOutcome, work: Work) -> Reply:
    return Reply(
        text=text,
        facts=(
            ("Customer", shown.customer_name),
            ("Total", money(shown.total, shown.currency, work.source.language)),
        ),
        notes=shown.notices,
        buttons=next_steps(shown, work),
        document_no=shown.number,
        customer_no=shown.customer_no,
    )


def awaits_approval(shown: DocumentWaits, work: Work) -> Reply:
    """Whose yes is awaited, and why; a customer only hears that somebody looks at it."""
    if work.actor.is_contact:
        return Reply(
            text=said(
                "Thank you. We have noted your wish about {number}. A colleague looks at it first, "
                "and you will hear from us.",
                number=shown.number,
            ),
            document_no=shown.number,
            waits=True,
        )
    return Reply(
        text=f"{shown.number} waits for the approval of {' and '.join(shown.approvers)}.",
        facts=(
            ("Customer", shown.customer_name),
            ("Net amount", money(shown.net_amount, shown.currency)),
            *((("Why it waits", shown.reason),) if shown.reason else ()),
        ),
        notes=shown.notices,
        document_no=shown.number,
        waits=True,
        customer_no=shown.customer_no,
    )
