"""The frame of a paper: sheet, accent colour, sender line, address window, foot.

Measures follow the German letter standard (DIN 5008, form B), whose window also fits most
envelopes elsewhere. Paper for the United States and Canada is Letter, everyone else's is A4.
"""

import re
import textwrap

from babel import Locale

from domain.papers import Addressee, PaperFacts, Seller
from templates.wording import Wording

PLAIN_ACCENT = "#17212b"
READABLE = 4.5  # WCAG contrast for text on white

_WINDOW_LINES = 6  # more do not fit between 62.7 mm and 90 mm
_WINDOW_SIGNS = 44  # of average width in 80 mm
_LETTER_COUNTRIES = ("US", "CA", "MX", "PH")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def sheet(buyer: Addressee) -> str:
    """Choose the paper size the addressee can print: "letter" or "a4"."""
    return "letter" if buyer.country in _LETTER_COUNTRIES else "a4"


def accent(colour: str) -> str:
    """Pass a colour that can be read on white, as "#rrggbb"; else fall back to ink."""
    return colour if contrast(colour) >= READABLE else PLAIN_ACCENT


def contrast(colour: str) -> float:
    """Compute the WCAG contrast of "#rrggbb" on white, from 1 to 21; 0 if it is no such colour."""
    if not _COLOUR.fullmatch(colour):
        return 0.0
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def sender_line(seller: Seller) -> str:
    """Write our own address in one line above the window, for letters that come back."""
    return " · ".join(line for line in (seller.name, *seller.address_lines) if line)


def address_window(facts: PaperFacts, words: Wording) -> tuple[str, ...]:
    """Lay out the recipient's address: at most six lines that fit the window.

    The country stands in capitals below letters that go abroad. Text that does not fit is
    wrapped where there is room, and shortened with an ellipsis where there is none.
    """
    buyer = facts.buyer
    body = [line for line in buyer.address_lines if line.strip()]
    if not body or body[0] != buyer.name:
        body.insert(0, buyer.name)
    if buyer.contact and buyer.contact not in body:
        body.insert(1, buyer.contact)
    country = _country(facts, words)
    room = _WINDOW_LINES - bool(country)
    if len(body) > room:
        body[1 : len(body) - room + 2] = [", ".join(body[1 : len(body) - room + 2])]
    lines = _wrapped(body, room)
    return (*lines, country) if country else tuple(lines)


def foot_columns(seller: Seller, words: Wording) -> tuple[tuple[str, ...], ...]:
    """Fill the foot: who we are, who answers for us, our tax numbers, how to reach us."""
    directors = (words.say("page.directors"), seller.directors) if seller.directors else ()
    vat_id = words.say("page.vat_id", number=seller.vat_id) if seller.vat_id else ""
    tax_no = words.say("page.tax_no", number=seller.tax_no) if seller.tax_no else ""
    columns: list[tuple[str, ...]] = [
        (seller.name, *seller.address_lines),
        (seller.register, *directors),
        (vat_id, tax_no),
        (seller.phone, seller.email, seller.web),
    ]
    filled = (tuple(line for line in column if line) for column in columns)
    return tuple(column for column in filled if column)


def shortened(text: str, signs: int) -> str:
    """Cut text to so many signs, the last being an ellipsis where something is missing."""
    return text if len(text) <= signs else text[: signs - 1].rstrip() + "…"


def _country(facts: PaperFacts, words: Wording) -> str:
    if facts.buyer.country == facts.seller.country:
        return ""
    names = Locale(words.language).territories
    return str(names.get(facts.buyer.country, facts.buyer.country)).upper()


def _wrapped(lines: list[str], room: int) -> list[str]:
    """Wrap long lines while there is room for another line, then shorten what is left."""
    spare = room - len(lines)
    result: list[str] = []
    for line in lines:
        parts = textwrap.wrap(line, _WINDOW_SIGNS) or [""]
        kept = parts[: 1 + spare]
        if len(parts) > len(kept):
            kept[-1] = shortened(" ".join(parts[len(kept) - 1 :]), _WINDOW_SIGNS)
        spare -= len(kept) - 1
        result.extend(kept)
    return result


def _linear(channel: float) -> float:
    """Undo the screen's gamma for one colour channel between 0 and 1."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
