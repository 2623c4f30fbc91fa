"""Quotes, orders, blanket and standing orders, returns, and the arithmetic of their amounts."""
