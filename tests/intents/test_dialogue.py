"""A conversation: bare answers complete what is pending, references find what was shown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.intents.understanding import Line, Understanding
from bot.intents.utterance import Context
from tests.intents.conftest import Ask, commands

GREY = {"item": "1210-G", "quantity": Decimal(10)}


def after(understood: Understanding) -> Context:
    """The context as the thread would remember it after this understanding."""
    return Context(
        pending=understood.proposals[0] if understood.proposals else None,
        asked=understood.clarify,
        choices=understood.choices,
        staged=understood.expect == "act",
    )


@pytest.mark.parametrize("answer", ["the grey one", "1", "1210-G", "the first one", "grey please"])
def test_a_choice_is_taken_by_word_place_or_number(ask: Ask, answer: str) -> None:
    asked = ask("order 10 nova chairs for brandt")

    understood = ask(answer, context=after(asked))

    assert understood.expect == "act"
    assert commands(understood) == [("create_order", {"customer": "C001", "lines": [GREY]})]


@pytest.mark.parametrize(
    ("first", "answer", "slot", "value"),
    [
        ("order 5 ergo mice", "Brandt", "customer", "C001"),
        ("order 5 ergo mice for bluepeak", "the second one", "customer", "C012"),
        ("order 5 ergo mice for bluepeak", "Software", "customer", "C011"),
        ("cancel that order from monday", "1015", "document", "S-ORD1015"),
    ],
)
def test_an_answer_fills_what_was_asked(
    ask: Ask, first: str, answer: str, slot: str, value: str
) -> None:
    asked = ask(first)

    understood = ask(answer, context=after(asked))

    assert understood.expect == "act"
    assert understood.proposals[0].value(slot) == value


@pytest.mark.parametrize(("answer", "count", "unit"), [("20", 20, None), ("2 boxes", 2, "box")])
def test_a_bare_number_is_the_quantity(ask: Ask, answer: str, count: int, unit: str | None) -> None:
    asked = ask('quote Lindner some 28" inner tubes presta')

    (line,) = ask(answer, context=after(asked)).proposals[0].lines

    assert line.quantity == count
    assert line.unit == unit


def test_the_next_question_follows_when_something_is_still_open(ask: Ask) -> None:
    asked = ask("20 chairs for brandt asap")

    understood = ask("order", context=after(asked))

    assert understood.expect == "clarify"
    assert understood.clarify == ("item",)
    assert understood.proposals[0].intent == "create_order"


def test_a_new_command_leaves_the_open_question_behind(ask: Ask) -> None:
    asked = ask("order 10 nova chairs for brandt")

    understood = ask("cancel order 1015", context=after(asked))

    assert commands(understood) == [("cancel_order", {"document": "S-ORD1015"})]


@pytest.mark.parametrize("answer", ["no", "cancel that", "never mind", "forget it"])
def test_no_drops_what_waits(ask: Ask, answer: str) -> None:
    asked = ask("order 10 grey nova chairs for brandt")

    understood = ask(answer, context=after(asked))

    assert (understood.expect, understood.reason) == ("ignore", "declined")


@pytest.mark.parametrize("answer", ["yes", "ok", "go ahead", "yep, do it"])
def test_yes_runs_what_is_staged(ask: Ask, answer: str) -> None:
    asked = ask("order 10 grey nova chairs for brandt")

    understood = ask(answer, context=after(asked))

    assert (understood.expect, understood.reason) == ("act", "confirmed")
    assert understood.proposals == asked.proposals


def test_the_same_for_another_customer(ask: Ask) -> None:
    last = replace(ask("order 10 grey nova chairs for brandt, PO 77").proposals[0])

    understood = ask("same for Lindner", context=Context(last_command=last))

    assert commands(understood) == [("create_order", {"lines": [GREY], "customer": "C009"})]


def test_references_point_at_the_lines_of_the_document(ask: Ask) -> None:
    shown = (Line(item="1510-L", quantity=Decimal(10)), Line(item="1510-W", quantity=Decimal(10)))
    context = Context(document="S-ORD1052", last_lines=shown)

    understood = ask("remove the second one", context=context)

    assert understood.proposals[0].values() == {
        "document": "S-ORD1052",
        "lines": [{"item": "1510-W", "op": "remove"}],
    }


def test_make_it_twenty_sets_the_only_line(ask: Ask) -> None:
    shown = (Line(item="1210-B", quantity=Decimal(10)),)
    context = Context(document="S-QUO1031", last_lines=shown)

    understood = ask("make that 20", context=context)

    (line,) = understood.proposals[0].lines
    assert (line.item, line.quantity, line.op) == ("1210-B", Decimal(20), "set")


def test_the_threads_document_is_what_it_means(ask: Ask) -> None:
    understood = ask("they accepted, turn it into an order", context=Context(document="S-QUO1004"))

    assert commands(understood) == [("accept_quote", {"document": "S-QUO1004"})]
