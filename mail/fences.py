"""How much structure a letter may have before it is not even parsed.

Parsers take minutes or give up on letters built to hurt them: thousands of nested
parts, comments or addresses. So the bytes are counted first, in one pass over each
pattern. A letter over a fence is kept and shown to a person; nothing here raises.
"""

import re

MAX_MESSAGE = 26 * 1024 * 1024  # bytes; the door's 25 MB and some overhead of transport
MAX_HEADER = 64 * 1024
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_ADDRESSES = 100
MAX_REFERENCES = 200
_MAX_COMMENTS = 100
_MAX_DASHED_LINES = 10_000
_MAX_ODD_BOUNDARIES = 5

_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_ADDRESS_HEADER = re.compile(
    rb"^(?:from|sender|to|cc|bcc|reply-to|resent-[a-z]+):([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)",
    re.I | re.M,
)
_REFERENCE_HEADER = re.compile(
    rb"^(?:references|in-reply-to):([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.I | re.M
)
_BOUNDARY = re.compile(
    rb'boundary[ \t]*=[ \t\r\n]{0,9}(?:"((?:[^"\\]|\\.){1,200})"|([^\s;"]{1,200}))', re.I
)
_ODD_BOUNDARY = re.compile(rb"boundary\*", re.I)
_EMBEDDED = re.compile(rb"^content-type:[ \t\r\n]{0,9}message/", re.I | re.M)
_DASHED = re.compile(rb"(?:^|(?<=[\r\n]))--([^\r\n]{1,220})")


def header_block(raw: bytes) -> bytes:
    """Everything above the first blank line, cut where it is far too long."""
    head = raw[: MAX_HEADER + 4]
    blank = _BLANK_LINE.search(head)
    return head[: blank.start()] if blank else head


def header_too_complex(raw: bytes) -> str | None:
    """Why the header block is not to be parsed, or None."""
    head = header_block(raw)
    if len(head) > MAX_HEADER:
        return f"its header block is longer than {MAX_HEADER // 1024} kB"
    for found in _ADDRESS_HEADER.finditer(head):
        value = found[1]
        if value.count(b"(") > _MAX_COMMENTS or value.count(b"<") > MAX_ADDRESSES:
            return "an address header is too complicated"
        if value.count(b",") + value.count(b";") >= MAX_ADDRESSES:
            return f"it names more than {MAX_ADDRESSES} addresses"
    if any(found[1].count(b"<") > MAX_REFERENCES for found in _REFERENCE_HEADER.finditer(head)):
        return f"it refers to more than {MAX_REFERENCES} messages"
    return None


def too_complex(raw: bytes) -> str | None:
    """Why the letter is not to be parsed, in words that follow "because"; None if it may be."""
    if len(raw) > MAX_MESSAGE:
        return f"it is larger than {MAX_MESSAGE // 1024 // 1024} MB"
    return header_too_complex(raw) or _structure_too_complex(raw)


def _structure_too_complex(raw: bytes) -> str | None:
    if sum(1 for _ in _capped(_EMBEDDED, raw, MAX_DEPTH)) > MAX_DEPTH:
        return "too many messages are packed into each other"
    if sum(1 for _ in _capped(_ODD_BOUNDARY, raw, _MAX_ODD_BOUNDARIES)) > _MAX_ODD_BOUNDARIES:
        return "its parts are marked off in an unusual way"
    named = _capped(_BOUNDARY, raw, MAX_PARTS)
    if len(named) > MAX_PARTS:
        return f"it has more than {MAX_PARTS} parts"
    boundaries = {found[2] if found[1] is None else _unescaped(found[1]) for found in named}
    return _walk(raw, boundaries)


def _capped(pattern: re.Pattern[bytes], raw: bytes, most: int) -> "list[re.Match[bytes]]":
    """At most one match more than `most`, so that counting ends early."""
    found = []
    for match in pattern.finditer(raw):
        found.append(match)
        if len(found) > most:
            break
    return found


def _walk(raw: bytes, boundaries: set[bytes]) -> str | None:
    """Follow the delimiter lines as a parser would, counting parts and depth."""
    inside: list[bytes] = []
    parts = dashed = 0
    for found in _DASHED.finditer(raw):
        dashed += 1
        if dashed > _MAX_DASHED_LINES:
            return "it has too many lines that could part it"
        mark = found[1].rstrip()
        if mark not in boundaries:
            mark = mark.removesuffix(b"--")
            if mark in inside:
                del inside[inside.index(mark) :]
            continue
        if mark in inside:
            del inside[inside.index(mark) + 1 :]
        else:
            inside.append(mark)
        parts += 1
        if parts > MAX_PARTS:
            return f"it has more than {MAX_PARTS} parts"
        if len(inside) > MAX_DEPTH:
            return f"its parts are nested more than {MAX_DEPTH} deep"
    return None


def _unescaped(quoted: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", quoted).rstrip()
