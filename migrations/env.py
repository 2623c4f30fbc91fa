"""What Alembic runs: our tables compared with, or brought into, the connection it was given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from migrations.rows import metadata, ours


def plainly(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as what the database stores, so revisions stand alone."""
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl_instance!r}"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=ours,
        render_item=plainly,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
