"""The gate: what Slack would refuse in a message, a modal or a Home.

Three judges, none of them enough alone: the models of slack_sdk, a JSON schema made from
Slack's own TypeScript types, and our rules for what neither sees. No finding is a pass.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.channels import limits
from bot.channels.mrkdwn import length

Json = dict[str, Any]

_SCHEMA = Path(__file__).parent / "slack_types.schema.json"
_BREAKS_THE_SDK = {"table"}  # its model for tables keeps rows, but knows no sizes


def message_findings(text: str, blocks: list[Json]) -> list[str]:
    """Judge a message."""
    findings = [] if text.strip() else ["no top-level text"]
    if length(text) > limits.MESSAGE_TEXT:
        findings.append("top-level text too long")
    if len(blocks) > limits.MESSAGE_BLOCKS:
        findings.append(f"{len(blocks)} blocks")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        findings.append("more than one table")
    total = sum(length(shown) for block in blocks for shown in _shown(block))
    if total > limits.BLOCK_TEXT_CEILING:
        findings.append(f"{total} characters in blocks")
    return findings + _blocks(blocks)


def view_findings(view: Json) -> list[str]:
    """Judge a modal or a Home."""
    findings = []
    if len(view["blocks"]) > limits.VIEW_BLOCKS:
        findings.append(f"{len(view['blocks'])} blocks")
    for name in ("title", "submit", "close"):
        shown = view.get(name, {}).get("text", "-")
        findings += _size(f"view {name}", shown, 1, limits.VIEW_TITLE)
    findings += _size("metadata", view.get("private_metadata", "-"), 0, limits.PRIVATE_METADATA)
    findings += _size("callback_id", view.get("callback_id", "-"), 1, limits.CALLBACK_ID)
    kind = "ModalView" if view["type"] == "modal" else "HomeView"
    findings += [f"schema: {error.message[:120]}" for error in _schema(kind).iter_errors(view)]
    try:
        SdkView(**view).validate_json()
    except SlackObjectFormationError as fault:
        findings.append(f"slack_sdk: {fault}")
    return findings + _blocks(view["blocks"])


def _blocks(blocks: list[Json]) -> list[str]:
    ids = Counter(block.get("block_id") for block in blocks)
    findings = [f"block_id {name!r} {times} times" for name, times in ids.items() if times > 1]
    for block in blocks:
        findings += _size("block_id", block.get("block_id", ""), 1, limits.BLOCK_ID)
        findings += [
            f"schema: {error.message[:120]}" for error in _schema("KnownBlock").iter_errors(block)
        ]
        findings += _sdk(block)
        rule = _RULES.get(block["type"])
        findings += rule(block) if rule else [f"a block we do not emit: {block['type']}"]
    return findings


def _sdk(block: Json) -> list[str]:
    if block["type"] in _BREAKS_THE_SDK:
        return []
    parsed = SdkBlock.parse(block)
    if parsed is None:
        return [f"slack_sdk does not know {block['type']}"]
    try:
        parsed.to_dict()
    except SlackObjectFormationError as fault:
        return [f"slack_sdk: {fault}"]
    return []


def _section(block: Json) -> list[str]:
    fields = block.get("fields", [])
    findings = [] if len(fields) <= limits.FIELDS else [f"{len(fields)} fields"]
    if "text" in block:
        findings += _text("section", block["text"], limits.SECTION_TEXT)
    for field in fields:
        findings += _text("field", field, limits.FIELD_TEXT)
    return findings if "text" in block or fields else [*findings, "an empty section"]


def _header(block: Json) -> list[str]:
    wrong = [] if block["text"].get("type") == "plain_text" else ["header is not plain_text"]
    return wrong + _text("header", block["text"], limits.HEADER_TEXT)


def _context(block: Json) -> list[str]:
    found = [one for e in block["elements"] for one in _text("context", e, limits.SECTION_TEXT)]
    return found + _count("context", block["elements"], limits.CONTEXT_ELEMENTS)


def _actions(block: Json) -> list[str]:
    elements = block["elements"]
    names = Counter(element.get("action_id") for element in elements)
    findings = _count("actions", elements, limits.ACTIONS_ELEMENTS)
    findings += [f"action_id {name} twice" for name, times in names.items() if times > 1]
    for element in elements:
        findings += _button(element)
    return findings


def _button(element: Json) -> list[str]:
    findings = _text("button", element["text"], limits.BUTTON_TEXT)
    if element["text"].get("type") != "plain_text":
        findings.append("button is not plain_text")
    findings += _size("action_id", element.get("action_id", ""), 1, limits.ACTION_ID)
    findings += _size("value", element.get("value", ""), 1, limits.BUTTON_VALUE)
    findings += _size("url", element.get("url", ""), 0, limits.BUTTON_URL)
    confirm = element.get("confirm")
    if confirm:
        findings += _text("confirm title", confirm["title"], limits.CONFIRM_TITLE)
        findings += _text("confirm text", confirm["text"], limits.CONFIRM_TEXT)
        findings += _text("confirm", confirm["confirm"], limits.CONFIRM_BUTTON)
        findings += _text("deny", confirm["deny"], limits.CONFIRM_BUTTON)
    return findings


def _table(block: Json) -> list[str]:
    rows = block["rows"]
    findings = _count("table", rows, limits.TABLE_ROWS)
    findings += _count("column settings", block["column_settings"], limits.TABLE_COLUMNS)
    for row in rows:
        findings += _count("row", row, limits.TABLE_COLUMNS)
        findings += ["empty cell" for cell in row if not cell["text"].strip()]
    return findings if len({len(row) for row in rows}) == 1 else [*findings, "ragged rows"]


def _input(block: Json) -> list[str]:
    element = block["element"]
    findings = _text("label", block["label"], limits.INPUT_LABEL)
    if element["type"] == "plain_text_input" and element.get("max_length", 1) > limits.INPUT_TEXT:
        findings.append("max_length too large")
    placeholder = element.get("placeholder", {}).get("text", "-")
    return findings + _size("placeholder", placeholder, 1, limits.PLACEHOLDER)


_RULES: dict[str, Callable[[Json], list[str]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "table": _table,
    "input": _input,
    "divider": lambda _: [],
}


def _text(what: str, shown: Json, most: int) -> list[str]:
    return _size(what, shown.get("text", ""), 1, most) + _unescaped(what, shown)


def _unescaped(what: str, shown: Json) -> list[str]:
    """A ping, a link or a half-written entity must never come from a text we show."""
    if shown.get("type") != "mrkdwn":
        return []
    literal = shown["text"].replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    return [f"{what} is not escaped"] if set(literal) & set("<>&") else []


def _size(what: str, text: str, least: int, most: int) -> list[str]:
    size = length(text) if text.strip() or not text else 0
    return [] if least <= size <= most else [f"{what} has {size} characters, not {least}-{most}"]


def _count(what: str, things: list[Any], most: int) -> list[str]:
    return [] if 1 <= len(things) <= most else [f"{what} holds {len(things)}, at most {most}"]


def _shown(thing: object) -> Iterator[str]:
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from _shown(value)
    elif isinstance(thing, list):
        for one in thing:
            yield from _shown(one)


@cache
def _schema(kind: str) -> Draft7Validator:
    whole = json.loads(_SCHEMA.read_text())
    return Draft7Validator({**whole, "$ref": f"#/definitions/{kind}"})
