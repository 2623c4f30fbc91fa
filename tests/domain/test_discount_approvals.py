"""Discounts that need a yes: more than 10 % below our own price (specification, section 9.5).

Sally may sell up to 1,000.00 net, Mark up to 5,000.00, Gina without end. LAMP costs 24.50,
CHAIR 100.00. A gift is within every amount and is caught here.
"""

from decimal import Decimal

import pytest

from domain.approvals.requests import (
    ApproveRequest,
    RejectRequest,
    RequestApproved,
    RequestRejected,
    SendForApproval,
)
from domain.approvals.rows import ApprovalEntry, ApprovalRequest
from domain.catalog.item_rows import Item
from domain.catalog.price_list_rows import InvoiceDiscountRow, PriceList, PriceListLine
from domain.catalog.wanted import LineRequest
from domain.errors import Outcome
from domain.parties.customer_rows import Customer
from domain.posting.batch import BatchPosted, PostBatch
from domain.posting.direct import CreateInvoice, InvoiceDrafted
from domain.posting.invoice import PostInvoice
from domain.sales.approving import SentForApproval
from domain.sales.changes import ChangeDocument, DocumentChanged
from domain.sales.lines import LineChange
from domain.sales.orders import (
    ConfirmOrder,
    CreateOrder,
    OrderAwaitsApproval,
    OrderConfirmed,
    OrderCreated,
)
from domain.sales.quotes import (
    AcceptQuote,
    IssueQuote,
    QuoteAccepted,
    QuoteAwaitsApproval,
    QuoteIssued,
    QuoteRenewed,
    RenewQuote,
    SendQuote,
)
from tests.domain.desk import Desk, want

D = Decimal


def ordered(
    desk: Desk, *lines: LineRequest, off: str = "", by: str = "sally", customer: str = "C10000"
) -> str:
    """An open order of these lines, with so many percent off the whole of it."""
    command = CreateOrder(
        customer_no=customer, lines=lines, discount_pct=D(off) if off else None, confirm=True
    )
    return desk.give(command, OrderCreated, by=by).number


def waits(desk: Desk, *lines: LineRequest, off: str = "", customer: str = "C10000") -> str:
    """Why Sally's order of these lines waits when she confirms it; empty: it is confirmed."""
    number = ordered(desk, *lines, off=off, customer=customer)
    told = desk.give(ConfirmOrder(order_no=number), Outcome, by="sally")
    assert isinstance(told, OrderAwaitsApproval | OrderConfirmed)
    return told.reason if isinstance(told, OrderAwaitsApproval) else ""


def steps(desk: Desk) -> list[tuple[str, str]]:
    """Who must say yes to the newest request, and where that stands."""
    with desk.work() as work:
        newest = work.session.query(ApprovalRequest).order_by(ApprovalRequest.id.desc()).first()
        assert newest is not None
        rows = work.session.query(ApprovalEntry).filter_by(request_id=newest.id)
        return [(row.approver_no, str(row.state)) for row in rows.order_by("sequence")]


def test_more_than_ten_percent_off_a_line_waits_for_the_approver(desk: Desk) -> None:
    number = ordered(desk, want("CHAIR", 1), want("LAMP", 4, discount_pct=D(35)))

    waiting = desk.give(ConfirmOrder(order_no=number), OrderAwaitsApproval, by="sally")
    before = steps(desk)
    approved = desk.give(ApproveRequest(document_no=number), RequestApproved, by="mark")

    assert (waiting.approvers, waiting.status) == (("Mark Mole",), "pending_approval")
    assert waiting.reason == (
        "35 % off LAMP (15.925 instead of 24.50) exceeds the 10 % allowed without approval."
    )
    assert before == [("sally", "approved"), ("mark", "open")]
    assert approved.request.reason == waiting.reason
    assert (approved.obeyed, approved.status) == ("OrderConfirmed", "released")
    assert [letter["occasion"] for letter in desk.sent()] == ["order-confirmed"]


def test_ten_percent_are_the_salespersons_to_give_and_not_a_hundredth_more(desk: Desk) -> None:
    assert waits(desk, want("LAMP", 3, discount_pct=D(10))) == ""
    assert waits(desk, want("LAMP", 3, discount_pct=D("10.01"))) == (
        "10.01 % off LAMP (22.04755 instead of 24.50) exceeds the 10 % allowed without approval."
    )
    assert waits(desk, want("LAMP", 3, unit_price=D("22.05"))) == ""
    assert waits(desk, want("LAMP", 3, unit_price=D("22.04"))) == (
        "10.05 % off LAMP (22.04 instead of 24.50) exceeds the 10 % allowed without approval."
    )


def test_a_low_typed_price_is_a_discount_by_another_name(desk: Desk) -> None:
    assert waits(desk, want("LAMP", 2, unit_price=D("15.00"))).startswith(
        "38.78 % off LAMP (15.00 instead of 24.50)"
    )
    assert waits(desk, want("LAMP", 2, unit_price=D(0))).startswith("100 % off LAMP")
    assert waits(desk, want("CHAIR", 1, unit="BOX", unit_price=D(350))).startswith(
        "12.5 % off CHAIR (350.00 instead of 400.00)"
    )


def test_a_high_typed_price_with_a_discount_on_it_gives_nothing_away(desk: Desk) -> None:
    assert waits(desk, want("CHAIR", 1, unit_price=D(200), discount_pct=D(50))) == ""


def test_a_discount_on_the_whole_document_counts_and_adds_to_that_of_a_line(desk: Desk) -> None:
    assert waits(desk, want("CHAIR", 1), want("LAMP", 1), off="10") == ""
    assert waits(desk, want("CHAIR", 1), want("LAMP", 1), off="15") == (
        "2 of 2 lines exceed the discount of 10 % allowed without approval; the largest is 15 % "
        "off CHAIR (85.00 instead of 100.00)."
    )
    assert waits(desk, want("CHAIR", 1), want("LAMP", 1, discount_pct=D(6)), off="5") == (
        "10.7 % off LAMP (21.8785 instead of 24.50) exceeds the 10 % allowed without approval."
    )


def test_the_largest_discount_of_many_lines_is_named(desk: Desk) -> None:
    small = [want("BOOK", 1, discount_pct=D(20)) for _ in range(4)]
    lines = [want("BOOK", 1) for _ in range(15)] + small + [want("LAMP", 1, discount_pct=D(35))]

    assert waits(desk, *lines) == (
        "5 of 20 lines exceed the discount of 10 % allowed without approval; the largest is 35 % "
        "off LAMP (15.925 instead of 24.50)."
    )


def test_what_our_lists_give_is_not_the_salespersons_discount(desk: Desk) -> None:
    with desk.work() as work:
        work.session.add(PriceList(code="HOUSE", status="active"))
        work.session.flush()
        work.session.add(
            PriceListLine(list_code="HOUSE", product="LAMP", line_disc_pct=D(15), min_qty=D(10))
        )

    assert waits(desk, want("LAMP", 10)) == ""
    assert waits(desk, want("LAMP", 10, discount_pct=D(20))) == ""  # 5.9 % below our 20.825
    assert waits(desk, want("LAMP", 10, discount_pct=D(24))) == (
        "10.59 % off LAMP (18.62 instead of 20.825) exceeds the 10 % allowed without approval."
    )


def test_the_customers_agreed_invoice_discount_is_not_the_salespersons(desk: Desk) -> None:
    with desk.work() as work:
        work.session.add(InvoiceDiscountRow(code="VIP", currency="", min_amount=D(0), pct=D(20)))
        work.session.get_one(Customer, "C10000").invoice_disc_code = "VIP"

    assert waits(desk, want("CHAIR", 2)) == ""
    assert waits(desk, want("CHAIR", 2), off="12").startswith("12 % off CHAIR")


def test_other_currencies_and_prices_with_vat_are_compared_with_our_price_in_them(
    desk: Desk,
) -> None:
    with desk.work() as work:
        work.session.get_one(Customer, "C30000").currency = "USD"

    dollars = waits(desk, want("CHAIR", 1, unit_price=D(110)), customer="C30000")
    enough = waits(desk, want("CHAIR", 1, unit_price=D("112.50")), customer="C30000")
    with_vat = waits(desk, want("CHAIR", 1, unit_price=D(100)), customer="C40000")

    assert dollars.startswith("12 % off CHAIR (110.00 instead of 125.00)")
    assert enough == ""
    assert with_vat.startswith("20 % off CHAIR (100.00 instead of 125.00)")


def test_an_item_without_a_price_of_ours_cannot_be_sold_below_it(desk: Desk) -> None:
    assert waits(desk, want("CHAIR", 1), want("FREIGHT", 1, unit_price=D(5))) == ""


def test_a_director_gives_what_he_likes_and_a_manager_asks_above_him(desk: Desk) -> None:
    by_gina = ordered(desk, want("LAMP", 2, discount_pct=D(35)), by="gina")
    by_mark = ordered(desk, want("LAMP", 2, discount_pct=D(35)), by="mark")

    desk.give(ConfirmOrder(order_no=by_gina), OrderConfirmed, by="gina")
    waiting = desk.give(ConfirmOrder(order_no=by_mark), OrderAwaitsApproval, by="mark")

    assert waiting.approvers == ("Gina Grund",)


def test_a_discount_and_a_large_amount_climb_the_same_chain_once(desk: Desk) -> None:
    number = ordered(desk, want("CHAIR", 150, discount_pct=D(20)))  # 12,000.00 net
    desk.give(ConfirmOrder(order_no=number), OrderAwaitsApproval, by="sally")
    desk.give(ApproveRequest(document_no=number), RequestApproved, by="mark")
    climbed = steps(desk)

    approved = desk.give(ApproveRequest(document_no=number), RequestApproved, by="gina")

    assert climbed == [("sally", "approved"), ("mark", "approved"), ("gina", "open")]
    assert approved.obeyed == "OrderConfirmed"


def test_a_gift_of_nothing_is_within_every_amount_but_not_within_every_discount(
    desk: Desk,
) -> None:
    quote = desk.quote(want("CHAIR", 45, discount_pct=D(100)), issued=False, by="sally")

    waiting = desk.give(IssueQuote(quote_no=quote.number), QuoteAwaitsApproval, by="sally")

    assert waiting.approvers == ("Mark Mole",)
    assert waiting.reason.startswith("100 % off CHAIR (0.00 instead of 100.00)")


def test_a_quote_waits_before_it_is_sent_and_its_order_needs_no_second_yes(desk: Desk) -> None:
    line = want("LAMP", 4, unit_price=D(20))
    quote = desk.quote(line, issued=False, by="sally")
    waiting = desk.give(SendQuote(quote_no=quote.number), QuoteAwaitsApproval, by="sally")
    approved = desk.give(ApproveRequest(document_no=quote.number), RequestApproved, by="mark")

    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted, by="sally")
    confirmed = desk.give(ConfirmOrder(order_no=accepted.order_no), OrderConfirmed, by="sally")

    assert waiting.reason.startswith("18.37 % off LAMP (20.00 instead of 24.50)")
    assert approved.obeyed == "QuoteSent"
    assert confirmed.net_amount == D("80.00")


def test_part_of_an_approved_quote_is_compared_with_the_price_of_its_day(desk: Desk) -> None:
    quote = desk.quote(want("LAMP", 4, unit_price=D(20)), want("CHAIR", 1), issued=False, by="mark")
    desk.give(IssueQuote(quote_no=quote.number), QuoteAwaitsApproval, by="mark")
    desk.give(ApproveRequest(document_no=quote.number), RequestApproved, by="gina")
    part = AcceptQuote(quote_no=quote.number, lines=(want("LAMP", 2),))
    accepted = desk.give(part, QuoteAccepted, by="mark")

    waiting = desk.give(ConfirmOrder(order_no=accepted.order_no), OrderAwaitsApproval, by="mark")

    assert waiting.reason.startswith("18.37 % off LAMP (20.00 instead of 24.50)")


def test_a_renewed_quote_is_compared_with_todays_price(desk: Desk) -> None:
    quote = desk.quote(want("LAMP", 4, unit_price=D("22.05")), issued=False, by="sally")
    desk.give(IssueQuote(quote_no=quote.number), QuoteIssued, by="sally")
    with desk.work() as work:
        work.session.get_one(Item, "LAMP").unit_price = D("31.50")

    desk.give(RenewQuote(quote_no=quote.number), QuoteRenewed, by="sally")
    waiting = desk.give(IssueQuote(quote_no=quote.number), QuoteAwaitsApproval, by="sally")

    assert waiting.reason.startswith("30 % off LAMP (22.05 instead of 31.50)")


def test_a_discount_given_later_needs_its_own_yes(desk: Desk) -> None:
    number = ordered(desk, want("LAMP", 4))
    desk.give(ConfirmOrder(order_no=number), OrderConfirmed, by="sally")
    line = LineChange(op="set", item_no="LAMP", discount_pct=D(35))
    change = ChangeDocument(document_no=number, lines=(line,), reopen=True)

    desk.give(change, DocumentChanged, by="sally")
    waiting = desk.give(ConfirmOrder(order_no=number), OrderAwaitsApproval, by="sally")

    assert waiting.reason.startswith("35 % off LAMP")


def test_a_rejected_discount_opens_the_order_again(desk: Desk) -> None:
    number = ordered(desk, want("LAMP", 4, discount_pct=D(35)))
    desk.give(ConfirmOrder(order_no=number), OrderAwaitsApproval, by="sally")

    rejected = desk.give(
        RejectRequest(document_no=number, reason="15 is enough"), RequestRejected, by="mark"
    )

    assert rejected.request.reason.startswith("35 % off LAMP")
    assert desk.codes(ApproveRequest(document_no=number), by="mark") == ["already_decided"]
    assert desk.sent() == []


def test_asking_on_purpose_tells_why(desk: Desk) -> None:
    number = ordered(desk, want("LAMP", 4, discount_pct=D(35)))

    sent = desk.give(SendForApproval(document_no=number), SentForApproval, by="sally")

    assert sent.approvers == ("Mark Mole",)
    assert sent.reason.startswith("35 % off LAMP")


@pytest.mark.parametrize(("allowed", "off", "stops"), [("0", "0.5", True), ("100", "100", False)])
def test_the_company_says_how_much_may_be_given(
    desk: Desk, allowed: str, off: str, stops: bool
) -> None:
    with desk.work() as work:
        work.setup.max_discount_pct = D(allowed)

    assert bool(waits(desk, want("LAMP", 2, discount_pct=D(off)))) == stops


def test_an_invoice_without_an_order_is_posted_once_its_discount_is_approved(desk: Desk) -> None:
    command = CreateInvoice(customer_no="C10000", lines=(want("LAMP", 2, discount_pct=D(35)),))
    number = desk.give(command, InvoiceDrafted, by="mark").number

    waiting = desk.give(PostInvoice(document_no=number), OrderAwaitsApproval, by="mark")
    meanwhile = desk.codes(PostInvoice(document_no=number), by="gina")
    approved = desk.give(ApproveRequest(document_no=number), RequestApproved, by="gina")

    assert waiting.reason.startswith("35 % off LAMP")
    assert meanwhile == ["must_be_approved_first"]
    assert (approved.obeyed, approved.status) == ("InvoicePosted", "completed")


def test_a_batch_reports_the_invoice_that_waits(desk: Desk) -> None:
    command = CreateInvoice(customer_no="C10000", lines=(want("LAMP", 2, discount_pct=D(35)),))
    number = desk.give(command, InvoiceDrafted, by="mark").number

    told = desk.give(PostBatch(document_nos=(number,)), BatchPosted, by="mark")

    assert [line.problem for line in told.lines] == [
        f"{number} waits for the approval of Gina Grund."
    ]
    assert (told.posted, told.refused) == (0, 1)


def test_goods_taken_back_above_our_price_give_money_away_too(desk: Desk) -> None:
    exchange = (want("CHAIR", 6), want("CHAIR", -1, unit_price=D(300)))

    assert waits(desk, *exchange).startswith("200 % above our price for CHAIR taken back")
    assert waits(desk, want("CHAIR", 6), want("CHAIR", -1, unit_price=D(100))) == ""
