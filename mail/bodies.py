"""The parts of a parsed mail: which is the text to read, and which are enclosures.

The mail has passed the fences, so walking it is cheap. Embedded messages are
enclosures, not text: what somebody else wrote is not what this sender asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import TypeAlias

from mail.charsets import decoded, header_text, visible
from mail.html_text import MAX_HTML, Table, tables_of, text_of, visible_tree

MAX_TEXT = 1_000_000  # characters read of the text; the raw letter keeps the rest
_MAX_NAME = 120
_MAX_PARAMETERS = 4_000  # characters of a header whose parameters are looked at

Part: TypeAlias = "Message[str, str]"


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A part that is not text to be read."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Bodies:
    """What the parts of one mail amount to."""

    text: str = ""
    html: str = ""
    tables: tuple[Table, ...] = ()
    doubtful: bool = False
    enclosed: tuple[Enclosed, ...] = ()


def bodies_of(message: Part) -> Bodies:
    plain: list[str] = []
    markup: list[str] = []
    enclosed: list[Enclosed] = []
    doubtful = False
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_enclosure(part):
            text, guessed = _text(part)
            doubtful = doubtful or guessed
            (plain if kind == "text/plain" else markup).append(text)
        else:
            enclosed.append(_enclosed(part, number=len(enclosed) + 1))
    html = "\n".join(markup)[:MAX_HTML]
    root = visible_tree(html) if html.strip() else None
    text = "\n\n".join(part.strip("\n") for part in plain if part.strip())
    if not text.strip() and root is not None:
        text = text_of(root)
    return Bodies(
        text=text[:MAX_TEXT],
        html=html,
        tables=() if root is None else tables_of(root),
        doubtful=doubtful,
        enclosed=tuple(enclosed),
    )


def _leaves(message: Part) -> Iterator[Part]:
    """Parts without parts, in reading order; an embedded message counts as one."""
    waiting: list[Part] = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_maintype() == "multipart":
            waiting.extend(sub for sub in reversed(payload) if isinstance(sub, Message))
        else:
            yield part


def _parameters_are_sane(part: Part) -> bool:
    return all(
        len(str(part.get(name, ""))) <= _MAX_PARAMETERS
        for name in ("content-type", "content-disposition")
    )


def _is_enclosure(part: Part) -> bool:
    if not _parameters_are_sane(part):
        return True
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _content(part: Part) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = payload[0] if payload else None
        return inner.as_bytes() if isinstance(inner, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Part) -> tuple[str, bool]:
    sane = _parameters_are_sane(part)
    charset = part.get_param("charset") if sane else None
    text, doubtful = decoded(_content(part), charset if isinstance(charset, str) else None)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if sane and str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, joined_by="" if _is_yes(part.get_param("delsp")) else " ")
    return text, doubtful


def _is_yes(parameter: object) -> bool:
    return str(parameter).lower() == "yes"


def _unflowed(text: str, *, joined_by: str) -> str:
    """Put together the lines that RFC 3676 broke: they end in a blank."""
    lines: list[str] = []
    running: list[str] = []
    for line in text.split("\n"):
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
        running.append(line[:-1] if soft else line)
        if not soft:
            lines.append(joined_by.join(running))
            running = []
    return "\n".join([*lines, joined_by.join(running)] if running else lines)


def _enclosed(part: Part, *, number: int) -> Enclosed:
    name = str(part.get_filename() or "") if _parameters_are_sane(part) else ""
    return Enclosed(
        name=safe_name(header_text(name)) or f"attachment-{number}",
        mime_type=part.get_content_type(),
        content=_content(part),
        content_id=header_text(str(part.get("content-id", ""))[:200]).strip("<>"),
    )


def safe_name(name: str) -> str:
    """A file name to show: without folders, leading dots and signs that mislead."""
    bare = visible(name).replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if sign in ':*?"<>|' else sign for sign in bare).strip(". ")
    if len(kept) > _MAX_NAME:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: _MAX_NAME - 10]}{dot}{ending[:9]}" if dot else kept[:_MAX_NAME]
    return kept
