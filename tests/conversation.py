"""The collector that plays transcripts; see `bot.transcripts` for their blocks.

Replies are compared in full, so a changed word shows up as a diff, not as a silent drift.
`pytest --rewrite` writes the new words into the transcript; the reviewer then reads the
conversation as a person would have.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest._code.code import ExceptionInfo, TerminalRepr

from bot.stage import Stage
from bot.transcripts import play
from tests.conftest import DEMO_DATE, demo_file


class ReplyDiffersError(Exception):
    """The bot answered something other than the transcript says."""


class Transcript(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        yield Conversation.from_parent(self, name=self.path.stem)


class Conversation(pytest.Item):
    def runtest(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            url = demo_file(Path(folder) / "company.db")
            stage = Stage(url, folder=Path(folder), day=DEMO_DATE)
            try:
                played = play(self.path, stage)
            finally:
                stage.close()
        if not played.differences:
            return
        if not self.config.getoption("--rewrite"):
            raise ReplyDiffersError("\n\n".join(played.differences))
        self.path.write_text(played.rewritten, encoding="utf-8")

    def repr_failure(
        self, excinfo: ExceptionInfo[BaseException], style: str | None = None
    ) -> str | TerminalRepr:
        if isinstance(excinfo.value, ReplyDiffersError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)
