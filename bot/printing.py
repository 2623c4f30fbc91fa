"""`salesclerk print` and `salesclerk einvoice`: a document's paper as a file."""

import sys
from pathlib import Path

from sqlalchemy import select

from bot.founding import is_ready
from bot.settings import read_settings
from domain.database import Database
from domain.papers import KINDS, PaperFacts
from domain.sales.issued import IssuedPaper
from domain.sales.issued import paper as issued_paper
from templates.einvoice_files import FORMATS, NoEInvoice, einvoice_file
from templates.pdf import render


def run_print(number: str, *, output: Path, version: int | None, kind: str = "") -> int:
    """Write the newest paper of a document, or the given kind and version; 1 without one."""
    if kind and kind not in KINDS:
        return _refused(f"There is no paper of the kind {kind}; there are {', '.join(KINDS)}.")
    facts = _facts(number, version=version, kind=kind)
    if facts is None:
        return 1
    output.write_bytes(render(facts))
    print(f"{output} ({facts.kind}, version {facts.version})")
    return 0


def run_einvoice(number: str, *, output: Path, form: str) -> int:
    """Write a posted bill's e-invoice in one of `FORMATS`; Factur-X is a PDF with its data inside.

    Without a format the customer's own is taken. Exit code 1 where there is no such bill, or the
    format wants what it does not have.
    """
    if form and form not in FORMATS:
        return _refused(f"There is no e-invoice format {form}; there are {', '.join(FORMATS)}.")
    facts = _facts(number, version=None)
    if facts is None:
        return 1
    form = form or facts.buyer.einvoice or FORMATS[0]
    try:
        written = einvoice_file(facts, form).content
    except NoEInvoice as why:
        return _refused(str(why))
    if form == "facturx" and output.suffix.lower() != ".xml":
        written = render(facts)
    output.write_bytes(written)
    print(f"{output} ({facts.kind}, {form})")
    return 0


def _facts(number: str, *, version: int | None, kind: str = "") -> PaperFacts | None:
    """The frozen paper; None, and why on the error stream, where there is none."""
    url = read_settings().database
    if not is_ready(url):
        _refused("There is no company yet: run `salesclerk company create`.")
        return None
    wanted = number.strip().upper()
    query = select(IssuedPaper.kind, IssuedPaper.version).where(IssuedPaper.number == wanted)
    if version is not None:
        query = query.where(IssuedPaper.version == version)
    if kind:
        query = query.where(IssuedPaper.kind == kind)
    with Database(url).reading() as session:
        found = session.execute(query.order_by(IssuedPaper.version.desc()).limit(1)).first()
        if found is None:
            _refused(f"I know no paper of {wanted}{f' of the kind {kind}' if kind else ''}.")
            return None
        return issued_paper(session, found.kind, number=wanted, version=found.version)


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
