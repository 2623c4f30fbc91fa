"""The Slack door: its hazards, its drawing, its deliveries."""
