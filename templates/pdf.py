"""Facts of a paper to PDF, in this process.

The stylesheet, the fonts and their configuration are made once, because making them costs as
much as a short paper. Nothing is fetched while printing: text from strangers may name files
and addresses, and none is opened. Equal facts give equal bytes, in any process and time zone:
the file's dates and its identifier come from the facts alone.

Importing this module imports WeasyPrint, which takes a second and needs Pango; callers that
serve people use `templates.rendering` instead.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from domain.papers import PaperFacts
from templates.archive import VARIANT, make_archive
from templates.fetching import BundledFonts, PageOnly
from templates.fingerprint import fingerprint
from templates.forms import Form, form_of
from templates.letterhead import sheet
from templates.own import OwnTemplates
from templates.own_page import OwnPage
from templates.pages import FOLDER
from templates.papers import paper_html
from templates.pdf_file import write_once

MAX_LINES = 2000

_ONE_PAGE = 8  # more lines may need a second page, and sums to carry there
_ONE_PAGE_OF_LOW_ROWS = 12  # without totals, or with rows of one line, there is room for more


class TooManyLines(ValueError):
    """A paper has more lines than we print in one file."""


_FONTS = FontConfiguration()
_PAGE_ONLY = PageOnly()


def _stylesheet(name: str) -> CSS:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return CSS(string=text, font_config=_FONTS, url_fetcher=BundledFonts(), base_url=None)


_A4 = [_stylesheet("paper.css")]
_SHEETS = {"a4": _A4, "letter": [*_A4, _stylesheet("paper-letter.css")]}


# Elements that a company's own template has no use for: they run, load or redirect.
_NOT_PRINTED = ("script", "link", "base", "object", "embed", "iframe", "form")


def render(facts: PaperFacts, own: OwnTemplates | None = None) -> bytes:
    """Print one paper: a tagged PDF with subset fonts and no reference to anything outside.

    Posted bills are archive files with their e-invoice inside. `own` are the company's templates.

    Raises:
        TooManyLines: more than `MAX_LINES` lines.
        templates.own.TemplateRefused: its own template cannot be used.
        templates.forms.UnknownPaper: no form exists for this kind of paper.
    """
    form = form_of(facts.kind)
    if (count := _count(facts)) > MAX_LINES:
        raise TooManyLines(f"{facts.number} has {count} lines; we print {MAX_LINES}.")
    with _collecting_later():
        document = _laid_out(facts, form, own)
        return _printed(document, facts, bytes.fromhex(fingerprint(facts, own))[:16])


def _printed(document: Document, facts: PaperFacts, identifier: bytes) -> bytes:
    options: dict[str, str] = {}
    if form_of(facts.kind).archived:
        make_archive(document, facts)
        options["pdf_variant"] = VARIANT
    printed = document.write_pdf(
        finisher=write_once, pdf_identifier=identifier, pdf_tags=True, **options
    )
    assert isinstance(printed, bytes)
    return printed


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Let the garbage collector wait: while a page is laid out it looks again and again through
    a million objects that are all still needed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def print_html(html: str, *, size: str = "a4") -> Document:
    """Lay out a page of anybody's HTML under our stylesheet, fetching nothing."""
    page = HTML(string=html, base_url=None, url_fetcher=_PAGE_ONLY)
    return page.render(stylesheets=_SHEETS[size], font_config=_FONTS)


def _print(facts: PaperFacts, style: str, own: OwnTemplates | None) -> Document:
    text = paper_html(facts, style=style, own=own)
    sheets = _SHEETS[sheet(facts.buyer)]
    if own is None:
        page = OwnPage(text, _PAGE_ONLY)
    else:
        page = _without_what_runs(HTML(string=text, base_url=None, url_fetcher=_PAGE_ONLY))
        look = CSS(string=own.style, font_config=_FONTS, url_fetcher=_PAGE_ONLY, base_url=None)
        sheets = [*sheets, look]
    return page.render(stylesheets=sheets, font_config=_FONTS)


def _without_what_runs(page: HTML) -> HTML:
    for parent in [*page.etree_element.iter()]:
        for child in [*parent]:
            if child.tag in _NOT_PRINTED:
                parent.remove(child)
    return page


def _count(facts: PaperFacts) -> int:
    return len(facts.lines) + len(facts.entries)


def _laid_out(facts: PaperFacts, form: Form, own: OwnTemplates | None) -> Document:
    """Lay out a short paper on one page if it can be squeezed there, else on several."""
    low = form.of_account or not form.priced
    if _count(facts) <= (_ONE_PAGE_OF_LOW_ROWS if low else _ONE_PAGE):
        for style in ("single", "single tight"):
            document = _print(facts, style, own)
            if len(document.pages) == 1:
                return document
            if len(document.pages) > 2:  # squeezing cannot help
                break
    return _print(facts, "carry", own)
