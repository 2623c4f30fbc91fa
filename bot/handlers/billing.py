"""Invoices: what was posted, and where it went."""

from bot.handlers.extract import facts_of, lines_of, paper_of, totals_of
from bot.handlers.fulfilment import shipped_reply
from bot.handlers.handling import handles
from bot.handlers.sales import awaits_approval
from bot.reply import Reply, Table
from domain.posting.assigning import AssignCharge, assign_charge
from domain.posting.corrections import CancelInvoice
from domain.posting.invoice import (
    InvoicePosted,
    PostInvoice,
    ShipAndInvoice,
    post_invoice,
    ship_and_invoice,
)
from domain.posting.ship import ShipmentPosted
from domain.sales.orders import OrderAwaitsApproval
from domain.work import Work
from templates.pages import day, figure, money


@handles(PostInvoice)
def invoice_posted(command: PostInvoice, work: Work) -> Reply:
    done = post_invoice(command, work)
    if isinstance(done, OrderAwaitsApproval):
        return awaits_approval(done, work)
    return _posted(done)


@handles(AssignCharge)
def charge_assigned(command: AssignCharge, work: Work) -> Reply:
    done = assign_charge(command, work)
    rows = tuple(
        (part.document_no, part.item_no, figure(part.amount, done.currency)) for part in done.parts
    )
    rest = f"{money(done.rest, done.currency)} are not assigned yet."
    return Reply(
        text=f"{money(done.amount, done.currency)} of {done.item_no} on {done.document_no}:",
        lines=Table(head=("On", "Item", "Share"), rows=rows, numeric=(2,)),
        notes=(rest,) if done.rest else (),
        document_no=done.document_no,
        customer_no=done.customer_no,
    )


@handles(ShipAndInvoice)
def shipped_and_invoiced(command: ShipAndInvoice, work: Work) -> Reply:
    done = ship_and_invoice(command, work)
    if isinstance(done, OrderAwaitsApproval):
        return awaits_approval(done, work)
    if isinstance(done, ShipmentPosted):
        return shipped_reply(done, work)
    return _posted(done)


def _posted(posted: InvoicePosted) -> Reply:
    shipped = f" Shipment {posted.shipment_no} is posted too." if posted.shipment_no else ""
    mailed = f"The invoice goes to {posted.recipient}." if posted.recipient else ""
    return Reply(
        text=(
            f"Invoice {posted.invoice_no} for {posted.customer_name} is posted, due "
            f"{day(posted.due_date)}.{shipped}"
        ),
        would=(
            f"I would post invoice {posted.invoice_no} for {posted.customer_name}, due "
            f"{day(posted.due_date)}."
        ),
        way_back=CancelInvoice(invoice_no=posted.invoice_no),
        facts=facts_of(posted.paper),
        lines=lines_of(posted.paper),
        totals=totals_of(posted.paper),
        notes=(*posted.notices, *((mailed,) if mailed else ())),
        papers=(paper_of(posted.paper),),
        document_no=posted.invoice_no,
        customer_no=posted.customer_no,
    )
