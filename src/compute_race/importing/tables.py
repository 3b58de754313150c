"""Tables in CSV, read strictly: columns by name, rows whole.

Rules:

1. UTF-8 (with or without a mark at the start), commas, quotation marks doubled inside
   quotation marks (RFC 4180); a file that stops inside a cell or a row is refused.
2. A column is read, ignored with a reason, or unknown; unknown ones are told of, a missing
   needed one refuses the file. A column without a name must be empty.
3. A file that lacks most of what its table needs is another data set.
4. Rows are counted as a spreadsheet does, the header being row 1; the line is where a row
   begins in the file, for cells hold line breaks.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.basics.suggestions import did_you_mean
from compute_race.importing.cells import Row

_AGAIN: Final = "fetch the file again"


@dataclass(frozen=True)
class Column:
    """A column that is read. Without a ``needed`` one the file is not what it should be."""

    name: str
    needed: bool = False


@dataclass(frozen=True)
class Broken:
    """A row that does not fit the header: its number, its line, what is wrong with it."""

    number: int
    line: int
    message: str


@dataclass(frozen=True)
class Table:
    """A table as read: its rows, those that do not fit, and the columns that nobody knows."""

    shown: str
    rows: tuple[Row, ...]
    broken: tuple[Broken, ...]
    unknown: tuple[str, ...]
    sha256: str

    def warnings(self) -> list[Problem]:
        """Tell of the columns nobody knows."""
        advice = "see whether it matters, and teach the importer"
        return [
            Problem(
                self.shown,
                1,
                "import-column-unknown",
                f"the column {name} is unknown and was not read",
                advice,
                severity=Severity.WARNING,
            )
            for name in self.unknown
        ]


def read_header(path: Path, shown: str) -> tuple[str, ...]:
    """Give the names of the columns; ``ProblemsError`` where there is no table in UTF-8."""
    return _header(_records(_decoded(_content(path, shown), shown), shown), shown)


def read_table(
    path: Path, shown: str, columns: Sequence[Column], ignored: Mapping[str, str]
) -> Table:
    """Read a table; ``shown`` is its path as the user typed it.

    ``ignored`` gives, for each column that is known and not read, the reason. Raises
    ``ProblemsError`` with rules ``import-unreadable``, ``import-encoding``,
    ``import-truncated``, ``import-row``, ``import-other-data``, ``import-column-missing``,
    ``import-column-twice``, ``import-empty``.
    """
    data = _content(path, shown)
    text = _decoded(data, shown)
    records = _records(text, shown)
    header = _header(records, shown)
    known = {column.name for column in columns}
    strange = [name for name in header if name and name not in known | ignored.keys()]
    _check_header(shown, header, columns, strange)
    places = {name: header.index(name) if name in header else -1 for name in known}
    nameless = [place for place, name in enumerate(header) if not name]
    unknown = [f'"{name}"' for name in strange]
    rows, broken = [], []
    for number, line, cells in records:
        if len(cells) != len(header):
            message = f"it has {len(cells)} cells, and the header {len(header)}"
            broken.append(Broken(number, line, message))
            continue
        rows.append(Row(number, line, cells, places))
        if filled := [place for place in nameless if cells[place].strip()]:
            nameless = [place for place in nameless if place not in filled]
            unknown += [f"number {place + 1}, which has no name," for place in filled]
    if not rows and not broken:
        _stop(shown, 1, "import-empty", "there is no row below the header", _AGAIN)
    if not text.endswith(("\n", "\r")):
        _stop(shown, line, "import-truncated", "the file stops in its last row", _AGAIN)
    digest = hashlib.sha256(data).hexdigest()
    return Table(shown, tuple(rows), tuple(broken), tuple(unknown), digest)


def _header(records: Iterator[tuple[int, int, list[str]]], shown: str) -> tuple[str, ...]:
    first = next(records, None)
    if first is None:
        _stop(shown, 1, "import-empty", "the file is empty", _AGAIN)
    return tuple(cell.strip() for cell in first[2])


def _check_header(
    shown: str, header: tuple[str, ...], columns: Sequence[Column], strange: Sequence[str]
) -> None:
    twice = [name for name, count in Counter(header).items() if count > 1 and name]
    problems = [
        Problem(shown, 1, "import-column-twice", f'the column "{name}" is there twice', _AGAIN)
        for name in twice
    ]
    needed = [column.name for column in columns if column.needed]
    missing = [name for name in needed if name not in header]
    if 2 * len(missing) > len(needed):
        message = f"of the {len(needed)} columns that it needs {len(missing)} are missing"
        _stop(shown, 1, "import-other-data", message, "see of which data set the file is")
    otherwise = "see whether the publisher renamed it, or whether this is another data set"
    for name in missing:
        advice = did_you_mean(name, strange, otherwise)
        message = f'the column "{name}" is missing'
        problems.append(Problem(shown, 1, "import-column-missing", message, advice))
    if problems:
        raise ProblemsError(problems)


def _content(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        _stop(shown, 0, "import-unreadable", f"cannot be read: {reason}", "check the path")


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _stop(shown, line, "import-encoding", "this is not UTF-8", "save it as UTF-8")


def _records(text: str, shown: str) -> Iterator[tuple[int, int, list[str]]]:
    """Give number, line and cells of every record; blank lines have a number and no record."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number, line = 1, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                message = "the file stops inside a cell"
                _stop(shown, line, "import-truncated", message, _AGAIN)
            _stop(shown, line, "import-row", f"this is no CSV: {error}", _AGAIN)
        if cells:
            yield number, line, cells
        number, line = number + 1, reader.line_num + 1


def _stop(shown: str, line: int, rule: str, message: str, advice: str) -> NoReturn:
    raise ProblemsError([Problem(shown, line, rule, message, advice)])
