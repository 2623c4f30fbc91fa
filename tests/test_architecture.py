"""The rules of the house that a machine can check: rooms, sizes, docstrings, no hidden clock."""

import ast
import configparser
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "domain", "mail", "migrations", "templates")
LONGEST_FILE = 400
LONGEST_TEST = 500
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 12

# Which room a library belongs to: nobody else imports it.
HOME: dict[str, str | tuple[str, ...]] = {
    "aiosmtpd": "mail/",
    "alembic": ("bot/migrating.py", "migrations/"),
    "authres": "mail/",
    "cheroot": ("bot/serving.py", "bot/channels/"),
    "dkim": "mail/",
    "flask": ("bot/assembly.py", "bot/channels/"),
    "imapclient": "mail/",
    "procrastinate": ("bot/engine_postgres.py", "migrations/"),
    "slack_bolt": "bot/channels/",
    "slack_sdk": "bot/channels/",
    "smtplib": "mail/",
    "spacy": "bot/intents/",
    "typer": "bot/__main__.py",
    "weasyprint": "templates/",
}
# Imports inside a function are for what is slow to load, or missing on some machines.
SLOW = {
    "alembic", "migrations", "pypdfium2", "python_calamine", "scipy", "slack_bolt", "slack_sdk",
    "spacy", "thinc", "weasyprint",
}  # fmt: skip
LAZY_FILES = (
    "bot/__main__.py", "bot/assembly.py", "bot/demo.py", "bot/serving.py", "templates/worker.py",
)  # fmt: skip

CLOCKS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("uuid", "uuid1"), ("uuid", "uuid4"),
    ("os", "getenv"), ("os", "environ"), ("random", "random"), ("random", "choice"),
    ("random", "randint"), ("random", "uniform"), ("random", "shuffle"),
}  # fmt: skip
MAY_READ_THEM = ("bot/clock.py", "bot/settings.py", "bot/channels/console/")


@cache
def sources(*rooms: str) -> tuple[tuple[str, str, ast.Module], ...]:
    """Name, text and syntax of every source file in these rooms, but not generated revisions."""
    found = []
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if not re.match(r"migrations/versions/\d", name):
                text = file.read_text(encoding="utf-8")
                found.append((name, text, ast.parse(text)))
    return tuple(found)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def imported(node: ast.AST) -> list[str]:
    """The top-level packages an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").partition(".")[0]]
    return []


def test_every_library_stays_in_its_room() -> None:
    strays = [
        f"{name} imports {library}"
        for name, _, tree in sources(*ROOMS)
        for node in ast.walk(tree)
        for library in imported(node)
        if library in HOME and not name.startswith(HOME[library])
    ]

    assert strays == []


def test_imports_are_absolute_and_name_what_they_take() -> None:
    odd = [
        f"{name}:{node.lineno}"
        for name, _, tree in sources(*ROOMS, "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.level or any(alias.name == "*" for alias in node.names))
    ]

    assert odd == []


def test_imports_stand_at_the_top_unless_the_library_is_slow() -> None:
    hidden = [
        f"{name}:{node.lineno}"
        for name, _, tree in sources(*ROOMS)
        if not name.startswith(LAZY_FILES)
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if not set(imported(node)) <= SLOW
    ]

    assert hidden == []


def test_no_file_is_too_long() -> None:
    long = {name: text.count("\n") for name, text, _ in sources(*ROOMS, "tests")}

    limits = {name: LONGEST_TEST if name.startswith("tests/") else LONGEST_FILE for name in long}
    assert {name: lines for name, lines in long.items() if lines > limits[name]} == {}


def test_no_function_is_too_long_and_most_are_short() -> None:
    lengths = {
        f"{name}:{function.name}": length(function)
        for name, _, tree in sources(*ROOMS)
        for function in functions(tree)
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) < MEDIAN_FUNCTION


def test_arguments_after_the_second_are_named() -> None:
    """Functions that a library calls decide nothing about their arguments, so they may differ."""
    crowded = [
        f"{name}:{function.lineno} {function.name}"
        for name, _, tree in sources("domain")
        for function in functions(tree)
        if len([arg for arg in function.args.args if arg.arg not in ("self", "cls")]) > 5
    ]

    assert crowded == []


def test_every_module_says_what_it_is() -> None:
    silent = [name for name, _, tree in sources(*ROOMS, "tests") if not ast.get_docstring(tree)]

    assert silent == []


def test_packages_hold_a_docstring_only() -> None:
    lists = ("bot/intents/__init__.py", "bot/handlers/__init__.py")
    full = [
        name
        for name, _, tree in sources(*ROOMS)
        if name.endswith("__init__.py") and name not in lists and len(tree.body) > 1
    ]

    assert full == []


def test_nothing_reads_clock_chance_or_environment_by_itself() -> None:
    readers = [
        f"{name}:{node.lineno}"
        for name, _, tree in sources(*ROOMS)
        if not name.startswith(MAY_READ_THEM)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
        and not _annotates(tree, node)
    ]

    assert readers == []


def test_no_float_in_the_domain() -> None:
    floats = [
        f"{name}:{node.lineno}"
        for name, _, tree in sources("domain")
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]

    assert floats == []


def test_names_are_of_the_trade() -> None:
    banned = re.compile(r"(^|_)(utils?|helpers?|manager|misc|common|stuff)(_|\.py$|/)")

    assert [name for name, _, _ in sources(*ROOMS, "tests") if banned.search(name)] == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|HACK)\b|assert True\b")
    here = Path(__file__).name
    found = [
        f"{name}:{number}"
        for name, text, _ in sources(*ROOMS, "tests")
        if not name.endswith(here)
        for number, line in enumerate(text.splitlines(), 1)
        if later.search(line)
    ]

    assert found == []


def test_our_own_code_is_not_mocked() -> None:
    mocks = [
        f"{name} imports {library}"
        for name, text, tree in sources("tests")
        for node in ast.walk(tree)
        for library in imported(node)
        if library in ("mock", "pytest_mock") or "unittest.mock" in text
        if not name.endswith(Path(__file__).name)
    ]

    assert mocks == []


@pytest.mark.parametrize("wish", ["ignore_imports", "unmatched_ignore_imports_alerting"])
def test_the_contracts_know_no_exception(wish: str) -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")

    assert [name for name in contracts.sections() if contracts.has_option(name, wish)] == []
    assert len(contracts.sections()) > 5


def _annotates(tree: ast.Module, node: ast.Attribute) -> bool:
    """Whether this names a type (`random.Random` handed in) rather than calls."""
    return not any(
        isinstance(call, ast.Call) and call.func is node for call in ast.walk(tree)
    ) and node.attr not in ("environ",)
