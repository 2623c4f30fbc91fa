"""Letters that mail programs, and people who mean us harm, would write."""

import uuid
from email.message import EmailMessage
from email.policy import SMTP

OURS = "orders@nordwerk.example"


def letter(
    sender: str,
    subject: str,
    text: str | None,
    *,
    html: str = "",
    name: str = "",
    answers: str = "",
) -> bytes:
    """A letter with a Message-ID of its own; without `text` it is HTML alone.

    `answers` is the Message-ID of the letter it replies to.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = f'"{name}" <{sender}>' if name else sender
    message["To"] = OURS
    message["Subject"] = subject
    message["Message-ID"] = f"<{uuid.uuid4().hex}@{sender.rpartition('@')[2]}>"
    if answers:
        message["In-Reply-To"] = f"<{answers}>"
    if text is not None:
        message.set_content(text)
    if html and text is not None:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message.as_bytes()


def nested(sender: str, depth: int) -> bytes:
    """A letter of parts within parts, with an order in the innermost."""
    opened = [
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1)
        for level in range(depth)
    ]
    text = b"--b%d\r\nContent-Type: text/plain\r\n\r\nplease send 5 Nova chairs black\r\n" % depth
    return _headed(sender, b"b0") + b"".join(opened) + text + b"--b%d--\r\n" % depth


def many_parts(sender: str, count: int) -> bytes:
    """A letter of parts side by side, with the same order in each."""
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nplease send 5 Nova chairs black\r\n"
    return _headed(sender, b"b") + part * count + b"--b--\r\n"


def _headed(sender: str, boundary: bytes) -> bytes:
    head = (
        f"From: {sender}\r\nTo: {OURS}\r\nSubject: parts\r\nMIME-Version: 1.0\r\n"
        f"Message-ID: <{uuid.uuid4().hex}@parts.example>\r\n"
    )
    return head.encode() + b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n"
