"""`salesclerk print`: the paper of a document as a file."""

import sys
from pathlib import Path

from sqlalchemy import select

from bot.founding import is_ready
from bot.settings import read_settings
from domain.database import Database
from domain.sales.issued import IssuedPaper
from domain.sales.issued import paper as issued_paper
from templates.pdf import render


def run_print(number: str, *, output: Path, version: int | None) -> int:
    """Write the newest paper of a document, or the given version; exit code 1 without one."""
    url = read_settings().database
    if not is_ready(url):
        print("There is no company yet: run `salesclerk company create`.", file=sys.stderr)
        return 1
    database = Database(url)
    wanted = number.strip().upper()
    query = select(IssuedPaper.kind, IssuedPaper.version).where(IssuedPaper.number == wanted)
    if version is not None:
        query = query.where(IssuedPaper.version == version)
    with database.reading() as session:
        found = session.execute(query.order_by(IssuedPaper.version.desc()).limit(1)).first()
        if found is None:
            print(f"I know no paper of {wanted}.", file=sys.stderr)
            return 1
        facts = issued_paper(session, found.kind, number=wanted, version=found.version)
    output.write_bytes(render(facts))
    print(f"{output} ({found.kind}, version {found.version})")
    return 0
