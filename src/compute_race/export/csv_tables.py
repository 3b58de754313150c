"""CSV: a table of nodes, one of edges, one of claims, for spreadsheets and Gephi.

RFC 4180 in UTF-8 with the names of the columns first. Gephi takes Id, Label, Source, Target
and Weight whatever their case. Cells that a spreadsheet would run as a formula are made
harmless by an apostrophe before them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO, Final

from compute_race.export.projection import Projection, Sheet, Value
from compute_race.export.texts import Texts
from compute_race.export.xml_writing import plain

#: What begins a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_files(projection: Projection) -> Iterator[tuple[str, Callable[[BinaryIO], list[str]]]]:
    """Give the three files by name, each with its writer, which gives what it changed."""
    for name in ("nodes", "edges", "claims"):
        yield f"{name}.csv", partial(_write, getattr(projection, name), name)


def _write(sheet: Sheet, name: str, out: BinaryIO) -> list[str]:
    texts = Texts()
    harmless = 0

    def cell(value: Value) -> str:
        nonlocal harmless
        if value is None:
            return ""
        if not isinstance(value, str):
            return plain(value)
        # A program that reads CSV in C would end the text at NUL.
        text = texts.clean(value).replace("\x00", "\ufffd")
        if text.startswith(_FORMULA):
            harmless += 1
            return f"'{text}"
        return text

    write_csv(
        out, [column.name for column in sheet.columns], (map(cell, row) for row in sheet.rows)
    )
    notes = texts.notes()
    if harmless:
        what = "1 text begins" if harmless == 1 else f"{harmless} texts begin"
        notes.append(f"{name}: {what} like a formula and got an apostrophe before it")
    return notes


def write_csv(out: BinaryIO, header: list[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a header and rows as CSV with LF line ends, quotes where they are needed."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    text.flush()
    # Or closing it would close what was given.
    text.detach()
