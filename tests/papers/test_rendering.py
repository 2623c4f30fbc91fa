"""The print pool: many at once, and one bad paper costs one paper."""

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from templates.doctor import advice, missing_libraries
from templates.pdf import render
from templates.rendering import Renderer, RenderingFailed
from tests.papers.posted import invoice
from tests.papers.samples import lines, quote

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pool() -> Iterator[Renderer]:
    """One warm worker that gives every paper five seconds."""
    pool = Renderer(1, timeout=5.0)
    pool.render(quote(1))
    yield pool
    pool.close()


def test_the_pool_prints_what_printing_here_would(pool: Renderer) -> None:
    papers = [quote(count) for count in (1, 2, 3, 4)]

    with ThreadPoolExecutor(4) as threads:
        printed = list(threads.map(pool.render, papers))

    assert printed == [render(paper) for paper in papers]


def test_a_paper_that_cannot_be_printed_costs_only_itself(pool: Renderer) -> None:
    workers = pool.process_ids()

    with pytest.raises(RenderingFailed, match=r"S-QUO1001 was not printed: UnknownPaper"):
        pool.render(quote(1, kind="birthday-card"))

    assert pool.render(quote(1)).startswith(b"%PDF")
    assert pool.process_ids() == workers


def test_a_crashed_worker_costs_its_paper_and_is_replaced(pool: Renderer) -> None:
    victim = pool.process_ids()[0]
    killer = Timer(0.3, os.kill, (victim, signal.SIGKILL))
    long = quote(1, lines=lines(1) * 500)

    killer.start()
    with pytest.raises(RenderingFailed, match="S-QUO1001 was not printed: its worker died"):
        pool.render(long)

    assert pool.render(quote(1)).startswith(b"%PDF")
    assert victim not in pool.process_ids()


def test_a_hung_worker_costs_its_paper_and_is_replaced(pool: Renderer) -> None:
    victim = pool.process_ids()[0]
    os.kill(victim, signal.SIGSTOP)

    with pytest.raises(RenderingFailed, match="was not printed within 5 seconds"):
        pool.render(quote(1))

    assert pool.render(quote(1)).startswith(b"%PDF")
    assert victim not in pool.process_ids()


def test_a_worker_that_died_in_its_sleep_costs_no_paper(pool: Renderer) -> None:
    os.kill(pool.process_ids()[0], signal.SIGKILL)
    time.sleep(0.1)

    assert pool.render(quote(1)).startswith(b"%PDF")


@pytest.mark.skipif(sys.platform != "linux", reason="reads the limits from /proc")
def test_a_worker_may_not_take_all_memory_or_time(pool: Renderer) -> None:
    pool.render(quote(1))

    limits = Path(f"/proc/{pool.process_ids()[0]}/limits").read_text(encoding="ascii")

    assert re.search(r"Max address space +1073741824 +1073741824", limits)
    assert re.search(r"Max cpu time +\d+ ", limits)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the sizes from /proc")
def test_a_worker_stays_slim() -> None:
    pool = Renderer(1, life=1000)
    try:
        pool.render(invoice(100))
        process = pool.process_ids()[0]
        assert _megabytes(process, "VmHWM") <= 200
        before = _megabytes(process, "VmRSS")
        for _ in range(200):
            pool.render(quote(1))
        assert _megabytes(process, "VmRSS") - before <= 20
        pool.render(invoice(1000))
        assert _megabytes(process, "VmHWM") <= 700
        assert pool.process_ids() == (process,)
    finally:
        pool.close()


def test_a_worker_retires_after_its_share_of_papers() -> None:
    pool = Renderer(1, life=1)
    first = pool.process_ids()

    pool.render(quote(1))

    assert pool.process_ids() != first
    pool.close()


def test_workers_leave_no_files_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pool = Renderer(1)
    pool.render(quote(1))
    assert list(tmp_path.glob("*/weasyprint-*"))

    pool.close()

    assert list(tmp_path.iterdir()) == []


def test_a_closed_printer_says_so_and_leaves_no_process() -> None:
    pool = Renderer(2)
    processes = pool.process_ids()

    pool.close()

    for _ in range(2):
        with pytest.raises(RenderingFailed, match="the printer is closed"):
            pool.render(quote(1))
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_missing_library_is_named_as_the_package_to_install() -> None:
    def load(library: str) -> object:
        if "pango" in library:
            raise OSError(library)
        return library

    missing = missing_libraries(load)

    assert missing == ["libpango-1.0-0", "libpangoft2-1.0-0"]
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in advice(missing)


def test_nothing_is_missing_where_papers_are_printed() -> None:
    assert missing_libraries() == []
    assert advice([]) == ""


def _megabytes(process: int, what: str) -> int:
    said = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    assert said is not None
    return int(said[1]) // 1024
