"""Two ways a delivery can fail: try later, or never.

Anything else that goes wrong is a fault and is tried again with growing pauses.
"""


class Later(Exception):
    """Not now: try again after `seconds` (what the other side asked for, or our own pause)."""

    def __init__(self, seconds: float, why: str = "") -> None:
        super().__init__(why or f"again in {seconds:.1f} s")
        self.seconds = seconds


class Undeliverable(Exception):
    """Never: the other side refused for good, and a person must look at it."""
