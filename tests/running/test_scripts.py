"""The two commands and the locks behind them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ("scripts/bootstrap", "scripts/demo", "scripts/test", ".ci/run")
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_run_and_is_well_formed(script: str) -> None:
    file = ROOT / script

    checked = subprocess.run(["bash", "-n", file], capture_output=True, text=True, check=False)

    assert os.access(file, os.X_OK)
    assert checked.stderr == ""


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_server_and_pins_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    joined = text.replace("\\\n", " ")
    packages = [line for line in joined.splitlines() if re.match(r"[A-Za-z0-9]", line)]

    assert re.findall(r"https?://|--(?:extra-)?index|--find-links", text) == []
    assert [
        line[:60] for line in packages if "==" not in line or "--hash=sha256:" not in line
    ] == []
    assert len(packages) > 40


def test_the_lock_for_development_holds_all_of_the_other() -> None:
    def pinned(lock: str) -> set[str]:
        text = (ROOT / lock).read_text(encoding="utf-8")
        return set(re.findall(r"^([A-Za-z0-9._-]+==\S+)", text, re.MULTILINE))

    assert pinned("requirements.lock") - pinned("requirements-dev.lock") == set()


def test_help_answers_at_once() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, timeout=10,
        check=True,
    )  # fmt: skip

    for command in ("demo", "serve", "worker", "migrate", "parked", "doctor", "verify"):
        assert command in told.stdout
