"""What hostile templates and hostile names can do to the house: nothing.

Twenty cases go through a running printer. None of them reads a file of the machine or opens a
connection, each ends, and the papers of others keep flowing meanwhile.
"""

import base64
import inspect
import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from domain.papers import Addressee, PaperFacts
from templates.own import OwnTemplates
from templates.rendering import Renderer, RenderingFailed
from tests.papers.posted import invoice
from tests.papers.samples import SELLER, quote
from tests.papers.test_pdf import listener

pytestmark = pytest.mark.slow

SECRET = "the-secret-of-the-house-0815"
PATIENCE = 4.0  # seconds a paper of this printer may take; in earnest it is 25


@pytest.fixture(scope="module")
def printer() -> Iterator[Renderer]:
    pool = Renderer(2, timeout=PATIENCE)
    yield pool
    pool.close()


def page(inner: str, *, style: str = "") -> OwnTemplates:
    """An own template for invoices that puts this above the lines."""
    text = '{% extends "papers/invoice.html" %}{% block lead %}' + inner + "{% endblock %}"
    return OwnTemplates(pages={"invoice": text}, style=style)


def named(name: str) -> PaperFacts:
    """An invoice on which every text from outside is this one."""
    facts = invoice(1)
    buyer = Addressee(
        customer_no=name,
        name=name,
        address_lines=(name, name),
        country=name[:2],
        contact=name,
        email=name,
        vat_id=name,
        buyer_reference=name,
    )
    goods = replace(facts.lines[0], description=name, details=name, item_no=name, unit=name)
    return replace(
        facts,
        buyer=buyer,
        lines=(goods,),
        your_reference=name,
        salesperson=name,
        salesperson_email=name,
        ship_to=(name, name),
        order_no=name,
        shipment_nos=(name,),
        notes=(name,),
        seller=replace(SELLER, tagline=name, register=name, directors=name, phone=name),
    )


def huge_picture() -> str:
    """A picture of fifty million points, a few kilobytes long."""
    content = io.BytesIO()
    Image.new("1", (10_000, 5_000)).save(content, "PNG")
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()


def svg(inner: str) -> str:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()


MULTIPLYING = '<g id="a0"><path d="M0 0"/></g>' + "".join(
    f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 40}</g>' for n in range(6)
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>&a;&b;'
TEMPLATES = {
    "picture": '<img src="URL">',
    "attachment": '<link rel="attachment" href="URL">',
    "attached link": '<a rel="attachment" href="URL">x</a>',
    "stylesheet": '<link rel="stylesheet" href="URL">',
    "import": '<style>@import "URL"; p { background: url(URL) }</style>',
    "object": '<object data="URL"></object><embed src="URL"><iframe src="URL"></iframe>',
    "base": '<base href="URL"><img src="x.png"><script src="URL"></script>',
    "font": "<style>@font-face { font-family: x; src: url(URL) } p { font-family: x }</style>",
    "picture in a drawing": f'<img src="{svg("""<image href="URL"/><use href="URL#x"/>""")}">',
    "drawing without end": f'<img src="{svg(MULTIPLYING)}">',
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ say.__func__.__globals__['__builtins__'].open('PATH').read() }}",
    "include": "{% include 'PATH' %}{% import '../../../..PATH' as x %}",
    "loop without end": "{% for a in range(99999) %}" * 2 + "{% endfor %}" * 2,
    "call without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "memory": "{% set a = 'x' * 999999999 %}{{ a }}{{ a }}{{ a }}",
    "huge picture": f'<img src="{huge_picture()}">',
    "unescaped": "{% autoescape false %}{{ paper.address[0] }}{% endautoescape %}",
}
NAMES = {
    "markup": '</td></table><img src="URL"><link rel="attachment" href="URL"><script>x</script>',
    "template": "{{ ''.__class__ }}{% include 'PATH' %}{% for a in range(9999999) %}{% endfor %}",
    "entities": LAUGHS,
    "looks": "</style><style>*{background:url(URL)}</style>\" style=\"background:url('URL')",
}


@pytest.mark.parametrize("name", [*TEMPLATES, *(f"name: {name}" for name in NAMES)])
def test_hostile_text_reads_nothing_calls_nobody_and_ends(
    name: str, printer: Renderer, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_text(SECRET)
    hostile = TEMPLATES.get(name) or NAMES[name.removeprefix("name: ")]

    with listener() as (address, calls):
        for url in (secret.as_uri(), str(secret), f"http://{address}/x", f"//{address}/x"):
            text = hostile.replace("URL", url).replace("PATH", str(secret))
            if name == "picture in a drawing":
                text = _drawn(hostile, url)
            if name in TEMPLATES:
                _harmless(printer, invoice(1), page(text, style=f'@import "{url}";'))
            else:
                _harmless(printer, named(text), None)
            if "URL" not in hostile and name != "picture in a drawing":
                break  # the same text again would prove nothing more

    assert calls == []


def test_there_are_twenty_cases_and_more() -> None:
    assert len(TEMPLATES) + len(NAMES) >= 20


def test_a_hostile_template_holds_nobody_up(printer: Renderer) -> None:
    endless = page(TEMPLATES["loop without end"])

    with ThreadPoolExecutor(4) as threads:
        stuck = [threads.submit(_harmless, printer, invoice(1), endless)]
        flowing = [threads.submit(printer.render, quote(1)) for _ in range(6)]
        printed = [each.result() for each in flowing]
        assert not stuck[0].done() or stuck[0].exception() is None
        stuck[0].result()

    assert {content[:5] for content in printed} == {b"%PDF-"}


def test_the_printer_in_earnest_waits_no_longer_than_twenty_five_seconds() -> None:
    assert inspect.signature(Renderer).parameters["timeout"].default <= 25


def _harmless(printer: Renderer, facts: PaperFacts, own: OwnTemplates | None) -> None:
    """Print it, or be told why not, in time; then the next paper prints."""
    began = time.monotonic()
    try:
        printed = printer.render(facts, own)
    except RenderingFailed:
        printed = b""
    took = time.monotonic() - began

    assert took <= 25  # a new worker that warms up included
    if printed:
        pdf = pikepdf.open(io.BytesIO(printed))
        assert set(pdf.attachments) <= {"factur-x.xml"}
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert not any(SECRET.encode() in each.read_bytes() for each in streams if _text(each))


def _text(stream: pikepdf.Stream) -> bool:
    return stream.get("/Subtype") != "/Image"


def _drawn(hostile: str, url: str) -> str:
    """The page with the address inside its drawing, which is coded."""
    start, _, coded = hostile.partition("base64,")
    drawing, _, end = coded.partition('"')
    plain = base64.b64decode(drawing).decode().replace("URL", url)
    return f'{start}base64,{base64.b64encode(plain.encode()).decode()}"{end}'
