"""Mail bodies: one model in two forms that cannot disagree."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from templates.letter_text import WIDTH, width
from templates.letters import MAX_HTML, LetterFacts, Link, UnsafeLink, letter

QUOTE = LetterFacts(
    language="en",
    company="Fabrik & Söhne GmbH",
    accent="#0b5d5b",
    greeting_name="Maria Keller",
    paragraphs=("Thank you for your enquiry of 18 Nov 2026. Here is quote S-QUO1001.",),
    facts=(("Quote", "S-QUO1001"), ("Valid until", "18 Dec 2026")),
    head=("#", "Item", "Quantity", "Unit price", "Amount"),
    numeric=(0, 2, 3, 4),
    rows=tuple(
        (
            str(at),
            f"113{at} Sit-stand desk 160x80 cm, dual motor, cable tray",
            "3 pcs",
            "629.00",
            f"{at},698.30",
        )
        for at in range(1, 15)
    ),
    totals=(
        ("Net total", "14,709.30 EUR"),
        ("VAT 19% on 14,709.30 EUR", "2,794.77 EUR"),
        ("Total", "17,504.07 EUR"),
    ),
    question="Which chair do you mean?",
    options=("1210-B Task chair Mistral, black, 149.90 EUR", "1210-G Task chair Mistral, grey"),
    links=(
        Link(label="Accept the quote", url="https://sales.example/a/tok-1?x=1&y=2", primary=True),
        Link(label="Decline", url="https://sales.example/d/tok-2"),
    ),
    notes=("Prices converted at 1.0842.",),
    attached=("S-QUO1001.pdf",),
    signature=("Lina Townsend", "+49 40 555 0199"),
)


def test_every_figure_of_the_html_is_in_the_text() -> None:
    written = letter(QUOTE)

    shown = Counter(_figures(_visible(written.html)))
    told = Counter(_figures(written.text))

    assert shown
    assert shown - told == Counter()
    assert told - shown == Counter(_figures(" ".join(link.url for link in QUOTE.links)))


def test_both_forms_say_the_same_words() -> None:
    written = letter(QUOTE)

    shown = set(_visible(written.html).split())
    told = set(re.sub(r"https?://\S+|-{3,}", "", written.text).split())

    assert {word.rstrip(":") for word in shown} == {word.rstrip(":") for word in told}


def test_a_long_table_becomes_an_extract_of_ten_lines() -> None:
    written = letter(QUOTE)

    assert "10,698.30" in written.text
    assert "11,698.30" not in written.text
    assert "4 more lines: see the attached PDF." in written.text
    assert "4 more lines: see the attached PDF." in written.html
    assert "1 more line." in letter(replace(QUOTE, rows=QUOTE.rows[:11], attached=())).text
    assert "more line" not in letter(replace(QUOTE, rows=QUOTE.rows[:10])).text


def test_the_html_loads_nothing_from_anywhere() -> None:
    html = letter(QUOTE).html

    assert not re.search(r"<(img|link|script|iframe|object|video)\b", html)
    assert "url(" not in html
    assert "@import" not in html
    addresses = set(re.findall(r'(?:href|src)="([^"]+)"', html))
    assert addresses == {link.url.replace("&", "&amp;") for link in QUOTE.links}


def test_styles_are_in_the_elements_and_dark_mode_keeps_its_rule() -> None:
    html = letter(QUOTE).html

    assert re.search(r'<td class="n" style="[^"]*text-align: ?right', html)
    assert "@media (prefers-color-scheme: dark)" in html


def test_strangers_text_stays_text() -> None:
    evil = "<img src=https://evil.example/x><script>alert(1)</script>{{ 7 * 7 }}"

    written = letter(
        replace(
            QUOTE,
            greeting_name=evil,
            paragraphs=(evil,),
            facts=((evil, evil),),
            rows=((evil,) * 5,),
            options=(evil,),
            notes=(evil,),
        )
    )

    assert "<img" not in written.html
    assert "<script" not in written.html
    assert "{{ 7 * 7 }}" in written.html
    assert "{{ 7 * 7 }}" in written.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", "https://a b"])
def test_an_address_a_mail_must_not_carry_is_refused(url: str) -> None:
    with pytest.raises(UnsafeLink):
        letter(replace(QUOTE, links=(Link(label="Open", url=url),)))


def test_a_letter_of_absurd_length_stays_below_the_clipping_size() -> None:
    absurd = '"&<漢' * 600
    facts = replace(
        QUOTE,
        paragraphs=(absurd,) * 50,
        rows=((absurd,) * 5,) * 50,
        options=(absurd,) * 90,
        notes=(absurd,) * 50,
    )

    written = letter(facts)

    assert len(written.html.encode()) <= MAX_HTML
    assert Counter(_figures(_visible(written.html))) - Counter(_figures(written.text)) == Counter()


def test_text_lines_keep_their_columns_and_their_addresses_whole() -> None:
    lines = letter(QUOTE).text.splitlines()

    assert all(width(line) <= WIDTH for line in lines if "://" not in line)
    assert "https://sales.example/a/tok-1?x=1&y=2" in lines
    amounts = [line for line in lines if line.endswith(",698.30")]
    assert len(amounts) == 10
    assert len({len(line) for line in amounts}) == 1


def test_a_table_too_wide_for_columns_is_told_line_by_line() -> None:
    head = tuple(f"Column number {at}" for at in range(7))
    row = tuple(f"value {at} of a long kind" for at in range(7))

    text = letter(replace(QUOTE, head=head, rows=(row,), numeric=())).text

    for label, value in zip(head, row, strict=True):
        assert f"{label}:  {value}" in text


def test_wide_and_combining_signs_are_counted_as_they_are_seen() -> None:
    assert width("漢字") == 4
    assert width("e\u0301") == 1


def test_options_are_numbered_and_the_way_to_answer_is_said() -> None:
    text = letter(QUOTE).text

    assert "  1  1210-B Task chair Mistral, black, 149.90 EUR" in text
    assert "  2  1210-G Task chair Mistral, grey" in text
    assert "Reply with the number of your choice." in text


def test_the_line_on_replies_can_be_replaced_or_left_out() -> None:
    assert "You can simply reply" in letter(QUOTE).text
    assert "Say SHIP 7." in letter(replace(QUOTE, understood="Say SHIP 7.")).html
    assert "You can simply reply" not in letter(replace(QUOTE, understood="-")).text


def test_a_bare_letter_has_no_empty_parts() -> None:
    written = letter(LetterFacts(language="de", company="Fabrik", paragraphs=("Danke.",)))

    assert written.text.startswith("Guten Tag,\n\nDanke.\n\n")
    assert "\n\n\n" not in written.text
    assert written.html.startswith("<!DOCTYPE html>")
    assert 'lang="de"' in written.html
    assert "<ol" not in written.html


class _Visible(HTMLParser):
    """Collects what a reader sees: no styles, no title, no preview line."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "title") or ("class", "hidden") in attrs:
            self._hidden = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)


def _visible(html: str) -> str:
    reader = _Visible()
    reader.feed(html)
    return " ".join(" ".join(reader.seen).split())


def _figures(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*\d|\d", text)
