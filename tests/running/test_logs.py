"""Logs: one JSON object per line, and never what people wrote."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logs

SECRET = "please keep this between us"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_json_object_with_time_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info")

    structlog.get_logger("salesclerk.work").info("parked", row="inbox 7")

    (line,) = lines(capsys)
    assert (line["event"], line["level"], line["row"]) == ("parked", "info", "inbox 7")
    assert "timestamp" in line


def test_what_other_libraries_log_has_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info")

    logging.getLogger("somebody.else").warning("%s tries", 3)

    assert [line["event"] for line in lines(capsys)] == ["3 tries"]


@pytest.mark.parametrize("field", ["body", "text", "payload", "envelope", "token", "password"])
def test_bodies_and_secrets_are_never_logged(
    capsys: pytest.CaptureFixture[str], field: str
) -> None:
    set_up_logs("debug")

    structlog.get_logger("salesclerk.work").warning("odd letter", **{field: SECRET})

    assert SECRET not in capsys.readouterr().err


def test_a_fault_is_logged_by_its_place_and_not_by_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("info")
    try:
        raise ValueError(SECRET)
    except ValueError as fault:
        structlog.get_logger("salesclerk.conversation").exception("fault", exc_info=fault)

    written = capsys.readouterr().err

    assert "test_logs.py" in written
    assert "ValueError" in written
    assert SECRET not in written


def test_quieter_levels_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("warning")

    structlog.get_logger("salesclerk.work").info("looked")

    assert capsys.readouterr().err == ""
