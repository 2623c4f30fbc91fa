"""Showing a letter: who wrote what, its HTML made harmless, its files.

This reads for display only, as a mail program would. What the clerk understands from a letter
is read elsewhere, by `mail.letter`, with far more care.
"""

import base64
import re
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parseaddr

from bot.channels.console.records import StoredLetter

# an inline picture is drawn from the letter itself; nothing is ever fetched
_CID = re.compile(r"""cid:([^"'\s)>]{1,200})""")
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True, kw_only=True)
class LetterFile:
    """One file in a letter."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """A letter as a mail program shows it. `html` is empty when there is only text."""

    id: str
    mailbox: str
    sent: bool
    when: float  # seconds since 1970
    from_name: str
    from_address: str
    to: str
    reply_to: str
    subject: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    html: str
    files: tuple[LetterFile, ...]


def view_letter(stored: StoredLetter, raw: bytes) -> LetterView:
    """Read a letter for display; what cannot be decoded is shown with replacement signs."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    name, address = parseaddr(_header(message, "From"))
    return LetterView(
        id=stored.id,
        mailbox=stored.mailbox,
        sent=stored.sent,
        when=stored.when,
        from_name=name or address,
        from_address=address,
        to=_header(message, "To"),
        reply_to=parseaddr(_header(message, "Reply-To"))[1],
        subject=_header(message, "Subject") or "(no subject)",
        message_id=_header(message, "Message-ID"),
        in_reply_to=_header(message, "In-Reply-To"),
        references=tuple(_header(message, "References").split()),
        text=_body(message, "plain"),
        html=_with_pictures(_body(message, "html"), message),
        files=_files(message),
    )


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (MessageError, ValueError, IndexError, AttributeError):
        # the standard library's header parser trips over some malformed headers
        return ""


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return _text(part) if part is not None else ""


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, errors="replace").replace("\r\n", "\n")
    except LookupError:
        return content.decode(errors="replace")


def _files(message: EmailMessage) -> tuple[LetterFile, ...]:
    files = []
    for part in message.walk():
        name = part.get_filename()
        if not name or part.get_content_disposition() == "inline":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            mime = part.get_content_type()
            files.append(LetterFile(name=name, mime=mime, content=content))
    return tuple(files)


def _with_pictures(html: str, message: EmailMessage) -> str:
    """Draw the letter's own inline pictures; a name that is not in the letter draws nothing."""
    if "cid:" not in html:
        return html
    pictures = {}
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() in _PICTURES and isinstance(content, bytes):
            name = str(part.get("Content-ID", "")).strip("<> ")
            encoded = base64.b64encode(content).decode()
            pictures[name] = f"data:{part.get_content_type()};base64,{encoded}"
    return _CID.sub(lambda found: pictures.get(found[1], "data:,"), html)
