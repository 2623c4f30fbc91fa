"""The rules of the house that a machine can check: rooms, sizes, docstrings, no hidden clock."""

import ast
import configparser
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import TypeVar, cast

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "domain", "mail", "migrations", "providers", "templates")
LONGEST_FILE = 400
LONGEST_TEST = 500
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 12
Node = TypeVar("Node", bound=ast.AST)

# Which room a library belongs to: nobody else imports it.
HOME: dict[str, str | tuple[str, ...]] = {
    "aiosmtpd": "mail/",
    "alembic": ("bot/migrating.py", "migrations/"),
    "authres": "mail/",
    "cheroot": ("bot/serving.py", "bot/channels/"),
    "dkim": "mail/",
    "flask": ("bot/assembly.py", "bot/channels/"),
    "httpx": "providers/",
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


@dataclass(frozen=True, kw_only=True)
class Source:
    """A source file: its name, text, syntax, and the nodes of that by their kind."""

    name: str
    text: str
    tree: ast.Module
    nodes: Mapping[type[ast.AST], list[ast.AST]]

    def find(self, *kinds: type[Node]) -> Iterator[Node]:
        """All nodes of these kinds, wherever they stand."""
        for kind in kinds:
            yield from cast("list[Node]", self.nodes.get(kind, []))

    @property
    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        yield from self.find(ast.FunctionDef)
        yield from self.find(ast.AsyncFunctionDef)

    @property
    def imports(self) -> Iterator[ast.Import | ast.ImportFrom]:
        yield from self.find(ast.Import)
        yield from self.find(ast.ImportFrom)


def sources(*rooms: str) -> tuple[Source, ...]:
    """Every source file in these rooms, but not generated revisions."""
    return tuple(source for room in rooms for source in _sources(room))


@cache
def _sources(room: str) -> tuple[Source, ...]:
    found = []
    for file in sorted((ROOT / room).rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if re.match(r"migrations/versions/\d", name):
            continue
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
        nodes = defaultdict(list)
        for node in ast.walk(tree):
            nodes[type(node)].append(node)
        found.append(Source(name=name, text=text, tree=tree, nodes=nodes))
    return tuple(found)


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The top-level packages an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [(node.module or "").partition(".")[0]]


def test_every_library_stays_in_its_room() -> None:
    strays = [
        f"{source.name} imports {library}"
        for source in sources(*ROOMS)
        for node in source.imports
        for library in imported(node)
        if library in HOME and not source.name.startswith(HOME[library])
    ]

    assert strays == []


def test_imports_are_absolute_and_name_what_they_take() -> None:
    odd = [
        f"{source.name}:{node.lineno}"
        for source in sources(*ROOMS, "tests")
        for node in source.find(ast.ImportFrom)
        if node.level or any(alias.name == "*" for alias in node.names)
    ]

    assert odd == []


def test_imports_stand_at_the_top_unless_the_library_is_slow() -> None:
    hidden = [
        f"{source.name}:{node.lineno}"
        for source in sources(*ROOMS)
        if not source.name.startswith(LAZY_FILES)
        for node in source.imports
        if any(f.lineno <= node.lineno < f.lineno + length(f) for f in source.functions)
        if not set(imported(node)) <= SLOW
    ]

    assert hidden == []


def test_no_file_is_too_long() -> None:
    long = {source.name: source.text.count("\n") for source in sources(*ROOMS, "tests")}

    limits = {name: LONGEST_TEST if name.startswith("tests/") else LONGEST_FILE for name in long}
    assert {name: lines for name, lines in long.items() if lines > limits[name]} == {}


def test_no_function_is_too_long_and_most_are_short() -> None:
    lengths = {
        f"{source.name}:{function.name}": length(function)
        for source in sources(*ROOMS)
        for function in source.functions
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) < MEDIAN_FUNCTION


def test_arguments_after_the_second_are_named() -> None:
    """Functions that a library calls decide nothing about their arguments, so they may differ."""
    crowded = [
        f"{source.name}:{function.lineno} {function.name}"
        for source in sources("domain")
        for function in source.functions
        if len([arg for arg in function.args.args if arg.arg not in ("self", "cls")]) > 5
    ]

    assert crowded == []


def test_every_module_says_what_it_is() -> None:
    every = sources(*ROOMS, "tests")

    assert [source.name for source in every if not ast.get_docstring(source.tree)] == []


def test_packages_hold_a_docstring_only() -> None:
    lists = ("bot/intents/__init__.py", "bot/handlers/__init__.py")
    full = [
        source.name
        for source in sources(*ROOMS)
        if source.name.endswith("__init__.py") and source.name not in lists
        if len(source.tree.body) > 1
    ]

    assert full == []


def test_nothing_reads_clock_chance_or_environment_by_itself() -> None:
    readers = [
        f"{source.name}:{node.lineno}"
        for source in sources(*ROOMS)
        if not source.name.startswith(MAY_READ_THEM)
        for node in source.find(ast.Attribute)
        if isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
        and not _annotates(source, node)
    ]

    assert readers == []


def test_no_float_in_the_domain() -> None:
    floats = [
        f"{source.name}:{node.lineno}"
        for source in sources("domain")
        for node in source.find(ast.Name, ast.Constant)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]

    assert floats == []


def test_names_are_of_the_trade() -> None:
    banned = re.compile(r"(^|_)(utils?|helpers?|manager|misc|common|stuff)(_|\.py$|/)")

    every = sources(*ROOMS, "tests")

    assert [source.name for source in every if banned.search(source.name)] == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|HACK)\b|assert True\b")
    here = Path(__file__).name
    found = [
        f"{source.name}:{number}"
        for source in sources(*ROOMS, "tests")
        if not source.name.endswith(here)
        for number, line in enumerate(source.text.splitlines(), 1)
        if later.search(line)
    ]

    assert found == []


def test_our_own_code_is_not_mocked() -> None:
    mocks = [
        f"{source.name} imports {library}"
        for source in sources("tests")
        for node in source.imports
        for library in imported(node)
        if library in ("mock", "pytest_mock") or "unittest.mock" in source.text
        if not source.name.endswith(Path(__file__).name)
    ]

    assert mocks == []


@pytest.mark.parametrize("wish", ["ignore_imports", "unmatched_ignore_imports_alerting"])
def test_the_contracts_know_no_exception(wish: str) -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")

    assert [name for name in contracts.sections() if contracts.has_option(name, wish)] == []
    assert len(contracts.sections()) > 5


def _annotates(source: Source, node: ast.Attribute) -> bool:
    """Whether this names a type (`random.Random` handed in) rather than calls."""
    called = any(call.func is node for call in source.find(ast.Call))
    return not called and node.attr not in ("environ",)
