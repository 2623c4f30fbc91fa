"""What printing costs: `python -m benchmarks.papers [--quick]`.

Prints processor milliseconds for the posted invoice of 10, 100 and 1,000 lines, as a tagged
PDF/A-3a with its e-invoice inside and with the clearing up afterwards, against headless Chromium
on the same page in the same run; then the second request for an unchanged paper and what a second
worker brings. Only ratios of one run compare: the machine may be busy with other things.
"""

import argparse
import gc
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from domain.papers import PaperFacts
from templates.fingerprint import fingerprint
from templates.pages import FOLDER
from templates.papers import paper_html
from templates.pdf import render
from templates.rendering import Renderer
from tests.papers.posted import invoice

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_TIMES = {10: 7, 100: 3, 1000: 1}
_BATCH = 24  # papers, for the workers


def main() -> int:
    """Print the tables; 0 always: these are figures, not promises."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    options.add_argument("--quick", action="store_true", help="leave out 1,000 lines")
    quick = options.parse_args().quick
    render(invoice(1))  # warm
    gc.collect()
    gc.freeze()  # as the workers do
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    print(f"{'lines':>6} {'ours ms':>9} {'kB':>6} {'Chromium ms':>12} {'ratio':>6}")
    for count, times in _TIMES.items():
        if count <= 100 or not quick:
            _row(count, times, browser)
    print(f"second request for an unchanged paper: {_stored(invoice(10)):.2f} ms")
    _workers()
    return 0


def against(browser: str, facts: PaperFacts) -> tuple[float, float]:
    """Processor milliseconds of ours and of the browser for one paper, once each."""
    return _own_cpu(lambda: render(facts)), _chromium(browser, facts)


def _row(count: int, times: int, browser: str | None) -> None:
    facts = invoice(count)
    printed = render(facts)
    ours = _median(times, lambda: _own_cpu(lambda: render(facts)))
    told = f"{count:>6} {ours:>9.0f} {len(printed) / 1000:>6.0f}"
    if browser is None:
        print(f"{told}  no Chromium on this machine")
        return
    theirs = _median(max(times, 3), lambda: _chromium(browser, facts))
    print(f"{told} {theirs:>12.0f} {ours / theirs:>6.2f}")


def _median(times: int, measured: Callable[[], float]) -> float:
    return statistics.median(measured() for _ in range(times))


def _own_cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    gc.collect()  # what the workers do when the paper has left
    return (time.process_time() - before) * 1000


def _chromium(browser: str, facts: PaperFacts) -> float:
    """Processor milliseconds of a fresh browser that prints the same page with our stylesheet."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_standalone(facts), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={folder}/page.pdf",
                page.as_uri(),
            ],
            capture_output=True,
            check=True,
            timeout=180,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent * 1000


def _standalone(facts: PaperFacts) -> str:
    """The page with its stylesheet and fonts, as a browser can open it."""
    sheet = (FOLDER / "paper.css").read_text(encoding="utf-8")
    sheet = sheet.replace("house:", f"{(FOLDER / 'fonts').as_uri()}/")
    page = paper_html(facts, style="carry")
    return page.replace("</head>", f"<style>{sheet}</style></head>")


def _stored(facts: PaperFacts) -> float:
    """Wall milliseconds of a store hit: the fingerprint of the facts, and a file to read."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / f"{fingerprint(facts)}.pdf"
        kept.write_bytes(render(facts))

        def again() -> float:
            before = time.perf_counter()
            (Path(folder) / f"{fingerprint(facts)}.pdf").read_bytes()
            return (time.perf_counter() - before) * 1000

        return _median(20, again)


def _workers() -> None:
    rates = {}
    for count in (1, 2):
        pool = Renderer(count)
        with ThreadPoolExecutor(count) as threads:
            list(threads.map(pool.render, [invoice(1)] * count * 2))  # all warm
            before = time.perf_counter()
            list(threads.map(pool.render, [invoice(10)] * _BATCH))
            rates[count] = _BATCH / (time.perf_counter() - before)
        pool.close()
    load = os.getloadavg()[0]
    print(
        f"papers of 10 lines a second: one worker {rates[1]:.1f}, two {rates[2]:.1f} "
        f"({rates[2] / rates[1]:.2f} x; load {load:.1f} on {os.cpu_count()} cores)"
    )


if __name__ == "__main__":
    sys.exit(main())
