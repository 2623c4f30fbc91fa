"""Percentiles of a handful of measurements."""

from collections.abc import Sequence


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least `percent` of the values do not exceed, to 2 places."""
    ordered = sorted(values)
    position = max(1, -(-len(ordered) * percent // 100))
    return round(ordered[position - 1], 2)
