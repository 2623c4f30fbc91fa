"""The clerk: reads messages, obeys commands, words the answers, on every channel."""
