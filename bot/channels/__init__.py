"""The doors and drawing rooms: Slack, email, the local console and the terminal."""
