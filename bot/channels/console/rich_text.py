"""Slack's rich_text block as safe HTML: sections, lists, quotations and preformatted text."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.channels.console.mrkdwn import EMOJI, NameOf, safe_link
from bot.channels.console.records import Json

_NOTHING = Markup()
_STYLES = (("bold", "strong"), ("italic", "em"), ("strike", "s"), ("code", "code"))


def rich_text_html(elements: Sequence[Json], name_of: NameOf) -> Markup:
    return _NOTHING.join(_part(element, name_of) for element in elements)


def _part(part: Json, name_of: NameOf) -> Markup:
    kind, inside = part.get("type"), part.get("elements", ())
    if kind == "rich_text_list":
        tag = "ol" if part.get("style") == "ordered" else "ul"
        items = _NOTHING.join(
            Markup("<li>{}</li>").format(_inline(item.get("elements", ()), name_of))
            for item in inside
        )
        return Markup("<{0}>{1}</{0}>").format(tag, items)
    tags = {"rich_text_preformatted": "pre", "rich_text_quote": "blockquote"}
    tag = tags.get(str(kind), "div")
    return Markup("<{0}>{1}</{0}>").format(tag, _inline(inside, name_of))


def _inline(elements: Sequence[Json], name_of: NameOf) -> Markup:
    return _NOTHING.join(_piece(element, name_of) for element in elements)


def _piece(piece: Json, name_of: NameOf) -> Markup:
    kind = piece.get("type")
    if kind == "emoji":
        name = str(piece.get("name", ""))
        return Markup("{}").format(EMOJI.get(name, f":{name}:"))
    if kind in ("user", "channel"):
        sign = "@" if kind == "user" else "#"
        name = name_of(str(piece.get(f"{kind}_id", "")))
        return Markup('<span class="mention">{}{}</span>').format(sign, name)
    if kind == "link":
        return _link(piece)
    return _styled(str(piece.get("text", "")), piece.get("style") or {})


def _link(piece: Json) -> Markup:
    address = str(piece.get("url", ""))
    label = str(piece.get("text") or address)
    if safe_link(address) is None:
        return Markup("{}").format(label)
    return Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(address, label)


def _styled(text: str, style: Json) -> Markup:
    drawn = Markup("{}").format(text).replace("\n", Markup("<br>"))
    for name, tag in _STYLES:
        if style.get(name):
            drawn = Markup("<{0}>{1}</{0}>").format(tag, drawn)
    return drawn
