"""The printed file: repeatable, closed, accessible, small."""

import io
import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pikepdf
import pytest

from domain.papers import PaperFacts
from templates.fingerprint import fingerprint
from templates.pdf import MAX_LINES, TooManyLines, print_html, render
from tests.papers.positions import text
from tests.papers.samples import BRANDT, lines, order, quote

pytestmark = pytest.mark.slow

SECRET = "the-secret-of-the-house-4711"
ROOT = Path(__file__).parents[2]


def test_the_same_facts_print_the_same_bytes_anywhere_at_any_time() -> None:
    told = (
        "import sys; from tests.papers.samples import order; from templates.pdf import render;"
        "sys.stdout.buffer.write(render(order(3)))"
    )

    elsewhere = subprocess.run(
        [sys.executable, "-c", told],
        env={**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout

    assert elsewhere == render(order(3))


def test_a_fingerprint_changes_with_any_fact_and_with_nothing_else() -> None:
    facts = quote(2)

    assert fingerprint(facts) == fingerprint(quote(2))
    assert fingerprint(facts) != fingerprint(replace(facts, version=2))
    assert fingerprint(facts) != fingerprint(replace(facts, lines=lines(1)))
    assert re.fullmatch("[0-9a-f]{64}", fingerprint(facts))


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}">',
        '<link rel="attachment" href="{url}">',
        '<a rel="attachment" href="{url}">x</a>',
        '<link rel="stylesheet" href="{url}">',
        '<style>@import "{url}"; body {{ background: url({url}) }}</style>',
        '<object data="{url}"></object>',
        '<svg><image href="{url}"/><use href="{url}#x"/></svg>',
        '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg">'
        '<image href="{url}"/></svg>\'>',
        "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style>",
    ],
)
def test_printing_opens_no_file_and_no_connection(markup: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)

    with listener() as (address, calls):
        for url in (secret.as_uri(), str(secret), f"http://{address}/x", f"//{address}/x"):
            page = f"<p>Seen</p>{markup.format(url=url)}"
            printed = print_html(page).write_pdf(uncompressed_pdf=True)

            assert SECRET.encode() not in printed
            assert not pikepdf.open(io.BytesIO(printed)).attachments

    assert calls == []


def test_a_customer_whose_name_is_markup_is_printed_as_text(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    name = f"<img src={secret.as_uri()}><link rel=attachment href={secret.as_uri()}>"
    goods = replace(lines(1)[0], description="</td></table><h1>Free of charge</h1>{{ 7 * 7 }}")

    printed = render(quote(1, lines=(goods,), buyer=replace(BRANDT, name=name, address_lines=())))

    assert "<img src=file:///" in text(printed)
    assert "</td></table><h1>Free of charge</h1>{{ 7 * 7 }}" in text(printed)
    assert SECRET not in text(printed)
    assert not pikepdf.open(io.BytesIO(printed)).attachments


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00\x1b[2J\ud800",
        "مكتب مستقيم",
        "立ち机 🪑👩‍🚒",
        "a\u202eb\u2066c",
        "",
        "\n\n\n",
        "&#0;&",
    ],
)
def test_any_text_can_be_printed(hostile: str) -> None:
    goods = replace(lines(1)[0], description=hostile, details=hostile, item_no=hostile[:40])
    buyer = replace(BRANDT, name=hostile, contact=hostile, address_lines=(hostile, hostile))

    printed = render(
        quote(1, lines=(goods,), buyer=buyer, your_reference=hostile, notes=(hostile,))
    )

    assert "Total 1,799.28 EUR" in text(printed)


def test_endless_text_is_cut_before_it_costs_more_than_a_second() -> None:
    endless = "x" * 100_000
    goods = replace(lines(1)[0], description=endless, details=endless, unit=endless[:2000])
    facts = quote(
        1,
        lines=(goods,),
        your_reference=endless,
        salesperson=endless,
        ship_to=(endless,),
        notes=(endless,),
        buyer=replace(BRANDT, name=endless, vat_id=endless),
    )
    before = time.process_time()

    render(facts)

    assert time.process_time() - before < 12  # seconds of processor time; the pool allows 25


def test_printing_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for facts in (quote(1), quote(24), order(6, language="de", locale="de_DE")):
            render(facts)

    assert caplog.records == []


def test_all_fonts_are_ours_embedded_and_cut_to_what_is_used() -> None:
    pdf = pikepdf.open(io.BytesIO(render(quote(3))))

    fonts = [one for one in pdf.objects if _is(one, "/FontDescriptor")]

    assert len(fonts) == 3
    for font in fonts:
        assert re.fullmatch(r"/[A-Z]{6}\+Clerk-Sans.*", str(font.FontName))
        assert len(font.FontFile2.read_bytes()) < 60_000  # the whole file has 150,000 bytes


@pytest.mark.parametrize(("count", "most"), [(10, 60_000), (100, 130_000)])
def test_papers_are_small_enough_to_mail(count: int, most: int) -> None:
    assert len(render(quote(count))) <= most


def test_a_paper_is_tagged_and_says_what_it_is() -> None:
    pdf = pikepdf.open(io.BytesIO(render(order(3, language="de", locale="de_DE"))))

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "de"
    assert str(pdf.docinfo["/Title"]) == "Auftragsbestätigung S-ORD1001"
    assert str(pdf.docinfo["/Author"]) == "Fabrik & Söhne Büromöbel GmbH"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261118")
    kinds = [str(one.get("/S")) for one in pdf.objects if _is(one, "/StructElem")]
    assert kinds.count("/H1") == 1
    assert kinds.count("/TH") >= 10


def test_more_lines_than_we_print_are_refused_before_any_work() -> None:
    one = lines(1)[0]
    facts: PaperFacts = quote(1, lines=(one,) * (MAX_LINES + 1))

    with pytest.raises(TooManyLines):
        render(facts)


@contextmanager
def listener() -> Iterator[tuple[str, list[object]]]:
    """A server on the loopback that notes who calls and answers nothing."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def listen() -> None:
            while server.fileno() >= 0:
                try:
                    connection, caller = server.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                calls.append(caller)
                connection.close()

        thread = Thread(target=listen, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", calls
    thread.join(2)


def _is(one: pikepdf.Object, kind: str) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == kind
