"""The door for letters: an SMTP or LMTP listener that takes a letter only once it is stored.

`accept` commits the raw bytes; the sender hears 250 when it has returned, and 451 when
it raises, so a letter is either safely ours or still the sender's. Nothing is read or
judged here. We are no relay: recipients that are not ours are refused one by one.

In production a real mail server stands in front and speaks LMTP to us on loopback; SMTP
is for the demo and small houses.
"""

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mail.smtp_session import Desk, LmtpSession, SmtpSession

Protocol = Literal["smtp", "lmtp"]

_log = logging.getLogger(__name__)
_GRACE_SECONDS = 10.0  # for letters being stored while we stop


@dataclass(frozen=True, kw_only=True)
class RawLetter:
    """A letter as it came. `envelope_from` is "" for bounces; `peer` is an IP address.

    Line ends are CRLF. `received_via` is "smtp", "lmtp" or "imap".
    """

    content: bytes
    envelope_from: str
    recipients: tuple[str, ...]
    peer: str
    received_via: str


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one listener puts up with. Sizes in bytes, time in seconds.

    `connections_per_ip` holds for SMTP only: behind LMTP stands our own mail server.
    """

    message_bytes: int = 25 * 1024 * 1024
    connections: int = 20
    connections_per_ip: int = 5
    messages_per_connection: int = 100
    recipients: int = 50
    timeout: float = 300.0


@dataclass(frozen=True, kw_only=True)
class TlsSettings:
    """PEM files for STARTTLS; `required` refuses letters on a plain connection."""

    certificate: Path
    key: Path
    required: bool = False

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate, self.key)
        return context


class Listener:
    """Listens on its own thread between `start` and `stop`.

    `accept` runs on worker threads, at most as many at once as there may be connections,
    so that it can commit several letters together. `is_ours` is asked on the listening
    thread about each recipient address and must answer at once.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        protocol: Protocol = "smtp",
        accept: Callable[[RawLetter], None],
        is_ours: Callable[[str], bool],
        limits: Limits | None = None,
        tls: TlsSettings | None = None,
    ) -> None:
        self._host, self._port = host, port
        self._protocol: Protocol = protocol
        self._accept = accept
        self._limits = limits or Limits()
        self._tls_context = tls.context() if tls else None
        self._tls_required = bool(tls and tls.required)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(_note_broken_connection)
        self._threads = ThreadPoolExecutor(
            max_workers=self._limits.connections, thread_name_prefix="accept"
        )
        self._desk = Desk(
            limits=self._limits, is_ours=is_ours, store=self._store, per_ip=protocol == "smtp"
        )
        self._server: asyncio.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port in use; it differs from the one asked for when that was 0."""
        if self._server is None:
            return self._port
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def start(self) -> None:
        """Bind and listen.

        Raises:
            OSError: the address cannot be had.
        """
        self._server = self._loop.run_until_complete(
            self._loop.create_server(self._session, self._host, self._port)
        )
        self._thread = threading.Thread(
            target=self._loop.run_forever, name=f"listen-{self._protocol}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Take no new letter, let those being stored be answered, close."""
        if self._thread is None:
            return
        closing = asyncio.run_coroutine_threadsafe(self._close(), self._loop)
        closing.result(timeout=_GRACE_SECONDS + 5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._thread = None
        self._server = None
        self._threads.shutdown(wait=False)
        self._loop.close()

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._desk.closing = True
        waited = 0.0
        while self._desk.storing and waited < _GRACE_SECONDS:
            await asyncio.sleep(0.05)
            waited += 0.05
        self._desk.close_all()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _session(self) -> asyncio.BaseProtocol:
        kind = LmtpSession if self._protocol == "lmtp" else SmtpSession
        return kind(
            self._desk,
            tls_context=self._tls_context,
            require_starttls=self._tls_required,
            loop=self._loop,
        )

    async def _store(
        self, content: bytes, envelope_from: str, recipients: tuple[str, ...], peer: str
    ) -> None:
        letter = RawLetter(
            content=content,
            envelope_from=envelope_from,
            recipients=recipients,
            peer=peer,
            received_via=self._protocol,
        )
        await self._loop.run_in_executor(self._threads, self._accept, letter)


def _note_broken_connection(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A client that hangs up mid-handshake is no fault of ours and needs no traceback."""
    error = context.get("exception")
    if isinstance(error, ssl.SSLError | ConnectionError | AssertionError):
        _log.info("connection broke off: %s", type(error).__name__)
    else:
        loop.default_exception_handler(context)
