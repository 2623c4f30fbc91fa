"""Talks with software we did not write."""
