"""What a build tells of itself, and how long each of its phases took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from compute_race.basics.problems import Problem


@dataclass
class BuildReport:
    """What a build did: whether anything changed, counts, seconds of each phase, warnings.

    ``engine`` is the SHACL engine that ran: another one than asked for where
    the native wheel is not installed.
    """

    name: str
    changed: bool
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    engine: str = ""

    @contextmanager
    def phase(self, name: str, progress: Callable[[str], None]) -> Iterator[None]:
        """Time a phase and announce it."""
        progress(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)
