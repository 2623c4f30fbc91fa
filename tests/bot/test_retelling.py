"""Customers are answered in their own language, with the same figures and nothing left out."""

import ast
import json
import string
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.reply import Button, Option, Reply, Table
from bot.retelling import in_language, languages, retold, sentence_of, sum_of
from domain.errors import NotFound, Refusal, Several
from domain.said import said, together
from tests.domain.test_refusals import refusals

ROOT = Path(__file__).parents[2]
WORDS = {
    language: json.loads((ROOT / "bot" / "words" / f"{language}.json").read_text("utf-8"))
    for language in sorted(languages())
}
# Sentences that are put together from parts before they are said.
COMPOSED = ("{number} {item}: {price}", "Only {free}", "No {item}", "Yes: ", "{item}: not all")
# Buttons and choices that are called by the name of their command or wish.
CALLED_BY_NAME = {
    "Create order",
    "Create quote",
    "Accept quote",
    "Change document",
    "Cancel order",
    "Check status",
}


def blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def literals() -> set[str]:
    """Every text in the sources, adjacent literals joined."""
    found: set[str] = set()
    for folder in ("bot", "domain", "templates"):
        for path in (ROOT / folder).rglob("*.py"):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            found |= {
                node.value
                for node in nodes
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


@pytest.mark.parametrize("language", WORDS)
def test_a_translation_fills_only_blanks_that_its_sentence_has(language: str) -> None:
    codes = {kind.code: {field.name for field in fields(kind)} for kind in refusals()}
    for english, foreign in WORDS[language].items():
        known = blanks(english)
        if english.startswith("refusal."):
            known = codes[english.removeprefix("refusal.").partition("+")[0]]
        assert blanks(foreign) <= known, english


@pytest.mark.parametrize("language", WORDS)
def test_no_translation_outlives_its_sentence(language: str) -> None:
    said_somewhere = literals()
    states = {"sent", "accepted", "declined", "expired", "open", "released", "completed"}
    names = {name.replace("_", " ") for name in said_somewhere} | states
    stale = [
        english
        for english in WORDS[language]
        if not english.startswith(("refusal.", *COMPOSED))
        and english not in said_somewhere
        and english not in names | CALLED_BY_NAME
    ]
    assert stale == []


def test_figures_and_days_take_the_habits_of_the_language() -> None:
    owes = said("{customer} owes {amount}.", customer="Weber", amount=sum_of(Decimal(1234), "EUR"))
    late = said("The delivery date {day} has passed; I left it open.", day=date(2026, 1, 5))

    assert (owes, late[:29]) == ("Weber owes 1,234.00 EUR.", "The delivery date 05 Jan 2026")
    assert retold(owes, "de") == "Weber hat 1.234,00 EUR offen."
    assert "05.01.2026" in retold(late, "de")


def test_several_sentences_are_each_retold() -> None:
    both = together((said("Order {number} is cancelled.", number="S1"), "1 document:", "As it is"))

    assert both == "Order S1 is cancelled.\n1 document:\nAs it is"
    assert retold(both, "de") == "der Auftrag S1 ist storniert.\n1 Beleg:\nAs it is"


def test_a_refusal_is_retold_by_its_code_and_what_is_filled_in() -> None:
    plain = NotFound(kind="order", text="S9")
    near = NotFound(kind="item", text="lmap", near=("lamp", "lump"))

    assert retold(sentence_of(plain), "de").startswith("Den Auftrag S9 kenne ich nicht.")
    assert "Meinen Sie lamp, lump?" in retold(sentence_of(near), "de")
    assert "\n" in retold(sentence_of(Several(refusals=(plain, near))), "de")


def test_what_has_no_words_stays_english() -> None:
    class Unheard(Refusal):
        def sentence(self) -> str:
            return "Nobody said this before."

    assert retold(sentence_of(Unheard()), "de") == "Nobody said this before."
    assert retold(said("A {thing} nobody words.", thing="text"), "de") == "A text nobody words."
    assert retold("Date", "xx") == "Date"


def test_a_whole_reply_is_retold_and_its_commands_are_not() -> None:
    reply = Reply(
        text="1 document:",
        facts=(("Customer", "Weber"),),
        lines=Table(head=("Number", "Total"), rows=(("Date", "1.00 EUR"),)),
        buttons=(Button(label="Accept"),),
        notes=("Please call your contact in sales.",),
        options=(Option(label="Create order", says="create order"),),
    )

    german = in_language(reply, "de")

    assert german.lines is not None
    assert german.lines.head == ("Nummer", "Gesamt")
    assert german.lines.rows == (("Date", "1.00 EUR"),)
    assert (german.facts[0][0], german.buttons[0].label) == ("Kunde", "Annehmen")
    assert german.options[0] == Option(label="Bestellen", says="create order")
    assert in_language(reply, "en") is reply
