"""What an importer is given and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from compute_race.basics.dates import PartialDate, parse_partial
from compute_race.basics.namespaces import XSD
from compute_race.basics.problems import Problem, UsageError
from compute_race.importing.register import Register
from compute_race.importing.writer import GraphWriter, Place

_AT_THE_END: Final = re.compile(r"_([0-9]{4}(?:-[0-9]{2}){1,2})\Z")
_DATATYPES: Final = ("gYear", "gYearMonth", "date")


@dataclass(frozen=True)
class Snapshot:
    """A file to import: its path, as typed, and the month or day the data set is of."""

    path: Path
    shown: str
    date: PartialDate
    lenient: bool = False


@dataclass(frozen=True)
class Imported:
    """A graph ready to be checked and written: sorted N-Triples, its manifest, what was odd.

    ``places`` says of each node and claim where in the file it is from, ``lines`` at which
    line each row begins (empty for other forms than tables).
    """

    stem: str
    ntriples: bytes
    manifest: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    lines: Mapping[int, int] = field(default_factory=dict)


def finish(
    writer: GraphWriter,
    snapshot: Snapshot,
    *,
    source: str,
    version: int,
    rows: int,
    skipped: int,
    sha256: str,
    unresolved: Sequence[Mapping[str, object]] = (),
    compared: bool = False,
    problems: Sequence[Problem] = (),
    lines: Mapping[int, int] | None = None,
) -> Imported:
    """Put a finished graph and its manifest together.

    ``version`` is the importer's own and counts up when it reads a file differently;
    ``rows`` are those read, ``skipped`` those left out; ``compared`` says whether the claims
    take part in what is comparable and preferred.
    """
    data = writer.ntriples()
    manifest: dict[str, object] = {
        "source": source,
        "file": snapshot.path.name,
        "sha256": sha256,
        "date": snapshot.date.text,
        "rows": rows,
        "skipped": skipped,
        "claims": writer.counts["claims"],
        "triples": writer.triples(),
        "compared": compared,
        "unresolved": list(unresolved),
        "version": version,
    }
    return Imported(
        writer.stem, data, manifest, tuple(problems), dict(writer.rows), dict(lines or {})
    )


@dataclass(frozen=True)
class Importer:
    """One kind of file.

    ``name`` is that of the file without its date (``gpu_clusters``); ``needed`` are the
    columns without which it is not that file, empty for other forms than CSV; ``marks``
    are columns, or keys of JSON, that tell it from files alike. ``in_folder`` is false for a
    file that is imported only when it is named. ``read`` raises ``ProblemsError`` for what
    it refuses.
    """

    name: str
    read: Callable[[Snapshot, Register], Imported]
    needed: Sequence[str] = ()
    marks: Sequence[str] = ()
    in_folder: bool = True


def parse_snapshot_date(text: str) -> PartialDate:
    """Read a year and month, or a day: ``2026-07``, ``2026-07-15``; ``UsageError`` otherwise."""
    try:
        return parse_partial(text, XSD + _DATATYPES[text.count("-")])
    except (ValueError, IndexError):
        raise UsageError(f'"{text}" is no date of a snapshot', "write --date 2026-07") from None


def snapshot_date(path: Path, given: str | None) -> PartialDate:
    """Give the date of a snapshot: the one given, else that at the end of the file's name.

    It is never guessed: ``UsageError`` where there is neither.
    """
    if given is not None:
        return parse_snapshot_date(given)
    match = _AT_THE_END.search(path.stem)
    if match is None:
        raise UsageError(f"nobody says of which month {path.name} is", "write --date 2026-07")
    return parse_snapshot_date(match[1])


def table_name(path: Path) -> str:
    """Give a file's name without its date: ``gpu_clusters_2026-04.csv`` is ``gpu_clusters``."""
    return _AT_THE_END.sub("", path.stem)
