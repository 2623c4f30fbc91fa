"""Durable work: rows are dealt with once, in order, whatever dies in between."""
