"""Printing papers for a busy house: a few warm processes, each good for one paper at a time.

A paper that crashes its process or never ends costs that paper alone; the process is replaced
and the next paper prints. Nothing is stored here: callers keep the bytes under the paper's
`fingerprint`. Works on Linux and macOS, where memory and processor time can be limited.
"""

import contextlib
import subprocess
import sys
from multiprocessing import Pipe
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Lock

from domain.papers import PaperFacts
from templates.doctor import advice, missing_libraries
from templates.fingerprint import fingerprint
from templates.own import OwnTemplates
from templates.pages import FOLDER
from templates.worker import DONE, READY, Errand

__all__ = ["Renderer", "RenderingFailed", "fingerprint"]

_START = 60.0  # seconds for a worker to warm up, on a machine that is busy with other things
_LONG = 100  # lines; each one more earns a paper a little more time
_PER_LINE = 0.1  # seconds
_LIFE = 200  # papers


class RenderingFailed(RuntimeError):
    """A paper could not be printed. The sentence says which and why."""


class Renderer:
    """Prints papers in `workers` processes, which start warming up at once.

    `timeout` is the longest wait in seconds for a paper of up to 100 lines once its turn has
    come. A worker retires after `life` papers, so that leaks of the print library do not pile up.
    """

    def __init__(self, workers: int = 2, *, timeout: float = 25.0, life: int = _LIFE) -> None:
        self._timeout = timeout
        self._life = life
        self._closed = False
        self._lock = Lock()
        self._free: Queue[_Worker | None] = Queue()
        self._all = {_Worker() for _ in range(workers)}
        for worker in self._all:
            self._free.put(worker)

    def render(self, facts: PaperFacts, own: OwnTemplates | None = None) -> bytes:
        """Print one paper; waits for a free worker. Any thread may call.

        `own` are the company's own templates.

        Raises:
            RenderingFailed: the paper cannot be printed, took too long, or broke its worker.
        """
        worker = self._take(facts.number)
        extra = max(0, len(facts.lines) - _LONG) * _PER_LINE
        try:
            return worker.render(facts, own, timeout=self._timeout + extra)
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End all workers. Papers being printed fail; later calls are refused."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()
        with contextlib.suppress(Empty):
            while True:
                self._free.get_nowait()
        self._free.put(None)

    def process_ids(self) -> tuple[int, ...]:
        """The workers' process ids, for health pages and tests."""
        with self._lock:
            return tuple(sorted(worker.process.pid for worker in self._all))

    def _take(self, number: str) -> "_Worker":
        """Wait for a free worker. One that died while idle is replaced, at no paper's cost."""
        while True:
            worker = self._free.get()
            if worker is None:
                self._free.put(None)  # the next in line learns it as well
                raise RenderingFailed(f"{number} was not printed: the printer is closed.")
            if worker.process.poll() is None or not worker.warm:
                return worker
            worker.broken = True
            self._give_back(worker)

    def _give_back(self, worker: "_Worker") -> None:
        """Put the worker, or its successor, back in line."""
        with self._lock:
            if self._closed:
                return
            if worker.broken or worker.printed >= self._life:
                worker.kill()
                self._all.discard(worker)
                worker = _Worker()
                self._all.add(worker)
            self._free.put(worker)


class _Worker:
    """One process and our end of its line."""

    def __init__(self) -> None:
        self.broken = False
        self.printed = 0
        self.warm = False
        self._line, theirs = Pipe()
        # WeasyPrint leaves its unpacked fonts behind when it is killed; we clear them away.
        self._folder = TemporaryDirectory(prefix="salesclerk-print-", ignore_cleanup_errors=True)
        descriptor = theirs.fileno()
        # A fresh interpreter, not a fork: the owner may have threads and a database open.
        self.process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "templates.worker", str(descriptor), self._folder.name],
            pass_fds=(descriptor,),
            stdin=subprocess.DEVNULL,
            cwd=FOLDER.parent,
        )
        theirs.close()

    def render(self, facts: PaperFacts, own: OwnTemplates | None, *, timeout: float) -> bytes:
        """Print one paper, or say why not. A worker that broke is marked so."""
        self._wait_until_ready(facts.number)
        try:
            self._line.send(Errand(facts, int(timeout), own))
            answer = self._answer(timeout)
        except (EOFError, OSError) as gone:
            self.broken = True
            raise RenderingFailed(f"{facts.number} was not printed: its worker died.") from gone
        if answer is None:
            self.broken = True
            raise RenderingFailed(f"{facts.number} was not printed within {timeout:.0f} seconds.")
        self.printed += 1
        if answer[:1] != DONE:
            raise RenderingFailed(f"{facts.number} was not printed: {_text(answer)}")
        return answer[1:]

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        self._line.close()
        self._folder.cleanup()

    def _wait_until_ready(self, number: str) -> None:
        if self.warm:
            return
        try:
            answer = self._answer(_START)
        except (EOFError, OSError):
            answer = b""
        if answer != READY:
            self.broken = True
            why = advice(missing_libraries()) or _text(answer or b"") or "its worker did not start."
            raise RenderingFailed(f"{number} was not printed: {why}")
        self.warm = True

    def _answer(self, timeout: float) -> bytes | None:
        return self._line.recv_bytes() if self._line.poll(timeout) else None


def _text(answer: bytes) -> str:
    return answer[1:].decode(errors="replace")
