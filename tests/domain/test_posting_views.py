"""Looking at postings: previews, navigation, frozen papers, batches (7.1, 8.5)."""

from decimal import Decimal

from sqlalchemy import select

from domain.ledger.journal import GLEntry
from domain.ledger.setup import PostingSetup
from domain.parties.customer_rows import Customer
from domain.posting.batch import BatchPosted, PostBatch
from domain.posting.extras import EditPosted, PostedEdited
from domain.posting.invoice import InvoicePosted, PostInvoice
from domain.posting.navigate import Navigate, Navigated, PostedShown, ShowPosted
from domain.posting.preview import PostingPreviewed, PreviewPosting
from domain.posting.ship import ShipmentPosted
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import discounted, invoice
from tests.domain.test_posting import off
from tests.domain.test_shipments import confirmed, ship

D = Decimal


def test_a_preview_shows_the_five_amounts_and_leaves_nothing_behind(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    before = desk.everything()

    told = desk.give(PreviewPosting(document_no=order_no, ship=False), PostingPreviewed, by="ada")

    assert desk.everything() == before
    assert {row.account_no: row.amount for row in told.accounts} == {
        "2310": D("450.00"),
        "6110": D("-360.00"),
        "5610": D("-90.00"),
        "7190": D("240.00"),
        "2110": D("-240.00"),
    }
    assert (told.balance, told.receivable) == (D("0.00"), D("450.00"))
    assert told.paper is not None
    assert (told.paper.number, told.paper.shipment_nos) == ("***", ("***",))
    assert isinstance(told.post, PostInvoice)


def test_a_preview_says_what_stands_in_the_way(desk: Desk) -> None:
    order_no = confirmed(desk)
    with desk.database.writing() as session:
        session.get_one(Customer, "C10000").blocked = "all"
        session.get_one(PostingSetup, 1).allow_until = desk.today.replace(day=1)

    told = desk.give(PreviewPosting(document_no=order_no), PostingPreviewed)

    assert told.codes == ("posting_date_not_allowed", "customer_blocked")
    assert (told.accounts, told.post) == ((), None)


def test_a_preview_of_shipping_shows_the_goods_and_their_cost(desk: Desk) -> None:
    order_no = confirmed(desk)

    told = desk.give(
        PreviewPosting(document_no=order_no, invoice=False), PostingPreviewed, by="wes"
    )

    (moved,) = told.goods
    assert (moved.item_no, moved.quantity, moved.cost) == ("CHAIR", D(-10), D("-600.00"))
    posted = desk.give(told.post, ShipmentPosted, by="wes")  # type: ignore[arg-type]
    assert posted.shipment_no == "PS-SHP102001"


def test_a_number_leads_to_everything_that_was_posted(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    invoice(desk, order_no)
    ship(desk, order_no, ("CHAIR", 1))

    of_invoice = desk.give(Navigate(number="ps-inv103001"), Navigated, by="ada")
    of_order = desk.give(Navigate(number=order_no), Navigated, by="ada")

    assert [paper.number for paper in of_invoice.papers] == [
        order_no,
        "PS-SHP102001",
        "PS-SHP102002",
        "PS-INV103001",
    ]
    assert {row.account_no: row.amount for row in of_invoice.amounts}["2310"] == D("450.00")
    assert {row.ledger: row.count for row in of_invoice.entries} == {
        "general ledger": 5,
        "VAT": 1,
        "customer": 1,
        "customer details": 1,
        "value": 1,
    }
    assert {row.ledger for row in of_order.entries} >= {"item", "value", "customer"}
    assert desk.codes(Navigate(number="PS-INV999999"), by="ada") == ["not_found"]


def test_a_posted_paper_is_shown_to_its_customer_and_nobody_elses(desk: Desk) -> None:
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    told = invoice(desk, order_no)

    shown = desk.give(ShowPosted(number="PS-INV103001"), PostedShown, by="C10000")

    assert (shown.kind, shown.total, shown.paper) == ("invoice", D("450.00"), told.paper)
    assert desk.codes(ShowPosted(number="PS-INV103001"), by="C20000") == ["not_found"]
    assert desk.codes(ShowPosted(number=order_no), by="C10000") == ["not_found"]


def test_tracking_is_noted_beside_the_frozen_paper(desk: Desk) -> None:
    order_no = confirmed(desk)
    ship(desk, order_no)
    note = EditPosted(number="PS-SHP102001", field="tracking_no", value="1Z 999")

    desk.give(note, PostedEdited, by="wes")

    shown = desk.give(ShowPosted(number="PS-SHP102001"), PostedShown)
    assert shown.tracking_no == "1Z 999"
    other = EditPosted(number="PS-SHP102001", field="remit_address", value="x")
    assert desk.codes(other, by="wes") == ["invalid_field"]


def test_a_batch_posts_what_it_can_and_reports_the_rest(desk: Desk) -> None:
    first, second = discounted(desk), confirmed(desk, want("LAMP", 2))
    held = confirmed(desk, want("BOOK", 1), customer="C20000")
    with desk.database.writing() as session:
        session.get_one(Customer, "C20000").blocked = "all"

    told = desk.give(PostBatch(ship=True), BatchPosted)

    assert [line.document_no for line in told.lines] == [first, second, held]
    assert (told.posted, told.refused) == (2, 1)
    assert told.lines[1].posted_nos == ("PS-SHP102002", "PS-INV103002")
    assert told.lines[2].code == "customer_blocked"
    assert off(desk) == []


def test_a_batch_of_invoices_takes_what_was_shipped(desk: Desk) -> None:
    shipped, waiting = confirmed(desk), confirmed(desk, want("LAMP", 2))
    ship(desk, shipped)

    told = desk.give(PostBatch(), BatchPosted, by="ada")

    assert [line.document_no for line in told.lines] == [shipped]
    assert waiting not in {line.document_no for line in told.lines}
    with desk.database.reading() as session:
        assert session.scalars(select(GLEntry.account_no)).all() != []
    assert desk.codes(PostBatch(ship=True), by="ada") == ["not_permitted"]


def test_the_next_posting_follows_a_batch_without_a_gap(desk: Desk) -> None:
    blocked = confirmed(desk, want("CHAIR", 1), customer="C20000")
    with desk.database.writing() as session:
        session.get_one(Customer, "C20000").blocked = "all"
    desk.give(PostBatch(document_nos=(blocked,), ship=True), BatchPosted)
    order_no = confirmed(desk)
    ship(desk, order_no)

    told = desk.give(PostInvoice(document_no=order_no), InvoicePosted)

    assert told.invoice_no == "PS-INV103001"
