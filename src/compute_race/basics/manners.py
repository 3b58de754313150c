"""Good manners towards other people's servers: who asks, how patiently, and what a refusal means.

Rules of the strictest publishers: the SEC's "Accessing EDGAR Data" (whoever asks says who he is
and how to reach him, at most ten times a second) and Wikimedia's
https://www.mediawiki.org/wiki/API:Etiquette (one request at a time, wait as long as the server
says). Whoever fetches imports these from here, so that all are equally polite.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError, TimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from compute_race.basics.problems import UsageError

#: Environment variable that names the user agent where no option does.
USER_AGENT: Final = "RACE_USER_AGENT"
#: "Too many requests" and a server's fault are asked again; everything else is final.
ASK_AGAIN: Final = (429, 500, 502, 503, 504)

_CONTACT: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SAY_WHO: Final = f'say who you are: --user-agent "Jane Doe jane@example.org", or {USER_AGENT}'


@dataclass(frozen=True)
class Manners:
    """How patient a request is: seconds, number of repeats, greatest size in bytes.

    ``whole`` limits the reading of one answer, ``read`` each wait for more of it;
    ``first_wait`` is the least pause before the first repeat; later ones double ``backoff``.
    """

    repeats: int = 5
    backoff: float = 1.0
    first_wait: float = 0.0
    longest_wait: float = 120.0
    pause: float = 0.2
    connect: float = 15.0
    read: float = 60.0
    whole: float = 600.0
    size: int = 64 * 2**20


class AbsentError(UsageError):
    """There is nothing at the address (404, 410)."""


class LongWaitError(Exception):
    """A server asks to come back later than anybody waits."""

    def __init__(self, seconds: float) -> None:
        """Keep how long it asks to wait, in seconds."""
        super().__init__()
        self.seconds = seconds


class ComeBackError(HTTPError):
    """An answer that came well says in its text to come back later."""


class Patience(Retry):
    """Repeats that honour ``Retry-After``, or give up where it asks for too much."""

    def __init__(self, *args: Any, first_wait: float = 0.0, longest: float = 120.0, **more: Any):
        """Add to urllib3's own: the least first pause and the longest wait, in seconds."""
        super().__init__(*args, **more)
        self._first_wait, self._longest = first_wait, longest

    @classmethod
    def of(cls, manners: Manners) -> Self:
        """Give the patience that manners describe, for every method: we only ever read."""
        return cls(
            total=manners.repeats,
            redirect=3,
            allowed_methods=None,
            status_forcelist=ASK_AGAIN,
            backoff_factor=manners.backoff,
            backoff_max=manners.longest_wait,
            raise_on_status=False,
            first_wait=manners.first_wait,
            longest=manners.longest_wait,
        )

    def new(self, **more: Any) -> Self:
        """Give the patience that is left; urllib3 calls this after each failure."""
        kept = {"first_wait": self._first_wait, "longest": self._longest}
        return super().new(**{**kept, **more})

    def get_backoff_time(self) -> float:
        """Give the next pause in seconds, where the server names none."""
        return max(super().get_backoff_time(), self._first_wait if self.history else 0.0)

    def parse_retry_after(self, retry_after: str) -> float:
        """Read the header in seconds; ``LongWaitError`` where it is more than anybody waits."""
        seconds = super().parse_retry_after(retry_after)
        if seconds > self._longest:
            raise LongWaitError(seconds)
        return seconds


def pause_before(retries: Retry, response: BaseHTTPResponse, least: float) -> float:
    """Give how long an answer that says "later" means: its header, else at least ``least``."""
    said = retries.get_retry_after(response)
    return said if said is not None else max(least, retries.get_backoff_time())


def user_agent(option: str | None, environment: Mapping[str, str]) -> str:
    """Give the user agent of an option, else of the environment.

    ``UsageError`` where there is none, where it has no e-mail address to write to,
    and where it is not one line of printable ASCII (headers hold nothing else).
    """
    text = (option or environment.get(USER_AGENT, "")).strip()
    if not text:
        raise UsageError("asking others needs a user agent", _SAY_WHO)
    if not (text.isascii() and text.isprintable()):
        raise UsageError("the user agent is not one line of printable ASCII", _SAY_WHO)
    if _CONTACT.search(text) is None:
        raise UsageError(f'the user agent "{text}" has no e-mail address to write to', _SAY_WHO)
    return text


def refusal(url: str, status: int, instead: str) -> UsageError:
    """Say what a status other than 200 means; ``instead`` is what can be done without."""
    if status in (401, 403):
        advice = f"it wants to know who asks; {_SAY_WHO}"
        return UsageError(f"{url} refuses the request ({status})", advice)
    if status in (404, 410):
        advice = f"check the number, name or address, or {instead}"
        return AbsentError(f"there is nothing at {url} ({status})", advice)
    if status == 429:
        advice = "try again in ten minutes"
        return UsageError(f"{url} has been asked too often (429)", advice)
    return UsageError(f"{url} answers with status {status}", f"try again later, or {instead}")


def failure(url: str, error: HTTPError | LongWaitError, instead: str) -> UsageError:
    """Say why no answer came, or none whole; ``instead`` is what can be done without."""
    if isinstance(error, LongWaitError):
        return UsageError(f"{url} asks to wait {error.seconds:.0f} seconds", "try again after that")
    reason = error.reason if isinstance(error, MaxRetryError) else error
    later = f"try again later, or {instead}"
    if isinstance(reason, NewConnectionError):
        return UsageError(f"{url} cannot be reached", f"check the network, or {instead}")
    if isinstance(reason, TimeoutError):
        return UsageError(f"{url} does not answer in time", later)
    if isinstance(reason, ComeBackError):
        return UsageError(f"{url} asks to come back later: {reason}", later)
    name = type(reason or error).__name__
    return UsageError(f"{url} cannot be read whole ({name})", later)


def refuse_page(url: str, data: bytes, form: str, instead: str) -> None:
    """Refuse what is no data of a form (``json``, ``csv``): nothing at all, or a page."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise UsageError(f"{url} is empty", f"try again later, or {instead}")
    if start == b"<":
        raise UsageError(f"{url} is a page, not {form.upper()}", "open it in a browser to see why")
