"""The quads of a build, floor by floor: read, check, infer, apply rules, make comparable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from compute_race.basics.problems import Problem, ProblemsError, Severity
from compute_race.comparison.analysis import analyse
from compute_race.comparison.graphs import derived_quads
from compute_race.comparison.reading import read_records
from compute_race.comparison.records import Records
from compute_race.dataset.corpus import Corpus
from compute_race.dataset.imports import ImportedGraph
from compute_race.inference.contradictions import to_problems
from compute_race.inference.fixpoint import Inference, infer
from compute_race.inference.oracle import infer_with_owlrl
from compute_race.inference.rules import apply_rules
from compute_race.pipeline.build_report import BuildReport
from compute_race.pipeline.checking import Folders, check_all
from compute_race.pipeline.imported import INFERRED, RULES, ImportedLayer, without_sources
from compute_race.validation.engine import Engine

Reasoner = Literal["fixpoint", "owlrl"]


@dataclass(frozen=True)
class Parts:
    """A build in two parts: what changes with the hand-kept files, and the imported graphs.

    ``kept`` is every quad of the hand-kept part, asserted and derived, once; ``records``
    are what the derived ones rest on, ``newest`` is the day of the newest document.
    """

    kept: list[ox.Quad]
    imported: ImportedLayer
    records: Records
    newest: dt.date | None


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
    kept = [*facts, *(link.quad for link in checked.links), *derived]
    return Parts(kept, layer, analysis.records, analysis.calendar.newest)


def _compared(graph: ImportedGraph) -> Iterator[ox.Quad]:
    """Give what the comparison is to know of a graph: all of it, or only that it is there."""
    yield from graph.quads() if graph.is_compared else graph.quads_about_itself()


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
