"""Hand-kept files: read from Turtle with line numbers, and their one canonical form."""

__all__ = ["canonical", "content", "lines", "numbers", "order", "syntax", "turtle"]
