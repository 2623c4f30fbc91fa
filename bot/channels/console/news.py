"""A bell that everybody hears who waits for something to change."""

import threading


class News:
    """A counter of changes. `ended` is true once the console closes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self.ended = False

    @property
    def count(self) -> int:
        with self._changed:
            return self._count

    def ring(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait(self, seen: int, *, seconds: float) -> int:
        """Wait until more than `seen` changes have happened, at most `seconds`; say how many."""
        with self._changed:
            self._changed.wait_for(lambda: self._count > seen or self.ended, seconds)
            return self._count

    def end(self) -> None:
        with self._changed:
            self.ended = True
            self._changed.notify_all()
