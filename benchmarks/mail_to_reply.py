"""From a customer's order accepted (250) to its answer with PDF at the relay.

`python -m benchmarks.mail_to_reply` sends one order a second and prints seconds as JSON. The
goal is a median of 3 s on an otherwise idle machine. The clerk is a process of its own, and
the relay is played here.
"""

import argparse
import itertools
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.percentiles import percentile
from mail.letter import read_letter
from mail.listener import Listener, RawLetter
from tests.house.letters import letter
from tests.house.mortal import MortalHouse

GOAL_S = 3.0
_LONGEST = 120.0  # seconds to wait for the last answers


class Relay:
    """Takes every letter, and notes when it came."""

    def __init__(self) -> None:
        self.taken: list[tuple[float, bytes]] = []
        self.door = Listener("127.0.0.1", 0, accept=self._take, is_ours=lambda _: True)
        self.door.start()

    def _take(self, raw: RawLetter) -> None:
        self.taken.append((time.perf_counter(), raw.content))

    def answers(self) -> dict[str, float]:
        """When the answer with a paper came, by the Message-ID of the letter it answers."""
        found: dict[str, float] = {}
        for moment, raw in self.taken:
            read = read_letter(raw)
            if any(file.content.startswith(b"%PDF") for file in read.attachments):
                found.setdefault(read.in_reply_to[0], moment)
        return found


def measure(*, letters: int, per_second: float) -> dict[str, object]:
    relay = Relay()
    with TemporaryDirectory() as folder:
        url = f"smtp://127.0.0.1:{relay.door.port}?starttls=no"
        house = MortalHouse(Path(folder), render_workers=2, smtp_relay=url)
        try:
            house.start()
            house.wait_until_open()
            house.ask("Priya", "quote 2 Nova chairs black for Brandt")  # everything is warm
            house.settle()
            return _measured(house, relay, letters=letters, pause=1 / per_second)
        finally:
            house.stop()
            relay.door.stop()


def _measured(house: MortalHouse, relay: Relay, *, letters: int, pause: float) -> dict[str, object]:
    accepted: dict[str, float] = {}
    senders = itertools.cycle([one.email for one in house.cast.contacts])
    for number in range(letters):
        sender = next(senders)
        text = f"Hello,\n\nplease send us {number % 2 + 1} Nova chairs black, PO B-{number}.\n"
        raw = letter(sender, "Order", text)
        house.post_letter(raw, sender)
        accepted[read_letter(raw).message_id] = time.perf_counter()
        time.sleep(pause)
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end and len(relay.taken) < letters:
        time.sleep(0.1)
    answers = relay.answers()
    times = [answers[name] - accepted[name] for name in accepted.keys() & answers.keys()]
    return {
        "letters": letters,
        "answered_with_paper": len(times),
        "answered": len(relay.taken),
        "median_s": percentile(times, 50),
        "p95_s": percentile(times, 95),
        "max_s": round(max(times), 2),
        "goal_median_s": GOAL_S,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=30)
    parser.add_argument("--per-second", type=float, default=1.0)
    given = parser.parse_args()
    json.dump(measure(letters=given.letters, per_second=given.per_second), sys.stdout, indent=1)
    print()
