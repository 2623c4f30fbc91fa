"""Mail bodies: one model, written twice, as HTML and as plain text with the same figures.

A letter shows an extract (at most ten lines of goods; the paper itself is attached), asks at
most one question and says which replies are understood. The HTML is a 600 px table with its
styles in the elements, loads nothing from anywhere, and stays below the size at which big mail
services clip. Links arrive signed; this module only draws them.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from css_inline import CSSInliner

from templates.letter_text import plain_text
from templates.letterhead import accent, shortened
from templates.pages import FOLDER, fill, printable
from templates.wording import Wording, wording

MAX_ROWS = 10
MAX_HTML = 100_000  # bytes; a large mail service clips at 102 kB

_SIGNS = 240  # of a cell, a fact, a choice; a paragraph may have eight times as many
_SCHEMES = ("https://", "http://", "mailto:")

Pairs = tuple[tuple[str, str], ...]


class UnsafeLink(ValueError):
    """A link's address is not one a mail may carry."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A button: what it says and the signed address behind it. The `primary` one stands out."""

    label: str
    url: str
    primary: bool = False


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What one letter says; every text is in `language`, every figure already worded.

    `rows` have the length of `head`; `numeric` holds the indexes of columns that align at the
    end. `options` are the numbered choices that answer `question`. `understood` replaces our
    standing line on what replies are understood; "-" leaves it out. `attached` names files,
    `pay` leads to where a bill is paid.
    """

    language: str
    company: str
    accent: str = ""
    locale: str = "en"
    greeting_name: str = ""
    paragraphs: tuple[str, ...] = ()
    facts: Pairs = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numeric: tuple[int, ...] = ()
    totals: Pairs = ()
    question: str = ""
    options: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    pay: Link | None = None
    notes: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    understood: str = ""
    signature: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """A letter as text in its places, with the standing sentences of its language."""

    facts: LetterFacts
    language: str
    direction: str
    greeting: str
    more: str
    choose: str
    links_lead: str
    pay_lead: str
    understood: str
    attached_label: str
    regards: str
    accent: str


class Written(NamedTuple):
    """A mail body, twice."""

    html: str
    text: str


def letter(facts: LetterFacts) -> Written:
    """Write the letter as HTML and as text.

    Texts of absurd length are shortened, in both alike, until the HTML fits `MAX_HTML`.

    Raises:
        UnsafeLink: a link is neither a web nor a mail address.
    """
    for link in (*facts.links, *((facts.pay,) if facts.pay else ())):
        if not link.url.startswith(_SCHEMES) or any(sign.isspace() for sign in link.url):
            raise UnsafeLink(f"The link “{link.label}” has no address a mail may carry.")
    signs = _SIGNS
    while True:
        view = letter_view(_bounded(facts, signs))
        html = _inliner().inline(fill("letters/letter.html", {"letter": view, "css": _css()}))
        if len(html.encode()) <= MAX_HTML or signs < 2:
            return Written(html=html, text=plain_text(view))
        signs //= 2


def letter_view(facts: LetterFacts) -> LetterView:
    """Put the facts beside the standing sentences; the extract is cut to its first lines."""
    words = wording(facts.language)
    name = facts.greeting_name
    return LetterView(
        facts=replace(facts, rows=facts.rows[:MAX_ROWS]),
        language=words.language,
        direction=words.direction,
        greeting=words.say("letter.greeting", name=name)
        if name
        else words.say("letter.greeting_nobody"),
        more=_more(facts, words),
        choose=words.say("letter.choose") if facts.options else "",
        links_lead=words.say("letter.links") if facts.links else "",
        pay_lead=words.say("letter.pay_lead") if facts.pay else "",
        understood=_understood(facts.understood, words),
        attached_label=words.say("letter.attached"),
        regards=words.say("letter.regards"),
        accent=accent(facts.accent),
    )


def _more(facts: LetterFacts, words: Wording) -> str:
    """Say how many lines the extract leaves out, and where they are."""
    count = len(facts.rows) - MAX_ROWS
    if count <= 0:
        return ""
    left_out = words.say("letter.more_one" if count == 1 else "letter.more", count=count)
    return f"{left_out}{words.say('letter.in_pdf') if facts.attached else ''}."


def _understood(given: str, words: Wording) -> str:
    return "" if given == "-" else given or words.say("letter.understood")


def _bounded(facts: LetterFacts, signs: int) -> LetterFacts:
    """Shorten every text to so many signs, and take out what cannot be shown."""

    def short(text: str) -> str:
        return shortened(" ".join(str(printable(text)).split()), signs)

    def long(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(shortened(str(printable(text)).strip(), signs * 8) for text in texts[:20])

    def pairs(given: Pairs) -> Pairs:
        return tuple((short(label), short(value)) for label, value in given[:30])

    return replace(
        facts,
        company=short(facts.company),
        greeting_name=short(facts.greeting_name),
        paragraphs=long(facts.paragraphs),
        facts=pairs(facts.facts),
        head=tuple(short(text) for text in facts.head),
        rows=tuple(tuple(short(text) for text in row) for row in facts.rows),
        totals=pairs(facts.totals),
        question=short(facts.question),
        options=tuple(short(text) for text in facts.options[:30]),
        links=tuple(replace(link, label=short(link.label)) for link in facts.links[:12]),
        notes=long(facts.notes),
        attached=tuple(short(name) for name in facts.attached[:20]),
        understood=short(facts.understood),
        signature=tuple(short(line) for line in facts.signature[:8]),
    )


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


@cache
def _css() -> str:
    return (FOLDER / "letters" / "letter.css").read_text(encoding="utf-8")
