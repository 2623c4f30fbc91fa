"""Text for Slack: cleaned, escaped and cut to size.

Most of what we show was written by strangers (names, item texts, mails). In Slack's mark-up
`&`, `<` and `>` are the only way to a ping or a hidden link, so they are escaped everywhere.
Lengths are counted in UTF-16 units, the larger of the two ways Slack may count.
"""

import re
import unicodedata

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ELLIPSIS = "…"
_BASIC_PLANE = "\uffff"  # its last; every character beyond takes two UTF-16 units
_JOINER = "\u200d"  # glues emoji together; nothing may end with it
_UNSEEN = re.compile(
    # control characters, and the marks that turn the reading direction of a whole line round
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


def length(text: str) -> int:
    """Count UTF-16 units: an emoji outside the basic plane counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Take out what must not reach a screen; letters of every script and emoji stay."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def escape(text: str) -> str:
    """Make text literal in mrkdwn: nothing in it can ping, link or name a channel."""
    return re.sub("[&<>]", lambda found: _ENTITIES[found[0]], text)


def cut(text: str, most: int) -> str:
    """Clean plain text and end it with an ellipsis where it is longer than `most`."""
    return _fitting(_looked_at(text, most), most, entities={})


def escaped(text: str, most: int) -> str:
    """Clean, escape and cut for mrkdwn; an entity is never split."""
    return _fitting(_looked_at(text, most), most, entities=_ENTITIES)


def columns(text: str) -> int:
    """Count the columns a text takes in a fixed-width font: two for East Asian wide letters."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _looked_at(text: str, most: int) -> str:
    """Clean no more of a huge text than can be shown, and keep it longer than `most`."""
    enough = 4 * most + 100
    return clean(text) if len(text) <= enough else clean(text[:enough]) + " " + "…" * most


def _fitting(text: str, most: int, *, entities: dict[str, str]) -> str:
    whole = escape(text) if entities else text
    if length(whole) <= most:
        return whole
    kept: list[str] = []
    used = 0
    for character in text:
        piece = entities.get(character, character)
        units = len(piece) + (character > _BASIC_PLANE)
        if used + units > most:
            return _shortened(kept, used, most)
        kept.append(piece)
        used += units
    return whole


def _shortened(kept: list[str], used: int, most: int) -> str:
    while kept and (used >= most or kept[-1] == _JOINER or kept[-1].isspace()):
        used -= length(kept.pop())
    return "".join(kept) + _ELLIPSIS if most else ""
