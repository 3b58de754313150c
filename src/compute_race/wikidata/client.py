"""One polite way to ask Wikidata and services like it: identified, patient, and with a memory.

The user agent follows https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy:
this program and its version, then who runs it and how to reach him. How requests are made, one
at a time and with pauses, is told in ``basics/asking``. Every fault is a ``UsageError`` of one
line that says what still works without a network.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

import msgspec

from compute_race.basics.asking import Asker, Later, Request, final
from compute_race.basics.manners import Manners, refuse_page
from compute_race.basics.problems import UsageError
from compute_race.basics.version import VERSION
from compute_race.wikidata.answer_cache import AnswerCache

_T = TypeVar("_T")

#: A second between two requests; the query service of Wikidata itself gives up after a minute.
WIKIDATA_MANNERS: Final = Manners(
    repeats=3, backoff=2.0, first_wait=2.0, pause=1.0, read=70.0, whole=150.0
)
#: What can be done without an answer.
INSTEAD: Final = "work without network: the snapshot, review, status and propose need none"
_LONGEST: Final = 300


@dataclass(frozen=True)
class Answer(Generic[_T]):
    """An answer that was read, and the day on which it was given (UTC)."""

    value: _T
    day: dt.date


def utc_now() -> dt.datetime:
    """Give the time, with its zone."""
    return dt.datetime.now(dt.UTC)


def unheard(text: str) -> None:
    """Take a note that nobody wants."""


class PoliteClient:
    """Asks, reads what comes, and keeps it; one request at a time."""

    def __init__(
        self,
        agent: str,
        *,
        manners: Manners = WIKIDATA_MANNERS,
        cache: AnswerCache | None = None,
        instead: str = INSTEAD,
        note: Callable[[str], None] = unheard,
        now: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        """Prepare; nothing is asked yet.

        ``agent`` says who runs the program, checked by ``basics/manners.user_agent``; ``note``
        hears what a person may want to know though nothing failed; ``now`` gives the time with
        its zone.
        """
        full = f"compute-race/{VERSION} ({agent}) urllib3/{version('urllib3')}"
        self._asker = Asker(full, instead, manners)
        self._cache, self._instead, self._now = cache, instead, now
        self.note = note

    @property
    def today(self) -> dt.date:
        """Give the day (UTC)."""
        return self._now().astimezone(dt.UTC).date()

    def ask(
        self,
        request: Request,
        read: Callable[[bytes], _T],
        *,
        later: Callable[[bytes], Later | None] = final,
        refuse: Callable[[bytes], None] = lambda body: None,
    ) -> Answer[_T]:
        """Give an answer as ``read`` reads it, out of the cache where it is there.

        ``later`` tells where an answer says to come back, ``refuse`` raises ``UsageError`` where
        it is an error in words. ``UsageError`` as well where no answer comes, where it is a page,
        or where ``read`` raises ``ValueError``: it is then not kept either.
        """
        if self._cache is not None and (kept := self._cache.get(request)) is not None:
            # What an earlier version kept and this one cannot read counts as absent.
            with suppress(UsageError):
                return self._whole(request.url, *kept, read, refuse)
        body, at = self._asker.ask(request, later), self._now()
        answer = self._whole(request.url, body, at, read, refuse)
        if self._cache is not None:
            self._keep(self._cache, request, body, at)
        return answer

    def _whole(
        self,
        url: str,
        body: bytes,
        at: dt.datetime,
        read: Callable[[bytes], _T],
        refuse: Callable[[bytes], None],
    ) -> Answer[_T]:
        refuse_page(url, body, "json", self._instead)
        refuse(body)
        return Answer(self._read(url, body, read), at.astimezone(dt.UTC).date())

    def _read(self, url: str, body: bytes, read: Callable[[bytes], _T]) -> _T:
        again = f"try again later, or {self._instead}"
        try:
            return read(body)
        except FormError as error:
            text = one_line(str(error))
            raise UsageError(f"{url} gives an answer of another form: {text}", again) from None
        except (ValueError, RecursionError) as error:
            text = one_line(str(error))
            raise UsageError(f"{url} gives no whole JSON: {text}", again) from None

    def _keep(self, cache: AnswerCache, request: Request, body: bytes, at: dt.datetime) -> None:
        # A cache is an aid: an answer is not lost because it cannot be kept.
        try:
            cache.put(request, body, at)
        except (UsageError, OSError) as error:
            self.note(f"an answer is not kept: {one_line(str(error))}")


class FormError(ValueError):
    """An answer is whole, but not of the form that is expected."""


def json_as(form: type[_T]) -> Callable[[bytes], _T]:
    """Give a reader of JSON of one form (a type that msgspec knows); it raises ``FormError``."""
    decoder = msgspec.json.Decoder(form)

    def read(body: bytes) -> _T:
        try:
            return decoder.decode(body)
        except msgspec.ValidationError as error:
            raise FormError(str(error)) from None

    return read


def host_of(url: str) -> str:
    """Give the host of an address; ``UsageError`` for what is no address of a service."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.netloc
    except ValueError:
        pass
    raise UsageError(f"{one_line(url)} is no address", "write an address such as https://host/path")


def one_line(text: Any) -> str:
    """Write a text of a server in one line, not longer than a person reads."""
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 3] + "..."
