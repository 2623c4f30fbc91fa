"""The one place that reads the wall clock. Everything else is told the time."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Now, in UTC, moved by `offset` where a transcript or the tour plays on another day."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time_ns() / 1_000_000_000, UTC) + self.offset
