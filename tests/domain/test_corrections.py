"""Cancelling and correcting posted invoices (specification, section 8.10)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from domain.approvals.requests import ApproveRequest, RequestApproved
from domain.catalog.item_rows import Item
from domain.ledger.goods_rows import ItemEntry, ItemEntryState, ValueEntry
from domain.ledger.journal import VatEntry
from domain.ledger.setup import PostingSetup
from domain.parties.customer_rows import Customer
from domain.posting.correcting import (
    CorrectedTerms,
    CorrectInvoice,
    DifferencePosted,
    InvoiceReplaced,
)
from domain.posting.correction_checks import InvoicePaid
from domain.posting.corrections import CancelInvoice, InvoiceCancelled
from domain.posting.direct import CreateInvoice, InvoiceDrafted
from domain.posting.invoice import InvoicePosted, PostInvoice, ShipAndInvoice
from domain.posting.rebilling import CancelCreditMemo, CreditMemoCancelled
from domain.posting.returning import CorrectiveCreditMemo, ReturnCreated
from domain.posting.wishes import WishNoted
from domain.receivables.applications import Unapplied, Unapply
from domain.sales.documents import SalesDocument
from domain.sales.issued import paper
from domain.vat import VatPostingSetup
from domain.verifying.everything import findings
from tests.domain.books import left, unbalanced
from tests.domain.desk import Desk, want
from tests.domain.test_invoices import books, discounted, invoice
from tests.domain.test_payments import pay
from tests.domain.test_shipments import confirmed, line, on_hand, ship

D = Decimal


@pytest.fixture(autouse=True)
def _books_in_order(desk: Desk) -> Iterator[None]:
    """Whatever a test does, the books prove that nothing is off afterwards."""
    yield
    with desk.database.reading() as session:
        assert findings(session) == []


def psi_1(desk: Desk) -> str:
    """PSI-1 of 7.7.1: four of ten chairs, 450.00. Returns the order's number."""
    order_no = discounted(desk)
    ship(desk, order_no, ("CHAIR", 4))
    invoice(desk, order_no)
    return order_no


def cancel(desk: Desk, number: str = "PS-INV103001", **more: object) -> InvoiceCancelled:
    command = CancelInvoice(invoice_no=number, **more)  # type: ignore[arg-type]
    return desk.give(command, InvoiceCancelled, by="ada")


def status(desk: Desk, number: str) -> str:
    with desk.database.reading() as session:
        return session.get_one(SalesDocument, number).status


def test_cancelling_takes_everything_back_by_exact_opposites(desk: Desk) -> None:
    order_no = psi_1(desk)

    told = cancel(desk)

    assert told.credit_memo_no == "PS-CR104001"
    assert told.total == D("450.00")
    assert left(desk, "PS-INV103001", "PS-CR104001") == [0, 0]
    assert on_hand(desk) == 30
    opposites = {account: -amount for account, amount in books(desk, "PS-INV103001").items()}
    assert books(desk, "PS-CR104001") == opposites
    row = line(desk, order_no)
    assert [row.qty_shipped, row.qty_invoiced, row.outstanding, row.qty_to_ship] == [0, 0, 10, 10]
    assert told.restored[0].outstanding == (("CHAIR", D("10"), "PCS"),)
    assert unbalanced(desk) == []


def test_the_tax_of_a_cancelled_invoice_is_taken_back(desk: Desk) -> None:
    psi_1(desk)

    cancel(desk)

    with desk.database.reading() as session:
        amounts = session.scalars(select(VatEntry.amount).order_by(VatEntry.id)).all()
    assert list(amounts) == [D("90.00"), D("-90.00")]


def test_goods_come_back_at_the_cost_they_left_with(desk: Desk) -> None:
    psi_1(desk)

    cancel(desk)

    with desk.database.reading() as session:
        went, came = session.scalars(
            select(ItemEntry).where(ItemEntry.kind == "sale").order_by(ItemEntry.id)
        )
        assert [went.quantity, came.quantity, came.from_entry] == [-4, 4, went.id]
        state = session.get_one(ItemEntryState, came.id)
        assert [state.cost, state.expected_left, state.invoiced] == [D("240.00"), 0, 4]
        earned = session.scalars(select(ValueEntry.sales_amount)).all()
        assert sum(earned) == 0


def test_what_was_cancelled_can_be_shipped_and_billed_again(desk: Desk) -> None:
    order_no = psi_1(desk)
    cancel(desk)

    told = desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    assert told.total == D("1125.00")
    assert told.status == "completed"
    assert on_hand(desk) == 20


def test_cancelling_the_last_invoice_releases_the_completed_order(desk: Desk) -> None:
    order_no = psi_1(desk)
    desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    assert status(desk, order_no) == "completed"

    told = cancel(desk, "PS-INV103002")

    row = line(desk, order_no)
    assert told.total == D("675.00")
    assert status(desk, order_no) == "released"
    assert [row.qty_shipped, row.qty_invoiced, row.outstanding] == [4, 4, 6]


def test_a_paid_invoice_is_not_cancelled(desk: Desk) -> None:
    psi_1(desk)
    pay(desk, "1.00", "PS-INV103001")

    refused = desk.refused(CancelInvoice(invoice_no="PS-INV103001"), by="ada")

    assert isinstance(refused, InvoicePaid)
    assert refused.remaining == D("449.00")
    assert [type(way) for way in refused.remedies()] == [CorrectiveCreditMemo, CancelInvoice]


def test_cancelling_twice_is_refused(desk: Desk) -> None:
    psi_1(desk)
    cancel(desk)

    assert desk.codes(CancelInvoice(invoice_no="PS-INV103001"), by="ada") == ["already_canceled"]


def test_a_payment_that_was_taken_back_is_no_hindrance(desk: Desk) -> None:
    psi_1(desk)
    number = pay(desk, "450.00", "PS-INV103001").number
    desk.give(Unapply(document_no=number), Unapplied, by="ada")

    cancel(desk)

    assert left(desk, "PS-INV103001", number) == [0, D("-450.00")]


def test_an_accountant_frees_a_paid_invoice_and_cancels_it(desk: Desk) -> None:
    psi_1(desk)
    number = pay(desk, "450.00", "PS-INV103001").number

    told = cancel(desk, unapply_first=True)

    assert told.freed == (number,)
    assert left(desk, "PS-INV103001", "PS-CR104001", number) == [0, 0, D("-450.00")]
    assert unbalanced(desk) == []


def test_only_an_accountant_takes_payments_off_an_invoice(desk: Desk) -> None:
    psi_1(desk)
    pay(desk, "450.00", "PS-INV103001")
    command = CancelInvoice(invoice_no="PS-INV103001", unapply_first=True)

    assert desk.codes(command, by="mark") == ["not_permitted"]


def test_an_invoice_of_nothing_is_cancelled_like_any_other(desk: Desk) -> None:
    order_no = confirmed(desk, want("CHAIR", 2, discount_pct=D(100)))
    desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)

    told = cancel(desk)

    assert told.total == 0
    assert on_hand(desk) == 30
    assert line(desk, order_no).outstanding == 2


def test_a_closed_day_is_refused_and_today_is_offered(desk: Desk) -> None:
    psi_1(desk)
    desk.today = date(2026, 4, 1)
    with desk.work("olga") as work:
        work.session.get_one(PostingSetup, 1).allow_from = date(2026, 4, 1)

    refused = desk.refused(CancelInvoice(invoice_no="PS-INV103001"), by="ada")
    told = desk.give(refused.remedies()[0], InvoiceCancelled, by="ada")

    assert refused.code == "posting_date_not_allowed"
    assert told.paper.issued == date(2026, 4, 1)


def test_everything_that_forbids_it_is_said_at_once(desk: Desk) -> None:
    psi_1(desk)
    with desk.work("olga") as work:
        work.session.get_one(Customer, "C10000").blocked = "all"
        work.session.get_one(Item, "CHAIR").blocked = True
        setup = work.session.get_one(PostingSetup, 1)
        setup.vat_from = setup.inventory_from = date(2026, 3, 3)

    assert desk.codes(CancelInvoice(invoice_no="PS-INV103001"), by="ada") == [
        "customer_blocked",
        "item_blocked",
        "posting_period_closed",
        "inventory_period_closed",
    ]


@pytest.mark.parametrize("person", ["sally", "C10000"])
def test_others_may_ask_for_it_and_somebody_decides(desk: Desk, person: str) -> None:
    psi_1(desk)

    noted = desk.give(CancelInvoice(invoice_no="PS-INV103001"), WishNoted, by=person)

    assert noted.approvers
    assert on_hand(desk) == 26


def test_other_customers_invoices_do_not_exist_for_a_contact(desk: Desk) -> None:
    psi_1(desk)

    assert desk.codes(CancelInvoice(invoice_no="PS-INV103001"), by="C20000") == ["not_found"]


def test_cents_and_rates_of_the_invoice_are_met_whatever_is_set_up_since(desk: Desk) -> None:
    lines = (want("LAMP", 3, unit_price=D("10.01")), want("BOOK", 7, discount_pct=D("3.3")))
    order_no = confirmed(desk, *lines)
    desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted)
    with desk.work("olga") as work:
        work.session.get_one(VatPostingSetup, ("DOMESTIC", "VAT25")).percent = D(20)

    cancel(desk)

    opposites = {account: -amount for account, amount in books(desk, "PS-INV103001").items()}
    assert books(desk, "PS-CR104001") == opposites


def test_the_credit_memo_is_a_paper_that_names_the_invoice(desk: Desk) -> None:
    psi_1(desk)

    cancel(desk)

    with desk.database.reading() as session:
        facts = paper(session, "credit-memo", number="PS-CR104001", version=1)
    assert (facts.corrects_no, facts.total) == ("PS-INV103001", D("450.00"))
    assert facts.vat[0].amount == D("90.00")
    assert [letter["occasion"] for letter in desk.sent()][-1] == "credit-memo-posted"


def test_a_corrective_credit_memo_is_drafted_over_the_rest(desk: Desk) -> None:
    psi_1(desk)
    pay(desk, "1.00", "PS-INV103001")

    told = desk.give(CorrectiveCreditMemo(invoice_no="PS-INV103001"), ReturnCreated, by="ada")

    assert told.kind == "credit_memo"
    assert [each.quantity for each in told.lines] == [4]
    assert left(desk, "PS-INV103001") == [D("449.00")]


def test_cancelling_the_credit_memo_bills_everything_again(desk: Desk) -> None:
    order_no = psi_1(desk)
    cancel(desk)

    told = desk.give(CancelCreditMemo(credit_memo_no="PS-CR104001"), CreditMemoCancelled, by="ada")

    row = line(desk, order_no)
    assert (told.invoice_no, told.total) == ("PS-INV103002", D("450.00"))
    assert left(desk, "PS-INV103001", "PS-CR104001", told.invoice_no) == [0, 0, D("450.00")]
    assert on_hand(desk) == 26
    assert [row.qty_shipped, row.qty_invoiced, row.outstanding] == [4, 4, 6]
    assert books(desk, told.invoice_no) == books(desk, "PS-INV103001")


def test_an_invoice_made_by_cancelling_a_credit_memo_is_not_cancelled(desk: Desk) -> None:
    psi_1(desk)
    cancel(desk)
    undone = CancelCreditMemo(credit_memo_no="PS-CR104001")
    desk.give(undone, CreditMemoCancelled, by="ada")

    assert desk.codes(CancelInvoice(invoice_no="PS-INV103002"), by="ada") == ["is_corrective"]
    assert desk.codes(undone, by="ada") == ["already_canceled"]


def test_a_credit_that_was_used_otherwise_is_not_cancelled(desk: Desk) -> None:
    order_no = psi_1(desk)
    cancel(desk)
    desk.give(Unapply(document_no="PS-CR104001"), Unapplied, by="ada")

    assert desk.codes(CancelCreditMemo(credit_memo_no="PS-CR104001"), by="ada") == ["invoice_paid"]
    assert line(desk, order_no).qty_shipped == 0


def test_correcting_an_invoice_of_an_order_opens_the_order_for_changes(desk: Desk) -> None:
    order_no = psi_1(desk)

    told = desk.give(CorrectInvoice(invoice_no="PS-INV103001"), InvoiceReplaced, by="ada")

    assert (told.draft_no, told.order_nos) == ("", (order_no,))
    assert status(desk, order_no) == "open"
    assert on_hand(desk) == 30


def test_correcting_an_invoice_without_an_order_drafts_it_anew(desk: Desk) -> None:
    lines = (want("CHAIR", 2), want("INSTALL", 1))
    draft = desk.give(CreateInvoice(customer_no="C10000", lines=lines), InvoiceDrafted)
    first = desk.give(PostInvoice(document_no=draft.number), InvoicePosted, by="ada")

    told = desk.give(CorrectInvoice(invoice_no=first.invoice_no), InvoiceReplaced, by="ada")
    again = desk.give(PostInvoice(document_no=told.draft_no), InvoicePosted, by="ada")
    third = desk.give(CorrectInvoice(invoice_no=again.invoice_no), InvoiceReplaced, by="ada")

    assert (first.total, again.total) == (D("350.00"), D("350.00"))
    assert left(desk, first.invoice_no, told.cancelled.credit_memo_no) == [0, 0]
    assert third.draft_no


def three_chairs_and_six_lamps(desk: Desk) -> str:
    order_no = confirmed(desk, want("CHAIR", 3), want("LAMP", 6))
    return desk.give(ShipAndInvoice(order_no=order_no), InvoicePosted).invoice_no


def test_a_lower_price_is_corrected_by_a_credit_memo_over_the_difference(desk: Desk) -> None:
    number = three_chairs_and_six_lamps(desk)
    terms = (CorrectedTerms(item_no="CHAIR", unit_price=D("95.00")),)

    told = desk.give(CorrectInvoice(invoice_no=number, lines=terms), DifferencePosted, by="ada")

    assert told.kind == "credit_memo"
    assert (told.net_amount, told.vat, told.total) == (D("15.00"), D("3.75"), D("18.75"))
    assert [row.amount for row in told.paper.lines] == [D("300.00"), D("-285.00")]
    assert told.paper.corrects_no == number
    assert on_hand(desk) == 27


def test_a_higher_price_is_corrected_by_an_invoice_over_the_difference(desk: Desk) -> None:
    number = three_chairs_and_six_lamps(desk)
    pay(desk, "558.75", number)
    terms = (CorrectedTerms(item_no="CHAIR", unit_price=D("105.00")),)

    told = desk.give(CorrectInvoice(invoice_no=number, lines=terms), DifferencePosted, by="ada")

    assert told.kind == "invoice"
    assert (told.net_amount, told.vat, told.total) == (D("15.00"), D("3.75"), D("18.75"))
    assert [(row.quantity, row.amount) for row in told.paper.lines] == [
        (D(-3), D("-300.00")),
        (D(3), D("315.00")),
    ]
    assert left(desk, told.posted_no) == [D("18.75")]


def test_a_line_that_is_right_is_not_corrected(desk: Desk) -> None:
    number = three_chairs_and_six_lamps(desk)
    terms = (CorrectedTerms(item_no="CHAIR", unit_price=D("100.00")),)

    assert desk.codes(CorrectInvoice(invoice_no=number, lines=terms), by="ada") == ["invalid_field"]


def statements(desk: Desk, lines: int) -> int:
    """How many statements cancelling an invoice of so many lines takes."""
    wanted = [want("CHAIR" if n % 2 else "LAMP", 1) for n in range(lines)]
    told = desk.give(ShipAndInvoice(order_no=confirmed(desk, *wanted)), InvoicePosted)
    with desk.counted() as seen:
        cancel(desk, told.invoice_no)
    return len(seen)


def test_cancelling_takes_no_more_statements_for_more_lines(desk: Desk) -> None:
    few, many = statements(desk, 10), statements(desk, 100)

    assert abs(many - few) <= 5
    assert many <= 90


def test_an_approved_wish_cancels_the_invoice(desk: Desk) -> None:
    psi_1(desk)
    noted = desk.give(CancelInvoice(invoice_no="PS-INV103001"), WishNoted, by="sally")

    desk.give(ApproveRequest(document_no="PS-INV103001"), RequestApproved, by="mark")

    assert noted.approvers == ("Mark Mole",)
    assert left(desk, "PS-INV103001") == [0]
