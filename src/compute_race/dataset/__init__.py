"""Files to one dataset: every hand-kept file as a named graph, found again by line."""

__all__ = ["corpus"]
