"""Papers and letters: words, order and layout for facts that arrive ready-made."""
