"""Answers of other people's servers, kept on disk so that nothing is asked twice.

One file an answer, named by a hash of the request and written at once. A file that cannot be
read, is about another request or is older than the caller allows counts as absent: a cache may
be deleted at any time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec

from compute_race.basics.asking import Request
from compute_race.basics.files import write_file
from compute_race.basics.text import sha256


class _Kept(msgspec.Struct):
    """What a file holds: what was asked, when (UTC), and the text of the answer."""

    method: str
    url: str
    fields: tuple[tuple[str, str], ...]
    accept: str
    at: dt.datetime
    body: str


class AnswerCache:
    """A folder of answers, none older than ``max_age`` when it is given."""

    def __init__(self, folder: Path, max_age: dt.timedelta, now: Callable[[], dt.datetime]) -> None:
        """Keep where and how long; ``now`` gives the time with its zone. Nothing is made yet."""
        self._folder, self._max_age, self._now = folder, max_age, now

    def get(self, request: Request) -> tuple[bytes, dt.datetime] | None:
        """Give an answer and when it was given, or ``None``."""
        try:
            kept = msgspec.json.decode(self._path(request).read_bytes(), type=_Kept)
            age = self._now() - kept.at
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        asked = (request.method, request.url, request.fields, request.accept)
        if (kept.method, kept.url, kept.fields, kept.accept) != asked:
            return None
        if not dt.timedelta(0) <= age <= self._max_age:
            return None
        return kept.body.encode(), kept.at

    def put(self, request: Request, body: bytes, at: dt.datetime) -> None:
        """Keep an answer, a text in UTF-8; ``UsageError`` where it cannot be written."""
        kept = _Kept(request.method, request.url, request.fields, request.accept, at, body.decode())
        path = self._path(request)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, msgspec.json.encode(kept))

    def _path(self, request: Request) -> Path:
        asked = [request.method, request.url, request.fields, request.accept]
        return self._folder / f"{sha256(msgspec.json.encode(asked).decode())}.json"
