"""Copies of posted papers (specification, sections 9.4 and 15): to whom, and of whose papers."""

from domain.posting.invoice import InvoicePosted, ShipAndInvoice
from domain.posting.posted_copies import PostedSent, SendPosted
from tests.domain.desk import Desk, want


def invoice(desk: Desk, *, customer: str = "C10000") -> str:
    order = desk.order(want("CHAIR", 4), customer=customer)
    posted = desk.give(ShipAndInvoice(order_no=order.number, confirm=True), InvoicePosted)
    return posted.invoice_no


def copies(desk: Desk) -> list[object]:
    return [one["recipient"] for one in desk.sent() if one["occasion"] == "document-copy"]


def test_a_copy_goes_to_who_got_the_paper_or_to_the_address_typed(desk: Desk) -> None:
    number = invoice(desk)

    usual = desk.give(SendPosted(document_no=number), PostedSent, by="ada")
    typed = SendPosted(document_no=number.lower(), recipient="books@alder.example")
    named = desk.give(typed, PostedSent, by="sally")

    assert copies(desk) == [usual.recipient, "books@alder.example"]
    assert named.paper == usual.paper


def test_a_contact_gets_it_with_the_answer_and_only_his_own(desk: Desk) -> None:
    own, other = invoice(desk), invoice(desk, customer="C20000")

    told = desk.give(SendPosted(document_no=own), PostedSent, by="C10000")

    assert told.recipient == ""
    assert copies(desk) == []
    assert desk.codes(SendPosted(document_no=other), by="C10000") == ["not_found"]
    elsewhere = SendPosted(document_no=own, recipient="me@private.example")
    assert desk.codes(elsewhere, by="C10000") == ["invalid_field"]


def test_what_is_no_posted_paper_and_no_address_is_refused(desk: Desk) -> None:
    number = invoice(desk)

    assert desk.codes(SendPosted(document_no="PS-INV999999")) == ["not_found"]
    assert desk.codes(SendPosted(document_no="S-ORD1001")) == ["not_found"]
    assert desk.codes(SendPosted(document_no=number, recipient="Ann")) == ["invalid_field"]
    assert desk.codes(SendPosted(document_no=number), by="wes") == ["not_permitted"]
