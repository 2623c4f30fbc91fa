"""Bringing a database to this version's schema, and writing the revisions that do so.

`python -m bot.migrating revision "what changes"` compares the rows with the newest revision
and writes the next one; `... first` writes 0001 anew, which is allowed until the first release.
"""

import contextlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from domain.database import Database

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
_LOCK = 0x5A1E5  # any number, the same for every process that migrates one database


def head() -> str:
    """The newest revision this version has."""
    return max(file.stem.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str:
    """The revision a database is at; empty for a database without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def migrate(url: str) -> str:
    """Bring the database to `head` and return that; quick when it is there already.

    Processes that start together wait for one another.

    Raises:
        ValueError: the database was made by a newer version than this.
    """
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            at = revision_of(connection)
            connection.rollback()
            if at == head():
                return at
            if at > head():
                raise ValueError(f"the database is at revision {at}, newer than {head()}")
            upgrade(connection, "head")
            return revision_of(connection)
    finally:
        database.close()


def upgrade(connection: Connection, to: str) -> None:
    """Run the revisions up to `to` in one transaction."""
    from alembic import command

    _alone(connection)
    command.upgrade(_config(connection), to)
    connection.commit()


def downgrade(connection: Connection, to: str) -> None:
    """Undo revisions down to `to` ("-1", "base") in one transaction."""
    from alembic import command

    _alone(connection)
    command.downgrade(_config(connection), to)
    connection.commit()


def differences(connection: Connection) -> list[Any]:
    """What autogenerate would change: nothing, when the revisions say what the rows say."""
    from alembic import autogenerate
    from alembic.migration import MigrationContext

    from migrations.rows import metadata, ours

    context = MigrationContext.configure(connection, opts={"include_name": ours})
    return list(autogenerate.compare_metadata(context, metadata))


def _alone(connection: Connection) -> None:
    """Wait until no other process migrates this database, till the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def write_revision(message: str, *, first: bool = False) -> Path:
    """Write the revision that leads from the newest one to the rows of today; return its file.

    With `first` all revisions are forgotten and 0001 makes everything.
    """
    from alembic import command

    from migrations.rows import metadata

    versions = FOLDER / "versions"
    if first and metadata.tables:  # the rows can be read, so nothing is forgotten in vain
        for file in versions.glob("[0-9]*.py"):
            file.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/compared.db")
        number = "0001"
        with database.engine.connect() as connection:
            if not first:
                number = f"{int(head()) + 1:04d}"
                upgrade(connection, "head")
            with contextlib.redirect_stdout(io.StringIO()):
                command.revision(
                    _config(connection), message=message, autogenerate=True, rev_id=number
                )
        database.close()
    written = next(versions.glob(f"{number}_*.py"))
    lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    for fix in (["check", "--fix", "-q", "--ignore", "E501"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *fix, str(written)], check=False)  # noqa: S603
    return written


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["first"]:
            print(write_revision("The first schema", first=True))
        case ["revision", said]:
            print(write_revision(said))
        case _:
            sys.exit('python -m bot.migrating first | revision "what changes"')
