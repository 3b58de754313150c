"""Tables that people fill in: tab-separated, with a header; every bad row told by its line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from compute_race.basics.problems import Problem, ProblemsError, UsageError

_T = TypeVar("_T")


class Rows:
    """A table that was read: its header, and its rows by line."""

    def __init__(self, path: Path) -> None:
        """Read a file; ``UsageError`` where that cannot be done."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise UsageError(f"{path} is not UTF-8 text") from None
        rows = list(csv.reader(lines, delimiter="\t"))
        self.path = path
        self.header: list[str] = rows[0] if rows else []
        self._rows = rows[1:]

    def each(self, rule: str, make: Callable[[Mapping[str, str], int], _T | None]) -> list[_T]:
        """Make something of each row, given as a mapping with its line; ``None`` leaves it out.

        A ``UsageError`` of ``make`` is what is wrong with the row; ``ProblemsError`` tells all
        of them under the name of a rule.
        """
        made, problems = [], []
        for number, cells in self._numbered():
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

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in enumerate(self._rows, start=2):
            if cells:
                yield number, cells
