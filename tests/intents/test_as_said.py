"""What was said is passed on as it was said: nothing is repaired, dropped or silently made one."""

from decimal import Decimal

import pytest

from bot.intents.understanding import Line
from bot.intents.utterance import Context
from tests.intents.conftest import Ask, commands

KELLER = {
    "channel": "mail",
    "sender_role": "customer",
    "sender_customer": "C001",
    "sender_address": "m.keller@brandt-soehne.example",
}
QUOTE = Context(document="S-QUO1001", previous_turn="Quote S-QUO1001 for Brandt & Söhne GmbH.")


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("quote -5 Nova chairs grey for Brandt", "-5"),
        ("quote minus 5 Nova chairs grey for Brandt", "-5"),
        ("quote half a Nova chair grey for Brandt", "0.5"),
        ("quote 2.5 Nova chairs grey for Brandt", "2.5"),
        ("quote 2½ Nova chairs grey for Brandt", "2.5"),
        ("quote 1000000000000 Nova chairs grey for Brandt", "1000000000000"),
    ],
)
def test_a_strange_quantity_reaches_the_domain_as_it_is(ask: Ask, text: str, quantity: str) -> None:
    understood = ask(text)

    assert understood.expect == "act"
    assert understood.proposals[0].lines[0].quantity == Decimal(quantity)


def test_nothing_of_an_article_is_asked_back(ask: Ask) -> None:
    understood = ask("quote 0 Nova chairs grey for Brandt")

    assert (understood.expect, understood.clarify) == ("clarify", ("quantity",))


def test_hyphens_of_a_list_are_no_minus_signs(ask: Ask) -> None:
    understood = ask("order for Brandt:\n- 20 floor lamps\n-10 visitor chairs")

    assert [line.quantity for line in understood.proposals[0].lines] == [20, 10]


@pytest.mark.parametrize(
    ("text", "told"),
    [("order 3 flying carpets for Brandt", {}), ("Please send us 3 flying carpets", KELLER)],
)
def test_an_unknown_article_is_asked_with_the_nearest_ones(
    ask: Ask, text: str, told: dict[str, str]
) -> None:
    understood = ask(text, **told)

    assert understood.expect == "clarify"
    assert understood.clarify == ("item",)
    (choices,) = understood.choices
    assert choices.mention == "3 flying carpets"
    assert len(choices.options) == 3


@pytest.mark.parametrize(
    ("name", "offered"), [("Blorb Industries", []), ("Brant", ["C001"]), ("blorb", [])]
)
def test_an_unknown_customer_is_asked_by_name(ask: Ask, name: str, offered: list[str]) -> None:
    understood = ask(f"quote 3 Nova chairs grey for {name}")

    assert understood.clarify == ("customer",)
    (choices,) = understood.choices
    assert choices.mention == name
    assert [option.says for option in choices.options] == offered


def test_an_unknown_company_is_not_taken_for_the_customer_of_the_thread(ask: Ask) -> None:
    understood = ask(
        "quote 3 Nova chairs grey for Blorb Industries", context=Context(customer="C001")
    )

    assert understood.clarify == ("customer",)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("delivery by 1 November 2026", "2026-11-01"),
        ("by 3 March 2025", "2025-03-03"),
        ("needed by 2026-11-01", "2026-11-01"),
    ],
)
def test_a_day_that_has_passed_is_passed_on(ask: Ask, said: str, day: str) -> None:
    understood = ask(f"order 3 Nova chairs grey for Brandt {said}")

    assert understood.proposals[0].value("dates") == {"requested_delivery": day}


def test_a_day_told_about_the_past_is_no_wish(ask: Ask) -> None:
    understood = ask("order 3 Nova chairs grey for Brandt, he called on 1 November 2026")

    assert understood.proposals[0].value("dates") is None


@pytest.mark.parametrize("who", ["neil@orchardhouse.example", "Fiona Grant"])
def test_a_paper_sent_to_somebody_is_sent_and_not_submitted(ask: Ask, who: str) -> None:
    understood = ask(f"please send it to {who}", context=QUOTE)

    ((intent, slots),) = commands(understood)
    assert intent == "send_document"
    assert (slots["document"], slots["recipient"]) == ("S-QUO1001", who)


@pytest.mark.parametrize(
    ("name", "told"),
    [("velo zuerich ag", "velo zuerich ag"), ("Brandt Trading Ltd", "Brandt Trading Ltd")],
)
def test_a_new_card_may_be_named_like_a_known_customer(ask: Ask, name: str, told: str) -> None:
    understood = ask(f"create customer {name}")

    assert commands(understood) == [("create_customer", {"name": told})]


@pytest.mark.parametrize(
    "question",
    ["what waits for my approval?", "which approvals are pending?", "anything I need to approve?"],
)
def test_open_approvals_can_be_asked_for(ask: Ask, question: str) -> None:
    understood = ask(question)

    ((intent, slots),) = commands(understood)
    assert (intent, slots["about"]) == ("check_status", "approval")


def test_a_price_asked_without_a_number_has_none(ask: Ask) -> None:
    understood = ask("what does the Nova chair grey cost?")

    assert understood.proposals[0].lines[0].quantity is None


def test_how_to_order_is_a_question_about_us(ask: Ask) -> None:
    understood = ask("how can I place an order with you?", **KELLER)

    assert [intent for intent, _ in commands(understood)] == ["help"]


def test_a_cry_for_help_with_something_else_is_not_our_job(ask: Ask) -> None:
    understood = ask("My Windows laptop shows a blue screen, can you help me?", **KELLER)

    assert (understood.expect, understood.reason) == ("refuse", "out-of-scope")


@pytest.mark.parametrize(
    "rows",
    [
        (("Item", "Description", "Qty"), ("1210-G", "Nova", "4"), ("1520-F", "Floor lamp", "2")),
        (("1210-G", "4"), ("1520-F", "2")),
    ],
)
def test_lines_of_an_attached_table_are_lines_of_the_order(
    ask: Ask, rows: tuple[tuple[str, ...], ...]
) -> None:
    understood = ask("Please find our order below.", tables=(rows,), **KELLER)

    assert understood.expect == "act"
    lines = understood.proposals[0].lines
    assert [line.item for line in lines] == ["1210-G", "1520-F"]
    assert [line.quantity for line in lines] == [4, 2]


def test_a_line_both_written_and_attached_counts_once(ask: Ask) -> None:
    rows = (("Item", "Qty"), ("1210-G", "4"))

    understood = ask("Please send us 4 Nova chairs grey", tables=(rows,), **KELLER)

    assert len(understood.proposals[0].lines) == 1


def test_a_reference_and_a_named_line_change_both(ask: Ask) -> None:
    thread = Context(document="S-QUO1001", last_lines=(Line(item="1210-G", quantity=Decimal(20)),))

    understood = ask("make that 25 and add 2 floor lamps", context=thread)

    assert commands(understood)[0][1]["lines"] == [
        {"item": "1210-G", "quantity": Decimal(25), "op": "set"},
        {"item": "1520-F", "quantity": Decimal(2), "op": "add"},
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("cancel the second one", "S-ORD1002"),
        ("what is the status of the first?", "S-ORD1001"),
        ("show me the last one", "S-QUO1003"),
    ],
)
def test_a_place_in_the_list_shown_names_a_paper(ask: Ask, text: str, number: str) -> None:
    shown = Context(listed=("S-ORD1001", "S-ORD1002", "S-QUO1003"))

    understood = ask(text, context=shown)

    assert understood.expect == "act"
    assert understood.proposals[0].value("document") == number


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("CONFIRM", "accept_quote"),
        ("Ja", "accept_quote"),
        ("ja bitte", "accept_quote"),
        ("Ja, wir nehmen das Angebot an", "accept_quote"),
        ("Yes please", "accept_quote"),
        ("nein danke", "cancel_quote"),
        ("No, thanks.", "cancel_quote"),
    ],
)
def test_a_bare_verdict_answers_the_quote_of_the_thread(ask: Ask, text: str, intent: str) -> None:
    understood = ask(text, context=QUOTE, **KELLER)

    assert commands(understood) == [(intent, {"document": "S-QUO1001"})]


@pytest.mark.parametrize("text", ["ok", "thanks", "received, thank you"])
def test_a_receipt_is_no_verdict(ask: Ask, text: str) -> None:
    assert ask(text, context=QUOTE, **KELLER).expect == "ignore"


def test_a_yes_to_a_question_is_no_verdict_on_the_quote(ask: Ask) -> None:
    asked = Context(document="S-QUO1001", previous_turn="Shall we add a lamp?")

    assert ask("yes", context=asked, **KELLER).expect != "act"


@pytest.mark.parametrize(
    ("text", "articles", "counts"),
    [
        (
            "order for Brandt: lockers 15, floor lamps 2, chain oil 4",
            "1340-L 1520-F BK-2140",
            [15, 2, 4],
        ),
        ("order 3 of the 5 lockers for Brandt", "1340-L", [3]),
    ],
)
def test_counts_behind_and_out_of(ask: Ask, text: str, articles: str, counts: list[int]) -> None:
    lines = ask(text).proposals[0].lines

    assert [line.item for line in lines] == articles.split()
    assert [line.quantity for line in lines] == counts


def test_a_price_behind_the_customer_is_the_price_of_the_line(ask: Ask) -> None:
    understood = ask("order 6 floor lamps for Brandt at 99 each")

    assert understood.proposals[0].lines[0].price == Decimal(99)


def test_a_kind_that_comes_in_two_layouts_is_asked_for(ask: Ask) -> None:
    understood = ask("order 2 keyboards for Brandt")

    assert (understood.expect, understood.clarify) == ("clarify", ("item",))
