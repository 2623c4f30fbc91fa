"""What an installation may set, read once from the environment (prefix `SALESCLERK_`).

Every secret has a `_FILE` twin that names a file to read it from. The defaults run the
whole thing on this machine alone: SQLite, loopback, no Slack workspace needed.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SALESCLERK_"
_PASSWORD = re.compile(r"(?<=\w):[^/@:]*@")
_SHORTEST_DAYS = 90  # a repeat is known by its row: doors and relays repeat within days


class Settings(BaseSettings):
    """One installation. Addresses are HOST:PORT; empty ones switch that door off."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    database: str = Field(default="sqlite:///var/salesclerk.db", repr=False)  # may hold a password
    http_listen: str = "127.0.0.1:8480"
    smtp_listen: str = "127.0.0.1:8425"
    lmtp_listen: str = ""
    smtp_relay: SecretStr = SecretStr("")  # smtp://user:password@host:port?starttls=yes
    mail_address: str = "orders@salesclerk.example"  # further addresses after a comma
    mail_trust: Literal["authenticated", "address"] = "authenticated"
    mail_authserv_id: str = ""
    mail_upstreams: str = ""  # addresses of MTAs whose Authentication-Results count
    mail_size_mb: int = Field(default=25, ge=1, le=100)
    imap_url: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    slack_team: str = ""  # only this workspace may talk to us; empty is the token's own
    secret_key: SecretStr = SecretStr("")
    public_url: str = "http://127.0.0.1:8480"
    pay_provider: Literal["", "paypal", "checkout"] = ""
    pay_url: str = ""  # of the checkout; empty is PayPal itself
    pay_account: str = ""  # PayPal's client id, or the name on the button
    pay_secret: SecretStr = SecretStr("")
    pay_webhook: SecretStr = SecretStr("")  # PayPal's webhook id, or what signs the notices
    render_workers: int = Field(default=2, ge=1, le=16)
    keep_messages_days: int = Field(default=365, ge=0)  # 0 keeps them for good
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    folder: Path = Path("var")

    @property
    def mail_addresses(self) -> tuple[str, ...]:
        """Our own addresses, lower case; the first is the one we write from."""
        return tuple(one.strip().lower() for one in self.mail_address.split(",") if one.strip())

    @property
    def speaks_slack(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value())

    @field_validator("keep_messages_days")
    @classmethod
    def _repeats_stay_known(cls, days: int) -> int:
        if 0 < days < _SHORTEST_DAYS:
            raise ValueError(
                f"{PREFIX}KEEP_MESSAGES_DAYS is at least {_SHORTEST_DAYS}, or 0 for good"
            )
        return days

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Self:
        """A provider that is half set would fail in front of a customer."""
        wanted = ["pay_account", "pay_secret", "pay_webhook"]
        wanted += ["pay_url"] if self.pay_provider == "checkout" else []
        missing = [name for name in wanted if not _plain(getattr(self, name))]
        if self.pay_provider and missing:
            names = ", ".join(f"{PREFIX}{name.upper()}" for name in missing)
            raise ValueError(f"the provider {self.pay_provider} needs {names}")
        return self

    def masked(self) -> list[tuple[str, str]]:
        """Names and values for people to read: secrets are shown as set or not set."""
        rows = []
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                value = "set" if value.get_secret_value() else "not set"
            if name == "database":
                value = _PASSWORD.sub(":***@", value)
            rows.append((f"{PREFIX}{name.upper()}", str(value)))
        return rows


def _plain(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Read the settings; `given` wins over the environment.

    Raises:
        OSError: a `_FILE` names a file that cannot be read.
        pydantic.ValidationError: a value is out of its range.
    """
    source = os.environ if environment is None else environment
    for name in Settings.model_fields:
        file = source.get(f"{PREFIX}{name.upper()}_FILE")
        if file and name not in given:
            given[name] = Path(file).read_text(encoding="utf-8").strip()
    return Settings(**given)


def address(listen: str) -> tuple[str, int]:
    """Part "HOST:PORT" into its two.

    Raises:
        ValueError: there is no port, or it is no number.
    """
    host, _, port = listen.rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)


def secret_of(settings: Settings) -> bytes:
    """The secret that seals buttons, links and conversations.

    Without a configured one it is made once and kept in the installation's folder, readable
    by its owner alone: losing it only makes old links invalid.
    """
    given = settings.secret_key.get_secret_value()
    if given:
        return given.encode()
    file = settings.folder / "secret.key"
    if not file.exists():
        settings.folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32), encoding="ascii")
    return file.read_bytes().strip()
