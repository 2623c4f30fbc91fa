"""A private PostgreSQL for tests: its own cluster in a temporary folder, gone afterwards.

Where the server's programs are missing, the tests that need it are skipped with that reason.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import psycopg
import pytest

_STARTED_WITHIN = 30.0  # seconds


class Cluster:
    """A running server; as root it runs as another user, because it refuses root."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="salesclerk-pg-"))
        self._as: dict[str, object] = {}
        if os.geteuid() == 0:
            user = _unprivileged()
            shutil.chown(self.folder, user=user.pw_uid, group=user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._data = self.folder / "data"
        self._made = 0
        self._server: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", self._data, "-U", "clerk", "-A", "trust", "-E", "UTF8",
                  "--no-locale", "--no-sync")  # fmt: skip

    @cached_property
    def port(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = (
            "listen_addresses=127.0.0.1", f"port={self.port}", "fsync=off", "max_connections=120",
            f"unix_socket_directories={self.folder}", "shared_buffers=32MB",
        )  # fmt: skip
        options = [part for setting in settings for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as output:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options],
                stdout=output, stderr=output, cwd=self.folder, **self._as,  # type: ignore[call-overload]
            )  # fmt: skip
        end = time.monotonic() + _STARTED_WITHIN
        while True:
            try:
                psycopg.connect(self._address("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > end or self._server.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()[-2000:]) from None
                time.sleep(0.05)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop it: in order, or without a checkpoint as if the power had gone."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            self._server.wait(30)
            self._server = None

    def new_database(self, *, template: str = "template1") -> str:
        """Create a database, empty unless copied from one; return its address for SQLAlchemy."""
        self._made += 1
        name = f"books{self._made}"
        # copying files takes half as long as logging every block, the default
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return f"postgresql+psycopg://clerk@127.0.0.1:{self.port}/{name}"

    def drop(self, name: str) -> None:
        """Drop a database.

        Raises:
            psycopg.errors.ObjectInUse: somebody is connected to it.
        """
        self._administer(f"DROP DATABASE {name}")

    def remove(self) -> None:
        self.stop(at_once=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _address(self, name: str) -> str:
        return f"postgresql://clerk@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: object) -> None:
        subprocess.run(
            [self._programs / program, *map(str, arguments)],
            check=True, capture_output=True, cwd=self.folder, **self._as,  # type: ignore[call-overload]
        )  # fmt: skip


def programs() -> Path | None:
    """Where the server's programs are: the newest version of Debian's, or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running cluster, one per test process."""
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL's server programs are not installed (apt-get install postgresql)")
    running = Cluster(where)
    try:
        running.start()
        yield running
    finally:
        running.remove()


def _version(initdb: Path) -> float:
    name = initdb.parent.parent.name
    return float(name) if name.replace(".", "").isdecimal() else 0.0


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no user to run PostgreSQL as")
