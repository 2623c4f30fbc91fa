"""`salesclerk play`: transcripts played against a fresh demo company, with what differs."""

import sys
import tempfile
from datetime import date
from pathlib import Path

from bot.founding import open_company
from bot.stage import Stage
from bot.transcripts import play

DAY = date(2026, 11, 18)  # the day on which our transcripts begin


def run_play(files: list[Path]) -> int:
    """Play each transcript on a stage of its own; exit code 1 when any answer differs."""
    differing = 0
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'company.db'}"
            open_company(url, None, demo=True, today=DAY)
            stage = Stage(url, folder=Path(folder), day=DAY)
            try:
                played = play(file, stage)
            except (LookupError, OSError) as fault:
                print(f"{file}: cannot be played: {fault}", file=sys.stderr)
                differing += 1
                continue
            finally:
                stage.close()
        print(f"{'differs' if played.differences else 'as written':<10} {file}")
        for difference in played.differences:
            print(difference)
        differing += bool(played.differences)
    return 1 if differing else 0
