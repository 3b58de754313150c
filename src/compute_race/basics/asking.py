"""One request at a time, asked again with patience, until an answer has come whole.

1. No request without a user agent, which whoever asks gives and nobody invents.
2. One request at a time, and a pause between two.
3. "Too many requests" and a server's fault are asked again a few times, later and later, and
   not before the time a ``Retry-After`` names; one that asks for more patience than a person
   at a terminal has is told instead.
4. A refusal (403) or an absence (404) is never asked again.
5. An answer that stops short or is too long is no answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from compute_race.basics.manners import (
    ComeBackError,
    LongWaitError,
    Manners,
    Patience,
    failure,
    pause_before,
    refusal,
)
from compute_race.basics.problems import UsageError

_CHUNK: Final = 2**16


@dataclass(frozen=True)
class Request:
    """What is asked, where: fields go into the address (GET) or as a form (POST)."""

    url: str
    fields: tuple[tuple[str, str], ...] = ()
    method: Literal["GET", "POST"] = "GET"
    accept: str = ""


@dataclass(frozen=True)
class Later:
    """An answer came well and says to come back: why, and at least how many seconds from now."""

    reason: str
    seconds: float


def final(body: bytes) -> Later | None:
    """Take every answer as final."""
    return None


class Asker:
    """Asks one request after the other, under one user agent."""

    def __init__(self, agent: str, instead: str, manners: Manners | None = None) -> None:
        """Prepare; nothing is asked yet. ``instead`` is what can be done without an answer."""
        self._manners = manners or Manners()
        self._instead = instead
        self._last: float | None = None
        self._alone = threading.Lock()
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip, deflate"}
        self._pool = urllib3.PoolManager(
            num_pools=1,
            timeout=urllib3.Timeout(connect=self._manners.connect, read=self._manners.read),
        )

    def ask(self, request: Request, later: Callable[[bytes], Later | None] = final) -> bytes:
        """Give the whole body of an answer; ``UsageError`` says in one line why there is none.

        ``later`` looks into an answer and tells where its text says to come back;
        ``AbsentError`` where there is nothing at the address.
        """
        with self._alone:
            self._pause()
            try:
                return self._ask(request, later)
            except (HTTPError, LongWaitError) as error:
                raise failure(request.url, error, self._instead) from None
            finally:
                self._last = time.monotonic()

    def _pause(self) -> None:
        if self._last is not None:
            rest = self._last + self._manners.pause - time.monotonic()
            if rest > 0:
                time.sleep(rest)

    def _ask(self, request: Request, later: Callable[[bytes], Later | None]) -> bytes:
        retries: Retry = Patience.of(self._manners)
        while True:
            response = self._send(request, retries)
            retries = response.retries or retries
            try:
                body = self._whole(request.url, response, retries)
            except HTTPError as broken:
                # urllib3 repeats what fails before the body; a body that breaks off is ours.
                retries = retries.increment(request.method, request.url, error=broken)
                retries.sleep()
                continue
            finally:
                response.close()
            told = later(body)
            if told is None:
                return body
            error = ComeBackError(told.reason)
            retries = retries.increment(request.method, request.url, error=error)
            time.sleep(pause_before(retries, response, told.seconds))

    def _whole(self, url: str, response: BaseHTTPResponse, retries: Retry) -> bytes:
        """Give the body of an answer that is one; ``HTTPError`` where it breaks off."""
        if response.status != 200:
            raise refusal(url, response.status, self._instead)
        steps = [step.redirect_location or "" for step in retries.history]
        if url.startswith("https:") and any(step.startswith("http:") for step in steps):
            raise UsageError(f"{url} leads to an address without encryption")
        data = bytearray()
        end = time.monotonic() + self._manners.whole
        for chunk in response.stream(_CHUNK, decode_content=True):
            data += chunk
            if time.monotonic() > end:
                # Bytes that trickle in keep every single wait short.
                raise UsageError(f"{url} does not end", f"try again later, or {self._instead}")
            if len(data) > self._manners.size:
                raise UsageError(
                    f"{url} is longer than {self._manners.size // 2**20} MiB",
                    f"fetch it by hand if that is right, or {self._instead}",
                )
        return bytes(data)

    def _send(self, request: Request, retries: Retry) -> BaseHTTPResponse:
        headers = dict(self._headers)
        if request.accept:
            headers["Accept"] = request.accept
        body = None
        if request.method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(request.fields)
        return self._pool.request(
            request.method,
            request.url,
            body=body,
            fields=None if body is not None or not request.fields else list(request.fields),
            headers=headers,
            preload_content=False,
            retries=retries,
        )
