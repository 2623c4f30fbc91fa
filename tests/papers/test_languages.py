"""Papers in every language we write: all kinds, in silence, from the side the language begins."""

import io
import logging
from dataclasses import replace

import pikepdf
import pytest

from domain.papers import KINDS, PaperFacts
from templates.papers import paper_view
from templates.pdf import render
from templates.wording import languages
from tests.papers.positions import words
from tests.papers.posted import invoice, posted
from tests.papers.samples import quote

pytestmark = pytest.mark.slow

LOCALES = {"en": "en_GB", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "ar": "ar_AE"}


def sample(kind: str, language: str, count: int = 3) -> PaperFacts:
    """The sample paper of a kind in a language."""
    facts = quote(count) if kind == "quote" else posted(kind, count)
    return replace(facts, language=language, locale=LOCALES[language])


def test_there_is_a_locale_to_try_for_every_language() -> None:
    assert set(LOCALES) == languages()


@pytest.mark.parametrize("language", sorted(LOCALES))
def test_every_kind_prints_in_every_language_in_silence(
    language: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        printed = {kind: render(sample(kind, language)) for kind in KINDS}

    assert caplog.records == []
    for kind, content in printed.items():
        pdf = pikepdf.open(io.BytesIO(content))
        assert str(pdf.Root.Lang) == language
        assert len(pdf.pages) == 1, kind
        fonts = {str(one.FontName) for one in pdf.objects if _is_font(one)}
        assert all("Clerk" in name for name in fonts), (kind, fonts)  # no stand-in from elsewhere


@pytest.mark.parametrize(
    ("language", "amount", "day", "total"),
    [
        ("en", "1,512.00", "18 Nov 2026", "Total"),
        ("de", "1.512,00", "18.11.2026", "Gesamtbetrag"),
        ("fr", "1\u202f512,00", "18 nov. 2026", "Total TTC"),
        ("es", "1.512,00", "18 nov 2026", "Total"),
    ],
)
def test_numbers_and_dates_follow_the_language(
    language: str, amount: str, day: str, total: str
) -> None:
    view = paper_view(sample("invoice", language))

    assert view.rows[0].cells[-1].text == amount
    assert dict(view.facts)[view.facts[0][0]] == day
    assert view.totals is not None
    assert view.totals.total[0] == total


def test_arabic_runs_from_right_to_left_and_its_figures_from_left_to_right() -> None:
    facts = invoice(4, language="ar", locale="ar_AE")

    printed = words(render(facts))

    positions = [word for word in printed if word.text in ("1", "2") and word.left > 150]
    amount = next(word for word in printed if word.text == "1,512.00")
    number = next(word for word in printed if "103001" in word.text)
    assert len(positions) >= 2
    assert min(word.left for word in positions) > 180  # the first column is the right one
    assert amount.right < 45
    assert number.left > 100
    line = [word for word in printed if abs(word.bottom - positions[0].bottom - 4) < 2]
    read = "".join(word.text for word in sorted(line, key=lambda word: word.left))
    assert "1110-W" in read  # not W-1110
    assert not [word for word in printed if word.left < 24.5 or word.right > 190.5]


def _is_font(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
