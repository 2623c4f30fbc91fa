"""A Slack message or a letter as plain lines, the way a transcript shows it."""

import re
from collections.abc import Mapping
from typing import Any

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_LINK = re.compile(r"https?://\S+/(?:act|pay)/\S+")


def slack_message(payload: Mapping[str, Any]) -> str:
    """The blocks of a Slack message, one fact or row a line, buttons in brackets."""
    lines: list[str] = []
    for block in payload.get("blocks") or ():
        lines += _block(block)
    return "\n".join(lines or [_plain(str(payload.get("text", "")))]) + "\n"


def letter(payload: Mapping[str, Any]) -> str:
    """The text of a letter under its subject; signed links show as what they say."""
    subject = re.sub(r"\s*\[#[^\]]+\]$", "", str(payload["subject"]))
    text = _LINK.sub("(link)", str(payload["text"])).strip()
    papers = "".join(f"\n(pdf) {name}" for name in payload.get("files") or ())
    return f"Subject: {subject}\n\n{text}{papers}\n"


def _block(block: Mapping[str, Any]) -> list[str]:
    kind = block.get("type")
    if kind == "section":
        said = [_plain(block["text"]["text"])] if block.get("text") else []
        return said + [_fact(field["text"]) for field in block.get("fields") or ()]
    if kind == "table":
        return [" | ".join(str(cell["text"]) for cell in row) for row in block["rows"]]
    if kind == "context":
        return [f"· {_plain(element['text'])}" for element in block["elements"]]
    if kind == "actions":
        return [" ".join(f"[{element['text']['text']}]" for element in block["elements"])]
    if kind == "header":
        return [str(block["text"]["text"])]
    return [f"({kind})"]


def _fact(text: str) -> str:
    label, _, value = _plain(text).partition("\n")
    return f"{label.strip('*')}: {value}"


def _plain(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text
