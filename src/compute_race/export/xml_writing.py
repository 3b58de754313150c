"""What the XML formats share: text and values escaped, and lines written in large pieces."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

from compute_race.export.projection import Value
from compute_race.export.texts import Texts

_CHUNK: Final = 2000
#: White space in an attribute would be read as blanks.
_IN_QUOTES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
#: A carriage return in a text would be read as a line feed.
_IN_TEXT: Final = {"\r": "&#13;"}
#: Most texts have nothing to escape, which one look tells.
_SPECIAL: Final = re.compile(r"[^ !#-%'-;=?-~]")


def write_lines(out: BinaryIO, lines: Iterator[str]) -> None:
    """Write lines as UTF-8, a few thousand at a time: a call for each takes longer."""
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) >= _CHUNK:
            out.write("".join(chunk).encode())
            chunk.clear()
    out.write("".join(chunk).encode())


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
