"""Receivables: what customers owe us, the money that comes in, and which debt it pays."""
