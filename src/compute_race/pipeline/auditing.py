"""From the checked files to what looks wrong in them: infer, apply rules, compare, audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from compute_race.audit.audit import audit
from compute_race.audit.material import Material
from compute_race.basics.problems import Problem
from compute_race.comparison.analysis import analyse
from compute_race.comparison.facts import Facts
from compute_race.comparison.reading import read_records
from compute_race.dataset.corpus import Corpus
from compute_race.dataset.imports import ImportedGraph, imported_graphs, imports_folder
from compute_race.inference.fixpoint import infer
from compute_race.inference.rules import apply_rules
from compute_race.pipeline.assembly import rule_texts
from compute_race.pipeline.imported import INFERRED, RULES


def auditor(queries: Path, store: Path | None = None) -> Callable[[Corpus], list[Problem]]:
    """Give a function that audits a corpus which broke no rule of the checks.

    The imported graphs of ``store`` are listened to: whom they name is no
    orphan, and what they say was spent is a result. Raises ``StoreError``
    where one of them is broken.
    """
    imports = imported_graphs(imports_folder(store)) if store is not None else ()

    def audit_corpus(corpus: Corpus) -> list[Problem]:
        return audit(material_of(corpus, queries, imports))

    return audit_corpus


def material_of(corpus: Corpus, queries: Path, imports: Sequence[ImportedGraph] = ()) -> Material:
    """Work out what the audit looks at, as a build would, from files without violations."""
    vocabulary = corpus.vocabulary()
    words = set(vocabulary)
    union = corpus.union()
    inference = infer(vocabulary, [triple for triple in union if triple not in words])
    ruled = apply_rules([*union, *inference.triples], rule_texts(queries))
    derived = ((INFERRED, inference.triples), (RULES, ruled))
    quads = [
        *dict.fromkeys(corpus.quads()),
        *(
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for graph, triples in derived
            for triple in triples
        ),
        *(quad for graph in imports for quad in _compared(graph)),
    ]
    named = frozenset(iri for graph in imports for iri in graph.entities())
    return Material(corpus, Facts(quads), analyse(read_records(quads)), named)


def _compared(graph: ImportedGraph) -> Iterator[ox.Quad]:
    return graph.quads() if graph.is_compared else iter(())
