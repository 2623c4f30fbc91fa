"""Harbor Supply on databases that several threads can use: a SQLite file, or PostgreSQL."""

from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from domain.commands import Commands
from domain.database import Base, Database
from tests.postgres import Cluster
from tests.worlds.harbor import harbor


def on_file(path: Path) -> Database:
    """A database file of its own."""
    return _filled(Database(f"sqlite:///{path}"))


class Postgres:
    """Copies of one filled PostgreSQL database."""

    def __init__(self, cluster: Cluster) -> None:
        self._template = make_url(cluster.new_database())
        self._count = 0
        _filled(Database(self._template.render_as_string(hide_password=False))).close()

    def copy(self) -> Database:
        """A private copy."""
        self._count += 1
        name = f"{self._template.database}_copy{self._count}"
        server = create_engine(
            self._template.set(database="postgres"), isolation_level="AUTOCOMMIT"
        )
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {self._template.database}"))
        server.dispose()
        copied = Database(self._template.set(database=name).render_as_string(hide_password=False))
        copied.commands = Commands()
        return copied


def _filled(database: Database) -> Database:
    Base.metadata.create_all(database.engine)
    with Session(database.engine) as session, session.begin():
        harbor(session)
    database.commands = Commands()
    return database
