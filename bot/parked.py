"""`salesclerk parked`: what was given up, by the reference people were told; a second chance."""

import sys
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.engine_postgres import use_procrastinate
from bot.settings import read_settings
from bot.wording import reference_of
from bot.workers import TABLES
from domain.database import Database
from domain.durable import Duty, State, try_again
from domain.outbox import OutboxRow

ALL = "all"


def run_parked(again: Sequence[str]) -> int:
    """List the parked rows, or try those again that are named; exit code 1 for an unknown name."""
    clock = Clock()
    database = Database(read_settings().database)
    if not database.is_sqlite:
        use_procrastinate(database, clock)
    try:
        with database.writing() as session:
            rows = parked_rows(session)
            if not again:
                _print(rows)
                return 0
            wanted = {name.upper() for name in again}
            known = {reference_of(row.key) for _, row in rows}
            unknown = wanted - known - {ALL.upper()}
            if unknown:
                print(f"Nothing parked is called {', '.join(sorted(unknown))}.", file=sys.stderr)
                return 1
            chosen = [
                (table, row)
                for table, row in rows
                if ALL.upper() in wanted or reference_of(row.key) in wanted
            ]
            for table, row in chosen:
                give_another_chance(session, row, table=table, clock=clock)
            print(f"{len(chosen)} will be tried again.")
    finally:
        database.close()
    return 0


def parked_rows(session: Session) -> list[tuple[str, Duty]]:
    """What waits for a person, the oldest first, with its table."""
    return [
        (table, row)
        for table, kind in TABLES.items()
        for row in session.scalars(select(kind).where(kind.state == State.PARKED).order_by(kind.id))
    ]


def give_another_chance(session: Session, row: Duty, *, table: str, clock: Clock) -> None:
    """Try a row again; an apology sent meanwhile must not stand for the answer."""
    if table == "inbox":
        said = session.scalar(select(OutboxRow).where(OutboxRow.key == f"reply:{row.key}"))
        if said is not None:
            said.key = f"{said.key}:before-{row.attempts}"
    try_again(session, row, table, now=clock.now())


def _print(rows: Sequence[tuple[str, Duty]]) -> None:
    for table, row in rows:
        print(
            f"{reference_of(row.key)}  {table:6} {row.kind:14} {row.due:%d %b %Y %H:%M} UTC  "
            f"{row.attempts} tries  {row.error}"
        )
    print("Nothing is parked." if not rows else "Try again: salesclerk parked --again REFERENCE")
