"""Promises about understanding messages."""
