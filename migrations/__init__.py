"""How the database's schema came to be, revision by revision (Alembic)."""
