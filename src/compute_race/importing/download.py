"""Files of outside data sets, fetched from the addresses their publishers name.

Each is asked for as ``basics/asking`` asks: with a user agent, one request at a time, patiently.
An answer that stops short, is too long, or is a page instead of data is no file: nothing is
written until everything asked for is there and whole.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from compute_race.basics.asking import Asker, Request
from compute_race.basics.files import write_file
from compute_race.basics.manners import USER_AGENT, Manners, refuse_page, user_agent
from compute_race.basics.problems import UsageError

__all__ = ["USER_AGENT", "Address", "Fetcher", "Manners", "user_agent"]

_INSTEAD: Final = "import a file you have"


@dataclass(frozen=True)
class Address:
    """One file to fetch: its name here, its official address and its form."""

    name: str
    url: str
    form: Literal["csv", "json"]

    def file_name(self, day: dt.date) -> str:
        """Give the name of the file fetched on ``day``; importers read the date off its end."""
        return f"{self.name}_{day.isoformat()}.{self.form}"


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
        self._asker = Asker(agent, _INSTEAD, manners)

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
        url = self.url(address)
        data = self._asker.ask(Request(url))
        refuse_page(url, data, address.form, _INSTEAD)
        if address.form == "json":
            try:
                json.loads(data)
            except ValueError:
                raise UsageError(
                    f"{url} is not whole JSON", f"try again later, or {_INSTEAD}"
                ) from None
        return data
