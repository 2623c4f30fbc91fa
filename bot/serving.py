"""Running an installation: doors open, work is done, and everything ends in good order."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

from cheroot.wsgi import Server

from bot.assembly import House
from bot.clock import Clock
from bot.draining import Drain, release_leases
from bot.fetching import Fetching
from bot.founding import has_company
from bot.logs import set_up_logs
from bot.migrating import migrate
from bot.settings import Settings, address, read_settings
from bot.upkeep import Upkeep
from mail.listener import Limits, Listener
from templates.rendering import Renderer

_WEB_THREADS = 16
_DRAINS = ("inbox", "outbox", "outbox")  # a slow relay must not keep Slack waiting


class Service:
    """One process of an installation: its doors, and on SQLite its workers."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.renderer = Renderer(settings.render_workers)
        self.house = House(settings, clock or Clock(), renderer=self.renderer)
        self._drains = (
            [Drain(self.house.attempts, table) for table in _DRAINS]
            if self.house.database.is_sqlite
            else []
        )
        self._upkeep = Upkeep(
            self.house.database, self.house.clock, keep_days=settings.keep_messages_days
        )
        self._web = self._web_server()
        self._mail = self._mail_doors()
        self._mailbox = self._fetching()
        self._threads: list[threading.Thread] = []
        self._hang_up: Callable[[], object] = lambda: None

    def wake(self) -> None:
        """Something was stored: look at it now."""
        for drain in self._drains:
            drain.wake()

    def start(self) -> None:
        """Open the doors and begin to work."""
        self._web.prepare()
        serving = threading.Thread(target=self._web.serve, name="web", daemon=True)
        serving.start()
        self._threads.append(serving)
        for listener in self._mail:
            listener.start()
        if self._mailbox:
            self._mailbox.start()
        if self._drains:
            release_leases(self.house.database)
            self._upkeep.start()
        for drain in self._drains:
            drain.start()
        token = self.settings.slack_app_token.get_secret_value()
        if token:
            from bot.channels.slack import socket_mode

            self._hang_up = socket_mode(self.house.slack_app(self.wake), token).close

    def stop(self) -> None:
        """Close the doors first, then finish what is in hand."""
        self._hang_up()
        for listener in self._mail:
            listener.stop()
        if self._mailbox:
            self._mailbox.stop()
        self._web.stop()
        for drain in self._drains:
            drain.stop()
        self._upkeep.stop()
        self.renderer.close()
        self.house.close()

    def _web_server(self) -> Server:
        host, port = address(self.settings.http_listen)
        app = self.house.web_app(self.wake)
        server = Server((host, port), app, numthreads=_WEB_THREADS, shutdown_timeout=3)
        server.expiration_interval = 0.1  # how soon it notices that it should stop
        return server

    def _fetching(self) -> Fetching | None:
        """A mailbox that letters are fetched from, where one is set."""
        url = self.settings.imap_url.get_secret_value()
        box = self.house.letter_box(self.wake)
        return Fetching(url, box.accept, folder=self.settings.folder) if url else None

    def _mail_doors(self) -> list[Listener]:
        box = self.house.letter_box(self.wake)
        limits = Limits(message_bytes=self.settings.mail_size_mb * 1024 * 1024)
        doors = []
        for protocol, listen in (
            ("smtp", self.settings.smtp_listen),
            ("lmtp", self.settings.lmtp_listen),
        ):
            if listen:
                host, port = address(listen)
                doors.append(
                    Listener(
                        host,
                        port,
                        protocol="smtp" if protocol == "smtp" else "lmtp",
                        accept=box.accept,
                        is_ours=box.is_ours,
                        limits=limits,
                    )
                )
        return doors


def run_server(*, console: bool) -> int:
    """Serve until we are told to stop."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    migrate(settings.database)
    if not has_company(settings.database):
        print("There is no company yet: run `salesclerk company create`.")
        return 1
    service = Service(settings)
    service.start()
    print(f"At work: HTTP {settings.http_listen}, SMTP {settings.smtp_listen or 'off'}", flush=True)
    wait_for_the_end()
    service.stop()
    return 0


def run_worker(*, concurrency: int) -> int:
    """Work on what other processes stored; on SQLite `serve` does that itself."""
    from bot.engine_postgres import run_worker as work

    settings = read_settings()
    set_up_logs(settings.log_level)
    renderer = Renderer(settings.render_workers)
    house = House(settings, Clock(), renderer=renderer)
    upkeep = Upkeep(house.database, house.clock, keep_days=settings.keep_messages_days)
    try:
        if not house.database.is_sqlite:
            upkeep.start()
        work(house.database, house.attempts, concurrency=concurrency)
    finally:
        upkeep.stop()
        renderer.close()
        house.close()
    return 0


def wait_for_the_end() -> None:
    """Block until SIGTERM or SIGINT."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    told.wait()
