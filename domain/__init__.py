"""The order-to-cash system: every rule of the business, and nothing about channels."""
