"""Which function answers which command: the explicit list of modules that hold handlers."""
