"""What an installation needs around the clerk: settings, logs, a doctor, and scripts."""
