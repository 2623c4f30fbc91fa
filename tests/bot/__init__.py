"""The clerk itself: his memory, buttons, words, doors and the one path of every message."""
