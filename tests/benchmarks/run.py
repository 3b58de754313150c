"""Measure, and print a table of ratios: `make bench`.

Everything is measured in one run on one machine, against the naive stack
(rdflib, pySHACL, owlrl) and against the floor (what the same work costs with
nothing around it), so that the ratios hold elsewhere too.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib
from corpus import generate

from compute_race.basics.paths import data_folder
from compute_race.dataset.corpus import Corpus, read_corpus
from compute_race.inference.fixpoint import infer
from compute_race.inference.oracle import infer_with_owlrl
from compute_race.pipeline.build import Folders, build
from compute_race.validation.engine import validate
from compute_race.validation.shapes import ShapesFile

DOCUMENTS = 400
RUNS = 3


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Give the median wall time of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process(*arguments: str, store: Path) -> float:
    """Give the median wall time of `race` as a whole process, after one warming run."""
    environment = {**os.environ, "RACE_STORE": str(store)}
    command = [sys.executable, "-m", "compute_race", *arguments]

    def run() -> None:
        subprocess.run(command, env=environment, check=True, capture_output=True)

    run()
    return seconds(run, 7)


def row(what: str, ours: float, bound: str = "", against: str = "", theirs: float = 0.0) -> None:
    """Print one line of the table."""
    ratio = f"{theirs / ours:8.1f}x  {against} {theirs:.3f} s" if theirs else ""
    print(f"{what:<46} {ours:8.3f} s  {bound:<8} {ratio}", flush=True)


def triples_of(corpus: Corpus) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Give the vocabulary's triples, and the data's."""
    vocabulary = corpus.vocabulary()
    known = set(vocabulary)
    return vocabulary, [triple for triple in corpus.union() if triple not in known]


def main() -> None:
    """Run all measurements."""
    ontology, graph, queries = map(data_folder, ("ontology", "graph", "queries"))
    shapes = ShapesFile.read(ontology / "shapes.ttl")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        large = root / "graph"
        count = generate(graph, large, DOCUMENTS)
        real, many = Folders(ontology, graph, queries), Folders(ontology, large, queries)
        print(f"{'measured':<46} {'ours':>10}  {'bound':<8} ratio and against what")
        build(root / "warm", real)
        row(
            "build from nothing, the real graph",
            seconds(lambda: build(root / "a", real, force=True)),
            "< 3 s",
        )
        row("build, nothing changed", process("build", store=root / "a"), "< 0.3 s")
        row(
            f"build from nothing, {count} documents",
            seconds(lambda: build(root / "b", many, force=True)),
            "< 10 s",
        )
        row("race compare, whole process", process("compare", store=root / "a"), "< 0.25 s")
        row("race --help, whole process", process("--help", store=root / "a"), "< 0.15 s")
        bare = seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True), 7)
        row("floor: an empty python process", bare)

        corpus, _ = read_corpus(ontology, graph)
        data = corpus.ntriples()
        ours = seconds(lambda: validate(data, shapes))
        theirs = seconds(lambda: validate(data, shapes, "pyshacl"), 1)
        row(f"SHACL, {len(data.splitlines())} triples", ours, "", "pySHACL", theirs)
        vocabulary, facts = triples_of(corpus)
        ours = seconds(lambda: infer(vocabulary, facts))
        theirs = seconds(lambda: infer_with_owlrl(vocabulary, facts), 1)
        row(f"OWL 2 RL, {len(facts)} triples", ours, "", "owlrl", theirs)

        corpus, _ = read_corpus(ontology, large)
        data = corpus.ntriples()
        vocabulary, facts = triples_of(corpus)
        row(f"SHACL, {len(data.splitlines())} triples", seconds(lambda: validate(data, shapes)))
        row(f"OWL 2 RL, {len(facts)} triples", seconds(lambda: infer(vocabulary, facts)))

        def load_ours() -> None:
            ox.Store().bulk_load(data, format=ox.RdfFormat.N_TRIPLES)

        def load_naive() -> None:
            rdflib.Graph().parse(data=data, format="nt")

        row("loading those triples", seconds(load_ours), "", "rdflib", seconds(load_naive, 1))


if __name__ == "__main__":
    main()
