"""One type for everything that can be wrong with an input.

A problem says where it is, which rule it breaks, what is wrong and what to
type instead. It is printed in one line, so that editors and pagers can jump::

    graph/sources/x.ttl:14: violation: claim-unit: c03 has no unit - write race:unit unit:CCY_EUR
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is. Only ``VIOLATION`` makes a check fail."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, at one place.

    ``file`` is a path as the user would type it, relative where possible;
    ``line`` counts from 1 (0 where a whole file or folder is meant).
    """

    file: str
    line: int
    rule: str
    message: str
    advice: str = ""
    node: str = ""
    severity: Severity = Severity.VIOLATION

    def __str__(self) -> str:
        """Give the one-line form described at the top of this module."""
        text = f"{self.file}:{self.line}: {self.severity}: {self.rule}: {self.message}"
        return f"{text} - {self.advice}" if self.advice else text

    def as_dict(self) -> dict[str, object]:
        """Give the problem as plain JSON-ready values, one key for each field."""
        return {**asdict(self), "severity": str(self.severity)}


class RaceError(Exception):
    """A failure the user can act on: printed as one line, never as a traceback.

    ``exit_code`` is 2 for wrong use and unreadable input, 3 for a store that
    is missing, broken or unreachable.
    """

    exit_code = 2

    def __init__(self, message: str, advice: str = "") -> None:
        """Keep what went wrong and, where there is something to do, what to type."""
        super().__init__(f"{message} - {advice}" if advice else message)
        self.message = message
        self.advice = advice


class UsageError(RaceError):
    """The call itself is wrong: a bad option, an unknown slug, a malformed query."""


class StoreError(RaceError):
    """The store is missing, broken, of another version, or unreachable."""

    exit_code = 3


class ProblemsError(RaceError):
    """Input that broke rules; carries the problems for whoever prints them."""

    exit_code = 1

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems, sorted by place."""
        self.problems = sorted(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} found")
