"""What the clerk promises."""
