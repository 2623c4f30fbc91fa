"""Which conversation a letter belongs to, told by seals that we put into what we send.

A seal is an id with a keyed hash, so nobody can make up one for another conversation.
It is found again in the address answered to, in the ids referred to, or in the
subject, in this order; never by an equal subject. A seal finds a conversation, it
gives no right to it: who may speak there is asked elsewhere.

Ids (`thread`, `outbox_id`) are 1 to 40 letters, digits and hyphens; case does not matter.
"""

import base64
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,39})\Z")
_THREAD_HASH = 10  # signs of 5 bits
_BOUNCE_HASH = 8
_SUBJECT_TOKEN = re.compile(r"\[#([A-Za-z0-9-]{1,40}\.[A-Za-z2-7]{10})\]")
_MOST_REFERENCES = 40


@dataclass(frozen=True, kw_only=True)
class FoundThread:
    """A conversation and where its seal was: "recipient", "reference" or "subject"."""

    thread: str
    by: str


def _hash(secret: bytes, *words: str, signs: int) -> str:
    digest = hmac.digest(secret, "\0".join(words).encode(), "sha256")
    return base64.b32encode(digest).decode("ascii").lower()[:signs]


def _checked(name: str) -> str:
    lowered = name.lower()
    if not _ID.match(lowered):
        raise ValueError(f"not an id that an address can carry: {name!r}")
    return lowered


def thread_token(thread: str, *, secret: bytes) -> str:
    """`s-ord1001.k3v…`, fit for an address, a subject and a message id."""
    name = _checked(thread)
    return f"{name}.{_hash(secret, 'thread', name, signs=_THREAD_HASH)}"


def thread_of_token(token: str, *, secret: bytes) -> str | None:
    """The thread a token seals, in lower case; None for a token that is not ours."""
    name, dot, seal = token.lower().rpartition(".")
    if not dot or not _ID.match(name):
        return None
    genuine = _hash(secret, "thread", name, signs=_THREAD_HASH)
    return name if hmac.compare_digest(seal.encode(), genuine.encode()) else None


def plus_address(address: str, token: str) -> str:
    """`orders@shop` and a token make `orders+TOKEN@shop`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def without_plus(address: str) -> str:
    """The mailbox itself: `orders+TOKEN@shop` is `orders@shop`. Lower case."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _plus_part(address: str) -> str:
    local, _, _ = address.rpartition("@")
    return local.partition("+")[2]


def message_id(thread: str, unique: str, *, domain: str, secret: bytes) -> str:
    """A Message-ID without brackets that finds `thread` again. `unique` is an id too."""
    one_of = _checked(unique)
    name = _checked(thread)
    seal = _hash(secret, "message", name, one_of, signs=_THREAD_HASH)
    return f"{name}.{one_of}.{seal}@{domain}"


def thread_of_message_id(found: str, *, secret: bytes) -> str | None:
    """The thread of one of our own Message-IDs; None for anybody else's."""
    parts = found.strip("<> ").lower().partition("@")[0].split(".")
    if len(parts) != 3 or not _ID.match(parts[0]) or not _ID.match(parts[1]):
        return None
    genuine = _hash(secret, "message", parts[0], parts[1], signs=_THREAD_HASH)
    return parts[0] if hmac.compare_digest(parts[2].encode(), genuine.encode()) else None


def subject_with_token(subject: str, token: str) -> str:
    """The subject with `[#TOKEN]` at its end, once."""
    marked = f"[#{token}]"
    return subject if marked.lower() in subject.lower() else f"{subject} {marked}".strip()


def subject_without_token(subject: str) -> str:
    return " ".join(_SUBJECT_TOKEN.sub("", subject).split())


def return_path(outbox_id: str, *, address: str, secret: bytes) -> str:
    """The envelope sender of one letter: `bounce+<id>.<hash>@…`."""
    name = _checked(outbox_id)
    seal = _hash(secret, "bounce", name, signs=_BOUNCE_HASH)
    return plus_address(address, f"{name}.{seal}")


def outbox_id_of(address: str, *, secret: bytes) -> str | None:
    """Which letter came back, from the address that it came back to."""
    name, dot, seal = _plus_part(address.lower()).rpartition(".")
    if not dot or not _ID.match(name):
        return None
    genuine = _hash(secret, "bounce", name, signs=_BOUNCE_HASH)
    return name if hmac.compare_digest(seal.encode(), genuine.encode()) else None


def find_thread(
    recipients: Iterable[str], references: Iterable[str], *, subject: str, secret: bytes
) -> FoundThread | None:
    """The conversation that a letter carries a seal of.

    `references` are the ids of In-Reply-To and References, oldest first; the newest
    of ours counts.
    """
    for address in recipients:
        if thread := thread_of_token(_plus_part(address), secret=secret):
            return FoundThread(thread=thread, by="recipient")
    for reference in list(references)[: -_MOST_REFERENCES - 1 : -1]:
        if thread := thread_of_message_id(reference, secret=secret):
            return FoundThread(thread=thread, by="reference")
    for token in _SUBJECT_TOKEN.findall(subject)[:5]:
        if thread := thread_of_token(token, secret=secret):
            return FoundThread(thread=thread, by="subject")
    return None
