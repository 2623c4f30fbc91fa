"""A finished answer to the bytes that are sent: the same letter gives the same bytes.

So a letter whose sending was interrupted can be sent again unchanged. Headers are set
through the standard library, which refuses line breaks; no header is built by hand.
What the letter says is decided elsewhere.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from mail.addresses import ascii_form

OUR_HEADER = "X-Salesclerk"
_POLICY = SMTP.clone(cte_type="7bit")  # passes every relay unchanged
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}\Z")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,240}\Z")  # printable, no blanks, no angle brackets
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,120}@[A-Za-z0-9.-]{1,250}\Z")
_LAST_REFERENCES = 10
_SET_HERE = frozenset({
    "from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to",
    "references", "mime-version", "content-type", "content-transfer-encoding",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class File:
    """A paper or picture that goes along. `content_id` names a picture for the HTML's `cid:`."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody to write to; `name` may be ""."""

    name: str = ""
    address: str


@dataclass(frozen=True, kw_only=True)
class OutgoingLetter:
    """One letter to send. Message ids are without brackets; `date` has a time zone.

    `html` may be "": then the letter is plain text. `text` always says everything.
    """

    from_name: str
    from_address: str
    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...] = ()
    reply_to: str = ""
    subject: str
    text: str
    html: str = ""
    attachments: tuple[File, ...] = ()
    inline_images: tuple[File, ...] = ()
    message_id: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


def compose(letter: OutgoingLetter) -> bytes:
    """The letter as bytes with CRLF line ends, 7 bits wide.

    Raises:
        ValueError: a header would hold a line break, or an address or id is malformed.
    """
    mail = EmailMessage(policy=_POLICY)
    _write_headers(mail, letter)
    mail.set_content(_lines(letter.text))
    if letter.html:
        mail.add_alternative(_lines(letter.html), subtype="html")
        shown = mail.get_body(("html",))
        for image in letter.inline_images:
            _add_image(shown, image)
    for paper in letter.attachments:
        kind, _, subtype = paper.mime_type.partition("/")
        mail.add_attachment(
            paper.content, maintype=kind, subtype=subtype, filename=ascii_name(paper.name)
        )
    _fix_boundaries(mail, letter.message_id)
    return mail.as_bytes()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _write_headers(mail: EmailMessage, letter: OutgoingLetter) -> None:
    mail["From"] = _address(letter.from_name, letter.from_address)
    if not letter.to:
        raise ValueError("a letter needs somebody to go to")
    mail["To"] = [_address(person.name, person.address) for person in letter.to]
    if letter.cc:
        mail["Cc"] = [_address(person.name, person.address) for person in letter.cc]
    if letter.reply_to:
        mail["Reply-To"] = _address("", letter.reply_to)
    mail["Subject"] = _one_line(letter.subject)
    mail["Date"] = format_datetime(letter.date)
    mail["Message-ID"] = _bracketed(letter.message_id)
    if letter.in_reply_to:
        mail["In-Reply-To"] = _bracketed(letter.in_reply_to)
    if letter.references:
        mail["References"] = " ".join(_bracketed(one) for one in _shortened(letter.references))
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[OUR_HEADER] = "1"
    for name, value in letter.headers:
        if not _HEADER_NAME.match(name) or name.lower() in _SET_HERE:
            raise ValueError(f"not a header to be added: {name!r}")
        mail[name] = _one_line(value)


def _shortened(references: tuple[str, ...]) -> tuple[str, ...]:
    """The first, which names the thread, and the last ten."""
    if len(references) <= _LAST_REFERENCES + 1:
        return references
    return (references[0], *references[-_LAST_REFERENCES:])


def _one_line(value: str) -> str:
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in value):
        raise ValueError("a header may not hold line breaks or control characters")
    return value


def _address(name: str, address: str) -> HeaderAddress:
    wire = ascii_form(_one_line(address))
    if not _ADDRESS.match(wire):
        raise ValueError(f"not an address to write to: {address!r}")
    return HeaderAddress(display_name=_one_line(name), addr_spec=wire)


def _bracketed(message_id: str) -> str:
    bare = message_id.removeprefix("<").removesuffix(">")
    if not _MESSAGE_ID.match(bare):
        raise ValueError(f"not a message id: {message_id!r}")
    return f"<{bare}>"


def ascii_name(name: str) -> str:
    """A file name that every mail program shows right: ASCII, no folder, no quotes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    kept = "".join(sign if sign.isalnum() or sign in "-_. ()" else "_" for sign in plain)
    return " ".join(kept.split()).strip(". ")[:120] or "document"


def _add_image(shown: "MIMEPart | None", image: File) -> None:
    if shown is None:
        return
    kind, _, subtype = image.mime_type.partition("/")
    shown.add_related(
        image.content,
        maintype=kind,
        subtype=subtype,
        cid=_bracketed(image.content_id),
        filename=ascii_name(image.name),
        disposition="inline",
    )


def _fix_boundaries(mail: EmailMessage, message_id: str) -> None:
    """Boundaries from the message id: the library would draw them by lot."""
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{digest}_{number}")
