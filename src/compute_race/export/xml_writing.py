"""What the XML formats share: text and values escaped, and whole for readers in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

from compute_race.export.projection import Value
from compute_race.export.texts import Texts
from compute_race.export.writing import chunks, plain

#: So many bytes Python's XML reader takes at once. Whoever listens to it, as Tulip does, gets
#: a text that lies across the end of them in two parts, and Tulip keeps the second alone.
_PIECE: Final = 2**16 - 20
#: White space in an attribute would be read as blanks.
_IN_QUOTES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
#: A carriage return in a text would be read as a line feed.
_IN_TEXT: Final = {"\r": "&#13;"}
#: Most texts have nothing to escape, which one look tells.
_SPECIAL: Final = re.compile(r"[^ !#-%'-;=?-~]")


def write_whole(out: BinaryIO, lines: Iterable[str], element: str) -> None:
    """Write the lines of a file in which no piece of a reader ends within an element's text.

    ``element`` is its name; the lines are the file from its first byte on.
    """
    at = 0
    for chunk in chunks(lines):
        data = _in_pieces(chunk, at, element)
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


def in_text(value: Value, texts: Texts) -> str:
    """Write a value as the text of an element."""
    text = plain(value)
    return escape(texts.clean(text), _IN_TEXT) if _SPECIAL.search(text) else text


def in_quotes(value: Value, texts: Texts) -> str:
    """Write a value as an attribute, without the quotes around it."""
    text = plain(value)
    return escape(texts.clean(text), _IN_QUOTES) if _SPECIAL.search(text) else text
