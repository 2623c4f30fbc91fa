"""The text of our papers and letters: Jinja templates filled from plain facts.

A template may choose words, order and layout. It never computes: sums, taxes and due dates
arrive ready-made, so the PDF, the email extract and the Slack card cannot disagree about an
amount. Nothing here rounds either: a figure with more decimals than usual is shown in full.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_precision
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

FOLDER = Path(__file__).parent

_MINUS = "\N{MINUS SIGN}"
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_EVERY_PLACE = "#####"  # stored figures have at most five decimals; none may vanish in print
_AMERICAN = ("US", "PH")  # where people expect the month first


def money(amount: Decimal, currency: str, locale: str = "en") -> str:
    """Write an amount for people: `money(Decimal("-1234.5"), "EUR")` is "−1,234.50 EUR".

    The minus is U+2212, which neither wraps nor reads as a hyphen in print. The code stands
    for the currency, never a sign: "$" alone is the money of twenty countries.
    """
    return _apart(f"{_signed(amount, _places(currency), locale)} {currency}", locale)


def figure(amount: Decimal, currency: str, locale: str = "en") -> str:
    """Write an amount without its currency, for columns whose head names it."""
    return _apart(_signed(amount, _places(currency), locale), locale)


def quantity(value: Decimal, locale: str = "en") -> str:
    """Write a quantity without idle zeros: `quantity(Decimal("1.50000"))` is "1.5"."""
    return _apart(_signed(value, f"#,##0.{_EVERY_PLACE}", locale), locale)


def percent(value: Decimal, locale: str = "en") -> str:
    """Write a percentage: `percent(Decimal(19))` is "19%", and "19 %" in German."""
    pattern = str(_known(locale).percent_formats[None].pattern)
    sign = pattern.strip("#,0.\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}")
    return _apart(_signed(value, f"#,##0.{_EVERY_PLACE}", locale) + sign, locale)


def day(value: date, locale: str = "en") -> str:
    """Write a date no reader can take for another: "05 Jan 2026", never 05/01.

    Other languages than English follow their own habit ("05.01.2026" in German), and so do
    Americans ("Jan 5, 2026").
    """
    known = _known(locale)
    if known.language == "en" and known.territory not in _AMERICAN:
        return str(format_date(value, "dd MMM yyyy", locale="en"))
    return str(format_date(value, "medium", locale=known))


def printable(text: object) -> object:
    """Take out what cannot be printed: control signs, lone surrogates and no signs at all.

    Anything that is not plain text passes as it is.
    """
    if not isinstance(text, str) or isinstance(text, Markup):
        return text
    return "".join(sign for sign in text if sign in "\n\t" or _visible(sign))


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Fill one template, for example `fill("papers/quote.html", {"paper": view})`.

    Raises:
        jinja2.UndefinedError: the template names a fact that was not given. A paper with a
            hole in it must never leave the house.
        jinja2.sandbox.SecurityError: the template reaches for something that is not a fact.
    """
    return sandbox().get_template(template).render(facts)


@cache
def sandbox() -> ImmutableSandboxedEnvironment:
    """Where templates run: they see the facts they are given and can change none of them."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=True,  # customer names come from strangers' emails
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        money=money, figure=figure, quantity=quantity, percent=percent, day=day
    )
    return environment


@cache
def _known(locale: str) -> Locale:
    """Find the locale, its language alone if the region is unknown, or English."""
    for candidate in (locale, locale.replace("-", "_").split("_")[0]):
        try:
            return Locale.parse(candidate.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _signed(value: Decimal, pattern: str, locale: str) -> str:
    known = _known(locale)
    digits = str(format_decimal(abs(value), pattern, locale=known, numbering_system="latn"))
    return f"{_MINUS}{digits}" if value < 0 else digits


def _places(currency: str) -> str:
    """The pattern of an amount: the currency's places, and more only where it has more."""
    return f"#,##0.{'0' * get_currency_precision(currency)}{_EVERY_PLACE}"


def isolated(text: str) -> str:
    """Mark text that keeps its own direction wherever it stands: an item number in Arabic prose.

    Each line is marked for itself; what is marked already, or empty, stays as it is.
    """
    lines = text.split("\n")
    return "\n".join(
        line if not line or line.startswith(_ISOLATE) else f"{_ISOLATE}{line}{_END}"
        for line in lines
    )


def _apart(figure: str, locale: str) -> str:
    """A figure as it stands in its language: from left to right, in those written otherwise too."""
    return isolated(figure) if _known(locale).text_direction == "rtl" else figure


def _visible(sign: str) -> bool:
    no_sign = ord(sign) & 0xFFFE == 0xFFFE  # set aside by Unicode, refused by XML
    return not no_sign and unicodedata.category(sign) not in ("Cc", "Cs")
