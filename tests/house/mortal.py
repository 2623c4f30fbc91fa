"""A house whose clerk is a process of its own, killed and started again while people go on.

Slack and the customers' mail servers are patient, as the real ones are: what was not
acknowledged is delivered again, the same bytes, until it is.
"""

import json
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from bot.channels.console.server import ConsoleServer
from bot.channels.console.workspace import Workspace
from bot.clock import Clock
from bot.demo import Demo, free_port
from bot.settings import Settings
from tests.house.house import PATIENCE, Visitor

ROOT = Path(__file__).resolve().parent.parent.parent
_AGAIN = 0.1  # seconds until the sender tries once more


class MortalHouse(Visitor):
    """`start` and `kill` concern the clerk alone; the console lives until `stop`.

    `changes` replace settings of the demo, as plain values.
    """

    def __init__(self, folder: Path, **changes: object) -> None:
        port = free_port()
        demo = Demo(folder, console_port=port, fresh=False, clock=Clock())
        demo.service.renderer.close()  # it only made the company and the settings
        demo.service.house.close()
        super().__init__(demo.settings, demo.console_settings)
        self.kills = 0
        self._file = folder / "settings.json"
        told = _plain(self.settings) | {"render_workers": 1} | changes  # it is started often
        self._file.write_text(json.dumps(told), encoding="utf-8")
        self._log = (folder / "clerk.log").open("ab")
        self._clerk: subprocess.Popen[bytes] | None = None
        self._workspace = Workspace(self.cast, path=folder / "played.db", clock=time.time)
        self._console = ConsoleServer(self.cast, self._workspace, host="127.0.0.1", port=port)
        self._console.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.house.child", str(self._file)]
        self._clerk = subprocess.Popen(command, cwd=ROOT, stdout=self._log, stderr=self._log)

    def kill(self) -> None:
        """End the clerk without letting it say a word."""
        if self._clerk is not None:
            self._clerk.kill()
            self._clerk.wait()
            self._clerk = None
            self.kills += 1

    def stop(self) -> None:
        if self._clerk is not None:
            self._clerk.terminate()
            self._clerk.wait(30)
        self._console.stop()
        self._workspace.close()
        self.database.close()
        self._log.close()

    def wait_until_open(self) -> None:
        self.wait(self._is_open, "an open door")

    def bring_to_slack_door(self, body: bytes) -> None:
        """Deliver a request until it is acknowledged."""
        _until(lambda: self.to_slack_door(body) == 200, "the Slack door did not open")

    def bring_letter(self, raw: bytes, sender: str) -> None:
        """Deliver a letter until it is acknowledged."""

        def brought() -> bool:
            try:
                self.post_letter(raw, sender)
            except (OSError, smtplib.SMTPException):
                return False
            return True

        _until(brought, "the mail door did not open")

    def _is_open(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.settings.public_url}/livez", timeout=2):
                return True
        except (OSError, urllib.error.URLError):
            return False


def _until(done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise AssertionError(what)
        time.sleep(_AGAIN)


def _plain(settings: Settings) -> dict[str, object]:
    """The settings as JSON takes them, secrets included: the file lies in a test's own folder."""
    told: dict[str, object] = {}
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            told[name] = value.get_secret_value()
        else:
            told[name] = str(value) if isinstance(value, Path) else value
    return told
