"""The look of our papers: what stands where, read back from the printed file."""

import os
import re
from decimal import Decimal
from itertools import pairwise

import pytest

from templates.letterhead import READABLE, contrast
from templates.pages import FOLDER
from templates.papers import paper_view
from templates.pdf import render
from tests.papers.positions import GOLDEN, Word, differences, layout, papers, words
from tests.papers.posted import invoice
from tests.papers.samples import BRANDT, quote

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", sorted(papers()))
def test_the_paper_looks_as_it_was_agreed(name: str, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"{name}.txt"
    printed = layout(render(papers()[name]))

    if request.config.getoption("--rewrite", default=False) or os.environ.get("REWRITE_PAPERS"):
        golden.write_text(printed, encoding="utf-8")

    assert differences(golden.read_text(encoding="utf-8"), printed) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Marktplatz 19", "28195 Bremen"),
        ("Gebäude 7, Tor 3", "Hinterhof links", "Am Alten Hafen 44", "28195 Bremen", "Etage 2"),
        ("W" * 90, "Straße mit einem sehr langen Namen am Rande der Stadt 19", "28195 Bremen"),
    ],
)
def test_the_address_stays_in_the_envelope_window(lines: tuple[str, ...]) -> None:
    buyer = BRANDT.__class__(
        customer_no="C1", name="Kanon Radhaus", contact="Bo", address_lines=lines, country="NO"
    )
    facts = quote(2, buyer=buyer)

    printed = words(render(facts))

    address = paper_view(facts).address
    assert len(address) <= 6
    assert address[0] == "Kanon Radhaus"
    assert address[-1] == "NORWAY"
    block = _address_words(printed)
    assert [word.text for word in block] == " ".join(address).split()
    for word in block:
        assert word.left >= 20, word
        assert word.top >= 45, word
        assert word.bottom <= 91, word  # the line's box; its letters end a millimetre higher


@pytest.mark.parametrize("count", [12, 24, 60, 200])
def test_every_page_carries_the_running_sum_to_the_next(count: int) -> None:
    facts = quote(count)

    printed = words(render(facts))

    pages = max(word.page for word in printed)
    assert pages > 1
    sums = {f"{line.running_total:,.2f}": line.position for line in facts.lines}
    for page, following in pairwise(range(1, pages + 1)):
        carried = _after(printed, page, "Carried")
        last = max(int(word.text) for word in printed if _is_position(word, page))
        assert sums[carried] == last
        assert _after(printed, following, "Brought") == carried
    assert not any(word.text == "Carried" and word.page == pages for word in printed)


@pytest.mark.parametrize("count", [9, 11, 13])
def test_totals_never_stand_on_a_page_without_a_line(count: int) -> None:
    printed = words(render(quote(count)))

    page = next(word.page for word in printed if word.text == "Total")

    assert any(_is_position(word, page) for word in printed)


@pytest.mark.parametrize("count", [0, 1, 4, 6])
def test_a_short_quote_takes_one_page(count: int) -> None:
    printed = words(render(quote(count)))

    assert {word.page for word in printed} == {1}


def test_nothing_stands_on_top_of_anything_else() -> None:
    facts = quote(6)
    dear = [
        line.__class__(
            position=line.position,
            description="A description that fills its column " * 3,
            quantity=Decimal("12345.67891"),
            unit="pallet",
            unit_price=Decimal("98765432.12345"),
            amount=Decimal("9876543210.99"),
            vat_pct=line.vat_pct,
        )
        for line in facts.lines
    ]

    printed = words(render(quote(6, lines=tuple(dear))))

    overlapping = [
        (one.text, other.text)
        for one in printed
        for other in printed
        if one is not other and _overlap(one, other)
    ]
    assert overlapping == []


def test_text_stays_inside_the_margins() -> None:
    printed = words(render(quote(24)))

    assert min(word.left for word in printed) >= 24.5
    assert max(word.right for word in printed) <= 190.5


@pytest.mark.parametrize("count", [24, 60, 200])
def test_each_page_has_its_number_its_head_and_whole_rows(count: int) -> None:
    facts = quote(count)

    printed = words(render(facts))

    pages = max(word.page for word in printed)
    rows: dict[int, int] = {}
    for page in range(1, pages + 1):
        read = " ".join(word.text for word in printed if word.page == page)
        assert f"{page} / {pages}" in read
        at = [int(word.text) for word in printed if _is_position(word, page)]
        assert ("Unit price" in read) == bool(at)
        rows |= dict.fromkeys(at, page)
    assert sorted(rows) == [*range(1, count + 1)]
    numbers = [word for word in printed if word.text in ("1110-W", "1130-D", "1210-B")]
    assert {word.page for word in numbers} <= set(rows.values())
    for line in facts.lines:  # its second line stands on the page of its first
        below = [word for word in numbers if word.text == line.item_no]
        assert rows[line.position] in {word.page for word in below} or not below


@pytest.mark.parametrize("count", [*range(1, 30), 60, 200])
def test_no_page_holds_only_a_note(count: int) -> None:
    printed = words(render(invoice(count)))

    last = max(word.page for word in printed)
    body = {round(word.bottom) for word in printed if word.page == last and 28 < word.bottom < 262}
    assert len(body) > 3, sorted(body)


@pytest.mark.parametrize("colour", ["#17212b", "#566270", "#0b5d5b"])
@pytest.mark.parametrize("ground", ["#ffffff", "#f1f6f5"])
def test_every_colour_of_our_type_can_be_read(colour: str, ground: str) -> None:
    sheet = (FOLDER / "paper.css").read_text(encoding="utf-8")

    assert contrast(colour) / contrast(ground) >= READABLE
    used = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", sheet))
    assert used <= {"#17212b", "#566270", "#fff"}


def _address_words(printed: list[Word]) -> list[Word]:
    """The words of the window: below the sender's line, left of the facts, above the title."""
    found = [word for word in printed if word.page == 1 and 61 < word.top < 95 and word.left < 120]
    return sorted(found, key=lambda word: (round(word.bottom), word.left))


def _after(printed: list[Word], page: int, first: str) -> str:
    """The sum that follows "Carried forward" or "Brought forward" on a page."""
    on_page = [word for word in printed if word.page == page]
    at = next(index for index, word in enumerate(on_page) if word.text == first)
    return on_page[at + 2].text


def _is_position(word: Word, page: int) -> bool:
    return word.page == page and word.text.isdigit() and len(word.text) < 4 and word.left < 30


def _overlap(one: Word, other: Word) -> bool:
    """Whether two words share more than a sliver of the page."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return one.page == other.page and wide > 0.3 and high > 1.2
