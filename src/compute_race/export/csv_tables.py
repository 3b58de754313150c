"""CSV: a table of nodes, one of edges, one of claims, for spreadsheets and Gephi.

RFC 4180 in UTF-8 with the names of the columns first. Gephi takes Id, Label, Source, Target
and Weight whatever their case. Cells that a spreadsheet would run as a formula are made
harmless by an apostrophe before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO, Final

from compute_race.export.projection import Projection, Sheet, Value
from compute_race.export.texts import Texts, told
from compute_race.export.writing import plain, write_lines

#: What begins a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
#: What a cell may hold only between quotes, beside the comma.
_SPECIAL: Final = re.compile('["\r\n]')


def csv_files(projection: Projection) -> Iterator[tuple[str, Callable[[BinaryIO], list[str]]]]:
    """Give the three files by name, each with its writer, which gives what it changed."""
    for name in ("nodes", "edges", "claims"):
        yield f"{name}.csv", partial(_write, getattr(projection, name), name)


def _write(sheet: Sheet, name: str, out: BinaryIO) -> list[str]:
    texts = Texts(nul=False)
    harmless = 0

    def cell(value: Value) -> str | None:
        nonlocal harmless
        if value is None:
            return None
        if not isinstance(value, str):
            return plain(value)
        text = texts.clean(value)
        if text.startswith(_FORMULA):
            harmless += 1
            return f"'{text}"
        return text

    write_csv(
        out, [column.name for column in sheet.columns], (map(cell, row) for row in sheet.rows)
    )
    rest = "like a formula and got an apostrophe before it"
    one, several = f"{name}: 1 text begins {rest}", f"{name}: {{}} texts begin {rest}"
    return [*texts.notes(), *told(harmless, one, several)]


def write_csv(out: BinaryIO, header: list[str], rows: Iterable[Iterable[str | None]]) -> None:
    """Write a header and rows as CSV with LF line ends, quotes where they are needed.

    ``None`` is an empty cell, and an empty text two quotes: loaders of databases tell them
    apart. The csv module of Python 3.11 cannot, and leaves a carriage return without quotes.
    """
    write_lines(out, [_line(header)])
    write_lines(out, map(_line, rows))


def _line(cells: Iterable[str | None]) -> str:
    row = list(cells)
    line = ",".join(["" if cell is None else cell for cell in row])
    # Most rows need no quotes, which is told faster of all cells at once.
    if "" in row or line.count(",") >= len(row) or _SPECIAL.search(line):
        line = ",".join(map(_quoted, row))
    return f"{line}\n"


def _quoted(cell: str | None) -> str:
    if cell is None:
        return ""
    if cell == "" or "," in cell or _SPECIAL.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
