"""What a service answers where it cannot answer: a status, and one line that says why."""

from __future__ import annotations


class RequestError(Exception):
    """A request that cannot be answered as it is; ``status`` is that of HTTP."""

    def __init__(self, message: str, status: int = 400) -> None:
        """Keep what is wrong, in one line."""
        super().__init__(" ".join(message.split()))
        self.status = status


class TooLargeError(RequestError):
    """More than is answered at once."""

    def __init__(self, message: str) -> None:
        """Keep what is too much."""
        super().__init__(message, 413)


class NotFoundError(RequestError):
    """Nothing is called so."""

    def __init__(self, message: str) -> None:
        """Keep what was asked for."""
        super().__init__(message, 404)
