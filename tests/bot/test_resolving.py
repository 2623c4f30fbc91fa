"""From what was understood to a typed command: complete, or a question what is missing."""

from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal

import pytest

from bot.intents import BY_NAME
from bot.intents.meaning import COMMANDS
from bot.intents.resolving import Missing, Thread, command_of, overlooked
from bot.intents.understanding import Line, Proposal, Slot
from domain.errors import Command
from domain.sales.changes import ChangeDocument
from domain.sales.orders import ConfirmOrder, CreateOrder
from domain.sales.quotes import AcceptQuote, CreateQuote
from domain.stock.availability import CheckAvailability

NOTHING = Thread(document_no="", customer_no="", last=lambda _kind: "")
CHAIRS = Line(item="1210-B", quantity=Decimal(20))


def said(intent: str, **slots: object) -> Proposal:
    return Proposal(
        intent=intent, slots=tuple(Slot(name=name, value=value) for name, value in slots.items())
    )


def required(kind: type[Command]) -> list[str]:
    return [
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    ]


@pytest.mark.parametrize("intent", sorted(COMMANDS))
def test_a_bare_wish_becomes_a_question_or_a_whole_command(intent: str) -> None:
    kind = COMMANDS[intent]

    if required(kind):
        with pytest.raises(Missing) as missing:
            command_of(said(intent), kind, NOTHING)
        assert missing.value.target
    else:
        assert isinstance(command_of(said(intent), kind, NOTHING), kind)


def test_no_words_can_fill_a_field_that_grants_something() -> None:
    granting = {"approval", "override_expiry", "issue", "then_confirm", "confirm", "discount_limit"}

    assert {name: granting & set(BY_NAME[name].slots) for name in COMMANDS} == {
        name: set() for name in COMMANDS
    }


def test_what_the_text_leaves_open_comes_from_the_thread() -> None:
    thread = Thread(document_no="S-QUO1001", customer_no="C007", last=lambda _kind: "")

    accepted = command_of(said("accept_quote"), AcceptQuote, thread)
    ordered = command_of(said("create_order", lines=(CHAIRS,)), CreateOrder, thread)

    assert accepted == AcceptQuote(quote_no="S-QUO1001")
    assert isinstance(ordered, CreateOrder)
    assert ordered.customer_no == "C007"


def test_what_the_text_names_wins_over_the_thread() -> None:
    thread = Thread(document_no="S-ORD1001", customer_no="", last=lambda _kind: "")

    command = command_of(said("confirm_order", document="S-ORD1002"), ConfirmOrder, thread)

    assert command == ConfirmOrder(order_no="S-ORD1002")


def test_the_last_order_is_looked_up_by_its_kind() -> None:
    thread = Thread(
        document_no="", customer_no="", last={"order": "S-ORD1009", "quote": ""}.__getitem__
    )

    found = command_of(said("confirm_order", document="@last:order"), ConfirmOrder, thread)

    assert found == ConfirmOrder(order_no="S-ORD1009")
    with pytest.raises(Missing, match="document"):
        command_of(said("accept_quote", document="@last:quote"), AcceptQuote, thread)


def test_dates_and_decimals_arrive_as_such() -> None:
    proposal = said(
        "create_quote",
        customer="C001",
        lines=(Line(item="1210-B", quantity=Decimal("2.5"), price=Decimal(10), date="2026-12-01"),),
        dates={"valid_until": "2026-11-27", "requested_delivery": "2026-12-04"},
        discount_pct="5.50",
    )

    command = command_of(proposal, CreateQuote, NOTHING)

    assert isinstance(command, CreateQuote)
    assert (command.valid_until, command.requested_delivery) == (
        date(2026, 11, 27),
        date(2026, 12, 4),
    )
    assert repr(command.discount_pct) == "Decimal('5.50')"
    (line,) = command.lines
    assert (line.quantity, line.unit_price) == (Decimal("2.5"), Decimal(10))
    assert line.requested_delivery == date(2026, 12, 1)


def test_a_line_without_an_article_is_asked_about() -> None:
    proposal = said("check_availability", lines=(Line(asked="the nice chair"),))

    with pytest.raises(Missing, match="item"):
        command_of(proposal, CheckAvailability, NOTHING)


def test_a_line_without_a_quantity_is_one() -> None:
    proposal = said("check_availability", lines=(Line(item="1210-B"),))

    command = command_of(proposal, CheckAvailability, NOTHING)

    assert isinstance(command, CheckAvailability)
    assert [line.quantity for line in command.lines] == [Decimal(1)]


def test_a_changed_line_says_what_to_do_with_which() -> None:
    lines = (
        Line(line_no=2, quantity=Decimal(25)),
        Line(item="1520-F", quantity=Decimal(2), op="add"),
        Line(item="1210-B", op="set", replace_with="1210-G"),
    )

    command = command_of(
        said("change_document", document="S-QUO1001", lines=lines), ChangeDocument, NOTHING
    )

    assert isinstance(command, ChangeDocument)
    assert [(one.op, one.line_no, one.item_no, one.replace_with) for one in command.lines] == [
        ("set", 2, "", ""),
        ("add", None, "1520-F", ""),
        ("set", None, "1210-B", "1210-G"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Reject S-ORD1001, the price is too low.",
        "reject it: the price is too low",
        "S-ORD1001 rejected because the price is too low",
    ],
)
def test_a_reason_is_kept_as_it_was_written(text: str) -> None:
    thread = Thread(document_no="S-ORD1001", customer_no="", last=lambda _kind: "", said=text)

    command = command_of(said("reject"), COMMANDS["reject"], thread)

    assert getattr(command, "reason", "") == "the price is too low"


def test_a_rejection_without_a_reason_asks_for_it() -> None:
    thread = Thread(document_no="S-ORD1001", customer_no="", last=lambda _kind: "", said="reject")

    with pytest.raises(Missing, match="reason"):
        command_of(said("reject"), COMMANDS["reject"], thread)


def test_what_has_no_place_in_the_command_is_named() -> None:
    wish = said("accept_quote", document="S-QUO1001", ship_to="Berlin", po_number="4711")

    assert overlooked(wish, AcceptQuote) == ("the delivery address",)
    assert overlooked(said("create_order", ship_to="Berlin"), CreateOrder) == ()
