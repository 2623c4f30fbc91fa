"""The reader as a whole: the same every time, quick enough, unharmed by hostile text."""

import json
import os
import subprocess
import sys
import time

import pytest

from bot.intents import INTENTS
from bot.intents.reading import Reader
from bot.intents.sayings import elements
from bot.intents.utterance import Utterance
from tests.intents.conftest import DEMO, TODAY, Ask

MEGABYTE = 1_000_000
HOSTILE = {
    "letters": "a" * MEGABYTE,
    "digits": "1" * MEGABYTE,
    "blanks": " " * MEGABYTE,
    "brackets": "(" * MEGABYTE,
    "orders": "order 1022 " * 90_000,
    "lines": "20 desks, " * 100_000,
    "commands": "and cancel " * 90_000,
    "quotes": "> " * 500_000,
    "addresses": "ship to 12 st, " * 60_000,
    "table heads": "qty\titem\n" * 100_000,
    "accents": "é̂" * 300_000,
    "mail addresses": "a@b.c " * 160_000,
    "conditions": "if they agree and when we pay once he said that " * 22_000,
    "ranges": "10 or 12 or " * 80_000,
    "stories": "Bea will cancel what Bob said he would " * 26_000,
}
SECONDS = 4  # of CPU; the aim is 2 on an unloaded core, measured 0.7


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_nonsense_is_read_in_time(reader: Reader, name: str) -> None:
    utterance = Utterance(
        text=HOSTILE[name], today=TODAY, channel="mail", sender_role="customer",
        sender_customer="C001",
    )  # fmt: skip
    begun = time.process_time()

    reader.read(utterance)

    assert time.process_time() - begun < SECONDS


def test_two_readers_understand_alike(reader: Reader, ask: Ask) -> None:
    texts = (
        "order 4 whiteboards 120x90 and 2 boxes of markers for Maple Street",
        "20 chairs for brandt asap",
        "cancel invoice 103011 and send me a new quote for Brandt: 5 white desks 160",
        "hmm could somebody see to S-ORD1044",
    )
    other = Reader(reader.world)

    first = [ask(text) for text in texts]

    assert first == [ask(text) for text in texts]
    assert first == [
        other.read(Utterance(text=text, today=TODAY, sender_role="salesperson")) for text in texts
    ]


REPEATED = (
    "order 12 lumo lamps black and 2 boxes of markers for Maple Street by friday",
    "swap the white lamps for black ones on S-ORD1203",
    "if they agree cancel S-ORD1203",
    "chairs for brandt, 10 or 12",
    "hmm could somebody see to S-ORD1044",
)


def test_a_hundred_times_the_same_message_is_a_hundred_times_the_same(ask: Ask) -> None:
    for text in REPEATED:
        assert len({repr(ask(text)) for _ in range(100)}) == 1


def test_another_process_understands_the_same(ask: Ask) -> None:
    told = [
        {
            "id": str(at),
            "channel": "slack",
            "received": TODAY.isoformat(),
            "sender": {"name": "June", "role": "salesperson"},
            "text": text,
        }
        for at, text in enumerate(REPEATED)
    ]
    read = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from bot.intents.evaluation import predict\n"
        "from bot.intents.world import World\n"
        f"world = World.from_folder(Path({str(DEMO)!r}))\n"
        "print(json.dumps(list(predict(json.load(sys.stdin), world, explain=True))))\n"
    )

    answers = {
        subprocess.run(
            [sys.executable, "-c", read],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(answers) == 1
    (answer,) = answers
    assert [line["expect"] for line in json.loads(answer)] == [ask(t).expect for t in REPEATED]


def test_every_declared_sentence_can_be_read() -> None:
    for intent in INTENTS:
        for sentence in (*intent.sentences, *intent.weak):
            assert elements(sentence), f"{intent.name}: {sentence}"


def test_an_unclosed_bracket_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        elements("(order|buy {lines}")


def test_only_the_first_part_of_an_endless_message_counts(ask: Ask) -> None:
    text = "thanks " * 5_000 + " cancel order 1015"

    assert ask(text).expect == "ignore"
