"""The readable words of an HTML body, without what a reader of the mail cannot see.

Text that is hidden (not displayed, of size nothing, in the colour of its ground) is
dropped: it is how a stranger puts commands under a harmless mail. Nothing is loaded
and nothing is run. Tables are also read as rows of cells, since an order is often one.
"""

import re
from collections.abc import Iterator
from itertools import islice

from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from mail.quote_words import HEADER_LABELS

QUOTE_STARTS = "\ue000"
QUOTE_ENDS = "\ue001"
REST_QUOTED = "\ue002"
MAX_HTML = 2_000_000  # characters; a longer body is cut
_MAX_ELEMENTS = 50_000
_MAX_CSS = 100_000
_BRACE = re.compile(r"[{}]")
_SIMPLE_SELECTOR = re.compile(r"(?:^|,)\s*[a-z0-9]*([.#][a-z0-9_-]+)\s*(?=,|$)")
_MAX_ROWS = 2_000
_MAX_CELLS = 60
_UNSEEN = ("script", "style", "head", "title", "template", "object", "noscript", "svg", "iframe")
_QUOTE_CLASSES = (
    "gmail_quote",
    "yahoo_quoted",
    "moz-cite-prefix",
    "protonmail_quote",
    "zmail_extra",
)
_REST_IDS = (
    "divrplyfwdmsg",
    "appendonsend",
    "outlookmessageheader",
    "mail-editor-reference-message",
)
_LAYOUT = ParserConfig(css=CSS_PROFILES["strict"])

Table = tuple[tuple[str, ...], ...]


def visible_tree(html: str) -> HtmlElement | None:
    """The parsed body without hidden parts; None where there is nothing to read."""
    cut = html[:MAX_HTML].replace("\x00", "")
    for mark in (QUOTE_STARTS, QUOTE_ENDS, REST_QUOTED):
        cut = cut.replace(mark, "")
    try:
        root = document_fromstring(cut.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    _drop_unseen(root)
    return root


def _parser() -> HTMLParser:
    return HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)


def text_of(root: HtmlElement) -> str:
    """The words, table rows on one line each, columns aligned."""
    try:
        return str(Inscriptis(root, _LAYOUT).get_text())
    except (RecursionError, ValueError, KeyError, IndexError, TypeError):
        return "\n".join(part.strip() for part in root.itertext() if part.strip())


def html_to_text(html: str) -> str:
    root = visible_tree(html)
    return "" if root is None else text_of(root)


def tables_of(root: HtmlElement) -> tuple[Table, ...]:
    """Every innermost `<table>` as rows of cell texts; layout tables of one cell are left out."""
    found = []
    for table in list(root.iter("table"))[:200]:
        if next(table.iterdescendants("table"), None) is not None:
            continue
        rows = tuple(row for row in _rows(table) if any(row))
        if rows and max(len(row) for row in rows) > 1:
            found.append(rows)
    return tuple(found)


def _rows(table: HtmlElement) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(table.iter("tr")):
        if number >= _MAX_ROWS:
            return
        cells = [cell for cell in row if cell.tag in ("td", "th")][:_MAX_CELLS]
        yield tuple(" ".join("".join(cell.itertext()).split()) for cell in cells)


def text_with_quote_marks(html: str) -> str | None:
    """The words with marks where a mail program wrapped its history; None if it did not."""
    root = visible_tree(html)
    if root is None:
        return None
    marked = False
    for element in list(root.iter())[:_MAX_ELEMENTS]:
        if not isinstance(element.tag, str) or _is_inside_marked(element):
            continue
        if _starts_rest(element):
            element.set("data-quote", "1")
            element.addprevious(_mark(root, REST_QUOTED))
            marked = True
        elif _wraps_quote(element) and element.getparent() is not None:
            element.set("data-quote", "1")
            element.addprevious(_mark(root, QUOTE_STARTS))
            end = _mark(root, QUOTE_ENDS)
            end.tail, element.tail = element.tail, None
            element.addnext(end)
            marked = True
    return text_of(root) if marked else None


def _mark(root: HtmlElement, sign: str) -> HtmlElement:
    mark = root.makeelement("div")
    mark.text = sign
    return mark


def _is_inside_marked(element: HtmlElement) -> bool:
    parent = element.getparent()
    if parent is not None and parent.get("data-quote"):
        element.set("data-quote", "1")
    return bool(element.get("data-quote"))


def _wraps_quote(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").lower().split()
    if any(name in _QUOTE_CLASSES for name in classes):
        return True
    if element.tag == "blockquote":
        style = (element.get("style") or "").lower().replace(" ", "")
        return (element.get("type") or "").lower() == "cite" or "border-left:" in style
    return False


def _starts_rest(element: HtmlElement) -> bool:
    identity = (element.get("id") or "").lower()
    if identity and any(identity.endswith(known) for known in _REST_IDS):
        return True
    style = (element.get("style") or "").lower().replace(" ", "")
    # Outlook for Windows: a rule as top border above "From: … Sent: …".
    if element.tag == "div" and "border-top" in style:
        return _begins_with_sender(element)
    return element.tag == "hr" and _begins_with_sender(element.getnext())


def _begins_with_sender(element: HtmlElement | None) -> bool:
    if element is None:
        return False
    words = " ".join(islice((part.strip() for part in element.itertext()), 20)).strip()
    label, colon, _ = words[:40].partition(":")
    return bool(colon) and HEADER_LABELS.get(label.strip("* ").lower()) == "from"


def _drop_unseen(root: HtmlElement) -> None:
    names = _hiding_names(root)
    for number, element in enumerate(list(root.iter())):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in _UNSEEN or (number < _MAX_ELEMENTS and _is_hidden(element, names)):
            element.drop_tree()


def _hiding_names(root: HtmlElement) -> frozenset[str]:
    """The `.class` and `#id` selectors that the style sheets hide on every screen."""
    css = "".join(sheet.text or "" for sheet in root.iter("style"))[:_MAX_CSS].lower()
    names: set[str] = set()
    depth, start, body, selector = 0, 0, 0, ""
    for brace in _BRACE.finditer(css):
        if brace[0] == "{":
            if depth == 0:
                selector, body = css[start : brace.start()], brace.end()
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth == 0:
            start = brace.end()
            # "@media" rules are left alone: they hide a second version for small screens.
            if "@" not in selector and _hides(_style(css[body : brace.start()])):
                names.update(_SIMPLE_SELECTOR.findall(selector))
    return frozenset(names)


def _is_hidden(element: HtmlElement, names: frozenset[str]) -> bool:
    if element.get("hidden") is not None:
        return True
    if names and not names.isdisjoint(_selectors(element)):
        return True
    style = _style(element.get("style") or "")
    if _hides(style):
        return True
    colour = _colour(style.get("color") or element.get("color") or "")
    return bool(colour) and colour == _ground(element, style)


def _selectors(element: HtmlElement) -> Iterator[str]:
    for name in (element.get("class") or "").lower().split():
        yield f".{name}"
    if element.get("id"):
        yield f"#{element.get('id').lower()}"


def _hides(style: dict[str, str]) -> bool:
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if _is_nothing(style.get("font-size", "")) or _is_nothing(style.get("opacity", "")):
        return True
    return style.get("overflow") == "hidden" and (
        _is_nothing(style.get("max-height", "")) or _is_nothing(style.get("height", ""))
    )


def _style(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style[:2_000].lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if name
    }


def _is_nothing(size: str) -> bool:
    """Zero or one pixel: too small to be read."""
    number = size.rstrip("abcdefghijklmnopqrstuvwxyz% ")
    try:
        return bool(size) and float(number) <= (1.0 if size.endswith(("px", "pt")) else 0.0)
    except ValueError:
        return False


def _ground(element: HtmlElement, style: dict[str, str]) -> str:
    """The nearest background colour; white paper if none is given."""
    own = style.get("background-color") or style.get("background") or element.get("bgcolor")
    depth, above = 0, element.getparent()
    while not own and above is not None and depth < 12:
        outer = _style(above.get("style") or "")
        own = outer.get("background-color") or outer.get("background") or above.get("bgcolor")
        depth, above = depth + 1, above.getparent()
    return _colour(own or "white")


def _colour(colour: str) -> str:
    """One spelling for a colour: six hex digits where we know it."""
    bare = colour.lower().replace(" ", "").split("url(")[0]
    if bare in ("white", "#fff", "rgb(255,255,255)", "rgba(255,255,255,1)"):
        return "#ffffff"
    if bare == "transparent":
        return ""
    if len(bare) == 4 and bare.startswith("#"):
        return "#" + "".join(sign * 2 for sign in bare[1:])
    return bare
