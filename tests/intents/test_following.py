"""Slips are mended before reading; half a sentence means something behind the one before."""

from decimal import Decimal

import pytest

from bot.intents.following import about_before
from bot.intents.reading import Reader
from bot.intents.repairs import has_slip, repaired
from bot.intents.understanding import Line, Proposal
from bot.intents.utterance import Context, Utterance
from tests.intents.conftest import TODAY

QUOTE = Context(
    document="S-QUO1001",
    customer="C028",
    last_command=Proposal(intent="create_quote"),
    last_lines=(Line(item="1210-B", quantity=Decimal(4)),),
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("quote 4 floor lamps for Kestrel, no wait, 6", "quote 6 floor lamps for Kestrel"),
        ("2 desks for Kestrel, sorry I mean for Weber", "2 desks for Weber"),
        ("12 cable trays. PS: sorry, not 12 - 15 of them.", "15 cable trays."),
        ("10 bells and 4 pumps. Correction: 6 pumps", "10 bells and 6 pumps"),
    ],
)
def test_what_was_said_last_counts(written: str, meant: str) -> None:
    assert repaired(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "no, make that 6",
        "we ordered 10, received 8",
        "quote 20 chairs for Brandt. No discount, 30 days",
        "we need 5 lamps, no rush, 14 days is fine",
        "5 desks and 3 lamps, sorry, 6",
    ],
)
def test_what_is_no_clear_correction_stays(written: str) -> None:
    assert repaired(written) == written


def test_a_correction_of_one_of_two_numbers_is_asked_about() -> None:
    assert has_slip("5 desks and 3 lamps, sorry, 6")


@pytest.mark.parametrize(
    ("said", "item", "op"),
    [
        ("no, I meant the grey one", "1210-B", "set"),
        ("and 2 coat stands too", "1350-H", "add"),
        ("mach bitte 8 draus", "1210-B", "set"),
    ],
)
def test_half_a_sentence_changes_the_threads_quote(
    reader: Reader, said: str, item: str, op: str
) -> None:
    understood = reader.read(Utterance(text=said, today=TODAY, context=QUOTE))

    (change,) = understood.proposals
    assert (understood.expect, change.intent) == ("act", "change_document")
    assert [(line.item, line.op) for line in change.lines] == [(item, op)]


@pytest.mark.parametrize("said", ["and not 2 coat stands too", "if only we had 2 coat stands too"])
def test_what_is_denied_or_imagined_changes_nothing(reader: Reader, said: str) -> None:
    understood = reader.read(Utterance(text=said, today=TODAY, context=QUOTE))

    assert understood.expect != "act"


@pytest.mark.parametrize(
    ("said", "intent"),
    [("why?", "why"), ("oops, undo that", "undo"), ("mach das bitte rückgängig", "undo")],
)
def test_why_and_undo_speak_of_what_was_done(said: str, intent: str) -> None:
    before = about_before(said, Utterance(text=said, today=TODAY, context=QUOTE))
    nothing = about_before(said, Utterance(text=said, today=TODAY))

    assert before is not None
    assert before.intent == intent
    assert nothing is None
