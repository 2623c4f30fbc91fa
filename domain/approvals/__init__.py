"""Approvals: who must say yes to what, and the commands that wait for it."""
