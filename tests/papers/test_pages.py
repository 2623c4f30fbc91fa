"""Figures, dates and words as people of each language write them; templates in their sandbox."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError

from domain.papers import Terms
from templates.pages import FOLDER, day, fill, money, percent, printable, quantity, sandbox
from templates.wording import languages, terms_text, wording


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "written"),
    [
        ("-1234.5", "EUR", "en", "−1,234.50 EUR"),
        ("-1234.5", "EUR", "de_DE", "−1.234,50 EUR"),
        ("1234.5", "CHF", "de_CH", "1’234.50 CHF"),
        ("0", "USD", "en_US", "0.00 USD"),
        ("1500", "JPY", "en", "1,500 JPY"),
        ("0.005", "EUR", "en", "0.005 EUR"),
        ("9999999999999.99", "EUR", "en", "9,999,999,999,999.99 EUR"),
        ("12.50", "EUR", "ar_EG", "\u206812.50 EUR\u2069"),
        ("12.50", "EUR", "nonsense", "12.50 EUR"),
    ],
)
def test_money_is_written_in_full_and_never_rounded(
    amount: str, currency: str, locale: str, written: str
) -> None:
    assert money(Decimal(amount), currency, locale) == written


def test_dates_cannot_be_taken_for_another_day() -> None:
    fifth = date(2026, 9, 5)

    assert day(fifth) == "05 Sep 2026"
    assert day(fifth, "en_GB") == "05 Sep 2026"
    assert day(fifth, "en_US") == "Sep 5, 2026"
    assert day(fifth, "de-DE") == "05.09.2026"


def test_quantities_and_percentages_lose_their_idle_zeros_only() -> None:
    assert quantity(Decimal("1.50000")) == "1.5"
    assert quantity(Decimal("0.33333"), "de_DE") == "0,33333"
    assert quantity(Decimal(-3)) == "−3"
    assert percent(Decimal("8.875")) == "8.875%"
    assert percent(Decimal(19), "de_DE") == "19\N{NO-BREAK SPACE}%"


def test_text_that_cannot_be_printed_is_left_out() -> None:
    assert printable("a\x00b\x1b[31m\ud800c\nd") == "ab[31mc\nd"


def test_a_paper_with_a_hole_in_it_never_leaves_the_house() -> None:
    with pytest.raises(UndefinedError):
        fill("papers/quote.html", {})


@pytest.mark.parametrize(
    "attack",
    [
        "{{ facts.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ facts.update({'total': 0}) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].environ }}",
        "{% include '/etc/passwd' %}",
        "{% include '../domain/papers.py' %}",
    ],
)
def test_a_template_reaches_nothing_but_its_facts(attack: str) -> None:
    template = sandbox().from_string(attack)

    with pytest.raises((SecurityError, UndefinedError, TemplateNotFound)):
        template.render(facts={"total": 1})


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_language_has_all_words_with_the_same_blanks(language: str) -> None:
    english = _words("en")
    words = _words(language)

    assert set(words) == set(english)
    for key, text in words.items():
        assert _blanks(text) == _blanks(english[key]), key


def test_a_region_changes_only_words_its_language_has() -> None:
    for path in (FOLDER / "words").glob("*_*.json"):
        language = path.stem.split("_")[0]
        assert set(_words(path.stem)) <= set(_words(language))


@pytest.mark.parametrize(
    ("due", "worded"),
    [
        ("30D", "30 days net"),
        ("1D", "1 day net"),
        ("CM+10D", "end of the month plus 10 days net"),
        ("1M+8D", "1 month plus 8 days net"),
        ("2Q", "6 months net"),
        ("0D", "payable at once"),
        ("", "payable at once"),
        ("D20", "D20 net"),
    ],
)
def test_payment_terms_are_worded_and_never_guessed(due: str, worded: str) -> None:
    terms = Terms(code="T", due_formula=due)

    assert terms_text(terms, wording("en"), "en") == worded


def test_a_discount_for_early_payment_is_part_of_the_terms() -> None:
    terms = Terms(code="T", due_formula="30D", discount_pct=Decimal(2), discount_formula="10D")

    assert terms_text(terms, wording("en"), "en") == "30 days net, 2% discount within 10 days"
    assert "2\N{NO-BREAK SPACE}% Skonto (10 Tage)" in terms_text(terms, wording("de"), "de_DE")


def _words(name: str) -> dict[str, str]:
    words: dict[str, str] = json.loads(
        (FOLDER / "words" / f"{name}.json").read_text(encoding="utf-8")
    )
    return words


def _blanks(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))
