"""Readers of what customers enclose: bytes to rows and order lines, each with its place."""
