"""Posted bills as files for ever: PDF/A-3a, PDF/UA-1 and Factur-X, checked as far as we can.

Where `$VERAPDF` names veraPDF's command, it judges too.
"""

import io
import os
import shlex
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from domain.papers import KINDS, PaperFacts
from templates.forms import FORMS
from templates.pdf import render
from tests.papers.bills import bill
from tests.papers.posted import invoice, picking_list, posted

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
VERAPDF = os.environ.get("VERAPDF", "")
ARCHIVED = [kind for kind in KINDS if FORMS[kind].archived]


def papers() -> dict[str, PaperFacts]:
    """Every kind that is posted, a long one, a foreign one, one from right to left, by chance."""
    return {
        **{kind: posted(kind, 3) for kind in ARCHIVED},
        "long": invoice(40),
        "arabic": replace(invoice(4), language="ar", locale="ar_AE"),
        "linked": invoice(2, pay_link="https://pay.fabrik.example/pay/abc"),
        **{f"chance-{seed}": bill(seed) for seed in range(6)},
    }


@cache
def printed(name: str) -> bytes:
    return render(papers()[name])


@pytest.mark.parametrize("name", sorted(papers()))
def test_a_posted_bill_has_what_archives_and_screen_readers_need(name: str) -> None:
    pdf = pikepdf.open(io.BytesIO(printed(name)))
    metadata = pdf.Root.Metadata.read_bytes().decode()
    kinds = [str(one.get("/S")) for one in pdf.objects if _is(one, "/StructElem")]
    figures = [
        one for one in pdf.objects if _is(one, "/StructElem") and str(one.get("/S")) == "/Figure"
    ]
    heads = [one for one in pdf.objects if _is(one, "/StructElem") and str(one.get("/S")) == "/TH"]

    assert metadata.count("<rdf:RDF") == 1
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert str(pdf.Root.AF[0].AFRelationship) == "/Alternative"
    assert list(pdf.attachments) == ["factur-x.xml"]
    assert pdf.Root.OutputIntents
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == papers()[name].language
    assert kinds.count("/H1") == 1
    assert all(str(one.get("/Alt", "")) for one in figures)
    known = {str(one.ID) for one in heads}
    named = [str(head) for one in pdf.objects for head in _heads_of(one)]
    assert len(named) >= 5 * len(papers()[name].lines)  # each figure of a line knows its column
    assert set(named) <= known
    assert not pdf.is_encrypted
    _asserts_on_objects(pdf)


@pytest.mark.skipif(not VERAPDF, reason="$VERAPDF names no command of veraPDF")
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_verapdf_finds_no_fault(flavour: str, tmp_path: Path) -> None:
    for name in papers():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(printed(name))

        told = subprocess.run(
            [*shlex.split(VERAPDF), "--flavour", flavour, "--format", "text", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )

        assert told.stdout.startswith("PASS"), told.stdout


def test_a_posted_bill_is_the_same_file_in_another_process_and_time_zone() -> None:
    told = (
        "import sys; from tests.papers.posted import invoice; from templates.pdf import render;"
        "sys.stdout.buffer.write(render(invoice(3)))"
    )

    elsewhere = subprocess.run(
        [sys.executable, "-c", told],
        env={**os.environ, "TZ": "America/Anchorage", "PYTHONHASHSEED": "3", "LC_ALL": "C"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout

    assert elsewhere == printed("invoice")


@pytest.mark.parametrize(("count", "most"), [(10, 60_000), (100, 120_000)])
def test_an_archive_file_is_small_enough_to_mail(count: int, most: int) -> None:
    assert len(render(invoice(count))) <= most


def test_the_code_of_a_picking_list_and_of_a_return_is_its_number() -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    zxing = pytest.importorskip("zxingcpp")
    for facts in (picking_list(3), posted("return-confirmation", 2)):
        page = pypdfium2.PdfDocument(render(facts))[0].render(scale=150 / 72).to_pil()

        found = [code.text for code in zxing.read_barcodes(page)]

        assert found == [facts.number]


def _asserts_on_objects(pdf: pikepdf.Pdf) -> None:
    """Nothing that runs, fonts inside, no transparency groups without colours, links described."""
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary):
            continue
        assert str(one.get("/S", "")) not in ("/JavaScript", "/Launch", "/SubmitForm", "/Movie")
        if one.get("/Type") == "/FontDescriptor":
            assert "/FontFile2" in one or "/FontFile3" in one
        if one.get("/Subtype") == "/Link":
            assert str(one.get("/Contents", ""))
            assert "/StructParent" in one


def _heads_of(one: pikepdf.Object) -> list[pikepdf.Object]:
    if not _is(one, "/StructElem") or str(one.get("/S")) != "/TD":
        return []
    return list(one["/A"]["/Headers"]) if "/Headers" in one.get("/A", ()) else []


def _is(one: pikepdf.Object, kind: str) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == kind
