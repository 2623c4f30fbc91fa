"""Mail addresses and message ids out of header values that anyone may have written."""

import re
from dataclasses import dataclass
from email.utils import getaddresses

from mail.charsets import header_text, visible

_MAX_ADDRESSES = 100
_MAX_IDS = 200
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")


@dataclass(frozen=True, kw_only=True)
class Address:
    """One person at one mailbox. `address` is in lower case; `ascii` has a punycode domain.

    Show `ascii` beside a name: look-alike letters are visible in it.
    """

    name: str = ""
    address: str = ""
    ascii: str = ""


def addresses_of(values: list[str]) -> tuple[Address, ...]:
    """The addresses of all headers of one name; what is no address is left out."""
    try:
        pairs = getaddresses([_readable(value) for value in values])
    except (ValueError, IndexError, RecursionError, TypeError):
        return ()
    found = []
    for name, address in pairs[:_MAX_ADDRESSES]:
        bare = visible(address).replace(" ", "").lower()
        local, at, domain = bare.rpartition("@")
        if at and local and domain:
            found.append(Address(name=header_text(name), address=bare, ascii=ascii_form(bare)))
    return tuple(found)


def _readable(value: str) -> str:
    """Unfolded, and raw bytes taken as UTF-8, so that the parser sees one line of text."""
    flat = value.replace("\r", "").replace("\n", " ")
    return flat.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def ascii_form(address: str) -> str:
    """The address with its domain in punycode, as it travels."""
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = domain.encode("ascii", "backslashreplace").decode("ascii")
    return f"{local}@{domain}"


def message_ids_of(value: str) -> tuple[str, ...]:
    """The ids in angle brackets, without the brackets, in order."""
    found = tuple(match[1] for match in _MESSAGE_ID.finditer(value))[:_MAX_IDS]
    if found or not value.strip():
        return found
    bare = value.strip().split()[0][:500]
    return (bare,) if "@" in bare else ()
