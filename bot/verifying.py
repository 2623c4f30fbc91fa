"""`salesclerk verify`: prove from the books alone that nothing is off."""

import sys

from bot.migrating import head, revision_of
from bot.settings import read_settings
from domain.database import Database
from domain.verifying.everything import verify


def run_verify() -> int:
    """Print what was checked; exit code 1 names the documents where something is off."""
    database = Database(read_settings().database)
    try:
        with database.engine.connect() as connection:
            at = revision_of(connection)
        if at != head():
            print(f"The database is at revision {at or 'none'}, not at {head()}: run "
                  "`salesclerk migrate` first.", file=sys.stderr)  # fmt: skip
            return 2
        with database.reading() as session:
            made = verify(session)
    finally:
        database.close()
    for check in made:
        print(f"{'✗' if check.wrong else '✓'} {check.looked_at:>6} {check.what}")
        for wrong in check.wrong:
            print(f"         {wrong.number}: {wrong.says}")
    off = sum(len(check.wrong) for check in made)
    print(f"{off} things are off." if off else "Nothing is off.")
    return 1 if off else 0
