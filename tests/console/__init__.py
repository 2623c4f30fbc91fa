"""The local console: a played Slack and played mailboxes against a real Bolt app."""
