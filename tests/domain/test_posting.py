"""Around posting: planning, undoing, closing short, and what the books prove (3.4, 7.6, 8.4)."""

from decimal import Decimal

from sqlalchemy import select, text

from domain.errors import Outcome
from domain.ledger.goods_rows import ItemEntry, ItemEntryState
from domain.ledger.setup import PostingSetup
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.planning import PlanLine, PlanPosting, PostingPlanned
from domain.posting.ship import PostShipment, ShipmentPosted
from domain.posting.undo import ShipmentUndone, UndoShipment
from domain.sales.changes import ChangeDocument
from domain.sales.closing import ClosedShort, CloseShort
from domain.sales.documents import SalesDocument
from domain.sales.lines import LineChange
from domain.sales.orders import CancelOrder, ConfirmOrder, ReopenOrder
from domain.stock.rows import ExpectedMovement
from domain.verifying.everything import findings
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books, discounted, invoice
from tests.domain.test_shipments import confirmed, line, on_hand, ship

D = Decimal


def plan(
    order_no: str, *, to_ship: str | None = None, to_invoice: str | None = None
) -> PlanPosting:
    planned = PlanLine(
        item_no="CHAIR",
        to_ship=None if to_ship is None else D(to_ship),
        to_invoice=None if to_invoice is None else D(to_invoice),
    )
    return PlanPosting(order_no=order_no, lines=(planned,))


def off(desk: Desk) -> list[str]:
    """What the books' own proof says."""
    with desk.database.reading() as session:
        return findings(session)


def demand(desk: Desk) -> Decimal:
    with desk.database.reading() as session:
        return sum(session.scalars(select(ExpectedMovement.open_quantity)), D(0))


def test_planning_a_shipment_plans_its_invoice(desk: Desk) -> None:
    order_no = confirmed(desk)

    told = desk.give(plan(order_no, to_ship="4"), PostingPlanned)

    assert (told.lines[0].to_ship, told.lines[0].to_invoice) == (D(4), D(4))
    desk.give(PostShipment(order_no=order_no), ShipmentPosted, by="wes")
    chair = line(desk, order_no)
    assert (chair.qty_shipped, chair.qty_to_ship, chair.qty_to_invoice) == (D(4), D(6), D(10))
    refused = desk.refused(plan(order_no, to_invoice="11"))
    assert (refused.code, refused.max) == ("cannot_invoice_more", D(10))  # type: ignore[attr-defined]


def test_what_is_planned_is_what_the_invoice_takes(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    desk.give(plan(order_no, to_ship="0", to_invoice="4"), PostingPlanned)

    told = invoice(desk, order_no)

    assert told.total == D("500.00")
    chair = line(desk, order_no)
    assert (chair.qty_invoiced, chair.qty_to_ship, chair.qty_to_invoice) == (D(4), D(6), D(6))


def test_a_shipment_is_undone_as_if_nothing_had_left(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))

    told = desk.give(UndoShipment(shipment_no="ps-shp102001"), ShipmentUndone, by="wes")

    assert told.order_no == order_no
    chair = line(desk, order_no)
    assert (chair.qty_shipped, chair.outstanding, chair.qty_to_ship) == (D(0), D(10), D(10))
    assert on_hand(desk) == D(30)
    with desk.database.reading() as session:
        entries = session.scalars(
            select(ItemEntry).where(ItemEntry.order_no == order_no).order_by(ItemEntry.id)
        ).all()
        assert [entry.quantity for entry in entries] == [D(-4), D(4)]
        assert entries[1].from_entry == entries[0].id
        assert session.get_one(ItemEntryState, entries[1].id).cost == D("240.00")
    assert off(desk) == []


def test_what_is_invoiced_cannot_be_undone_nor_undone_twice(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    invoice(desk, order_no)
    ship(desk, order_no, ("CHAIR", 1))
    desk.give(UndoShipment(shipment_no="PS-SHP102002"), ShipmentUndone, by="wes")

    assert desk.codes(UndoShipment(shipment_no="PS-SHP102001"), by="wes") == ["already_invoiced"]
    assert desk.codes(UndoShipment(shipment_no="PS-SHP102002"), by="wes") == ["not_found"]
    assert off(desk) == []


def test_after_undoing_the_rest_is_shipped_and_billed_as_ever(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(PostingSetup, 1).expected_cost_posting = True
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    desk.give(UndoShipment(shipment_no="PS-SHP102001"), ShipmentUndone, by="wes")

    told = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert (told.total, told.status) == (D("1125.00"), "completed")
    assert books(desk, "PS-SHP102001") == {"7191": D("0.00"), "2111": D("0.00")}
    assert off(desk) == []


def test_closing_short_gives_up_what_is_outstanding(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))

    told = desk.give(CloseShort(order_no=order_no), ClosedShort)

    assert (told.given_up, told.total, told.status) == (
        (("CHAIR", D(6)),),
        D("450.00"),
        "released",
    )
    billed = invoice(desk, order_no)
    assert (billed.total, billed.status) == (D("450.00"), "completed")
    assert off(desk) == []


def test_whoever_cancels_too_late_is_offered_to_close_the_rest(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 10), want("LAMP", 3))
    ship(desk, order_no, ("CHAIR", 4))
    gone = (LineChange(op="remove", item_no="CHAIR"),)

    line_off = desk.refused(ChangeDocument(document_no=order_no, lines=gone, reopen=True))
    all_off = desk.refused(CancelOrder(order_no=order_no))

    assert line_off.remedies() == (CloseShort(order_no=order_no, line_no=10000),)
    assert all_off.remedies() == (CloseShort(order_no=order_no),)
    one = desk.give(line_off.remedies()[0], ClosedShort)
    rest = desk.give(all_off.remedies()[0], ClosedShort)
    assert (one.given_up, rest.given_up) == ((("CHAIR", D(6)),), (("LAMP", D(3)),))


def test_demand_follows_shipping_closing_reopening_undoing_and_cancelling(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 12))
    seen = [demand(desk)]
    ship(desk, order_no, ("CHAIR", 5))
    seen.append(demand(desk))
    desk.give(CloseShort(order_no=order_no), ClosedShort)
    seen.append(demand(desk))
    desk.give(ReopenOrder(order_no=order_no), Outcome)
    seen.append(demand(desk))
    desk.give(UndoShipment(shipment_no="PS-SHP102001"), ShipmentUndone, by="wes")
    seen.append(demand(desk))
    desk.give(CancelOrder(order_no=order_no), Outcome)
    seen.append(demand(desk))

    assert seen == [D(12), D(7), D(0), D(7), D(12), D(0)]


def test_a_shipped_line_is_raised_at_a_new_price_and_not_lowered(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 3))
    ship(desk, order_no, ("CHAIR", 3))
    desk.give(ReopenOrder(order_no=order_no), Outcome)

    def change(quantity: int, price: str | None = None) -> ChangeDocument:
        wanted = LineChange(
            op="set",
            item_no="CHAIR",
            quantity=D(quantity),
            unit_price=None if price is None else D(price),
        )
        return ChangeDocument(document_no=order_no, lines=(wanted,))

    desk.give(change(5, "120"), Outcome)

    assert line(desk, order_no).line_amount == D("600.00")
    assert demand(desk) == D(2)
    assert desk.codes(change(2)) == ["quantity_below_shipped"]


def test_an_order_cut_to_what_was_shipped_is_done_with_its_invoice(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    desk.give(ReopenOrder(order_no=order_no), Outcome)
    change = LineChange(op="set", item_no="CHAIR", quantity=D(4))
    desk.give(ChangeDocument(document_no=order_no, lines=(change,)), Outcome)
    desk.give(ConfirmOrder(order_no=order_no), Outcome)

    assert invoice(desk, order_no).status == "completed"


def test_a_quote_cannot_be_posted(desk: Desk) -> None:
    quote = desk.quote()

    assert desk.codes(PostInvoice(document_no=quote.number)) == ["not_postable"]
    assert desk.codes(PostShipment(order_no=quote.number)) == ["not_postable"]


def test_a_document_waiting_for_approval_is_not_posted(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 20), by="sally")
    desk.give(ConfirmOrder(order_no=order.number), Outcome, by="sally")

    assert desk.codes(PostShipment(order_no=order.number)) == ["must_be_approved_first"]


def test_the_proof_finds_what_somebody_tampered_with(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    invoice(desk, order_no)
    assert off(desk) == []
    with desk.database.writing() as session:
        if not desk.database.is_sqlite:  # whoever may do this can go round the triggers
            session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in (
            "UPDATE gl_entry SET amount = amount + 1 WHERE account_no = '5610'",
            "UPDATE stock_balance SET on_hand = on_hand + 1 WHERE item_no = 'LAMP'",
            "UPDATE customer_entry_state SET remaining = remaining - 1",
            "UPDATE sales_line SET qty_shipped = qty_shipped + 1",
            "UPDATE number_series SET last_used = 'PS-INV103002' WHERE code = 'posted_invoice'",
        ):
            session.execute(text(statement))

    found = off(desk)

    assert any("PS-INV103001: debits and credits" in each for each in found)
    assert any(each.startswith("LAMP MAIN: ") for each in found)
    assert any(each.startswith("PS-INV103001: ") for each in found)
    assert any(f"{order_no}: the shipped quantity" in each for each in found)
    assert any(each.startswith("PS-INV103002: ") for each in found)


def test_a_cancelled_order_is_reopened_before_it_is_posted(desk: Desk) -> None:
    order_no = confirmed(desk)
    desk.give(CancelOrder(order_no=order_no), Outcome)

    refused = desk.refused(PostShipment(order_no=order_no))

    assert refused.code == "status_not_open"
    assert refused.remedies() == (ReopenOrder(order_no=order_no),)
    with desk.database.reading() as session:
        assert session.get_one(SalesDocument, order_no).status == "cancelled"


def test_a_new_price_holds_for_what_is_not_invoiced_yet(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    first = invoice(desk, order_no)
    change = LineChange(op="set", item_no="CHAIR", unit_price=D(90))
    wanted = ChangeDocument(document_no=order_no, lines=(change,), reopen=True)

    desk.give(wanted, Outcome)
    desk.give(ConfirmOrder(order_no=order_no), Outcome)
    last = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert line(desk, order_no).line_amount == D("940.00")
    assert (first.net_amount, last.net_amount) == (D("400.00"), D("540.00"))
    assert last.status == "completed"
    assert off(desk) == []
