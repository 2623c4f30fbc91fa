"""Proof from the books alone that nothing is off: sums, numbers, papers, promises."""
