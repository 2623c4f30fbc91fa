"""The store of printed papers: a second request reads a file; e-invoices as the customer wants."""

import time
from dataclasses import replace
from pathlib import Path

from bot.papers import PaperStore
from bot.reply import Paper
from domain.database import Database
from domain.papers import PaperFacts
from domain.sales.issued import freeze
from domain.work import Work
from tests.papers.posted import delivery_note, invoice
from tests.papers.samples import BRANDT


class Printer:
    """Counts what it is asked to print."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def render(self, facts: PaperFacts, own: object = None) -> bytes:
        self.asked.append(facts.number)
        return b"%PDF of " + facts.number.encode()


def kept(work: Work, *facts: PaperFacts) -> list[Paper]:
    """Freeze papers as postings do."""
    for one in facts:
        freeze(work, one)
    work.session.commit()
    return [Paper(kind=one.kind, number=one.number) for one in facts]


def test_the_second_request_reads_a_file_within_ten_milliseconds(
    database: Database, work: Work, tmp_path: Path
) -> None:
    printer = Printer()
    (paper,) = kept(work, invoice(10))
    store = PaperStore(database, printer, tmp_path)
    first = store.pdf(paper)

    began = time.process_time()
    again = [store.pdf(paper) for _ in range(20)]

    assert time.process_time() - began < 20 * 0.010
    assert set(again) == {first}
    assert printer.asked == ["PS-INV103001"]


def test_a_bill_goes_with_the_file_its_customer_wants(
    database: Database, work: Work, tmp_path: Path
) -> None:
    papers = kept(
        work,
        invoice(1, number="A", buyer=replace(BRANDT, einvoice="xrechnung")),
        invoice(1, number="B", buyer=replace(BRANDT, einvoice="ubl")),
        invoice(1, number="C"),
        delivery_note(1, number="D", buyer=replace(BRANDT, einvoice="ubl")),
        invoice(1, number="E", buyer=replace(BRANDT, einvoice="ubl", vat_id="", email="")),
    )
    store = PaperStore(database, Printer(), tmp_path)

    files = [store.einvoice(paper) for paper in papers]

    assert [file and file.name for file in files] == [
        "xrechnung_A.xml",
        "peppol_B.xml",
        None,
        None,
        None,  # nobody could receive it, so the PDF goes alone
    ]
    assert files[0] is not None
    assert b"xrechnung_3.0" in files[0].content
