"""What the XML formats share: text and values escaped, and lines written in large pieces."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

from compute_race.export.projection import Value
from compute_race.export.texts import Texts

_CHUNK: Final = 2000
#: So many bytes Python's XML reader takes at once. Whoever listens to it, as Tulip does, gets
#: a text that lies across the end of them in two parts, and Tulip keeps the second alone.
_PIECE: Final = 2**16 - 20
#: White space in an attribute would be read as blanks.
_IN_QUOTES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
#: A carriage return in a text would be read as a line feed.
_IN_TEXT: Final = {"\r": "&#13;"}
#: Most texts have nothing to escape, which one look tells.
_SPECIAL: Final = re.compile(r"[^ !#-%'-;=?-~]")


def write_lines(out: BinaryIO, lines: Iterator[str], *, whole: str = "") -> None:
    """Write lines as UTF-8, a few thousand at a time: a call for each takes longer.

    ``whole`` names an element that no two pieces of a reader shall share. The lines are
    then the file from its first byte on.
    """
    at = 0
    chunk: list[str] = []
    for line in chain(lines, [None]):
        if line is not None:
            chunk.append(line)
            if len(chunk) < _CHUNK:
                continue
        data = "".join(chunk).encode()
        chunk.clear()
        if whole:
            data = _in_pieces(data, at, whole)
        out.write(data)
        at += len(data)


def _in_pieces(data: bytes, at: int, whole: str) -> bytes:
    """Put blanks before each element that would lie across the end of a reader's piece.

    ``at`` is where the data begin in the file. An element that is longer than a piece stays.
    """
    begins, ends = f"<{whole} ".encode(), f"</{whole}>".encode()
    done: list[bytes] = []
    start = 0
    limit = _PIECE - at % _PIECE
    while limit < len(data):
        element = data.rfind(begins, start, limit)
        end = data.find(ends, element) if element >= 0 else -1
        if limit < end < element + _PIECE:
            done += (data[start:element], b" " * (limit - element))
            start = limit = element
        limit += _PIECE
    return b"".join((*done, data[start:]))


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


def in_text(value: Value, texts: Texts) -> str:
    """Write a value as the text of an element."""
    text = plain(value)
    return escape(texts.clean(text), _IN_TEXT) if _SPECIAL.search(text) else text


def in_quotes(value: Value, texts: Texts) -> str:
    """Write a value as an attribute, without the quotes around it."""
    text = plain(value)
    return escape(texts.clean(text), _IN_QUOTES) if _SPECIAL.search(text) else text
