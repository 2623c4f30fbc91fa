"""How soon Slack hears "received" while PDFs are printed.

`python -m benchmarks.acknowledging_while_printing` prints milliseconds as JSON. Every request
asks for a quote with its PDF, so that the printers are busy all the time. The clerk is a
process of its own; the goal is 100 ms at the 99th percentile.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.percentiles import percentile
from tests.house.mortal import MortalHouse

GOAL_MS = 100.0


def measure(*, requests: int, per_second: float) -> dict[str, object]:
    with TemporaryDirectory() as folder:
        house = MortalHouse(Path(folder), render_workers=2)
        try:
            return _measured(house, Path(folder), requests=requests, pause=1 / per_second)
        finally:
            house.stop()


def _measured(
    house: MortalHouse, folder: Path, *, requests: int, pause: float
) -> dict[str, object]:
    house.start()
    house.wait_until_open()
    house.ask("Priya", "quote 2 Nova chairs black for Brandt")  # everything is warm
    house.settle()
    before = _printed(folder)

    def request(number: int) -> tuple[int, float]:
        body = house.event("Priya", f"quote {number + 1} Nova chairs black for Brandt")
        began = time.perf_counter()
        status = house.to_slack_door(body)
        return status, (time.perf_counter() - began) * 1000

    with ThreadPoolExecutor(8) as threads:
        running = []
        for number in range(requests):
            running.append(threads.submit(request, number))
            time.sleep(pause)
        answers = [one.result() for one in running]
    printed, waiting = _printed(folder) - before, house.pending()
    house.kill()
    times = [spent for status, spent in answers if status == 200]
    return {
        "requests": requests,
        "refused": len(answers) - len(times),
        "p50_ms": percentile(times, 50),
        "p99_ms": percentile(times, 99),
        "max_ms": round(max(times), 1),
        "goal_p99_ms": GOAL_MS,
        "printed_meanwhile": printed,
        "still_waiting_at_the_end": waiting,
    }


def _printed(folder: Path) -> int:
    return len(list((folder / "papers").glob("*.pdf")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--per-second", type=float, default=6.0)
    given = parser.parse_args()
    json.dump(measure(requests=given.requests, per_second=given.per_second), sys.stdout, indent=1)
    print()
