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
from pathlib import PurePosixPath

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from domain.papers import PaperFacts
from templates.archive import VARIANT, make_archive
from templates.fingerprint import fingerprint
from templates.forms import Form, form_of
from templates.letterhead import sheet
from templates.own_page import OwnPage
from templates.pages import FOLDER
from templates.papers import paper_html
from templates.pdf_file import write_once

MAX_LINES = 2000

_ONE_PAGE = 8  # more lines may need a second page, and sums to carry there
_ONE_PAGE_OF_LOW_ROWS = 12  # without totals, or with rows of one line, there is room for more


class TooManyLines(ValueError):
    """A paper has more lines than we print in one file."""


class _Nothing(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Fetches what the page itself holds in a data: address, and nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.lower().startswith("data:"):
            raise ValueError("Papers fetch nothing.")
        return super().fetch(url, headers)


class _OwnFonts(URLFetcher):  # type: ignore[misc]
    """Fetches `house:` names: the font files beside this module. For our own stylesheet only."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = PurePosixPath(url.removeprefix("house:")).name
        if url != f"house:{name}" or not name.endswith(".ttf"):
            raise ValueError("The stylesheet uses bundled fonts only.")
        return URLFetcherResponse(url, (FOLDER / "fonts" / name).read_bytes())


_FONTS = FontConfiguration()
_NOTHING = _Nothing()


def _stylesheet(name: str) -> CSS:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return CSS(string=text, font_config=_FONTS, url_fetcher=_OwnFonts(), base_url=None)


_A4 = [_stylesheet("paper.css")]
_SHEETS = {"a4": _A4, "letter": [*_A4, _stylesheet("paper-letter.css")]}


def render(facts: PaperFacts) -> bytes:
    """Print one paper: a tagged PDF with subset fonts and no reference to anything outside.

    Posted bills are archive files with their e-invoice inside.

    Raises:
        TooManyLines: more than `MAX_LINES` lines.
        templates.forms.UnknownPaper: no form exists for this kind of paper.
    """
    form = form_of(facts.kind)
    if (count := _count(facts)) > MAX_LINES:
        raise TooManyLines(f"{facts.number} has {count} lines; we print {MAX_LINES}.")
    with _collecting_later():
        document = _laid_out(facts, form)
        return _printed(document, facts, form)


def _printed(document: Document, facts: PaperFacts, form: Form) -> bytes:
    identifier = bytes.fromhex(fingerprint(facts))[:16]
    options: dict[str, str] = {}
    if form.archived:
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
    page = HTML(string=html, base_url=None, url_fetcher=_NOTHING)
    return page.render(stylesheets=_SHEETS[size], font_config=_FONTS)


def _print_ours(facts: PaperFacts, style: str) -> Document:
    page = OwnPage(paper_html(facts, style=style), _NOTHING)
    return page.render(stylesheets=_SHEETS[sheet(facts.buyer)], font_config=_FONTS)


def _count(facts: PaperFacts) -> int:
    return len(facts.lines) + len(facts.entries)


def _laid_out(facts: PaperFacts, form: Form) -> Document:
    """Lay out a short paper on one page if it can be squeezed there, else on several."""
    low = form.of_account or not form.priced
    if _count(facts) <= (_ONE_PAGE_OF_LOW_ROWS if low else _ONE_PAGE):
        for style in ("single", "single tight"):
            document = _print_ours(facts, style)
            if len(document.pages) == 1:
                return document
            if len(document.pages) > 2:  # squeezing cannot help
                break
    return _print_ours(facts, "carry")
