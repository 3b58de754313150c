"""What all formats share: values as text, and lines written in large pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from compute_race.export.projection import Value

_CHUNK: Final = 2000


def write_lines(out: BinaryIO, lines: Iterable[str]) -> None:
    """Write lines as UTF-8, a few thousand at a time: a call for each takes longer."""
    for data in chunks(lines):
        out.write(data)


def chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """Give lines as UTF-8, a few thousand at a time."""
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) >= _CHUNK:
            yield "".join(chunk).encode()
            chunk.clear()
    yield "".join(chunk).encode()


def plain(value: Value) -> str:
    """Write a value as XML Schema does; ``TypeError`` for one that is none of the types."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"there is no type for {value!r}")
