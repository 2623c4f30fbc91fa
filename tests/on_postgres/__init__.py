"""The tests of the other folders once more, on PostgreSQL instead of SQLite."""
