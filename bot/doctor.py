"""`salesclerk doctor`: what is missing on this machine, and the command that brings it.

It only looks: it opens the database and tries whether a port is free or a relay answers, and
sends nothing to anyone.
"""

import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.migrating import head, revision_of
from bot.settings import Settings, address, read_settings
from domain.database import Database
from domain.setup import CompanySetup
from templates.doctor import advice, missing_libraries

_REACHED_WITHIN = 3.0  # seconds
_OLDEST = (3, 11)
_TOOLS = (
    ("chromium", "the console in a browser", "chromium"),
    ("postfix", "mail with Postfix", "postfix"),
    ("swaks", "letters from swaks", "swaks"),
    ("dovecot", "a mailbox over IMAP", "dovecot-imapd"),
)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at. `needed` is false where Salesclerk works without it."""

    name: str
    ok: bool
    says: str
    remedy: str = ""
    needed: bool = True


def examine(settings: Settings) -> list[Finding]:
    """Look at everything an installation needs, in the order one would mend it."""
    return [
        _python(),
        _papers(),
        *_database(settings),
        *_ports(settings),
        _secret(settings),
        _slack(settings),
        _relay(settings),
        *_tools(),
    ]


def run_doctor() -> int:
    """Print what was found; exit code 1 when something that is needed is missing."""
    try:
        settings = read_settings()
    except (OSError, ValidationError) as error:
        print(f"✗ settings: {_in_short(error)}", file=sys.stderr)
        return 1
    found = examine(settings)
    for one in found:
        mark = "✓" if one.ok else "✗" if one.needed else "·"
        print(f"{mark} {one.name}: {one.says}")
        if one.remedy and not one.ok:
            print(f"    {one.remedy}")
    wanting = [one.name for one in found if one.needed and not one.ok]
    print(f"To mend: {', '.join(wanting)}." if wanting else "Everything needed is here.")
    return 1 if wanting else 0


def _python() -> Finding:
    at = sys.version_info[:3]
    return Finding(
        name="Python",
        ok=at >= _OLDEST,
        says=".".join(map(str, at)),
        remedy="Salesclerk needs Python 3.11 or newer.",
    )


def _papers() -> Finding:
    missing = missing_libraries()
    says = f"missing {', '.join(missing)}" if missing else "can be printed as PDF"
    return Finding(name="papers", ok=not missing, says=says, remedy=advice(missing))


def _database(settings: Settings) -> list[Finding]:
    """Whether the database answers, is up to date and holds a company."""
    try:
        url = make_url(settings.database)
    except ArgumentError:
        remedy = "SALESCLERK_DATABASE is sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME."
        return [Finding(name="database", ok=False, says="its address is no URL", remedy=remedy)]
    named = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        remedy = "salesclerk company create --demo, or --from FOLDER"
        return [Finding(name="database", ok=False, says=f"{named} is not there", remedy=remedy)]
    database = Database(settings.database)
    try:
        with database.engine.connect() as connection:
            at = revision_of(connection)
            founded = bool(at) and connection.scalar(select(CompanySetup.id)) is not None
    except SQLAlchemyError as error:
        says = f"{named} does not answer ({type(error).__name__})"
        remedy = "Is the server running, and may this user connect?"
        return [Finding(name="database", ok=False, says=says, remedy=remedy)]
    finally:
        database.close()
    return [
        Finding(name="database", ok=True, says=f"{named} answers"),
        Finding(
            name="schema",
            ok=at == head(),
            says=f"revision {at or 'none'}, this version needs {head()}",
            remedy="salesclerk migrate",
        ),
        Finding(
            name="company",
            ok=founded,
            says="is there" if founded else "none yet",
            remedy="salesclerk company create --demo, or --from FOLDER",
        ),
    ]


def _ports(settings: Settings) -> list[Finding]:
    doors = (
        ("HTTP door", settings.http_listen),
        ("SMTP door", settings.smtp_listen),
        ("LMTP door", settings.lmtp_listen),
    )
    return [_port(name, listen) for name, listen in doors if listen]


def _port(name: str, listen: str) -> Finding:
    """A port in use is no fault: `serve` may be running."""
    try:
        host, port = address(listen)
    except ValueError:
        return Finding(
            name=name, ok=False, says=f"{listen!r} is no address", remedy="Write HOST:PORT."
        )
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        says = f"{listen} cannot be opened ({error.strerror or error})"
        remedy = "Salesclerk may be running already; else choose another port."
        return Finding(name=name, ok=False, says=says, remedy=remedy, needed=False)
    return Finding(name=name, ok=True, says=f"{listen} is free")


def _secret(settings: Settings) -> Finding:
    """Without a configured key one is made; several processes must share it."""
    given = bool(settings.secret_key.get_secret_value())
    kept = (settings.folder / "secret.key").is_file()
    says = "set" if given else "kept in the installation's folder" if kept else "made at first use"
    return Finding(name="secret key", ok=True, says=says)


def _slack(settings: Settings) -> Finding:
    """A workspace needs a token, and a way in: the signing secret, or Socket Mode's token."""
    token = bool(settings.slack_bot_token.get_secret_value())
    way_in = bool(
        settings.slack_signing_secret.get_secret_value()
        or settings.slack_app_token.get_secret_value()
    )
    if not token and not way_in:
        return Finding(name="Slack", ok=False, needed=False, says="not connected")
    return Finding(
        name="Slack",
        ok=token and way_in,
        says="connected" if token and way_in else "half set up",
        remedy="Set SALESCLERK_SLACK_BOT_TOKEN and SALESCLERK_SLACK_SIGNING_SECRET "
        "(or SALESCLERK_SLACK_APP_TOKEN for Socket Mode).",
    )


def _relay(settings: Settings) -> Finding:
    url = settings.smtp_relay.get_secret_value()
    if not url:
        return Finding(
            name="mail relay",
            ok=False,
            needed=False,
            says="none, so no letters go out",
            remedy="SALESCLERK_SMTP_RELAY=smtp://HOST:PORT",
        )
    try:
        parts = urlsplit(url)
        where = (parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 25))
        with socket.create_connection(where, timeout=_REACHED_WITHIN):
            return Finding(name="mail relay", ok=True, says=f"{where[0]}:{where[1]} answers")
    except (OSError, ValueError) as error:
        return Finding(
            name="mail relay",
            ok=False,
            says=f"cannot be reached ({type(error).__name__})",
            remedy="Letters wait and are tried again for two days.",
        )


def _tools() -> list[Finding]:
    """Other people's software that only the tests talk to."""
    found = []
    for command, used_for, package in _TOOLS:
        here = shutil.which(command) or shutil.which(command, path="/usr/sbin")
        says = "here" if here else f"not here; the tests leave out {used_for}"
        found.append(
            Finding(
                name=command,
                ok=bool(here),
                needed=False,
                says=says,
                remedy=f"apt-get install {package}",
            )
        )
    return found


def _in_short(error: Exception) -> str:
    """Name the settings that are wrong; their values stay unsaid, for they may be secrets."""
    if isinstance(error, ValidationError):
        wrong = (f"SALESCLERK_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
        return "; ".join(wrong)
    return str(error)
