"""Benchmarks: run by hand or by CI, printed, never asserted."""
