"""Shipping: what left, what is still outstanding, and taking a shipment back."""

from bot.handlers.extract import paper_of
from bot.handlers.handling import handles
from bot.handlers.sales import awaits_approval
from bot.reply import Button, Reply, Table, Tone
from domain.posting.invoice import PostInvoice
from domain.posting.ship import PostShipment, ShipmentPosted, post_shipment
from domain.posting.undo import UndoShipment, undo_shipment
from domain.sales.orders import OrderAwaitsApproval
from domain.work import Work
from templates.pages import quantity


@handles(PostShipment)
def shipment_posted(command: PostShipment, work: Work) -> Reply:
    shipped = post_shipment(command, work)
    if isinstance(shipped, OrderAwaitsApproval):
        return awaits_approval(shipped, work)
    return shipped_reply(shipped, work)


def shipped_reply(shipped: ShipmentPosted, work: Work) -> Reply:
    """What left, what is still outstanding, and what may come next."""
    rest = "" if shipped.complete else " The rest is still outstanding."
    number = shipped.shipment_no or "services only"
    about = f"of order {shipped.order_no} for {shipped.customer_name}."
    back = UndoShipment(shipment_no=shipped.shipment_no) if shipped.shipment_no else None
    return Reply(
        text=f"Shipped {number} {about}{rest}",
        would=f"I would ship this as {number} {about}",
        way_back=back,
        lines=_shipped(shipped),
        notes=(*shipped.notices, *_mailed(shipped.recipient)),
        buttons=_after_shipping(shipped, work),
        papers=(paper_of(shipped.paper),) if shipped.paper else (),
        document_no=shipped.order_no,
        customer_no=shipped.customer_no,
    )


@handles(UndoShipment)
def shipment_undone(command: UndoShipment, work: Work) -> Reply:
    undone = undo_shipment(command, work)
    back = tuple((item, f"{quantity(amount)} {unit}") for item, amount, unit in undone.lines)
    return Reply(
        text=(
            f"Shipment {undone.shipment_no} is undone; the goods are in stock again and "
            f"outstanding on {undone.order_no}."
        ),
        would=f"I would take shipment {undone.shipment_no} of {undone.order_no} back.",
        lines=Table(head=("Item", "Back"), rows=back, numeric=(1,)) if back else None,
        document_no=undone.order_no,
        customer_no=undone.customer_no,
    )


def _shipped(shipped: ShipmentPosted) -> Table:
    rows = tuple(
        (
            line.item_no,
            line.description,
            f"{quantity(line.quantity)} {line.unit}",
            f"{quantity(line.outstanding)} {line.unit}" if line.outstanding else "–",
        )
        for line in shipped.lines
    )
    return Table(head=("Item", "Description", "Shipped", "Outstanding"), rows=rows, numeric=(2, 3))


def _after_shipping(shipped: ShipmentPosted, work: Work) -> tuple[Button, ...]:
    """Offer what the actor may do next: bill it, or take it back."""
    buttons = []
    if work.actor.roles & PostInvoice.may:
        buttons.append(
            Button(
                label="Post the invoice",
                command=PostInvoice(document_no=shipped.order_no),
                tone=Tone.PRIMARY,
                confirm=f"Post the invoice for what was shipped of {shipped.order_no}?",
            )
        )
    if shipped.shipment_no and work.actor.roles & UndoShipment.may:
        buttons.append(
            Button(
                label="Undo the shipment",
                command=UndoShipment(shipment_no=shipped.shipment_no),
                tone=Tone.DANGER,
                confirm=f"Take shipment {shipped.shipment_no} back?",
            )
        )
    return tuple(buttons)


def _mailed(recipient: str) -> tuple[str, ...]:
    return (f"The delivery note goes to {recipient}.",) if recipient else ()
