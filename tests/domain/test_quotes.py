"""Quotes (specification, section 8.2): what a salesperson and a customer may rely on."""

from datetime import date
from decimal import Decimal

import pytest

from domain.catalog.item_rows import Item
from domain.catalog.price_list_rows import PriceList, PriceListLine
from domain.errors import NotFound
from domain.outbox import OutboxRow
from domain.parties.contact_rows import Contact
from domain.parties.customer_rows import Customer
from domain.parties.customers import BlockCustomer, block_customer
from domain.people import CLERK
from domain.sales.archive import archived
from domain.sales.changes import ChangeDocument, DocumentChanged
from domain.sales.lines import LineChange
from domain.sales.orders import ConfirmOrder, OrderConfirmed
from domain.sales.quotes import (
    AcceptQuote,
    CreateQuote,
    DeclineQuote,
    ExpireQuotes,
    IssueQuote,
    QuoteAccepted,
    QuoteCreated,
    QuoteDeclined,
    QuoteExpired,
    QuoteIssued,
    QuoteRenewed,
    QuoteSent,
    QuotesExpired,
    RenewQuote,
    SendQuote,
)
from domain.sales.showing import DocumentShown, ShowDocument
from domain.sales.states import QuoteNotIssued
from domain.stock.availability import AvailabilityTold, CheckAvailability
from tests.domain.desk import Desk, want


def state_of(desk: Desk, number: str) -> str:
    return desk.give(ShowDocument(document_no=number), DocumentShown).quote_state


def test_a_quote_is_priced_taxed_and_valid_for_a_fortnight(desk: Desk) -> None:
    made = desk.quote(want("CHAIR", 5), issued=False)

    assert made.number == "S-QUO1001"
    assert (made.net_amount, made.total) == (Decimal("500.00"), Decimal("625.00"))
    assert made.paper.vat[0].amount == Decimal("125.00")
    assert made.paper.valid_until == date(2026, 3, 16)
    assert made.quote_state == "draft"


def test_accepting_makes_an_order_with_the_lines_of_the_quote(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 5), want("LAMP", 2, variant="BLUE"))

    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted)

    order = desk.give(ShowDocument(document_no=accepted.order_no), DocumentShown)
    assert accepted.quote_state == "won"
    assert order.quote_no == quote.number
    assert order.net_amount == quote.net_amount
    assert [line.item_no for line in order.paper.lines] == ["CHAIR", "LAMP"]
    assert order.status == "open"


def test_accepting_twice_makes_one_order(desk: Desk) -> None:
    quote = desk.quote()

    first = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted, by="C10000")
    before = desk.everything()
    second = desk.give(AcceptQuote(quote_no=quote.number, version=1), QuoteAccepted)

    assert second.order_no == first.order_no
    assert desk.everything() == before


def test_a_quote_can_be_accepted_on_its_last_day_and_not_on_the_next(desk: Desk) -> None:
    quote = desk.quote()

    desk.today = date(2026, 3, 17)
    refusal = desk.refused(AcceptQuote(quote_no=quote.number), by="C10000")
    desk.today = date(2026, 3, 16)
    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted, by="C10000")

    assert isinstance(refusal, QuoteExpired)
    assert str(refusal) == f"Quote {quote.number} was valid until 16 Mar 2026. It can be renewed."
    assert RenewQuote(quote_no=quote.number) in refusal.remedies()
    assert accepted.order_no == "S-ORD1001"


def test_our_people_may_override_the_expiry_and_customers_may_not(desk: Desk) -> None:
    quote = desk.quote()
    desk.today = date(2026, 3, 17)
    command = AcceptQuote(quote_no=quote.number, override_expiry=True)

    assert desk.codes(command, by="C10000") == ["quote_expired"]
    assert desk.give(command, QuoteAccepted).quote_state == "won"


def test_the_expiry_run_marks_what_lapsed_before_its_day(desk: Desk) -> None:
    quote = desk.quote()

    early = desk.give(ExpireQuotes(until=date(2026, 3, 16)), QuotesExpired)
    late = desk.give(ExpireQuotes(until=date(2026, 3, 17)), QuotesExpired)

    assert early.quote_nos == ()
    assert late.quote_nos == (quote.number,)
    assert state_of(desk, quote.number) == "expired"


def test_quotes_without_a_date_never_expire(desk: Desk) -> None:
    with desk.work() as work:
        work.setup.quote_validity = ""
    quote = desk.quote()

    run = desk.give(ExpireQuotes(until=date(2099, 1, 1)), QuotesExpired)

    assert quote.paper.valid_until is None
    assert run.quote_nos == ()


def test_the_clerk_itself_may_run_the_expiry(desk: Desk) -> None:
    assert CLERK.roles & ExpireQuotes.may
    assert not CLERK.roles & AcceptQuote.may


def test_conversion_keeps_the_quoted_price_until_somebody_recalculates(desk: Desk) -> None:
    quote = desk.quote()
    with desk.work() as work:
        work.session.get_one(Item, "CHAIR").unit_price = Decimal(120)

    accepted = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted)
    again = desk.give(
        ChangeDocument(document_no=accepted.order_no, recalculate=True), DocumentChanged
    )

    assert accepted.net_amount == Decimal("1000.00")
    assert "CHAIR: unit price 100 → 120" in again.changes
    assert again.net_amount == Decimal("1200.00")


def test_a_customer_blocked_meanwhile_cannot_accept(desk: Desk) -> None:
    quote = desk.quote()
    with desk.work("olga") as work:
        block_customer(BlockCustomer(customer_no="C10000", kind="all", reason="unpaid"), work)

    assert desk.codes(AcceptQuote(quote_no=quote.number)) == ["customer_blocked"]
    assert state_of(desk, quote.number) == "sent"


def test_make_it_12_is_version_2_and_version_1_stays_readable(desk: Desk) -> None:
    quote = desk.quote()
    change = LineChange(op="set", item_no="CHAIR", quantity=Decimal(12))

    changed = desk.give(
        ChangeDocument(document_no=quote.number, lines=(change,)), DocumentChanged, by="C10000"
    )

    assert (changed.version, changed.total) == (2, Decimal("1500.00"))
    assert changed.quote_state == "sent"  # the reply carries the new version
    with desk.work() as work:
        assert archived(work, quote.number, version=1).total == Decimal("1250.00")


def test_a_quote_above_stock_is_saved_with_a_hint_and_takes_nothing(desk: Desk) -> None:
    ask = CheckAvailability(lines=(want("CHAIR", 1),))
    before = desk.give(ask, AvailabilityTold).lines[0].free

    made = desk.quote(want("CHAIR", 40))

    assert "CHAIR: 40 PCS wanted, 30 free, 10 short" in made.notices[0]
    assert desk.give(ask, AvailabilityTold).lines[0].free == before


def test_a_quote_can_be_taken_in_parts(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 6), want("LAMP", 8))

    part = desk.give(AcceptQuote(quote_no=quote.number, lines=(want("CHAIR", 6),)), QuoteAccepted)
    rest = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted)
    before = desk.everything()
    third = desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted)

    assert (part.net_amount, part.quote_state) == (Decimal("600.00"), "partly_won")
    assert (rest.net_amount, rest.quote_state) == (Decimal("196.00"), "won")
    assert third.order_nos == (part.order_no, rest.order_no)
    assert desk.everything() == before


def test_more_than_was_quoted_cannot_be_taken(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 6))

    too_many = AcceptQuote(quote_no=quote.number, lines=(want("CHAIR", 7),))
    unknown = AcceptQuote(quote_no=quote.number, lines=(want("LAMP", 1), want("CHAIR", 0)))

    assert desk.codes(too_many) == ["more_than_quoted"]
    assert desk.codes(unknown) == ["not_found", "zero_quantity"]


def test_a_quote_never_sent_is_not_accepted_but_may_be_issued_and_accepted(desk: Desk) -> None:
    quote = desk.quote(issued=False)

    refusal = desk.refused(AcceptQuote(quote_no=quote.number))
    [remedy] = refusal.remedies()
    accepted = desk.give(remedy, QuoteAccepted)

    assert isinstance(refusal, QuoteNotIssued)
    assert accepted.quote_state == "won"


def test_a_customer_cannot_see_an_offer_that_was_not_made_yet(desk: Desk) -> None:
    quote = desk.quote(issued=False)

    command = AcceptQuote(quote_no=quote.number, issue=True)

    assert isinstance(desk.refused(command, by="C10000"), NotFound)
    assert isinstance(desk.refused(ShowDocument(document_no=quote.number), by="C10000"), NotFound)


def test_a_changed_offer_must_be_given_again_before_it_is_accepted(desk: Desk) -> None:
    quote = desk.quote()
    desk.give(ChangeDocument(document_no=quote.number, discount_pct=Decimal(5)), DocumentChanged)

    assert desk.codes(AcceptQuote(quote_no=quote.number), by="C10000") == ["quote_not_issued"]


def test_accepting_a_version_that_is_no_longer_current_is_refused(desk: Desk) -> None:
    quote = desk.quote()
    desk.give(ChangeDocument(document_no=quote.number, discount_pct=Decimal(5)), DocumentChanged)
    desk.give(IssueQuote(quote_no=quote.number), QuoteIssued)

    stale = AcceptQuote(quote_no=quote.number, version=1)

    assert desk.codes(stale) == ["changed_meanwhile"]


def test_sending_queues_one_letter_with_the_frozen_paper(desk: Desk) -> None:
    quote = desk.quote(issued=False)

    sent = desk.give(SendQuote(quote_no=quote.number), QuoteSent)
    desk.give(SendQuote(quote_no=quote.number), QuoteSent)

    assert sent.recipient == "orders@alder.example"
    assert desk.sent() == [
        {
            "paper": "quote",
            "number": quote.number,
            "version": 1,
            "customer": "C10000",
            "recipient": "orders@alder.example",
            "occasion": "quote-sent",
        }
    ]
    assert state_of(desk, quote.number) == "sent"


@pytest.mark.parametrize("address", ["nobody", "a@b", "x@y.example\nBcc: z@y.example", "a b@c.de"])
def test_what_is_no_address_is_not_sent_to(desk: Desk, address: str) -> None:
    quote = desk.quote(issued=False)

    assert desk.codes(SendQuote(quote_no=quote.number, recipient=address)) == ["invalid_field"]


def test_a_customer_without_an_address_is_asked_for_one(desk: Desk) -> None:
    with desk.work() as work:
        customer = work.session.get_one(Customer, "C10000")
        customer.email = ""
        work.session.get_one(Contact, customer.contact_no).email = ""
    quote = desk.quote(issued=False)

    assert desk.codes(SendQuote(quote_no=quote.number)) == ["no_email_address"]


def test_a_quote_asked_for_by_mail_is_given_with_the_reply(desk: Desk) -> None:
    made = desk.give(
        CreateQuote(customer_no="C10000", lines=(want("CHAIR", 5),)), QuoteCreated, by="C10000"
    )

    assert made.quote_state == "sent"
    assert made.paper.buyer.contact == "Ann"
    assert desk.sent() == []


def test_a_contact_quotes_for_its_own_firm_only(desk: Desk) -> None:
    command = CreateQuote(customer_no="C20000", lines=(want("CHAIR", 5),))

    assert desk.codes(command, by="C10000") == ["not_found"]


def test_declining_keeps_the_reason_and_twice_is_once(desk: Desk) -> None:
    quote = desk.quote()
    command = DeclineQuote(quote_no=quote.number, reason="too dear")

    first = desk.give(command, QuoteDeclined, by="C10000")
    before = desk.everything()
    second = desk.give(command, QuoteDeclined)

    assert (first.quote_state, first.reason) == ("lost", "too dear")
    assert second.reason == "too dear"
    assert desk.everything() == before
    assert desk.codes(AcceptQuote(quote_no=quote.number)) == ["status_not_open"]


def test_a_won_quote_cannot_be_declined(desk: Desk) -> None:
    quote = desk.quote()
    desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted)

    assert desk.codes(DeclineQuote(quote_no=quote.number)) == ["status_not_open"]


def test_renewing_offers_the_same_at_todays_prices(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 10), want("LAMP", 1, unit_price=Decimal("20.00")))
    with desk.work() as work:
        work.session.get_one(Item, "CHAIR").unit_price = Decimal(110)
        work.session.get_one(Item, "LAMP").unit_price = Decimal(30)
    desk.today = date(2026, 4, 1)

    renewed = desk.give(RenewQuote(quote_no=quote.number), QuoteRenewed)

    assert renewed.net_amount == Decimal("1120.00")  # the typed price of the lamp stays
    assert (renewed.version, renewed.quote_state) == (2, "draft")
    assert renewed.paper.valid_until == date(2026, 4, 15)


def test_a_validity_before_today_is_refused(desk: Desk) -> None:
    command = CreateQuote(
        customer_no="C10000", lines=(want("CHAIR", 1),), valid_until=date(2026, 3, 1)
    )

    assert desk.codes(command) == ["invalid_date"]


def test_a_customer_cannot_say_how_long_an_offer_holds(desk: Desk) -> None:
    command = CreateQuote(
        customer_no="C10000", lines=(want("CHAIR", 1),), valid_until=date(2027, 3, 1)
    )

    made = desk.give(command, QuoteCreated, by="C10000")

    assert made.paper.valid_until == date(2026, 3, 16)


def test_the_price_lists_of_the_customer_are_taken(desk: Desk) -> None:
    with desk.work() as work:
        work.session.add(PriceList(code="RETAIL", status="active"))
        work.session.flush()
        work.session.add_all(
            (
                PriceListLine(
                    list_code="RETAIL",
                    product="CHAIR",
                    applies_to_kind="price_group",
                    applies_to="RETAIL",
                    price=Decimal(95),
                ),
                PriceListLine(
                    list_code="RETAIL",
                    product="CHAIR",
                    applies_to_kind="customer",
                    applies_to="C20000",
                    min_qty=Decimal(10),
                    price=Decimal(90),
                ),
            )
        )

    five = desk.quote(want("CHAIR", 5), customer="C20000")
    ten = desk.quote(want("CHAIR", 10), customer="C20000")
    other = desk.quote(want("CHAIR", 10), customer="C10000")

    prices = [made.paper.lines[0].unit_price for made in (five, ten, other)]
    assert prices == [Decimal(95), Decimal(90), Decimal(100)]


def test_accepting_and_confirming_in_one_step(desk: Desk) -> None:
    quote = desk.quote()

    accepted = desk.give(AcceptQuote(quote_no=quote.number, then_confirm=True), QuoteAccepted)

    assert accepted.status == "released"
    again = desk.give(ConfirmOrder(order_no=accepted.order_no), OrderConfirmed)
    assert again.status == "released"


def test_the_salesperson_is_told_what_the_customer_decided(desk: Desk) -> None:
    quote = desk.quote()

    desk.give(AcceptQuote(quote_no=quote.number), QuoteAccepted, by="C10000")

    assert desk.sent("notice") == [
        {"person": "gina", "topic": "quote-accepted", "subject": "S-ORD1001", "detail": ""}
    ]
    with desk.work() as work:
        assert work.session.query(OutboxRow).count() == 1
