"""What makes two letters the same letter, and what ties a letter to a conversation.

A Message-ID alone is wrong both ways: providers rewrite it, and a second letter may carry a
used one. The same ID with another body is kept and flagged.
"""

import hashlib
import hmac
import re
from base64 import b32encode

_HEADERS_AT_MOST = 65_536
_MESSAGE_ID = re.compile(rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^>\r\n]{1,900}>)", re.I | re.M)
# what the writer's program set; lines that servers add on the way differ from copy to copy
_WRITTEN = re.compile(rb"^(?:from|to|cc|subject|date):[^\r\n]*", re.I | re.M)
_BLANK = re.compile(rb"\r?\n\r?\n")


def letter_key(content: bytes) -> str:
    """The identity of a letter: its Message-ID and a hash of its body, blind to line ends."""
    parted = _BLANK.search(content[:_HEADERS_AT_MOST])
    head = content[: parted.start()] if parted else content[:_HEADERS_AT_MOST]
    body = content[parted.end() :] if parted else b""
    found = _MESSAGE_ID.search(head)
    name = found[1] if found else b"\n".join(sorted(_WRITTEN.findall(head)))
    said = hashlib.sha256(b"\n".join(line.rstrip() for line in body.splitlines()))
    return f"mail:{hashlib.sha256(name).hexdigest()[:24]}:{said.hexdigest()[:24]}"


def same_message_id(key: str) -> str:
    """The part of a key that two letters with one Message-ID share."""
    return key.rpartition(":")[0]


def thread_name(secret: bytes, seed: str) -> str:
    """A name for a conversation by mail: ten letters and digits that nobody can guess."""
    mac = hmac.new(secret, f"thread:{seed}".encode(), hashlib.sha256).digest()
    return b32encode(mac)[:10].decode().lower()
