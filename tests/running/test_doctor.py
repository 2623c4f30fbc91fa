"""The doctor says what is missing, and the way out."""

import socket
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor import Finding, examine, run_doctor
from bot.migrating import migrate
from bot.settings import Settings


def found(settings: Settings) -> dict[str, Finding]:
    return {one.name: one for one in examine(settings)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation that has nothing yet."""
    return Settings(
        database=f"sqlite:///{tmp_path}/books.db",
        folder=tmp_path,
        http_listen="127.0.0.1:0",
        smtp_listen="127.0.0.1:0",
    )


def test_a_missing_database_names_the_command_that_makes_it(settings: Settings) -> None:
    database = found(settings)["database"]

    assert not database.ok
    assert "company create" in database.remedy
    assert not (settings.folder / "books.db").exists()  # looking makes nothing


def test_an_empty_database_lacks_schema_and_company(settings: Settings) -> None:
    migrate(settings.database)

    here = found(settings)

    assert here["database"].ok
    assert here["schema"].ok
    assert not here["company"].ok


def test_an_unreachable_server_is_said_without_its_password(settings: Settings) -> None:
    url = "postgresql+psycopg://clerk:hush@127.0.0.1:1/books"
    here = found(settings.model_copy(update={"database": url}))

    assert not here["database"].ok
    assert "hush" not in str(here)


def test_a_port_in_use_is_told_and_may_be_ourselves(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        door = found(settings.model_copy(update={"smtp_listen": listen}))["SMTP door"]

    assert not door.ok
    assert not door.needed


def test_a_relay_that_does_not_answer_is_a_fault(settings: Settings) -> None:
    relay = SecretStr("smtp://me:hush@127.0.0.1:1")
    here = found(settings.model_copy(update={"smtp_relay": relay}))

    assert not here["mail relay"].ok
    assert "hush" not in str(here)


def test_slack_half_set_up_is_a_fault_and_none_at_all_is_not(settings: Settings) -> None:
    none = found(settings)["Slack"]
    half = found(settings.model_copy(update={"slack_bot_token": SecretStr("xoxb-1")}))["Slack"]

    assert (none.ok, none.needed) == (False, False)
    assert (half.ok, half.needed) == (False, True)


def test_the_command_ends_with_1_while_something_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SALESCLERK_DATABASE", f"sqlite:///{tmp_path}/books.db")

    code = run_doctor()

    assert code == 1
    assert "To mend: database" in capsys.readouterr().out


def test_a_wrong_setting_is_named_and_its_value_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SALESCLERK_RENDER_WORKERS", "hush")

    code = run_doctor()

    told = capsys.readouterr().err
    assert code == 1
    assert "SALESCLERK_RENDER_WORKERS" in told
    assert "hush" not in told
