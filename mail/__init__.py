"""Mail transport: bytes to `Letter` and back. Knows no intents and no rules of the business."""
