"""Serving the console: its web page on one port and the sink for the clerk's mail on another."""

import threading

from cheroot.wsgi import Server

from bot.channels.console.app import console_app, relay_of
from bot.channels.console.post_office import PostOffice
from bot.channels.console.settings import ConsoleSettings
from bot.channels.console.workspace import Workspace
from mail.listener import Limits, Listener, RawLetter

THREADS = 40  # every open browser window keeps one busy with its live updates
NOTICE_SECONDS = 0.02  # how soon the web server notices that it should stop
FROM_ONE_ADDRESS = 20  # the clerk sends from this very machine


class ConsoleServer:
    """The running console. `host` and `port` are those of the settings' `console_url`."""

    def __init__(
        self, settings: ConsoleSettings, state: Workspace, *, host: str, port: int
    ) -> None:
        self._state = state
        self._office = PostOffice(state, relay_of(settings))
        app = console_app(settings, state, office=self._office)
        self._web = Server((host, port), app, numthreads=THREADS, shutdown_timeout=2)
        self._web.expiration_interval = NOTICE_SECONDS
        self._sink = Listener(
            settings.sink_host,
            settings.sink_port,
            accept=self._file,
            is_ours=lambda address: True,
            limits=Limits(connections_per_ip=FROM_ONE_ADDRESS),
        )
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Bind both ports, then serve in the background."""
        self._web.prepare()
        self._sink.start()
        self._thread = threading.Thread(target=self._web.serve, name="console", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop taking letters and requests, and end every live update."""
        self._sink.stop()
        self._state.news.end()
        self._web.stop()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _file(self, letter: RawLetter) -> None:
        self._office.receive(letter.content, letter.envelope_from, letter.recipients)
