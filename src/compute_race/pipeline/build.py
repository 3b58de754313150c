"""From the hand-kept files and the imported graphs to a store that answers, floor by floor.

Read, check, infer, apply rules, make comparable, write. A build either
finishes or changes nothing; where no input changed it does nothing at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox

from compute_race.basics.problems import Problem, ProblemsError, Severity, StoreError, UsageError
from compute_race.basics.version import VERSION
from compute_race.comparison.analysis import analyse
from compute_race.comparison.graphs import derived_quads
from compute_race.comparison.reading import read_records
from compute_race.dataset.corpus import Corpus
from compute_race.dataset.generations import (
    Base,
    current_generation,
    is_store,
    read_manifest,
    write_generation,
)
from compute_race.dataset.imports import ImportedGraph, imported_graphs, imports_folder
from compute_race.dataset.store import EmbeddedStore
from compute_race.inference.contradictions import to_problems
from compute_race.inference.fixpoint import Inference, infer
from compute_race.inference.oracle import infer_with_owlrl
from compute_race.inference.rules import apply_rules
from compute_race.pipeline.checking import Folders, check_all
from compute_race.pipeline.fingerprint import fingerprint
from compute_race.pipeline.imported import INFERRED, RULES, ImportedLayer, without_sources
from compute_race.validation.engine import Engine

Reasoner = Literal["fixpoint", "owlrl"]

_NAME_LENGTH: Final = 16


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
    name = fingerprint(places.all(), (reasoner, engine, *contents))[:_NAME_LENGTH]
    before = current_generation(store)
    manifest = read_manifest(before) if before is not None else {}
    _refuse_other_folders(store)
    if manifest.get("name") == name and not force and _opens(store):
        counts = manifest.get("counts")
        return BuildReport(name, changed=False, counts=counts if isinstance(counts, dict) else {})
    report = BuildReport(name, changed=True)
    parts = assemble(places, report, imports, reasoner, engine, lang, progress)
    with report.phase("write", progress):
        about = {"name": name, "version": VERSION, "counts": report.counts}
        base = Base(parts.imported.key, parts.imported.lines)
        write_generation(store, parts.kept, about, name, base, anew=force)
    return report


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


@dataclass(frozen=True)
class Parts:
    """A build in two parts: what changes with the hand-kept files, and the imported graphs.

    ``kept`` is every quad of the hand-kept part, asserted and derived, once.
    """

    kept: list[ox.Quad]
    imported: ImportedLayer


def assemble(
    places: Folders,
    report: BuildReport,
    imports: Sequence[ImportedGraph] = (),
    reasoner: Reasoner = "fixpoint",
    engine: Engine = "native",
    lang: str = "en",
    progress: Callable[[str], None] = lambda name: None,
) -> Parts:
    """Give every quad of a build, asserted and derived, without writing anything."""
    with report.phase("check", progress):
        checked = check_all(places, engine=engine, lang=lang)
        problems = checked.result.problems
        _raise_violations(problems)
        report.engine = checked.result.engine_used
        report.warnings = [p for p in problems if p.severity is Severity.WARNING]
    corpus = checked.result.corpus
    asserted = list(dict.fromkeys(corpus.quads()))
    with report.phase("infer", progress):
        inference = _infer(corpus, reasoner)
        _raise_violations(to_problems(inference.contradictions, corpus.locate))
    texts = rule_texts(places.queries)
    with report.phase("rules", progress):
        known = [*corpus.union(), *inference.triples]
        ruled = apply_rules(known, texts)
    facts = [*asserted, *_in(INFERRED, inference.triples), *_in(RULES, ruled)]
    with report.phase("compare", progress):
        compared = [quad for graph in imports for quad in _compared(graph)]
        analysis = analyse(read_records([*facts, *compared]))
        derived = derived_quads(analysis)
    with report.phase("imports", progress):
        context = without_sources([*known, *ruled])
        layer = ImportedLayer(imports, corpus.vocabulary(), context, texts)
        subjects = {str(triple.subject).strip("<>") for triple in context}
        _raise_violations(layer.names_unknown(subjects))
    report.counts = {
        "files": len(corpus.files),
        "documents": len(analysis.records.documents),
        "announcements": len(analysis.records.announcements),
        "claims": len(analysis.records.claims),
        "conflicts": len(analysis.conflicts),
        "asserted": len(asserted),
        "inferred": len(inference.triples) + len(ruled),
        "derived": len(derived),
        "imported graphs": len(imports),
        "imported claims": sum(graph.count("claims") for graph in imports),
    }
    return Parts([*facts, *(link.quad for link in checked.links), *derived], layer)


def _compared(graph: ImportedGraph) -> Iterator[ox.Quad]:
    """Give what the comparison is to know of a graph: all of it, or only that it is there."""
    for quad in graph.quads():
        if graph.is_compared or quad.subject == quad.graph_name:
            yield quad


def rule_texts(queries: Path) -> list[str]:
    """Read the CONSTRUCT rules of ``queries/rules``, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted((queries / "rules").glob("*.rq"))]


def _infer(corpus: Corpus, reasoner: Reasoner) -> Inference:
    reason = infer_with_owlrl if reasoner == "owlrl" else infer
    vocabulary = corpus.vocabulary()
    known = set(vocabulary)
    return reason(vocabulary, [triple for triple in corpus.union() if triple not in known])


def _in(graph: ox.NamedNode, triples: Sequence[ox.Triple]) -> list[ox.Quad]:
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]


def _raise_violations(problems: Sequence[Problem]) -> None:
    violations = [p for p in problems if p.severity is Severity.VIOLATION]
    if violations:
        raise ProblemsError(violations)
