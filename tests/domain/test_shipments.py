"""Shipping: parts, guards, goods that come back, and what the books say (3.4, 3.5, 7.7, 8.4)."""

from decimal import Decimal

from sqlalchemy import select

from domain.errors import Outcome
from domain.ledger.goods_rows import ItemEntry, ValueEntry
from domain.ledger.setup import PostingRights, PostingSetup
from domain.parties.customer_rows import Customer
from domain.posting.quantities import ShipLine
from domain.posting.ship import PostShipment, ShipmentPosted
from domain.posting.shipment_rows import PostedShipment, PostedShipmentLine
from domain.sales.changes import ChangeDocument
from domain.sales.documents import SalesDocument
from domain.sales.lines import LineChange, LineRequest, SalesLine
from domain.sales.orders import ConfirmOrder, ReopenOrder
from domain.stock.rows import ExpectedMovement, StockBalance
from tests.domain.desk import Desk, want

D = Decimal


def confirmed(desk: Desk, *lines: LineRequest, customer: str = "C10000") -> str:
    """A confirmed order, ten chairs unless lines are given."""
    order = desk.order(*lines, customer=customer)
    desk.give(ConfirmOrder(order_no=order.number), Outcome)
    return order.number


def ship(
    desk: Desk, order_no: str, *parts: tuple[str, int | str], by: str = "wes"
) -> ShipmentPosted:
    lines = tuple(ShipLine(item_no=item, quantity=D(quantity)) for item, quantity in parts)
    return desk.give(PostShipment(order_no=order_no, lines=lines), ShipmentPosted, by=by)


def line(desk: Desk, order_no: str, item_no: str = "CHAIR") -> SalesLine:
    with desk.database.reading() as session:
        query = select(SalesLine).where(SalesLine.document_no == order_no)
        found = session.scalars(query.where(SalesLine.item_no == item_no)).one()
        session.expunge(found)
        return found


def on_hand(desk: Desk, item_no: str = "CHAIR") -> Decimal:
    with desk.database.reading() as session:
        return session.get_one(StockBalance, (item_no, "", "MAIN")).on_hand


def test_four_of_ten_chairs_leave_and_six_stay_outstanding(desk: Desk) -> None:
    order_no = confirmed(desk)

    told = ship(desk, order_no, ("CHAIR", 4))

    assert (told.shipment_no, told.complete) == ("PS-SHP102001", False)
    assert told.lines[0].outstanding == D(6)
    chair = line(desk, order_no)
    assert (chair.qty_shipped, chair.qty_to_ship, chair.qty_to_invoice) == (D(4), D(6), D(10))
    assert on_hand(desk) == D(26)
    with desk.database.reading() as session:
        (entry,) = session.scalars(select(ItemEntry).where(ItemEntry.kind == "sale"))
        assert (entry.quantity, entry.document_no) == (D(-4), "PS-SHP102001")
        (value,) = session.scalars(select(ValueEntry).where(ValueEntry.item_entry_id == entry.id))
        assert (value.cost_expected, value.cost_actual) == (D("-240.00"), D("0.00"))


def test_the_delivery_note_is_frozen_and_sent(desk: Desk) -> None:
    order_no = confirmed(desk)

    told = ship(desk, order_no, ("CHAIR", 4))

    assert told.paper is not None
    assert (told.paper.kind, told.paper.number) == ("delivery-note", "PS-SHP102001")
    shown = told.paper.lines[0]
    assert (shown.quantity, shown.ordered, shown.outstanding) == (D(4), D(10), D(6))
    (letter,) = (row for row in desk.sent() if row["occasion"] == "shipment-posted")
    assert (letter["paper"], letter["number"]) == ("delivery-note", "PS-SHP102001")


def test_more_than_is_outstanding_cannot_be_shipped(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    seven = PostShipment(order_no=order_no, lines=(ShipLine(item_no="CHAIR", quantity=D(7)),))

    refused = desk.refused(seven, by="wes")

    assert (refused.code, refused.max) == ("cannot_ship_more", D(6))  # type: ignore[attr-defined]
    minus = PostShipment(order_no=order_no, lines=(ShipLine(item_no="CHAIR", quantity=D(-1)),))
    assert desk.codes(minus, by="wes") == ["cannot_ship_more"]


def test_a_line_is_not_set_below_what_was_shipped(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    desk.give(ReopenOrder(order_no=order_no), Outcome)

    def changed(op: str, quantity: int | None) -> ChangeDocument:
        wanted = None if quantity is None else D(quantity)
        change = LineChange(op=op, item_no="CHAIR", quantity=wanted)
        return ChangeDocument(document_no=order_no, lines=(change,))

    assert desk.codes(changed("set", 3)) == ["quantity_below_shipped"]
    assert desk.codes(changed("remove", None)) == ["quantity_below_shipped"]
    desk.give(changed("set", 4), Outcome)
    assert line(desk, order_no).outstanding == D(0)


def test_a_box_leaves_the_stock_in_pieces(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 3, unit="BOX"))

    ship(desk, order_no, ("CHAIR", 1))

    assert on_hand(desk) == D(26)
    with desk.database.reading() as session:
        shipped = session.scalars(select(PostedShipmentLine)).one()
        assert (shipped.quantity, shipped.quantity_base) == (D(1), D(4))


def test_packings_and_pieces_are_complete_together_or_not_at_all(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 1, unit="BOX"))
    with desk.database.writing() as session:
        session.scalars(select(SalesLine)).one().quantity_base = D(3)
    most = PostShipment(order_no=order_no)

    assert desk.codes(most, by="wes") == ["uom_imbalance"]


def test_goods_that_come_back_with_an_order_are_received(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 6), want("CHAIR", -1))

    told = desk.give(PostShipment(order_no=order_no), ShipmentPosted, by="wes")

    assert (told.shipment_no, told.receipt_no) == ("PS-SHP102001", "PS-RCT107001")
    assert on_hand(desk) == D(25)


def test_services_need_no_shipment(desk: Desk) -> None:
    order_no = confirmed(desk, want("INSTALL", 3))

    told = desk.give(PostShipment(order_no=order_no), ShipmentPosted, by="wes")

    assert (told.shipment_no, told.paper) == ("", None)
    assert line(desk, order_no, "INSTALL").qty_shipped == D(3)
    with desk.database.reading() as session:
        assert session.scalars(select(PostedShipment)).all() == []


def test_an_unconfirmed_order_is_shipped_only_when_confirmed_with_it(desk: Desk) -> None:
    order = desk.order()

    refused = desk.refused(PostShipment(order_no=order.number))

    assert refused.code == "order_not_confirmed"
    told = desk.give(refused.remedies()[0], ShipmentPosted)
    assert told.shipment_no == "PS-SHP102001"


def test_a_complete_delivery_is_not_sent_in_parts(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").shipping_advice = "complete"
    order_no = confirmed(desk)
    six = PostShipment(order_no=order_no, lines=(ShipLine(item_no="CHAIR", quantity=D(6)),))

    refused = desk.refused(six, by="wes")
    assert refused.code == "shipping_advice_complete"
    desk.give(refused.remedies()[0], Outcome)
    desk.give(ConfirmOrder(order_no=order_no), Outcome)
    assert desk.give(six, ShipmentPosted, by="wes").complete is False


def test_a_customer_blocked_for_shipping_gets_no_goods(desk: Desk) -> None:
    order_no = confirmed(desk)
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").blocked = "ship"

    assert desk.codes(PostShipment(order_no=order_no), by="wes") == ["customer_blocked"]


def test_an_order_on_hold_is_not_shipped(desk: Desk) -> None:
    order_no = confirmed(desk)
    with desk.database.writing() as session:
        session.get_one(SalesDocument, order_no).on_hold = "call first"

    assert desk.codes(PostShipment(order_no=order_no), by="wes") == ["order_on_hold"]


def test_stock_below_zero_is_a_warning_unless_the_company_forbids_it(desk: Desk) -> None:
    order_no = confirmed(desk, want("TABLE", 1))

    with desk.database.writing() as session:
        session.get_one(PostingSetup, 1).prevent_negative_inventory = True
    assert desk.codes(PostShipment(order_no=order_no), by="wes") == ["insufficient_stock"]
    with desk.database.writing() as session:
        session.get_one(PostingSetup, 1).prevent_negative_inventory = False
    told = desk.give(PostShipment(order_no=order_no), ShipmentPosted, by="wes")

    assert any("TABLE: 1 are to leave" in notice for notice in told.notices)
    assert on_hand(desk, "TABLE") == D(-1)


def test_a_salesperson_ships_only_with_the_right_to(desk: Desk) -> None:
    order_no = confirmed(desk)
    everything = PostShipment(order_no=order_no)

    assert desk.codes(everything, by="sally") == ["not_permitted"]
    with desk.database.writing() as session:
        session.add(PostingRights(employee_no="sally", may_ship=True))
    assert desk.give(everything, ShipmentPosted, by="sally").complete


def test_everything_wrong_is_said_at_once(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 2), want("LAMP", 1))
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").blocked = "all"
        session.get_one(PostingSetup, 1).allow_until = desk.today.replace(day=1)
    lines = (
        ShipLine(item_no="CHAIR", quantity=D(9)),
        ShipLine(item_no="LAMP", quantity=D(2)),
    )

    assert desk.codes(PostShipment(order_no=order_no, lines=lines), by="wes") == [
        "cannot_ship_more",
        "cannot_ship_more",
        "posting_date_not_allowed",
        "customer_blocked",
    ]


def test_demand_shrinks_as_goods_leave(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 12))

    ship(desk, order_no, ("CHAIR", 5))

    with desk.database.reading() as session:
        open_quantity = session.scalars(select(ExpectedMovement.open_quantity)).all()
    assert open_quantity == [D(7)]


def test_a_shipment_of_two_hundred_lines_takes_no_more_statements(desk: Desk) -> None:
    items = ("CHAIR", "LAMP", "BOOK", "TABLE", "LEG", "TOP")
    counts = []
    for lines in (10, 200):
        order_no = confirmed(desk, *(want(items[n % 6], 1) for n in range(lines)))
        with desk.counted() as statements:
            desk.give(PostShipment(order_no=order_no), ShipmentPosted, by="wes")
        counts.append(len(statements))

    assert abs(counts[0] - counts[1]) <= 5, counts
    assert counts[0] <= 45
