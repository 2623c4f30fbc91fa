"""German letters in their simple cases: what is wanted, of what, when, and what is not wanted."""

from decimal import Decimal

import pytest

from bot.intents.languages import language, language_of
from bot.intents.tokens import tokenize
from tests.intents.conftest import Ask, commands
from tests.intents.test_news import moved

KELLER = {
    "channel": "mail",
    "sender_role": "customer",
    "sender_customer": "C001",
    "sender_address": "m.keller@brandt-soehne.example",
}


@pytest.mark.parametrize(
    ("text", "intent", "article", "quantity"),
    [
        ("Bitte senden Sie uns 4 Nova Stühle grau", "create_order", "1210-G", 4),
        ("Wir bestellen zehn Schreibtischlampen schwarz", "create_order", "1510-L", 10),
        ("Wir möchten fünfundzwanzig Stehlampen bestellen", "create_order", "1520-F", 25),
        ("Angebot für 10 Schreibtischlampen weiß", "create_quote", "1510-W", 10),
        ("Können Sie uns ein Angebot über 5 Spinde machen?", "create_quote", "1340-L", 5),
        ("Was kosten 4 Nova Stuehle grau?", "price_inquiry", "1210-G", 4),
        ("Haben Sie 4 Nova Stühle grau auf Lager?", "check_availability", "1210-G", 4),
        ("Wann können Sie 20 Nova Stühle schwarz liefern?", "promise_date", "1210-B", 20),
    ],
)
def test_articles_are_asked_for_in_german(
    ask: Ask, text: str, intent: str, article: str, quantity: int
) -> None:
    understood = ask(text, **KELLER)

    assert (understood.expect, understood.language) == ("act", "de")
    (proposal,) = understood.proposals
    assert proposal.intent == intent
    (line,) = proposal.lines
    assert (line.item, line.quantity) == (article, Decimal(quantity))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("bis Freitag", "2026-11-20"),
        ("Lieferung KW 50", "2026-12-07"),
        ("bis 4. Dezember", "2026-12-04"),
        ("bis zum 4.12.", "2026-12-04"),
    ],
)
def test_german_days(ask: Ask, said: str, day: str) -> None:
    understood = ask(f"Bitte senden Sie uns 4 Nova Stühle grau, {said}", **KELLER)

    assert understood.proposals[0].value("dates") == {"requested_delivery": day}


@pytest.mark.parametrize(
    ("text", "intent", "number"),
    [
        ("Bitte stornieren Sie S-ORD1001", "cancel_order", "S-ORD1001"),
        ("Stornieren Sie bitte die Bestellung 1002", "cancel_order", "S-ORD1002"),
        ("Wo bleibt unsere Bestellung S-ORD1001?", "check_status", "S-ORD1001"),
        ("Bitte schicken Sie mir die Rechnung 103001 noch einmal", "send_document", "PS-INV103001"),
        ("Wir nehmen das Angebot S-QUO1001 an", "accept_quote", "S-QUO1001"),
    ],
)
def test_papers_are_named_in_german(ask: Ask, text: str, intent: str, number: str) -> None:
    ((found, slots),) = commands(ask(text, **KELLER))

    assert (found, slots["document"]) == (intent, number)


@pytest.mark.parametrize(
    "text",
    [
        "Bitte liefern Sie die 4 Nova Stühle grau noch nicht",
        "Vielleicht bestellen wir nächste Woche 4 Nova Stühle grau",
        "Falls der Preis stimmt, bestellen wir 4 Nova Stühle grau",
        "Wir brauchen die Schreibtischlampen nicht mehr, danke",
        "Vielen Dank, die Lieferung ist gut angekommen",
        "Ich bin bis 20. November nicht im Büro",
    ],
)
def test_what_is_not_wanted_moves_nothing(ask: Ask, text: str) -> None:
    assert moved(ask(text, **KELLER)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bitte senden Sie uns 4 Stühle", "de"),
        ("Grüezi, please send us 4 chairs to our order no. 2026-118", "en"),
        ("add 2 lamps", "en"),
        ("Ja bitte", "de"),
        ("1210-G", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_that_of_most_words(text: str, code: str) -> None:
    assert language_of(tokenize(text)) == code


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("stuhle", ("chair",)),
        ("stuehle", ("chair",)),
        ("schreibtischlampen", ("desk", "lamp")),
        ("burostuhl", ("office", "chair")),
        ("xylophon", None),
    ],
)
def test_words_are_known_with_endings_and_in_compounds(
    word: str, meaning: tuple[str, ...] | None
) -> None:
    assert language("de").meaning(word) == meaning


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Bitte bieten Sie uns 4 Stehlampen an.", "create_quote"),
        ("Wir hätten gern ein Angebot für 3 Spinde.", "create_quote"),
        ("Das Angebot S-QUO1001 ist uns leider zu teuer.", "cancel_quote"),
        ("Was schulden wir Ihnen im Moment?", "check_status"),
        ("Welche Rechnungen sind bei uns noch offen?", "check_status"),
        ("Wir möchten 3 Stehlampen von PS-INV103001 zurückgeben.", "create_return"),
        ("Wann kommt unsere Bestellung S-ORD1001 an?", "check_status"),
    ],
)
def test_separable_verbs_and_everyday_wishes(ask: Ask, text: str, intent: str) -> None:
    understood = ask(text, **KELLER)

    assert (understood.expect, [one.intent for one in understood.proposals]) == ("act", [intent])


@pytest.mark.parametrize(
    "text",
    [
        "Letztes Jahr haben wir 10 Stehlampen bestellt und waren sehr zufrieden.",
        "Gestern haben wir 10 Stehlampen bestellt.",
        "Wir haben 10 Stehlampen bestellt, sind sie schon unterwegs?",
    ],
)
def test_what_was_ordered_is_not_ordered_again(ask: Ask, text: str) -> None:
    understood = ask(text, **KELLER)

    assert not moved(understood)
