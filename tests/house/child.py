"""The clerk's process for tests that kill it: `python -m tests.house.child SETTINGS.json`.

It serves the real doors and works, and nothing else; Slack and the relay are played by the
process that started it.
"""

import json
import sys
from pathlib import Path

from bot.logs import set_up_logs
from bot.serving import Service, wait_for_the_end
from bot.settings import Settings


def main(file: str) -> None:
    set_up_logs("warning")
    service = Service(Settings(**json.loads(Path(file).read_text(encoding="utf-8"))))
    service.start()
    wait_for_the_end()
    service.stop()


if __name__ == "__main__":
    main(sys.argv[1])
