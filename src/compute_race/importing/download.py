"""Files of outside data sets, fetched from the addresses their publishers name.

Rules of good manners, those of the strictest publisher (the SEC's "Accessing EDGAR
Data": whoever fetches says who he is and how to reach him, and asks at most ten
times a second):

1. no request without a user agent, which the user gives and nobody invents;
2. one request at a time, and a pause between two;
3. "too many requests" and a server's fault are asked again a few times, later and
   later, and not before the time a ``Retry-After`` names; one that asks for more
   patience than a person at a terminal has is told instead;
4. a refusal (403) or an absence (404) is never asked again;
5. an answer that stops short, is too long, or is a page instead of data is no
   file: nothing is written until everything asked for is there and whole.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError, TimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from compute_race.basics.files import write_file
from compute_race.basics.problems import UsageError

#: Environment variable that names the user agent where no option does.
USER_AGENT: Final = "RACE_USER_AGENT"

_ASK_AGAIN: Final = (429, 500, 502, 503, 504)
_CHUNK: Final = 2**16
_CONTACT: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SAY_WHO: Final = f'say who you are: --user-agent "Jane Doe jane@example.org", or {USER_AGENT}'


@dataclass(frozen=True)
class Address:
    """One file to fetch: its name here, its official address and its form."""

    name: str
    url: str
    form: Literal["csv", "json"]

    def file_name(self, day: dt.date) -> str:
        """Give the name of the file fetched on ``day``; importers read the date off its end."""
        return f"{self.name}_{day.isoformat()}.{self.form}"


@dataclass(frozen=True)
class Manners:
    """How patient a download is: seconds, number of repeats, greatest size in bytes."""

    repeats: int = 5
    backoff: float = 1.0
    longest_wait: float = 120.0
    pause: float = 0.2
    connect: float = 15.0
    read: float = 60.0
    size: int = 64 * 2**20


class _WaitError(Exception):
    """A server asks to come back later than anybody waits."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class _Patience(Retry):
    """Repeats that honour ``Retry-After``, or give up where it asks for too much."""

    LONGEST_WAIT = Manners.longest_wait

    def parse_retry_after(self, retry_after: str) -> float:
        seconds = super().parse_retry_after(retry_after)
        if seconds > self.LONGEST_WAIT:
            raise _WaitError(seconds)
        return seconds


def user_agent(option: str | None, environment: Mapping[str, str]) -> str:
    """Give the user agent of an option, else of the environment.

    ``UsageError`` where there is none, where it has no e-mail address to write to,
    and where it is not one line of printable ASCII (headers hold nothing else).
    """
    text = (option or environment.get(USER_AGENT, "")).strip()
    if not text:
        raise UsageError("a download needs a user agent", _SAY_WHO)
    if not (text.isascii() and text.isprintable()):
        raise UsageError("the user agent is not one line of printable ASCII", _SAY_WHO)
    if _CONTACT.search(text) is None:
        raise UsageError(f'the user agent "{text}" has no e-mail address to write to', _SAY_WHO)
    return text


class Fetcher:
    """Fetches files one after the other, under one user agent."""

    def __init__(
        self, agent: str, *, base_url: str | None = None, manners: Manners | None = None
    ) -> None:
        """Prepare; nothing is asked yet.

        ``base_url`` stands in for scheme and host of every official address: a
        mirror, or a server of recorded answers.
        """
        if base_url is not None and urlsplit(base_url).scheme not in ("http", "https"):
            raise UsageError(f"{base_url} is no address", "write --base-url https://host")
        self._base = base_url.rstrip("/") if base_url is not None else None
        self._manners = manners or Manners()
        self._last: float | None = None
        self._pool = urllib3.PoolManager(
            num_pools=1,
            headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
            timeout=urllib3.Timeout(connect=self._manners.connect, read=self._manners.read),
        )

    def save(
        self,
        addresses: Sequence[Address],
        folder: Path,
        day: dt.date,
        note: Callable[[str], None] = lambda text: None,
    ) -> tuple[Path, ...]:
        """Fetch all files, then write all; give their paths in the order asked.

        ``day`` is the day of the download, which becomes that of the snapshot;
        ``note`` is told each address before it is asked. Raises ``UsageError``, with
        nothing written, where any of them cannot be had.
        """
        fetched = []
        for address in addresses:
            note(self.url(address))
            fetched.append((folder / address.file_name(day), self.fetch(address)))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder} cannot be made: {error.strerror}") from None
        for path, data in fetched:
            write_file(path, data)
        return tuple(path for path, _ in fetched)

    def url(self, address: Address) -> str:
        """Give where an address is asked: itself, or its path at the base that stands in."""
        if self._base is None:
            return address.url
        return self._base + urlsplit(address.url).path

    def fetch(self, address: Address) -> bytes:
        """Fetch one file whole. ``UsageError`` says in one line why it cannot be had."""
        self._wait()
        url = self.url(address)
        try:
            data = self._ask(url)
        except _WaitError as error:
            raise UsageError(
                f"{url} asks to wait {error.seconds:.0f} seconds", "try again after that"
            ) from None
        except HTTPError as error:
            raise UsageError(*_failure(url, error)) from None
        finally:
            self._last = time.monotonic()
        _refuse_page(url, data, address.form)
        return data

    def _wait(self) -> None:
        if self._last is not None:
            rest = self._last + self._manners.pause - time.monotonic()
            if rest > 0:
                time.sleep(rest)

    def _ask(self, url: str) -> bytes:
        """Ask until an answer has come whole, or patience is at its end."""
        retries: Retry = _Patience(
            total=self._manners.repeats,
            redirect=3,
            status_forcelist=_ASK_AGAIN,
            backoff_factor=self._manners.backoff,
            backoff_max=self._manners.longest_wait,
            raise_on_status=False,
        )
        while True:
            response = self._pool.request("GET", url, preload_content=False, retries=retries)
            retries = response.retries or retries
            try:
                if response.status != 200:
                    raise UsageError(*_refusal(url, response.status))
                if url.startswith("https:") and any(
                    (step.redirect_location or "").startswith("http:") for step in retries.history
                ):
                    raise UsageError(f"{url} leads to an address without encryption")
                return self._read(url, response)
            except HTTPError as error:
                # urllib3 repeats what fails before the body; a body that breaks off is ours.
                retries = retries.increment("GET", url, error=error)
                retries.sleep()
            finally:
                response.close()

    def _read(self, url: str, response: BaseHTTPResponse) -> bytes:
        data = bytearray()
        for chunk in response.stream(_CHUNK, decode_content=True):
            data += chunk
            if len(data) > self._manners.size:
                raise UsageError(
                    f"{url} is longer than {self._manners.size // 2**20} MiB",
                    "fetch it by hand if that is right, and import the file",
                )
        return bytes(data)


def _refusal(url: str, status: int) -> tuple[str, str]:
    if status in (401, 403):
        return f"{url} refuses the request ({status})", f"it wants to know who asks; {_SAY_WHO}"
    if status == 404:
        return f"there is nothing at {url} (404)", "check the number or name, or import a file"
    if status == 429:
        return f"{url} has been asked too often (429)", "try again in ten minutes"
    return f"{url} answers with status {status}", "try again later, or import a file you have"


def _failure(url: str, error: HTTPError) -> tuple[str, str]:
    reason = error.reason if isinstance(error, MaxRetryError) else error
    if isinstance(reason, NewConnectionError):
        return f"{url} cannot be reached", "check the network, or import a file you have"
    if isinstance(reason, TimeoutError):
        return f"{url} does not answer in time", "try again later, or import a file you have"
    name = type(reason or error).__name__
    return f"{url} cannot be read whole ({name})", "try again later, or import a file you have"


def _refuse_page(url: str, data: bytes, form: str) -> None:
    """Refuse what is no data: nothing, a page, or JSON that is not whole."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise UsageError(f"{url} is empty", "try again later, or import a file you have")
    if start == b"<":
        raise UsageError(f"{url} is a page, not {form.upper()}", "open it in a browser to see why")
    if form == "json":
        try:
            json.loads(data)
        except ValueError:
            advice = "try again later, or import a file you have"
            raise UsageError(f"{url} is not whole JSON", advice) from None
