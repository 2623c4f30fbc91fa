"""A letter as the clerk reads it: who wrote, the words, the tables, what was enclosed.

`read_letter` takes any bytes and always gives a `Letter`; where reading would be
dangerous or fails, `unreadable` says why and a person has to look. Everything in it
is a stranger's claim: the sender's address proves nothing (see `mail.trust`), and
names of files are for showing only.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from mail.addresses import Address, addresses_of, message_ids_of
from mail.bodies import Bodies, bodies_of
from mail.charsets import header_text
from mail.fences import header_block, header_too_complex, too_complex
from mail.html_text import Table

_MAX_HEADERS = 400
_MAX_VALUE = 20_000  # characters kept of one header


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that came along. `name` is safe to show, but is no path."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)
    sha256: str
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail. Texts are "" and tuples empty where the mail says nothing.

    `text` is from the plain part, or else from the visible part of `html`. `tables` are
    the HTML tables, rows of cells. `charset_doubtful`: some of the text was guessed.
    `sender_doubtful`: there is not exactly one From address. `headers` are all top
    headers in order, names in lower case, values decoded.
    """

    raw: bytes = field(repr=False)
    from_name: str = ""
    from_address: str = ""
    from_address_ascii: str = ""
    sender_doubtful: bool = False
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    content_type: str = ""
    text: str = ""
    html: str = field(default="", repr=False)
    tables: tuple[Table, ...] = ()
    charset_doubtful: bool = False
    attachments: tuple[Attachment, ...] = ()
    unreadable: str = ""

    def header(self, name: str) -> str:
        """The first header of this name, "" if there is none."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    @property
    def fingerprint(self) -> str:
        """The same for the same words and enclosures, however they travelled.

        With the Message-ID and the recipient it tells a repeated letter from a second one.
        """
        words = " ".join(self.text.split()) or self.html
        parts = (self.from_address, self.subject, words, *(one.sha256 for one in self.attachments))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def headers_named(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.headers if key == name.lower())


def read_letter(raw: bytes) -> Letter:
    """Read a letter; what cannot be read is said in `unreadable`, never raised."""
    reason = too_complex(raw)
    if reason:
        if header_too_complex(raw):
            return Letter(raw=raw, unreadable=reason)
        raw_head = message_from_bytes(header_block(raw) + b"\r\n\r\n")
        return _letter(raw, raw_head, bodies=Bodies(), unreadable=reason)
    try:
        message = message_from_bytes(raw)
        return _letter(raw, message, bodies=bodies_of(message), unreadable="")
    except (Exception, RecursionError) as fault:  # strangers' bytes; a person will look
        return Letter(raw=raw, unreadable=f"it is damaged ({type(fault).__name__})")


def _letter(raw: bytes, message: "Message[str, str]", *, bodies: Bodies, unreadable: str) -> Letter:
    headers = _headers(message)
    senders = addresses_of(_values(message, "from"))
    sender = senders[0] if senders else Address()
    return Letter(
        raw=raw,
        from_name=sender.name,
        from_address=sender.address,
        from_address_ascii=sender.ascii,
        sender_doubtful=len(senders) != 1 or len(_values(message, "from")) != 1,
        to=addresses_of(_values(message, "to")),
        cc=addresses_of(_values(message, "cc")),
        reply_to=addresses_of(_values(message, "reply-to")),
        subject=_first(headers, "subject"),
        date=_date(_first(headers, "date")),
        message_id=next(iter(message_ids_of(_first(headers, "message-id"))), ""),
        in_reply_to=message_ids_of(_first(headers, "in-reply-to")),
        references=message_ids_of(_first(headers, "references")),
        headers=headers,
        content_type=message.get_content_type(),
        text=bodies.text,
        html=bodies.html,
        tables=bodies.tables,
        charset_doubtful=bodies.doubtful,
        attachments=tuple(
            Attachment(
                name=enclosed.name,
                mime_type=enclosed.mime_type,
                content=enclosed.content,
                sha256=hashlib.sha256(enclosed.content).hexdigest(),
                content_id=enclosed.content_id,
            )
            for enclosed in bodies.enclosed
        ),
        unreadable=unreadable,
    )


def _values(message: "Message[str, str]", name: str) -> list[str]:
    return [value for key, value in message.raw_items() if key.lower() == name]


def _headers(message: "Message[str, str]") -> tuple[tuple[str, str], ...]:
    return tuple(
        (key.lower(), header_text(str(value)[:_MAX_VALUE]))
        for key, value in list(message.raw_items())[:_MAX_HEADERS]
    )


def _first(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key == name), "")


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value[:100])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
