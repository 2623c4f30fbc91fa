"""What all documents share: frozen papers, who may see them, copies, lists, and their cost."""

from decimal import Decimal
from typing import Any

import pytest

from domain.catalog.item_rows import Item
from domain.commands import FUNCTIONS
from domain.parties.customer_rows import Customer
from domain.people import Role
from domain.sales.changes import ChangeDocument, DocumentChanged
from domain.sales.copies import DocumentSent, SendDocument
from domain.sales.issued import freeze, paper
from domain.sales.lines import LineChange
from domain.sales.orders import (
    CancelOrder,
    ConfirmOrder,
    CreateOrder,
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
)
from domain.sales.quotes import AcceptQuote, IssueQuote, QuoteAccepted, QuoteIssued, QuoteSent
from domain.sales.sending import is_address
from domain.sales.showing import DocumentShown, DocumentsListed, ShowDocument, ShowDocuments
from tests.domain.desk import Desk, want


def numbers(desk: Desk, *, by: str = "gina", **more: str) -> list[str]:
    listed = desk.give(ShowDocuments(**more), DocumentsListed, by=by)
    return sorted(row.number for row in listed.rows)


def test_a_paper_stays_as_it_was_issued(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 2))
    with desk.work() as work:
        work.session.get_one(Customer, "C10000").name = "Alder Holding"
        work.session.get_one(Item, "CHAIR").description = "Stool"
        work.setup.name = "Harbour Supplies"

    shown = desk.give(ShowDocument(document_no=quote.number), DocumentShown)

    assert shown.paper == quote.paper
    assert shown.paper.buyer.name == "Alder & Co"


def test_the_first_frozen_paper_wins(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 2))
    changed = type(quote.paper)(**{**vars(quote.paper), "total": Decimal("0.01")})

    with desk.work() as work:
        kept = freeze(work, changed)

    assert kept == quote.paper


def test_every_version_has_its_own_paper(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 2))
    more = LineChange(op="set", item_no="CHAIR", quantity=Decimal(3))
    desk.give(ChangeDocument(document_no=quote.number, lines=(more,)), DocumentChanged)

    with desk.work() as work:
        totals = [
            paper(work.session, "quote", number=quote.number, version=version).total
            for version in (1, 2)
        ]

    assert totals == [Decimal("250.00"), Decimal("375.00")]


def test_a_paper_shows_who_buys_what_at_which_price(desk: Desk) -> None:
    lines = (want("CHAIR", 2, unit="BOX", comment="grey,\nplease"), want("BOOK", 10))
    order = desk.order(*lines, po="PO-1")

    facts = order.paper
    assert facts.buyer.address_lines == ("Alder & Co", "Hauptstr. 1", "20095 Hamburg")
    assert facts.seller.name == "Harbor Supply"
    assert (facts.salesperson, facts.salesperson_email) == ("Gina Grund", "gina@harbor.example")
    assert [line.running_total for line in facts.lines] == [Decimal("800.00"), Decimal("920.00")]
    assert facts.lines[0].details == "grey, please"
    assert (facts.lines[0].base_quantity, facts.lines[0].base_unit) == (Decimal(8), "PCS")
    assert [(row.percent, row.amount) for row in facts.vat] == [
        (Decimal(25), Decimal("200.00")),
        (Decimal(12), Decimal("14.40")),
    ]
    assert facts.net + sum(row.amount for row in facts.vat) == facts.total == Decimal("1134.40")
    assert facts.terms is not None
    assert (facts.terms.due_formula, facts.terms.discount_pct) == ("1M", Decimal(2))


def test_invoice_rounding_is_shown_apart(desk: Desk) -> None:
    with desk.work() as work:
        work.setup.invoice_rounding = Decimal("0.05")

    order = desk.order(want("BOOK", 1, unit_price=Decimal("1234.57")), customer="C30000")

    assert (order.paper.rounding, order.total) == (Decimal("-0.02"), Decimal("1234.55"))


def test_copies_are_sent_of_what_was_issued_only(desk: Desk) -> None:
    quote = desk.quote(want("CHAIR", 1), issued=False)
    copy = SendDocument(document_no=quote.number, recipient="Boss@alder.example")

    desk.give(IssueQuote(quote_no=quote.number), QuoteIssued)
    sent = desk.give(copy, DocumentSent)

    assert sent.recipient == "boss@alder.example"
    assert desk.sent()[0]["occasion"] == "document-copy"


def test_sending_an_offer_for_the_first_time_makes_it(desk: Desk) -> None:
    quote = desk.quote(issued=False)

    sent = desk.give(SendDocument(document_no=quote.number), QuoteSent)

    assert sent.quote_state == "sent"
    assert desk.sent()[0]["occasion"] == "quote-sent"


def test_who_asks_for_a_paper_himself_gets_it_with_the_answer(desk: Desk) -> None:
    quote = desk.quote(issued=False)
    to_me = SendDocument(document_no=quote.number, recipient="gina")

    sent = desk.give(to_me, DocumentSent, by="gina")

    assert sent.quote_state == "draft"
    assert desk.sent() == []


def test_a_recipient_is_known_by_name(desk: Desk) -> None:
    quote = desk.quote()
    nobody = SendDocument(document_no=quote.number, recipient="Zoe")

    sent = desk.give(SendDocument(document_no=quote.number, recipient="Ann"), DocumentSent)

    assert sent.recipient == "ann@alder.example"
    assert desk.codes(nobody) == ["invalid_field"]


def test_a_customer_gets_copies_to_his_own_address_only(desk: Desk) -> None:
    quote = desk.quote()
    elsewhere = SendDocument(document_no=quote.number, recipient="thief@evil.example")

    sent = desk.give(SendDocument(document_no=quote.number), DocumentSent, by="C10000")

    assert sent.recipient == "ann@alder.example"
    assert desk.sent() == []
    assert desk.codes(elsewhere, by="C10000") == ["invalid_field"]
    assert desk.codes(SendDocument(document_no=quote.number), by="C20000") == ["not_found"]


def test_lists_show_what_the_asker_may_see(desk: Desk) -> None:
    won = desk.quote()
    accepted = desk.give(AcceptQuote(quote_no=won.number), QuoteAccepted)
    draft = desk.quote(issued=False)
    other = desk.order(customer="C20000")
    desk.give(CancelOrder(order_no=other.number), OrderCancelled)

    order = accepted.order_no
    assert numbers(desk) == sorted([won.number, draft.number, order, other.number])
    assert numbers(desk, by="C10000") == sorted([won.number, order])
    assert numbers(desk, kind="quote", state="won") == [won.number]
    assert numbers(desk, state="open") == sorted([draft.number, order])
    assert numbers(desk, customer_no="c20000", state="cancelled") == [other.number]
    assert desk.codes(ShowDocuments(customer_no="C20000"), by="C10000") == ["not_found"]


def test_numbers_may_be_written_in_any_case(desk: Desk) -> None:
    order = desk.order()

    shown = desk.give(ShowDocument(document_no=" s-ord1001 "), DocumentShown)

    assert shown.number == order.number


@pytest.mark.parametrize("command", list(FUNCTIONS))
def test_every_command_says_who_may_give_it(command: Any) -> None:
    may = command.may

    assert may
    assert all(isinstance(role, Role) for role in may)
    assert command.doing


def statements(desk: Desk, lines: int) -> list[int]:
    """How many statements writing, changing and confirming an order of so many lines takes."""
    wanted = tuple(want("CHAIR" if n % 2 else "LAMP", n + 1) for n in range(lines))
    counts = []
    with desk.counted() as seen:
        made = desk.give(CreateOrder(customer_no="C10000", lines=wanted), OrderCreated)
    counts.append(len(seen))
    doubled = tuple(
        LineChange(op="set", line_no=(n + 1) * 10000, quantity=Decimal(2 * n + 3))
        for n in range(lines)
    )
    with desk.counted() as seen:
        desk.give(ChangeDocument(document_no=made.number, lines=doubled), DocumentChanged)
    counts.append(len(seen))
    with desk.counted() as seen:
        desk.give(ConfirmOrder(order_no=made.number), OrderConfirmed)
    counts.append(len(seen))
    return counts


def test_two_hundred_lines_cost_no_more_statements_than_ten(desk: Desk) -> None:
    few = statements(desk, 10)
    many = statements(desk, 200)

    assert max(many) <= 45
    for ten, two_hundred in zip(few, many, strict=True):
        assert abs(two_hundred - ten) <= 5, (few, many)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("ann@alder.example", True),
        ("a.b+c@x.co", True),
        ("ann@alder", False),
        ("ann@@alder.example", False),
        ("ann@alder.example, bob@x.co", False),
        ("<ann@alder.example>", False),
        ("ann@alder.example\r\nBcc: x@y.z", False),
        ("a" * 300 + "@x.co", False),
    ],
)
def test_an_address_is_one_plain_mailbox(text: str, right: bool) -> None:
    assert is_address(text) is right
