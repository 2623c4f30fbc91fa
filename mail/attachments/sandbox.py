"""Runs the dangerous readers as a program of their own, with little memory and time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from mail.attachments.papers import UnreadableEnclosure

_WORKER = Path(__file__).with_name("worker.py")
_WALL_SECONDS = 20
MAX_FILE = 20 * 1024 * 1024


def read_apart(kind: Literal["sheets", "pages"], content: bytes) -> dict[str, Any]:
    """What the worker read.

    Raises:
        UnreadableEnclosure: too large, damaged, protected, or it took too long.
    """
    if len(content) > MAX_FILE:
        raise UnreadableEnclosure(reason="It is larger than 20 MB.")
    try:
        # Our own interpreter and our own file; the customer's bytes go to standard input.
        ran = subprocess.run(  # noqa: S603
            (sys.executable, "-I", str(_WORKER), kind),
            input=content,
            capture_output=True,
            timeout=_WALL_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadableEnclosure(reason="Reading it took too long.") from fault
    try:
        answer: dict[str, Any] = json.loads(ran.stdout)
    except ValueError as fault:
        raise UnreadableEnclosure(reason="Reading it took too much memory or time.") from fault
    if "refused" in answer:
        raise UnreadableEnclosure(reason=str(answer["refused"]))
    return answer
