"""What the JSON formats share: values as JSON has them, and elements written one a line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat
from typing import Any, BinaryIO

from compute_race.export.projection import Sheet, Value
from compute_race.export.texts import Texts
from compute_race.export.writing import write_lines


def dump(value: object) -> str:
    """Write a value as JSON in one line; ``ValueError`` for a number that JSON does not have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))


def plain(value: Value, texts: Texts) -> str | int | float | bool:
    """Give a value as JSON has it: days as ISO texts; ``TypeError`` for one that is no type."""
    if isinstance(value, str):
        return texts.clean(value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"there is no type for {value!r}")


def records(sheet: Sheet, texts: Texts) -> Iterator[dict[str, Any]]:
    """Give each row by column name, as JSON has it, absent values left out."""
    for record in sheet.records():
        yield {name: plain(value, texts) for name, value in record.items()}


def write_list(out: BinaryIO, elements: Iterable[Mapping[str, Any]]) -> None:
    """Write elements, one a line, between the brackets of a list."""
    out.write(b"[")
    separators = chain(("\n",), repeat(",\n"))
    write_lines(out, (next(separators) + dump(element) for element in elements))
    out.write(b"\n]")
