"""What we have and what is on its way: balances, expected movements, availability."""
