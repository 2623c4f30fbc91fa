"""Draws the gallery: every kind of paper in English and German, one in each other language.

`python -m docs.papers.make`.

Pictures are made from the sample papers of the tests, page by page, and listed in gallery.md.
Look at each of them after a change of layout: overlaps, clipped text, lonely totals.
"""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from domain.papers import KINDS, PaperFacts
from templates.papers import paper_view
from templates.pdf import render
from tests.papers.cases import abroad
from tests.papers.posted import invoice, posted, reminder
from tests.papers.samples import WINGTIP, quote

HERE = Path(__file__).parent
LOCALES = {"en": "en_GB", "de": "de_DE"}
OTHERS = {"fr": "fr_FR", "es": "es_ES", "ar": "ar_AE"}  # one sample each

_DOTS = 64  # an inch
_COLOURS = 48
_SHORT, _LONG = 3, 24  # lines


def main() -> None:
    """Draw all pages and write the list of them; pictures of kinds that are gone are removed."""
    for old in HERE.glob("*.png"):
        old.unlink()
    told = [_HEAD]
    for name, facts in _papers():
        pictures = [f"{name}-{page}.png" for page in _draw(name, facts)]
        shown = " ".join(f'<img src="{picture}" width="300" alt="">' for picture in pictures)
        told.append(f"## {paper_view(facts).title} ({name})\n\n{shown}\n")
    (HERE / "gallery.md").write_text("\n".join(told), encoding="utf-8")


def _papers() -> Iterator[tuple[str, PaperFacts]]:
    for kind in KINDS:
        for language, locale in LOCALES.items():
            yield f"{kind}-{language}", _sample(kind, _SHORT, language=language, locale=locale)
    for language, locale in OTHERS.items():
        yield f"invoice-{language}", _sample("invoice", 4, language=language, locale=locale)
    for level in (2, 3):
        yield f"reminder-{level}-en", reminder(_SHORT, level=level)
    yield "invoice-foreign-en", abroad(invoice(_SHORT))
    yield "invoice-letter-en", invoice(_SHORT, buyer=WINGTIP, locale="en_US", currency="USD")
    yield "invoice-long-en", _sample("invoice", _LONG, language="en", locale="en_GB")


def _sample(kind: str, count: int, *, language: str, locale: str) -> PaperFacts:
    if kind == "quote":
        return quote(count, language=language, locale=locale)
    return posted(kind, count, language=language, locale=locale)


def _draw(name: str, facts: PaperFacts) -> Iterator[int]:
    for number, page in enumerate(pypdfium2.PdfDocument(render(facts)), 1):
        picture = page.render(scale=_DOTS / 72).to_pil()
        small = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=_COLOURS)
        small.save(HERE / f"{name}-{number}.png", optimize=True)
        yield number


_HEAD = """# The gallery

Every kind of paper in English and German, and an invoice in French, Spanish and Arabic, drawn
from the sample papers of the tests by `python -m docs.papers.make`.
"""


if __name__ == "__main__":
    main()
