"""The parts of the README that are taken from the transcripts, so that they cannot go stale.

They stand between `<!-- begin NAME -->` and `<!-- end -->`. Write them anew with
`scripts/pictures --words`; a test fails while they are stale.
"""

import re
from itertools import islice
from pathlib import Path

from bot.transcripts import Turn, read_turns
from tests.showcase.overview import CHANNELS, CONVERSATIONS, ROWS, Shown, coverage, transcripts

README = Path(__file__).parents[2] / "README.md"
_SHOWN = ("quote-changed-and-accepted.md", 2)  # which transcript, and how many of its blocks
_FOLDER = "tests/conversations"
_PART = re.compile(r"(<!-- begin (?P<name>\w+) -->\n).*?(<!-- end -->)", re.S)


def refreshed(text: str) -> str:
    """The README with its marked parts as they should be today."""
    parts = {"transcript": transcript(), "overview": overview()}
    return _PART.sub(lambda found: f"{found[1]}{parts[found['name']]}{found[3]}", text)


def transcript() -> str:
    """The beginning of one transcript, as a person would read it."""
    name, blocks = _SHOWN
    source = (CONVERSATIONS / name).read_text(encoding="utf-8")
    return "".join(_aloud(turn) for turn in islice(read_turns(source), blocks))


def overview() -> str:
    """The sales overview with links to the transcripts, then what has none yet."""
    shown = coverage(transcripts())
    lines = ["| row | what it does | in Slack | by mail |", "| --- | --- | --- | --- |"]
    for row in ROWS:
        if shown[row.key].slack or shown[row.key].mail:
            cells = " | ".join(_links(shown[row.key], channel) for channel in CHANNELS)
            so_far = f" ({row.so_far})" if row.so_far else ""
            lines.append(f"| `{row.key}` | {row.duty}{so_far} | {cells} |")
    missing = [
        f"{row.duty[0].lower()}{row.duty[1:]}"
        for row in ROWS
        if not shown[row.key].slack and not shown[row.key].mail
    ]
    if missing:
        lines += ["", f"Not yet: {'; '.join(missing)}."]
    return "\n".join(lines) + "\n"


def _aloud(turn: Turn) -> str:
    if turn.kind == "bot":
        return f"```text\n{turn.text}```\n\n"
    who = turn.who.split()[0].capitalize()
    said = turn.text.strip()
    return f"**{who}** presses **{said}**\n\n" if turn.kind == "click" else f"**{who}:** {said}\n\n"


def _links(shown: Shown, channel: str) -> str:
    names: list[str] = getattr(shown, channel)
    links = (f"[{number}]({_FOLDER}/{name})" for number, name in enumerate(names, 1))
    return " ".join(links) or "–"


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
