"""The graph that the benchmarks make: a graph like any other, that the checks let pass."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from compute_race.basics.paths import data_folder
from compute_race.basics.problems import Severity
from compute_race.pipeline.checking import Folders, check_all
from support import ROOT


def test_the_generated_graph_has_no_violation(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("corpus", ROOT / "tests/benchmarks/corpus.py")
    assert spec is not None
    assert spec.loader is not None
    corpus = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(corpus)
    real = len(list((data_folder("graph") / "sources").glob("*.ttl")))
    count = corpus.generate(data_folder("graph"), tmp_path / "graph", real + 1)
    assert count == 2 * real
    folders = Folders(data_folder("ontology"), tmp_path / "graph", data_folder("queries"))
    problems = check_all(folders).result.problems
    assert [p for p in problems if p.severity is Severity.VIOLATION] == []
