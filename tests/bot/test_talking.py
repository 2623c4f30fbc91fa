"""What the clerk tells people to say is what it understands, with the company's own names."""

from dataclasses import replace
from datetime import date

import pytest

from bot.examples import examples
from bot.handlers.talk import talk
from bot.intents.reading import Reader
from bot.intents.understanding import Line, Proposal, Understanding
from bot.intents.utterance import Context, Utterance
from bot.readers import world_of
from domain.catalog.item_rows import ItemSynonym
from domain.work import Work

TODAY = date(2026, 11, 18)
HELP = Understanding(expect="act", proposals=(Proposal(intent="help"),))
THREAD = Context(document="S-ORD1001", customer="C001", last_lines=(Line(item="1210-B"),))


def sayings(work: Work) -> list[str]:
    """The examples of the help text, one by one."""
    told = [line for line in talk(HELP, work.actor, work).text.split("\n") if line[:1] == "•"]
    return [saying for line in told for saying in line.removeprefix("• ").split(" · ")]


def test_every_example_of_the_help_is_understood(work: Work) -> None:
    reader = Reader(world_of(work.session))
    said = [
        Utterance(text=saying, today=TODAY, sender_role="salesperson", context=THREAD)
        for saying in sayings(work)
    ]

    lost = [
        one.text
        for one in said
        if reader.read(replace(one, sender_role=_role_for(one.text))).expect != "act"
    ]

    assert len(said) > 10
    assert lost == []


def _role_for(saying: str) -> str:
    """Books and goods are for those whose job they are."""
    return "manager" if "PS-INV" in saying or "ship" in saying else "salesperson"


def test_examples_follow_the_company(work: Work) -> None:
    before = examples(work).items[0]

    for row in work.session.query(ItemSynonym).filter_by(synonym=before):
        work.session.delete(row)
    work.session.flush()

    assert examples(work).items[0] != before


@pytest.mark.parametrize("said", ["thanks", "ok, thank you!", "Danke, passt"])
def test_a_thank_you_wants_no_answer(work: Work, said: str) -> None:
    ignored = Understanding(expect="ignore", reason="smalltalk")

    assert talk(ignored, work.actor, work, said=said).silent
