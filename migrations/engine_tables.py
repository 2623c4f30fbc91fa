"""The tables of Procrastinate, which runs our jobs on PostgreSQL; SQLite has none.

They belong to the library: a release that changes them
needs a revision of ours that runs the SQL files it ships (a test notices new files).
"""

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection

_DROP = """
DO $$ DECLARE thing record; BEGIN
    FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
        AND starts_with(c.relname, 'procrastinate_') LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
        AND starts_with(p.proname, 'procrastinate_') LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT t.oid::regtype AS name FROM pg_type t
        WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype IN ('e', 'c')
        AND starts_with(t.typname, 'procrastinate_') LOOP
        EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', thing.name);
    END LOOP;
END $$
"""


def create(connection: Connection) -> None:
    """Make the library's tables as its release ships them; nothing on SQLite."""
    if connection.dialect.name == "postgresql":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(SchemaManager.get_schema())


def drop(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_DROP.replace("%", "%%"))
