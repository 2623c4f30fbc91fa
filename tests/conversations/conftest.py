"""Transcripts are tests: each `*.md` here is played on a stage of its own."""

from pathlib import Path

import pytest

from tests.conversation import Transcript


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    if file_path.suffix == ".md" and file_path.name != "README.md":
        found: Transcript = Transcript.from_parent(parent, path=file_path)
        return found
    return None
