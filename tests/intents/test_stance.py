"""Who wants what of whom: the grammar that parts a request from a story about one."""

import pytest

from bot.intents import BY_NAME
from bot.intents.licensing import is_licensed
from bot.intents.mood import Mood
from bot.intents.stance import Saying, stance
from tests.intents.conftest import Ask, commands

IDLE = {
    "a condition": [
        "unless Moreau calls, cancel S-ORD1301",
        "in case they sign, convert S-QUO1302",
        "once the pallets are here ship S-ORD1303",
        "provided that Gus agrees, send S-QUO1304 for approval",
    ],
    "somebody else's deed": [
        "Tessa accepted S-QUO1305 ages ago",
        "Tessa will cancel invoice 103501",
        "she is going to ship S-ORD1306",
        "S-ORD1307 was cancelled by Tessa",
        "Tessa to approve S-QUO1308",
    ],
    "somebody else's task": [
        "@Tessa please cancel S-ORD1309",
        "Tessa, could you ship S-ORD1310",
    ],
    "our own deed": [
        "we already cancelled S-ORD1311",
        "I'll cancel S-ORD1312 myself",
        "I'm about to cancel S-ORD1313",
    ],
    "a question": [
        "should we cancel S-ORD1314",
        "would it be wise to cancel S-ORD1315?",
        "why would they cancel S-ORD1316?",
        "cancel S-ORD1317 or wait?",
        "who cancelled S-ORD1318?",
    ],
    "a subordinate clause": [
        "tell me before you cancel S-ORD1319",
        "the last one to cancel an order was me",
        "they tried to cancel S-ORD1320",
        "she's in two minds about cancelling S-ORD1321",
    ],
    "a denial": [
        "nobody cancels S-ORD1322",
        "under no circumstances cancel S-ORD1323",
        "no changes to S-ORD1324 please",
        "hold S-ORD1325",
    ],
    "a quotation": ['Tessa said "cancel S-ORD1326" but that was last year'],
    "irony": ["oh great, cancel S-ORD1327 again", "yeah right, cancel everything"],
    "news and notes": ["fyi S-ORD1328 cancelled", "note to self: cancel S-ORD1329"],
    "a choice": ["either cancel S-ORD1330 or keep it"],
}


@pytest.mark.parametrize(
    "text", [text for texts in IDLE.values() for text in texts], ids=lambda text: text[:40]
)
def test_what_is_only_told_moves_nothing(ask: Ask, text: str) -> None:
    understood = ask(text, sender_role="salesperson")

    moving = [p.intent for p in understood.proposals if not BY_NAME[p.intent].reads_only]
    assert understood.expect != "act" or moving == []


@pytest.mark.parametrize(
    "text",
    [
        "cancel S-ORD1331",
        "pls cancel S-ORD1331",
        "could you cancel S-ORD1331?",
        "hi, can we cancel S-ORD1331 please",
        "Brandt asked us to cancel S-ORD1331",
        "they'd like to cancel S-ORD1331",
        "I need you to cancel S-ORD1331",
        "go ahead and cancel S-ORD1331",
        "S-ORD1331 must be cancelled",
        "on second thought, cancel S-ORD1331",
        "Tessa is ill, so cancel S-ORD1331",
        "please cancel S-ORD1331 if possible",
    ],
)
def test_a_request_stays_one_however_it_is_worded(ask: Ask, text: str) -> None:
    understood = ask(text, sender_role="salesperson")

    assert understood.expect == "act"
    assert [(i, s["document"]) for i, s in commands(understood)] == [("cancel_order", "S-ORD1331")]


@pytest.mark.parametrize(
    ("sentence", "role", "mood"),
    [
        ("VB DOC", "salesperson", Mood.REQUEST),
        ("NAME will VB DOC", "salesperson", Mood.IMAGINED),
        ("if they agree VB DOC", "salesperson", Mood.IMAGINED),
        ("do not VB DOC", "customer", Mood.NEGATED),
        ("who VED DOC ?", "customer", Mood.QUESTION),
    ],
)
def test_one_rule_stands_for_every_command(sentence: str, role: str, mood: Mood) -> None:
    for intent in ("cancel_order", "approve", "post_invoice", "merge_customers"):
        saying = Saying(sentence=sentence, intent=intent, verb="x")

        assert stance(saying, role=role, channel="slack") is mood


def test_a_verb_behind_words_of_a_story_is_no_request() -> None:
    assert is_licensed("could you please VB DOC", verb="ship", intent="post_shipment")
    assert not is_licensed("i was dreaming to VB DOC", verb="ship", intent="post_shipment")


@pytest.mark.parametrize(
    "text",
    [
        "order 8 or 9 floor pumps for Rivertown",
        "order 8-10 floor pumps for Rivertown",
        "order between 8 and 10 floor pumps for Rivertown",
        "order 8 to 10 floor pumps for Rivertown",
    ],
)
def test_a_range_is_no_quantity(ask: Ask, text: str) -> None:
    understood = ask(text)

    assert understood.expect == "clarify"
    assert "quantity" in understood.clarify


def test_from_so_many_to_so_many_is_a_change_and_no_range(ask: Ask) -> None:
    understood = ask("change the floor pumps on S-ORD1203 from 8 to 10")

    ((intent, slots),) = commands(understood)
    assert (understood.expect, intent) == ("act", "change_document")
    assert understood.proposals[0].lines[0].quantity == 10
    assert slots["document"] == "S-ORD1203"


def test_a_customer_who_accepts_at_another_discount_is_asked(ask: Ask) -> None:
    understood = ask(
        "We accept S-QUO1204 with 8% discount.", channel="mail", sender_role="customer",
        sender_customer="C002",
    )  # fmt: skip

    assert understood.expect == "clarify"
