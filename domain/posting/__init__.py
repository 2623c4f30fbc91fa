"""Posting: what a sales document writes into the books when goods leave or a bill is made."""
