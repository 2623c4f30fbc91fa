"""What the domain promises on SQLite it promises on PostgreSQL: its own tests say so, there.

The tests are not written twice: a pytest of its own runs them with `--database=postgres`.
The same is done by hand with any test that uses the companies of `tests/conftest.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import programs

ROOT = Path(__file__).resolve().parent.parent.parent
BY_CHANCE = ("properties/test_order_to_cash.py", "properties/test_quote_states.py")
_EXAMPLES = "8"  # of a day's trade by chance; SQLite sees more of them


def same_tests(*places: str) -> tuple[int, str]:
    """Run the tests in these places on PostgreSQL; return pytest's exit code and words."""
    if programs() is None:
        pytest.skip("PostgreSQL's server programs are not installed (apt-get install postgresql)")
    # a worker of pytest-xdist must not tell this pytest that it is one as well
    calm = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--database=postgres", "-m", "not postgres"),
            *("-p", "no:cacheprovider", "--tb=short", *(f"tests/{place}" for place in places)),
        ],
        cwd=ROOT,
        env={"SALESCLERK_EXAMPLES": _EXAMPLES, **calm},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.postgres
def test_the_domains_tests_hold_on_postgresql() -> None:
    code, said = same_tests("domain", "verifying", *BY_CHANCE)

    assert code == 0, said


@pytest.mark.postgres
def test_transcripts_are_answered_alike_on_postgresql() -> None:
    code, said = same_tests("conversations")

    assert code == 0, said
