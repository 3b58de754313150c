"""From the hand-kept files and the imported graphs to a store that answers, floor by floor.

Read, check, infer, apply rules, make comparable, write. A build either
finishes or changes nothing; where no input changed it does nothing at all, and
where only what documents print did, it amends the build before.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from compute_race.basics.problems import StoreError, UsageError
from compute_race.basics.version import VERSION
from compute_race.comparison.keeping import keep_records
from compute_race.comparison.records import Records
from compute_race.dataset.generations import (
    NEWEST,
    Base,
    amend_generation,
    current_generation,
    is_store,
    read_manifest,
    write_generation,
)
from compute_race.dataset.imports import imported_graphs, imports_folder
from compute_race.dataset.store import EmbeddedStore
from compute_race.pipeline.amendment import INPUTS, RECORDS, Amendment, find_amendment
from compute_race.pipeline.assembly import Reasoner, assemble
from compute_race.pipeline.build_report import BuildReport
from compute_race.pipeline.checking import Folders
from compute_race.pipeline.fingerprint import Inputs, read_inputs
from compute_race.validation.engine import Engine

_NAME_LENGTH: Final = 16


def build(
    store: Path,
    folders: Folders | None = None,
    *,
    reasoner: Reasoner = "fixpoint",
    engine: Engine = "native",
    force: bool = False,
    lang: str = "en",
    progress: Callable[[str], None] = lambda name: None,
) -> BuildReport:
    """Build the graph into the folder ``store``, with the imported graphs that lie in it.

    Raises ``ProblemsError`` where the files break rules or contradict each
    other, ``StoreError`` where the store cannot be written; the store then
    is what it was. ``progress`` is told the name of each phase.
    """
    places = folders or Folders()
    imports = imported_graphs(imports_folder(store))
    contents = (f"{one.stem} {one.content} {one.is_compared}" for one in imports)
    inputs = read_inputs(places.by_name(), (reasoner, engine, *contents))
    name = inputs.fingerprint[:_NAME_LENGTH]
    before = current_generation(store)
    manifest = read_manifest(before) if before is not None else {}
    _refuse_other_folders(store)
    if manifest.get("name") == name and not force and _opens(store):
        counts = manifest.get("counts")
        return BuildReport(name, changed=False, counts=counts if isinstance(counts, dict) else {})
    report = BuildReport(name, changed=True)
    is_usual = (reasoner, engine, force) == ("fixpoint", "native", False)
    if before is not None and is_usual:
        with report.phase("amend", progress):
            found = find_amendment(before, inputs, places, lang)
        if found is not None and _amend(store, before, inputs, found, report, progress):
            return report
    parts = assemble(places, report, imports, reasoner, engine, lang, progress)
    with report.phase("write", progress):
        base = Base(parts.imported.key, parts.imported.lines)
        about = _about(report, parts.newest)
        beside = _beside(inputs, parts.records)
        write_generation(store, parts.kept, about, name, base, anew=force, beside=beside)
    return report


def _amend(
    store: Path,
    before: Path,
    inputs: Inputs,
    found: Amendment,
    report: BuildReport,
    progress: Callable[[str], None],
) -> bool:
    """Write what changes in the build before; give whether that one could be read."""
    with report.phase("write", progress):
        report.counts, report.engine = found.counts, "native"
        about = {**found.manifest, **_about(report, found.newest)}
        beside = _beside(inputs, found.records)
        return amend_generation(store, before, found.difference, about, report.name, beside)


def _about(report: BuildReport, newest: dt.date | None) -> dict[str, object]:
    return {
        "name": report.name,
        "version": VERSION,
        "counts": report.counts,
        "warnings": len(report.warnings),
        NEWEST: newest.isoformat() if newest is not None else None,
    }


def _beside(inputs: Inputs, records: Records) -> dict[str, bytes]:
    """Give the files that tell the next build what this one read."""
    read = json.dumps({"files": inputs.files, "rest": inputs.rest}, indent=1, sort_keys=True)
    return {INPUTS: read.encode(), RECORDS: keep_records(records)}


def _opens(store: Path) -> bool:
    """Tell whether the build that is there can be read: a damaged one is built anew."""
    try:
        return isinstance(EmbeddedStore(store).query("ASK { ?s ?p ?o }"), bool)
    except StoreError:
        return False


def _refuse_other_folders(store: Path) -> None:
    """Refuse a folder that holds something else: a build would scatter its files there."""
    own = imports_folder(store)
    if store.is_dir() and not is_store(store) and any(path != own for path in store.iterdir()):
        raise UsageError(f"{store} is not empty and no store", "give a folder of its own")
    if store.exists() and not store.is_dir():
        raise UsageError(f"{store} is a file, not a folder", "give a folder of its own")
