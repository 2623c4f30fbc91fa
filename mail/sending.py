"""Handing one letter to the relay, and saying exactly how that ended.

Three endings: sent, refused for good, not now. Within "not now" one case stands out:
the letter was handed over whole and the answer got lost, so it may have been sent.
When to try again is decided by the outbox.
"""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from mail.line_ends import with_crlf

_TIMEOUT_SECONDS = 60.0
_ANSWER_SECONDS = 300.0  # a relay that scans for viruses may take its time


@dataclass(eq=False)
class TemporaryFailure(Exception):
    """Not now. `code` is the relay's SMTP code, 0 if it gave none."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}" if self.code else self.text


@dataclass(eq=False)
class OutcomeUnknown(TemporaryFailure):
    """The whole letter was handed over, no answer came: it may have been sent."""


@dataclass(eq=False)
class PermanentFailure(Exception):
    """Refused for good by the relay; the same letter will be refused again."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@dataclass(frozen=True, kw_only=True)
class RefusedRecipient:
    """One of several recipients that the relay would not take."""

    address: str
    code: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The relay has taken the letter. `refused` lists those it goes not to."""

    code: int
    text: str
    refused: tuple[RefusedRecipient, ...] = ()


class Relay:
    """The mail server that takes our letters.

    The address is `smtp://user:password@host:port?starttls=yes`; `starttls` is "yes"
    (needed), "auto" (if offered; the default) or "no". `smtps://` is TLS from the start.
    A password is never sent over a plain connection, except to this machine itself.
    """

    def __init__(self, url: str, *, timeout: float = _TIMEOUT_SECONDS) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("a relay is written smtp://host:port or smtps://host:port")
        self._tls: Literal["yes", "auto", "no", "from start"] = "from start"
        if parts.scheme == "smtp":
            self._tls = _starttls(parse_qs(parts.query).get("starttls", ["auto"])[0])
        self._host = parts.hostname
        self._port = parts.port or (465 if parts.scheme == "smtps" else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._timeout = timeout
        self._local = parts.hostname in ("localhost", "127.0.0.1", "::1")

    def __repr__(self) -> str:
        return f"Relay({self._host}:{self._port})"

    def send(self, raw: bytes, envelope_from: str, *, recipients: tuple[str, ...]) -> Sent:
        """Send `raw` to all recipients on one connection.

        Raises:
            TemporaryFailure: try again later; also when the relay itself is out of order.
            OutcomeUnknown: as above, but it may have been sent already.
            PermanentFailure: the sender, every recipient or the letter was refused.
        """
        if not recipients:
            raise PermanentFailure(code=554, text="The letter has no recipient.")
        try:
            client = self._connected()
        except (OSError, smtplib.SMTPException) as fault:
            raise TemporaryFailure(code=_code(fault), text=_said(fault)) from fault
        try:
            return _deliver(client, with_crlf(raw), envelope_from, recipients=recipients)
        except (OSError, smtplib.SMTPException) as fault:
            raise TemporaryFailure(code=0, text=_said(fault)) from fault
        finally:
            _leave(client)

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        client: smtplib.SMTP
        if self._tls == "from start":
            client = smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._timeout, context=context
            )
        else:
            client = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        try:
            client.ehlo_or_helo_if_needed()
            secure = self._tls == "from start" or self._secured(client, context)
            if self._user:
                if not secure and not self._local:
                    raise smtplib.SMTPException("The relay offers no TLS; no password was sent.")
                client.login(self._user, self._password)
        except BaseException:
            _leave(client)
            raise
        return client

    def _secured(self, client: smtplib.SMTP, context: ssl.SSLContext) -> bool:
        if self._tls == "no":
            return False
        if not client.has_extn("starttls"):
            if self._tls == "yes":
                raise smtplib.SMTPException("The relay offers no STARTTLS.")
            return False
        if self._tls == "auto" and not self._user:
            # Better unverified than in the clear; who needs certainty asks for starttls=yes.
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
        return True


def _starttls(asked: str) -> Literal["yes", "auto", "no"]:
    if asked in ("yes", "require", "true", "1"):
        return "yes"
    if asked in ("no", "false", "0"):
        return "no"
    if asked == "auto":
        return "auto"
    raise ValueError(f"starttls is yes, auto or no, not {asked!r}")


def _deliver(
    client: smtplib.SMTP, content: bytes, envelope_from: str, *, recipients: tuple[str, ...]
) -> Sent:
    options = [f"size={len(content)}"] if client.has_extn("size") else []
    _expect(client.mail(envelope_from, options), 250)
    refused = _name_recipients(client, recipients)
    _expect(client.docmd("DATA"), 354)
    client.send(_dotted(content))
    # From here on the relay may have the letter although we never hear of it.
    try:
        if client.sock is not None:
            client.sock.settimeout(_ANSWER_SECONDS)
        code, text = client.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        raise OutcomeUnknown(code=0, text=_said(fault)) from fault
    if code == -1:
        raise OutcomeUnknown(code=0, text="The relay hung up without an answer.")
    _expect((code, text), 250)
    return Sent(code=code, text=_text(text), refused=refused)


def _name_recipients(
    client: smtplib.SMTP, recipients: tuple[str, ...]
) -> tuple[RefusedRecipient, ...]:
    refused = []
    for address in recipients:
        code, text = client.rcpt(address)
        if code not in (250, 251, 252):
            refused.append(RefusedRecipient(address=address, code=code, text=_text(text)))
    if len(refused) == len(recipients):
        later = next((one for one in refused if one.code < 500), None)
        if later:
            raise TemporaryFailure(code=later.code, text=later.text)
        raise PermanentFailure(code=refused[0].code, text=refused[0].text)
    return tuple(refused)


def _expect(answer: tuple[int, bytes], wanted: int) -> None:
    code, text = answer
    if code == wanted or (wanted == 250 and code in (251, 252)):
        return
    if 500 <= code < 600:
        raise PermanentFailure(code=code, text=_text(text))
    raise TemporaryFailure(code=max(code, 0), text=_text(text))


def _dotted(content: bytes) -> bytes:
    """The letter with its dots doubled and the end-of-letter mark."""
    body = content if content.endswith(b"\r\n") else content + b"\r\n"
    stuffed = body.replace(b"\r\n.", b"\r\n..")
    return (b"." if stuffed.startswith(b".") else b"") + stuffed + b".\r\n"


def _text(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())[:500]


def _code(fault: Exception) -> int:
    return fault.smtp_code if isinstance(fault, smtplib.SMTPResponseException) else 0


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        error = fault.smtp_error
        return _text(error) if isinstance(error, bytes) else str(error)[:500]
    return str(fault)[:500] or type(fault).__name__


def _leave(client: smtplib.SMTP) -> None:
    try:
        if client.sock is not None:
            client.sock.settimeout(5)
            client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()
