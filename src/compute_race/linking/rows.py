"""Tables that people fill in: tab-separated, with a header; every bad row told by its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from compute_race.basics.problems import Problem, ProblemsError, UsageError
from compute_race.dataset.sssom import LONGEST_LINE

_T = TypeVar("_T")


class Rows:
    """A table that was read: its header, and its rows by line; empty lines are left out."""

    def __init__(self, path: Path) -> None:
        """Read a file; ``UsageError`` where that cannot be done."""
        try:
            # Some programs for tables put a mark before the first letter.
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise UsageError(f"{path} is not UTF-8 text") from None
        rows = list(_numbered(path, text))
        self.path = path
        self.header: list[str] = rows[0][1] if rows else []
        self._rows = rows[1:]
        if twice := [name for name in self.header if self.header.count(name) > 1]:
            raise UsageError(f"{path} has two columns {twice[0]}", "delete one of them")

    def each(self, rule: str, make: Callable[[Mapping[str, str], int], _T | None]) -> list[_T]:
        """Make something of each row, given as a mapping with its line; ``None`` leaves it out.

        A ``UsageError`` of ``make`` is what is wrong with the row; ``ProblemsError`` tells all
        of them under the name of a rule.
        """
        made, problems = [], []
        for number, cells in self._rows:
            try:
                if len(cells) != len(self.header):
                    message = f"{len(cells)} cells where the header has {len(self.header)}"
                    raise UsageError(message, "one tab between cells, empty cells included")
                one = make(dict(zip(self.header, cells, strict=True)), number)
            except UsageError as error:
                problem = Problem(str(self.path), number, rule, error.message, error.advice)
                problems.append(problem)
                continue
            if one is not None:
                made.append(one)
        if problems:
            raise ProblemsError(problems)
        return made


def _numbered(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows with the line they begin in, for a quoted cell may hold line breaks."""
    for number, one in enumerate(text.split("\n"), start=1):
        if len(one) > LONGEST_LINE:
            message = f"{path}:{number}: a line of {len(one):,} characters"
            raise UsageError(message, "give a table that people fill in")
    reader = csv.reader(io.StringIO(text), delimiter="\t", strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        advice = "double a quotation mark inside quotation marks, and close what is open"
        raise UsageError(f"{path}:{line}: {error}", advice) from None
