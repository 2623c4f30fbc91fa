"""The page of the vocabulary says what the code says."""

from bot.intents import BY_NAME
from bot.intents.meaning import COMMANDS
from bot.vocabulary import run_vocabulary, vocabulary
from domain.commands import FUNCTIONS


def test_the_page_is_fresh() -> None:
    assert run_vocabulary(check=True) == 0, "run `salesclerk vocabulary`"


def test_every_command_has_its_entry() -> None:
    page = vocabulary()

    assert [kind.__name__ for kind in FUNCTIONS if f"### {kind.__name__}\n" not in page] == []


def test_every_command_says_what_it_does_and_who_may() -> None:
    unsaid = [kind.__name__ for kind in FUNCTIONS if not (kind.__doc__ or "").strip()]

    assert unsaid == []
    assert vocabulary().count("Who may: ") == len(FUNCTIONS)


def test_what_people_say_leads_to_a_command_that_is_obeyed() -> None:
    astray = [name for name, kind in COMMANDS.items() if kind not in FUNCTIONS]

    assert astray == []
    assert [name for name in COMMANDS if name not in BY_NAME] == []
