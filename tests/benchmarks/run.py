"""Measure, and print a table of ratios: `make bench`.

Everything is measured in one run on one machine, against the naive stack
(rdflib, pySHACL, owlrl) and against the floor (what the same work costs with
nothing around it), so that the ratios hold elsewhere too.
"""

from __future__ import annotations

import importlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import matching
import networkx
import pyoxigraph as ox
import rdflib
from corpus import generate

from compute_race.basics.paths import data_folder
from compute_race.dataset.corpus import Corpus, read_corpus
from compute_race.dataset.store import EmbeddedStore
from compute_race.export.formats import FORMATS, write_export
from compute_race.export.network import to_networkx
from compute_race.importing.sources import SOURCES
from compute_race.inference.fixpoint import infer
from compute_race.inference.oracle import infer_with_owlrl
from compute_race.pipeline.build import build
from compute_race.pipeline.checking import Folders
from compute_race.pipeline.importing import import_files
from compute_race.validation.engine import validate
from compute_race.validation.shapes import ShapesFile
from foundation import DOCUMENTS, lay_foundation
from projections import large
from support import ROOT

RUNS = 3
#: The data sets, where they lie beside the project, and a document that prints one figure.
DATA = ROOT.parent / "shared" / "data"
CHANGED = "alibaba-group-2025-02-24-form-6k"


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

    def run() -> None:
        python("-m", "compute_race", *arguments, RACE_STORE=str(store))

    run()
    return seconds(run, 7)


def python(*arguments: str, **more: str) -> None:
    """Run Python as an installed program runs: with its modules compiled."""
    environment = {**os.environ, **more}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def row(what: str, ours: float, bound: str = "", against: str = "", theirs: float = 0.0) -> None:
    """Print one line of the table."""
    ratio = f"{theirs / ours:8.1f}x  {against} {theirs:.3f} s" if theirs else ""
    print(f"{what:<46} {ours:8.3f} s  {bound:<8} {ratio}", flush=True)


def triples_of(corpus: Corpus) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Give the vocabulary's triples, and the data's."""
    vocabulary = corpus.vocabulary()
    known = set(vocabulary)
    return vocabulary, [triple for triple in corpus.union() if triple not in known]


def documents(root: Path) -> None:
    """Measure builds: the foundation, the whole graph, the graph twice over."""
    ontology, graph, queries = map(data_folder, ("ontology", "graph", "queries"))
    small = lay_foundation(root / "foundation")
    whole = Folders(ontology, graph, queries)
    doubled = root / "doubled"
    count = len(list((graph / "sources").glob("*.ttl")))
    twice = generate(graph, doubled, count + 1)
    build(root / "warm", small)
    row(
        f"build from nothing, {len(DOCUMENTS)} documents",
        seconds(lambda: build(root / "a", small, force=True)),
        "< 3 s",
    )
    row(
        f"build from nothing, {count} documents",
        seconds(lambda: build(root / "b", whole, force=True)),
        "< 10 s",
    )
    many = Folders(ontology, doubled, queries)
    row(
        f"build from nothing, {twice} documents",
        seconds(lambda: build(root / "c", many, force=True), 1),
    )


def commands(store: Path) -> None:
    """Measure whole processes over a built store of everything at hand."""
    row("build, nothing changed", process("build", store=store), "< 0.3 s")
    row("race compare, whole process", process("compare", store=store), "< 0.25 s")
    row("race --help, whole process", process("--help", store=store), "< 0.15 s")
    row("floor: an empty python process", seconds(lambda: python("-c", ""), 7))


def imports(root: Path) -> Path:
    """Measure imports and a build of everything; give the store of what is at hand."""
    store = root / "everything"
    whole = Folders()
    if not DATA.is_dir():
        print("imports: not measured, the data sets are not at hand")
        build(store, whole)
        return store
    row(
        "race import of Epoch AI, checks included",
        seconds(lambda: import_files(SOURCES["epoch"], [DATA / "epoch"], store)),
        "< 6 s",
    )
    import_files(SOURCES["sec"], [DATA / "capex"], store, date="2026-08-06")
    import_files(SOURCES["compute-atlas"], [DATA / "facilities"], store)
    row("build of everything", seconds(lambda: build(store, whole, force=True)), "< 15 s")
    quads = sum(1 for _ in EmbeddedStore(store).quads())
    print(f"  of {quads} quads in named graphs")
    return store


def one_document(root: Path, store: Path) -> None:
    """Measure a build after one figure of one document changed, imports beside it."""
    source = root / "source"
    for name in ("ontology", "graph", "queries"):
        shutil.copytree(data_folder(name), source / name)
    places = Folders(source / "ontology", source / "graph", source / "queries")
    copy = root / "copy"
    shutil.copytree(store, copy)
    build(copy, places)
    path = source / "graph" / "sources" / f"{CHANGED}.ttl"
    text = path.read_text(encoding="utf-8")
    values = iter(range(1, RUNS + 1))

    def change() -> None:
        path.write_text(text.replace("380000000000", f"38{next(values)}000000000"), "utf-8")
        assert build(copy, places).changed

    row("build after one document changed", seconds(change), "< 1 s")


def exports(root: Path) -> None:
    """Measure the writers that must not keep a graph of 100,000 edges in memory."""
    graph = large()
    count = len(graph.edges.rows)

    def written(name: str) -> None:
        write_export(FORMATS[name], graph, root / f"export.{name}")

    def by_networkx() -> None:
        networkx.write_graphml_xml(to_networkx(graph), root / "naive.graphml")

    naive = {"graphml": ("networkx", seconds(by_networkx, 1))}
    for name in ("gexf", "graphml", "csv"):
        against, theirs = naive.get(name, ("", 0.0))
        took = seconds(partial(written, name))
        row(f"export {name}, {count} edges", took, "< 2 s", against, theirs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {peak} MB at most, in a process that measured all of the above (< 500 MB alone)")


#: Notes how long each frame takes (ms).
FRAMES = """() => {
  window.frames_ = []; let last = performance.now();
  const tick = (now) => {
    window.frames_.push(now - last); last = now; requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def explorer(root: Path) -> None:
    """Measure a frame of the explorer while it is dragged, drawn by the processor alone."""
    chromium = shutil.which("chromium")
    try:
        playwright = importlib.import_module("playwright.sync_api")
    except ImportError:
        playwright = None
    if chromium is None or playwright is None:
        print("explorer: not measured, Chromium or Playwright is not installed")
        return
    page = root / "explorer.html"
    write_export(FORMATS["html"], large(5000, 20_000), page)
    arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=arguments)
        opened = browser.new_page()
        opened.goto(page.as_uri())
        opened.wait_for_selector("canvas")
        opened.wait_for_timeout(1500)
        opened.evaluate(FRAMES)
        opened.mouse.move(700, 400)
        opened.mouse.down()
        for step in range(60):
            opened.mouse.move(700 + 3 * step, 400 + step)
        opened.mouse.up()
        frame = statistics.median(opened.evaluate("window.frames_")) / 1000
        browser.close()
    row("explorer, a frame of 5,000 nodes, 20,000 edges", frame, "no GPU")


def engines() -> None:
    """Measure the engines against the reference ones, on the foundation and the whole graph."""
    shapes = ShapesFile.read(data_folder("ontology") / "shapes.ttl")
    with tempfile.TemporaryDirectory() as folder:
        small = lay_foundation(Path(folder) / "foundation")
        corpus, _ = read_corpus(small.ontology, small.graph)
    data = corpus.ntriples()
    ours = seconds(lambda: validate(data, shapes))
    theirs = seconds(lambda: validate(data, shapes, "pyshacl"), 1)
    row(f"SHACL, {len(data.splitlines())} triples", ours, "", "pySHACL", theirs)
    vocabulary, facts = triples_of(corpus)
    ours = seconds(lambda: infer(vocabulary, facts))
    theirs = seconds(lambda: infer_with_owlrl(vocabulary, facts), 1)
    row(f"OWL 2 RL, {len(facts)} triples", ours, "", "owlrl", theirs)

    corpus, _ = read_corpus(data_folder("ontology"), data_folder("graph"))
    data = corpus.ntriples()
    vocabulary, facts = triples_of(corpus)
    row(f"SHACL, {len(data.splitlines())} triples", seconds(lambda: validate(data, shapes)))
    row(f"OWL 2 RL, {len(facts)} triples", seconds(lambda: infer(vocabulary, facts)))

    def load_ours() -> None:
        ox.Store().bulk_load(data, format=ox.RdfFormat.N_TRIPLES)

    def load_naive() -> None:
        rdflib.Graph().parse(data=data, format="nt")

    row("loading those triples", seconds(load_ours), "", "rdflib", seconds(load_naive, 1))


def links() -> None:
    """Measure the matching of names with Wikidata's items."""
    ours, theirs, count = matching.speed()
    row(f"a name among {count} items", ours, "", "every item", theirs)
    matching.quality()


def main() -> None:
    """Run all measurements."""
    print(f"{'measured':<46} {'ours':>10}  {'bound':<8} ratio and against what")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        documents(root)
        store = imports(root)
        one_document(root, store)
        commands(store)
        exports(root)
        explorer(root)
    engines()
    links()


if __name__ == "__main__":
    main()
