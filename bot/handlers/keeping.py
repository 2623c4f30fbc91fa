"""Keeping documents in order: holding, closing short, deleting, and looking at posted papers."""

from bot.handlers.extract import facts_of, lines_of, paper_of, totals_of, voice_in
from bot.handlers.handling import handles
from bot.handlers.sales import awaits_approval, document_reply, thanks
from bot.reply import Reply, Table
from domain.posting.copying import CopyDocument, copy_document
from domain.posting.direct import CreateInvoice, create_invoice
from domain.posting.navigate import Navigate, ShowPosted, navigate, show_posted
from domain.said import said, together
from domain.sales.closing import CloseShort, close_short
from domain.sales.documents import Kind
from domain.sales.keeping import (
    DeleteDocument,
    HoldOrder,
    ResumeOrder,
    delete_document,
    hold_order,
    resume_order,
)
from domain.work import Work
from templates.pages import figure


@handles(HoldOrder)
def order_held(command: HoldOrder, work: Work) -> Reply:
    held = hold_order(command, work)
    why = f": {held.reason}" if held.reason else ""
    return Reply(
        text=f"Order {held.number} is on hold{why}. Nothing is shipped or invoiced meanwhile.",
        way_back=ResumeOrder(order_no=held.number),
        document_no=held.number,
        customer_no=held.customer_no,
    )


@handles(ResumeOrder)
def order_resumed(command: ResumeOrder, work: Work) -> Reply:
    resumed = resume_order(command, work)
    return document_reply(f"Order {resumed.number} goes on.", resumed, work)


@handles(CloseShort)
def closed_short(command: CloseShort, work: Work) -> Reply:
    closed = close_short(command, work)
    return document_reply(
        f"What was still outstanding on {closed.number} is given up.", closed, work
    )


@handles(DeleteDocument)
def document_deleted(command: DeleteDocument, work: Work) -> Reply:
    deleted = delete_document(command, work)
    return Reply(
        text=f"{deleted.document_no} for {deleted.customer_name} is deleted.",
        would=f"I would delete {deleted.document_no} for {deleted.customer_name}.",
        customer_no=deleted.customer_no,
    )


@handles(CreateInvoice)
def invoice_drafted(command: CreateInvoice, work: Work) -> Reply:
    drafted = create_invoice(command, work)
    return document_reply(
        f"Draft invoice {drafted.number} for {drafted.customer_name}.", drafted, work
    )


@handles(CopyDocument)
def document_copied(command: CopyDocument, work: Work) -> Reply:
    copied = copy_document(command, work)
    if copied.approvers:
        return awaits_approval(copied, work)
    if work.actor.is_contact and copied.kind == Kind.ORDER:
        repeats = said("It repeats {number}.", number=copied.source_no)
        return document_reply(together((thanks(copied), repeats), " "), copied, work)
    return document_reply(
        f"{copied.kind.capitalize()} {copied.number} for {copied.customer_name}, copied from "
        f"{copied.source_no}.",
        copied,
        work,
    )


@handles(ShowPosted)
def posted_shown(command: ShowPosted, work: Work) -> Reply:
    shown = show_posted(command, work)
    parcel = f"{shown.shipping_agent} {shown.tracking_no}".strip()
    voice = voice_in(work.source.language)
    return Reply(
        text=said("{number} for {customer}.", number=shown.number, customer=shown.customer_name),
        facts=(*facts_of(shown.paper, voice), *((("Parcel", parcel),) if parcel else ())),
        lines=lines_of(shown.paper, voice),
        totals=totals_of(shown.paper, voice),
        papers=(paper_of(shown.paper),),
        document_no=shown.number,
        customer_no=shown.customer_no,
    )


@handles(Navigate)
def navigated(command: Navigate, work: Work) -> Reply:
    found = navigate(command, work)
    papers = ", ".join(f"{paper.kind.replace('_', ' ')} {paper.number}" for paper in found.papers)
    rows = tuple(
        (
            one.document_no,
            one.account_no,
            one.name,
            figure(one.amount, work.setup.currency) if one.amount > 0 else "",
            figure(-one.amount, work.setup.currency) if one.amount < 0 else "",
        )
        for one in found.amounts
    )
    counts = ", ".join(f"{one.count} in {one.ledger}" for one in found.entries)
    head = ("Paper", "Account", "Name", "Debit", "Credit")
    return Reply(
        text=f"What belongs to {found.number} of {found.customer_name}: {papers}.",
        lines=Table(head=head, rows=rows, numeric=(3, 4)) if rows else None,
        notes=(f"Entries: {counts}.",) if counts else (),
        document_no=found.number,
        customer_no=found.customer_no,
    )
