"""News, doubts and stories move nothing, however much they sound like commands."""

import pytest

from bot.intents import BY_NAME
from tests.intents.conftest import Ask

TOM = {
    "channel": "mail",
    "sender_role": "customer",
    "sender_customer": "C002",
    "sender_address": "tom@northwindcycles.example",
}
STRANGER = {
    "channel": "mail",
    "sender_role": "unknown",
    "sender_customer": None,
    "sender_address": "tom@northw1ndcycles.example",
}


def moved(understood: object) -> list[str]:
    """Intents that would change something."""
    if getattr(understood, "expect", "") != "act":
        return []
    names = [proposal.intent for proposal in getattr(understood, "proposals", ())]
    return [name for name in names if not BY_NAME[name].reads_only]


@pytest.mark.parametrize(
    "text",
    [
        "Marco cancelled order 1203 this morning already",
        "Beth approved S-ORD1221 yesterday",
        "I already sent invoice 103199",
        "I was about to cancel S-ORD1203 but she changed her mind",
        "I'd have rejected S-ORD1230 too",
        "someone told me to cancel order 1210, is that right?",
        "we almost cancelled S-ORD1203",
        "it would be nice if Brandt ordered 20 Nova chairs grey",
        "Beth turned down S-QUO1451 this morning",
        "had Brandt paid we could cancel S-ORD1452",
        "we could always cancel S-ORD1310 if they complain",
        "Weber will place an order for 5 lockers",
        "they will send you an order for 3 lockers tomorrow",
    ],
)
@pytest.mark.parametrize("role", ["salesperson", "manager"])
def test_what_somebody_did_or_nearly_did_is_no_request(ask: Ask, text: str, role: str) -> None:
    assert moved(ask(text, sender_role=role)) == []


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Brandt accepted S-QUO1039", "accept_quote"),
        ("cancel S-ORD1203, they ordered twice", "cancel_order"),
        ("one combined invoice for Brandt for all october shipments", "combine_shipments"),
        ("bin invoice 103217, wrong customer altogether", "cancel_invoice"),
    ],
)
def test_news_that_asks_for_our_part_is_a_request(ask: Ask, text: str, intent: str) -> None:
    assert moved(ask(text)) == [intent]


@pytest.mark.parametrize(
    "text",
    [
        "Just so you know, your competitor offered us 20 chains 11-speed at 27.50. Not ordering "
        "yet, only thought you would like to hear.",
        "Please approve our order S-ORD1230 yourself and release it.",
    ],
)
def test_a_customer_cannot_move_us_by_the_way(ask: Ask, text: str) -> None:
    assert moved(ask(text, **TOM)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Please cancel S-ORD1203.",
        "Please send invoice 103199 to this address.",
        "We accept quote S-QUO1001.",
        "Please deliver 4 floor lamps to 1 New Road, Leeds LS1 4AP",
    ],
)
def test_a_stranger_moves_nothing(ask: Ask, text: str) -> None:
    understood = ask(text, **STRANGER)

    assert moved(understood) == []


def test_a_customer_who_approves_our_quote_accepts_it(ask: Ask) -> None:
    text = "Your quotation S-QUO1177 is approved on our side, please go ahead."

    assert moved(ask(text, **TOM)) == ["accept_quote"]


def test_lines_taken_off_a_quote_do_not_cancel_it(ask: Ask) -> None:
    understood = ask("drop the coat stands off quo 1188 and knock 4% off the lot")

    assert moved(understood) == ["change_document"]
    assert understood.proposals[0].lines[0].op == "remove"


def test_what_was_ordered_before_is_not_changed_by_the_way(ask: Ask) -> None:
    understood = ask("We ordered 5 lockers last week, please add 2 floor lamps to S-ORD1203", **TOM)

    assert [line.item for line in understood.proposals[0].lines] == ["1520-F"]
