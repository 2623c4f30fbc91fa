"""Block Kit as HTML: every block type that the clerk sends, drawn on the server.

A block we cannot draw says so in its place, so that nothing is lost silently. Buttons and
inputs carry their ids as data attributes; the page's script reads them, and there is no inline
script or style anywhere.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.channels.console.inputs import plain
from bot.channels.console.mrkdwn import (
    NameOf,
    markdown_html,
    mrkdwn_html,
    plain_html,
    safe_link,
)
from bot.channels.console.records import Json
from bot.channels.console.rich_text import rich_text_html

_NOTHING = Markup()
_TYPES = {"number_input": "number", "datepicker": "date", "email_text_input": "email"}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Where blocks are drawn: who is called what, and a prefix that keeps ids unique."""

    name_of: NameOf
    prefix: str


def blocks_html(blocks: Sequence[Json], drawing: Drawing) -> Markup:
    return _NOTHING.join(_block(block, drawing) for block in blocks)


def text_html(text: object, name_of: NameOf) -> Markup:
    """Draw a text object: mrkdwn or plain."""
    if isinstance(text, dict) and text.get("type") == "mrkdwn":
        return mrkdwn_html(plain(text), name_of)
    return plain_html(plain(text))


def _block(block: Json, drawing: Drawing) -> Markup:
    kind = str(block.get("type"))
    draw = _BLOCKS.get(kind)
    if draw is None:
        return Markup('<p class="cannot">A block of the type {} is not shown here.</p>').format(
            kind
        )
    return Markup('<div class="block block-{}" data-block="{}">{}</div>').format(
        kind.replace("_", "-"), block.get("block_id", ""), draw(block, drawing)
    )


def _header(block: Json, drawing: Drawing) -> Markup:
    return Markup("<h3>{}</h3>").format(text_html(block.get("text"), drawing.name_of))


def _section(block: Json, drawing: Drawing) -> Markup:
    fields = _NOTHING.join(
        Markup('<div class="field">{}</div>').format(text_html(field, drawing.name_of))
        for field in block.get("fields", ())
    )
    text = text_html(block.get("text"), drawing.name_of) if block.get("text") else _NOTHING
    parts = Markup('<div class="text">{}</div>').format(text) if text else _NOTHING
    if fields:
        parts += Markup('<div class="fields">{}</div>').format(fields)
    accessory = block.get("accessory")
    if not accessory:
        return parts
    return Markup('<div class="beside"><div>{}</div><div class="accessory">{}</div></div>').format(
        parts, _element(accessory, drawing)
    )


def _context(block: Json, drawing: Drawing) -> Markup:
    return _NOTHING.join(
        Markup("<span>{}</span>").format(text_html(element, drawing.name_of))
        for element in block.get("elements", ())
        if element.get("type") in ("mrkdwn", "plain_text")
    )


def _divider(block: Json, drawing: Drawing) -> Markup:
    return Markup("<hr>")


def _actions(block: Json, drawing: Drawing) -> Markup:
    return _NOTHING.join(_element(element, drawing) for element in block.get("elements", ()))


def _markdown(block: Json, drawing: Drawing) -> Markup:
    return Markup('<div class="text">{}</div>').format(markdown_html(str(block.get("text", ""))))


def _rich_text(block: Json, drawing: Drawing) -> Markup:
    return rich_text_html(block.get("elements", ()), drawing.name_of)


def _alert(block: Json, drawing: Drawing) -> Markup:
    return Markup('<div role="note" class="alert">{}</div>').format(
        text_html(block.get("text"), drawing.name_of)
    )


def _table(block: Json, drawing: Drawing) -> Markup:
    """Draw a table: its first row is the head; wide tables scroll inside their own frame."""
    columns = block.get("column_settings") or []
    rows = [
        _NOTHING.join(
            Markup("<{0}{1}>{2}</{0}>").format(
                "td" if position else "th", _align(columns, column), _cell(cell, drawing)
            )
            for column, cell in enumerate(row)
        )
        for position, row in enumerate(block.get("rows", ()))
    ]
    drawn = _NOTHING.join(Markup("<tr>{}</tr>").format(row) for row in rows)
    return Markup('<div class="wide" tabindex="0" role="region" aria-label="Table">'
                  "<table>{}</table></div>").format(drawn)  # fmt: skip


def _align(columns: Sequence[Json | None], column: int) -> Markup:
    settings = columns[column] if column < len(columns) else None
    align = str((settings or {}).get("align", "left"))
    return Markup(' class="{}"').format(align) if align in ("right", "center") else _NOTHING


def _cell(cell: Json, drawing: Drawing) -> Markup:
    if cell.get("type") == "rich_text":
        return rich_text_html(cell.get("elements", ()), drawing.name_of)
    value = cell.get("text", cell.get("value", ""))
    return plain_html(str(value))


def _input(block: Json, drawing: Drawing) -> Markup:
    element = block.get("element") or {}
    name = f"{drawing.prefix}{block.get('block_id', '')}"
    hint = plain(block.get("hint"))
    optional = Markup(' <span class="optional">(optional)</span>') if block.get("optional") else ""
    return Markup(
        '<label for="{0}">{1}{2}</label>{3}<p class="hint">{4}</p>'
        '<p class="fault" role="alert" data-fault="{5}"></p>'
    ).format(
        name,
        plain(block.get("label")),
        optional,
        _entry(element, name=name, needed=not block.get("optional")),
        hint,
        block.get("block_id", ""),
    )


def _entry(element: Json, *, name: str, needed: bool) -> Markup:
    """Draw the field itself, with its initial value."""
    marks = Markup(' id="{}" data-input="{}"').format(name, element.get("action_id", ""))
    if needed:
        marks += Markup(' aria-required="true"')
    kind = str(element.get("type"))
    if kind in ("static_select", "radio_buttons"):
        return _menu(element, marks)
    initial = str(element.get("initial_value") or element.get("initial_date") or "")
    hint = Markup(' placeholder="{}"').format(plain(element.get("placeholder")))
    longest = element.get("max_length") or 3000
    if kind == "plain_text_input" and element.get("multiline"):
        return Markup('<textarea rows="4" maxlength="{}"{}{}>{}</textarea>').format(
            longest, marks, hint, initial
        )
    return Markup('<input type="{}" maxlength="{}"{}{} value="{}">').format(
        _TYPES.get(kind, "text"), longest, marks, hint, initial
    )


def _menu(element: Json, marks: Markup) -> Markup:
    initial = (element.get("initial_option") or {}).get("value")
    groups = element.get("option_groups", ())
    options = [*element.get("options", ())]
    options += [option for group in groups for option in group.get("options", ())]
    drawn = _NOTHING.join(
        Markup('<option value="{}"{}>{}</option>').format(
            option.get("value", ""),
            Markup(" selected") if option.get("value") == initial else "",
            plain(option.get("text")),
        )
        for option in options
    )
    first = plain(element.get("placeholder")) or "Choose…"
    return Markup('<select{}><option value="">{}</option>{}</select>').format(marks, first, drawn)


def _element(element: Json, drawing: Drawing) -> Markup:
    kind = element.get("type")
    if kind == "button":
        return _button(element)
    data = Markup(' data-choose="{}"{}').format(
        element.get("action_id", ""), _confirm(element.get("confirm"))
    )
    if kind == "static_select":
        return _menu(element, data + Markup(' aria-label="{}"').format(
            plain(element.get("placeholder")) or "Choose"))  # fmt: skip
    if kind == "overflow":
        named = {**element, "placeholder": {"text": "⋯"}}
        return _menu(named, data + Markup(' class="overflow" aria-label="More actions"'))
    if kind == "datepicker":
        return Markup('<input type="date" value="{}"{}>').format(
            element.get("initial_date", ""), data
        )
    return Markup('<span class="cannot">{} is not shown here.</span>').format(str(kind))


def _button(element: Json) -> Markup:
    style = str(element.get("style", ""))
    kind = style if style in ("primary", "danger") else "plain"
    link = safe_link(str(element.get("url", "")))
    address = Markup(' data-url="{}"').format(link) if link else _NOTHING
    return Markup('<button type="button" class="act {}" data-press="{}"{}{}>{}</button>').format(
        kind,
        element.get("action_id", ""),
        address,
        _confirm(element.get("confirm")),
        plain_html(plain(element.get("text"))),
    )


def _confirm(confirm: Json | None) -> Markup:
    """Carry the question that stands between pressing and doing."""
    if not confirm:
        return _NOTHING
    asked = {name: plain(confirm.get(name)) for name in ("title", "text", "confirm", "deny")}
    asked["style"] = str(confirm.get("style", ""))
    return Markup(' data-confirm="{}"').format(json.dumps(asked, ensure_ascii=False))


_BLOCKS: Mapping[str, Callable[[Json, Drawing], Markup]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
    "input": _input,
    "alert": _alert,
}
DRAWN_BLOCKS = frozenset(_BLOCKS)
