"""Mail software we did not write, started privately: Postfix, smtp-sink, Dovecot, swaks.

Everything lives in a folder of its own under the system's temporary folder, listens on
loopback ports of its own, and is gone when the block ends. Where a program is missing
or we may not start it, the test is skipped and the reason printed.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_SBIN = "/usr/sbin:/sbin:/usr/lib/postfix/sbin"
_QUIET = 0.3  # seconds after which nothing more is written to a letter


def needed(program: str) -> str:
    """The program's path; without it the test is skipped."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:{_SBIN}")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def needs_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("a private mail server can only be started by root")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def until(done: Callable[[], bool], *, seconds: float = 30.0) -> bool:
    """Wait for something that another program does; whether it came about."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if done():
            return True
        time.sleep(0.05)
    return done()


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that other users of the machine can enter."""
    folder = Path(tempfile.mkdtemp(prefix="salesclerk-interop-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swaks(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run swaks; its return code says which step failed (0 is none)."""
    return subprocess.run(
        (needed("swaks"), "--from", "tom@northwind.example", "--timeout", "20", *arguments),
        capture_output=True,
        text=True,
        timeout=60,
    )


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate and its key, as PEM files."""
    crt, key = folder / "crt.pem", folder / "key.pem"
    subprocess.run(
        (needed("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", str(key), "-out", str(crt)),
        check=True,
        capture_output=True,
    )  # fmt: skip
    return crt, key


@dataclass(frozen=True, kw_only=True)
class Postfix:
    """A running Postfix. `log` is what it has written so far."""

    port: int
    folder: Path

    @property
    def log(self) -> str:
        file = self.folder / "maillog"
        return file.read_text(errors="replace") if file.exists() else ""


_MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = {folder}/config
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.shop.example
mydestination =
relay_domains = shop.example
transport_maps = inline:{{shop.example=lmtp:inet:127.0.0.1:{lmtp_port}}}
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
alias_maps =
smtputf8_enable = no
message_size_limit = 30000000
minimal_backoff_time = 2s
queue_run_delay = 2s
maillog_file = {folder}/maillog
maillog_file_prefixes = /tmp, /var, {folder}
"""
_MASTER_CF = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@contextmanager
def postfix(*, lmtp_port: int) -> Iterator[Postfix]:
    """A Postfix that takes mail for shop.example and hands it on by LMTP."""
    program = needed("postfix")
    needs_root()
    with open_folder() as folder:
        port = free_port()
        for name in ("config", "queue", "data"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix")
        config = folder / "config"
        (config / "main.cf").write_text(_MAIN_CF.format(folder=folder, lmtp_port=lmtp_port))
        (config / "master.cf").write_text(_MASTER_CF.format(port=port))
        for file in Path("/etc/postfix").glob("postfix-files*"):
            if file.is_file():
                shutil.copy(file, config / file.name)
        started = subprocess.run(
            (program, "-c", str(config), "start"), capture_output=True, text=True
        )
        running = Postfix(port=port, folder=folder)
        try:
            if not until(lambda: answers(port), seconds=20):
                pytest.skip(f"Postfix did not start: {started.stderr[-500:]} {running.log[-500:]}")
            yield running
        finally:
            subprocess.run((program, "-c", str(config), "stop"), capture_output=True, timeout=60)


@dataclass(frozen=True, kw_only=True)
class Sink:
    """A running smtp-sink; `letters` are the files it has written."""

    port: int
    folder: Path

    def letters(self) -> list[bytes]:
        """The letters that are there as a whole: smtp-sink writes each line as it comes."""
        files = sorted(self.folder.glob("letter*"))
        return [file.read_bytes() for file in files if _is_written(file)]


def _is_written(file: Path) -> bool:
    seen = file.stat()
    return seen.st_size > 0 and time.time() - seen.st_mtime > _QUIET


@contextmanager
def smtp_sink(*options: str) -> Iterator[Sink]:
    """Postfix's smtp-sink, which swallows mail; `-r data` makes it say 450, `-f data` 500."""
    program = needed("smtp-sink")
    with open_folder() as folder:
        as_user: tuple[str, ...] = ()
        if os.geteuid() == 0:
            shutil.chown(folder, "postfix")
            as_user = ("-u", "postfix")
        port = free_port()
        process = subprocess.Popen(
            (
                program,
                *as_user,
                *options,
                "-d",
                str(folder / "letter%M."),
                f"127.0.0.1:{port}",
                "20",
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            if not until(lambda: answers(port), seconds=10):
                pytest.skip("smtp-sink did not start")
            yield Sink(port=port, folder=folder)
        finally:
            process.terminate()
            process.wait(timeout=10)


@dataclass(frozen=True, kw_only=True)
class Dovecot:
    """A running Dovecot with one user, `clerk` with password `pass`."""

    port: int
    mail: Path

    def deliver(self, raw: bytes, *, name: str) -> None:
        """Put a letter into the inbox as a delivering mail server does."""
        waiting, new = self.mail / "tmp" / name, self.mail / "new" / name
        waiting.write_bytes(raw)
        shutil.chown(waiting, "mail", "mail")
        waiting.rename(new)


_DOVECOT_CONF = """\
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password=pass
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Dovecot with one maildir, speaking IMAP without TLS on loopback."""
    program = needed("dovecot")
    needs_root()
    with open_folder() as folder:
        port = free_port()
        mail = folder / "mail"
        for name in ("", "tmp", "new", "cur"):
            (mail / name).mkdir(exist_ok=True)
            shutil.chown(mail / name, "mail", "mail")
        config = folder / "dovecot.conf"
        config.write_text(_DOVECOT_CONF.format(folder=folder, port=port))
        process = subprocess.Popen(
            (program, "-c", str(config), "-F"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            if not until(lambda: answers(port), seconds=20):
                log = folder / "dovecot.log"
                said = log.read_text()[-500:] if log.exists() else "nothing in its log"
                pytest.skip(f"Dovecot did not start: {said}")
            yield Dovecot(port=port, mail=mail)
        finally:
            process.terminate()
            process.wait(timeout=20)


def run(*command: str) -> None:
    """Run a program to its end; it must succeed."""
    subprocess.run(command, check=True, capture_output=True, timeout=120)
