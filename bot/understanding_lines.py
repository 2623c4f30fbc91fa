"""`salesclerk understand`: messages as JSON lines in, the commands they mean as JSON lines out."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from bot.intents.evaluation import predict
from bot.intents.world import World
from domain.company import DEMO

_FORMAT = (
    'one a line, such as {"id": "1", "channel": "slack", "received": "2026-11-18", '
    '"sender": {"name": "Priya", "role": "salesperson"}, "text": "…"}'
)


def run_understand(
    company: Path | None, source: TextIO, target: TextIO, *, explain: bool = False
) -> int:
    """Read messages until the end of the input; without a folder, for the demo company.

    `explain` adds to each slot the characters it came from, the rule and the confidence.
    """
    world = World.from_folder(company or DEMO)
    try:
        for prediction in predict(_records(source), world, explain=explain):
            target.write(json.dumps(prediction, ensure_ascii=False, default=str) + "\n")
            target.flush()
    except (KeyError, ValueError) as wrong:
        print(f"A message is not as it should be ({wrong!s}): {_FORMAT}", file=sys.stderr)
        return 1
    return 0


def _records(source: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in source:
        if line.strip():
            yield json.loads(line)
