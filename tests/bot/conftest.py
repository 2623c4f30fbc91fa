"""A stage in front of the demo company: real doors and workers, far ends that keep what comes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.logs import set_up_logs
from bot.stage import Stage
from tests.conftest import DEMO_DATE, demo_file


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """As an installation has them: without words that somebody wrote."""
    set_up_logs("error")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    built = Stage(demo_file(tmp_path / "company.db"), folder=tmp_path, day=DEMO_DATE)
    yield built
    built.close()
    shutil.rmtree(tmp_path, ignore_errors=True)
