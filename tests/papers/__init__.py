"""Papers and letters: what they show, and what they never do."""
