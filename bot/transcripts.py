"""Transcripts: prose with fenced blocks that are played, and compared word for word.

The first word after the fence says what the block is, the second who is speaking:

    slack NAME      what somebody types in Slack; "new" after the name begins a new thread, a line
                    "file: NAME" a file shared with it, to the end of the block
    click NAME      the label of the button pressed; "Reject: too dear" fills what it asks for
    mail ADDRESS    a letter, its first line "Subject: ..."; "file: NAME" as above encloses one
    link ADDRESS    the label of the signed link opened from the newest letter
    today           the date it is from here on, as YYYY-MM-DD
    bot [NAME]      the whole answer, word for word; with a name, what that person got
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<who>[^\n]+))?\n(?P<text>.*?)^```$", re.M | re.S)
KINDS = ("slack", "click", "mail", "link", "today", "bot")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One fenced block. `start` and `end` frame its text within the file."""

    kind: str
    who: str
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True, kw_only=True)
class Played:
    """A transcript after playing: its text with the answers that came, and where they differ."""

    rewritten: str
    differences: tuple[str, ...]


class Player(Protocol):
    """What plays a transcript; see `bot.stage.Stage`."""

    def play(self, kind: str, who: str, text: str) -> None: ...

    def answer(self, who: str) -> str: ...


def read_turns(source: str) -> Iterator[Turn]:
    """Yield the blocks of a transcript in order; other fences are prose."""
    for match in _BLOCK.finditer(source):
        if match["kind"] in KINDS:
            yield Turn(
                kind=match["kind"],
                who=(match["who"] or "").strip(),
                text=match["text"],
                start=match.start("text"),
                end=match.end("text"),
                line=source.count("\n", 0, match.start()) + 1,
            )


def play(path: Path, player: Player) -> Played:
    """Play a transcript to its end; the text is rewritten with what was really answered."""
    source = path.read_text(encoding="utf-8")
    rewritten, shift = source, 0
    differences = []
    for turn in read_turns(source):
        if turn.kind != "bot":
            player.play(turn.kind, turn.who, turn.text)
            continue
        said = player.answer(turn.who)
        if said == turn.text:
            continue
        differences.append(difference(path, turn, said))
        rewritten = rewritten[: turn.start + shift] + said + rewritten[turn.end + shift :]
        shift += len(said) - len(turn.text)
    return Played(rewritten=rewritten, differences=tuple(differences))


def difference(path: Path, turn: Turn, said: str) -> str:
    """Lines the transcript expects (-) against lines the bot said (+)."""
    diff = difflib.ndiff(turn.text.splitlines(), said.splitlines())
    shown = "\n".join(line for line in diff if not line.startswith("?"))
    return f"{path.name}:{turn.line}: the bot said something else\n{shown}"
