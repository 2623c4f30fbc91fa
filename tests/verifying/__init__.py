"""`salesclerk verify`: it is quiet about good books, and names what was tampered with."""
