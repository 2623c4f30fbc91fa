"""Companies on a private PostgreSQL: filled once per test process, copied for every test.

Their tables are those of the rows, as in memory, and besides there is what the revisions add on
PostgreSQL: triggers that refuse changes to what was posted, and the engine's tables.

Copying a database takes ten times as long as putting a few hundred rows back. So there are
some copies of each company, lent out in turn, and restored when nobody is connected any more.
"""

from collections import deque
from collections.abc import Callable
from functools import cached_property

import psycopg
import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session

from domain.database import Database
from migrations import append_only, engine_tables
from migrations.rows import metadata
from tests.postgres import Cluster, programs

_LENT = 4  # copies of a company that may be in use before one of them is restored
_CONNECTED = """
SELECT EXISTS (SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend')
"""
_SEQUENCES = """
SELECT format('SELECT setval(%L, %s, %L)', oid::regclass, coalesce(
    pg_sequence_last_value(oid), 1), pg_sequence_last_value(oid) IS NOT NULL)
FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
"""


class Copies:
    """Starts the server with the first company that is asked for."""

    def __init__(self) -> None:
        self._lent: dict[str, deque[_Copy]] = {}

    @cached_property
    def cluster(self) -> Cluster:
        where = programs()
        if where is None:
            raise pytest.UsageError("PostgreSQL's server programs are not installed")
        cluster = Cluster(where)
        cluster.start()
        return cluster

    def template(self, fill: Callable[[Session], object]) -> str:
        """Create and fill a company; return its database's name, from which to copy."""
        database = Database(self.cluster.new_database())
        with database.engine.begin() as connection:
            metadata.create_all(connection)
            append_only.guard(connection)
            engine_tables.create(connection)
        with Session(database.engine) as session, session.begin():
            fill(session)
        with database.engine.begin() as connection:
            _keep(connection)
        database.close()
        name = str(database.url.database)
        self._lent[name] = deque()
        return name

    def copy(self, template: str) -> str:
        """Copy a company; return the copy's address for SQLAlchemy."""
        lent = self._lent[template]
        if len(lent) >= _LENT and lent[0].restored():
            lent.rotate(-1)
        else:
            lent.append(_Copy(self.cluster.new_database(template=template)))
        return lent[-1].url

    def remove(self) -> None:
        if "cluster" not in self.__dict__:
            return
        for lent in self._lent.values():
            for copy in lent:
                copy.close()
        self.cluster.remove()


class _Copy:
    """A copy of a company and a connection of our own to it."""

    def __init__(self, url: str) -> None:
        self.url = url
        address = url.replace("postgresql+psycopg:", "postgresql:")
        self._connection = psycopg.connect(address, autocommit=True)

    def restored(self) -> bool:
        """Make it what it was in the beginning, unless somebody is still connected."""
        asked = self._connection.execute(_CONNECTED).fetchone()
        if asked is None or asked[0]:
            return False
        self._connection.execute("SELECT kept.restore()")
        return True

    def close(self) -> None:
        self._connection.close()


def _keep(connection: Connection) -> None:
    """Keep what a company has by now, and write the function that restores it."""
    connection.exec_driver_sql("CREATE SCHEMA kept")
    emptied, filled = [], []
    for table in inspect(connection).get_table_names():
        emptied.append(f"DELETE FROM public.{table}")
        if connection.exec_driver_sql(f"SELECT EXISTS (TABLE public.{table})").scalar():
            connection.exec_driver_sql(f"CREATE TABLE kept.{table} AS TABLE public.{table}")
            filled.append(f"INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE kept.{table}")
    counters = [
        f"PERFORM{counter.removeprefix('SELECT')}"
        for counter in connection.exec_driver_sql(_SEQUENCES.replace("%", "%%")).scalars()
    ]
    # a replica's role: neither our triggers nor foreign keys look at what is put back
    connection.exec_driver_sql(
        "CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql "
        "SET session_replication_role = replica AS $body$ BEGIN "
        + "".join(f"{statement}; " for statement in (*emptied, *filled, *counters))
        + "END $body$"
    )
