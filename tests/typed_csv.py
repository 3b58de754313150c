"""A strict reader of CSV with typed headers, which tells an empty text from an absent one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

#: How a cell of each type is read, by its name in lower case.
READ: Mapping[str, Callable[[str], object]] = {
    "string": str,
    "int": int,
    "double": float,
    "date": dt.date.fromisoformat,
    "bool": {"true": True, "false": False}.__getitem__,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def cells(text: str) -> Iterator[list[str | None]]:
    """Read RFC 4180 character by character; a cell without quotes and text is ``None``."""
    row: list[str | None] = []
    place = 0
    while place < len(text):
        if text[place] == '"':
            value, place = _quoted(text, place + 1)
            row.append(value)
        else:
            end = place
            while text[end] not in ",\n":
                assert text[end] not in '"\r', "only a quoted cell may hold this"
                end += 1
            row.append(text[place:end] or None)
            place = end
        assert text[place] in ",\n", "a quoted cell goes on after its quote"
        if text[place] == "\n":
            yield row
            row = []
        elif text[place + 1] == "\n":
            row.append(None)
            yield row
            row, place = [], place + 1
        place += 1
    assert not row, "the last line has no end"


def _quoted(text: str, place: int) -> tuple[str, int]:
    found = []
    while True:
        end = text.index('"', place)
        found.append(text[place:end])
        if text[end + 1] != '"':
            return "".join(found), end + 1
        found.append('"')
        place = end + 2


def typed(
    data: bytes, split: Callable[[str], list[str]], own: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Read rows by header: ``name:type`` or ``name:type[]``, or a loader's own column.

    ``own`` gives the name for each column of the loader's own; absent cells are left out.
    """
    header, *rows = cells(data.decode("utf-8"))
    found = []
    for row in rows:
        record: dict[str, Any] = {}
        for head, cell in zip(header, row, strict=True):
            assert head is not None
            if cell is None:
                continue
            if head in own:
                record[own[head]] = cell
                continue
            name, _, kind = head.rpartition(":")
            kind = kind.lower()
            assert name not in record
            record[name] = split(cell) if kind == "string[]" else READ[kind](cell)
        found.append(record)
    return found
