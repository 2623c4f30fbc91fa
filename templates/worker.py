"""One print worker: a process of its own that turns facts into PDFs until it is told to stop.

Started by `templates.rendering` as `python -m templates.worker FD FOLDER`. It prints a small paper
first, so that libraries, fonts and caches are warm before anyone waits. Memory is limited for
its life and processor time for each paper, so hostile or endless content ends this process and
nothing else.
"""

import contextlib
import gc
import resource
import signal
import sys
import tempfile
from multiprocessing.connection import Connection
from typing import NamedTuple

from domain.papers import PaperFacts
from templates.own import OwnTemplates
from templates.specimen import specimen

READY, DONE, FAILED = b"R", b"D", b"F"

MEMORY = 1 << 30  # bytes of address space


class Errand(NamedTuple):
    """One paper to print, with the seconds of processor time it may take.

    `own` are the company's own templates, where it has any.
    """

    facts: PaperFacts
    cpu_seconds: int
    own: OwnTemplates | None = None


def main(descriptor: int, folder: str) -> None:
    """Serve one connection until it closes; `folder`, for temporary files, is the owner's."""
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that owns us
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    connection = Connection(descriptor)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        if not _warm(connection):
            return
        gc.collect()
        gc.freeze()  # what is there now stays for good
        while True:
            _print(connection.recv(), connection)
            gc.collect()  # nobody waits for that


def _warm(connection: Connection) -> bool:
    try:
        from templates.pdf import render  # a missing library is an answer, not a crash

        render(specimen("quote", count=1))
    except Exception as fault:  # whatever it is, the owner must hear it
        connection.send_bytes(FAILED + _said(fault))
        return False
    connection.send_bytes(READY)
    return True


def _print(errand: Errand, connection: Connection) -> None:
    from templates.pdf import render

    _allow(errand.cpu_seconds)
    try:
        answer = DONE + render(errand.facts, errand.own)
    except Exception as fault:  # the paper fails; the worker and its owner live on
        answer = FAILED + _said(fault)
    connection.send_bytes(answer)


def _allow(seconds: int) -> None:
    """Move the limit of processor time so that so many seconds are left for the next paper."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 1, hard))


def _said(fault: Exception) -> bytes:
    return f"{type(fault).__name__}: {fault}"[:500].encode(errors="backslashreplace")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
