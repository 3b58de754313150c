"""Outside files become imported graphs beside the store: read, checked, then written.

Every file is read and checked before the first is written, so that an import is whole or
nothing. A graph replaces the one of its own name and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compute_race.basics.paths import shown
from compute_race.basics.problems import Problem, ProblemsError, Severity, UsageError
from compute_race.dataset.imports import imported_graph, imports_folder, remove_import, write_import
from compute_race.importing.check import Checker
from compute_race.importing.register import Register
from compute_race.importing.snapshot import Imported, Snapshot, snapshot_date
from compute_race.importing.sources import Source
from compute_race.pipeline.checking import Folders


@dataclass(frozen=True)
class ImportedFile:
    """What became of one file: its graph's stem and manifest, and whether anything changed.

    ``before`` is the date of the snapshot that was replaced, if one was; ``problems`` are
    warnings: columns nobody knows, rows left out.
    """

    shown: str
    stem: str
    manifest: Mapping[str, Any]
    changed: bool
    before: str | None
    problems: tuple[Problem, ...]


def import_files(
    source: Source,
    paths: Sequence[Path],
    store: Path,
    folders: Folders | None = None,
    *,
    date: str | None = None,
    lenient: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> tuple[ImportedFile, ...]:
    """Import files, or the known files of folders, into the imported graphs of a store.

    ``date`` is that of the snapshot where a file's name does not end in it. Raises
    ``ProblemsError`` with everything that is wrong with any of the files, and ``UsageError``
    for a call that cannot be meant; nothing is written then.
    """
    places = folders or Folders()
    register = Register.read(places.ontology, places.graph)
    checker = Checker(register, places.ontology / "shapes.ttl")
    problems: list[Problem] = []
    read: dict[str, tuple[str, Imported]] = {}
    for path in source.files(paths):
        name = shown(path)
        progress(name)
        try:
            importer = source.importer(path, name)
            snapshot = Snapshot(path, name, snapshot_date(path, date), lenient)
            imported = importer.read(snapshot, register)
            checker.check(imported, name)
        except ProblemsError as error:
            problems += error.problems
            continue
        other = read.get(imported.stem)
        if other is not None:
            advice = "name one of them: a graph holds one snapshot"
            raise UsageError(f"{other[0]} and {name} are both {imported.stem}", advice)
        read[imported.stem] = name, imported
    if any(problem.severity is Severity.VIOLATION for problem in problems):
        raise ProblemsError(problems)
    folder = imports_folder(store)
    for imported in (imported for _, imported in read.values()):
        _refuse_older(folder, imported)
    return tuple(_write(folder, name, imported) for name, imported in read.values())


def _refuse_older(folder: Path, imported: Imported) -> None:
    """Refuse a snapshot older than the one that is there: it would undo what is known."""
    present = imported_graph(folder, imported.stem)
    if present is None:
        return
    here, given = str(present.manifest.get("date")), str(imported.manifest["date"])
    # Dates of one precision sort as text; a month and a day of it are one snapshot or later.
    length = min(len(here), len(given))
    if given[:length] < here[:length]:
        raise UsageError(
            f"{imported.stem} is there already, of {here}, and this file is of {given}",
            f"to go back, first run: race import --remove {imported.stem}",
        )


def _write(folder: Path, name: str, imported: Imported) -> ImportedFile:
    present = imported_graph(folder, imported.stem)
    changed = write_import(folder, imported.stem, imported.ntriples, imported.manifest)
    for stem in imported.manifest.get("replaces", ()):
        # What was imported before anybody knew whose figures they are.
        if imported_graph(folder, stem) is not None:
            remove_import(folder, stem)
    before = str(present.manifest.get("date")) if present is not None else None
    return ImportedFile(name, imported.stem, imported.manifest, changed, before, imported.problems)
