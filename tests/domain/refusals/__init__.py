"""The table of all refusals: how each is met, what it says, and which way out it offers."""
