"""Companies the tests live in."""
