"""Payment providers, spoken to over HTTP: sandboxes of our own that answer as theirs do."""
