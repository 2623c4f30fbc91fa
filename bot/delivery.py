"""How a delivery can fail, in words that every worker and every channel share.

Whatever else a channel raises is a fault: the worker tries again with growing pauses.
"""


class Later(Exception):
    """The other side is busy or away: try again after `seconds`, which it may have asked for."""

    def __init__(self, seconds: float, why: str = "") -> None:
        super().__init__(why or f"try again in {seconds:g} s")
        self.seconds = seconds


class Undeliverable(Exception):
    """The other side refuses for good; trying again cannot help. The text says what it said."""
