"""The books: accounts, journal, customers' entries and the item ledger. No sales documents."""
