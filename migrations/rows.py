"""The tables of this version: every module that defines rows is imported here.

A test reads the sources and fails when a module with a table is missing.
"""

from sqlalchemy import MetaData

from domain import (
    commands,
    company,
    conversations,
    currencies,
    history,
    inbox,
    master_data,
    outbox,
    vat,
)
from domain.database import Base
from domain.parties import vendors

MODULES = (
    commands,  # and with it every capability
    company,
    conversations,
    currencies,
    history,
    inbox,
    master_data,
    outbox,
    vat,
    vendors,
)
metadata: MetaData = Base.metadata


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the tables of Procrastinate to Procrastinate."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))
