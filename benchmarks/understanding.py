"""How well and how quickly messages are understood: `python -m benchmarks.understanding`.

Prints the figures of eval/README.md for the shared messages (where they are present) and for the
sets of our own, then CPU milliseconds a message and the seconds a reader takes to start.
"""

import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.intents.evaluation import predict, utterance_of
from bot.intents.reading import Reader
from bot.intents.world import World

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "eval"
OWN = ROOT / "tests" / "intents"
DEMO = ROOT / "domain" / "demo"
LAB = OWN / "lab_equipment"
CATERING = OWN / "catering"
SETS = {
    "shared messages": (SHARED, SHARED / "dev.jsonl"),
    "another trade": (OWN / "other_trade", OWN / "other_trade" / "messages.jsonl"),
    "another, later": (OWN / "other_trade", OWN / "other_trade" / "later_messages.jsonl"),
    "fresh wordings": (DEMO, OWN / "fresh_wordings.jsonl"),
    "second writer": (DEMO, OWN / "second_writer.jsonl"),
    "lab equipment": (LAB, LAB / "messages.jsonl"),
    "no requests": (DEMO, OWN / "tricky_non_actions.jsonl"),
    "last wordings": (DEMO, OWN / "last_wordings.jsonl"),
    "lab, later": (LAB, LAB / "last_messages.jsonl"),
    "lab, third": (LAB, LAB / "third_messages.jsonl"),
    "catering": (CATERING, CATERING / "messages.jsonl"),
    "catering, later": (CATERING, CATERING / "later_messages.jsonl"),
    "another, third": (OWN / "other_trade", OWN / "other_trade" / "third_messages.jsonl"),
    **{
        f"{which} writer": (DEMO, OWN / f"{which}_writer.jsonl")
        for which in ("third", "fourth", "fifth", "sixth", "seventh")
    },
    "no requests, 2": (DEMO, OWN / "no_requests.jsonl"),
    "no requests, 3": (DEMO, OWN / "no_requests_later.jsonl"),
    "no requests, 4": (DEMO, OWN / "no_requests_last.jsonl"),
    "no requests, 5": (DEMO, OWN / "no_requests_fourth.jsonl"),
    "no requests, 6": (DEMO, OWN / "no_requests_fifth.jsonl"),
    "no requests, 7": (DEMO, OWN / "no_requests_sixth.jsonl"),
    "catering, third": (CATERING, CATERING / "third_messages.jsonl"),
}
FIGURES = (
    "intent_accuracy",
    "slot_f1",
    "exact_command_accuracy",
    "false_action_rate",
    "wrong_action_rate",
    "clarify_recall",
)


def main() -> int:
    """Print the table; 1 when there is no scorer on this machine."""
    if not (SHARED / "score.py").exists():
        print(f"no scorer at {SHARED}", file=sys.stderr)
        return 1
    score = _scorer()
    print(f"{'set':18}" + "".join(f"{name.split('_')[0]:>9}" for name in FIGURES))
    for name, (company, messages) in SETS.items():
        if messages.exists():
            figures = _figures(score, company, messages)
            print(f"{name:18}" + "".join(f"{figures[one]!s:>9}" for one in FIGURES))
    for line in _speed():
        print(line)
    return 0


def _figures(score: ModuleType, company: Path, messages: Path) -> dict[str, Any]:
    gold = _records(messages)
    clients = json.loads((company / "customers.json").read_text(encoding="utf-8"))
    domains = {domain: client["id"] for client in clients for domain in client["email_domains"]}
    catalog = score.load_catalog(company / "catalog.json")
    report, _ = score.score(gold, list(predict(gold, World.from_folder(company))), catalog, domains)
    return dict(report["all"])


def _speed() -> Iterator[str]:
    company, messages = SETS["shared messages"]
    begun = time.process_time()
    reader = Reader(World.from_folder(company))
    yield f"start {time.process_time() - begun:.2f} CPU s"
    for channel in ("slack", "email"):
        taken = []
        for record in _records(messages):
            if record["channel"] == channel:
                begun = time.process_time()
                reader.read(utterance_of(record, reader))
                taken.append((time.process_time() - begun) * 1000)
        p95 = statistics.quantiles(taken, n=20)[-1]
        yield f"{channel}: {statistics.median(taken):.1f} ms median, {p95:.1f} ms p95 (CPU)"


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("eval_score", SHARED / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
