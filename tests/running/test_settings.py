"""Settings: read once from the environment, secrets from files too, and never shown."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import PREFIX, Settings, address, read_settings, secret_of


def test_nothing_need_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)

    settings = read_settings({})

    assert settings.database.startswith("sqlite:///")
    assert address(settings.http_listen)[0] == "127.0.0.1"
    assert not settings.speaks_slack


def test_a_secret_is_read_from_the_file_its_twin_names(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from the vault\n", encoding="utf-8")

    settings = read_settings({f"{PREFIX}SECRET_KEY_FILE": str(file)})

    assert settings.secret_key.get_secret_value() == "from the vault"
    assert secret_of(settings) == b"from the vault"


def test_a_missing_secret_file_is_said_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read_settings({f"{PREFIX}SECRET_KEY_FILE": str(tmp_path / "nowhere")})


def test_secrets_are_never_shown() -> None:
    settings = Settings(
        secret_key="hush", slack_bot_token="xoxb-hush", smtp_relay="smtp://me:hush@relay"  # type: ignore[arg-type]
    )  # fmt: skip

    shown = dict(settings.masked())

    assert "hush" not in repr(settings) + str(shown)
    assert shown[f"{PREFIX}SECRET_KEY"] == "set"
    assert shown[f"{PREFIX}IMAP_URL"] == "not set"


def test_the_password_of_the_database_is_never_shown() -> None:
    settings = Settings(database="postgresql+psycopg://clerk:hush@db/books")

    shown = dict(settings.masked())[f"{PREFIX}DATABASE"]

    assert shown == "postgresql+psycopg://clerk:***@db/books"
    assert "hush" not in repr(settings)


def test_a_made_secret_is_kept_and_is_the_owners_alone(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path / "var")

    first, second = secret_of(settings), secret_of(settings)

    assert first == second
    assert len(first) == 64
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o077 == 0


def test_our_addresses_are_compared_in_small_letters() -> None:
    settings = Settings(mail_address="Orders@Nordwerk.example, sales@nordwerk.example,")

    assert settings.mail_addresses == ("orders@nordwerk.example", "sales@nordwerk.example")


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:25", "::1", 25), (":8480", "127.0.0.1", 8480)],
)
def test_a_door_is_an_address_and_a_port(listen: str, host: str, port: int) -> None:
    assert address(listen) == (host, port)


@pytest.mark.parametrize("listen", ["8480x", "localhost", "host:smtp"])
def test_an_address_without_a_port_is_refused(listen: str) -> None:
    with pytest.raises(ValueError):
        address(listen)


def test_an_unknown_kind_of_trust_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(mail_trust="everybody")  # type: ignore[arg-type]
