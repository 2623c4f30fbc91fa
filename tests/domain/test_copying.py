"""Writing the same again: what is copied, for whom, and at which prices (specification, 8.4)."""

from decimal import Decimal

from domain.catalog.item_rows import Item
from domain.errors import Outcome
from domain.parties.customer_rows import Customer
from domain.posting.copying import CopyDocument, DocumentCopied
from domain.posting.return_credits import CreditPosted, CreditReturn
from domain.posting.returning import CreateReturn, ReturnWish
from domain.posting.returns import ReceiveReturn
from domain.sales.changes import ChangeDocument
from domain.sales.documents import SalesDocument
from domain.sales.lines import LineChange, lines_of
from domain.sales.orders import ConfirmOrder, OrderAwaitsApproval
from domain.sales.quotes import AcceptQuote
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import ship_and_invoice
from tests.domain.test_shipments import confirmed, ship

D = Decimal


def copied(desk: Desk, document_no: str, *, by: str = "gina", **more: object) -> DocumentCopied:
    command = CopyDocument(document_no=document_no, **more)  # type: ignore[arg-type]
    return desk.give(command, DocumentCopied, by=by)


def lines(desk: Desk, document_no: str) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    with desk.database.reading() as session:
        return [
            (line.item_no, line.quantity, line.unit_price, line.discount_pct)
            for line in lines_of(session, document_no)
        ]


def dearer(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.get_one(Item, "CHAIR").unit_price = D(105)


def test_the_same_order_again_has_its_own_number_and_todays_prices(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10), want("LAMP", 3))
    dearer(desk)

    told = copied(desk, order.number)

    assert (told.number, told.source_no, told.kind) == ("S-ORD1002", order.number, "order")
    assert lines(desk, told.number) == [
        ("CHAIR", D(10), D(105), D(0)),
        ("LAMP", D(3), D("24.50"), D(0)),
    ]
    assert "CHAIR: 100.00 in S-ORD1001, 105.00 now." in told.notices
    assert not any("LAMP" in notice for notice in told.notices)


def test_prices_are_kept_on_request_until_somebody_recalculates(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10, discount_pct=D(10)))
    dearer(desk)

    told = copied(desk, order.number, recalculate=False)

    assert told.net_amount == D("900.00")
    more = LineChange(op="set", item_no="CHAIR", quantity=D(12))
    desk.give(ChangeDocument(document_no=told.number, lines=(more,)), Outcome)
    assert lines(desk, told.number) == [("CHAIR", D(12), D(100), D(10))]
    desk.give(ChangeDocument(document_no=told.number, recalculate=True), Outcome)
    assert lines(desk, told.number) == [("CHAIR", D(12), D(105), D(0))]


def test_a_low_price_copied_by_somebody_with_a_limit_is_asked_for_again(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10, unit_price=D(50)))
    told = copied(desk, order.number, by="sally", recalculate=False)

    waits = desk.give(ConfirmOrder(order_no=told.number), OrderAwaitsApproval, by="sally")

    assert "50 % off CHAIR" in waits.reason


def test_for_another_customer_his_own_terms_hold(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10, unit_price=D(80)))

    told = copied(desk, order.number, for_customer="C20000", recalculate=False)

    assert told.customer_no == "C20000"
    assert told.net_amount == D("1000.00")
    with desk.database.reading() as session:
        assert session.get_one(SalesDocument, told.number).payment_terms == "14D"


def test_prices_with_vat_are_not_taken_for_prices_without(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 1, unit_price=D(80)))
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").prices_including_vat = True

    told = copied(desk, order.number, recalculate=False)

    assert told.total == D("125.00")


def test_what_shall_be_different_is_said_with_it(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10), want("LAMP", 3), want("BOOK", 5))
    different = (
        LineChange(op="set", item_no="LAMP", quantity=D(40)),
        LineChange(op="remove", item_no="BOOK"),
        LineChange(op="set", item_no="TABLE", quantity=D(1)),
    )

    told = copied(desk, order.number, lines=different)

    assert [(item, quantity) for item, quantity, _, _ in lines(desk, told.number)] == [
        ("CHAIR", D(10)),
        ("LAMP", D(40)),
        ("TABLE", D(1)),
    ]


def test_a_discount_on_the_whole_goes_along_unless_the_header_is_left_out(desk: Desk) -> None:
    order = desk.order()
    desk.give(ChangeDocument(document_no=order.number, discount_pct=D(5)), Outcome)

    whole = copied(desk, order.number)
    bare = copied(desk, order.number, include_header=False)

    assert (whole.net_amount, bare.net_amount) == (D("950.00"), D("1000.00"))


def test_a_copied_invoice_leaves_out_what_came_back(desk: Desk) -> None:
    posted = ship_and_invoice(desk, want("CHAIR", 10))
    wish = (ReturnWish(item_no="CHAIR", quantity=D(4)),)
    returned = desk.give(CreateReturn(document_no=posted.invoice_no, lines=wish), Outcome)
    number = returned.number  # type: ignore[attr-defined]
    desk.give(ReceiveReturn(return_no=number), Outcome, by="wes")
    desk.give(CreditReturn(return_no=number), CreditPosted, by="ada")

    told = copied(desk, posted.invoice_no)

    assert told.kind == "order"
    assert lines(desk, told.number) == [("CHAIR", D(6), D(100), D(0))]


def test_an_invoice_that_came_back_whole_leaves_nothing_to_copy(desk: Desk) -> None:
    posted = ship_and_invoice(desk, want("CHAIR", 10))
    desk.give(CreateReturn(document_no=posted.invoice_no), Outcome)

    assert desk.codes(CopyDocument(document_no=posted.invoice_no)) == ["nothing_to_create"]


def test_a_shipment_a_version_and_a_quote_can_be_copied(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no, ("CHAIR", 4))
    quote = desk.quote(want("CHAIR", 10))
    more = LineChange(op="set", item_no="CHAIR", quantity=D(12))
    desk.give(ChangeDocument(document_no=quote.number, lines=(more,)), Outcome)

    parcel = copied(desk, "PS-SHP102001")
    first = copied(desk, quote.number, version=1, kind="invoice")
    second = copied(desk, quote.number)

    assert [lines(desk, told.number)[0][1] for told in (parcel, first, second)] == [4, 10, 12]
    assert [told.kind for told in (parcel, first, second)] == ["order", "invoice", "quote"]
    assert second.quote_state == "draft"


def test_a_won_quote_is_offered_again_by_copying(desk: Desk) -> None:
    quote = desk.quote()
    desk.give(AcceptQuote(quote_no=quote.number), Outcome)

    told = copied(desk, quote.number)

    assert (told.kind, told.quote_state, told.version) == ("quote", "draft", 1)


def test_a_contact_repeats_his_own_order_at_our_prices_and_no_other(desk: Desk) -> None:
    order = desk.order(want("CHAIR", 10, unit_price=D(80)), po="PO-1")
    other = desk.order(customer="C20000")

    told = copied(desk, order.number, by="C10000", recalculate=False)

    assert (told.net_amount, told.notices) == (
        D("1000.00"),
        ("CHAIR: 80.00 in S-ORD1001, 100.00 now.",),
    )
    assert desk.codes(CopyDocument(document_no=other.number), by="C10000") == ["not_found"]
    stolen = CopyDocument(document_no=order.number, for_customer="C20000")
    assert desk.codes(stolen, by="C10000") == ["not_found"]


def test_what_cannot_be_copied_is_refused(desk: Desk) -> None:
    order = desk.order()

    assert desk.codes(CopyDocument(document_no="S-ORD9999")) == ["not_found"]
    assert desk.codes(CopyDocument(document_no=order.number, kind="statement")) == ["invalid_field"]
    assert desk.codes(CopyDocument(document_no=order.number, version=7)) == ["not_found"]
    assert desk.codes(CopyDocument(document_no=order.number), by="wes") == ["not_permitted"]


def test_the_same_order_number_twice_asks_first(desk: Desk) -> None:
    order = desk.order(po="PO-77")

    command = CopyDocument(document_no=order.number, po_number="PO-77")

    assert desk.codes(command) == ["duplicate_external_no"]
