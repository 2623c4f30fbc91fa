"""Holding orders back and deleting drafts (specification, sections 3.3 and 8.4)."""

from domain.errors import Outcome
from domain.sales.keeping import (
    DeleteDocument,
    DocumentDeleted,
    HoldOrder,
    OrderHeld,
    OrderResumed,
    ResumeOrder,
)
from domain.sales.orders import (
    CancelOrder,
    ConfirmOrder,
    OrderCancelled,
    OrderConfirmed,
    OrderReopened,
    ReopenOrder,
)
from domain.sales.quotes import AcceptQuote, QuoteAccepted
from domain.sales.showing import ShowDocument
from domain.stock.availability import AvailabilityTold, CheckAvailability
from tests.domain.desk import Desk, want


def test_an_order_on_hold_waits_until_it_is_let_go(desk: Desk) -> None:
    order = desk.order()

    held = desk.give(HoldOrder(order_no=order.number, reason="address?"), OrderHeld, by="wes")
    refusal = desk.refused(ConfirmOrder(order_no=order.number))
    by_warehouse = desk.codes(ResumeOrder(order_no=order.number), by="wes")
    desk.give(ResumeOrder(order_no=order.number), OrderResumed)
    confirmed = desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)

    assert held.reason == "address?"
    assert str(refusal) == f"{order.number} is on hold: address?. Let it go on first."
    assert by_warehouse == ["not_permitted"]
    assert confirmed.status == "released"


def test_a_hold_needs_a_reason_and_something_to_hold(desk: Desk) -> None:
    order = desk.order()

    assert desk.codes(HoldOrder(order_no=order.number, reason=" \n")) == ["invalid_field"]
    desk.give(CancelOrder(order_no=order.number), OrderCancelled)
    assert desk.codes(HoldOrder(order_no=order.number, reason="x")) == ["status_not_open"]


def test_a_confirmed_order_is_cancelled_not_deleted(desk: Desk) -> None:
    order = desk.order()
    delete = DeleteDocument(document_no=order.number)
    desk.give(ConfirmOrder(order_no=order.number), OrderConfirmed)

    released = desk.refused(delete)
    desk.give(ReopenOrder(order_no=order.number), OrderReopened)
    reopened = desk.codes(delete)
    desk.give(CancelOrder(order_no=order.number), OrderCancelled)
    desk.give(delete, DocumentDeleted)

    assert released.code == "status_not_open"
    assert released.remedies() == (CancelOrder(order_no=order.number),)
    assert reopened == ["status_not_open"]
    assert desk.codes(ShowDocument(document_no=order.number)) == ["not_found"]


def test_a_deleted_draft_takes_its_demand_with_it_and_leaves_its_archive(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 12))

    desk.give(DeleteDocument(document_no=order.number, version=1), DocumentDeleted)

    told = desk.give(CheckAvailability(lines=(want("CHAIR", 1),)), AvailabilityTold)
    left = desk.everything()
    assert told.lines[0].free.demand == 0
    assert (left["sales_header"], left["sales_line"]) == ([], [])
    assert len(left["document_version"]) == len(left["issued_paper"]) == 1
    assert desk.order().number == "S-ORD1002"


def test_quotes_that_were_given_are_kept(desk: Desk) -> None:
    draft, given = desk.quote(issued=False), desk.quote()

    desk.give(DeleteDocument(document_no=draft.number), DocumentDeleted)
    refused = desk.codes(DeleteDocument(document_no=given.number))
    desk.give(AcceptQuote(quote_no=given.number), QuoteAccepted)

    assert refused == ["status_not_open"]
    assert desk.codes(DeleteDocument(document_no=given.number)) == ["status_not_open"]
    assert desk.give(ShowDocument(document_no=given.number), Outcome)
