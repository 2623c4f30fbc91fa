"""Showing a letter: who wrote what, its HTML with its own pictures, its files.

The letter is read by `mail.letter`, as everything the clerk gets is; here it is only arranged
for the eye. The HTML stays as hostile as it came and is shown where it can do nothing.
"""

import base64
import re
from dataclasses import dataclass
from email.utils import parseaddr

from bot.channels.console.records import StoredLetter
from mail.letter import Attachment, read_letter

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
    """A letter as a mail program shows it. `html` is empty when there is only text.

    Message-IDs stand without their angle brackets.
    """

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
    """Arrange a letter for display; one that cannot be read says so as its text."""
    letter = read_letter(raw)
    pictures = {
        each.content_id: each
        for each in letter.attachments
        if each.content_id
        and each.mime_type in _PICTURES
        and f"cid:{each.content_id}" in letter.html
    }
    unreadable = f"This letter cannot be shown: {letter.unreadable}." if letter.unreadable else ""
    return LetterView(
        id=stored.id,
        mailbox=stored.mailbox,
        sent=stored.sent,
        when=stored.when,
        from_name=letter.from_name or letter.from_address or "Unknown sender",
        from_address=letter.from_address,
        to=", ".join(each.address for each in letter.to),
        # as written: a token in the address may tell capitals apart
        reply_to=parseaddr(letter.header("reply-to"))[1],
        subject=letter.subject or "(no subject)",
        message_id=letter.message_id,
        in_reply_to=letter.in_reply_to[0] if letter.in_reply_to else "",
        references=letter.references,
        text=letter.text or unreadable,
        html=_CID.sub(lambda found: _data_address(pictures.get(found[1])), letter.html),
        files=tuple(
            LetterFile(name=each.name, mime=each.mime_type, content=each.content)
            for each in letter.attachments
            if each not in pictures.values()
        ),
    )


def _data_address(picture: Attachment | None) -> str:
    """Put a picture into the page itself; a name that is not in the letter draws nothing."""
    if picture is None:
        return "data:,"
    return f"data:{picture.mime_type};base64,{base64.b64encode(picture.content).decode()}"
