"""Wrong requests to ship and to bill."""

from datetime import date
from decimal import Decimal

from domain.errors import Command, Outcome
from domain.ledger.accounts import MissingAccount, RoleAccount
from domain.ledger.setup import PostingSetup
from domain.numbering import DateOrderViolation, NumberSeries
from domain.parties.customer_rows import Customer
from domain.parties.terms import PaymentTerms
from domain.posting.advances import PaymentRequired, PrepaymentUnpaid, PrepaymentUnposted
from domain.posting.checks import (
    DropShipmentNotLinked,
    NothingToPost,
    NotPostable,
    ShippingAdviceComplete,
    WarehouseRequired,
)
from domain.posting.direct import OrderRequired
from domain.posting.invoice import PostInvoice, ShipAndInvoice
from domain.posting.planning import PlanLine, PlanPosting
from domain.posting.prepayment import PostPrepayment
from domain.posting.quantities import (
    CannotInvoiceMore,
    CannotShipMore,
    InvoiceMoreThanShipped,
    ShipLine,
    UomImbalance,
)
from domain.posting.ship import PostShipment
from domain.posting.stock_moves import InsufficientStock
from domain.posting.undo import AlreadyInvoiced, AlreadyReturned, UndoShipment
from domain.posting.windows import (
    InventoryPeriodClosed,
    PostingDateNotAllowed,
    PostingPeriodClosed,
)
from domain.sales.changes import ChangeDocument
from domain.sales.lines import SalesLine
from domain.sales.orders import ConfirmOrder, CreateOrder
from domain.sales.states import OrderNotConfirmed
from domain.stock.rows import Location
from tests.domain.desk import Desk, want
from tests.domain.refusals.row import Wrong, setting
from tests.domain.test_invoices import drafted, invoice
from tests.domain.test_prepayments import five_chairs
from tests.domain.test_returns import announce, receive
from tests.domain.test_shipments import confirmed, ship

D = Decimal


def _some(number: str, quantity: int) -> PostShipment:
    return PostShipment(order_no=number, lines=(ShipLine(item_no="CHAIR", quantity=D(quantity)),))


def _company(desk: Desk, **switches: object) -> None:
    setting(desk, PostingSetup, 1, **switches)


def _done(desk: Desk) -> Command:
    number = confirmed(desk)
    desk.give(ShipAndInvoice(order_no=number), Outcome)
    return PostShipment(order_no=number)


def _part_of_a_complete_delivery(desk: Desk) -> Command:
    setting(desk, Customer, "C10000", shipping_advice="complete")
    return _some(confirmed(desk), 6)


def _vendor_delivers(desk: Desk) -> Command:
    number = confirmed(desk)
    setting(desk, SalesLine, (number, 10000), drop_shipment=True)
    return PostShipment(order_no=number)


def _guarded_place(desk: Desk) -> Command:
    setting(desk, Location, "MAIN", require_shipment=True)
    return PostShipment(order_no=confirmed(desk))


def _draft_that_ships_in_parts(desk: Desk) -> Command:
    number = drafted(desk, want("CHAIR", 2)).number
    setting(desk, SalesLine, (number, 10000), qty_to_ship=D(1))
    return PostInvoice(document_no=number)


def _box_of_three_and_a_half(desk: Desk) -> Command:
    number = confirmed(desk, want("CHAIR", 1, unit="BOX"))
    setting(desk, SalesLine, (number, 10000), quantity_base=D(3))
    return PostShipment(order_no=number)


def _more_than_there_is(desk: Desk) -> Command:
    _company(desk, prevent_negative_inventory=True)
    return PostShipment(order_no=confirmed(desk, want("CHAIR", 31)))


def _undo_what_is_billed(desk: Desk) -> Command:
    number = confirmed(desk)
    ship(desk, number, ("CHAIR", 4))
    invoice(desk, number)
    return UndoShipment(shipment_no="PS-SHP102001")


def _undo_what_came_back(desk: Desk) -> Command:
    number = confirmed(desk)
    ship(desk, number, ("CHAIR", 7))
    receive(desk, announce(desk, number, "CHAIR", 4, settlement="redeliver"))
    return UndoShipment(shipment_no="PS-SHP102001")


def _closed(desk: Desk, **until: date) -> Command:
    number = confirmed(desk)
    _company(desk, **until)
    return ShipAndInvoice(order_no=number)


def _earlier_than_the_last_number(desk: Desk) -> Command:
    number = confirmed(desk)
    with desk.database.writing() as session:
        series = session.query(NumberSeries).filter_by(code="posted_invoice").one()
        series.date_order, series.last_date_used = True, date(2026, 3, 5)
    return ShipAndInvoice(order_no=number)


def _account_taken_away(desk: Desk) -> Command:
    number = confirmed(desk)
    with desk.database.writing() as session:
        session.query(RoleAccount).filter_by(role="RECEIVABLES").delete()
    return ShipAndInvoice(order_no=number)


def _prepayment_asked_and_unpaid(desk: Desk) -> Command:
    number = five_chairs(desk)
    desk.give(PostPrepayment(order_no=number), Outcome)
    return PostShipment(order_no=number)


def _goods_before_money(desk: Desk) -> Command:
    setting(desk, PaymentTerms, "COD", pay_before_delivery=True)
    number = desk.order(want("CHAIR", 2, unit_price=D(100)), customer="C40000").number
    desk.give(ConfirmOrder(order_no=number), Outcome)
    return PostShipment(order_no=number)


ROWS = (
    Wrong(
        refusal=NotPostable,
        ask=lambda desk: PostInvoice(document_no=desk.quote().number),
        fact="S-QUO1001 is a quote and cannot be posted.",
        way_out="Make an order of it first.",
    ),
    Wrong(
        refusal=OrderNotConfirmed,
        ask=lambda desk: PostShipment(order_no=desk.order().number),
        fact="Order S-ORD1001 is not confirmed yet.",
        way_out="Confirm it first.",
        remedies=(PostShipment,),
    ),
    Wrong(
        refusal=OrderNotConfirmed,
        ask=lambda desk: PostPrepayment(order_no=desk.order(customer="C50000").number),
        fact="Order S-ORD1001 is not confirmed yet.",
        way_out="Confirm it first.",
        remedies=(ConfirmOrder,),
    ),
    Wrong(
        refusal=NothingToPost,
        ask=_done,
        fact="There is nothing left to post on S-ORD1001.",
        way_out="It is complete; what comes next needs a new order.",
    ),
    Wrong(
        refusal=CannotShipMore,
        ask=lambda desk: _some(confirmed(desk), 11),
        fact="CHAIR: 11 cannot be shipped; 10 are outstanding.",
        way_out="Ship no more than that, or raise the line first.",
    ),
    Wrong(
        refusal=CannotInvoiceMore,
        ask=lambda desk: PlanPosting(
            order_no=confirmed(desk), lines=(PlanLine(item_no="CHAIR", to_invoice=D(11)),)
        ),
        fact="CHAIR: 11 cannot be invoiced; 10 is the most.",
        way_out="Plan to ship more first.",
    ),
    Wrong(
        refusal=InvoiceMoreThanShipped,
        ask=lambda desk: PostInvoice(document_no=confirmed(desk)),
        fact="Nothing of S-ORD1001 is shipped and not yet invoiced.",
        way_out="Ship it first.",
        remedies=(ShipAndInvoice,),
    ),
    Wrong(
        refusal=UomImbalance,
        ask=_box_of_three_and_a_half,
        fact="CHAIR: the quantity in BOX and in PCS would not be complete together.",
        way_out="Please ship the whole rest, or another quantity.",
    ),
    Wrong(
        refusal=ShippingAdviceComplete,
        ask=_part_of_a_complete_delivery,
        fact="S-ORD1001 is to be delivered complete, and this shipment leaves out CHAIR.",
        way_out="Ship everything, or change the order to part deliveries.",
        remedies=(ChangeDocument,),
    ),
    Wrong(
        refusal=DropShipmentNotLinked,
        ask=_vendor_delivers,
        fact="CHAIR on S-ORD1001 is delivered by the vendor, and no purchase order is linked to "
        "it yet.",
        way_out="Leave it out of this shipment until then.",
    ),
    Wrong(
        refusal=WarehouseRequired,
        ask=_guarded_place,
        fact="At MAIN goods leave by warehouse documents only.",
        way_out="Ship from another place, or let an administrator change that.",
    ),
    Wrong(
        refusal=InsufficientStock,
        ask=_more_than_there_is,
        fact="CHAIR: 31 are to leave and 30 lie in stock.",
        way_out="Ship less, or wait for the goods.",
    ),
    Wrong(
        refusal=OrderRequired,
        ask=_draft_that_ships_in_parts,
        fact="S-INV1001 would ship only a part of CHAIR.",
        way_out="Make it an order for that.",
        remedies=(CreateOrder,),
    ),
    Wrong(
        refusal=AlreadyInvoiced,
        ask=_undo_what_is_billed,
        fact="CHAIR of PS-SHP102001 is invoiced already.",
        way_out="Cancel the invoice, or enter a return.",
    ),
    Wrong(
        refusal=AlreadyReturned,
        ask=_undo_what_came_back,
        fact="CHAIR of PS-SHP102001 has come back already.",
        way_out="Enter a return for the rest.",
    ),
    Wrong(
        refusal=PostingDateNotAllowed,
        ask=lambda desk: _closed(desk, allow_from=date(2026, 3, 10)),
        fact="Nothing can be posted on 02 Mar 2026: posting is open from 10 Mar 2026.",
        way_out="An accountant can change that, or choose another posting date.",
    ),
    Wrong(
        refusal=PostingPeriodClosed,
        ask=lambda desk: _closed(desk, vat_from=date(2026, 3, 10)),
        fact="The VAT period of 02 Mar 2026 is closed.",
        way_out="Please post on a later date.",
    ),
    Wrong(
        refusal=InventoryPeriodClosed,
        ask=lambda desk: _closed(desk, inventory_from=date(2026, 3, 10)),
        fact="The inventory period of 02 Mar 2026 is closed.",
        way_out="Please post on a later date.",
    ),
    Wrong(
        refusal=DateOrderViolation,
        ask=_earlier_than_the_last_number,
        fact="Numbers of posted_invoice follow their dates: 02 Mar 2026 lies before 05 Mar 2026, "
        "the date of the last one.",
        way_out="Please post on that day or a later one.",
    ),
    Wrong(
        refusal=MissingAccount,
        ask=_account_taken_away,
        fact="No account is named for receivables for DOMESTIC.",
        way_out="An accountant can add one.",
    ),
    Wrong(
        refusal=PrepaymentUnposted,
        ask=lambda desk: PostShipment(order_no=five_chairs(desk)),
        fact="Order S-ORD1001 needs a prepayment.",
        way_out="Post its prepayment invoice first.",
        remedies=(PostPrepayment,),
    ),
    Wrong(
        refusal=PrepaymentUnpaid,
        ask=_prepayment_asked_and_unpaid,
        fact="The prepayment invoice PP-INV109001 of order S-ORD1001 is not paid yet.",
        way_out="The order goes on when the money is here.",
    ),
    Wrong(
        refusal=PaymentRequired,
        ask=_goods_before_money,
        fact="Order S-ORD1001 is paid before delivery: 200.00 EUR are missing for what is to be "
        "shipped.",
        way_out="Ship less, or wait for the money.",
    ),
)
