"""Every duty of the sales overview has its transcripts, or is known to have none yet."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.settings import PREFIX, Settings
from tests.showcase.overview import ROWS, Shown, coverage, covered_keys, transcripts
from tests.showcase.readme import README, refreshed

PROMISED = [row.key for row in ROWS if row.promised]
PAGES = sorted((*README.parent.glob("*.md"), *(README.parent / "docs").rglob("*.md")))
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
_SETTING = re.compile(rf"{PREFIX}([A-Z_]*[A-Z])")
_COMMAND = re.compile(r"(?:^|`|bin/)salesclerk ((?:company )?[a-z]+)", re.M)


def test_the_rows_and_their_transcripts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    shown = coverage(transcripts())

    with capsys.disabled():  # xdist's workers keep stderr alone
        print("\nTranscripts of the sales overview (Slack/mail):", file=sys.stderr)
        for row in ROWS:
            print(f"  {row.key}: {_told(shown[row.key])}", file=sys.stderr)

    assert len(shown) == len(ROWS), "two rows have the same key"


@pytest.mark.parametrize("name", transcripts())
def test_a_transcript_covers_rows_that_exist(name: str) -> None:
    claimed = covered_keys(transcripts()[name])

    assert claimed, f"{name} has no line “Covers: KEY”"
    assert set(claimed) <= {row.key for row in ROWS}


@pytest.mark.parametrize("key", PROMISED)
def test_a_promised_row_has_transcripts_on_slack_and_on_mail(key: str) -> None:
    shown = coverage(transcripts())[key]

    assert shown.slack, f"no transcript on Slack covers {key}"
    assert shown.mail, f"no transcript on mail covers {key}"


def test_the_readme_shows_the_transcripts_as_they_are_today() -> None:
    text = README.read_text(encoding="utf-8")

    assert text == refreshed(text), "write it anew: scripts/pictures --words"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_what_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    settings = {name.upper() for name in Settings.model_fields}

    missing = [link for link in _LINK.findall(text) if not (page.parent / link).exists()]
    unknown = [
        name for name in _SETTING.findall(text) if name.removesuffix("_FILE") not in settings
    ]
    unheard = [words for words in _COMMAND.findall(text) if words not in set(_commands())]

    assert (missing, unknown, unheard) == ([], [], [])


def test_every_setting_is_told() -> None:
    text = (README.parent / "docs" / "deployment.md").read_text(encoding="utf-8")

    told = set(re.findall(rf"^\| `{PREFIX}([A-Z_]+)`", text, re.M))

    assert told == {name.upper() for name in Settings.model_fields}


def _commands() -> Iterator[str]:
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        yield name
        yield from (f"{name} {below}" for below in getattr(command, "commands", ()))


def _told(shown: Shown) -> str:
    if not shown.slack and not shown.mail:
        return "not yet"
    return f"{len(shown.slack)}/{len(shown.mail)}" + ("" if shown.on_both else ", one channel only")
