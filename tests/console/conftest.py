"""A running console with its counterparts: a Bolt app at the door, a mail server, a sink."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from cheroot.wsgi import Server

from bot.channels.console.driver import Driver
from bot.channels.console.server import ConsoleServer
from bot.channels.console.settings import ConsoleSettings, Contact, Person
from bot.channels.console.workspace import Workspace
from mail.listener import Listener, RawLetter
from mail.sending import Relay
from tests.console.clerk import SECRET, TOKEN, Seen, clerk_door

MARIA = Person(
    id="U01MARIA",
    name="maria",
    real_name="Maria Vogel",
    email="maria@harbor.example",
    title="Sales",
)
OMAR = Person(
    id="U02OMAR", name="omar", real_name="Omar Haddad", email="omar@harbor.example", title="Manager"
)
KELLER = Contact(
    name="Maria Keller", email="m.keller@brandt-soehne.example", customer="Brandt & Söhne GmbH"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def console_settings() -> ConsoleSettings:
    """A workspace of two people and one contact, on ports that are free just now."""
    return ConsoleSettings(
        signing_secret=SECRET,
        bot_token=TOKEN,
        door_url=f"http://127.0.0.1:{free_port()}",
        console_url=f"http://127.0.0.1:{free_port()}",
        smtp_host="127.0.0.1",
        smtp_port=free_port(),
        sink_host="127.0.0.1",
        sink_port=free_port(),
        people=(MARIA, OMAR),
        contacts=(KELLER,),
        clerk_address="orders@harbor.example",
        mail_examples=(("Request for a quote", "Please quote 20 Nova chairs."),),
    )


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def elsewhere(start: Callable[[], None]) -> None:
    """Start on a thread of its own: Playwright keeps an event loop running on this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(start).result()


@dataclass
class Stage:
    """Everything that runs. `letters` is what reached the clerk's own mail server."""

    settings: ConsoleSettings
    workspace: Workspace
    path: Path
    seen: Seen = field(default_factory=Seen)
    letters: list[RawLetter] = field(default_factory=list)
    closing: list[Callable[[], Any]] = field(default_factory=list)

    @property
    def driver(self) -> Driver:
        return Driver(self.settings)

    @property
    def relay_to_console(self) -> Relay:
        return Relay(f"smtp://127.0.0.1:{self.settings.sink_port}")

    def start_door(self) -> None:
        app = clerk_door(self.settings.console_url, seen=self.seen)
        port = port_of(self.settings.door_url)
        door = Server(("127.0.0.1", port), app, shutdown_timeout=1)
        door.expiration_interval = 0.01  # how soon it notices `stop`
        door.prepare()
        threading.Thread(target=door.serve, daemon=True).start()
        self.closing.append(door.stop)

    def start_mail(self) -> None:
        listener = Listener(
            "127.0.0.1", self.settings.smtp_port, accept=self.letters.append, is_ours=_clerks
        )
        elsewhere(listener.start)
        self.closing.append(listener.stop)

    def start_console(self) -> None:
        console = ConsoleServer(
            self.settings, self.workspace, host="127.0.0.1",
            port=port_of(self.settings.console_url),
        )  # fmt: skip
        elsewhere(console.start)
        self.closing.append(console.stop)

    def restart_console(self) -> None:
        """Stop the console and start it again on the same file."""
        self.closing.pop()()
        self.workspace.close()
        self.workspace = Workspace(self.settings, path=self.path, clock=time.time)
        self.start_console()

    def fetch(self, path: str) -> HTTPResponse:
        answer: HTTPResponse = urlopen(self.settings.console_url + path)
        return answer

    def with_secret(self, secret: str) -> ConsoleSettings:
        return replace(self.settings, signing_secret=secret)


def _clerks(address: str) -> bool:
    return address == "orders@harbor.example"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    settings = console_settings()
    path = tmp_path / "console.sqlite"
    workspace = Workspace(settings, path=path, clock=time.time)
    stage = Stage(settings=settings, workspace=workspace, path=path)
    try:
        stage.start_door()
        stage.start_mail()
        stage.start_console()
        yield stage
    finally:
        for close in reversed(stage.closing):
            close()
        stage.workspace.close()
