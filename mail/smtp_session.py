"""One conversation with a sending mail server: what aiosmtpd leaves open, closed.

aiosmtpd counts no connections, letters or recipients, answers LMTP with one line for
all recipients, and keeps bare carriage returns and line feeds, with which a second
letter can be smuggled through the next server. All three are settled here.
"""

import asyncio
import ipaddress
import logging
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from mail.line_ends import has_bare_line_ends, with_crlf

if TYPE_CHECKING:
    from mail.listener import Limits

_log = logging.getLogger(__name__)
_SLACK_BYTES = 1_048_576  # commands, dots and an honest overrun that still gets its 552


@dataclass(kw_only=True)
class Desk:
    """What all conversations of one listener share. Touched on its thread alone."""

    limits: "Limits"
    is_ours: Callable[[str], bool]
    store: Callable[[bytes, str, tuple[str, ...], str], Awaitable[None]]
    per_ip: bool
    closing: bool = False
    storing: int = 0
    _open: "set[_Session]" = field(default_factory=set)
    _by_house: Counter[str] = field(default_factory=Counter)

    def refusal(self, house: str) -> str:
        """Why no further conversation may begin; "" when it may."""
        if self.closing:
            return "421 4.3.2 Closing, please try again later"
        if len(self._open) >= self.limits.connections:
            return "421 4.3.2 Too many connections, please try again later"
        if self.per_ip and self._by_house[house] >= self.limits.connections_per_ip:
            return "421 4.7.0 Too many connections from your address"
        return ""

    def enter(self, session: "_Session") -> None:
        self._open.add(session)
        self._by_house[session.house] += 1

    def leave(self, session: "_Session") -> None:
        if session in self._open:
            self._open.remove(session)
            self._by_house[session.house] -= 1
            self._by_house += Counter()  # drops zeros, so strangers cannot fill it

    def close_all(self) -> None:
        for session in list(self._open):
            if session.transport is not None:
                session.transport.close()


class _Session(SMTP):
    """The part that SMTP and LMTP have in common."""

    line_length_limit = 262_144  # 1,001 bytes by default, which honest clients exceed
    lenient = False  # about bare carriage returns and line feeds

    def __init__(
        self,
        desk: Desk,
        *,
        tls_context: ssl.SSLContext | None,
        require_starttls: bool,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(
            _Answers(desk, self),
            data_size_limit=desk.limits.message_bytes,
            enable_SMTPUTF8=True,
            hostname="salesclerk",
            ident="Salesclerk",
            tls_context=tls_context,
            require_starttls=require_starttls,
            timeout=desk.limits.timeout,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            loop=loop,
        )
        self.desk = desk
        self.house = ""
        self.letters = 0
        self.received = 0  # bytes since the last MAIL command
        self._refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:  # a second call means that TLS has begun
            self.house = house_of(peer_of(transport))
            if reason := self.desk.refusal(self.house):
                self._refused = True
                open_transport = cast(asyncio.Transport, transport)
                open_transport.write(f"{reason}\r\n".encode())
                open_transport.close()
                return
            self.desk.enter(self)
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self.received += len(data)
        if self.received > 2 * self.desk.limits.message_bytes + _SLACK_BYTES:
            # aiosmtpd would keep a line without an end in memory for ever.
            cast(asyncio.Transport, self.transport).abort()
            return
        super().data_received(data)

    def eof_received(self) -> bool | None:
        return False if self._refused else super().eof_received()

    def connection_lost(self, error: Exception | None) -> None:
        self.desk.leave(self)
        if not self._refused:
            super().connection_lost(error)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        self.received = 0
        if self.letters >= self.desk.limits.messages_per_connection:
            await self.push("421 4.7.0 Too many letters on one connection")
            cast(asyncio.Transport, self.transport).close()
            return
        await super().smtp_MAIL(arg)


class SmtpSession(_Session):
    """SMTP: bare carriage returns and line feeds are refused."""


class LmtpSession(LMTP, _Session):
    """LMTP from our own mail server: one answer for every recipient, line ends repaired."""

    lenient = True
    _answers_due = 0  # after 354: one for every recipient

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        try:
            await super().smtp_DATA(arg)
        finally:
            self._answers_due = 0

    async def push(self, status: str | bytes) -> None:
        text = status.decode() if isinstance(status, bytes) else status
        if self._answers_due:
            text = "\r\n".join([text] * self._answers_due)
        elif text.startswith("354") and self.envelope is not None:
            self._answers_due = len(self.envelope.rcpt_tos)
        await super().push(text)


class _Answers:
    """The questions aiosmtpd asks, and our answers."""

    def __init__(self, desk: Desk, session: _Session) -> None:
        self._desk, self._session = desk, session

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= self._desk.limits.recipients:
            return "452 4.5.3 Too many recipients"
        try:
            ours = self._desk.is_ours(address)
        except Exception:
            _log.exception("cannot tell whether a recipient is ours")
            return "451 4.3.0 Please try again later"
        if not ours:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        content: bytes = envelope.content
        if has_bare_line_ends(content):
            if not self._session.lenient:
                return "550 5.6.0 Bare carriage return or line feed in the message"
            content = with_crlf(content)
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from
        self._session._reset_timeout()  # the time of storing is ours, not the client's
        self._desk.storing += 1
        try:
            await self._desk.store(content, sender, tuple(envelope.rcpt_tos), _host(session.peer))
        except Exception:
            _log.exception("a letter could not be stored; the sender keeps it")
            return "451 4.3.0 The letter could not be stored, please try again later"
        finally:
            self._desk.storing -= 1
        self._session.letters += 1
        return "250 2.0.0 Stored"

    async def handle_exception(self, error: Exception) -> str:
        _log.error("fault in a mail conversation", exc_info=error)
        return "451 4.3.0 Something went wrong here, please try again later"


def peer_of(transport: asyncio.BaseTransport) -> str:
    return _host(transport.get_extra_info("peername"))


def _host(peername: Any) -> str:
    return str(peername[0]) if isinstance(peername, tuple) and peername else ""


def house_of(peer: str) -> str:
    """What counts as one sender: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))
